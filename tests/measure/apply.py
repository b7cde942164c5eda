"""How long a step of the application form takes, beside a plain answer in the same run.

    .venv/bin/python -m tests.measure.apply

Every policy's form is filled from the consent to the receipt, once in the dialogs alone (the state through JSON each
time, as the store keeps it) and once through App with a SQLite store on disk (synchronous=FULL), acts and all.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bot.app import App
from bot.files import Keep
from bot.mind.learnt import assistant
from bot.settings import load_settings
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.apply import kinds
from dialogs.apply.boxes import boxes, current
from dialogs.apply.record import recall
from dialogs.core import Command, Event, Pressed, Reply, Said, State
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

TIMES = 8
QUESTION = "老人在外地没的，我们走访比对都没查出来，四个月后才知道，当天停发，钱在追"
TYPED: dict[kinds.Kind, str] = {
    kinds.ONE_LINE: "某某镇人民政府民政办",
    kinds.STORY: QUESTION,
    kinds.NOTE: QUESTION,
    kinds.PERIOD: "2026年3月5日",
    kinds.DATE: "2026年11月16日",
}


def main() -> None:
    mind = assistant(load_settings())
    talk = Rongcuo(mind, Workdays())
    steps, plain = [], []
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'bench.db'}")
        app = App(store, talk, Keep(Path(folder) / "files"))
        whole: list[float] = []
        answers: list[float] = []
        for n in range(TIMES):
            for region in mind.library.regimes:
                alone(mind, talk, region, steps, plain)
                whole += filled(mind, app, store, f"bench:{n}:{region}", region)
                answers += [asked(app, f"ask:{n}:{region}", region) for _ in range(3)]
        store.close()
    shown("a step in the dialogs", steps, "a plain answer in the dialogs", plain)
    shown("a step through App and SQLite", whole, "a plain answer through App and SQLite", answers)


def shown(what: str, times: list[float], beside: str, reference: list[float]) -> None:
    p50, other = statistics.median(times), statistics.median(reference)
    p99 = sorted(times)[int(len(times) * 0.99)]
    print(f"{what}: {len(times)}, p50 {p50:.2f} ms, p99 {p99:.2f} ms, slowest {max(times):.1f} ms")
    print(f"{beside}: p50 {other:.2f} ms; ratio of the medians {p50 / other:.2f} (wanted <= 1.5)")


def asked(app: App, chat: str, region: str) -> float:
    """Milliseconds of the question alone."""
    app.handle(chat, Command("region", region))
    return timed(lambda: app.handle(chat, Said(QUESTION)))[1]


def timed(call: Callable[[], object]) -> tuple[object, float]:
    began = time.perf_counter()
    found = call()
    return found, (time.perf_counter() - began) * 1e3


def event_for(mind: Assistant, state: State) -> Event | None:
    """What a person does next; None where the form is whole."""
    record = recall(state)
    if record is None:
        return Pressed(f"intake/agree={state.region}")
    box = current(boxes(mind.library, record), record)
    if box is None:
        return None
    match box.kind:
        case kinds.CHOICE:
            return Pressed(f"intake/a={box.key}:{box.options[0][0]}")
        case kinds.CLAUSES:
            at = next(iter(mind.library.regimes[record.region].situations.items)).at
            return Pressed("intake/picked=ids") if record.marks else Pressed(f"intake/t={at}")
        case kinds.FILES:
            return Pressed("intake/a=evidence:later")
        case kind:
            return Said(TYPED[kind])


def alone(mind: Assistant, talk: Rongcuo, region: str, steps: list[float], plain: list[float]) -> None:
    """In the dialogs; the draft's id made up."""
    from datetime import date

    from dialogs.acts import Begin, Begun

    state = State(region)
    while event := event_for(mind, state):
        began = time.perf_counter()
        turn = talk.step(State.from_json(state.to_json()), event, today=date(2026, 11, 20))
        for act in (one for one in turn.effects if isinstance(one, Begin)):
            turn = talk.step(turn.state, Begun(act, "0" * 32), today=date(2026, 11, 20))
        steps.append((time.perf_counter() - began) * 1e3)
        state = turn.state
    for _ in range(3):
        fresh = State(region)
        plain.append(
            timed(lambda fresh=fresh: talk.step(State.from_json(fresh.to_json()), Said(QUESTION)))[1]
        )


def filled(mind: Assistant, app: App, store: Store, chat: str, region: str) -> list[float]:
    """Through App, to the receipt."""
    times: list[float] = []

    def step(event: Event) -> tuple[Reply, ...]:
        replies, ms = timed(lambda: app.handle(chat, event))
        times.append(ms)
        return replies  # type: ignore[return-value]

    step(Command("region", region))
    step(Command("apply"))
    while event := event_for(mind, State.from_json(store.load((), (chat,)).chats[chat].state)):
        step(event)
    (asked,) = step(Pressed("intake/submit=1"))
    (receipt,) = step(Pressed(asked.buttons[0][0].data))
    assert "编号" in receipt.text
    return times


if __name__ == "__main__":
    main()
