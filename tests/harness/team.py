"""Staff who handle cases on their pages over HTTP, each at a browser of their own, and cases in any phase for them to handle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.datastructures import FormData

from bot.casework.views import CaseView, Performed
from bot.channels.console import boxes
from dialogs.acts import FormField
from knowledge.rules.casework import OUTCOME, TIER, CaseAct, Phase, Procedure, Standing
from tests.harness.browser import Served
from tests.harness.counter import Counter, hired
from tests.harness.handler import PDF, attached, typed
from tests.harness.office import everything

ON_BOTH = pytest.mark.parametrize("team", ["sqlite", "postgresql"], indirect=True)
"""Databases for a test that asks for a team."""
NUMBER = re.compile(r"/staff/cases/(\d{9})")
DAY = "2026-11-20"
FORM = (FormField("cell:0", "申请人", "", "孙三"), FormField("cell:1", "申请容错事项", "", "先行发放"))


class Team:
    """Everybody who handles cases."""

    def __init__(self, served: Served) -> None:
        self.served, self.there = served, dict[str, Counter]()

    async def comes(self, name: str, role: str, region: str | None = None) -> Counter:
        one = self.there[name] = Counter(self.served.root)
        assert (await one.joins(hired(self.served.store, name, role, region), name)).status_code == 200
        return one

    async def leave(self) -> None:
        for one in self.there.values():
            await one.http.aclose()

    async def opens(self, who: str, region: str, origin: str = "paper") -> str:
        """A case that came on paper."""
        counter = self.there[who]
        await counter.looks(f"/staff/open?region={region}")
        await counter.sends("/staff/open", origin=origin, applicant="孙三", post="某某镇　经办", matter="2026年9月先行发放救助",
                            reasons="一、经过")  # fmt: skip
        found = NUMBER.search(str(counter.last.url))
        assert found, counter.last.text
        return found[1]

    async def does(self, who: str, number: str, act: str, **chosen: str) -> httpx.Response:
        """An act by its form on the page, filled in with something fit."""
        counter, region = self.there[who], self.served.store.docket.find(number)
        assert region
        await counter.looks(f"/staff/cases/{number}")
        rules = self.procedure(region.region).acts[act]
        form = typed(rules, DAY, self.ground(region.region), **chosen)
        return await counter.sends(f"/staff/cases/{number}/{act}", attached(rules) or None, do="act", **form)

    async def token(self, name: str) -> str:
        """What a form of theirs carries."""
        await self.there[name].looks("/staff/account")
        return dict(self.there[name].page.forms["/staff/account"])["token"]

    def untouched(self, *but: str) -> tuple[dict[str, list[str]], set[str]]:
        """All that no refusal may change: every row but what is noted of whoever looks (and of tables named), every file."""
        tables = everything(self.served.store)
        kept = {name: there for name, there in tables.items() if name not in ("audit", "session", *but)}
        return kept, self.served.keep.places()

    def noted(self) -> list[tuple[str, str]]:
        """(act, actor) of all of the audit, newest first."""
        rows, _ = self.served.store.trails.page("", 10_000, 0)
        return [(row.act, row.actor) for _, row in rows]

    def procedure(self, region: str) -> Procedure:
        return self.served.console.library.procedures[region]

    def ground(self, region: str) -> str:
        """A provision to rest a conclusion on."""
        return self.served.console.library.policies[region].provisions[3].id

    def state(self, number: str) -> str:
        row = self.served.store.docket.find(number)
        assert row
        return row.state


# ── how a case gets somewhere ────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Step:
    """An act, and what is chosen in it: (field, value)."""

    act: str
    chosen: tuple[tuple[str, str], ...] = ()


def choices(rules: Procedure) -> dict[str, str]:
    """What is chosen where it does not matter: the first of everything, so that nothing stops a case."""
    fields = (
        one for act in rules.acts.values() for one in act.fields if one.kind == "choice" and one.key != TIER
    )
    return {one.key: one.choices[0][0] for one in fields}


def chosen_for(rules: Procedure, act: str) -> tuple[str, dict[str, str]]:
    """(how the case came, what is chosen in it) so that an act exists for it."""
    wanted = rules.acts[act]
    marks = dict(one.split("=", 1) for one in reversed(wanted.when))
    origin = marks.pop("origin", "paper")
    outcome = {OUTCOME: wanted.only[0]} if wanted.only else {}
    return origin, {**choices(rules), **outcome, **marks}


class Way:
    """The shortest way of a case, by what each refusal names as the act to do first."""

    def __init__(self, rules: Procedure, origin: str, chosen: dict[str, str]) -> None:
        self.rules, self.origin, self.chosen = rules, origin, chosen
        self.standing, self.steps = Standing(marks=frozenset({f"origin={origin}"})), list[Step]()

    def to(self, phase: Phase) -> Way:
        begin = "open" if self.origin == "ex_officio" else "accept"
        for act in {
            "submitted": (), "returned": ("request",), "withdrawn": ("recalled",), "not_opened": ("decline",),
            "accepted": (begin,), "concluded": (begin, "conclude"), "closed": (begin, "conclude", "close"),
        }[phase]:  # fmt: skip
            self.does(act)
        assert self.standing.phase == phase
        return self

    def up_to(self, act: str) -> Way:
        """Until this one is possible."""
        while refusal := self.rules.refusal(act, self.standing, "leader"):
            assert refusal.first, refusal
            self.does(refusal.first)
        return self

    def does(self, act: str) -> None:
        self.up_to(act)
        fields = {one.key for one in self.rules.acts[act].fields}
        values = {key: value for key, value in self.chosen.items() if key in fields}
        self.standing = self.rules.after(act, self.standing, values)
        self.steps.append(Step(act, tuple(sorted(values.items()))))


class Bench:
    """Cases of one policy in every phase, made as often as wanted, by the members of a team who see every region."""

    def __init__(self, team: Team, region: str) -> None:
        self.team, self.region, self.office = team, region, team.served.console.office
        self.rules, self.store = team.procedure(region), team.served.store
        everywhere = [one for one in self.store.docket.members() if one.region is None]
        self.members = {one.role: one for one in everywhere if one.name in team.there}

    def case(self, phase: Phase) -> str:
        """The number of a new one."""
        way = Way(self.rules, "paper", choices(self.rules)).to(phase)
        number = self.opens(way.origin)
        for step in way.steps:
            self.performs(number, step.act, **dict(step.chosen))
        return number

    def opens(self, origin: str) -> str:
        by = self.members["leader"]
        number = self.office.open_on_paper(by, self.region, origin, FORM, summary="孙三 先行发放")  # type: ignore[arg-type]
        assert isinstance(number, str)
        return number

    def view(self, number: str) -> CaseView:
        found = self.office.case(self.members["leader"], number)
        assert found
        return found

    def performs(self, number: str, act: str, **chosen: str) -> None:
        by = self.members.get(self.rules.acts[act].role, self.members["leader"])
        form, files = self.filled(act, **chosen)
        pieces = [self.team.served.keep.keep([PDF], "报告.pdf") for _ in files]
        sent = [
            (name, one)
            for name, there in form.items()
            for one in (there if isinstance(there, list) else [there])
        ]
        values = boxes.entered(self.rules.acts[act], FormData(sent))
        values |= {name.removeprefix("v-"): one.place for (name, _), one in zip(files, pieces, strict=True)}
        came = self.office.perform(by, number, self.view(number).version, act, values, pieces)
        assert isinstance(came, Performed), (act, came)

    def filled(self, act: str, **chosen: str) -> tuple[dict[str, Any], list[Any]]:
        """(boxes, files) of a form that is filled in with something fit."""
        rules: CaseAct = self.rules.acts[act]
        today = self.office.today().isoformat()
        ground = self.team.ground(self.region)
        return typed(rules, today, ground, **{**choices(self.rules), **chosen}), attached(rules)
