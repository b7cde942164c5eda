"""Files that take seconds are made in a process of their own, so that nobody who talks meanwhile waits: in this one each of
their steps would have to wait for its turn.

It is started anew each time, has nothing of this one but what it is given, and steps back before everything else.
"""

from __future__ import annotations

import logging
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import TypeVar

log = logging.getLogger("rongcuo.documents")
T = TypeVar("T")
SECONDS = 120
"""Patience with it."""
NICE = 5


def aside(call: Callable[..., T], *arguments: object) -> T:
    """What a function of a module makes of values; where it cannot be made over there, it is made here."""
    try:
        done = subprocess.run([sys.executable, "-m", __name__], input=pickle.dumps((call, arguments)), stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=SECONDS, check=True)  # fmt: skip
        made: T = pickle.loads(done.stdout)
        return made
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        log.warning("a file is made here and not aside: %s", type(error).__name__)
        return call(*arguments)


def main() -> None:
    os.nice(NICE)
    call, arguments = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(call(*arguments)))


if __name__ == "__main__":
    main()
