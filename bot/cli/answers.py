"""Answers and briefs as the commands print them, outside of any conversation."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.conversation.answer_layout import answer_reply
from bot.conversation.brief_layout import brief_reply
from bot.rendering.console import make_console, show_reply
from bot.translation import translator_for
from config import Settings
from index.answers.answer import Answer, Brief


def show_answer(answer: Answer, settings: Settings) -> None:
    """Print an answer as people see it."""
    show_reply(answer_reply(answer, translator_for(None, ZoneInfo(settings.time_zone))), make_console())


def show_brief(brief: Brief, settings: Settings, now: datetime) -> None:
    """Print a brief as people see it."""
    show_reply(brief_reply(brief, translator_for(None, ZoneInfo(settings.time_zone)), now=now), make_console())
