"""Steps of a case that staff take by buttons in a chat: whole cases, two at once, old buttons, others' cases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from bot.app import App
from bot.store.mail import Store
from bot.store.rows import attempts
from bot.workdays import Workdays
from dialogs.acts import Bind, Request, Withdraw, spelled
from dialogs.core import Pressed
from dialogs.desk import REFUSED, words
from dialogs.router import Rongcuo
from dialogs.shared.phrases import STALE
from dialogs.shared.states import STATES
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.harness.given import Clock, Played
from tests.harness.office import PEOPLE, Office, gate_of, policies, told
from tests.harness.steps import WAYS, Colleague, answer, applied, owed
from tests.harness.template import copied


class Room:
    """An office of a clerk and a leader who see everything, a viewer, and a clerk of another region; all in chats."""

    def __init__(self, store: Store, app: App) -> None:
        self.store, self.office, self.app = store, Office(store), app
        for who, role, region in (("clerk", "clerk", None), ("leader", "leader", None), ("viewer", "viewer", None),
                                  ("another", "clerk", None), ("elsewhere", "clerk", "weihai")):  # fmt: skip
            self.office.does(who, Bind(self.office.invites(f"同事{who}", role, region)))

    def at(self, who: str) -> Colleague:
        return Colleague(self.app, PEOPLE[who])

    def case(self, region: str) -> str:
        return applied(self.office, region)

    def goes(self, number: str, *steps: tuple[str, str, tuple[str, ...]]) -> str:
        said = ""
        for who, label, wanted in steps:
            colleague = self.at(who)
            colleague.opens(number)
            said = colleague.takes(label, wanted)
            assert "已登记" in said, (label, said)
        return said

    def finishes(self, number: str) -> str:
        """All that is owed is done by the leader, then the case is put away."""
        leader = self.at("leader")
        leader.opens(number)
        while "归档" not in leader.buttons:
            assert "已登记" in leader.takes(owed(leader.text, leader.buttons)[0])
            leader.opens(number)
        return leader.takes("归档")

    def state(self, number: str) -> str:
        return self.office.row(number).state

    def deeds(self, number: str) -> list[str]:
        return [act for (act,) in rows(self.store, f"SELECT act FROM case_act WHERE application_id = "
                                       f"(SELECT id FROM application WHERE number = '{number}') ORDER BY id")]  # fmt: skip


@pytest.fixture
def room(tmp_path: Path, assistant: Assistant) -> Iterator[Room]:
    given = Played(Clock())
    store = Store(copied(tmp_path / "desk.db"), given=given)
    yield Room(store, App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)))
    store.close()


@pytest.mark.parametrize("region", WAYS)
def test_a_case_of_each_policy_goes_from_receipt_to_archive_by_buttons(room: Room, region: str) -> None:
    number = room.case(region)
    room.goes(number, *WAYS[region])
    said = room.finishes(number)
    assert (room.state(number), STATES["closed"] in said) == ("closed", True)
    assert room.store.docket.audited()[1] == []


# ── who may ─────────────────────────────────────────────────────────────────────────────────────
SAFE = 4
"""Refusals in a row before whoever tries has to wait."""


class Hand:
    """Presses the button of every act, whether it was ever shown or not."""

    def __init__(self, room: Room) -> None:
        self.room, self.refused = room, 0

    def may(self, who: str, number: str, act: str, how: str = "p") -> bool:
        """The form of the act opens."""
        colleague, before = self.room.at(who), self.room.office.row(number)
        colleague.does(Pressed(f"review/do={number}.{before.version}.{how}.{act}"))
        opened = words.LATER in colleague.buttons
        if opened:
            colleague.presses(words.LATER)
        if self.refused == SAFE or (colleague.text == REFUSED and self._forgive()):
            self.refused = 0
        assert self.room.office.row(number) == before
        return opened

    def _forgive(self) -> bool:
        self.refused += 1
        if self.refused == SAFE:
            self.room.store._database.write(lambda connection: connection.execute(attempts.delete()))
        return self.refused == SAFE


def phases(room: Room, region: str) -> Iterator[tuple[str, str]]:
    """(phase, number of a case in it), the standing in each as it comes about."""
    number, away, gone, back = (room.case(region) for _ in range(4))
    yield "submitted", number
    room.office.does("clerk", Request(back, "补一份纪要"))
    yield "returned", back
    room.office.does("owner", Withdraw(away, "不申请了"))
    yield "withdrawn", away
    room.goes(gone, ("leader", "登记不归本机关办理", ()))
    yield "not_opened", gone
    for step in WAYS[region]:
        room.goes(number, step)
        yield room.state(number), number
    room.finishes(number)
    yield "closed", number


@pytest.mark.slow
@pytest.mark.parametrize("region", WAYS)
def test_only_what_the_table_says_can_be_begun(room: Room, region: str) -> None:
    """Every act in every phase by every role, and by a colleague of another region."""
    procedure, hand = policies().procedures[region], Hand(room)
    table, seen, done = procedure.matrix(), set(), set()
    others = ("viewer", "clerk", "leader") + (("elsewhere",) if region != "weihai" else ())
    for phase, number in phases(room, region):
        folder = room.office.gate.folder(room.office.row(number))
        assert folder is not None
        assert folder.standing.phase == phase
        for act, who in product(procedure.acts, others):
            opened = hand.may(who, number, act)
            handles = who in ("clerk", "leader")
            assert opened == (handles and procedure.refusal(act, folder.standing, who) is None), (
                act,
                phase,
                who,
            )
            assert not opened or table[act, folder.standing.phase, who]
            seen.add((act, phase, who))
            done |= {(act, phase, who)} if opened else set()
    assert {cell for cell in seen if cell[2] in ("clerk", "leader")} == {
        cell for cell in table if cell[2] in ("clerk", "leader")
    }
    assert len(done) > 20


def test_a_viewer_and_a_colleague_of_another_region_hear_the_same_as_of_no_case(room: Room) -> None:
    number = room.case("lishui")
    for who, how in product(("viewer", "elsewhere"), "pqtrw"):
        for there in (number, "482739061"):
            assert room.at(who).does(Pressed(f"review/do={there}.1.{how}.accept")) == REFUSED
        room.store._database.write(lambda connection: connection.execute(attempts.delete()))
    viewer = room.at("viewer")
    assert "校验码" in viewer.opens(number)
    assert not [data for data in viewer.buttons.values() if data.startswith("review/do=")]


# ── old buttons, two at once ────────────────────────────────────────────────────────────────────
def test_no_button_that_was_ever_shown_acts_once_more(room: Room) -> None:
    number, clerk = room.case("weihai"), room.at("clerk")
    pressed: list[str] = []
    clerk.opens(number)
    for label in ("受理", "登记调查报告"):
        pressed += clerk.buttons.values()
        clerk.presses(label)
        left: Iterator[str] = iter(())
        while words.LATER in clerk.buttons:
            pressed += clerk.buttons.values()
            how, what = answer(clerk.text, list(clerk.buttons), left)
            {"press": clerk.presses, "type": clerk.types, "send": clerk.sends}[how](what)
    before = room.deeds(number), room.office.row(number)
    for data in dict.fromkeys(pressed):
        clerk.does(Pressed(data))
    for data in reversed(pressed):
        clerk.does(Pressed(data))
    assert (room.deeds(number), room.office.row(number)) == before


def test_the_second_of_two_is_told_who_was_faster_and_what_they_entered_stays(room: Room) -> None:
    number = room.case("donge")
    one, other = room.at("clerk"), room.at("another")
    one.opens(number), other.opens(number)
    one.presses("受理"), other.presses("受理")
    for colleague in (one, other):
        colleague.presses("昨天")
        colleague.presses("不写")
    late = other.buttons["登记"]
    assert "已登记：受理" in one.presses("登记")
    assert "现在是“已受理”，同事clerk刚办过" in other.does(Pressed(late))
    assert room.deeds(number) == ["accept"]
    other.presses(words.OPEN_AGAIN)
    assert "受理" not in other.buttons


def test_a_button_of_a_case_that_has_moved_on_begins_nothing(room: Room) -> None:
    number, clerk = room.case("donge"), room.at("clerk")
    clerk.opens(number)
    old = clerk.buttons["登记书面撤回"]
    room.goes(number, ("another", "由我承办", ()))
    assert "同事another刚办过" in clerk.does(Pressed(old))
    assert words.LATER not in clerk.buttons


# ── prepared for a leader ───────────────────────────────────────────────────────────────────────
def prepared(room: Room) -> str:
    number = room.case("weihai")
    room.goes(number, *WAYS["weihai"][:2])
    clerk = room.at("clerk")
    clerk.opens(number)
    assert "已经告诉负责人" in clerk.takes("拟：作出结论", ("予以容错", "不予追究责任"))
    assert room.state(number) == "accepted"
    return number


def heard(room: Room, who: str) -> dict[str, str]:
    """The buttons of the last word to somebody that nobody asked for."""
    rows = [body for chat, body in told(room.store) if chat == PEOPLE[who]][-1]["buttons"]
    return {label: data for row in rows for label, data in row}


def test_what_a_clerk_prepares_a_leader_looks_over_and_agrees_to(room: Room) -> None:
    number, leader = prepared(room), room.at("leader")
    said = leader.does(Pressed(heard(room, "leader")["同意并登记"]))
    assert "结论：予以容错" in said
    assert "怎么处理：不予追究责任" in said
    assert "认定的事实：照实写的一句话" in said
    assert room.state(number) == "accepted"  # it was only looked at
    assert "已照拟稿登记：作出结论" in leader.presses("同意并登记")
    assert room.state(number) == "concluded"
    assert (
        "您拟的“作出结论”，同事leader已经办了"
        in [body for chat, body in told(room.store) if chat == PEOPLE["clerk"]][-1]["text"]
    )


def test_what_a_leader_sends_back_comes_back_with_a_word_and_is_open_no_more(room: Room) -> None:
    number, leader = prepared(room), room.at("leader")
    leader.does(Pressed(heard(room, "leader")["退回"]))
    leader.types("事实写得不够")
    assert "意见已经记下" in leader.presses("退回")
    assert "退回来了" in [body for chat, body in told(room.store) if chat == PEOPLE["clerk"]][-1]["text"]
    assert "已经办了或者退了" in leader.does(Pressed(heard(room, "leader")["同意并登记"]))
    assert room.state(number) == "accepted"


def test_a_clerk_cannot_agree_to_what_was_prepared(room: Room) -> None:
    number = prepared(room)
    said = room.at("another").does(Pressed(f"review/do={number}.0.t.conclude"))
    assert "要由负责人办" in said
    assert room.state(number) == "accepted"


# ── what is typed ───────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def accepting(room: Room) -> Colleague:
    clerk = room.at("clerk")
    clerk.opens(room.case("donge"))
    clerk.presses("受理")
    return clerk


def test_days_are_heard_as_people_say_them_and_none_that_is_not_over(accepting: Colleague) -> None:
    assert "还没有到" in accepting.types("明天")
    assert "请只打那一个" in accepting.types("11月3日，11月5日") or "要的是哪一个" in accepting.text
    assert "受理日期：2026年11月18日" in accepting.types("前天")


def test_a_day_before_what_has_to_come_first_is_said_where_it_is_entered_and_never_refused(
    room: Room, accepting: Colleague
) -> None:
    odd = "填的是2026年11月18日，早于提交申请（2026年11月20日）；请核对。"
    assert odd in accepting.types("前天")
    assert odd not in accepting.types("三号")[: accepting.text.index(words.CHECK)]
    assert odd in accepting.text
    accepting.presses(words.CHANGE)
    accepting.presses("受理日期")
    assert "早于" not in accepting.presses("今天")
    accepting.presses(words.CHANGE)
    accepting.presses("受理日期")
    assert odd in accepting.types("前天")
    assert "已登记：受理" in accepting.presses("登记")


def test_an_old_button_is_said_to_be_one_and_the_question_stands_again(accepting: Colleague) -> None:
    old = accepting.buttons["今天"]
    accepting.presses("昨天")
    accepting.does(Pressed(old))
    assert [one.text for one in accepting.seen[:1]] == [STALE]
    assert "文号或登记号？" in accepting.seen[-1].text
    accepting.presses("不写")
    assert "受理日期：2026年11月19日" in accepting.text


def test_a_rule_that_is_asked_for_in_between_is_answered_and_the_question_stands_again(
    accepting: Colleague,
) -> None:
    said = accepting.types("作出结论后几天内告知？")
    assert "第十四条" in said
    assert "受理日期？" in accepting.seen[-1].text
    accepting.presses("今天")
    accepting.presses("不写")
    assert "已登记：受理" in accepting.presses("登记")


def test_what_was_put_down_goes_on_where_it_was_and_can_be_changed_before_it_is_done(
    room: Room, accepting: Colleague
) -> None:
    accepting.presses("昨天")
    accepting.presses(words.LATER)
    number = accepting.buttons[words.OPEN_AGAIN].partition("=")[2]
    accepting.opens(number)
    assert "接着填" in accepting.presses("受理")
    assert "文号或登记号" in accepting.text
    accepting.types("东容受〔2026〕3号")
    accepting.presses("改")
    accepting.presses("受理日期")
    accepting.presses("今天")
    assert "受理日期：2026年11月20日" in accepting.text
    assert "东容受〔2026〕3号" in accepting.text
    accepting.presses("不登记")
    assert room.deeds(number) == []


def test_what_was_not_done_is_not_ticked(room: Room) -> None:
    number, clerk = room.case("donge"), room.at("clerk")
    room.goes(number, *WAYS["donge"])
    clerk.opens(number)
    clerk.presses("登记告知")
    for _ in range(3):
        how, what = answer(clerk.text, list(clerk.buttons), iter(()))
        {"press": clerk.presses, "type": clerk.types, "send": clerk.sends}[how](what)
    assert "做到了再登记" in clerk.presses("否")
    twice = clerk.buttons["是"]
    for _ in range(2):  # a double tap does not tick what is asked next
        clerk.does(Pressed(twice))
    assert clerk.seen[0].text == STALE
    assert "已送到：所在党组织？" in clerk.seen[-1].text
    assert words.LATER in clerk.buttons


def test_a_leader_lets_a_duty_be_only_where_the_policy_does_and_with_a_reason(room: Room) -> None:
    number, leader = room.case("donge"), room.at("leader")
    room.goes(number, *WAYS["donge"])
    clerk = room.at("clerk")
    clerk.opens(number)
    assert not [one for one in clerk.buttons if one.startswith("不办：")]
    leader.opens(number)
    assert [one for one in leader.buttons if one.startswith("不办：")] == ["不办：下达纠错通知"]
    assert "可以不再启动纠错程序" in leader.presses("不办：下达纠错通知")
    leader.types("没有需要纠正的")
    leader.presses("登记")
    leader.opens(number)
    assert "· 下达纠错通知：" not in leader.text
    assert "没有写这一项可以不办" in leader.does(Pressed(f"review/do={number}.0.w.tell"))


def test_a_file_goes_to_the_case_and_to_nobody_else(room: Room) -> None:
    number = room.case("donge")
    room.goes(number, *WAYS["donge"][:3])
    assert rows(room.store, "SELECT count(*) FROM case_file") == [(1,)]
    assert rows(room.store, "SELECT count(*) FROM attachment WHERE application_id IS NULL") == [(0,)]


def test_a_board_says_what_is_owed_to_whom_and_what_waits_for_the_same_once(room: Room) -> None:
    number, clerk = room.case("lishui"), room.at("clerk")
    room.goes(number, *WAYS["lishui"])
    clerk.opens(number)
    assert "· 发送纠错通知书（纠错对象）：到2026年11月27日" in clerk.text
    assert "· 告知：文件没有写期限" in clerk.text
    assert "登记告知" in clerk.buttons
    assert "· “延长整改期限”“登记整改报告”“登记提醒、函询”要先发送纠错通知书：" in clerk.text
    assert "· “归档”要等上面要办的都办完" in clerk.text
    leader = room.at("leader")
    leader.opens(number)
    assert ("由我承办" in leader.buttons, "由我承办" in clerk.buttons) == (True, False)


def test_what_another_step_needs_is_what_comes_next(room: Room) -> None:
    number, clerk = room.case("pingdingshan"), room.at("clerk")
    room.goes(number, *WAYS["pingdingshan"][:2])
    assert "接下来可以办：听取申辩。" in clerk.opens(number)
    room.goes(number, *WAYS["pingdingshan"][2:4])
    assert "集体研究（拟好交负责人定）" in clerk.opens(number)
    assert "拟：集体研究" in clerk.buttons


# ── the list ────────────────────────────────────────────────────────────────────────────────────
def test_the_list_begins_with_what_is_overdue(room: Room) -> None:
    waits, owed = room.case("donge"), room.case("donge")
    room.goes(owed, *WAYS["donge"])
    clerk = room.at("clerk")
    clerk.types("/queue")
    assert list(clerk.buttons) == [spelled(owed), spelled(waits)]
    assert "下一步是告知：到2026年12月1日（星期二），还有 7 个工作日" in clerk.text
    room.store.given.now.goes(days=12)  # type: ignore[attr-defined]
    assert "已经过了 1 个工作日" in clerk.types("/queue")


# ── whoever applied ─────────────────────────────────────────────────────────────────────────────
TOLD = {
    "donge": ("结果：“不予追究责任”。以机关的书面告知为准。", "“申诉、复核期间，不停止处理决定的执行”（第十五条第二款）"),
    "weihai": ("结果：“予以容错（不予追究责任）”。以机关的书面告知为准。", "不服怎么办：通知没有写申诉。"),
    "zaozhuang": ("结果：“从轻、减轻或者免于处理（从轻）”", "“申诉、复审期间，不停止处理决定的执行”（第七条第（六）项）"),
    "pingdingshan": ("结果机关已经告知申请单位党组织，请向那边问", "不服怎么办：办法没有写申诉。"),
    "lishui": ("结果：“可以容错纠错（从轻处理）”", "不服怎么办：细则没有写对决定不服的申诉。"),
}  # fmt: skip
DUE = {"donge": "最晚到2026年12月1日（星期二）；期限写的是“7 个工作日”（第十四条）", "weihai": "最晚到2026年12月1日（星期二）；期限写的是“7个工作日”（五（二））",
       "zaozhuang": "最晚到2026年12月1日（星期二）；期限写的是“7个工作日”（第七条第（六）项）",
       "pingdingshan": "最晚到2026年11月25日（星期三）；期限写的是“三个工作日”（第十条第（三）项）", "lishui": "机关告知；文件没有写期限。"}  # fmt: skip


@pytest.mark.parametrize("region", WAYS)
def test_whoever_applied_sees_how_far_it_has_come_and_the_result_no_sooner_than_it_was_told(
    room: Room, region: str
) -> None:
    number, owner = room.case(region), room.at("owner")
    room.goes(number, *WAYS[region][:-1])
    assert "受理：2026年11月20日" in owner.types("/status")
    assert "接下来由机关办：" in owner.text
    room.goes(number, WAYS[region][-1])
    before = owner.types("/status")
    result, appeal = TOLD[region]
    assert DUE[region] in before
    assert "告知了这里才看得到" in before
    assert not [word for word in ("结果：", "不服", "纠错", "容错（", "从轻", "不予") if word in before]
    room.goes(number, ("clerk", "登记书面反馈" if region == "pingdingshan" else "登记告知", ()))
    after = owner.types("/status")
    assert result in after
    assert appeal in after
    assert ("不停止" in after) == (region in ("donge", "zaozhuang"))
