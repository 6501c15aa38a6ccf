"""A chart as lines of text, for a terminal."""

from collections.abc import Iterator

from bot.reply import Chart

WIDTH = 40  # characters of the longest bar
MOST_ROWS = 31
_EIGHTHS = " ▏▎▍▌▋▊▉"


def chart_lines(chart: Chart) -> Iterator[str]:
    """A bar for each day, or for as many days as keep it short, then the totals of the series."""
    by_day = [sum(counts) for counts in zip(*(counts for _, counts in chart.series), strict=True)]
    step = -(-len(chart.days) // MOST_ROWS) or 1
    spans = [range(start, min(start + step, len(chart.days))) for start in range(0, len(chart.days), step)]
    days = ["–".join(dict.fromkeys((chart.days[span[0]], chart.days[span[-1]]))) for span in spans]
    totals = [sum(by_day[place] for place in span) for span in spans]
    most = max(totals, default=0)
    widest = max(map(len, days), default=0)
    yield chart.title
    for day, total in zip(days, totals, strict=True):
        eighths = round(8 * WIDTH * total / most) if most else 0
        yield f"{day:>{widest}} {'█' * (eighths // 8)}{_EIGHTHS[eighths % 8].strip()} {total or ''}".rstrip()
    for name, counts in chart.series:
        yield f"{sum(counts):>{widest}} {name}"
