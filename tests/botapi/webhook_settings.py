"""Where updates are sent to when they are not polled for, and how that went."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True)
class WebhookSettings:
    """What setWebhook set; no address means that there is no webhook."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    has_certificate: bool = False
    ip_address: str | None = None
    failed_at: datetime | None = None
    failure: str = ""
