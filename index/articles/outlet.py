"""The outlet that an article or an address belongs to."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

# Parts of a host that tell how a page is shown or served, and not whose it is.
_SERVING = re.compile(r"(www\d*|m|mobile|amp|edition|rss|feeds?)\.(?=[^.]+\.)")


def outlet_from_url(url: str) -> str | None:
    """The host as readers know the outlet, such as "cnn.com" for https://edition.cnn.com/world; None without one."""
    try:
        host = (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return None
    while match := _SERVING.match(host):
        host = host[match.end() :]
    return host if "." in host and not _is_number(host) else None


def carrier(source: str | None, url: str | None, article_id: int) -> str:
    """What counts as one outlet: its name or, where an article tells none, that article alone."""
    return (source or url or str(article_id)).casefold()


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
