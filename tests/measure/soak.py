"""A soak: many people fill the form side by side over loopback HTTP while the bot is killed at random (tests/harness/crowd.py).

.venv/bin/python -m tests.measure.soak [USERS] [KILLS] [PROCESSES]

More than one process serve a PostgreSQL of their own; each time one of them is killed.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import nullcontext

from tests.conftest import a_server
from tests.harness.crowd import soak


def main() -> None:
    users = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    processes = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with a_server() if processes > 1 else nullcontext() as server:
        found = asyncio.run(soak(users, kills, processes, server.get_uri() if server else ""))
    print(f"{found['users']} people filled the form side by side, the bot was killed {found['kills']} times (kill -9), "
          f"{found['seconds']:.0f} s in all")  # fmt: skip
    print(f"{found['steps']} steps, p50 {found['p50']:.0f} ms, p99 {found['p99']:.0f} ms with the restarts; "
          f"{found['receipts_again']} receipts were shown a second time, each the same")  # fmt: skip
    print(
        f"every receipt has exactly one complete application ({found['users']} of {found['users']}), no draft was lost"
    )


if __name__ == "__main__":
    main()
