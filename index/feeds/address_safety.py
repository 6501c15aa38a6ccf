"""Which hosts may be asked for a feed: none of this machine's own networks, however the address is written."""

import socket
from collections.abc import Awaitable, Callable, Collection, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from index.articles.article import MAX_URL
from index.errors import InputError

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# Reserved for protocols, documentation and tunnels that carry an IPv4 address inside; what is_global says of some of
# them differs between versions of Python.
_NO_HOSTS_4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
_NO_HOSTS_6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_OWN_NAMES = ("localhost", "local", "internal", "localdomain", "lan", "intranet", "home.arpa")


class AddressError(InputError):
    """An address that is not fetched, whatever stands there."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is an address of a single machine out on the internet."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in _GLOBAL_UNICAST or any(address in network for network in _NO_HOSTS_6):
            return False
    elif any(address in network for network in _NO_HOSTS_4):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def numeric_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host written in numbers stands for, in any notation that a resolver takes; None for a name."""
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare)
    except ValueError:
        pass
    try:
        # Decimal, octal, hexadecimal, and with fewer than four parts.
        return IPv4Address(socket.inet_aton(bare))
    except (OSError, ValueError):
        return None


def check_host(host: str, allowed: Collection[str]) -> None:
    """AddressError for a host that its name alone forbids; one that the operator allows passes."""
    name = host.lower().rstrip(".")
    if name in allowed:
        return
    number = numeric_address(name)
    own_name = any(name == own or name.endswith(f".{own}") for own in _OWN_NAMES)
    if own_name or not name or (number is not None and not is_public(number)):
        raise _refusal(host)


def check_address(url: str, allowed: Collection[str]) -> None:
    """AddressError unless `url` is an http or https address of a host that may be asked."""
    try:
        parts = urlsplit(url)
        shown = url.isprintable() and " " not in url and len(url) <= MAX_URL
        usable = shown and parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not parts.hostname:
        raise AddressError("only http and https addresses are fetched")
    check_host(parts.hostname, allowed)


async def checked_addresses(host: str, port: int, allowed: Collection[str], resolve: Resolve) -> Sequence[str]:
    """The numeric addresses of `host` to connect to; AddressError if any of them is not public.

    The caller has to connect to these and not to the name: it may lead elsewhere a moment later.
    """
    check_host(host, allowed)
    found = await resolve(host, port)
    if not found:
        raise AddressError("the host {host} is not known", host=host)
    if host.lower().rstrip(".") not in allowed and not all(is_public(ip_address(one)) for one in found):
        raise _refusal(host)
    return found


def _refusal(host: str) -> AddressError:
    return AddressError(
        "{host} is on a private network; name it in the setting allowed_hosts if it is meant", host=host
    )
