"""What stands before every address of the staff's pages, whichever is added: who may come there, from where, to whose case."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot.channels.console.routes import CASES, ENTRANCE, LISTS, MANAGED, NOBODY, Offered
from bot.channels.console.seat import NOT_OURS
from bot.channels.web.refusing import NOT_THERE
from tests.harness.counter import said
from tests.harness.team import Team

OFFERED = (*ENTRANCE, *CASES, *LISTS, *MANAGED)
ROLES = ("viewer", "clerk", "leader", "admin")


def called(offered: Offered) -> str:
    path, _, get, post = offered
    return f"{'GET' * bool(get)}{'POST' * bool(post)} {path}"


def ways(offered: Offered) -> Iterator[str]:
    return (method for method, there in zip(("GET", "POST"), offered[2:], strict=True) if there)


class Placed:
    """A team of every role, and a case with a file and an entry that can be corrected: an address for every pattern."""

    def __init__(self, team: Team) -> None:
        self.team, self.tokens, self.blanks = team, dict[str, str](), dict[str, str]()

    async def comes(self) -> None:
        for role in ROLES:
            await self.team.comes(role, role)
        await self.team.comes("elsewhere", "leader", "donge")
        number = await self.team.opens("clerk", "weihai")
        for act in ("accept", "investigate"):
            await self.team.does("clerk", number, act)
        page = self.team.there["clerk"].last.text
        place, entry = (
            re.findall(rf"/{what}", page)[0] for what in (r"files/([0-9a-f]{32})", r"entries/(\d+)")
        )
        self.blanks = {"number": number, "place": place, "entry": entry, "act": "hear", "member": "2", "region": "weihai",
                       "paper": "notice", "whose": "ours"}  # fmt: skip
        self.tokens = {name: await self.team.token(name) for name in self.team.there}

    def address(self, pattern: str, **other: str) -> str:
        blanks = {**self.blanks, **other}
        return "/staff" + re.sub(r"\{(\w+)(:\w+)?\}", lambda found: blanks[found[1]], pattern)

    def form(self, name: str) -> dict[str, str]:
        """With something in every box that any of the forms looks at first."""
        return {"token": self.tokens[name], "version": "3", "do": "act", "words": "x", "why": "x", "comment": "x", "duty": "1",
                "proposal": "1", "to": "1", "whose": "2", "kind": "docx", "purpose": "serving", "paper": "notice", "name": "坏人",
                "role": "leader", "region": "weihai", "id": "1", "day": "2026-11-20", "notice": "x"}  # fmt: skip


@pytest.fixture
async def placed(team: Team) -> Placed:
    one = Placed(team)
    await one.comes()
    return one


async def test_nobody_comes_where_they_have_no_business(placed: Placed) -> None:
    """It is not there for them, as if it never were; who is not logged in is asked to."""
    before, noted = placed.team.untouched(), placed.team.noted()
    for offered in OFFERED:
        path, who, _, _ = offered
        for role in [one for one in ROLES if who and one not in who]:
            http = placed.team.there[role].http
            for method in ways(offered):
                more = {"data": placed.form(role)} if method == "POST" else {}
                answer = await http.request(method, placed.address(path), **more)
                assert (answer.status_code, NOT_THERE in answer.text) == (404, True), (called(offered), role)
    async with placed.team.served.browser().http as stranger:
        for offered in [one for one in OFFERED if one[1] != NOBODY]:
            for method in ways(offered):
                more = {"data": {"do": "act"}} if method == "POST" else {}
                answer = await stranger.request(method, placed.address(offered[0]), **more)
                told = (303, "/staff/login") if method == "GET" else (403, "")
                assert (answer.status_code, answer.headers.get("location", "")[:12]) == told, called(offered)
    assert (placed.team.untouched(), placed.team.noted()) == (before, noted)


@pytest.mark.parametrize("how", ["cross-site", "without our word", "with another's word"])
async def test_no_form_from_elsewhere_does_anything(placed: Placed, how: str) -> None:
    before, noted = placed.team.untouched(), placed.team.noted()
    for offered in [one for one in OFFERED if one[3]]:
        path, who, _, _ = offered
        name = next(one for one in ("clerk", "leader", "admin") if not who or one in who)
        form = placed.form(name)
        headers = {"sec-fetch-site": "cross-site"} if how == "cross-site" else {}
        form["token"] = {"without our word": "", "with another's word": placed.tokens["viewer"]}.get(
            how, form["token"]
        )
        answer = await placed.team.there[name].http.post(placed.address(path), data=form, headers=headers)
        assert (answer.status_code, NOT_OURS in answer.text) == (403, True), called(offered)
    assert (placed.team.untouched(), placed.team.noted()) == (before, noted)


@pytest.mark.parametrize("whose", ["elsewhere", "recused", "nobody's"])
async def test_a_case_that_is_none_of_theirs_is_nowhere(placed: Placed, whose: str) -> None:
    """Neither it nor anything of it, by any address; what is told is told of every number."""
    team, name = placed.team, "elsewhere" if whose == "elsewhere" else "leader"
    if whose == "recused":
        await team.does("leader", placed.blanks["number"], "recuse", why="申请人是亲戚")
    other = {"number": "482739061"} if whose == "nobody's" else {}
    before, noted, told = team.untouched("attempt"), len(team.noted()), set()
    for offered in [one for one in OFFERED if "{number}" in one[0]]:
        for method in ways(offered):
            more = {"data": placed.form(name)} if method == "POST" else {}
            answer = await team.there[name].http.request(method, placed.address(offered[0], **other), **more)
            assert answer.status_code == 404, (called(offered), said(answer.text)[:300])
            told.add(said(answer.text).partition("没有办成")[2].partition("您刚才写的")[0])
    assert len(told) == 2, told  # with what was typed, and without
    assert team.untouched("attempt") == before
    assert {act for act, _ in team.noted()[: len(team.noted()) - noted]} <= {"refused"}
