"""A chart as lines of text, for a terminal."""

from collections.abc import Iterator
from itertools import groupby

from bot.reply import Chart

WIDTH = 40  # characters of the longest bar
MOST_ROWS = 31
_EIGHTHS = " ▏▎▍▌▋▊▉"


def chart_lines(chart: Chart) -> Iterator[str]:
    """A bar for each day, or for as many days as keep it short, then the totals of the series; the title is not told.

    Days without anything that follow one another share a line.
    """
    by_day = [sum(counts) for counts in zip(*(counts for _, counts in chart.series), strict=True)]
    spans = list(_spans(by_day, len(chart.days)))
    days = ["–".join(dict.fromkeys((chart.days[span[0]], chart.days[span[-1]]))) for span in spans]
    totals = [sum(by_day[place] for place in span) if by_day else 0 for span in spans]
    most = max(totals, default=0)
    widest = max(map(len, days), default=0)
    for day, total in zip(days, totals, strict=True):
        eighths = round(8 * WIDTH * total / most) if most else 0
        yield f"{day:>{widest}} {'█' * (eighths // 8)}{_EIGHTHS[eighths % 8].strip()} {total or ''}".rstrip()
    for name, counts in chart.series:
        yield f"{sum(counts):>{widest}} {name}"


def _spans(by_day: list[int], count: int) -> Iterator[range]:
    """The days of each line: as many for every bar, and all between two bars where there is nothing."""
    step = -(-count // MOST_ROWS) or 1
    even = [range(start, min(start + step, count)) for start in range(0, count, step)]
    for empty, group in groupby(even, key=lambda span: not any(by_day[span.start : span.stop])):
        together = list(group)
        if empty:
            yield range(together[0].start, together[-1].stop)
        else:
            yield from together
