"""What staff enter for a step of a case, field by field: plain data in a chat's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

from dialogs.acts import Enact, Entering, How, Jot
from dialogs.core import Json, State
from dialogs.shared.tray import Tray
from knowledge.rules.casework import OUTCOME, TIER, ActField, CaseAct, Procedure

NAME = "review"
JOTTED: tuple[How, ...] = ("perform", "propose")
"""Ways in which what is entered is kept for wherever its writer goes on; what is agreed to stays as it was prepared, and a
reason is a word."""
FILES = ("file", "maybe_file")
DAY = "day"
"""The field of the day on which it was done."""
BETWEEN = ","
"""Between provisions, and between files."""
BESIDE = "／"
"""Between the two sides of an aspect."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """`rules`: the act with its outcomes, as JSON of a Procedure; `entered` by field, `done`: fields that are answered;
    `shown`: the number of the question that stands, by which its buttons are known; `active`: words and files are meant
    for it; `claims`: provisions that the application rests on; `changing`: which field, is asked; `early`: what
    is odd about the day that was entered, or empty."""

    number: str
    region: str
    how: How
    step: str
    version: int
    rules: str
    tray: Tray
    entered: Mapping[str, str]
    done: tuple[str, ...] = ()
    shown: int = 0
    active: bool = True
    claims: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    changing: bool = False
    early: str = ""

    @property
    def act(self) -> CaseAct:
        return _procedure(self.rules).acts[self.step]

    def options(self, field: ActField) -> tuple[tuple[str, str], ...]:
        """What may be chosen, the rest being so."""
        ended = _procedure(self.rules).outcomes.get(self.entered.get(OUTCOME, ""))
        if field.key != TIER or ended is None:
            return field.choices
        return tuple(one for one in field.choices if one[0] in ended.tiers)

    def relevant(self, field: ActField) -> bool:
        return field.needed(self.entered) if field.when else True

    @property
    def fields(self) -> tuple[ActField, ...]:
        """Those that are to be filled, the others being so."""
        return tuple(one for one in self.act.fields if self.relevant(one))

    @property
    def pending(self) -> ActField | None:
        """The one that is asked; None where all is entered."""
        return next((one for one in self.fields if one.key not in self.done), None)

    def with_value(self, field: ActField, value: str, done: bool = True) -> StepForm:
        """What hangs on another answer is asked anew."""
        other = done and self.entered.get(field.key) != value
        hanging = {one.key for one in self.act.fields if other and _hangs(one, field)}
        entered = {key: said for key, said in self.entered.items() if key not in hanging} | {field.key: value}
        closed = [key for key in self.done if key not in hanging and key != field.key]
        early = "" if field.key == DAY else self.early
        done_now = (*closed, *((field.key,) if done else ()))
        return replace(self, entered=entered, done=done_now, early=early)

    def without(self, field: ActField) -> StepForm:
        """It is asked once more, afresh; of a list, what was on it stays."""
        kept = (
            self.entered
            if field.kind == "provisions"
            else {k: v for k, v in self.entered.items() if k != field.key}
        )
        return replace(
            self, entered=kept, done=tuple(one for one in self.done if one != field.key), changing=False
        )

    def aspects(self, field: ActField) -> list[tuple[str, str]]:
        """Those of which nothing was said yet, with their sides."""
        said = _lines(self.entered.get(field.key, ""))
        return [one for one in field.choices if one[0] not in said]

    def with_aspect(self, field: ActField, name: str, said: str) -> StepForm:
        """One more; the last one makes it whole."""
        lines = {**_lines(self.entered.get(field.key, "")), name: said}
        there = [f"{one}：{lines[one]}" for one, _ in field.choices if one in lines]
        return self.with_value(field, "\n".join(there), done=len(there) == len(field.choices))

    # ── entered here and elsewhere ──────────────────────────────────────────────────────────────
    @property
    def written(self) -> dict[str, str]:
        """All that was entered, files aside."""
        files = {one.key for one in self.act.fields if one.kind in FILES}
        return {key: value for key, value in self.entered.items() if value and key not in files}

    def jotted(self, before: StepForm | None, told: str = "") -> Jot:
        """To be kept, once what was asked before was answered; None: there is nothing any more."""
        was = before.written if before else {}
        now = self.written if before else {}
        keys = [one.key for one in self.act.fields]
        asked = before.pending if before else None
        changed = tuple(
            key for key in keys if asked is None or key == asked.key or was.get(key) != now.get(key)
        )
        return Jot(self.number, self.step, now, changed, told)

    def with_jotted(self, jotted: Mapping[str, str]) -> StepForm:
        """As it was entered last, wherever that was; what came from elsewhere is answered by that, half a list is not."""
        entered: dict[str, str] = {}
        done: list[str] = []
        for one in self.act.fields:
            value = self.entered.get(one.key, "") if one.kind in FILES else jotted.get(one.key, "")
            entered |= {one.key: value} if value else {}
            same = value == self.entered.get(one.key, "")
            if one.key in self.done if same else bool(value) and _is_whole(one, value):
                done.append(one.key)
        return replace(self, entered=entered, done=tuple(done))

    def enacted(self) -> Enact:
        """All of it, as it is to be done."""
        entered = {one.key: self.entered.get(one.key, "") for one in self.fields}
        named = {
            place for one in self.fields if one.kind in FILES for place in entered[one.key].split(BETWEEN)
        }
        places = tuple(one.place for one in self.tray.pieces if one.place in named)
        kept = {key: value for key, value in entered.items() if value}
        return Enact(self.number, self.how, self.step, self.version, kept, self.tray.draft, places)

    def to_json(self) -> dict[str, Json]:
        return {
            "number": self.number, "region": self.region, "how": self.how, "step": self.step, "version": self.version,
            "rules": self.rules, "entered": dict(self.entered), "done": list(self.done), "shown": self.shown,
            "active": self.active, "claims": list(self.claims), "hints": list(self.hints), "changing": self.changing,
            "early": self.early,
            **self.tray.to_json(),
        }  # fmt: skip


def _lines(criteria: str) -> dict[str, str]:
    """What was said of each aspect."""
    return dict(one.split("：", 1) for one in criteria.splitlines() if "：" in one)


def _is_whole(field: ActField, value: str) -> bool:
    return field.kind != "criteria" or _lines(value).keys() >= dict(field.choices).keys()


def _hangs(one: ActField, on: ActField) -> bool:
    return any(mark.partition("=")[0] == on.key for mark in one.when)


@lru_cache(maxsize=64)
def _procedure(rules: str) -> Procedure:
    return Procedure.from_json(rules)


def begun(event: Entering, before: StepForm | None) -> StepForm:
    """What was entered for the same step before goes on, here or elsewhere; what was prepared once is all there already. What
    is kept nowhere any more was done or dropped elsewhere."""
    case, wanted = event.case, event.act
    form = StepForm(
        case.number, case.region, wanted.how, wanted.step, event.version, event.rules, Tray(event.draft),
        dict(event.entered), claims=tuple(one.at for one in case.claims), hints=event.hints, early=event.early,
    )  # fmt: skip
    if before and resumes(event, before):
        form = _resumed(form, before)
    if event.jotted is not None:
        return form.with_jotted(event.jotted)
    if before and resumes(event, before):
        return form
    return replace(form, done=tuple(one.key for one in form.act.fields)) if event.entered else form


def _resumed(form: StepForm, before: StepForm) -> StepForm:
    keys = {one.key for one in form.act.fields}
    entered = {key: value for key, value in before.entered.items() if key in keys}
    return replace(
        form, tray=before.tray, entered=entered, done=tuple(one for one in before.done if one in keys)
    )


def resumes(event: Entering, before: StepForm) -> bool:
    """Whether what was entered in this chat is still being entered."""
    how = event.act.how
    over = how in JOTTED and event.jotted is None and before.written
    return is_same(before, event) and how != "take" and not over


def is_same(form: StepForm, event: Entering) -> bool:
    """It is about the same step of the same case."""
    wanted = event.act
    return (form.number, form.how, form.step) == (wanted.number, wanted.how, wanted.step)


# ── in the state ────────────────────────────────────────────────────────────────────────────────
def recall(state: State) -> StepForm | None:
    """What cannot be read is forgotten."""
    body: Any = state.of(NAME).get("form")
    try:
        return _read(body) if body else None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _read(body: Any) -> StepForm:
    form = StepForm(
        str(body["number"]), str(body["region"]), cast("How", str(body["how"])), str(body["step"]), int(body["version"]),
        str(body["rules"]), Tray.from_json(body), {str(k): str(v) for k, v in body["entered"].items()},
        tuple(map(str, body["done"])), int(body["shown"]), bool(body["active"]), tuple(map(str, body["claims"])),
        tuple(map(str, body["hints"])), bool(body["changing"]), str(body.get("early", "")),
    )  # fmt: skip
    assert form.act
    return form


def keep(state: State, form: StepForm | None) -> State:
    """None: there is none any more; the numbers of questions go on, so that no old button meets a new one."""
    body = {key: value for key, value in state.of(NAME).items() if key != "form"}
    return state.put(NAME, {**body, "form": form.to_json()} if form else body)


def asked_anew(state: State, form: StepForm) -> tuple[State, StepForm]:
    """Another question stands, under a number of its own."""
    last = state.of(NAME).get("shown")
    number = (last if isinstance(last, int) else 0) + 1
    form = replace(form, shown=number, active=True)
    return keep(state.put(NAME, {**state.of(NAME), "shown": number}), form), form
