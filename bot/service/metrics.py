"""What the processes count and measure, for Prometheus. docs/metrics.md says what each means."""

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

if TYPE_CHECKING:
    from collections import Counter as Tally

REGISTRY = CollectorRegistry()

UPDATES = Counter("newsdesk_updates", "Updates accepted from Telegram.", registry=REGISTRY)
REPLY_SECONDS = Histogram(
    "newsdesk_reply_seconds",
    "Seconds from the beginning of a reply until it was made.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
REPLIES_FAILED = Counter("newsdesk_replies_failed", "Replies that could not be made.", registry=REGISTRY)
DELIVERIES = Counter(
    "newsdesk_deliveries", "Attempts to send a message, by what came of it.", ["outcome"], registry=REGISTRY
)
INTAKE = Counter(
    "newsdesk_intake", "Feeds asked and articles found in them, by what came of it.", ["outcome"], registry=REGISTRY
)
EMBEDDED = Counter("newsdesk_embedded_passages", "Passages embedded beside other processes.", registry=REGISTRY)
WAITING_ARTICLES = Gauge(
    "newsdesk_articles_waiting", "Articles whose last change is not in the index yet.", registry=REGISTRY
)
WAITING_DELIVERIES = Gauge("newsdesk_deliveries_waiting", "Messages that wait to be sent.", registry=REGISTRY)
ALONE = Gauge(
    "newsdesk_alone", "1 where this process does what one process does at a time.", ["what"], registry=REGISTRY
)


def count_intake(tally: "Tally[str]") -> None:
    """Add what a round over the feeds has brought."""
    for outcome, number in tally.items():
        INTAKE.labels(outcome).inc(number)
