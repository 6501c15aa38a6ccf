"""The button "More": further passages and headlines of an answer, a page at a time."""

from collections.abc import Iterator
from typing import TypeVar

from bot.conversation.answer_layout import HEADLINES_SHOWN
from bot.conversation.turn import Turn
from bot.news_lines import headline_line, source_line
from bot.reply import Block, Button, Reply, Run, Style, line, paragraph
from index.answers.answer import Headline, Passage

PASSAGES_A_PAGE = 2  # a passage has about 1,200 characters, a message on Telegram holds 4,096
HEADLINES_A_PAGE = 5

_Item = TypeVar("_Item")


def more(turn: Turn, number: int, page: int) -> Reply:
    """Page `page`, from 1, of what the answer `number` did not show."""
    _ = turn.translator.gettext
    answer = turn.records.answers.get(number, turn.incoming.place.chat)
    if answer is None:
        return Reply((paragraph(_("I no longer have that answer; please ask again.")),), passing=True)
    passages = _page(answer.passages, page, PASSAGES_A_PAGE)
    headlines = _page(answer.headlines[HEADLINES_SHOWN:], page, HEADLINES_A_PAGE)
    if not passages and not headlines:
        return Reply((paragraph(_("There is nothing more on that.")),), passing=True)
    left = len(answer.passages) > page * PASSAGES_A_PAGE
    left = left or len(answer.headlines) > HEADLINES_SHOWN + page * HEADLINES_A_PAGE
    buttons = ((Button(_("More"), f"more.{number}.{page + 1}"),),) if left else ()
    return Reply((*_passages(turn, passages), *_headlines(turn, headlines)), buttons)


def _page(items: tuple[_Item, ...], page: int, size: int) -> tuple[_Item, ...]:
    return items[max(0, page - 1) * size : max(0, page) * size]


def _passages(turn: Turn, passages: tuple[Passage, ...]) -> Iterator[Block]:
    for passage in passages:
        title = source_line("▪", passage.source, turn.translator, turn.incoming.now, title=True)
        yield Block((title,))
        if passage.text != passage.source.title:
            yield Block((line(" ".join(passage.text.split())),), Style.QUOTE, joined=True)


def _headlines(turn: Turn, headlines: tuple[Headline, ...]) -> Iterator[Block]:
    if headlines:
        lines = [headline_line("•", headline, turn.translator, turn.incoming.now) for headline in headlines]
        yield Block((line(Run(turn.translator.gettext("More headlines"), bold=True)), *lines))
