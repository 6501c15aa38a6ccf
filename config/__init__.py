"""What can be set, and the root of the errors a person may meet."""

from config.errors import NewsdeskError, SettingError
from config.settings import ENVIRONMENT_PREFIX, Settings, load_settings
from config.starter import STARTER_FEEDS

__all__ = ["ENVIRONMENT_PREFIX", "STARTER_FEEDS", "NewsdeskError", "SettingError", "Settings", "load_settings"]
