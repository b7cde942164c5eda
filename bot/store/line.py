"""Writers of one SQLite file stand in line: whoever's turn it is writes for all that wait, in one transaction, so that one
wait for the disk serves them all. What one of them gets wrong is taken back without the others."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection


@dataclass(eq=False, slots=True)
class Wish:
    """What somebody wants to write, and what came of it once it is `settled`; `alone`: not with others."""

    action: Callable[[Connection], Any]
    durable: bool
    result: Any = None
    error: Exception | None = None
    settled: bool = False
    alone: bool = False


class Line:
    """`writes`: all or nothing of these, but for each that has an error then."""

    def __init__(self, writes: Callable[[Sequence[Wish]], None]) -> None:
        self._writes = writes
        self._waiting: deque[Wish] = deque()
        self.turn = threading.Lock()

    def through(self, wish: Wish) -> Any:
        """What came of it. Raises what the action raises, and what all of them ran into."""
        self._waiting.append(wish)
        with self.turn:
            if not wish.settled:
                self._serve(wish)
        if wish.error is not None:
            raise wish.error
        return wish.result

    def _serve(self, own: Wish) -> None:
        """Own, and whoever else waits. Where we are stopped meanwhile, the others find that they still have to serve."""
        wishes = [own, *(() if own.alone else self._others(own))]
        try:
            self._writes(wishes)
        except Exception as error:
            if len(wishes) > 1:  # one of them may be to blame
                self._each_alone(own, wishes)
                return
            own.error = error
        for one in wishes:
            one.settled = True

    def _others(self, own: Wish) -> list[Wish]:
        waiting = [self._waiting.popleft() for _ in range(len(self._waiting))]
        return [one for one in waiting if one is not own and not (one.settled or one.alone)]

    def _each_alone(self, own: Wish, wishes: Sequence[Wish]) -> None:
        for one in wishes:
            one.error, one.alone = None, True
        self._serve(own)
