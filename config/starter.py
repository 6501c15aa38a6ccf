"""The feeds that Newsdesk suggests to begin with."""

from pathlib import Path

STARTER_FEEDS = Path(__file__).with_name("starter_feeds.opml")
