"""When two articles are near copies: one text, as mirrors or an agency's customers carry it, but for a few words.

Articles that may be near copies share a band of their MinHash signatures; whether they are is decided on the texts
themselves. A boilerplate text under unlike titles, a bulletin that comes every hour and a new version of something are
no copies.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

REACH = timedelta(days=7)  # between a text and its copies
SAME = 0.75  # Jaccard similarity of shingles
PERIOD = timedelta(days=28)  # whose bands lie side by side, so that storing news of one time touches little of the rest
BANDS = 6
ROWS = 5  # of a band; texts with SAME of their shingles in common share a band in 4 of 5 cases, with 0.85 in 97 of 100
WORDS = 300  # that are looked at: what follows a long text is most often not part of it
FEWEST_WORDS = 6
LONG_TEXT = 100  # words, beyond which another title may stand above the same text
REPEATED = timedelta(hours=12)  # after which an outlet's same short text is its next bulletin, not the last one
TITLES_ALIKE = 0.5
LONG_TITLES_ALIKE = 0.2

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"  # scripts without blanks between words
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+")
_OUTLET = re.compile(r"(.{20,})\s[-–—|]\s[^-–—|]{2,40}$", re.DOTALL)  # "Ferry sinks off the coast - The Wire"
_SHINGLE = 3  # words
_FIRST_DAY = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Print:
    """What is compared of an article. `outlet` is what counts as one outlet; `shingles` are runs of words."""

    outlet: str
    moment: datetime
    numbers: frozenset[str]
    title: frozenset[str]
    shingles: frozenset[str]

    def bands(self) -> list[int]:
        """Names, 64 bits with a sign, under which near copies find it; none for what is too short to tell."""
        return [_name(self._age // PERIOD, value) for value in self._values()]

    def reach(self) -> list[int]:
        """The names under which what it may be a near copy of is found."""
        values = self._values()
        periods = {(self._age - REACH) // PERIOD, (self._age + REACH) // PERIOD}
        return [_name(period, value) for period in sorted(periods) for value in values]

    @property
    def _age(self) -> timedelta:
        return self.moment - _FIRST_DAY

    def _values(self) -> list[int]:
        """64 bits for each band of its signature, whatever its time."""
        if len(self.shingles) < FEWEST_WORDS - _SHINGLE + 1:
            return []
        from rensa import RMinHash  # not needed to answer

        sketch = RMinHash(num_perm=BANDS * ROWS, seed=1)
        sketch.update(list(self.shingles))
        digest = sketch.digest()
        return [_value(band, digest[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def print_of(title: str, text: str, outlet: str, moment: datetime) -> Print:
    """What is to be compared of an article with this title and text."""
    without_outlet = _OUTLET.fullmatch(title)
    heading = _WORD.findall((without_outlet[1] if without_outlet else title).casefold())
    words = heading + _WORD.findall(text[: WORDS * 20].casefold())[:WORDS]
    return Print(
        outlet=outlet,
        moment=moment,
        numbers=frozenset(word for word in heading if not word.isalpha() and any(map(str.isdigit, word))),
        title=frozenset(word for word in heading if len(word) > 3 or not word.isascii()) or frozenset(heading),
        shingles=frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))),
    )


def is_near_copy(one: Print, other: Print) -> bool:
    """Whether the two say the same in the same words."""
    apart = abs(one.moment - other.moment)
    if apart > REACH or one.numbers != other.numbers:
        return False
    elsewhere = one.outlet != other.outlet
    long = min(len(one.shingles), len(other.shingles)) >= LONG_TEXT
    if not elsewhere and not long and apart > REPEATED:
        return False
    titles = len(one.title & other.title) / max(1, min(len(one.title), len(other.title)))
    if titles < (LONG_TITLES_ALIKE if elsewhere and long else TITLES_ALIKE):
        return False
    return _jaccard(one.shingles, other.shingles) >= SAME


def _jaccard(one: Collection[str], other: Collection[str]) -> float:
    common = len(set(one) & set(other))
    return common / (len(one) + len(other) - common)


def _value(band: int, values: list[int]) -> int:
    said = f"{band}:{values}".encode()
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest())


def _name(period: int, value: int) -> int:
    """The period in the upper 16 bits, the band in the rest."""
    bits = (period & 0xFFFF) << 48 | (value & (1 << 48) - 1)
    return int.from_bytes(bits.to_bytes(8), signed=True)
