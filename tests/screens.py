"""Draws the conversations that the documentation shows: `python -m tests.screens [FOLDER]`, by default docs/screens.

They are held with `newsdesk chat` as it is now, on the sample and at its time, each by somebody new.
"""

import io
import sys
import tempfile
from collections.abc import Iterable
from contextlib import chdir
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from bot.cli.options import open_desk
from bot.console import PROMPT, run_console
from bot.conversation.conversation import Conversation
from bot.records import Records
from bot.sample import SAMPLE_CLOCK
from config import Settings
from index.newsdesk import Newsdesk
from tests.bot.conftest import open_database, store_sample

COLUMNS = 92
TALKS = {
    "question": ("When will Rubio meet Lavrov?", "What is Korea Zinc planning?"),
    "follow-up": ("How much is Korea Zinc's smelter to cost?", "And where?", "#3"),
    "not-told": ("When does the new opera house in Lima open?", "#4"),
    "topics": ("/subscribe Ukraine -football", "#1", "#3", "/topics"),
    "brief": ("/brief Ukraine 7d", "/brief volcano 7d"),
    "schedule": ("/brief weekdays 8:00 18:30", "/brief sat 10am Ukraine", "#4"),
    "settings": ("/settings zone Київ", "/settings quiet 22:30-06:45"),
    "trend": ("/trend Ukraine 7d",),
    "language": ("/settings", "#1", "#10", "Worüber haben Rubio und Lawrow gesprochen?"),
    "own-data": ("What is Korea Zinc planning?", "#5", "/export", "/forget", "#10", "/topics"),
}
THEME = TerminalTheme(
    (24, 27, 33),
    (220, 223, 228),
    [(24, 27, 33), *[(220, 223, 228)] * 7],  # the conversation has no colours
)
# Without the fonts that rich would load from elsewhere.
FORMAT = """<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {width} {height}">
<style>.{unique_id}-matrix {{ font: {char_height}px monospace; line-height: {line_height}px; \
font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect fill="#181b21" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g>
</svg>
"""


def main() -> None:
    """Hold all of them and write the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screens").resolve()
    with tempfile.TemporaryDirectory() as data, open_desk(Settings(data_dir=Path(data))) as desk:
        store_sample(desk.newsdesk)
        desk.newsdesk.index_pending(lambda: False)
        for name, lines in TALKS.items():
            (Path(data) / name).mkdir()
            with chdir(Path(data) / name):  # so that no path of this machine is shown
                told = drawn(desk.newsdesk, lines)
            (folder / f"{name}.svg").write_text(told, encoding="utf-8")


def drawn(newsdesk: Newsdesk, lines: Iterable[str]) -> str:
    """The conversation of somebody who says these lines, as an SVG; the current folder is the data folder."""
    database = open_database(Path())
    console = Console(
        file=io.StringIO(), record=True, force_terminal=True, width=COLUMNS, markup=False, highlight=False, emoji=False
    )
    conversation = Conversation(newsdesk, Records.of(database), Settings(data_dir=Path()))
    run_console(conversation, _typed(lines, console), console, clock=lambda: SAMPLE_CLOCK, folder=Path("documents"))
    database.close()
    return console.export_svg(title="", theme=THEME, code_format=FORMAT)


def _typed(lines: Iterable[str], console: Console) -> Iterable[str]:
    for line in lines:
        console.print(Text(f"{PROMPT}{line}", Style(bold=True)))
        yield line


if __name__ == "__main__":
    main()
