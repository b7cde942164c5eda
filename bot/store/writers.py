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
class Errand:
    """What somebody wants to write, and what came of it once it is `settled`; `alone`: not with others."""

    action: Callable[[Connection], Any]
    durable: bool
    result: Any = None
    error: Exception | None = None
    settled: bool = False
    alone: bool = False


class Writers:
    """`writes`: all or nothing of these, but for each that has an error then."""

    def __init__(self, writes: Callable[[Sequence[Errand]], None]) -> None:
        self._writes = writes
        self._waiting: deque[Errand] = deque()
        self.turn = threading.Lock()

    def through(self, errand: Errand) -> Any:
        """What came of it. Raises what the action raises, and what all of them ran into."""
        self._waiting.append(errand)
        with self.turn:
            if not errand.settled:
                self._serve(errand)
        if errand.error is not None:
            raise errand.error
        return errand.result

    def _serve(self, own: Errand) -> None:
        """Own, and whoever else waits. Where we are stopped meanwhile, the others find that they still have to serve."""
        errands = [own, *(() if own.alone else self._others(own))]
        try:
            self._writes(errands)
        except Exception as error:
            if len(errands) > 1:  # one of them may be to blame
                self._each_alone(own, errands)
                return
            own.error = error
        for one in errands:
            one.settled = True

    def _others(self, own: Errand) -> list[Errand]:
        waiting = [self._waiting.popleft() for _ in range(len(self._waiting))]
        return [one for one in waiting if one is not own and not (one.settled or one.alone)]

    def _each_alone(self, own: Errand, errands: Sequence[Errand]) -> None:
        for one in errands:
            one.error, one.alone = None, True
        self._serve(own)
