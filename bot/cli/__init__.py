"""The command `rongcuo`. A command's room is imported only when it runs, so that a question starts quickly."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from importlib import import_module

from bot.cli.parser import parser
from bot.cli.surroundings import Surroundings
from bot.cli.usage import WRONG, UsageError
from bot.settings import Settings, SettingsError, load_settings
from bot.store.errors import StoreError
from knowledge.library.corpus import CorpusError


def main(
    arguments: list[str] | None = None, around: Callable[[Settings], Surroundings] = Surroundings
) -> int:
    """Run one command; returns the exit code."""
    try:
        return _run(arguments, around)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except (SettingsError, CorpusError, StoreError, UsageError) as error:
        print(error, file=sys.stderr)
        return WRONG


def _run(arguments: list[str] | None, around: Callable[[Settings], Surroundings]) -> int:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # another encoding never ends a conversation
            stream.reconfigure(errors="replace")
    wanted = parser().parse_args(arguments)
    code = _command(wanted.run)(wanted, around(load_settings()))
    sys.stdout.flush()
    return code


def _command(place: str) -> Callable[..., int]:
    """The function of a command, given as `room:function`."""
    room, _, name = place.partition(":")
    command: Callable[..., int] = getattr(import_module(f"bot.cli.{room}"), name)
    return command
