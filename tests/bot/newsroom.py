"""News written for tests, in a news desk of their own with the real model, while the bot runs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from index.articles.article import Article, clean_text
from index.embedding.encoder import Encoder
from index.newsdesk import Newsdesk
from index.storage.database import Database


class Told(NamedTuple):
    """What an article says."""

    title: str
    text: str


# Three tellings of one event, a new turn of it, and another event.
RESCUE = Told(
    "Forty-two passengers rescued from sinking ferry off Valparaíso",
    """Forty-two passengers were rescued from the ferry Estrella after it began to sink off Valparaíso on Monday.
    The Chilean coast guard said that nobody was hurt. The ferry had left the harbour with water in its engine room.""",
)
RESCUE_TOLD_AGAIN = Told(
    "Coast guard rescues 42 passengers from ferry sinking near Valparaíso",
    """The Chilean coast guard rescued 42 passengers from a ferry that was sinking near Valparaíso.
    The ferry Estrella took on water soon after it had left the harbour on Monday, and nobody was hurt.""",
)
RESCUE_TOLD_THIRD = Told(
    "All 42 passengers safe after ferry Estrella sinks off Chile",
    """All 42 passengers of the ferry Estrella are safe. The ferry sank off Valparaíso in Chile on Monday after water
    had entered its engine room; the coast guard rescued everybody on board.""",
)
ARREST = Told(
    "Owner of sunk ferry Estrella arrested over missing safety inspections",
    """Police in Chile arrested the owner of the ferry Estrella, which sank off Valparaíso with 42 passengers.
    Prosecutors accuse him of forging certificates: the ferry had gone without safety inspections for nine years.""",
)
FIRE = Told(
    "Fire on ferry in Naples harbour forces evacuation",
    """A fire on a car ferry in the harbour of Naples forced three hundred people to leave the ship on Sunday.
    Firemen put the fire out within an hour; two sailors were treated for smoke.""",
)
CHESS = Told(
    "Fourteen-year-old wins chess championship in Samarkand",
    "A fourteen-year-old won the chess championship in Samarkand on Monday after a final that took seven hours.",
)


class Newsroom:
    """Writes articles into a database and brings them into the index. `clock` is the bot's time of day."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        encoder: Encoder,
        clock: Callable[[], datetime],
        index_url: str | None = None,
    ) -> None:
        self.desk = Newsdesk(database, folder, encoder, index_url)
        self._clock = clock
        self._written = 0

    def write(self, told: Told, outlet: str = "Wire", *, age: timedelta = timedelta(minutes=1)) -> str:
        """Store and index an article; its address."""
        self._written += 1
        url = f"https://{outlet.lower().replace(' ', '-')}.example/{self._written}"
        self.store(
            Article(title=told.title, text=clean_text(told.text), url=url, source=outlet, published=self._clock() - age)
        )
        return url

    def rewrite(self, url: str, told: Told, outlet: str) -> None:
        """Store and index another version of an article."""
        self.store(
            Article(title=told.title, text=clean_text(told.text), url=url, source=outlet, published=self._clock())
        )

    def store(self, *articles: Article) -> None:
        """Store and index articles."""
        self.desk.store([(article, "newsroom") for article in articles], self._clock())
        self.desk.index_pending(lambda: False)
