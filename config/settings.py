"""Everything that can be set: one declarative table, read from a file, the environment and the command line.

The order of precedence is the command line, then `NEWSDESK_*` variables, then the file `newsdesk.toml`, then the
defaults below. A secret is a `SecretStr`, so it shows as stars in a repr, a log and `newsdesk config`.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import InitSettingsSource

from config.errors import SettingError

ENVIRONMENT_PREFIX = "NEWSDESK_"
FROM_FILE = "_from_file"  # under which `load_settings` hands over what the file says


def default_data_dir() -> Path:
    """The folder for data of this user, by the XDG base directory specification."""
    base = os.environ.get("XDG_DATA_HOME")
    try:
        return (Path(base) if base else Path.home() / ".local" / "share") / "newsdesk"
    except RuntimeError:
        raise SettingError("There is no home folder to keep the news in: set NEWSDESK_DATA_DIR.") from None


class Settings(BaseSettings):
    """One attribute per setting: name, type, default, meaning; a `SecretStr` is a secret."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, extra="forbid", frozen=True)

    data_dir: Path = Field(default_factory=default_data_dir, description="Folder of the database and the index.")
    database_url: SecretStr | None = Field(
        default=None, description="Database address as SQLAlchemy writes it; by default a SQLite file in data_dir."
    )
    index_url: SecretStr | None = Field(
        default=None,
        description="Address of a Milvus (milvus://host:19530) for the passage index; by default it is in data_dir.",
    )
    model: str = Field(
        default="all-MiniLM-L6-v2",
        min_length=1,
        description="Embedding model: a sentence-transformers name or folder; the default is packaged.",
    )
    encoder: Literal["auto", "float32", "sentence-transformers"] = Field(
        default="auto",
        description=(
            "What runs the model: auto takes 8-bit numbers where their vectors agree with the model's own, which is"
            " fastest; float32 is exact; sentence-transformers is the slow reference."
        ),
    )
    reranker: str = Field(
        default="",
        description=(
            "Cross-encoder that reads what search ranks first once more: the name or folder of a CrossEncoder of"
            " sentence-transformers; none by default."
        ),
    )
    query_prompt: str = Field(default="", description="Text put before a question when it is embedded.")
    document_prompt: str = Field(default="", description="Text put before a passage when it is embedded.")
    time_zone: str = Field(default="UTC", description="Time zone of chats that have not chosen one (IANA name).")
    telegram_token: SecretStr | None = Field(default=None, description="The bot's token, from @BotFather.")
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="Address of the Bot API server, without /bot."
    )
    access: Literal["open", "invited", "list"] = Field(
        default="open",
        description=(
            "Who may use the bot: open to everyone who finds it; invited: those with a link that /allow made, and those"
            " on the list; list: those in admin_ids and allowed_ids and those added with /allow."
        ),
    )
    admin_ids: str = Field(
        default="",
        description="Telegram numbers of the people who operate the bot (/stats, /feeds, /allow), with commas between.",
    )
    allowed_ids: str = Field(
        default="",
        description="Telegram numbers of people and groups that may use the bot where it is not open, with commas.",
    )
    webhook_url: str = Field(
        default="",
        description=(
            "Public https address of a proxy before http_address, to which Telegram brings updates; else they are"
            " asked for."
        ),
    )
    http_address: str = Field(
        default="",
        description="Where health (/healthz, /readyz), /metrics and the webhook are served, as in 127.0.0.1:9300.",
    )
    allowed_hosts: str = Field(
        default="",
        description="Hosts on private networks that feeds may be fetched from, with commas between them; else none is.",
    )
    feed_host_delay: float = Field(
        default=2.0, ge=0, le=600, description="Seconds between two requests to one and the same host."
    )
    keep_days: int = Field(
        default=0, ge=0, le=100_000, description="Days for which articles of feeds are kept; 0 keeps them for good."
    )
    keep_articles: int = Field(
        default=0, ge=0, description="Newest articles that are kept of each feed; 0 keeps all of them."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least important log line that is written."
    )
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines are written.")

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{value!r} is not a time zone such as Europe/Kyiv") from None
        return value

    @field_validator("telegram_api_url")
    @classmethod
    def _http_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("an address begins with http:// or https://")
        return value.rstrip("/")

    @field_validator("admin_ids", "allowed_ids")
    @classmethod
    def _numbers(cls, value: str) -> str:
        for number in _listed(value):
            if not re.fullmatch(r"-?[0-9]{1,18}", number):
                raise ValueError(f"{number!r} is not a number of Telegram's such as 123456789")
        return value

    @model_validator(mode="after")
    def _somebody_let_in(self) -> Self:
        if self.access == "invited" and not self.admins:
            raise ValueError("access is by invitation, but admin_ids names nobody who could invite")
        if self.access == "list" and not self.admins | self.allowed:
            raise ValueError("access is for a list, but admin_ids and allowed_ids name nobody")
        return self

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        if "\0" in str(value):
            raise ValueError("no path has a character 0 in it")
        try:
            return value.expanduser().absolute()
        except RuntimeError:
            raise ValueError(f"there is no home folder for {value}") from None

    @property
    def database_address(self) -> str:
        """The SQLAlchemy address of the database, secrets included."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'newsdesk.sqlite'}"

    @property
    def allowed_host_names(self) -> tuple[str, ...]:
        """The hosts on private networks that may be asked."""
        return _listed(self.allowed_hosts)

    @property
    def admins(self) -> frozenset[int]:
        """The people who operate the bot."""
        return frozenset(map(int, _listed(self.admin_ids)))

    @property
    def allowed(self) -> frozenset[int]:
        """The people and groups that may use the bot by the settings alone."""
        return frozenset(map(int, _listed(self.allowed_ids)))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line before environment; the file is passed in by `load_settings` under its own key."""
        given = dict(init_settings())
        from_file = given.pop(FROM_FILE, {})
        return (
            InitSettingsSource(settings_cls, given),
            env_settings,
            InitSettingsSource(settings_cls, from_file),
        )


def _listed(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())


def default_config_path() -> Path | None:
    """Where the settings file is looked for when none is named; None for a user without a home."""
    base = os.environ.get("XDG_CONFIG_HOME")
    try:
        return (Path(base) if base else Path.home() / ".config") / "newsdesk" / "newsdesk.toml"
    except RuntimeError:
        return None


def load_settings(path: Path | None = None, given: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings; `path` is a TOML file (None: the default place, if it exists), `given` the command line.

    Raises SettingError with one sentence that names the setting and where it came from, never its value if secret.
    """
    file = path or default_config_path()
    from_file = _read_toml(file, needed=path is not None) if file else {}
    try:
        values = {name: value for name, value in (given or {}).items() if value is not None}
        return Settings(**{**values, FROM_FILE: from_file})
    except ValidationError as error:
        raise SettingError(_sentence(error, file)) from None


def _read_toml(path: Path, *, needed: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        if not needed and isinstance(error, FileNotFoundError | NotADirectoryError):
            return {}
        raise SettingError(f"The settings file {path} cannot be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"The settings file {path} is not valid TOML: {error}.") from None


def _sentence(error: ValidationError, file: Path | None) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    problem = first["msg"].removeprefix("Value error, ").removesuffix(".")
    if not first["loc"]:
        return f"The settings cannot be used together: {problem}."
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"There is no setting named {name}, which {file} sets; `newsdesk config` lists all of them."
    return f"The setting {name} (or {ENVIRONMENT_PREFIX}{name.upper()}) cannot be used: {problem}."
