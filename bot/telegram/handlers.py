"""The handlers: what an update says goes to the conversation, its reply to the outbox."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from typing import Any

import structlog
from telegram import Update
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.chats.chats import Chats
from bot.conversation.conversation import Conversation
from bot.inbox import Inbox
from bot.incoming import Incoming, Place
from bot.outbox import Outbox, Outgoing, Waiting
from bot.rendering.files import render_file
from bot.rendering.telegram_html import render_html
from bot.reply import Reply
from bot.service.metrics import REPLIES_FAILED, REPLY_SECONDS
from bot.telegram.callback_data import encode_action
from bot.telegram.intake import Received, language_of, migration, read_message, read_press
from bot.telegram.membership import departure, read_membership
from bot.telegram.optional_calls import answer_press, typing
from bot.telegram.standing import standing
from bot.telegram.storing import stored
from config import NewsdeskError

MOST_STARTS = 5  # of the reply to one update, each broken off by the end of the process
MOST_AT_ONCE = 64  # replies in the making; each has a request on its way that shows "typing"

Context = CallbackContext[ExtBot[None], Any, Any, Any]

log = structlog.get_logger(__name__)


class Handlers:
    """What is done with each kind of update. `recorded` is told the deliveries that were recorded."""

    def __init__(
        self,
        conversation: Conversation,
        chats: Chats,
        inbox: Inbox,
        outbox: Outbox,
        threads: Executor,
        clock: Callable[[], datetime],
        recorded: Callable[[Sequence[Waiting]], None],
    ) -> None:
        self._conversation = conversation
        self._chats = chats
        self._inbox = inbox
        self._outbox = outbox
        self._threads = threads
        self._clock = clock
        self._recorded = recorded
        self._resumed: set[int] = set()
        self._at_once = asyncio.Semaphore(MOST_AT_ONCE)

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Let the application call them."""
        application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, self.migrated))
        application.add_handler(MessageHandler(filters.StatusUpdate.LEFT_CHAT_MEMBER, self.left))
        application.add_handler(ChatMemberHandler(self.left, ChatMemberHandler.CHAT_MEMBER))
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGES, self.message))
        application.add_handler(CallbackQueryHandler(self.press))
        application.add_handler(ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER))
        application.add_error_handler(self.failed)

    def resume(self, update_id: int) -> None:
        """Say that an update was accepted by a former process, and may be what ended it."""
        self._resumed.add(update_id)

    async def message(self, update: Update, context: Context) -> None:
        """A question or a command, new or edited."""
        received = read_message(update, context.bot.bot, self._clock())
        if received is None:
            return
        before = await self._answered(received) if received.edited else []
        if received.edited and not before:
            return
        slowed = await self._slowed(received)
        if slowed is not None:
            await self._deliver(update, received, slowed)
            return
        async with self._at_once, typing(context.bot, received, self._conversation.draft):
            reply = await self._reply(context.bot, received, update.update_id)
        # One message can take another's place; an answer in several messages is followed by the new one.
        await self._deliver(update, received, reply, edits=before[0] if len(before) == 1 else None)

    async def press(self, update: Update, context: Context) -> None:
        """A pressed button: its message is sent once, however often it is pressed in a short time.

        A reply that replaces the message with the button says how things are now, as often as it is pressed.
        """
        query = update.callback_query
        received = read_press(query, self._clock()) if query else None
        if query is None or received is None:
            return
        reply = await self._slowed(received) or await self._reply(context.bot, received, update.update_id)
        notice: str | None = reply.text
        if not reply.passing:
            notice = await self._show(update, received, reply)
        await answer_press(context.bot, query.id, notice, reply.start)

    async def _show(self, update: Update, received: Received, reply: Reply) -> str | None:
        """Deliver the reply to a press; what is said over the button, if anything is."""
        place, message = received.incoming.place, received.message
        if reply.replaces:
            await self._deliver(update, received, reply, replaces=message)
            return None
        action = received.incoming.action or ""
        if await self._deliver(update, received, reply, key=f"{place.chat}:{message}:{action}"[:200]):
            return None
        return (await asyncio.to_thread(self._conversation.shown_already, received.incoming)).text

    async def membership(self, update: Update, _context: Context) -> None:
        """The bot was blocked, removed or muted, or let in again; whoever gave it a channel is told what to do."""
        change = update.my_chat_member
        if change is None:
            return
        found, now = read_membership(change), self._clock()
        if not found.writes:
            await stored(self._chats.leave, found.chat, now)
        elif found.private:
            await stored(self._chats.come_back, found.chat)
        else:
            await stored(self._chats.seen, found.chat, private=False, language=None, now=now)
        if found.new_channel:
            who = change.from_user
            incoming = Incoming(place=Place(who.id, who.id), now=now, language=language_of(who))
            reply = await asyncio.to_thread(self._conversation.given_channel, incoming, found.chat, found.title)
            await self._deliver(update, Received(incoming), reply)

    async def migrated(self, update: Update, _context: Context) -> None:
        """A group has become a supergroup: all that is known of it moves along."""
        moved = migration(update.message)
        if moved is not None:
            await stored(self._conversation.group_moved, *moved, self._clock())

    async def left(self, update: Update, _context: Context) -> None:
        """Somebody has left a group or channel."""
        gone = departure(update)
        if gone is not None:
            await stored(self._conversation.person_left, *gone)

    async def failed(self, update: object, context: Context) -> None:
        """A handler has ended with an error, which is a fault of the bot's own."""
        number = update.update_id if isinstance(update, Update) else None
        log.error("An update could not be handled", update_id=number, exc_info=context.error)

    async def _slowed(self, received: Received) -> Reply | None:
        """What is said where too much comes at once; None where it does not."""
        over = self._conversation.over(received.incoming)
        return await asyncio.to_thread(self._conversation.slowed, received.incoming, over) if over else None

    async def _reply(self, bot: ExtBot[None], received: Received, update_id: int) -> Reply:
        incoming = received.incoming
        try:
            loop = asyncio.get_running_loop()
            if received.wordless:
                return await loop.run_in_executor(self._threads, self._conversation.text_only, incoming)
            governed = await loop.run_in_executor(self._threads, self._conversation.governed_chat, incoming)
            if governed is not None:
                incoming = replace(incoming, standing=await standing(bot, governed, incoming.place))
            return await loop.run_in_executor(self._threads, self._make_reply, incoming, update_id)
        except NewsdeskError as error:
            log.error("No reply could be made", chat=incoming.place.chat, reason=str(error))  # noqa: TRY400
        except Exception:  # whatever it is, the person gets a sentence
            log.exception("No reply could be made", chat=incoming.place.chat)
        REPLIES_FAILED.inc()
        return self._conversation.apology(incoming)

    def _make_reply(self, incoming: Incoming, update_id: int) -> Reply:
        """In a thread: the conversation's reply, unless making it has ended the process time and again."""
        if update_id in self._resumed:
            self._resumed.discard(update_id)
            if self._inbox.begin_again(update_id) > MOST_STARTS:
                log.error("An update ended the process each time; it gets an apology", update_id=update_id)
                return self._conversation.apology(incoming)
        with REPLY_SECONDS.time():
            return self._conversation.reply(incoming)

    async def _deliver(
        self,
        update: Update,
        received: Received,
        reply: Reply,
        *,
        edits: int | None = None,
        replaces: int | None = None,
        key: str | None = None,
    ) -> bool:
        """Record the messages of a reply and that the update is done with; False when they were sent before.

        One message without a file takes the place of the delivery `edits` or of the message `replaces`.
        """
        messages = await asyncio.to_thread(render_html, reply, encode_action)
        name, file = await asyncio.to_thread(render_file, reply.attachment) if reply.attachment else ("", None)
        place = received.incoming.place
        takes_place = len(messages) == 1 and file is None
        outgoing = [
            Outgoing(
                chat=place.chat,
                html=message.html,
                buttons=message.buttons,
                thread=place.thread,
                question=received.message or None,
                quoted=position == 0 and (key is not None or not received.incoming.private),
                edits=edits if takes_place else None,
                replaces=replaces if takes_place else None,
                key=key if position == 0 else None,
                preview=reply.preview,
                file_name=name if position == 0 else "",
                file=file if position == 0 else None,
            )
            for position, message in enumerate(messages)
        ]
        waiting = await stored(self._outbox.record, outgoing, now=self._clock(), finishing=update.update_id)
        self._recorded(waiting)
        return bool(waiting)

    async def _answered(self, received: Received) -> list[int]:
        """The deliveries that answered a message."""
        return await stored(self._outbox.answering, received.incoming.place.chat, received.message)
