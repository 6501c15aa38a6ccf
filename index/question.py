"""What a question asks: its telling words, the time and the outlet it means, and whether it is about what goes on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from index.answer import Window
from index.article import clean_line
from index.errors import InputError
from index.outlet_names import outlet_named
from index.windows import meant_time

MAX_QUESTION = 2_000  # characters; a longer text is not a question but an article

_FUNCTION_WORDS = frozenset(
    """a about an and any are as at be been but by can could did do does for from had has have he her him his how i if
    in into is it its many me much my news of on or our out over s she so some tell than that the their them there these
    they this those to up us was we were what when where which who whom whose why will with would you your""".split()
)
_NO_SUBJECT = frozenset(
    """brief briefing day event events everything going happen happened happening headline headlines important latest
    main major new news report reported reports say said stories story summary think today top update updates world
    write wrote""".split()
)
_LATEST = re.compile(
    r"\b(?:latest|newest|breaking|right now|just now|so far|currently|recent(?:ly)?|updates?)\b", re.IGNORECASE
)
_LATEST_ASKING = re.compile(
    r"\b(?:what(?:['’]s| is| are)?\s+)?(?:the\s+)?(?:latest|newest|breaking|recent|any)\s+"
    r"(?:news|updates?|headlines|developments)?\s*(?:about|on|from|in|of)?\b|\bupdates?\s+(?:on|about)\b",
    re.IGNORECASE,
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
_POINTS_BACK = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|theirs|it|its|that|this|those|these|there|the two|both)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A question as it was understood.

    `subject` is what to search for: the question without the words on time and outlet, with the earlier question in
    front where it continues one. `current` is 1 for a question about what goes on, 0 for one about the past, and 0.5
    where it does not tell. The window is `implied` where words of the question named it. An `overview` has no subject:
    it asks for the news of a time or an outlet, or of all.
    """

    question: str
    subject: str
    window: Window
    outlets: frozenset[str]
    current: float
    overview: bool
    implied: bool


def check_question(text: str) -> str:
    """The question on one line; InputError, in words for the person, when there is nothing to look for."""
    question = clean_line(text)
    if not re.search(r"\w", question):
        raise InputError("There are no words in that question; ask about something in the news.")
    if len(question) > MAX_QUESTION:
        raise InputError(
            f"That question has {len(question):,} characters; {MAX_QUESTION:,} are the most. Ask in a sentence or two."
        )
    return question


def understand(
    text: str,
    *,
    now: datetime,
    time_zone: tzinfo,
    known_outlets: Iterable[str],
    earlier: Sequence[str] = (),
) -> Understanding:
    """Read a question asked at `now` in `time_zone`, after `earlier` ones; InputError for one without words."""
    question = check_question(text)
    meant = meant_time(question, now, time_zone)
    outlets, subject = outlet_named(meant.rest if meant else question, known_outlets)
    if _LATEST_ASKING.search(subject):
        subject = _LATEST_ASKING.sub(" ", subject, count=1)
    return Understanding(
        question=question,
        subject=_with_earlier(" ".join(subject.split()), earlier) or question,
        window=meant.window if meant else Window(),
        outlets=outlets,
        current=_currentness(question, meant is not None),
        overview=not any(
            word.lower() not in _NO_SUBJECT for word in telling_words(" ".join(subject.split()) or "news")
        ),
        implied=meant is not None,
    )


def telling_words(question: str) -> list[str]:
    """The words that tell what is asked, in order; all of them when nothing else would remain."""
    words = re.findall(r"\w+", question)
    return [word for word in words if word.lower() not in _FUNCTION_WORDS] or words


def continues(question: str) -> bool:
    """Whether the question can be understood only after the one before it."""
    telling = [word for word in telling_words(question) if not _POINTS_BACK.fullmatch(word)]
    return bool(_CONTINUES.search(question)) or (bool(_POINTS_BACK.search(question)) and len(telling) <= 3)


def _with_earlier(subject: str, earlier: Sequence[str]) -> str:
    """The subject with those earlier ones in front that it stands on, back to the last that stood on its own."""
    if not earlier or not continues(subject):
        return subject
    chain: list[str] = [subject]
    for question in reversed(earlier):
        chain.insert(0, " ".join(telling_words(question)))
        if not continues(question):
            break
    return " ".join(chain)


def _currentness(question: str, names_time: bool) -> float:
    if _LATEST.search(question):
        return 1.0
    if names_time or _PAST.search(question):
        return 0.0
    return 0.5
