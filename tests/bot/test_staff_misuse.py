"""The staff's pages in the hands of somebody who means ill, or slips: strange addresses and days, lists of what is not theirs."""

from __future__ import annotations

import pytest

from bot.store.errors import StoreUnavailable
from tests.bot.test_store import rows
from tests.harness.counter import said
from tests.harness.team import Bench, Team


@pytest.mark.parametrize(("address", "status"), [
    ("figures?since=0001-01-01", 422), ("figures?until=9999-12-31", 422), ("figures?since=x", 422),
    ("register?region=weihai&month=0001-01", 200), ("register?region=weihai&month=9999-12", 200),
    ("cases?q=%00%e2%80%ae", 200), ("cases?region=%00", 200), ("audit?subject=%00", 200), ("audit?page=999999", 200),
    (f"cases/1/entries/{'9' * 5000}", 404), (f"people/{'9' * 5000}/code", 404), (f"cases/{'9' * 300}", 404),
    ("cases/%00", 404), ("cases/..%2f..%2fetc", 404), ("static/..%2flooks.py", 404), ("static/%00", 404),
])  # fmt: skip
async def test_no_address_breaks_a_page(team: Team, address: str, status: int) -> None:
    leader = await team.comes("负责人", "leader")
    answer = await leader.http.get(f"/staff/{address}")
    assert answer.status_code == status, said(answer.text)[:300]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1900-01-01", "2026-02-30"])
async def test_a_day_that_cannot_be_meant_is_told_beside_its_box(team: Team, day: str) -> None:
    leader = await team.comes("负责人", "leader")
    await leader.looks("/staff/calendar")
    answer = await leader.sends("/staff/calendar", day=day, kind="rest", notice="国办发明电〔2026〕7号")
    assert answer.status_code == 422
    assert 'id="wrong-day"' in answer.text
    assert rows(team.served.store, "SELECT count(*) FROM calendar_day") == [(0,)]


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
