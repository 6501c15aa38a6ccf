"""A chart as lines of text, for a terminal."""

from collections.abc import Iterator

from bot.reply import Chart

WIDTH = 40  # characters of the longest bar
_EIGHTHS = " ▏▎▍▌▋▊▉"


def chart_lines(chart: Chart) -> Iterator[str]:
    """A bar for each day, then the totals of the series."""
    totals = [sum(counts) for counts in zip(*(counts for _, counts in chart.series), strict=True)]
    most = max(totals, default=0)
    widest = max(map(len, chart.days), default=0)
    yield chart.title
    for day, total in zip(chart.days, totals, strict=True):
        eighths = round(8 * WIDTH * total / most) if most else 0
        yield f"{day:>{widest}} {'█' * (eighths // 8)}{_EIGHTHS[eighths % 8].strip()} {total or ''}".rstrip()
    for name, counts in chart.series:
        yield f"{sum(counts):>{widest}} {name}"
