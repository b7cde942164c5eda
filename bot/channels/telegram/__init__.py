"""The bot on Telegram: python-telegram-bot speaks the Bot API, a durable inbox and outbox of our own do the rest."""

import os

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # waiting times as timedelta, before the library is first imported

from bot.channels.telegram.start import Telegram, hooked
from bot.channels.telegram.webhook import routes

__all__ = ["Telegram", "hooked", "routes"]
