"""A command is found, run, and ends in an exit code. Its room is imported only when it runs, so that a question starts
quickly."""

from __future__ import annotations

import io
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TypeAlias

from bot.cli.parser import parser
from bot.cli.surroundings import Surroundings
from bot.cli.usage import WRONG, UsageError
from bot.settings import Settings, SettingsError, load_settings
from bot.store.errors import StoreError
from knowledge.library.corpus import CorpusError

Ready: TypeAlias = Callable[[Surroundings], int]
"""A command with its options."""


def command(arguments: list[str] | None) -> Ready:
    """What is wanted; ends the process with a sentence where it is not said properly."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # another encoding never ends a conversation
            stream.reconfigure(errors="replace")
    wanted = parser().parse_args(arguments)
    return partial(_function(wanted.run), wanted)


def _function(place: str) -> Callable[[Namespace, Surroundings], int]:
    """The function of a command, given as `room:function`."""
    room, _, name = place.partition(":")
    function: Callable[[Namespace, Surroundings], int] = getattr(import_module(f"bot.cli.{room}"), name)
    return function


def run(ready: Ready, around: Callable[[Settings], Surroundings] | None) -> int:
    """The exit code."""
    try:
        code = ready((around or Surroundings)(load_settings()))
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except (SettingsError, CorpusError, StoreError, UsageError) as error:
        print(error, file=sys.stderr)
        return WRONG
