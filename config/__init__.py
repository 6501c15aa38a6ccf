"""What can be set, and the root of the errors a person may meet."""

from typing import TYPE_CHECKING, Any

from config.errors import NewsdeskError, SettingError
from config.starter import STARTER_FEEDS

if TYPE_CHECKING:
    from config.settings import ENVIRONMENT_PREFIX, Settings, load_settings

__all__ = ["ENVIRONMENT_PREFIX", "STARTER_FEEDS", "NewsdeskError", "SettingError", "Settings", "load_settings"]


def __getattr__(name: str) -> Any:
    """The settings, read in on first use: checking them takes longer to load than to say what a command does."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from config import settings

    return getattr(settings, name)
