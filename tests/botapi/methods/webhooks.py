"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from typing import Any

from tests.botapi.errors import bad_request
from tests.botapi.parameters import Parameters
from tests.botapi.webhook_settings import WebhookSettings
from tests.botapi.world import World

ADDRESS = re.compile(r"https://(?P<host>[^/:?#]+)(?::(?P<port>\d+))?(?:[/?#].*)?")
PORTS = frozenset({80, 88, 443, 8443})
SECRET = re.compile(r"[A-Za-z0-9_-]*")
LONGEST_SECRET = 256
MOST_CONNECTIONS = 100


def set_webhook(world: World, parameters: Parameters) -> bool:
    """Have updates sent to an address; an empty one goes back to polling."""
    url = parameters["url"]
    secret = parameters.get("secret_token", "")
    if url:
        _check_address(url)
    if len(secret) > LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = parameters.get("max_connections", 40)
    if not 1 <= most <= MOST_CONNECTIONS:
        raise bad_request("max_connections must be from 1 to 100")
    world.updates.allow(parameters.get("allowed_updates"))
    if parameters.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = WebhookSettings(
        url, secret or None, most, "certificate" in parameters, parameters.get("ip_address")
    )
    world.changes.notify()
    return True


def delete_webhook(world: World, parameters: Parameters) -> bool:
    """Go back to polling."""
    if parameters.get("drop_pending_updates"):
        world.updates.drop()
    world.webhook = WebhookSettings()
    world.changes.notify()
    return True


def get_webhook_info(world: World, _: Parameters) -> dict[str, Any]:
    """What is set and how deliveries went."""
    webhook = world.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": webhook.has_certificate,
        "pending_update_count": len(world.updates.waiting()),
    }
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    if not webhook.url:
        return info
    info["max_connections"] = webhook.max_connections
    if webhook.ip_address is not None:
        info["ip_address"] = webhook.ip_address
    if webhook.failed_at is not None:
        info["last_error_date"] = int(webhook.failed_at.timestamp())
        info["last_error_message"] = webhook.failure
    return info


def _check_address(url: str) -> None:
    match = ADDRESS.fullmatch(url)
    if match is None:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if int(match["port"] or 443) not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
