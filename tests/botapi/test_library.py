"""python-telegram-bot talks to the double over HTTP and finds what it expects of Telegram, failures included."""

import asyncio
import io
from datetime import timedelta

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from tests.botapi import (
    Fault,
    TelegramDouble,
    bad,
    blocked,
    broken,
    dropped,
    flooded,
    hanging,
    lost,
    refused,
)

PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000020000000100806000000")
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])
Context = ContextTypes.DEFAULT_TYPE


async def test_everything_a_bot_sends_arrives(bot: Bot, telegram: TelegramDouble) -> None:
    person = telegram.person()
    question = await person.write("news?")
    assert bot.username == telegram.username
    await bot.send_chat_action(person.id, ChatAction.TYPING)
    sent = await bot.send_message(
        person.id,
        '<b>Rain</b> <a href="https://news.example/a">1</a>',
        parse_mode=ParseMode.HTML,
        reply_markup=KEYBOARD,
        reply_parameters=ReplyParameters(question.message_id, allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        disable_notification=True,
    )
    assert [entity.type for entity in sent.entities] == ["bold", "text_link"]
    assert sent.reply_to_message is not None
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled
    await bot.edit_message_text("Sun", person.id, sent.message_id, reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(person.id, sent.message_id)
    photo = await bot.send_photo(person.id, io.BytesIO(PNG), caption="A chart", filename="chart.png")
    document = await bot.send_document(person.id, b"{}", filename="export.json")
    assert document.document is not None
    file = await bot.get_file(document.document.file_id)
    assert await file.download_as_bytearray() == b"{}"
    await bot.edit_message_caption(person.id, photo.message_id, caption="The chart")
    await bot.delete_message(person.id, photo.message_id)
    assert [message.text for message in telegram.messages(person)] == ["Sun", ""]
    assert telegram.sent[0].edits[0].text == "Rain 1"


async def test_what_a_bot_asks_and_sets(bot: Bot, telegram: TelegramDouble) -> None:
    owner = telegram.person("Olga")
    group = telegram.supergroup("Town", owner)
    assert (await bot.get_chat(group.id)).title == "Town"
    assert (await bot.get_chat_member(group.id, owner.id)).status == "creator"
    assert len(await bot.get_chat_administrators(group.id)) == 1
    assert await bot.get_chat_member_count(group.id) == 2
    commands = [BotCommand("ask", "Ask a question")]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code="de")
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "de") == tuple(commands)
    await bot.set_my_description("News with sources")
    assert (await bot.get_my_description()).description == "News with sources"
    await bot.set_webhook("https://bot.example/hook", secret_token="s")
    assert (await bot.get_webhook_info()).url == "https://bot.example/hook"
    await bot.delete_webhook()
    await bot.leave_chat(group.id)
    assert not group.member(telegram.world.bot).is_in


async def test_updates_come_as_the_librarys_objects(bot: Bot, telegram: TelegramDouble) -> None:
    person = telegram.person(language_code="uk")
    forum = telegram.supergroup("Town", person, is_forum=True)
    await person.write("/brief", chat=forum, thread=forum.topic("Weather"))
    person.block()
    *_, written, block = await bot.get_updates()
    assert written.message is not None
    assert written.message.is_topic_message
    assert written.effective_user is not None
    assert written.effective_user.language_code == "uk"
    assert block.my_chat_member is not None
    assert block.my_chat_member.difference()["status"] == ("member", "kicked")


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (blocked(), Forbidden, "bot was blocked by the user"),
        (bad("chat not found"), BadRequest, "Chat not found"),
        (broken(), NetworkError, "Internal Server Error"),
        (refused(502, "Bad Gateway"), NetworkError, "Bad Gateway"),
        (dropped(), NetworkError, "RemoteProtocolError|ReadError"),
        (lost(), NetworkError, "RemoteProtocolError|ReadError"),
        (refused(401, "Unauthorized"), InvalidToken, "Unauthorized"),
    ],
)
async def test_failures_are_the_librarys_errors(
    bot: Bot, telegram: TelegramDouble, fault: Fault, error: type[TelegramError], text: str
) -> None:
    person = telegram.person()
    await person.start()
    telegram.fail("sendMessage", fault)
    with pytest.raises(error, match=text):
        await bot.send_message(person.id, "x")


async def test_a_flood_says_how_long_to_wait(
    bot: Bot, telegram: TelegramDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it the library warns of a change to come
    telegram.fail("sendMessage", flooded(7))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1, "x")
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_a_migration_says_where_to(bot: Bot, telegram: TelegramDouble) -> None:
    group = telegram.group("Town", telegram.person())
    new = group.migrate()
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "x")
    assert caught.value.new_chat_id == new.id


async def test_a_second_poller_is_a_conflict(bot: Bot, telegram: TelegramDouble) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=50))
    await telegram.wait_until(lambda: telegram.calls_of("getUpdates"))
    async with Bot(telegram.token, base_url=f"{telegram.url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=50))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await telegram.person().write("news?")
        assert len(await second) == 1


async def test_silence_is_a_timeout(bot: Bot, telegram: TelegramDouble) -> None:
    telegram.fail("sendMessage", hanging())
    with pytest.raises(TimedOut):
        await bot.send_message(1, "x", read_timeout=0.05)


async def test_a_wrong_token_is_invalid(telegram: TelegramDouble) -> None:
    stranger = Bot(f"{telegram.token}x", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken, match="was rejected by the server"):
        await stranger.initialize()
    await stranger.shutdown()


async def test_unparsable_markup_and_long_texts_are_bad_requests(telegram: TelegramDouble) -> None:
    person = telegram.person()
    await person.start()
    async with ExtBot(telegram.token, base_url=f"{telegram.url}/bot") as bot:
        with pytest.raises(BadRequest, match='unsupported start tag "br" at byte offset 1'):
            await bot.send_message(person.id, "x<br>", parse_mode=ParseMode.HTML)
        with pytest.raises(BadRequest, match="Message is too long"):
            await bot.send_message(person.id, "x" * 4097)
        sent = await bot.send_message(person.id, "x")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_text("x")


async def test_a_whole_conversation(telegram: TelegramDouble) -> None:
    application = ApplicationBuilder().token(telegram.token).base_url(f"{telegram.url}/bot").build()

    async def start(update: Update, _: Context) -> None:
        assert update.message is not None
        await update.message.reply_html("<b>Hello</b>", reply_markup=KEYBOARD)

    async def echo(update: Update, _: Context) -> None:
        assert update.effective_message is not None
        await update.effective_message.reply_text(f"You said: {update.effective_message.text}", do_quote=True)

    async def more(update: Update, _: Context) -> None:
        query = update.callback_query
        assert query is not None
        await query.edit_message_text("More")
        await query.answer("Done")

    async def inline(update: Update, _: Context) -> None:
        assert update.inline_query is not None
        content = InputTextMessageContent("Rain")
        await update.inline_query.answer([InlineQueryResultArticle("1", "Rain", content)], cache_time=0)

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(more))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    await application.initialize()
    await application.start()
    assert application.updater is not None
    await application.updater.start_polling()
    try:
        person = telegram.person()
        await person.start()
        hello = await telegram.next_message(person)
        assert await person.tap(hello, "More") == "Done"
        assert (hello.text, hello.buttons) == ("More", [])
        said = await person.write("rain?")
        answer = await telegram.next_message(person)
        assert (answer.text, answer.reply_to) == ("You said: rain?", said)
        found = await person.inline("rain")
        assert found is not None
        assert (await person.choose(found, "1")).text == "Rain"
        await telegram.updates_taken()
    finally:
        await application.updater.stop()
        await application.stop()
        await application.shutdown()
