"""The conversation on Telegram: updates in, durably; deliveries out, once and at the pace Telegram allows."""

import os

# python-telegram-bot's own switch to times as timedelta, without which it warns of their coming.
os.environ.setdefault("PTB_TIMEDELTA", "true")
