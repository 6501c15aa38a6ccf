"""What people find who look something up from another chat: an answer and headlines, each to be sent as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.conversation.answer_layout import answer_reply
from bot.conversation.turn import Turn
from bot.news_lines import aged, dated, outlet_of
from bot.reply import Block, Reply, Run, Style, line, paragraph
from index.answers.answer import Answer, Headline
from index.articles.article import shortened
from index.articles.sentences import sentence_spans
from index.errors import InputError

LATELY = (timedelta(hours=24), timedelta(days=7))  # of which the stories are shown to who has not written words yet
LONGEST_TITLE = 120
LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class Snippet:
    """One thing found: a title and a line about it, and what is sent."""

    title: str
    about: str
    reply: Reply


def snippets(turn: Turn, words: str) -> list[Snippet]:
    """What is found for the words, the best first; without words, the most important stories of late."""
    try:
        if not words.strip():
            return list(_stories(turn))
        answer = turn.newsdesk.ask(words, now=turn.incoming.now, time_zone=turn.translator.time_zone)
    except InputError:  # signs without words, as one types them
        return []
    return [*_answer(turn, answer), *_headlines(turn, answer)]


def _answer(turn: Turn, answer: Answer) -> Iterator[Snippet]:
    if answer.answered:
        told = answer_reply(replace(answer, headlines=()), turn.translator)
        question = paragraph(Run(answer.question, italic=True))
        source = answer.sources[answer.quotes[0].source - 1]
        yield Snippet(
            title=shortened(answer.quotes[0].text, LONGEST_TITLE),
            about=f"{outlet_of(source, turn.translator)}, {aged(source, turn.translator, answer.asked)}",
            reply=Reply((question, *told.blocks)),
        )


def _headlines(turn: Turn, answer: Answer) -> Iterator[Snippet]:
    passages = {passage.source.article_id: passage.text for passage in reversed(answer.passages)}
    for headline in answer.headlines:
        yield _snippet(turn, headline, passages.get(headline.source.article_id, ""))


def _stories(turn: Turn) -> Iterator[Snippet]:
    for period in LATELY:
        found = turn.newsdesk.brief(None, period=period, now=turn.incoming.now)
        if found.stories:
            for story in found.stories:
                yield _snippet(turn, story.headline, story.lead)
            return


def _snippet(turn: Turn, headline: Headline, text: str) -> Snippet:
    source, now = headline.source, turn.incoming.now
    outlet = outlet_of(source, turn.translator)
    carried = (
        " " + turn.translator.ngettext("({number} source)", "({number} sources)", headline.outlets)
        if headline.outlets > 1
        else ""
    ).format(number=headline.outlets)
    quote = _opening(text) if text != source.title else ""
    blocks = [paragraph(Run(source.title, source.url, bold=True))]
    if quote:
        blocks.append(Block((line(quote),), Style.QUOTE, joined=True))
    blocks.append(Block((line(f"{outlet}, {dated(source, turn.translator, now)}{carried}"),), joined=True))
    about = f"{outlet}, {aged(source, turn.translator, now)}{carried}"
    return Snippet(shortened(source.title, LONGEST_TITLE), about, Reply(tuple(blocks)))


def _opening(text: str) -> str:
    """The first sentences, whole, as far as they fit."""
    end = max((span.stop for span in sentence_spans(text) if span.stop <= LONGEST_QUOTE), default=0)
    return " ".join(text[:end].split())
