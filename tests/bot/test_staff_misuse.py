"""The staff's pages in the hands of somebody who means ill, or slips: strange addresses and days, lists of what is not theirs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.store.errors import StoreUnavailable
from tests.bot.test_store import rows
from tests.harness.counter import Counter, said
from tests.harness.given import Clock
from tests.harness.office import Office
from tests.harness.programs import machine
from tests.harness.steps import applied
from tests.harness.team import ON_BOTH, Bench, Team, Way, choices

ADDRESSES = (
    ("figures?since=0001-01-01", 422), ("figures?until=9999-12-31", 422), ("figures?since=x", 422),
    ("register?region=weihai&month=0001-01", 200), ("register?region=weihai&month=9999-12", 200),
    ("cases?q=%00%e2%80%ae", 200), ("cases?region=%00", 200), ("audit?subject=%00", 200), ("audit?page=999999", 200),
    (f"cases/1/entries/{'9' * 5000}", 404), (f"people/{'9' * 5000}/code", 404), (f"cases/{'9' * 300}", 404),
    ("cases/%00", 404), ("cases/..%2f..%2fetc", 404), ("static/..%2flooks.py", 404), ("static/%00", 404),
    (f"cases?handler={2**31}", 200), (f"cases?page={2**62}", 200),
)  # fmt: skip


@ON_BOTH
async def test_no_address_breaks_a_page(team: Team) -> None:
    leader = await team.comes("负责人", "leader")
    for address, status in ADDRESSES:
        answer = await leader.http.get(f"/staff/{address}")
        assert answer.status_code == status, (address, said(answer.text)[:300])


@ON_BOTH
@pytest.mark.parametrize("number", [2**31, 2**63, 10**14])
async def test_a_number_that_no_row_can_have_is_nobody_s(team: Team, number: int) -> None:
    leader, admin = await team.comes("负责人", "leader"), await team.comes("管理", "admin")
    case = await team.opens("负责人", "weihai")
    before = team.untouched()
    leads, manages = await team.token("负责人"), await team.token("管理")
    form = {"version": "1", "duty": str(number)[:15], "proposal": str(number)[:15], "to": str(number)[:15], "why": "x",
            "comment": "x", "id": str(number), "do": "hand", "whose": str(number)[:15], "role": "clerk", "region": ""}  # fmt: skip
    for address in (
        f"people/{number}/code",
        f"people/{number}/place",
        f"people/{number}/leave",
        f"people/{number}/out",
    ):
        assert (
            await admin.http.post(f"/staff/{address}", data={**form, "token": manages})
        ).status_code == 404, address
    for address, status in (
        (f"cases/{case}/entries/{number}", 404), (f"cases/{case}/waive", 409), (f"cases/{case}/return", 409),
        (f"cases/{case}/hand", 409), ("deliveries", 404), ("aside", 404), ("colleagues", 409),
    ):  # fmt: skip
        answer = await leader.http.post(f"/staff/{address}", data={**form, "token": leads})
        assert answer.status_code == status, (address, said(answer.text)[:300])
    assert team.untouched() == before


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1900-01-01", "2026-02-30"])
async def test_a_day_that_cannot_be_meant_is_told_beside_its_box(team: Team, day: str) -> None:
    leader = await team.comes("负责人", "leader")
    await leader.looks("/staff/calendar")
    answer = await leader.sends("/staff/calendar", day=day, kind="rest", notice="国办发明电〔2026〕7号")
    assert answer.status_code == 422
    assert 'id="wrong-day"' in answer.text
    assert rows(team.served.store, "SELECT count(*) FROM calendar_day") == [(0,)]


@pytest.mark.parametrize(
    "day", ["20261120", "2026-W47-5", "2026-11-2", "２０２６-11-20", "20.11.2026", "2026-11-20T00:00"]
)
async def test_a_day_written_otherwise_than_a_browser_does_is_none(team: Team, day: str) -> None:
    clerk = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await clerk.looks(f"/staff/cases/{number}")
    answer = await clerk.sends(f"/staff/cases/{number}/accept", do="act", **{"v-day": day})
    assert answer.status_code == 422
    assert "要写成 2026-11-20 这样的日期" in answer.text
    assert team.state(number) == "submitted"


@pytest.mark.parametrize(("act", "box"), [
    ("examine", {"v-exclusion": "perhaps"}), ("examine", {"v-exclusion": "stands", "v-which": "weihai.4.1"}),
    ("factsheet", {"v-signed": "AGREED"}), ("investigate", {"v-all_signed": "2"}),
    ("conclude", {"v-outcome": "tolerated"}), ("conclude", {"v-outcome": "exempt", "v-tier": "从轻"}),
    ("conclude", {"v-outcome": "mitigated", "v-tier": "免责处理"}), ("conclude", {"v-grounds": "zaozhuang.99"}),
])  # fmt: skip
async def test_what_was_not_offered_cannot_be_chosen(team: Team, act: str, box: dict[str, str]) -> None:
    await team.comes("经办员", "clerk")
    leader = await team.comes("负责人", "leader")
    bench = Bench(team, "zaozhuang")
    number = bench.opens("paper")
    for step in Way(bench.rules, "paper", choices(bench.rules)).up_to(act).steps:
        bench.performs(number, step.act, **dict(step.chosen))
    form, files = bench.filled(act)
    page = f"/staff/cases/{number}"
    await leader.looks(page)
    before = team.untouched()
    answer = await leader.sends(f"{page}/{act}", files or None, **{**form, **box, "do": "act"})
    assert answer.status_code == 422, said(answer.text)[:400]
    assert team.untouched() == before


@pytest.mark.parametrize("multipart", [True, False])
@pytest.mark.parametrize("where", ["cases/{number}/request", "calendar"])
async def test_a_field_of_ten_megabytes_is_not_taken(team: Team, multipart: bool, where: str) -> None:
    leader = await team.comes("负责人", "leader")
    number = await team.opens("负责人", "weihai")
    form = {"token": await team.token("负责人"), "version": "1", "do": "act", "v-words": "长" * 3_500_000}
    before, address = team.untouched(), f"/staff/{where.format(number=number)}"
    parts = {name: (None, text) for name, text in form.items()}
    answer = await leader.http.post(address, **({"files": parts} if multipart else {"data": form}))  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert "长长" not in answer.text
    assert team.untouched() == before
    assert (await leader.looks(f"/staff/cases/{number}")).status_code == 200


async def test_the_last_minute_of_a_day_in_shanghai_is_that_day_s(team: Team, clock: Clock) -> None:
    """Whatever day it is where the machine believes to be."""
    leader = await team.comes("负责人", "leader")
    clock.goes(hours=13, minutes=59)
    assert f"{clock.now:%H:%M}" == "15:59"
    await leader.logs_in("负责人")
    first, second = await team.opens("负责人", "weihai"), await team.opens("负责人", "weihai")

    async def accepts(number: str, day: str) -> int:
        await leader.looks(f"/staff/cases/{number}")
        return (await leader.sends(f"/staff/cases/{number}/accept", do="act", **{"v-day": day})).status_code

    assert await accepts(first, "2026-11-21") == 422
    assert await accepts(first, "2026-11-20") == 200
    clock.goes(minutes=1)
    assert await accepts(second, "2026-11-22") == 422
    assert await accepts(second, "2026-11-21") == 200
    page = said((await leader.looks(f"/staff/cases/{second}")).text)
    assert "递交 2026年11月20日" in page
    assert "到这一步 2026年11月21日" in page


# ── LibreOffice ──────────────────────────────────────────────────────────────────────────────────
async def printing(team: Team) -> tuple[Counter, str, dict[str, str]]:
    """(a leader, where papers of a case are printed, what is sent for a PDF)."""
    leader = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    number = Bench(team, "weihai").case("concluded")
    form = {"token": await team.token("负责人"), "paper": "notice", "purpose": "serving", "kind": "pdf"}
    return leader, f"/staff/cases/{number}/papers", form


async def test_without_libreoffice_it_is_said_and_what_was_chosen_is_kept(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, action, form = await printing(team)
    machine(monkeypatch, tmp_path)
    answer = await leader.http.post(action, data=form)
    assert answer.status_code == 409
    assert "没有装 LibreOffice" in answer.text
    assert "可以先下载 Word 的" in answer.text
    assert 'value="notice" checked' in answer.text
    word = await leader.http.post(action, data={**form, "kind": "docx"})
    assert word.content.startswith(b"PK")


async def test_while_libreoffice_hangs_everybody_else_goes_on(
    team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many wait for a PDF: a step with a file is entered meanwhile."""
    leader, action, form = await printing(team)
    number = await team.opens("经办员", "weihai")
    await team.does("经办员", number, "accept")
    go = tmp_path / "go"
    machine(monkeypatch, tmp_path, soffice=f"#!/bin/sh\nwhile [ ! -e '{go}' ]; do sleep 0.05; done\nexit 1\n")
    waiting = [asyncio.create_task(leader.http.post(action, data=form)) for _ in range(3)]
    try:
        answer = await asyncio.wait_for(team.does("经办员", number, "investigate"), 15)
        assert "登记好了" in answer.text
        assert not any(one.done() for one in waiting)
    finally:
        go.touch()
    for one in await asyncio.gather(*waiting):
        assert one.status_code == 409
        assert "没有做出能用的 PDF" in one.text


async def test_who_is_recused_meets_the_case_on_no_page(team: Team) -> None:
    """Neither in a list nor in what is taken from it."""
    one, other = await team.comes("回避人", "leader"), await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    bench = Bench(team, "weihai")
    number = bench.case("submitted")
    await team.does("回避人", number, "recuse", why="申请人是亲戚")
    spelled = f"{number[:3]}-{number[3:6]}-{number[6:]}"
    for page in ("", "/cases", "/cases?q=孙三", "/register?region=weihai", "/deliveries"):
        text = (await one.looks(f"/staff{page}")).text
        assert number not in text, page
        assert spelled not in text, page
    assert number in (await other.looks("/staff/cases")).text
    whole, without = [(await who.looks("/staff/cases.xlsx")).content for who in (other, one)]
    assert len(without) < len(whole)


async def test_it_is_said_whether_the_applicant_hears_what_they_are_asked_for(team: Team) -> None:
    clerk, _ = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    on_paper, sent = await team.opens("经办员", "lishui"), applied(Office(team.served.store), "lishui")
    for number, told, never in (
        (on_paper, "请另外告诉本人", "已经发给"),
        (sent, "已经发给申请人", "另外告诉"),
    ):
        await clerk.looks(f"/staff/cases/{number}")
        text = (await clerk.sends(f"/staff/cases/{number}/request", do="act", **{"v-words": "请补纪要"})).text
        assert told in text
        assert never not in text


async def test_who_registers_a_recusal_is_told_that_it_is_done(team: Team) -> None:
    """And is not led to a page that is theirs no more; nobody can hand the case to them."""
    clerk, leader = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    number = await team.opens("负责人", "lishui")
    await clerk.looks(f"/staff/cases/{number}")
    answer = await clerk.sends(f"/staff/cases/{number}/recuse", do="act", **{"v-why": "申请人是亲戚"})
    assert answer.status_code == 200
    assert "回避登记好了" in answer.text
    text = (await leader.looks(f"/staff/cases/{number}")).text
    assert "<dd>经办员</dd>" in text  # under 回避
    assert ">经办员</option>" not in text


async def test_what_was_typed_is_there_where_the_store_is_away(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await clerk.looks(f"/staff/cases/{number}")

    def away(*_: object) -> None:
        raise StoreUnavailable("数据库暂时用不了：另一个程序占着它，请稍后再试。")

    monkeypatch.setattr(team.served.console.office, "perform", away)
    words = "请补会议纪要 <b>&"
    answer = await clerk.sends(f"/staff/cases/{number}/request", do="act", **{"v-words": words})
    assert answer.status_code == 503
    assert "请补会议纪要 &lt;b&gt;&amp;</textarea>" in answer.text
    assert dict(clerk.page.forms).get("/staff/logout")
    token = dict(clerk.page.forms["/staff/logout"])["token"]
    assert f">{token}<" not in answer.text  # nor anything else that nobody typed


async def test_somebody_who_has_just_left_is_told_and_nothing_breaks(team: Team) -> None:
    """Between the look at who it is and what is written."""
    leader = await team.comes("负责人", "leader")
    await leader.looks("/staff/calendar")
    office, member = team.served.console.office, team.served.store.docket.members()[0]
    before = office.set_day

    def late(*arguments: object) -> object:
        team.served.console.people.dismisses(member)
        return before(*arguments)  # type: ignore[arg-type]

    office._docket.colleague = lambda _id: member  # type: ignore[method-assign]
    office.set_day = late  # type: ignore[method-assign, assignment]
    answer = await leader.sends(
        "/staff/calendar", day="2027-02-07", kind="rest", notice="国办发明电〔2026〕7号"
    )
    assert answer.status_code == 409
    assert "没有改动" in answer.text
    assert rows(team.served.store, "SELECT count(*) FROM calendar_day") == [(0,)]
