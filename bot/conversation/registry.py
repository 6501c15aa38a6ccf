"""Every command and every button, for all front ends."""

from bot.conversation.ask import ask
from bot.conversation.brief import brief, changes_schedule
from bot.conversation.channel import channel, channel_named, channel_numbered, manage
from bot.conversation.copies import copy, stop_copy
from bot.conversation.follow import follow_answer, follow_answer_story, follow_story, subscribe
from bot.conversation.help import show_help
from bot.conversation.kept import export, forget, forgotten
from bot.conversation.more import more
from bot.conversation.operating import allow, feeds, stats
from bot.conversation.quiet_choice import ask_quiet_hours, press_quiet_hours
from bot.conversation.scheduling import unschedule
from bot.conversation.settings import choose_language, choose_look, choose_preview, settings, show_settings
from bot.conversation.settings_layout import show_languages
from bot.conversation.sources import sources
from bot.conversation.start import start
from bot.conversation.timeline import timeline
from bot.conversation.topics import (
    cadence_pressed,
    drop_pressed,
    page,
    page_below,
    pause_pressed,
    reword_pressed,
    sensitivity_pressed,
    topic_below,
    topic_pressed,
    topics,
)
from bot.conversation.trend import trend
from bot.conversation.turn import ButtonKind, Command
from bot.conversation.verdicts import right, wrong
from bot.conversation.zone_choice import ask_zone
from bot.translation import translatable

COMMANDS = (
    Command("ask", translatable("QUESTION"), translatable("Answer a question about the news"), ask),
    Command(
        "brief",
        translatable("[TOPIC] [24h|7d|daily 08:00|list]"),
        translatable("Tell the most important stories"),
        brief,
        admins=changes_schedule,
    ),
    Command(
        "channel",
        translatable("[@NAME|off]"),
        translatable("Manage a channel from here"),
        channel,
        names=channel_named,
    ),
    Command("export", "", translatable("Send all that I keep about you"), export, admins=True),
    Command("forget", "", translatable("Forget all that I keep about you"), forget, admins=True),
    Command("help", "", translatable("Say what I can do"), show_help),
    Command("settings", "", translatable("Language, time zone, quiet hours, look"), settings, admins=True),
    Command("start", "", translatable("Say who I am"), start),
    Command(
        "subscribe",
        translatable("TOPIC"),
        translatable("Tell you when there is news on a topic"),
        subscribe,
        admins=True,
    ),
    Command("topics", "", translatable("Show and change what you follow"), topics, admins=True),
    Command("trend", translatable("TOPIC [30d]"), translatable("Draw the coverage of a topic over time"), trend),
    Command("allow", translatable("[NUMBER|here|invite]"), translatable("Let somebody in"), allow, operators=True),
    Command("feeds", translatable("[add|remove ADDRESS]"), translatable("List or change feeds"), feeds, operators=True),
    Command("stats", "", translatable("Show how much I know and am used"), stats, operators=True),
)

# By the name in a button's action.
BUTTONS = {
    "channel": ButtonKind(manage, 1, names=channel_numbered),
    "copy": ButtonKind(copy, 1),
    "drop": ButtonKind(drop_pressed, 2, admins=True),
    "follow": ButtonKind(follow_answer, 1, admins=True),
    "forget": ButtonKind(forgotten, 1, admins=True),
    "language": ButtonKind(choose_language, 1, admins=True),
    "languages": ButtonKind(show_languages, 0, admins=True),
    "look": ButtonKind(choose_look, 1, admins=True),
    "more": ButtonKind(more, 2),
    "pace": ButtonKind(cadence_pressed, 2, admins=True),
    "pause": ButtonKind(pause_pressed, 2, admins=True),
    "preview": ButtonKind(choose_preview, 1, admins=True),
    "quiet": ButtonKind(ask_quiet_hours, 0, admins=True),
    "quiethours": ButtonKind(press_quiet_hours, 2, admins=True),
    "reword": ButtonKind(reword_pressed, 1, admins=True),
    "right": ButtonKind(right, 1),
    "sense": ButtonKind(sensitivity_pressed, 2, admins=True),
    "settings": ButtonKind(show_settings, 0, admins=True),
    "sources": ButtonKind(sources, 1),
    "story": ButtonKind(follow_story, 1, admins=True),
    "storyof": ButtonKind(follow_answer_story, 1, admins=True),
    "timeline": ButtonKind(timeline, 1),
    "topic": ButtonKind(topic_pressed, 1, admins=True),
    "topicbelow": ButtonKind(topic_below, 1, admins=True),
    "topics": ButtonKind(page, 1, admins=True),
    "topicsbelow": ButtonKind(page_below, 1, admins=True),
    "uncopy": ButtonKind(stop_copy, 1),
    "unschedule": ButtonKind(unschedule, 1, admins=True),
    "wrong": ButtonKind(wrong, 1),
    "zone": ButtonKind(ask_zone, 0, admins=True),
}
