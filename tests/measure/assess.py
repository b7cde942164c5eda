"""How long a step of the self-assessment takes, beside a plain answer in the same run; and the rules themselves.

    .venv/bin/python -m tests.measure.assess

Steps: walks through all five policies at random (seeded), every button and typed words as they come, the state through
JSON each time as the store keeps it.
"""

from __future__ import annotations

import random
import statistics
import time
from datetime import date

from bot.mind.learnt import assistant
from bot.settings import load_settings
from bot.workdays import Workdays
from dialogs.core import Command, Event, Pressed, Said, State
from dialogs.router import Rongcuo
from knowledge.library.corpus import Library
from knowledge.rules.judge import Judge

SEED = 20261120
WALKS = 60
STEPS = 40
FORWARD = ("assess/a=", "assess/done=", "assess/unsure=", "assess/m=", "assess/p=", "assess/g=", "assess/picked=",
           "assess/begin=", "assess/carry=", "assess/elsewhere=", "assess/apply=", "assess/save=")  # fmt: skip
WORDS = "老人在外地没的，我们走访比对都没查出来，四个月后才知道，当天停发，钱在追，没有上会"


def main() -> None:
    mind = assistant(load_settings())
    talk, chance = Rongcuo(mind, Workdays()), random.Random(SEED)
    steps = [
        ms for _ in range(WALKS) for region in mind.library.regimes for ms in walked(talk, region, chance)
    ]
    plain = [timed(talk, State("weihai"), Said(WORDS))[1] for _ in range(200)]
    p50, most = statistics.median(steps), max(steps)
    print(f"steps of the self-assessment: {len(steps)}, p50 {p50:.2f} ms, p99 {quantile(steps, 0.99):.2f} ms, "
          f"slowest {most:.2f} ms (wanted < 50)")  # fmt: skip
    print(f"a plain answer in the same dialogs: p50 {statistics.median(plain):.2f} ms; "
          f"ratio of the medians {p50 / statistics.median(plain):.2f}")  # fmt: skip
    judged(mind.library)


def walked(talk: Rongcuo, region: str, chance: random.Random) -> list[float]:
    """Milliseconds of every step of one walk."""
    state, event, times = State(region), Command("assess"), []
    following: Event = event
    for _ in range(STEPS):
        state, ms, buttons = timed(talk, state, following)
        times.append(ms)
        forward = [data for data in buttons if data.startswith(FORWARD)]
        if not forward:
            break
        typed = any(data.endswith(":skip") for data in forward) and chance.random() < 0.7
        following = Said(WORDS) if typed else Pressed(chance.choice(forward))
    return times


def timed(talk: Rongcuo, state: State, event: Event) -> tuple[State, float, list[str]]:
    began = time.perf_counter()
    turn = talk.step(State.from_json(state.to_json()), event, today=date(2026, 11, 20))
    ms = (time.perf_counter() - began) * 1e3
    return turn.state, ms, [b.data for reply in turn.replies for row in reply.buttons for b in row]


def judged(library: Library) -> None:
    """The judge: a case with everything known, and one with nothing known."""
    for region, rules in library.regimes.items():
        table = Judge(rules)
        known = {one.at: False for one in rules.situations.items}
        began = time.perf_counter()
        for _ in range(50):
            table.judge(known).missing  # noqa: B018
        some = (time.perf_counter() - began) / 50 * 1e3
        began = time.perf_counter()
        table.judge({}).missing  # noqa: B018
        print(
            f"judge {region}: situations known {some:.2f} ms, nothing known {(time.perf_counter() - began) * 1e3:.0f} ms"
        )


def quantile(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


if __name__ == "__main__":
    main()
