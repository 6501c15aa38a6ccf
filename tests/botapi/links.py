"""Which addresses Telegram takes for links, and how it writes them."""

import re

OWN = re.compile(r"(tg|ton|tonsite):(?://)?(.+)", re.IGNORECASE | re.DOTALL)
WEB = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.-]*)://)?"
    r"(?:(?P<user>[^/?#@\s]*)@)?"
    r"(?P<host>\[[0-9a-f:.]+\]|[^/?#@:\s\x00-\x20]+)"
    r"(?::(?P<port>\d{1,5}))?"
    r"(?P<tail>(?:[/?#].*)?)",
    re.IGNORECASE | re.DOTALL,
)
USER = re.compile(r"tg:(?://)?user/?\?id=(\d{1,16})(?:[&#].*)?", re.IGNORECASE)
UNSAFE = re.compile(r"[\x00-\x20]")
LAST_PORT = 65535


def checked_link(address: str) -> str:
    """The address as Telegram keeps it, with a scheme and a path; empty where it is not a link at all."""
    address = address.strip()
    own = OWN.fullmatch(address)
    if own is not None:
        return f"{own[1].lower()}://{own[2]}"
    parts = WEB.fullmatch(address)
    if parts is None or not _is_host(parts["host"]):
        return ""
    scheme = (parts["scheme"] or "http").lower()
    if scheme not in {"http", "https"} or not 0 < int(parts["port"] or 1) <= LAST_PORT:
        return ""
    user = f"{parts['user']}@" if parts["user"] else ""
    port = f":{int(parts['port'])}" if parts["port"] else ""
    tail = UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", parts["tail"])
    return f"{scheme}://{user}{parts['host'].lower()}{port}{tail if tail.startswith('/') else f'/{tail}'}"


def linked_user(address: str) -> int | None:
    """The user that a `tg://user?id=…` link mentions."""
    match = USER.fullmatch(address.strip())
    return int(match[1]) if match else None


def _is_host(host: str) -> bool:
    return host.startswith("[") or "." in host.strip(".")
