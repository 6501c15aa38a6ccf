"""What stands on a page in the place of its article: a question about cookies, a price, another text."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from index.errors import InputError

SHORTEST = 250  # characters of a text that is more than a teaser
MORE = 1.2  # times as long as the teaser
WALL = 3_000  # characters, beyond which a text is no wall, whatever it speaks of
END = 400  # characters at the end of a text where a price is named
ON_TOPIC = 1 / 3  # of the words of title and teaser that stand in a text on them

_WORD = re.compile(r"\w{4,}")
_DATA = re.compile(rb"<script[^>]{0,200}application/ld\+json[^>]{0,200}>(.*?)</script", re.IGNORECASE | re.DOTALL)
_TIER = re.compile(rb"<meta[^>]{0,200}content_tier[^>]{0,100}content\s*=\s*[\"']?(?:locked|metered)", re.IGNORECASE)
_GATE = re.compile(r"(?:^|\.)(?:consent|privacy|gdpr|cmp)[.-]|/(?:consent|privacy-gate|cookie-?wall)", re.IGNORECASE)
_CONSENT = re.compile(
    r"we (?:and our (?:\d+ )?partners|value your privacy)|(?:use|accept|reject|manage)\s(?:all\s)?cookies|"
    r"your (?:privacy|cookie) (?:choices|settings|preferences)|consent (?:to|preferences)|legitimate interest|"
    r"verwenden cookies|cookies akzeptieren|werbung und tracking|accepter (?:et|les)|nos partenaires|"
    r"aceptar (?:y|todas)|usamos cookies|utilizziamo i cookie|gebruiken cookies|plików cookie|файлы cookie",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"subscribe (?:now |today )?(?:to|for)|(?:to|and) (?:continue|keep) reading|already a subscriber|sign in to read|"
    r"for subscribers|start your (?:free )?trial|jetzt (?:abonnieren|weiterlesen)|nur für abonnenten|"
    r"réservé aux abonnés|abonnez-vous|solo para suscriptores|suscríbete|riservato agli abbonati|по подписке",
    re.IGNORECASE,
)


class WallError(InputError):
    """A page that does not show its article; what the feed says of it is kept."""


def check_page(body: bytes, url: str) -> None:
    """WallError where a page says by itself, or by its address, that it does not show its article to all."""
    where = urlsplit(url)
    if _GATE.search(f"{where.netloc}{where.path}"):
        raise WallError("its page asks for consent to cookies")
    if _TIER.search(body) or any(str(told.get("isAccessibleForFree")).lower() == "false" for told in _data(body)):
        raise WallError("its page is for subscribers")


def check_text(text: str, title: str, teaser: str) -> None:
    """WallError where the text of a page is not the article of which the feed tells title and teaser."""
    if len(text) < WALL and len(set(map(str.lower, _CONSENT.findall(text)))) >= 2:
        raise WallError("its page asks for consent to cookies")
    if len(text) < WALL and _PRICE.search(text[-END:]):
        raise WallError("its page is for subscribers")
    if len(text) < max(SHORTEST, MORE * len(teaser)):
        raise WallError("its page has no more than the feed")
    told = set(_WORD.findall(f"{title} {teaser[:300]}".lower()))
    below = " ".join(line for line in text.lower().splitlines() if line.strip() != title.lower())
    if len(told.intersection(_WORD.findall(below))) < ON_TOPIC * len(told):
        raise WallError("its page has another text")


def _data(body: bytes) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's linked data (JSON-LD)."""
    for match in _DATA.finditer(body):
        try:
            waiting = [json.loads(match[1])]
        except (ValueError, RecursionError):
            continue
        while waiting:
            one = waiting.pop()
            if isinstance(one, dict):
                yield one
                waiting.append(one.get("@graph"))
            elif isinstance(one, list):
                waiting += one
