"""Every act in every phase by every role, over HTTP, under all policies: what the table allows is done and noted; all else
is refused in a sentence, by a form that is forged where the page has none, and changes nothing."""

from __future__ import annotations

import html
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.web.refusing import NOT_THERE
from knowledge.library.corpus import built_in
from knowledge.rules.casework import PHASES, Phase
from tests.harness.counter import said
from tests.harness.team import Bench, Step, Team, Way, choices, chosen_for
from tests.harness.template import Shelf

ROLES = {"viewer": "看看", "clerk": "经经", "leader": "负负"}
UNKNOWN = ("nothing", "note2")
LOOKED = {"open", "refused"}
"""What the audit notes of whoever did nothing."""


class Table:
    """The bench of one policy, where a case goes back to where it was after every act that was done with it."""

    def __init__(self, bench: Bench, tokens: dict[str, str], file: Path) -> None:
        self.bench, self.tokens = bench, tokens
        self.shelf = Shelf(file)
        self.shelf.keeps("empty")
        self._numbers: dict[str, str] = {}

    def brings(self, way: Way) -> str:
        """The number of a case that went this way; what was gone before is not gone again."""
        whole = (way.origin, *way.steps)
        known = next((n for n in range(len(whole), 0, -1) if whole[:n] in self.shelf), 0)
        self.shelf.puts_back(whole[:known] if known else "empty")
        if not known:
            self._numbers[way.origin] = self.bench.opens(way.origin)
            self.shelf.keeps(whole[:1])
        number = self._numbers[way.origin]
        for n in range(max(known, 1), len(whole)):
            step = whole[n]
            assert isinstance(step, Step)
            self.bench.performs(number, step.act, **dict(step.chosen))
            self.shelf.keeps(whole[: n + 1])
        return number

    async def tries(self, role: str, number: str, act: str, version: int, **chosen: str) -> httpx.Response:
        """A form of this act, filled in with something fit, whether the page has it or not."""
        form, files = self.bench.filled(act, **chosen) if act in self.bench.rules.acts else ({}, [])
        form |= {"token": self.tokens[role], "version": str(version), "do": "act"}
        http = self.bench.team.there[ROLES[role]].http
        return await http.post(f"/staff/cases/{number}/{act}", data=form, files=files or None)


@pytest.fixture
async def tables(team: Team, sqlite_copy: str) -> Any:
    """By region, with everybody who might try."""
    for role, name in ROLES.items():
        await team.comes(name, role)
    tokens = {role: await team.token(name) for role, name in ROLES.items()}
    made: list[Table] = []

    def table(region: str) -> Table:
        made.append(Table(Bench(team, region), tokens, Path(sqlite_copy.removeprefix("sqlite:///"))))
        return made[-1]

    yield table
    for one in made:
        one.shelf.close()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("region", built_in())
async def test_only_what_the_table_allows_is_done(tables: Any, region: str) -> None:
    table: Table = tables(region)
    for phase in PHASES:
        await _all_else_is_refused(table, phase)
    done = set()
    for act, phase, role in _allowed(table.bench):
        await _is_done(table, act, phase, role)
        done.add((act, phase, role))
    assert done == {cell for cell, allowed in table.bench.rules.matrix().items() if allowed}
    assert table.bench.store.docket.audited()[1] == []


def _allowed(bench: Bench) -> Iterator[tuple[str, Phase, str]]:
    return (cell for cell, allowed in bench.rules.matrix().items() if allowed)


async def _all_else_is_refused(table: Table, phase: Phase) -> None:
    rules = table.bench.rules
    way = Way(rules, "paper", choices(rules)).to(phase)
    number = table.brings(way)
    view = table.bench.view(number)
    assert view.standing.phase == phase
    before, noted = table.bench.team.untouched(), len(table.bench.team.noted())
    for role in ROLES:
        for act in (*rules.acts, *UNKNOWN):
            why = rules.refusal(act, view.standing, role)
            if why is None:
                assert rules.matrix()[act, phase, role]
                continue
            answer = await table.tries(role, number, act, view.version)
            hidden = role == "viewer" or act in UNKNOWN or rules.acts[act].role == "applicant"
            told, status = (NOT_THERE, 404) if hidden else (f"{why.full}。", 409)
            assert (answer.status_code, told in said(html.unescape(answer.text))) == (status, True), (
                act, phase, role, answer.status_code, said(answer.text)[:400],
            )  # fmt: skip
    assert table.bench.team.untouched() == before
    assert {act for act, _ in table.bench.team.noted()[:-noted]} <= LOOKED


async def _is_done(table: Table, act: str, phase: Phase, role: str) -> None:
    bench = table.bench
    origin, chosen = chosen_for(bench.rules, act)
    number = table.brings(Way(bench.rules, origin, chosen).to(phase).up_to(act))
    before = bench.view(number)
    assert before.standing.phase == phase
    answer = await table.tries(role, number, act, before.version, **chosen)
    assert answer.status_code == 303, (act, phase, role, answer.status_code, said(answer.text)[:400])
    row = bench.store.docket.find(number)
    assert row
    assert (row.state, row.version) == (bench.rules.acts[act].target or phase, before.version + 1)
    assert (act, f"staff:{bench.members[role].id}") in table.bench.team.noted()[:3]
