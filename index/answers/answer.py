"""What comes back for a question: quoted sentences with numbered sources, then headlines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from index.question.window import Window


@dataclass(frozen=True, slots=True)
class Source:
    """An article as it is cited. `published` is in UTC, None where the article tells no date."""

    article_id: int
    title: str
    url: str | None
    outlet: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A whole sentence of a source, in its own words; `source` counts from 1 in `Answer.sources`.

    `score` and `facts` tell why it was chosen: the higher the score, the better it answers, and each fact counts with
    its weight in the model for quotes. An `outdated` quote gives a figure that a later source of the same story gives
    otherwise; the quote before it does.
    """

    text: str
    source: int
    score: float = 0.0
    facts: Mapping[str, float] = field(default_factory=dict)
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that bears on the question, best first, with its score in [0, 1]."""

    passage_id: int
    text: str
    score: float
    source: Source


@dataclass(frozen=True, slots=True)
class Headline:
    """One story, shown by one of its articles; `outlets` counts the distinct sources that carry it."""

    source: Source
    story_id: int | None
    outlets: int
    score: float


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why an article is in an answer: its place among the articles found, from 1, and its scores.

    `relevance` in [0, 1] is the sum of the arms, `score` has recency in it; `arms` holds the arms' own scores.
    """

    article_id: int
    story_id: int | None
    place: int
    score: float
    relevance: float
    arms: dict[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. Without quotes the sources do not tell, and the headlines are only the nearest ones.

    An `overview` is the answer to a question about no subject in particular: the headlines are what was asked for.
    `subject` is what was searched for, `current` in [0, 1] how much the question is about what goes on; `grounds` are
    those of the sources and headlines, best first. `confidence` in [0, 1] rests on `facts`; from `threshold` on, the
    sources are taken to tell.
    """

    question: str
    asked: datetime
    window: Window
    outlet: str | None
    confidence: float
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]
    passages: tuple[Passage, ...]
    headlines: tuple[Headline, ...]
    overview: bool = False
    subject: str = ""
    current: float = 0.5
    grounds: tuple[Grounds, ...] = ()
    threshold: float = 0.0
    facts: Mapping[str, float] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether the sources tell."""
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class BriefStory:
    """A story in a brief: the article nearest its middle speaks for it, `articles` are all of them, newest first."""

    headline: Headline
    lead: str
    articles: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """The most important stories of a window, the most important first; `topic` None means all news."""

    topic: str | None
    window: Window
    stories: tuple[BriefStory, ...]
