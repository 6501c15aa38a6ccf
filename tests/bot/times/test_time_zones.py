import pytest

from bot.times.time_zones import find_zones, zone_at


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Kyiv", "Europe/Kyiv"),
        ("мюнхен", "Europe/Berlin"),
        ("القاهرة", "Africa/Cairo"),
        ("नई दिल्ली", "Asia/Kolkata"),
        (" tel-aviv ", "Asia/Jerusalem"),
        ("europe/kyiv", "Europe/Kyiv"),
        ("America/New York", "America/New_York"),
        ("utc", "UTC"),
        ("UTC+3", "Etc/GMT-3"),
        ("-7", "Etc/GMT+7"),
        ("50.45, 30.52", "Europe/Kyiv"),
    ],
)
def test_names_of_time_zones(text: str, zone: str) -> None:
    assert [found.zone for found in find_zones(text)] == [zone]


def test_the_largest_city_of_a_name_comes_first() -> None:
    found = find_zones("Portland")
    assert [(one.zone, one.country) for one in found[:2]] == [("America/Los_Angeles", "US"), ("America/New_York", "US")]
    assert {one.city for one in found} == {"Portland"}


@pytest.mark.parametrize(
    "text", ["", "  ", "x" * 5_000, "Nowhereville", "Mars/Base", "-13", "+15", "../../etc/passwd", "91 181"]
)
def test_what_names_no_time_zone(text: str) -> None:
    assert find_zones(text) == []


def test_places_on_the_map() -> None:
    assert zone_at(35.69, 51.39) == "Asia/Tehran"
    assert zone_at(0, -30).startswith("Etc/GMT")
    with pytest.raises(ValueError, match="no place on earth"):
        zone_at(91, 0)
