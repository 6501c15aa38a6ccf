"""Whether a site lets pages be fetched: its robots.txt, kept for a day (RFC 9309)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego

from index.feeds.fetcher import Fetcher, FetchError
from index.feeds.host_pace import HostPace

KEPT = timedelta(days=1)
MOST_KEPT = 2_000  # sites
MOST_BYTES = 500 << 10  # of a robots.txt that are looked at
AGENT = "Newsdesk"


class Robots:
    """Answers for pages, by the site's own rules."""

    def __init__(self, fetcher: Fetcher, pace: HostPace, clock: Callable[[], datetime]) -> None:
        self._fetcher = fetcher
        self._pace = pace
        self._clock = clock
        self._rules: dict[str, tuple[datetime, Protego]] = {}

    async def allow(self, url: str) -> bool:
        """Whether the page may be fetched; FetchError when the site cannot tell just now, which means not yet."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        until, rules = self._rules.get(site, (None, None))
        if until is None or rules is None or until <= self._clock():
            rules = await self._ask(site, parts.hostname or "")
        return bool(rules.can_fetch(url, AGENT))

    async def _ask(self, site: str, host: str) -> Protego:
        try:
            body = (await self._fetcher.fetch(f"{site}/robots.txt")).body or b""
        except FetchError as error:
            # A site without rules has none against it; one in trouble is left alone (2.3.1.3 and 2.3.1.4).
            if error.status is None or not 400 <= error.status < 500 or error.asks_to_wait:
                raise
            body = b""
        rules = Protego.parse(body[:MOST_BYTES].decode("utf-8", "replace"))
        if delay := rules.crawl_delay(AGENT):
            self._pace.slow_down(host, float(delay))
        if len(self._rules) >= MOST_KEPT:
            self._rules.clear()
        self._rules[site] = (self._clock() + KEPT, rules)
        return rules
