"""The sample news of `newsdesk demo`: real events of 2025, told in this project's own words.

The outlets are made up and say so in their names; their addresses are in `.example`, which nobody can own.
"""

from datetime import UTC, datetime
from pathlib import Path

SAMPLE = Path(__file__).with_name("articles.jsonl")
# The demo's "now": by the real clock nothing of the sample would be news any more.
SAMPLE_CLOCK = datetime(2025, 12, 15, 18, tzinfo=UTC)
