"""/stats, /feeds and /allow: for those who run the bot."""

import asyncio
import re
import secrets
from collections.abc import Iterator

from bot.conversation.turn import Turn
from bot.reply import Block, Reply, Run, line, paragraph
from index.articles.article import clean_line
from index.errors import InputError
from index.feeds.feed import Feed

START = "invite-"  # of what an invitation's link brings to /start
MOST_LISTED = 50
_NUMBER = re.compile(r"-?[0-9]{1,18}")


def stats(turn: Turn, _arguments: str) -> Reply:
    """How much the bot knows and is used."""
    _ = turn.translator.gettext
    news, now = turn.newsdesk.status(), turn.incoming.now
    used = turn.records.usage.figures(now)
    feeds = turn.records.feeds.all()
    newest = turn.translator.age(news.newest, now) if news.newest else "–"
    told = {
        _("Articles"): f"{news.articles:,}",
        _("Waiting to be indexed"): f"{news.waiting:,}",
        _("Newest article"): newest,
        _("Feeds"): f"{len(feeds):,}",
        _("Feeds in trouble"): f"{sum(bool(feed.last_error) for feed in feeds):,}",
        _("People"): f"{used.people:,}",
        _("Groups and channels"): f"{used.groups:,}",
        _("No longer reached"): f"{used.gone:,}",
        _("Questions in 24 hours"): f"{used.questions:,}",
        _("People who asked in 24 hours"): f"{used.askers:,}",
        _("Answers called right, wrong"): f"{used.right:,}, {used.wrong:,}",
        _("Messages waiting, failed"): f"{used.waiting:,}, {used.failed:,}",
    }
    return Reply((Block(tuple(line(f"{name}: ", Run(value, bold=True)) for name, value in told.items())),))


def feeds(turn: Turn, arguments: str) -> Reply:
    """List the feeds; with `add` or `remove` and an address, change the list. Of a site its feed is found."""
    from index.feeds.adding import feed_to_add, whole_address  # which fetches
    from index.feeds.opml import ListedFeed

    _ = turn.translator.gettext
    words = arguments.split()
    if not words:
        return _listed(turn)
    if len(words) != 2 or words[0].lower() not in ("add", "remove"):
        return Reply((paragraph(_("Write /feeds, /feeds add ADDRESS or /feeds remove ADDRESS.")),))
    address = whole_address(words[1])
    if words[0].lower() == "remove":
        removed = turn.records.feeds.remove(address)
        text = _("{address} is no longer read.") if removed else _("{address} is not on the list.")
        return Reply((paragraph(text.format(address=address)),))
    try:
        feed, trouble = asyncio.run(feed_to_add(ListedFeed(url=address), turn.configuration, turn.incoming.now))
    except InputError as error:
        text = _("{address} cannot be added: {reason}.")
        return Reply((paragraph(text.format(address=address, reason=turn.translator.sentence(error))),))
    new = turn.records.feeds.add_all([feed], turn.incoming.now)
    text = _("{address} is read from now on.") if new else _("{address} is on the list already.")
    unread = (paragraph(Run(turn.translator.sentence(trouble), italic=True)),) if trouble else ()
    return Reply((paragraph(text.format(address=feed.url)), *unread))


def allow(turn: Turn, arguments: str) -> Reply:
    """Let people and groups in or out, or make an invitation."""
    _ = turn.translator.gettext
    words = arguments.lower().split()
    match words:
        case []:
            return _let_in(turn)
        case ["invite"]:
            return _invitation(turn)
        case ["here"]:
            return _allowed(turn, turn.incoming.place.chat)
        case [number] if _NUMBER.fullmatch(number):
            return _allowed(turn, int(number))
        case ["remove", number] if _NUMBER.fullmatch(number):
            removed = turn.records.access.disallow(int(number))
            if removed and turn.configuration.access != "open":
                turn.records.chats.leave(int(number), turn.incoming.now)  # no more alerts and briefs either
            text = _("{number} is let in no longer.") if removed else _("{number} was not let in by /allow.")
            return Reply((paragraph(text.format(number=number)),))
    return Reply((paragraph(_("Write /allow, /allow NUMBER, /allow here, /allow remove NUMBER or /allow invite.")),))


def _allowed(turn: Turn, number: int) -> Reply:
    _ = turn.translator.gettext
    new = turn.records.access.allow(number, turn.incoming.now)
    text = _("{number} is let in.") if new else _("{number} is let in already.")
    return Reply((paragraph(text.format(number=number)),))


def _invitation(turn: Turn) -> Reply:
    _ = turn.translator.gettext
    if turn.configuration.access != "invited":
        return Reply((paragraph(_("There are invitations only where the setting access is: invited.")),))
    code = START + secrets.token_urlsafe(16)
    turn.records.access.invite(code, turn.incoming.now)
    name = turn.incoming.bot_name
    way = f"https://t.me/{name}?start={code}" if name else f"/start {code}"
    return Reply((paragraph(_("The first to follow this in the next 7 days is let in:")), paragraph(way)))


def _let_in(turn: Turn) -> Reply:
    _ = turn.translator.gettext
    numbers = turn.records.access.all()
    if not numbers:
        return Reply((paragraph(_("Nobody was let in by /allow or an invitation.")),))
    lines = [line(str(number)) for number in numbers[:MOST_LISTED]]
    title = _("Let in by /allow or an invitation ({number}):").format(number=len(numbers))
    return Reply((Block((line(title), *lines)),))


def _listed(turn: Turn) -> Reply:
    _ = turn.translator.gettext
    listed = turn.records.feeds.all()
    if not listed:
        return Reply((paragraph(_("There are no feeds; /feeds add ADDRESS adds one.")),))
    in_trouble = sorted(listed, key=lambda feed: not feed.last_error)
    blocks = [Block(tuple(_told(feed, turn))) for feed in in_trouble[:MOST_LISTED]]
    further = len(listed) - len(blocks)
    if further:
        text = turn.translator.ngettext("and {number} more", "and {number} more", further)
        blocks.append(paragraph(text.format(number=further)))
    return Reply(tuple(blocks))


def _told(feed: Feed, turn: Turn) -> Iterator[tuple[Run, ...]]:
    _ = turn.translator.gettext
    yield line(Run(clean_line(feed.title or feed.host), feed.url), f" — {feed.url}")
    if feed.trouble:
        yield line(Run(clean_line(turn.translator.sentence(feed.trouble)), italic=True))
    if feed.retired:
        yield line(_("given up"))
    else:
        yield line(_("next check {time}").format(time=turn.translator.moment(feed.next_check)))
