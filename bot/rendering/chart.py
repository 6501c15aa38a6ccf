"""A chart as a picture for a telephone: large letters, its own background, so that it reads in light and dark alike."""

from functools import cache
from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import MaxNLocator

from bot.reply import Chart

SIZE = (7.2, 5.4)  # inches, at DOTS an inch: Telegram shows 1080 dots across a telephone
DOTS = 150
MARGIN = 0.12  # inches
DAYS_NAMED = 6
LONGEST_NAME = 28  # characters; two names stand side by side
LONGEST_TITLE = 42
BACKGROUND, INK, FAINT = "#1c2733", "#f2f5f8", "#4a5a6b"
# Told apart also by those who do not see all colours (Okabe and Ito 2008), light enough for the background.
COLOURS = ("#56b4e9", "#e69f00", "#2fc49a", "#f0e442", "#cc79a7", "#b8c4d0")


def draw_chart(chart: Chart) -> bytes:
    """A PNG: a bar for each day, stacked by series, with the series named under it."""
    figure = Figure(
        figsize=SIZE, dpi=DOTS, facecolor=BACKGROUND, layout=ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
    )
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=BACKGROUND)
    places = np.arange(len(chart.days))
    below = np.zeros(len(chart.days))
    for position, (name, counts) in enumerate(chart.series):
        colour = COLOURS[position % len(COLOURS)]
        axes.bar(places, counts, width=0.86, bottom=below, color=colour, label=_drawable(name, LONGEST_NAME))
        below += np.asarray(counts)
    axes.set_title(_drawable(chart.title, LONGEST_TITLE), color=INK, fontsize=17, loc="left", pad=14, parse_math=False)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, min_n_ticks=1))
    axes.set_ylim(0, max(1.0, float(below.max(initial=0)) * 1.05))
    step = -(-len(places) // DAYS_NAMED)
    named = places[::-1][::step]  # the last day always
    axes.set_xticks(named, [_drawable(chart.days[place], LONGEST_NAME) for place in named])
    axes.tick_params(colors=INK, labelsize=15, length=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    if chart.series:
        _name_series(figure)
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _name_series(figure: Figure) -> None:
    legend = figure.legend(
        loc="outside lower left", ncols=2, frameon=False, fontsize=14, labelcolor=INK, handlelength=0.9
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


@cache
def _letters() -> frozenset[int]:
    """What the font can draw."""
    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def _drawable(text: str, longest: int) -> str:
    """The text without what the font cannot draw, at most so long."""
    known = "".join(letter if ord(letter) in _letters() else "·" for letter in " ".join(text.split()))
    known = known.lstrip("_") or "–"  # of names that begin with a line matplotlib shows none
    return known if len(known) <= longest else f"{known[: longest - 1]}…"
