"""The bot as a program of its own, as `rongcuo run` starts it, but with short answers: `python -m tests.harness.program`.

It reads its settings from the environment. `DIES`: the part of `PARTS` that fails at once.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from bot.channels.telegram import Telegram
from bot.channels.telegram.service import PARTS
from bot.cli.serving import together
from bot.settings import load_settings
from bot.store.opening import opened
from tests.harness.running import Repeating


async def broken(*_given: Any) -> None:
    raise KeyError("甲乙丙")


if __name__ == "__main__":
    if part := os.environ.get("DIES"):
        PARTS[part] = broken
    settings = load_settings()
    store = opened(settings.database, logging.getLogger("rongcuo.telegram").warning)
    sys.exit(together([lambda: Telegram(settings, Repeating(), store)], settings.log_level))
