"""The topic of a question, for whoever wants to hear more of what was asked."""

from collections.abc import Iterable
from datetime import tzinfo

from index.answers.answer import Answer
from index.articles.article import shortened
from index.question.question import NO_SUBJECT, continues, telling_words, understand
from index.topics.wording import MAX_TOPIC

MOST_WORDS = 12  # of a question that make a topic
ROOM_FOR_OUTLET = 100  # characters


def topic_asked(answer: Answer, known_outlets: Iterable[str], time_zone: tzinfo) -> str:
    """What was asked as the text of a topic, without words on time; empty when it was about nothing in particular.

    A question that continues an earlier one has no subject of its own: the first headline tells what it was about.
    """
    asked = understand(answer.question, now=answer.asked, time_zone=time_zone, known_outlets=known_outlets)
    first = (*answer.sources, *(headline.source for headline in answer.headlines))[:1]
    if continues(answer.question) and first:
        return shortened(_plain(first[0].title), MAX_TOPIC)
    words = [word for word in telling_words(asked.subject) if word.lower() not in NO_SUBJECT][:MOST_WORDS]
    subject = shortened(" ".join(words), MAX_TOPIC - ROOM_FOR_OUTLET)
    return f'{subject} from:"{_plain(answer.outlet)}"' if answer.outlet and not asked.overview else subject


def _plain(text: str) -> str:
    """The text without signs that a topic would take for conditions."""
    return " ".join(word.lstrip("+-−") for word in text.replace('"', " ").split())
