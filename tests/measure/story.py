"""How many answers it takes from a story told in the chat to a result, and from there to a receipt; and whether anything
is heard in it, or written into a box, that it does not say.

    .venv/bin/python -m tests.measure.story [--all]        --all: every story by itself

stories.jsonl: 60 stories, twelve a policy, as people tell them. `says`: what may be heard in a story, by question, checked
by hand; `situations`: those that fit it; `parts`: clauses that belong to another part than they are put in; `truth`: what is so besides. Whoever
answers does so honestly: what was heard wrongly is marked, all else is answered as it is. An answer is one message or one
press; the self-assessment is counted from the button under the chat's answer, the form from its command.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.mind.learnt import assistant
from bot.settings import load_settings
from bot.workdays import Workdays
from dialogs import acts
from dialogs.apply.boxes import PARTS, boxes, current
from dialogs.apply.parting import LABELS
from dialogs.apply.record import Record
from dialogs.apply.record import recall as recall_form
from dialogs.apply.several import asked
from dialogs.assess.ask import mark_of, rows
from dialogs.assess.questions import AGAIN, FactLine, Question
from dialogs.assess.record import NO, UNSURE, YES, Assessment, recall
from dialogs.assess.walk import walk
from dialogs.core import Command, Context, Ears, Event, Pressed, Reply, Said, State
from dialogs.router import Rongcuo

STORIES = Path(__file__).parent / "stories.jsonl"
TODAY = date(2026, 11, 20)
FAR = 60
"""Answers after which something goes round in a circle."""
LETTERS = re.compile(r"[^\w]+")
WRITTEN = {
    "first": "某某镇党委", "authority": "某某县纪委监委", "applicant": "王五", "post": "某某镇民政所经办人员", "event_date": "2025年11月",
    "matter": "办理救助时出了失误", "organisation": "某某镇党委", "told_on": "记不清",
}  # fmt: skip
"""What is written into the short boxes."""


@dataclass
class Played:
    """What came of one story. `wrong`: what was heard and is not said; `strange`: words in a box that are not the story's;
    `moved`: clauses that were put into another part."""

    id: str
    to_result: int = 0
    to_receipt: int = 0
    heard: int = 0
    wrong: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    moved: int = 0
    boxes: dict[str, str] = field(default_factory=dict)


class Teller:
    """Tells one story and answers what is asked about it."""

    def __init__(self, talk: Rongcuo, row: dict[str, Any]) -> None:
        self.talk, self.row, self.state = talk, row, State(row["region"])
        self.replies: tuple[Reply, ...] = ()
        self.played = Played(row["id"])

    def plays(self) -> Played:
        self.does(Said(self.row["story"]))
        self._begins()
        while event := self._answer():
            self.does(event)
            self.played.to_result += 1
            assert self.played.to_result < FAR, self.row["id"]
        told = recall(self.state)
        assert told is not None
        self.does(Command("apply"))
        while event := self._fills():
            self.does(event)
            self.played.to_receipt += 1
            assert self.played.to_receipt < FAR, self.row["id"]
        self.played.strange = list(strange(self.played, told.text("words")))
        return self.played

    def _begins(self) -> None:
        """By the button under the answer; where there is none, the story is told once more at the beginning."""
        if data := self._button("assess/from="):
            self.does(Pressed(data))
            return
        self.does(Command("assess"))
        self.does(Said(self.row["story"]))

    def does(self, event: Event) -> None:
        turn = self.talk.step(self.state, event, today=TODAY)
        for act in turn.effects:
            if isinstance(act, acts.Begin):
                turn = self.talk.step(turn.state, acts.Begun(act, "0" * 32), today=TODAY)
        self.state, self.replies = State.from_json(turn.state.to_json()), turn.replies
        self.submitted = any(isinstance(act, acts.Submit) for act in turn.effects)

    def _button(self, start: str) -> str:
        shown = (b.data for reply in self.replies for row in reply.buttons for b in row)
        return next((data for data in shown if data.startswith(start)), "")

    # ── the self-assessment ─────────────────────────────────────────────────────────────────────
    def _answer(self) -> Event | None:
        record = recall(self.state)
        assert record is not None
        ears = Ears(self.talk.mind)
        question = walk(ears, record).current
        if question is None:
            return None
        match question.kind:
            case "list":
                return self._marks(record, question)
            case "pick":
                return self._picks(ears, record, question)
            case "text":
                return Said(self.row.get("told_on") or "记不清了")
            case "choice":
                return Pressed(f"assess/a={question.id}:{self._choice(question)}")

    def _marks(self, record: Assessment, question: Question) -> Event:
        """The next line that is not marked as it is; all of them are, and it is done."""
        heard = question.style == "heard"
        for n, line in enumerate(question.lines, 1):
            wanted = self._heard(line) if heard else self._mark(line)
            if (mark_of(line, record, question) or line.rest) != wanted:
                if heard and not mark_of(line, record, question):
                    self.played.wrong.append(f"{line.fact}={line.rest} {line.words}")
                return Pressed(f"assess/m={question.id}:{n}")
        self.played.heard += len(question.lines) if heard else 0
        return Pressed(f"assess/done={question.id}")

    def _heard(self, line: FactLine) -> str:
        """What it is, where the story says it; else it is to be asked."""
        said = self.row["says"].get(line.fact)
        return line.rest if said == line.rest else AGAIN

    def _mark(self, line: FactLine) -> str:
        """As it is; where nothing is known of it, as one would wish."""
        return str(self._known().get(line.fact, line.rest))

    def _known(self) -> dict[str, str]:
        return {**self.row["says"], **self.row.get("truth", {})}

    def _picks(self, ears: Ears, record: Assessment, question: Question) -> Event:
        right = self.row["situations"]
        ticked = record.marks.get("pick") == "begun"
        shown = [b.data for row in rows(ears, record, question) for b in row]
        if ticked or not right:
            return Pressed("assess/picked=ids" if ticked else "assess/picked=none")
        found = next((f"assess/p={at}" for at in right if f"assess/p={at}" in shown), "")
        more = next(
            data for data in ("assess/g=all", "assess/g=page.1", "assess/g=best") if data in shown or found
        )
        return Pressed(found or more)

    def _choice(self, question: Question) -> str:
        known, values = self._known(), [value for value, _ in question.options]
        if question.id == "stage":
            return str(known.get("stage", "investigating"))
        if question.id in known:
            return str(known[question.id])
        if question.id == "after":
            return "go_on"
        if question.id == "again":
            return "leave"
        bad = question.part == "exclusions" or question.id in ("emergency_decision", "discipline_needed")
        wished = UNSURE if question.id == "discipline_needed" else NO if bad else YES
        return wished if wished in values else values[0]

    # ── the form ────────────────────────────────────────────────────────────────────────────────
    def _fills(self) -> Event | None:
        record = recall_form(self.state)
        if self.submitted:
            return None
        if record is None:
            return Pressed(f"intake/agree={self.row['region']}")
        if record.taking:
            return self._takes(record)
        if record.parts:
            return self._parts(record)
        ctx = Context(Ears(self.talk.mind), Workdays(), TODAY)
        self.played.boxes = {key: record.text(key) for key, *_ in PARTS}
        box = current(boxes(ctx.mind.library, record), record)
        if box is None:
            asking = any(
                b.data.startswith("intake/sure=") for r in self.replies for row in r.buttons for b in row
            )
            return Pressed(self._button("intake/sure=") if asking else "intake/submit=1")
        if (open_ := asked(ctx, record)) and (box in open_ or box.key == "applicant_kind"):
            return Said("\n".join(WRITTEN[one.key] for one in open_))
        return self._fills_one(record, box.key)

    def _fills_one(self, record: Record, key: str) -> Event:
        match key:
            case "decided":
                return Pressed(
                    "intake/a=decided:" + ("yes" if self._known().get("stage") == "decided" else "no")
                )
            case "applicant_kind":
                return Pressed("intake/a=applicant_kind:person")
            case "clauses":
                return Pressed("intake/picked=unsure")
            case "evidence":
                return Pressed("intake/a=evidence:later")
            case "correction":
                like = record.text("remedy")
                return Pressed("intake/same=correction") if like else Said("已经按要求整改")
            case _:
                return Said(WRITTEN[key])

    def _takes(self, record: Record) -> Event:
        """Everything, unless one thing of it is wrong."""
        ctx = self.talk._context(self.state, True, TODAY)
        brought = ctx.brought()
        wrong = [one for one in brought if one.key == "event" and one.value != self.row.get("event_date")]
        self.played.wrong += [f"event_date={one.value}" for one in wrong if not record.marks]
        if not wrong:
            return Pressed("intake/take=all")
        left = [one.key for one in brought if one not in wrong and one.key not in record.marks]
        return Pressed(f"intake/tick={left[0]}" if left else "intake/take=these")

    def _parts(self, record: Record) -> Event:
        """All clauses where they belong."""
        right = self.row.get("parts", {})
        for n, (part, clause) in enumerate(record.parts, 1):
            if (wanted := right.get(clause.strip("，。； "))) and wanted != part:
                self.played.moved += 1
                return Said(f"{n}放到{LABELS[wanted]}")
        return Pressed("intake/part=ok")


def strange(played: Played, story: str) -> Iterator[str]:
    """Clauses in a box that are not the story's own, and clauses of the story that stand in no box."""
    own = [LETTERS.sub("", one) for one in re.split(r"[，。；！？,;!?\n]", story)]
    told = [
        LETTERS.sub("", one)
        for text in played.boxes.values()
        for one in re.split(r"[，。；！？,;!?\n]", text)
    ]
    yield from (one for one in told if one and one not in own)
    yield from (one for one in own if one and one not in told)


def stories() -> list[dict[str, Any]]:
    return [json.loads(line) for line in STORIES.read_text("utf-8").splitlines() if line.strip()]


def play(talk: Rongcuo, row: dict[str, Any]) -> Played:
    return Teller(talk, row).plays()


def main() -> None:
    talk, found = Rongcuo(assistant(load_settings()), Workdays()), []
    for row in stories():
        found.append(played := play(talk, row))
        if "--all" in sys.argv or played.wrong or played.strange:
            print(
                row["id"], row["region"], played.to_result, played.to_receipt, *played.wrong, *played.strange
            )
    for name, counts in (
        ("to a result", [p.to_result for p in found]),
        ("to a receipt", [p.to_receipt for p in found]),
    ):
        print(
            f"answers {name}: median {statistics.median(counts):g}, most {max(counts)}, in {len(counts)} stories (wanted <= 8)"
        )
    print(f"heard: {sum(p.heard for p in found)} lines, wrong {sum(len(p.wrong) for p in found)} (wanted 0); "
          f"clauses moved: {sum(p.moved for p in found)}; strange in boxes: {sum(len(p.strange) for p in found)} (wanted 0)")  # fmt: skip


if __name__ == "__main__":
    main()
