"""Cases on the staff's pages, over HTTP: from receipt to archive under every policy, and all that is not let through."""

from __future__ import annotations

import asyncio
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.store.records import BLOCKED, Incoming
from dialogs.core import Feedback
from knowledge.answer import Assistant
from knowledge.library import examples
from tests.bot.test_store import rows
from tests.harness.counter import hired, said
from tests.harness.given import Clock
from tests.harness.handler import PDF
from tests.harness.office import Office
from tests.harness.post import unsent, waiting
from tests.harness.team import DAY, ON_BOTH, Bench, Team, choices

REGIONS = ("donge", "weihai", "zaozhuang", "pingdingshan", "lishui")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
SAME = "没有这一页，或者它已经不在了。"


def acts_on(page: str) -> list[str]:
    """Those that a page has a form for, in its order."""
    beside = ("papers", "note", "waive", "return", "hand", "look")
    return [
        one
        for one in dict.fromkeys(re.findall(r'action="/staff/cases/\d+/([a-z_]+)"', page))
        if one not in beside
    ]


# ── from receipt to archive ──────────────────────────────────────────────────────────────────────
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("team", "region"),
    [*(("sqlite", one) for one in REGIONS), ("postgresql", "zaozhuang"), ("postgresql", "lishui")],
    indirect=["team"],
)
async def test_a_whole_case_of_every_policy(team: Team, region: str) -> None:
    await team.comes("经办员", "clerk")
    await team.comes("负责人", "leader")
    number = await team.opens("经办员", region)
    procedure = team.procedure(region)
    good = choices(procedure)
    done: list[str] = []
    for _ in range(40):
        left = await _next(team, number, done)
        if left is None:
            break
        who, act = left
        answer = await team.does(who, number, act, **good)
        assert "登记好了" in answer.text, f"{act}: {said(answer.text)[:600]}"
        done.append(act)
    assert team.state(number) == "closed", done
    assert team.served.store.docket.audited()[1] == []
    page = said((await team.there["经办员"].looks(f"/staff/cases/{number}")).text)
    assert "已归档" in page
    assert procedure.outcomes[good["outcome"]].label in page


async def _next(team: Team, number: str, done: list[str]) -> tuple[str, str] | None:
    """The first act that is possible, was not done yet and leads on, and who may do it."""
    skipped = {
        "request",
        "supplied",
        "recalled",
        "take",
        "recuse",
        "decline",
        "refuse",
        "extend",
        "urge",
        "appeal",
    }
    for who in ("经办员", "负责人"):
        page = (await team.there[who].looks(f"/staff/cases/{number}")).text
        for act in acts_on(page):
            if act in skipped or act in done or 'value="propose"' in _form(page, act):
                continue
            return who, act
    return None


def _form(page: str, act: str) -> str:
    return page.partition(f'data-act="{act}"')[2].partition("</form>")[0]


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────
async def test_a_case_of_elsewhere_is_not_there(team: Team) -> None:
    await team.comes("经办员", "clerk", "donge")
    other = await team.comes("外地", "leader", "weihai")
    admin = await team.comes("管理", "admin")
    number = await team.opens("经办员", "donge")
    nowhere = said((await other.looks("/staff/cases/482739061")).text)
    for one in (other, admin):
        for path in (
            f"/staff/cases/{number}",
            f"/staff/cases/{number}/files/{'0' * 32}",
            "/staff/cases/482739061",
        ):
            answer = await one.looks(path)
            assert answer.status_code == 404
            assert SAME in answer.text
    assert said((await other.looks(f"/staff/cases/{number}")).text) == nowhere
    assert number not in (await other.looks("/staff/cases")).text
    assert number not in (await other.looks("/staff")).text
    assert (await admin.looks("/staff/cases")).status_code == 404
    token = await team.token("外地")
    for act in ("accept", "note", "waive", "return", "hand", "look"):
        form = {"token": token, "version": "1", "do": "act", "words": "x", "duty": "1", "why": "x", "to": "1"}
        assert (await other.http.post(f"/staff/cases/{number}/{act}", data=form)).status_code == 404, act
    assert team.state(number) == "submitted"


async def test_a_file_of_another_case_is_not_to_be_had(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    first, second = await team.opens("经办员", "weihai"), await team.opens("经办员", "weihai")
    await team.does("经办员", first, "accept")
    await team.does("经办员", first, "investigate")
    (place,) = set(
        re.findall(
            rf"/staff/cases/{first}/files/([0-9a-f]{{32}})", (await one.looks(f"/staff/cases/{first}")).text
        )
    )
    there = await one.http.get(f"/staff/cases/{first}/files/{place}")
    assert there.content == PDF
    assert there.headers["content-disposition"].startswith("attachment")
    assert there.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in there.headers["content-security-policy"]
    assert (await one.http.get(f"/staff/cases/{second}/files/{place}")).status_code == 404
    for strange in ("..%2f..%2fetc%2fpasswd", "x", "0" * 32):
        assert (await one.http.get(f"/staff/cases/{first}/files/{strange}")).status_code == 404


async def test_who_recuses_themselves_has_nothing_to_do_with_it_any_more(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await team.does("经办员", number, "recuse", why="申请人是亲戚")
    assert (await one.looks(f"/staff/cases/{number}")).status_code == 404


# ── what is wrong, and two at once ───────────────────────────────────────────────────────────────
async def test_an_empty_box_is_told_beside_it_and_what_was_typed_is_kept(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await team.does("经办员", number, "accept")
    await one.looks(f"/staff/cases/{number}")
    before = Office(team.served.store).trail(number).count(("staff", "open"))
    answer = await one.sends(
        f"/staff/cases/{number}/hear", do="act", **{"v-day": DAY, "v-words": "=1+1 <b>&\n第二行"}
    )
    assert answer.status_code == 422
    assert Office(team.served.store).trail(number).count(("staff", "open")) == before + 1
    assert "请填“听取了谁的意见”" in answer.text
    assert 'aria-describedby="hint-hear-who wrong-hear-who"' in answer.text
    kept = dict(one.page.forms[f"/staff/cases/{number}/hear"])
    assert (kept["v-day"], kept["v-words"]) == (DAY, "=1+1 <b>&\n第二行")
    assert "<b>&" not in answer.text.replace("&lt;b&gt;&amp;", "")


async def test_a_file_that_cannot_be_taken_is_told_beside_its_box(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await team.does("经办员", number, "accept")
    await one.looks(f"/staff/cases/{number}")
    files = [("v-report", ("x.exe", b"MZ\x00\x01\xff", "application/octet-stream"))]
    form = {"do": "act", "v-day": DAY, "v-members": "赵一"}
    answer = await one.sends(f"/staff/cases/{number}/investigate", files, **form)
    assert answer.status_code == 422
    assert "这种文件收不了" in answer.text
    assert dict(one.page.forms[f"/staff/cases/{number}/investigate"])["v-members"] == "赵一"
    assert team.served.keep.places() == set()


@ON_BOTH
async def test_of_two_one_wins_and_the_other_is_told_by_whom(team: Team) -> None:
    first, second = await team.comes("甲经办", "clerk"), await team.comes("乙经办", "clerk")
    number = await team.opens("甲经办", "weihai")
    for one in (first, second):
        await one.looks(f"/staff/cases/{number}")
    action = f"/staff/cases/{number}/request"
    assert (await first.sends(action, do="act", **{"v-words": "请补会议纪要"})).status_code == 200
    answer = await second.sends(action, do="act", **{"v-words": "请补走访记录"})
    assert answer.status_code == 409
    assert "现在是“已要求补充”，甲经办刚办过。" in answer.text
    assert "请补走访记录" in answer.text


@ON_BOTH
async def test_two_at_the_very_same_time(team: Team) -> None:
    names = ("甲经办", "乙经办", "丙经办")
    for name in names:
        await team.comes(name, "clerk")
    number = await team.opens("甲经办", "weihai")
    for name in names:
        await team.there[name].looks(f"/staff/cases/{number}")
    action = f"/staff/cases/{number}/accept"
    answers = await asyncio.gather(*(team.there[n].sends(action, do="act", **{"v-day": DAY}) for n in names))
    assert sorted(one.status_code for one in answers) == [200, 409, 409]


@ON_BOTH
async def test_two_leaders_decide_at_once_and_one_decision_stands(team: Team) -> None:
    """The other is told by whom, with what they wrote; the applicant hears once."""
    names = ("甲负责", "乙负责")
    await team.comes("经办员", "clerk")
    for name in names:
        await team.comes(name, "leader")
    desk, bench = Office(team.served.store), Bench(team, "weihai")
    number = desk.submits("owner", region="weihai").case.number
    for act in ("accept", "investigate"):
        bench.performs(number, act)
    page, action = f"/staff/cases/{number}", f"/staff/cases/{number}/conclude"
    forms = [
        bench.filled("conclude", outcome=one)[0] | {"v-facts": f"{one}的事实"}
        for one in ("tolerated", "barred")
    ]
    for name in names:
        await team.there[name].looks(page)
    answers = await asyncio.gather(
        *(team.there[name].sends(action, do="act", **form) for name, form in zip(names, forms, strict=True))
    )
    (won,) = [n for n, one in enumerate(answers) if one.status_code == 200]
    late = said(answers[1 - won].text)
    assert answers[1 - won].status_code == 409
    assert f"现在是“已作结论”，{names[won]}刚办过" in late
    assert forms[1 - won]["v-facts"] in late
    row = desk.row(number)
    assert (row.state, row.outcome) == ("concluded", ("tolerated", "barred")[won])
    assert [act for _, act in desk.trail(number)].count("conclude") == 1
    assert len([one for one in unsent(team.served.store) if "已经作出结论" in str(one.body)]) == 1
    assert team.served.store.docket.audited()[1] == []


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "１"])
async def test_a_forged_version_is_no_version(team: Team, version: str) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await one.looks(f"/staff/cases/{number}")
    answer = await one.sends(f"/staff/cases/{number}/accept", do="act", version=version, **{"v-day": DAY})
    assert answer.status_code == 400
    assert team.state(number) == "submitted"


@pytest.mark.parametrize(
    ("act", "wrong"),
    [
        ("accept", {"v-day": "2026-11-21"}),
        ("accept", {"v-day": "昨天"}),
        ("accept", {"v-day": "'; DROP TABLE staff; --"}),
        ("request", {"v-words": "长" * 4001}),
        ("request", {"v-words": " \n "}),
    ],
)
async def test_forged_values_change_nothing(team: Team, act: str, wrong: dict[str, str]) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await one.looks(f"/staff/cases/{number}")
    answer = await one.sends(f"/staff/cases/{number}/{act}", do="act", **wrong)
    assert answer.status_code == 422
    assert team.state(number) == "submitted"


async def test_a_conclusion_of_a_forged_outcome_or_provision_is_none(team: Team) -> None:
    await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    bench.performs(number, "investigate")
    for wrong in (
        {"v-outcome": "exempt"},
        {"v-outcome": "x"},
        {"v-grounds": ["donge.9"]},
        {"v-grounds": ["x"]},
        {"v-tier": "免予处分"},
    ):
        form, _ = bench.filled("conclude")
        one = team.there["负责人"]
        await one.looks(f"/staff/cases/{number}")
        answer = await one.sends(
            f"/staff/cases/{number}/conclude",
            do="act",
            **{**form, "v-outcome": "tolerated", "v-tier": "t0", **wrong},
        )
        assert answer.status_code == 422, wrong
    assert team.state(number) == "accepted"


async def test_two_of_one_name_are_told_apart_where_one_of_them_is_picked(team: Team) -> None:
    leader = await team.comes("负责人", "leader")
    await team.comes("张伟", "clerk")
    hired(team.served.store, "张伟", "clerk", None)
    number = await team.opens("负责人", "weihai")
    page = (await leader.looks(f"/staff/cases/{number}")).text
    assert ">张伟（张伟）</option>" in page  # by the log-in
    assert ">张伟（经办）</option>" in page
    for place in ("/staff/cases", "/staff/colleagues"):
        page = (await leader.looks(place)).text
        assert "张伟（经办）" in page
        assert "张伟（张伟）" in page


# ── drafts, proposals ────────────────────────────────────────────────────────────────────────────
@ON_BOTH
async def test_a_draft_is_kept_for_its_writer_alone_and_outlives_a_colleague_s_step(team: Team) -> None:
    first, second = await team.comes("甲经办", "clerk"), await team.comes("乙经办", "clerk")
    number = await team.opens("甲经办", "weihai")
    action = f"/staff/cases/{number}/request"
    await first.looks(f"/staff/cases/{number}")
    answer = await first.sends(action, do="draft", **{"v-words": "写了一半"})
    assert "草稿存好了" in answer.text
    assert dict(first.page.forms[action])["v-words"] == "写了一半"
    await second.looks(f"/staff/cases/{number}")
    assert dict(second.page.forms[action])["v-words"] == ""
    assert (await second.sends(f"/staff/cases/{number}/take", do="act")).status_code == 200
    await first.looks(f"/staff/cases/{number}")
    assert dict(first.page.forms[action])["v-words"] == "写了一半"


async def test_a_draft_is_saved_as_it_is_typed(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await one.looks(f"/staff/cases/{number}")
    form = {"token": await team.token("经办员"), "version": "1", "do": "draft", "v-words": "停笔就存"}
    answer = await one.http.post(
        f"/staff/cases/{number}/request", data=form, headers={"accept": "application/json"}
    )
    assert answer.status_code == 200
    await one.looks(f"/staff/cases/{number}")
    assert dict(one.page.forms[f"/staff/cases/{number}/request"])["v-words"] == "停笔就存"


def drafts(team: Team, who: str, number: str) -> dict[str, dict[str, str]]:
    member = next(one for one in team.served.store.docket.members() if one.name == who)
    view = team.served.console.office.case(member, number)
    assert view
    return {act: dict(entered) for act, entered in view.drafts.items()}


def answers(team: Team, who: str, number: str, act: str, /, **given: str) -> None:
    """In a chat, field by field."""
    member = next(one for one in team.served.store.docket.members() if one.name == who)
    assert team.served.console.office.save_draft(member, number, act, given, given.keys())


async def test_a_page_that_stood_open_takes_back_nothing_that_was_answered_in_a_chat(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "donge")
    action = f"/staff/cases/{number}/accept"
    await one.looks(f"/staff/cases/{number}")
    open_page = dict(one.page.forms[action])
    answers(team, "经办员", number, "accept", number="聊天里写的号", day="2026-11-19")
    saved = await one.http.post(
        action, data={**open_page, "do": "draft", "v-day": DAY}, headers={"accept": "application/json"}
    )
    assert drafts(team, "经办员", number) == {"accept": {"day": DAY, "number": "聊天里写的号"}}
    was = saved.json()["was"]
    answers(team, "经办员", number, "accept", day="2026-11-18")
    await one.http.post(
        action, data={**open_page, "do": "draft", "v-day": DAY, "v-number": "页上写的", "was": was}
    )
    assert drafts(team, "经办员", number) == {"accept": {"day": "2026-11-18", "number": "页上写的"}}


async def test_what_was_answered_in_a_chat_meanwhile_is_looked_over_before_it_is_done(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "donge")
    action = f"/staff/cases/{number}/accept"
    await one.looks(f"/staff/cases/{number}")
    answers(team, "经办员", number, "accept", number="聊天里写的号", day="2026-11-19")
    first = await one.sends(action, do="act", **{"v-day": DAY})
    assert first.status_code == 409
    assert "您在聊天里也填过" in first.text
    assert {key: dict(one.page.forms[action])[key] for key in ("v-day", "v-number")} == {
        "v-day": DAY, "v-number": "聊天里写的号",
    }  # fmt: skip
    assert team.state(number) == "submitted"
    assert "登记好了" in (await one.sends(action, do="act")).text
    assert drafts(team, "经办员", number) == {}


async def test_a_draft_can_be_thrown_away(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "donge")
    action = f"/staff/cases/{number}/accept"
    assert "删掉草稿" not in (await one.looks(f"/staff/cases/{number}")).text
    await one.sends(action, do="draft", **{"v-number": "写了一半"})
    assert "草稿删掉了" in (await one.sends(action, do="drop")).text
    assert dict(one.page.forms[action])["v-number"] == ""
    assert drafts(team, "经办员", number) == {}


@ON_BOTH
async def test_a_clerk_proposes_and_the_leader_returns_it_then_does_it(team: Team) -> None:
    clerk, leader = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    bench.performs(number, "investigate")
    form, _ = bench.filled("conclude")
    form |= {"v-outcome": "tolerated", "v-tier": bench.rules.acts["conclude"].fields[2].choices[0][0]}
    action = f"/staff/cases/{number}/conclude"
    page = await clerk.looks(f"/staff/cases/{number}")
    assert "交负责人定" in page.text
    assert "交上去了" in (await clerk.sends(action, do="propose", **form)).text
    await leader.looks(f"/staff/cases/{number}")
    assert dict(leader.page.forms[action])["v-facts"] == form["v-facts"]
    empty = await leader.sends(f"/staff/cases/{number}/return", comment="")
    assert empty.status_code == 422
    assert "退回了" in (await leader.sends(f"/staff/cases/{number}/return", comment="事实写得太少")).text
    assert "事实写得太少" in (await clerk.looks(f"/staff/cases/{number}")).text
    await clerk.sends(action, do="propose", **{**form, "v-facts": "补了事实"})
    await leader.looks(f"/staff/cases/{number}")
    answer = await leader.sends(
        action, do="act", **dict(leader.page.forms[action]) | {"v-grounds": form["v-grounds"]}
    )
    assert "登记好了" in answer.text
    assert team.state(number) == "concluded"
    history = said(answer.text).rpartition("办理经过")[2]
    assert history.count("负责人（经办员拟）") == 1
    assert history.count("拟）") == 1  # nobody else prepared anything


async def test_who_investigated_does_not_conclude_alone(team: Team) -> None:
    leader = await team.comes("赵一", "leader")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    bench.performs(number, "investigate")  # by 赵一, and others
    page = await leader.looks(f"/staff/cases/{number}")
    assert "参加调查的人不能一个人作结论" in page.text
    form = {"token": await team.token("赵一"), "version": str(bench.view(number).version), "do": "act"}
    answer = await leader.http.post(
        f"/staff/cases/{number}/conclude", data={**form, **bench.filled("conclude")[0]}
    )
    assert answer.status_code == 409


# ── beside the acts ──────────────────────────────────────────────────────────────────────────────
async def test_a_wrong_day_is_corrected_and_the_first_entry_stays(team: Team) -> None:
    one = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    number = Bench(team, "zaozhuang").case("concluded")
    page = await one.looks(f"/staff/cases/{number}")
    (entry,) = re.findall(r'<strong>作出结论</strong>　.*?/entries/(\d+)"', page.text)
    address = f"/staff/cases/{number}/entries/{entry}"
    await one.looks(address)
    assert dict(one.page.forms[address])["v-day"] == DAY
    late = await one.sends(address, **{"v-day": "2026-11-30"})
    assert late.status_code == 422
    answer = await one.sends(address, **{"v-day": "2026-11-19"})
    assert "更正好了" in answer.text
    assert "后来更正了" in answer.text
    assert answer.text.count("填的是2026年11月19日，早于") == 2  # once above, once where it stands
    again = (await one.looks(f"/staff/cases/{number}")).text
    assert again.count("填的是2026年11月19日，早于") == 1
    assert "2026年11月30日" in said(answer.text)  # seven working days from the day that is right
    assert team.served.store.docket.audited()[1] == []
    clerk = team.there["经办员"]
    await clerk.looks(f"/staff/cases/{number}")
    token = await team.token("经办员")
    newer = re.findall(r"/entries/(\d+)", (await clerk.looks(f"/staff/cases/{number}")).text)[-1]
    form = {"token": token, "version": str(team.served.store.docket.find(number).version), "v-day": DAY}  # type: ignore[union-attr]
    assert (await clerk.http.post(f"/staff/cases/{number}/entries/{newer}", data=form)).status_code in (
        409,
        422,
    )
    assert (await clerk.http.get(f"/staff/cases/{number}/entries/999999")).status_code == 404


async def test_a_note_with_a_file_is_for_colleagues_alone(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    action = f"/staff/cases/{number}/note"
    await one.looks(f"/staff/cases/{number}")
    assert (await one.sends(action, words=" ")).status_code == 422
    picture = [("files", ("现场.png", PNG, "image/png"))]
    answer = await one.sends(action, picture, words="打过电话了\n<script>alert(1)</script>")
    assert "备注存好了" in answer.text
    assert "<script>alert" not in answer.text
    (place,) = set(re.findall(rf"/staff/cases/{number}/files/([0-9a-f]{{32}})", answer.text))
    there = await one.http.get(f"/staff/cases/{number}/files/{place}")
    assert (there.headers["content-type"], there.content) == ("image/png", PNG)
    assert there.headers["content-disposition"].startswith("attachment")


async def test_a_duty_need_not_be_done_for_a_reason_alone(team: Team) -> None:
    leader, clerk = await team.comes("负责人", "leader"), await team.comes("经办员", "clerk")
    bench = Bench(team, "zaozhuang")
    number = bench.case("concluded")
    duty = next(one for one in bench.view(number).open_duties if one.act == "correct")
    await leader.looks(f"/staff/cases/{number}")
    action, form = f"/staff/cases/{number}/waive", {"duty": str(duty.id)}
    assert "请写明理由" in (await leader.sends(action, **form, why=" ")).text
    for wrong in ("999999", "x"):
        answer = await leader.posts(
            action, {**dict(leader.page.forms[action]), "duty": wrong, "why": "不涉及"}
        )
        assert answer.status_code in (400, 409)
        await leader.looks(f"/staff/cases/{number}")
    token = await team.token("经办员")
    version = str(bench.view(number).version)
    forged = {"token": token, "version": version, "duty": str(duty.id), "why": "不涉及"}
    assert (await clerk.http.post(action, data=forged)).status_code == 409
    await leader.looks(f"/staff/cases/{number}")
    assert "记下了：不用办" in (await leader.sends(action, **form, why="没有涉及具体纠错事项")).text
    assert "没有涉及具体纠错事项" in leader.last.text


async def test_a_case_is_handed_to_somebody_who_may_handle_it(team: Team) -> None:
    leader, clerk = await team.comes("负责人", "leader"), await team.comes("经办员", "clerk")
    await team.comes("看看", "viewer")
    number = await team.opens("经办员", "weihai")
    await leader.looks(f"/staff/cases/{number}")
    action = f"/staff/cases/{number}/hand"
    answer = await leader.sends(action, to="2")
    assert "交好了" in answer.text
    assert "承办 经办员" in said(answer.text).replace("  ", " ")
    assert (await leader.sends(action, to="3")).status_code == 409
    assert number[:3] in (await clerk.looks("/staff?who=mine")).text
    assert "没有办结" in (await leader.looks("/staff/colleagues")).text
    await leader.sends("/staff/colleagues", whose="2", to="1", do="hand")
    assert "交好了" in leader.last.text
    assert (await clerk.looks("/staff/colleagues")).status_code == 404


async def test_the_cases_of_who_has_left_are_handed_over(team: Team) -> None:
    leader, admin = await team.comes("负责人", "leader"), await team.comes("管理", "admin")
    await team.comes("走的人", "clerk")
    await team.opens("走的人", "weihai")
    await admin.looks("/staff/people")
    await admin.sends("/staff/people/3/leave")
    assert "已离开" in (await leader.looks("/staff/colleagues")).text
    await leader.sends("/staff/colleagues", whose="3", to="1", do="hand")
    assert "交好了" in leader.last.text
    assert "走的人" not in leader.last.text


async def test_somebody_stands_in_until_a_day(team: Team) -> None:
    leader = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    await leader.looks("/staff/colleagues")
    answer = await leader.sends("/staff/colleagues", whose="2", to="1", until="明天", do="away")
    assert answer.status_code == 422
    answer = await leader.sends("/staff/colleagues", whose="2", to="1", until="2026-12-01", do="away")
    assert "负责人代到 2026年12月1日" in answer.text
    await leader.sends("/staff/colleagues", whose="2", to="1", until="", do="back")
    assert "记下了：回来了" in leader.last.text


async def test_a_day_to_look_again(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await one.looks(f"/staff/cases/{number}")
    assert (await one.sends(f"/staff/cases/{number}/look", day="明天")).status_code == 422
    assert "2026年12月8日" in said((await one.sends(f"/staff/cases/{number}/look", day="2026-12-08")).text)


# ── lists, tables, figures ───────────────────────────────────────────────────────────────────────
@ON_BOTH
async def test_lists_are_searched_filtered_and_exported(team: Team) -> None:
    one = await team.comes("经办员", "clerk")
    first, second = await team.opens("经办员", "weihai"), await team.opens("经办员", "donge")
    await team.does("经办员", first, "accept")
    for query, found in (
        ("q=先行发放", {first, second}), ("q=没有的词", set()), (f"q={first[:3]}-{first[3:6]}", {first}),
        ("state=accepted", {first}), ("region=donge", {second}), ("handler=mine", {first, second}), ("handler=nobody", set()),
        ("due=overdue", set()), ("due=none", {first, second}), ("origin=paper", {first, second}), ("origin=ex_officio", set()),
        ("state=%27&region=x%3D&sort=%3B&page=-1&handler=%C3%A9", set()),
    ):  # fmt: skip
        page = (await one.looks(f"/staff/cases?{query}")).text
        assert set(re.findall(r'href="/staff/cases/(\d{9})"', page)) == found, query
    table = await one.http.get("/staff/cases.xlsx?state=accepted")
    sheet = load_workbook(BytesIO(table.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows] == ["编号", f"{first[:3]}-{first[3:6]}-{first[6:]}"]
    kept, _ = team.served.store.trails.page("export", 10, 0)
    assert [(row.actor, row.act, row.detail) for _, row in kept] == [("staff:1", "export", "* accepted 1")]


@ON_BOTH
async def test_the_register_of_a_month_in_the_official_columns(team: Team) -> None:
    one = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    Bench(team, "zaozhuang").case("concluded")
    page = said((await one.looks("/staff/register?region=zaozhuang&month=2026-11")).text)
    assert "还没有报" in page or "没有要报的" in page
    month = "2026-11" if "还没有报" in page else "2026-12"
    address = f"/staff/register?region=zaozhuang&month={month}"
    await one.looks(address)
    form = {**dict(one.page.forms["/staff/register"]), "filler": "某某学院", "purpose": "reporting"}
    table = await one.http.post("/staff/register", data={**form, "kind": "xlsx"})
    sheet = load_workbook(BytesIO(table.content)).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    for told in (
        "容错对象",
        "启动来源",
        "孙三",
        "依申请",
        "先行发放",
        "某某学院",
    ):
        assert any(told in cell for cell in cells), told
    letter = await one.http.post("/staff/register", data={**form, "kind": "docx"})
    assert letter.content.startswith(b"PK")
    for wrong, status in (
        ({"kind": "exe"}, 400),
        ({"purpose": "x", "kind": "xlsx"}, 409),
        ({"region": "x", "kind": "xlsx"}, 409),
    ):
        assert (await one.http.post("/staff/register", data={**form, **wrong})).status_code == status, wrong
    assert (await one.looks("/staff/register?region=zaozhuang&month=x")).status_code == 200


async def test_papers_of_a_case_are_had_for_a_purpose(team: Team) -> None:
    one = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    viewer, elsewhere = await team.comes("看看", "viewer"), await team.comes("外地", "leader", "weihai")
    number = Bench(team, "zaozhuang").case("concluded")
    action = f"/staff/cases/{number}/papers"
    await one.looks(f"/staff/cases/{number}")
    form = {"token": await team.token("负责人"), "paper": ["decision", "notice"], "purpose": "serving"}
    for kind, begins in (("docx", b"PK"), ("zip", b"PK")):
        answer = await one.http.post(action, data={**form, "kind": kind})
        assert answer.content.startswith(begins), kind
        assert answer.headers["content-disposition"].startswith("attachment")
    pdf = await one.http.post(action, data={**form, "kind": "pdf"})
    assert pdf.content.startswith(b"%PDF") or (pdf.status_code == 409 and "可以先下载 Word 的" in pdf.text)
    for wrong in ({"purpose": ""}, {"paper": []}, {"paper": ["x"]}):
        answer = await one.http.post(action, data={**form, "kind": "docx", **wrong})
        assert answer.status_code == 409, wrong
    hidden = await one.http.post(action, data={**form, "paper": ["notice"], "kind": "docx", "hide": "1"})
    with zipfile.ZipFile(BytesIO(hidden.content)) as made:
        assert "孙三" not in made.read("word/document.xml").decode()
    kept = [row.detail for _, row in team.served.store.trails.page(number, 20, 0)[0] if row.act == "print"]
    assert kept[0] == "notice docx serving masked"
    admin = await team.comes("管理", "admin")
    assert "印文书：容错结论告知书（送达，隐名）" in said(
        (await admin.looks(f"/staff/audit?subject={number}")).text
    )
    mine = {**form, "token": await team.token("看看"), "kind": "docx"}
    assert (await viewer.http.post(action, data=mine)).content.startswith(b"PK")
    theirs = {**form, "token": await team.token("外地"), "kind": "docx"}
    assert (await elsewhere.http.post(action, data=theirs)).status_code == 404


@ON_BOTH
async def test_figures_of_a_time(team: Team) -> None:
    one = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    Bench(team, "zaozhuang").case("closed")
    page = await one.looks("/staff/figures")
    assert "<svg" in page.text
    assert "style=" not in page.text  # the browser would not take it
    assert "不予追究责任" in page.text
    for wrong in ("since=x", "until=2026-13-01", "since=2026-12-01&until=2026-11-01"):
        assert (await one.looks(f"/staff/figures?{wrong}")).status_code == 422


# ── the calendar, the audit, questions ───────────────────────────────────────────────────────────
@ON_BOTH
async def test_a_day_of_the_calendar_moves_what_is_due(team: Team) -> None:
    one = await team.comes("负责人", "leader")
    await team.comes("经办员", "clerk")
    bench = Bench(team, "zaozhuang")
    number = bench.case("concluded")
    before = {duty.act: duty.due for duty in bench.view(number).open_duties}["tell"]
    await one.looks("/staff/calendar")
    assert (await one.sends("/staff/calendar", day="2026-11-25", kind="rest", notice="")).status_code == 422
    assert (await one.sends("/staff/calendar", day="明天", kind="x", notice="通知")).status_code == 422
    answer = await one.sends("/staff/calendar", day="2026-11-25", kind="rest", notice="国办发明电〔2026〕7号")
    assert "重算过了" in answer.text
    after = {duty.act: duty.due for duty in bench.view(number).open_duties}["tell"]
    assert before
    assert after
    assert after > before
    await one.sends("/staff/calendar", day="2026-11-25", notice="国办发明电〔2026〕7号", do="drop")
    assert {duty.act: duty.due for duty in bench.view(number).open_duties}["tell"] == before
    assert (await team.there["经办员"].looks("/staff/calendar")).status_code == 404


@ON_BOTH
async def test_what_was_done_is_listed_and_looked_through(team: Team) -> None:
    admin = await team.comes("管理", "admin")
    await team.comes("经办员", "clerk")
    number = await team.opens("经办员", "weihai")
    await team.does("经办员", number, "accept")
    page = said((await admin.looks("/staff/audit")).text)
    assert "受理" in page
    assert "登录" in page
    only = (await admin.looks(f"/staff/audit?subject={number[:3]}-{number[3:6]}-{number[6:]}")).text
    assert "登录" not in said(only).partition("做了什么")[2]
    assert "更正：受理" not in only
    clerk = team.there["经办员"]
    entry = re.findall(r"/entries/(\d+)", (await clerk.looks(f"/staff/cases/{number}")).text)[-1]
    await clerk.looks(f"/staff/cases/{number}/entries/{entry}")
    await clerk.sends(f"/staff/cases/{number}/entries/{entry}", **{"v-day": "2026-11-19"})
    only = (await admin.looks(f"/staff/audit?subject={number[:3]}-{number[3:6]}-{number[6:]}")).text
    assert only.count("更正：受理") == 1
    assert "没有发现改动" in (await admin.sends("/staff/audit")).text
    assert (await team.there["经办员"].looks("/staff/audit")).status_code == 404


async def test_what_was_done_with_a_case_is_called_as_its_own_policy_calls_it(team: Team) -> None:
    leader = await team.comes("负责人", "leader")
    clerk = await team.comes("经办员", "clerk")
    bench = Bench(team, "pingdingshan")
    number = bench.case("accepted")
    for act in ("hear", "investigate", "meet"):
        bench.performs(number, act)
    await clerk.looks(f"/staff/cases/{number}")
    await clerk.sends(f"/staff/cases/{number}/conclude", do="propose", **bench.filled("conclude")[0])
    bench.performs(number, "conclude")
    page = said((await leader.looks(f"/staff/audit?subject={number}")).text).partition("做了什么")[2]
    for called in ("登记听取申辩", "拟好交负责人：作出认定", " 作出认定"):
        assert called in page
    for elsewhere in ("登记听取意见", "作出结论", "conclude", "主动核实"):
        assert elsewhere not in page
    assert "查看" in page
    began = bench.opens("ex_officio")
    bench.performs(began, "open")
    page = said((await leader.looks(f"/staff/audit?subject={began}")).text).partition("做了什么")[2]
    assert page.count("主动核实") == 1


async def test_who_leads_one_region_sees_nothing_of_what_was_done_elsewhere(team: Team) -> None:
    leader = await team.comes("威海的", "leader", "weihai")
    await team.comes("经办员", "clerk")
    here, elsewhere = await team.opens("经办员", "weihai"), await team.opens("经办员", "donge")
    page = (await leader.looks("/staff/audit")).text
    assert f"{here[:3]}-{here[3:6]}" in page
    assert f"{elsewhere[:3]}-{elsewhere[3:6]}" not in page
    assert "登录</td>" not in page
    assert f"{elsewhere[6:]}</td>" not in (await leader.looks(f"/staff/audit?subject={elsewhere}")).text
    assert (await leader.posts("/staff/audit", {"token": await team.token("威海的")})).status_code == 404


async def test_questions_become_a_batch_that_can_be_read(
    team: Team, assistant: Assistant, tmp_path: Path
) -> None:
    one = await team.comes("经办员", "clerk")
    store = team.served.store
    asked = ("材料不齐：能先办吗？#", "- [x] 几天告诉我", "材料不齐：能先办吗？#")
    for text in asked:
        store.feedback(Feedback(False, "weihai", ("weihai.3.6",), text))
    store.feedback(Feedback(False, "weihai", (), "没有条款的问题"))
    store.feedback(Feedback(True, "weihai", ("weihai.3.6",), "有用的"))
    store.feedback(Feedback(False, "donge", ("donge.7.4",), "别处的"))
    page = (await one.looks("/staff/questions")).text
    assert "没有条款的问题" in page
    assert "有用的" not in page
    answer = await one.http.post(
        "/staff/questions", data={**dict(one.page.forms["/staff/questions"]), "region": "weihai"}
    )
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "2026-11-20-questions.yaml").write_bytes(answer.content)
    read = examples.read(tmp_path, assistant.library.policies["weihai"], (), ())
    assert sorted(read.of["weihai.3.6"]["asked"]) == sorted(set(asked))
    assert "# 没有对上条款：没有条款的问题" in answer.text
    assert "别处的" not in answer.text


async def test_a_notice_that_did_not_arrive_is_sent_again_or_was_delivered_in_writing(team: Team) -> None:
    clerk = await team.comes("经办员", "clerk", "weihai")
    elsewhere = await team.comes("外地", "clerk", "donge")
    store, desk = team.served.store, Office(team.served.store)
    numbers = [desk.submits("owner", region="weihai").case.number for _ in range(2)]
    for number in numbers:
        await team.does("经办员", number, "accept")
    waiting = [one for one in unsent(store) if "已经受理" in str(one.body)]
    assert len(waiting) == 2
    for one in waiting:
        store.failed(one.id, BLOCKED)
    page = await clerk.looks("/staff/deliveries")
    assert page.text.count("对方停用了机器人") == 2
    assert "都送到了" in (await elsewhere.looks("/staff/deliveries")).text
    token = await team.token("外地")
    forged = {"token": token, "id": str(waiting[0].id), "do": "again"}
    assert (await elsewhere.http.post("/staff/deliveries", data=forged)).status_code == 404
    await clerk.looks("/staff/deliveries")
    await clerk.sends("/staff/deliveries", id=str(waiting[0].id), do="again")
    assert "会马上再送一次" in clerk.last.text
    assert [one.id for one in unsent(store) if "已经受理" in str(one.body)] == [waiting[0].id]
    await clerk.sends("/staff/deliveries", id=str(waiting[1].id), do="writing")
    assert "都送到了" in clerk.last.text
    assert store.docket.audited()[1] == []


async def test_what_was_set_aside_is_tried_anew_or_let_be(team: Team) -> None:
    leader = await team.comes("负责人", "leader")
    clerk = await team.comes("经办员", "clerk")
    store = team.served.store
    kept = store.receive([Incoming(str(n), f"telegram:{n}", '{"secret": "本人的话"}') for n in (1, 2)])
    for one in kept:
        store.set_aside(one.id)
    page = (await leader.looks("/staff/deliveries")).text
    assert page.count("Telegram") == 2
    assert "本人的话" not in page
    assert "Telegram" not in (await clerk.looks("/staff/deliveries")).text
    await leader.sends("/staff/aside", id=str(kept[0].id), do="again")
    await leader.sends("/staff/aside", id=str(kept[1].id), do="drop")
    assert [one.id for one in waiting(store)] == [kept[0].id]
    assert rows(store, "SELECT state, payload FROM inbox ORDER BY id")[1] == ("done", "")
    form = {"token": await team.token("负责人"), "id": "999", "do": "drop"}
    assert (await leader.posts("/staff/aside", form)).status_code == 404


async def test_what_waits_for_a_leader_is_on_the_first_page(team: Team) -> None:
    clerk, leader = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    assert "等负责人定" not in (await leader.looks("/staff")).text
    action = f"/staff/cases/{number}/meet"
    await clerk.looks(f"/staff/cases/{number}")
    await clerk.sends(action, do="propose", **bench.filled("meet")[0])
    first = said((await leader.looks("/staff")).text).partition("拟好了，等负责人定")[2]
    assert f"{number[:3]}-{number[3:6]}-{number[6:]}" in first[:300]


async def test_what_came_back_is_on_the_first_page_and_filled_in_with_its_file(team: Team) -> None:
    clerk, leader = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    page, action = f"/staff/cases/{number}", f"/staff/cases/{number}/meet"
    await clerk.looks(page)
    values = {**bench.filled("meet")[0], "v-minutes": "一致同意，纪要第八号"}
    record = [("v-record", ("会议记录.pdf", PDF, "application/pdf"))]
    await clerk.sends(action, record, do="propose", **values)
    assert "已经拟好交上去了" in clerk.last.text
    proposed = (await leader.looks(page)).text.partition("拟好的，等您定")[2].partition("现在能办的")[0]
    assert "会议记录.pdf" in proposed
    assert "会议记录.pdf" not in leader.last.text.partition('id="h-notes"')[2]
    await leader.sends(f"{page}/return", comment="参加人员没有写全")
    assert "退回给您的" not in (await leader.looks("/staff")).text
    assert "退回给您的" in (await clerk.looks("/staff")).text
    form = _form((await clerk.looks(page)).text, "meet")
    assert "一致同意，纪要第八号" in form
    assert "会议记录.pdf" in form
    await clerk.sends(action, do="propose")
    assert "退回给您的" not in (await clerk.looks("/staff")).text
    await leader.looks(page)
    await leader.sends(action, do="act")
    met = [one for one in bench.view(number).timeline if one.act == "meet"]
    assert [[file.name for file in one.files] for one in met] == [["会议记录.pdf"]]
    assert "笔录或记录： 会议记录.pdf" in said((await leader.looks(page)).text)


async def test_what_came_back_is_over_once_somebody_else_did_it(team: Team) -> None:
    clerk, leader = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    page, action = f"/staff/cases/{number}", f"/staff/cases/{number}/meet"
    await clerk.looks(page)
    await clerk.sends(action, do="propose", **bench.filled("meet")[0])
    await leader.looks(page)
    await leader.sends(f"{page}/return", comment="我来写")
    await leader.sends(action, do="act", **bench.filled("meet")[0])
    assert "退回给您的" not in (await clerk.looks("/staff")).text


async def test_what_a_leader_may_not_decide_does_not_wait_for_them(team: Team) -> None:
    """Who investigated is told why the decision is another's, where the others find it to be theirs."""
    clerk = await team.comes("经办员", "clerk")
    leader, another = await team.comes("负责人", "leader"), await team.comes("另一位", "leader")
    bench = Bench(team, "weihai")
    number = bench.case("accepted")
    page = f"/staff/cases/{number}"
    await clerk.looks(page)
    report = [("v-report", ("报告.pdf", PDF, "application/pdf"))]
    found = {**bench.filled("investigate")[0], "v-members": "负责人、甲某"}
    await clerk.sends(f"{page}/investigate", report, do="act", **found)
    await clerk.sends(f"{page}/conclude", do="propose", **bench.filled("conclude")[0])
    assert "拟好的，等您定" in (await another.looks(page)).text
    waiting = (await another.looks("/staff")).text.partition("拟好了，等负责人定")[2]
    assert "定：作出结论" in waiting.partition("</table>")[0]
    text = (await leader.looks(page)).text
    assert "拟好的，等您定" not in text
    assert "这一步现在不能由您定" in text
    assert "参加调查的人不能一个人作结论" in text


async def test_what_usually_comes_next_leads(team: Team) -> None:
    clerk, _ = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    number = Bench(team, "donge").case("submitted")
    usual, _, rare = (await clerk.looks(f"/staff/cases/{number}")).text.partition("需要时才办的")
    assert acts_on(usual) == ["accept"]
    assert acts_on(rare)[:4] == ["take", "request", "recuse", "recalled"]
    await clerk.sends(f"/staff/cases/{number}/take", do="act")
    assert "take" not in acts_on(clerk.last.text)
    assert "“登记不归本机关办理”" not in said(clerk.last.text)


async def test_a_case_with_nothing_left_but_to_put_it_away_is_on_the_first_page(team: Team) -> None:
    _, leader = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    bench = Bench(team, "donge")
    number = bench.case("concluded")
    assert "等归档" not in (await leader.looks("/staff")).text
    while left := bench.view(number).open_duties:
        bench.performs(number, left[0].act)
    assert "都办完了，等归档" in (await leader.looks("/staff")).text
    bench.performs(number, "close")
    assert "等归档" not in (await leader.looks("/staff")).text


async def test_a_day_to_look_again_that_has_come_is_on_the_first_page(team: Team, clock: Clock) -> None:
    clerk, _ = await team.comes("经办员", "clerk"), await team.comes("负责人", "leader")
    number = Bench(team, "weihai").case("accepted")
    await clerk.looks(f"/staff/cases/{number}")
    await clerk.sends(f"/staff/cases/{number}/look", day="2026-11-22")
    assert "到了再看的日子" not in (await clerk.looks("/staff")).text
    clock.goes(days=2)
    await clerk.logs_in("经办员")
    assert "到了再看的日子" in (await clerk.looks("/staff")).text


async def test_what_cannot_be_done_yet_is_named_once(team: Team) -> None:
    await team.comes("经办员", "clerk")
    leader = await team.comes("负责人", "leader")
    bench = Bench(team, "donge")
    page = said((await leader.looks(f"/staff/cases/{bench.case('accepted')}")).text)
    assert "作出结论 ：要先登记集体研究" in page
    page = said((await leader.looks(f"/staff/cases/{bench.case('concluded')}")).text)
    assert "归档 ：以前还要办" in page
