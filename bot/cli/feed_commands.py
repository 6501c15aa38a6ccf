"""The commands under `newsdesk feeds`."""

import typer

from bot.cli import feed_check, feed_lists, feeds
from bot.cli.command_list import CommandList

feed_commands = typer.Typer(
    help="The feeds that are read again and again; alone: list them.", cls=CommandList, rich_markup_mode=None
)
feed_commands.callback(invoke_without_command=True)(feeds.feeds_command)
feed_commands.command("add", epilog="Example: newsdesk feeds add news.example --folder World")(feeds.add)
feed_commands.command("remove")(feeds.remove)
feed_commands.command("list")(feeds.list_feeds)
feed_commands.command("check", epilog="Example: newsdesk feeds check news.example")(feed_check.check)
feed_commands.command("set", epilog="Example: newsdesk feeds set https://news.example/feed --keep-days 90")(
    feeds.change
)
feed_commands.command("import", epilog="Example: newsdesk feeds import --starter")(feed_lists.import_list)
feed_commands.command("export", epilog="Example: newsdesk feeds export my-feeds.opml")(feed_lists.export_list)
