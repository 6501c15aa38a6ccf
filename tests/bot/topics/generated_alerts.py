"""Alerts and summaries of stories that say anything at all, for tests of what Telegram makes of them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from bot.chats.chat_settings import Look
from bot.reply import Reply
from bot.topics.alert_layout import alert_reply
from bot.topics.digest_layout import digest_reply
from bot.topics.told import Step
from bot.topics.topic import Cadence, Topic
from bot.translation import translator_for
from index.answers.answer import Source
from index.topics.desk import StoryNews
from index.topics.sensitivity import Sensitivity
from index.topics.wording import MAX_TOPIC, Wording

NOW = datetime(2025, 12, 15, 12, tzinfo=UTC)
LANGUAGES = ("en", "ar", "hi", "pt-BR")

# Markup, entities, surrogates, what joins and turns characters around, and any other text.
_BROKEN = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<a href='x'>",
        "&lt;",
        "&#0;",
        "&amp",
        "<!--",
        "\x00",
        "\ud83d",
        "\u202e",
        "\u2028",
        "\u200d",
        "\u0301",
    ]
)
TEXT = st.lists(_BROKEN | st.text(max_size=30), max_size=8).map("".join)
URL = st.none() | TEXT.map(lambda text: f"https://a.example/{text}") | st.sampled_from(["javascript:x", "http://[", ""])


@st.composite
def sources(draw: st.DrawFn) -> Source:
    title = draw(TEXT) * draw(st.sampled_from([1, 1, 1, 20]))
    published = draw(st.none() | st.integers(0, 10**6).map(lambda s: NOW - timedelta(seconds=s)))
    return Source(draw(st.integers(1, 10**9)), title[:500], draw(URL), draw(st.none() | TEXT), published)


@st.composite
def stories(draw: st.DrawFn) -> StoryNews:
    told = tuple(draw(st.lists(sources(), min_size=1, max_size=9)))
    return StoryNews(draw(st.integers(1, 10**12)), told[0], draw(TEXT), told, draw(st.integers(1, 40)))


@st.composite
def topics(draw: st.DrawFn) -> Topic:
    text = draw(TEXT)[:MAX_TOPIC]
    return Topic(
        topic_id=draw(st.integers(1, 10**12)),
        chat=1,
        thread=None,
        wording=Wording(text, text, plain=True),
        sensitivity=Sensitivity.NORMAL,
        cadence=Cadence.AT_ONCE,
        paused=False,
        story_id=draw(st.none() | st.just(1)),
        created=NOW,
    )


@st.composite
def _alerts(draw: st.DrawFn) -> Reply:
    translator = translator_for(draw(st.sampled_from(LANGUAGES)), UTC)
    step = draw(st.sampled_from([Step.ALERT, Step.EDIT, Step.TURN]))
    return alert_reply(draw(topics()), draw(stories()), step, translator, look=draw(st.sampled_from(Look)), now=NOW)


@st.composite
def _digests(draw: st.DrawFn) -> Reply:
    translator = translator_for(draw(st.sampled_from(LANGUAGES)), UTC)
    found = draw(st.lists(st.tuples(topics(), stories()), min_size=1, max_size=40))
    return digest_reply(found, translator, now=NOW)


REPLIES: SearchStrategy[Reply] = _alerts() | _digests()
