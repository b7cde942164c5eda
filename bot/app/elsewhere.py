"""Conversations whose turns are thought through in processes of their own, so that a machine with several cores uses them,
and whoever reads and writes meanwhile need not wait.

A turn is pure: what goes wrong over there is done once more here, and goes wrong here where it is told.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from datetime import date
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import TypeAlias

from dialogs.core import Card, Event, State, Talk, Turn

log = logging.getLogger("rongcuo.app")
MOST = 2
"""As many as keep up with what one process reads and writes."""
Wanted: TypeAlias = tuple[State, Event, bool, date | None]


def spare() -> int:
    """How many processes may think here: none where there is but one core, or where no process can be split in two."""
    return min(MOST, len(os.sched_getaffinity(0)) - 1) if sys.platform == "linux" else 0


class Elsewhere:
    """A talk that is thought through by others. To be made before there are threads, connections and ports: each process has
    all that this one has then. They end with this one, however it ends. Threads may share it."""

    def __init__(self, talk: Talk, processes: int) -> None:
        self._talk = talk
        self._free: SimpleQueue[Connection] = SimpleQueue()
        ours: list[Connection] = []
        split = multiprocessing.get_context("fork")
        for _ in range(processes):
            here, there = split.Pipe()
            ours.append(here)
            split.Process(target=_thinks, args=(talk, there, ours), daemon=True).start()
            there.close()
            self._free.put(here)

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        turn = self._asked((state, event, private, today))
        return turn or self._talk.step(state, event, private=private, today=today)

    def asks(self, state: State) -> str:
        return self._talk.asks(state)

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        return self._talk.cards(state, query)

    def _asked(self, wanted: Wanted) -> Turn | None:
        """None where it has to be done here."""
        line = self._free.get()
        try:
            line.send(wanted)
            turn: Turn | None = line.recv()
        except (OSError, EOFError):
            log.warning("a process that thinks is gone; what it did is done here")
            return None
        finally:
            self._free.put(line)
        return turn


def _thinks(talk: Talk, line: Connection, others: Sequence[Connection]) -> None:
    """In a process of its own, until nobody asks any more."""
    for other in others:  # held here they would never tell that who asks is gone
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            state, event, private, today = line.recv()
            line.send(_turn(talk, state, event, private, today))
        except (OSError, EOFError):
            return


def _turn(talk: Talk, state: State, event: Event, private: bool, today: date | None) -> Turn | None:
    try:
        return talk.step(state, event, private=private, today=today)
    except Exception:
        return None
