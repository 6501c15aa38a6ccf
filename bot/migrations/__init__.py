"""The migrations of the conversation's tables."""

from pathlib import Path

MIGRATIONS = Path(__file__).parent
