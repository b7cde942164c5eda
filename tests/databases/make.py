"""Makes the populated database of the newest schema: `python -m tests.databases.make`. Once a schema is released its
database stays as that version made it. Every name in it is invented."""

from __future__ import annotations

import itertools
import sqlite3
import tempfile
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from bot.app import App, Job
from bot.casework import codes
from bot.casework.codes import Codes
from bot.casework.entry import Door
from bot.casework.office import Office
from bot.casework.people import INVITATION, People
from bot.casework.views import Performed
from bot.files import Keep
from bot.given import Given
from bot.mind.learnt import assistant
from bot.settings import Settings
from bot.store.allowances import spent
from bot.store.applications import upkeep, writing
from bot.store.casework.clocks import reminded, seen
from bot.store.mail import Changes, Incoming, Store
from bot.store.rows import Member
from bot.store.tables.mail import SCHEMA
from bot.store.transcript import Posting, exchanged
from bot.workdays import Workdays
from dialogs.acts import FormField, Kept, Piece
from dialogs.core import Button, Command, Event, Feedback, File, Pressed, Reply, Said, Sent, say
from dialogs.router import Rongcuo
from tests.databases import FOLDER, MADE, known


class Person:
    """Says and presses things in one chat; a button by its label."""

    def __init__(self, app: App, chat: str, keep: Keep) -> None:
        self.app, self.chat, self.keep, self.buttons = app, chat, keep, list[Button]()

    def does(self, *steps: str) -> str:
        """`/apply` is a command, `[同意` presses, `@材料.pdf` sends a file, everything else is said."""
        return "\n".join(reply.text for step in steps for reply in self._does(step))

    def _does(self, step: str) -> list[Reply]:
        replies = list(self.app.handle(self.chat, self._event(step)))
        for wanted in [one.fetch for one in replies if one.fetch]:
            piece = self.keep.keep(BytesIO(f"%PDF-1.7 {wanted.file.name}".encode()), wanted.file.name)
            replies += self.app.handle(self.chat, Kept(wanted.draft, wanted.file.ref, piece))
        self.buttons += [button for reply in replies for row in reply.buttons for button in row]
        return replies

    def _event(self, step: str) -> Event:
        match step[0]:
            case "/":
                name, _, argument = step[1:].partition(" ")
                return Command(name, argument)
            case "[":
                return Pressed(
                    next(one.data for one in reversed(self.buttons) if one.label.startswith(step[1:]))
                )
            case "@":
                return Sent("document", "", File(f"ref-{step[1:]}", step[1:], 9))
            case _:
                return Said(step)


class Minutes:
    """A clock that goes on by a minute at every look."""

    def __init__(self) -> None:
        self._looks = itertools.count()

    def __call__(self) -> datetime:
        return MADE + timedelta(minutes=next(self._looks))


class Dice(Random):
    """Numbers follow one another, and so do the codes."""

    def __init__(self) -> None:
        super().__init__(0)
        self._numbers, self._order = itertools.count(48273900), itertools.count()

    def randrange(self, *_: Any) -> int:
        return next(self._numbers)

    def choices(self, *_: Any, **__: Any) -> list[str]:
        return list(known(next(self._order)))


def messages(store: Store, app: App, keep: Keep) -> None:
    """What there was before applications: chats, an inbox, an outbox, words on answers."""
    Person(app, "telegram:101", keep).does("/start", "[威海市", "先行救助后来发现不符合条件怎么办")
    Person(app, "telegram:102", keep).does(
        "/region weihai",
        "/assess",
        "[开始自评",
        "[是",
        "[是",
        "[以后",
        "[还没人",
        "老人断了药，我先发了救助。",
    )
    Person(app, "telegram:103", keep).does("/region donge", "/assess", "[开始自评", "[是", "/cancel")
    Person(app, "terminal:me", keep).does("/region 丽水", "第九条", "谢谢")
    store.feedback(Feedback(True, "weihai", ("weihai.3", "weihai.3.13")))
    store.feedback(Feedback(False, "donge", ("donge.9",), "没有开会就发了救助，\n能不能容错？"))
    store.feedback(Feedback(False, None, ()))
    updates = [
        Incoming(str(n), f"telegram:{100 + n}", f'{{"update_id":{n},"message":{{"text":"第{n}条"}}}}')
        for n in range(1, 6)
    ]
    kept = store.receive(updates)
    worked = app.work([Job(one, Said("威海市容错有哪些情形")) for one in kept[:3]])
    sent, failed, delayed = (message.id for one in worked for message in one.outgoing[:1])
    store.sent([sent])
    store.failed(failed, "403 Forbidden")
    store.failed(delayed, "429 Too Many Requests", MADE + timedelta(hours=1))
    store.set_aside(4)
    store.try_again(5)


FORM = ("/apply", "[同意，开始填", "某某县民政局党组", "[以个人名义", "钱小七", "某某镇民政所　经办人员", "2026-05-06",
        "先行发放救助", "五月六日老人断了药，我先发了救助。", "[跳过", "[跳过", "没有造成损失。", "[跳过")  # fmt: skip


def applications(store: Store, app: App, keep: Keep) -> None:
    """Staff of every kind; applications in every state; drafts under way, lent, handed over; codes that did not fit."""
    for name, role, region in (("李四", "clerk", None), ("王五", "leader", "lishui"), ("赵六", "viewer", "weihai"),
                               ("孙八", "clerk", "lishui"), ("周九", "clerk", "lishui")):  # fmt: skip
        until = MADE + INVITATION
        store.write(
            Changes(
                writes=[writing.invited(name, role, region, codes.hashed(Codes(store.given).code()), until)]
            )
        )
    staff = [Person(app, f"telegram:{200 + n}", keep) for n in range(4)]
    for n, person in enumerate(staff):
        person.does(f"/staff {known(n)}")
    gone = store.docket.member("telegram:203")
    store.write(Changes(writes=[writing.departed(gone)] if gone else []))
    people = [Person(app, f"telegram:{300 + n}", keep) for n in range(7)]
    for n, person in enumerate(people):
        person.does("/region lishui", *FORM)
        person.does(
            *(("[1", "[选好了", "情形完全一样。") if n % 2 else ("[拿不准",)),
            f"@受理单{n}.pdf",
            "[发完了",
            "[跳过",
        )
    lent, moved, *filed = people
    lent.does("[换个地方接着填", "@在路上.pdf")
    code = moved.does("[换个地方接着填").split("/apply ")[1].split()[0]
    Person(app, "terminal:me", keep).does(f"/apply {code}", "/cancel")
    for person in filed:
        person.does("[提交", "[确定提交")
    clerk = staff[0]
    numbers = [row.number for row in reversed(store.docket.page()[0])]
    for which in numbers[1:4]:
        clerk.does(
            "/queue",
            f"[{which[:3]}-{which[3:6]}-{which[6:]}",
            "[请申请人补充",
            "请补三月五日的会议纪要",
            "[发给申请人",
        )
    for person in filed[1:3]:
        person.does("/status", "[补充材料", "纪要在附件里", "@纪要.pdf")
    filed[2].does("[补好了，交上去")
    filed[3].does("/status", "[撤回", "另有安排了", "[确定撤回")
    filed[4].does("/status", "[撤回", "[不写原因", "[确定撤回", "/forget", "[确定删除")
    filed[0].does("/status", "[换查询码", "[确定换")
    clerk.does(
        f"/queue {numbers[0][:4]}",
        "[" + "-".join((numbers[0][:3], numbers[0][3:6], numbers[0][6:])),
        "[下载申请表",
    )
    Person(app, "telegram:666", keep).does(f"/status {numbers[0]} ACDEFHJKMPQR", "/staff 123", "/apply")


def casework(store: Store, office: Office) -> None:
    """A case on paper, concluded, with a duty that is done, one that is let be, what staff wrote beside it, what one proposed,
    somebody who recused themselves; a day in the calendar; somebody who is away."""
    clerk, leader = (store.docket.member(f"telegram:20{n}") for n in (0, 1))
    assert clerk is not None
    assert leader is not None
    box = FormField("cell:0", "申请容错事项", "", "先行救助")
    number = office.open_on_paper(clerk, "lishui", "paper", [box], ["lishui.9.1"], summary="孙八 先行救助")
    assert isinstance(number, str)
    piece = Piece("e" * 32, "报告.pdf", "pdf", 9, "d" * 64)
    day = MADE.date().isoformat()

    def does(who: Member, act: str, *files: Piece, **values: str) -> None:
        came = office.perform(who, number, version(), act, {"day": day, **values}, files)
        assert isinstance(came, Performed), came

    def version() -> int:
        row = store.docket.find(number)
        return row.version if row else 0

    does(clerk, "accept")
    does(leader, "route", route="simple", why="有共识")
    does(clerk, "investigate", piece, members="孙八")
    office.note(clerk, number, "请再看第九条")
    ended = {
        "outcome": "tolerated",
        "tier": "从轻处理",
        "grounds": "lishui.9.1",
        "facts": "已经查实",
        "c1": "met",
        "c2": "met",
    }
    office.propose(clerk, number, version(), "conclude", {"day": day, **ended})
    does(leader, "conclude", **ended)
    does(clerk, "correct", matter="补办手续", demand="补齐", until="2026-12-31")
    view = office.case(leader, number)
    assert view
    waived = next(one for one in view.open_duties if one.waiver)
    office.waive(leader, number, version(), waived.id, "已经到位")
    mine = next(row for row in store.docket.page()[0] if row.state == "submitted")
    assert isinstance(office.perform(leader, mine.number, mine.version, "recuse", {"why": "同学"}), Performed)
    office.save_draft(leader, number, "tell", {"how": "当面"})
    store.write(Changes(writes=[reminded([(store.docket.find(number).id, "tell/2026-12-01/soon")])]))  # type: ignore[union-attr]
    store.write(Changes(writes=[seen(clerk, [(store.docket.find(number).id, "tell/2026-12-01/soon")])]))  # type: ignore[union-attr]
    assert office.set_day(leader, date(2027, 2, 7), True, "国办发明电〔2026〕7号") is None
    assert office.away(leader, leader.id, clerk.id, date(2026, 12, 1)) is None


def entrance(store: Store) -> None:
    """Somebody who manages the others, and is logged in with a one-time code."""
    door, people = Door(store), People(store)
    code, member = people.invites("郑十", "admin", None)
    assert member
    assert door.joins(member, code, "guanli", "correct horse battery", "correct horse battery") == {}
    assert door.comes("7" * 64, "guanli", "correct horse battery", "", "10.0.0.1")
    sitting = door.sits("7" * 64)
    assert sitting
    door.offered(sitting)


def pages(store: Store) -> None:
    """A conversation in a browser, one of its messages turned over in its place, one word that came by itself."""
    chat = f"web:{'7' * 64}"
    row = (Button("下一页", "browse/page=weihai.3.1"),)
    store.write(
        Changes(writes=[exchanged(Posting(chat, "一", text="逐条看"), [say("第 1 页", buttons=(row,))])])
    )
    there = store.transcript.lines(chat)[-1].place
    turned = exchanged(Posting(chat, "二", "pressed", "下一页", there), [say("第 2 页", edit=True)])
    told = writing.told(chat, "有一份材料请您补。", [[("去补充", "status/see=482739003")]])
    store.write(Changes(writes=[turned, told, spent({chat: 29.0})]))
    store.transcript.arrived(chat)


def dump(file: Path) -> str:
    """A database as SQL text."""
    connection = sqlite3.connect(file)
    try:
        return "\n".join(connection.iterdump()) + "\n"
    finally:
        connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, keep = Path(folder) / "x.db", Keep(Path(folder) / "keep")
        store = Store(f"sqlite:///{file}", given=Given(Minutes(), Dice()))
        mind = assistant(Settings())
        office = Office(store, mind.library, Workdays())
        app = App(store, Rongcuo(mind, Workdays()), keep, office=office)
        messages(store, app, keep)
        applications(store, app, keep)
        casework(store, office)
        entrance(store)
        pages(store)
        store.write(Changes(writes=[writing.recognised("5" * 32), upkeep.looked(MADE, MADE)]))
        store.close()
        text = dump(file)
    (FOLDER / f"{SCHEMA}.sql").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
