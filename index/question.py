"""A question: checked, and reduced to the words that tell what is asked."""

import re

from index.article import clean_line
from index.errors import InputError

MAX_QUESTION = 2_000  # characters; a longer text is not a question but an article

_FUNCTION_WORDS = frozenset(
    """a about an and any are as at be been but by can could did do does for from had has have he her him his how i if
    in into is it its many me much my news of on or our out over s she so some tell than that the their them there these
    they this those to up us was we were what when where which who whom whose why will with would you your""".split()
)


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


def telling_words(question: str) -> list[str]:
    """The words that tell what is asked, in order; all of them when nothing else would remain."""
    words = re.findall(r"\w+", question)
    return [word for word in words if word.lower() not in _FUNCTION_WORDS] or words
