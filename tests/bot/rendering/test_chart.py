from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from bot.rendering.chart import BACKGROUND, COLOURS, INK, draw_chart
from bot.rendering.chart_text import chart_lines
from bot.reply import Chart

CHART = Chart("Rain: the last 3 days", ("1/1", "1/2", "1/3"), (("A", (0, 2, 4)), ("others", (1, 0, 0))))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_letters_and_bars_stand_out_on_the_pictures_own_background() -> None:
    assert contrast(INK, BACKGROUND) >= 7
    assert all(contrast(colour, BACKGROUND) >= 4.5 for colour in COLOURS)


def test_a_picture_as_wide_as_a_telephone_shows_it() -> None:
    picture = imread(BytesIO(draw_chart(CHART)))
    assert picture.shape[:2] == (810, 1080)
    assert np.allclose(picture[0, 0, :3] * 255, [int(BACKGROUND[i : i + 2], 16) for i in (1, 3, 5)])
    assert np.all(picture[..., 3] == 1)  # nothing of the page behind it shows through


@pytest.mark.parametrize("name", ["$x^2$ \\frac", "新华社", "קול", "हिन्दी", "a\nb\0", "", "_hidden", "x" * 500, "🎉"])
def test_any_name_and_title_can_be_drawn(name: str) -> None:
    assert draw_chart(Chart(name, (name,), ((name, (3,)), (name, (1,))))).startswith(b"\x89PNG")


def test_a_year_and_nothing_at_all() -> None:
    assert draw_chart(Chart("Year", ("1/1",) * 366, (("A", (1,) * 366),))).startswith(b"\x89PNG")
    assert draw_chart(Chart("Nothing", ("1/1",), ())).startswith(b"\x89PNG")


def test_as_text_for_a_terminal() -> None:
    assert list(chart_lines(CHART)) == [
        "1/1 ██████████ 1",
        "1/2 ████████████████████ 2",
        "1/3 ████████████████████████████████████████ 4",
        "  6 A",
        "  1 others",
    ]


def test_a_long_time_as_text_is_some_days_a_line() -> None:
    days = tuple(f"d{number}" for number in range(90))
    lines = list(chart_lines(Chart("Long", days, (("A", (1,) * 90),))))
    assert len(lines) == 30 + 1
    assert lines[0].startswith("  d0–d2 ")
    assert lines[-2].endswith(" 3")


def test_days_without_anything_share_a_line_as_text() -> None:
    days = tuple(f"d{number}" for number in range(1, 10))
    lines = list(chart_lines(Chart("Quiet", days, (("A", (0, 0, 0, 0, 2, 0, 0, 1, 0)),))))
    assert [line.split(" ")[0] for line in map(str.strip, lines)] == ["d1–d4", "d5", "d6–d7", "d8", "d9", "3"]
    assert next(chart_lines(Chart("Nothing", days, (("A", (0,) * 9),)))) == "d1–d9"
