"""The command `rongcuo`."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.cli.surroundings import Surroundings
    from bot.settings import Settings


def main(arguments: list[str] | None = None, around: Callable[[Settings], Surroundings] | None = None) -> int:
    """Run one command; returns the exit code."""
    gc.disable()  # what is imported stays: looking through it for what may go takes a twentieth of the start
    try:
        from bot.cli import running

        command = running.command(arguments)
    finally:
        gc.enable()
    return running.run(command, around)
