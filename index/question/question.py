"""What a question asks: its telling words, the time and the outlet it means, and whether it is about what goes on."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple

from index.articles.article import clean_line
from index.errors import InputError
from index.question.news_asked import asks_for_news, without_asking
from index.question.outlet_names import outlet_named
from index.question.window import Window
from index.question.windows import meant_time

TERSE = 3  # telling words of a question that may leave out what it is about
MAX_QUESTION = 2_000  # characters; a longer text is not a question but an article

_FUNCTION_WORDS = frozenset(
    """a about an and any are as at be been but by can could did do does for from had has have he her him his
    how i if in into is it its many me much my news of on or our out over people s she so some tell than that
    the their them there these they this those to up us was we were what when where which who whom whose why
    will with would you your""".split()
)
NO_SUBJECT = frozenset(
    """big biggest brief briefing day event events everything going happen happened happening headline headlines
    important latest give main major new news please report reported reports say said show stories story summary
    think today top update updates world write wrote""".split()
)
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")
_LATEST = re.compile(
    r"\b(?:latest|newest|breaking|right now|just now|so far|currently|recent(?:ly)?|updates?)\b", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:1[0-9]\d\d|20[01]\d)\b|\bhistor(?:y|ic(?:al(?:ly)?)?)\b|\bin (?:his|her|their|its) (?:life|career)\b"
    r"|\b(?:originally|ever|decades?|centur(?:y|ies)|founded|invented|used to)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^\s*(?:and|but|so|also|then|ok(?:ay)?,?)\b|^\s*(?:what|how)\s+about\b|^\s*(?:why|when|where|who|how)\s*\??\s*$",
    re.IGNORECASE,
)
_EXISTENTIAL = re.compile(
    r"\b(?:is|are|was|were|has|have|will)\s+there\b|\bthere\s+(?:is|are|was|were)\b", re.IGNORECASE
)
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|theirs|it|its|that|this|those|these|there|the two|both)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question as it was understood.

    `subject` is what to search for: the question without the words on time and outlet, with the earlier question in
    front where it continues one; `own` is that without the earlier question. `current` is 1 for a question about what
    goes on, 0 for one about the past, and 0.5 where it does not tell. The window is `implied` where words of the
    question named it. An `overview` has no subject: it asks for the news of a time or an outlet, or of all.
    `news` says that it asks what happened to its subject, and no detail.
    """

    question: str
    subject: str
    window: Window
    outlets: frozenset[str]
    current: float
    overview: bool
    implied: bool
    own: str
    news: bool


def check_question(text: str) -> str:
    """The question on one line; InputError, in words for the person, when there is nothing to look for."""
    question = clean_line(text)
    if not _words(question):
        raise InputError("There are no words in that question; ask about something in the news.")
    if len(question) > MAX_QUESTION:
        raise InputError(
            "That question has {length} characters; {most} are the most. Ask in a sentence or two.",
            length=len(question),
            most=MAX_QUESTION,
        )
    return question


def understand(
    text: str,
    *,
    now: datetime,
    time_zone: tzinfo,
    known_outlets: Iterable[str],
    earlier: Sequence[str] = (),
    follows: bool = False,
) -> Understanding:
    """Read a question asked at `now` in `time_zone`, after `earlier` ones; InputError for one without words.

    One that `follows` is read as going on where the one before it stopped, even if nothing in it says so.
    """
    question = check_question(text)
    parts = [_parts(question, now, time_zone, known_outlets)]
    for previous in reversed(earlier):
        if not (_goes_on(parts[0]) or (follows and len(parts) == 1)):
            break
        parts.insert(0, _parts(clean_line(previous), now, time_zone, known_outlets))
    own = parts[-1]
    subject = " ".join([*(" ".join(telling_words(part.subject)) for part in parts[:-1]), own.subject]).strip()
    window = next((part.window for part in reversed(parts) if part.window), None)
    return Understanding(
        question=question,
        subject=subject if _words(subject) else question,
        window=window or Window(),
        outlets=own.outlets,
        current=_currentness(question, window is not None),
        overview=all(word.lower() in NO_SUBJECT for word in telling_words(subject)),
        implied=window is not None,
        own=own.subject,
        news=asks_for_news(question, own.subject),
    )


class _Parts(NamedTuple):
    """A question without its words on time and outlet, and what those say; `subject` also lacks "latest news on"."""

    rest: str
    subject: str
    window: Window | None
    outlets: frozenset[str]


def _parts(question: str, now: datetime, time_zone: tzinfo, known_outlets: Iterable[str]) -> _Parts:
    # Outlets first, since some are called like times; once more when the time stood between the words on the outlet.
    outlets, rest = outlet_named(question, known_outlets)
    meant = meant_time(rest, now, time_zone)
    if meant and not outlets:
        outlets, rest = outlet_named(meant.rest, known_outlets)
    elif meant:
        rest = meant.rest
    subject = without_asking(rest)
    return _Parts(rest, subject, meant.window if meant else None, outlets)


def _goes_on(part: _Parts) -> bool:
    """Whether it can be understood only after the question before it; an outlet's news of a time can by themselves."""
    return continues(part.rest) and not (part.outlets and part.window and not _words(part.rest))


def may_follow(asked: Understanding) -> bool:
    """Whether a question that has others before it may go on with them, although nothing in it says so."""
    named = any(word[0].isupper() or word[0].isdigit() for word in _words(asked.own)[1:])
    terse = not named and len(telling_words(asked.own)) <= TERSE
    return terse and not asked.overview and asked.own == asked.subject


def telling_words(question: str) -> list[str]:
    """The words that tell what is asked, in order; all of them when nothing else would remain."""
    words = _words(question)
    shouted = question.isupper()
    return [w for w in words if w.lower() not in _FUNCTION_WORDS or (not shouted and _is_acronym(w))] or words


def _words(text: str) -> list[str]:
    """Words as the word index has them: letters and digits, with the marks that many scripts put on them."""
    if text.isascii():
        return _ASCII_WORD.findall(text)
    marked = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in text)
    return [word for word in marked.split() if any(c.isalnum() for c in word)]


def _is_acronym(word: str) -> bool:
    """The US is not us, nor is the WHO who."""
    return len(word) > 1 and word.isupper()


def continues(question: str) -> bool:
    """Whether the question can be understood only after the one before it."""
    asked = _EXISTENTIAL.sub(" ", question)
    telling = [word for word in telling_words(asked) if not _POINTS_BACK.fullmatch(word)]
    return not _words(question) or bool(_CONTINUES.search(asked) or (_POINTS_BACK.search(asked) and len(telling) <= 3))


def _currentness(question: str, names_time: bool) -> float:
    if _LATEST.search(question):
        return 1.0
    if names_time or _PAST.search(question):
        return 0.0
    return 0.5
