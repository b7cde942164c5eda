"""What a process that serves writes into its log: nothing that a reader wrote, nothing secret."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from traceback import extract_tb
from typing import Any

log = logging.getLogger("rongcuo.serving")
MUTE = ("telegram", "asyncio", "aiohttp", "uvicorn", "uvicorn.error", "uvicorn.asgi")
"""Loggers of libraries that repeat what they could not read, users' words and the token among it."""


def quieten(level: str) -> None:
    """Our own log is as detailed as is wanted; others tell only what must be known, and some of them nothing."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("rongcuo").setLevel(level)
    for name in MUTE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def where(error: BaseException) -> str:
    """Kind and place of an error; its text may hold what a user wrote."""
    frames = extract_tb(error.__traceback__)
    places = (f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return f"{type(error).__name__} at {' < '.join(places)}"


def unhandled(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """The library's own would log the text of the error, and with it what a user wrote."""
    error = context.get("exception")
    log.error("unhandled: %s", where(error) if isinstance(error, BaseException) else "no error")
