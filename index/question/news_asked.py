"""Asking for news: what happened and what is new, and no detail."""

import re

TOPIC = 3  # words at most of a message that only names a topic

_PHRASE = re.compile(
    r"\b(?:what(?:['’]s| is| are)?\s+)?(?:the\s+)?(?:latest|newest|breaking|recent|any)\s+"
    r"(?:news|updates?|headlines|developments)?\s*(?:about|on|from|in|of)?\b|\bupdates?\s+(?:on|about)\b"
    r"|\bwhat(?:['’]s| is| has)?\s+(?:been\s+)?(?:happen(?:ed|ing|s)|going on|new)\s+(?:about|at|in|on|to|with)\b",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"\bwhat(?:['’]s| is| has|s)?\s+(?:been\s+)?(?:happen(?:ed|ing)|going on|new)\b"
    r"|\b(?:latest|news|headlines|updates?)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:what|which|who|whom|whose|when|where|why|how)\b"
    r"|^\s*(?:and|but|so|also|then|is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)\b"
    r"|\b(?:his|her|their|its)\b",
    re.IGNORECASE,
)


def asks_for_news(question: str, own: str) -> bool:
    """Whether it asks what happened, or only names a topic, and for no detail; `own` leaves out time and outlet."""
    return bool(_NEWS.search(question)) or (len(own.split()) <= TOPIC and not _ASKING.search(own))


def without_asking(question: str) -> str:
    """The question without "the latest news on" and the like: what remains is what it is about."""
    return " ".join(_PHRASE.sub(" ", question, count=1).split())
