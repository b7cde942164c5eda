"""A database of every released schema opens with this version, and all that is in it can still be used."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, make_url, select
from sqlalchemy import text as sql

from bot.app import App, Job
from bot.app.decision import state_of
from bot.casework import codes
from bot.casework.acts import Casework
from bot.casework.codes import Codes
from bot.casework.office import Office
from bot.casework.people import INVITATION
from bot.given import REAL
from bot.store.applications import writing
from bot.store.mail import Changes, Incoming, Store
from bot.store.tables.mail import SCHEMA
from bot.workdays import Workdays
from dialogs import acts, status
from dialogs.acts import Act, Case, Piece, fingerprint
from dialogs.apply import words
from dialogs.apply.record import recall
from dialogs.assess import record as assessment
from dialogs.core import Button, Command, Feedback, Fetch, File, Pressed, Reply, Said, Say, Sheet, State
from dialogs.router import Rongcuo
from dialogs.shared.states import STATES
from knowledge.answer import Assistant
from knowledge.policy.quote import Quote
from tests.bot.test_store import rows
from tests.databases import FOLDER, MADE, Rows, alembic, known, load
from tests.harness.given import Clock, Played
from tests.harness.office import gate_of, policies, result, sound
from tests.harness.post import unsent, waiting

SCHEMAS = sorted(file.stem for file in FOLDER.glob("*.sql"))
LARGEST = 96_000


@dataclass
class Old:
    """A database of an earlier version after this one opened it, and what was in it before."""

    schema: str
    store: Store
    before: Rows

    def does(self, chat: str, act: Act) -> Any:
        done = Casework(self.store, Office(self.store, policies(), Workdays())).perform(chat, act)
        self.store.write(Changes(writes=done.writes))
        return done.acted

    def states(self) -> dict[str, State]:
        keys = [row["key"] for row in self.before["chat"]]
        return {key: State.from_json(one.state) for key, one in self.store.load((), keys).chats.items()}


@pytest.fixture
def clock() -> Clock:
    """Ten hours after the databases were made."""
    one = Clock()
    one.now = MADE + timedelta(hours=10)
    return one


@pytest.fixture
def given(clock: Clock) -> Played:
    """With codes that cost what those cost that were given out."""
    return Played(clock, cost=REAL.cost)


@pytest.fixture(params=SCHEMAS)
def old(request: pytest.FixtureRequest, empty_url: str, tmp_path: Path, given: Played) -> Iterator[Old]:
    before = load(empty_url, request.param, tmp_path)
    store = Store(empty_url, 0.5, given)
    yield Old(request.param, store, before)
    store.close()


WITH_APPLICATIONS = pytest.mark.parametrize("old", [one for one in SCHEMAS if one >= "0002"], indirect=True)


# ── whatever the version ────────────────────────────────────────────────────────────────────────
def test_every_schema_has_its_database() -> None:
    from bot.store import migrations

    folder = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert sorted(one.revision for one in folder.walk_revisions()) == SCHEMAS
    assert SCHEMAS[-1] == SCHEMA


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_database_is_small_and_holds_something_of_everything(schema: str, tmp_path: Path) -> None:
    assert (FOLDER / f"{schema}.sql").stat().st_size < LARGEST
    found = load(f"sqlite:///{tmp_path / 'data' / 'x.db'}", schema, tmp_path)
    assert [name for name, there in found.items() if not there] == []


def test_every_row_is_still_there_as_it_was(old: Old) -> None:
    def look(connection: Any) -> Rows:
        (tables := MetaData()).reflect(connection)
        return {
            name: [dict(row) for row in connection.execute(select(*(tables.tables[name].c[one] for one in there[0]))).mappings()]
            for name, there in before.items()
        }  # fmt: skip

    before = {name: [_today(name, row) for row in there] for name, there in old.before.items()}
    now = old.store._database.read(look)
    assert {name: _sorted(there) for name, there in now.items()} == {
        name: _sorted(there) for name, there in before.items()
    }


def _today(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as it is called today."""
    rest = {name: value for name, value in row.items() if name != "update_id"}
    match table:
        case "inbox" if "update_id" in row:
            return {**rest, "channel": "telegram", "key": str(row["update_id"])}
        case "outbox" if "update_id" in row:
            del rest["body"]  # of what waits it has another shape
            return {**rest, "channel": "telegram", "answers": row["update_id"]}
        case _:
            return row


def _sorted(there: list[dict[str, Any]]) -> list[str]:
    """PostgreSQL's times have their zone, those of a bare SQLite have none."""
    return sorted(
        str({k: v.replace(tzinfo=UTC) if isinstance(v, datetime) else v for k, v in row.items()})
        for row in there
    )


def test_the_tables_are_those_of_today(old: Old) -> None:
    old.store._database.write(lambda connection: command.check(alembic(connection)))
    assert rows(old.store, "SELECT version_num FROM alembic_version") == [(SCHEMA,)]


def test_the_audit_is_kept_from_being_changed(old: Old) -> None:
    queries = {"sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
               "postgresql": "SELECT DISTINCT trigger_name FROM information_schema.triggers"}  # fmt: skip
    found = rows(old.store, queries[old.store._database.engine.dialect.name])
    assert {"audit_no_update", "audit_no_delete"} <= {name for (name,) in found}


def test_what_was_remembered_is_read_without_a_loss(old: Old, caplog: pytest.LogCaptureFixture) -> None:
    for key, chat in old.store.load((), [row["key"] for row in old.before["chat"]]).chats.items():
        state = state_of(key, chat)
        assert json.loads(state.to_json()) == json.loads(chat.state)
    assert "afresh" not in caplog.text
    assert old.states()["telegram:101"].region == "weihai"


def test_a_self_assessment_goes_on_where_it_was(old: Old, assistant: Assistant) -> None:
    app, before = (
        App(old.store, Rongcuo(assistant, Workdays()), office=gate_of(old.store)),
        assessment.recall(old.states()["telegram:102"]),
    )
    assert before
    assert len(before.answers) == 6
    said = "\n".join(one.text for one in app.handle("telegram:102", Command("assess")))
    assert "没做完的自评" in said
    said = "\n".join(one.text for one in app.handle("telegram:102", Pressed("assess/go=on")))
    assert "第 6 步" in said
    paused = assessment.recall(old.states()["telegram:103"])
    assert paused
    assert paused.paused


def test_what_waited_is_worked_off_once(old: Old, assistant: Assistant) -> None:
    app = App(old.store, Rongcuo(assistant, Workdays()), office=gate_of(old.store))
    left = waiting(old.store)
    assert [(one.id, json.loads(one.payload)["message"]["text"]) for one in left] == [(5, "第5条")]
    (worked,) = app.work([Job(left[0], Said("第5条"))])
    assert (worked.outcome, waiting(old.store)) == ("done", [])
    seen = [Incoming(str(number), f"telegram:{100 + number}", "{}") for number in range(1, 7)]
    assert [one.key for one in old.store.receive(seen)] == ["6"]  # the old ones are known


def test_what_was_not_sent_yet_can_be_sent(old: Old) -> None:
    waiting = [row for row in old.before["outbox"] if row["state"] == "waiting"]
    left = unsent(old.store)
    assert [(one.id, one.chat, one.tries) for one in left] == [
        (row["id"], row["chat"], row["tries"]) for row in waiting
    ]
    for one, row in zip(left, waiting, strict=True):
        if notice := json.loads(row["body"]).get("notice"):
            reply = Reply.from_json(one.body["reply"])
            shown = [[(button.label, button.data) for button in row] for row in reply.buttons]
            assert (reply.text, shown) == (
                notice["text"],
                [[tuple(key) for key in row] for row in notice["buttons"]],
            )
            assert one.body.get("unless") == notice.get("unless")
    assert [one.not_before for one in left if one.tries] == [MADE + timedelta(hours=1)]
    old.store.sent([one.id for one in left])
    assert unsent(old.store) == []


SHEET = {
    "name": "清单",
    "title": "材料",
    "parts": [{"say": "一", "strong": True}, {"quote": "原文", "source": "第三条"}],
}
FETCH = {"ref": "R", "name": "纪要.pdf", "size": 5, "draft": "d"}
TALL = {"sheet": SHEET, "method": "sendDocument", "chat_id": -5}
CALLS: list[dict[str, Any]] = [
    {"method": "editMessageText", "chat_id": -5, "message_thread_id": 7, "message_id": 9, "parse_mode": "HTML",
     "text": "可能 &lt;是&gt;\n第二行\n\n<b>要紧</b>\n\n再说\n\n<b>《办法》第三条</b>\n\n<blockquote expandable>原文甲</blockquote>",
     "reply_parameters": {"message_id": 8, "allow_sending_without_reply": True}},
    {"method": "sendMessage", "chat_id": -5, "parse_mode": "HTML", "text": "<blockquote>原文乙</blockquote>\n\n完",
     "reply_markup": {"inline_keyboard": [[{"text": "是", "callback_data": "a/b=1"}]]}},
    {**TALL, "kind": "docx"}, {**TALL, "kind": "pdf"},
    {"method": "sendDocument", "chat_id": -5, "paper": {"place": "0" * 32, "name": "照片.jpg"}},
    {"method": "getFile", "chat_id": -5, "fetch": FETCH},
]  # fmt: skip
SAID = Reply(
    (
        Say("可能 <是>\n第二行"),
        Say("要紧", strong=True),
        Say("再说"),
        Quote("原文甲\n原文乙", "《办法》第三条"),
        Say("完"),
    ),
    ((Button("是", "a/b=1"),),),
    edit=True,
    sheet=Sheet("清单", "材料", (Say("一", strong=True), Quote("原文", "第三条"))),
    papers=(Piece("0" * 32, "照片.jpg", "", 0, ""),),
    fetch=Fetch(File("R", "纪要.pdf", 5), "d"),
)


@pytest.mark.parametrize("schema", [one for one in SCHEMAS if one < "0004"])
def test_what_was_put_out_for_telegram_is_said_by_whoever_sends_it(
    empty_url: str, tmp_path: Path, given: Played, schema: str
) -> None:
    load(empty_url, schema, tmp_path)
    engine = create_engine(
        make_url(empty_url)
        if "sqlite" in empty_url
        else make_url(empty_url).set(drivername="postgresql+psycopg")
    )
    with engine.begin() as connection:
        values = {"body": json.dumps({"calls": CALLS}, ensure_ascii=False)}
        connection.execute(
            sql("UPDATE outbox SET body = :body WHERE state = 'waiting' AND update_id = 3"), values
        )
        connection.execute(sql("UPDATE inbox SET update_id = -77 WHERE update_id = 5"))
    engine.dispose()
    store = Store(empty_url, 0.5, given)
    (one,) = [one for one in unsent(store) if "to" in one.body]
    assert Reply.from_json(one.body["reply"]) == SAID
    assert one.body["to"] == {"topic": 7, "answers": 8, "edits": 9}
    assert [left.key for left in waiting(store)] == ["fetched:77"]
    assert store.receive([Incoming("fetched:77", "telegram:105", "{}")]) == []
    store.close()


def test_questions_that_were_handed_on_are_listed_and_new_ones_added(old: Old) -> None:
    old.store.feedback(Feedback(True, "weihai", (), "新问题"))
    assert [(one.useful, one.region, one.provisions, one.question) for one in old.store.questions()] == [
        (False, "donge", ("donge.9",), "没有开会就发了救助，\n能不能容错？"),
        (True, "weihai", (), "新问题"),
    ]


def test_new_things_get_new_numbers(old: Old) -> None:
    until = MADE + INVITATION
    old.store.write(Changes(writes=[writing.invited("新来的", "clerk", None, codes.hashed("X"), until)]))
    assert max(one.id for one in old.store.docket.members()) == len(old.before.get("staff", [])) + 1
    sound(old.store)


# ── with applications ───────────────────────────────────────────────────────────────────────────
def cases(old: Old) -> dict[str, Case]:
    """By what became of them."""
    listed, _ = old.store.docket.page()
    here = [one for one in listed if one.origin == "application"]
    filed, returned, supplied, withdrawn, erased = reversed(old.store.docket.wholes(here))
    return {
        "filed": filed,
        "returned": returned,
        "supplied": supplied,
        "withdrawn": withdrawn,
        "erased": erased,
    }


@WITH_APPLICATIONS
def test_applications_in_every_state_are_whole(old: Old) -> None:
    there = cases(old)
    assert {name: (one.state, one.erased) for name, one in there.items()} == {
        "filed": ("submitted", False), "returned": ("returned", False), "supplied": ("submitted", False),
        "withdrawn": ("withdrawn", False), "erased": ("withdrawn", True),
    }  # fmt: skip
    for name, one in there.items():
        texts = {field.key: field.text for field in one.fields}
        assert texts.get("applicant") == (None if name == "erased" else "钱小七")
        assert len(one.pieces) == (name != "erased")
    assert [claim.at for name in ("returned", "withdrawn") for claim in there[name].claims] == [
        "lishui.10.1"
    ] * 2
    assert ([one.name for one in there["supplied"].added], there["supplied"].exchanges[0].answer) == (
        ["纪要.pdf"],
        "纪要在附件里",
    )
    assert there["returned"].asked == "请补三月五日的会议纪要"
    assert len({fingerprint(one) for one in there.values()}) == 5


@WITH_APPLICATIONS
def test_the_audit_of_an_old_database_still_proves_itself(old: Old) -> None:
    assert old.store.docket.audited() == (len(old.before["audit"]), [])
    sound(old.store)


@WITH_APPLICATIONS
def test_codes_that_were_given_out_still_fit(old: Old) -> None:
    number = cases(old)["returned"].number
    fitting = [n for n in range(21) if Codes(REAL).matches(known(n), old.store.docket.find(number).code)]  # type: ignore[union-attr, arg-type]
    assert len(fitting) == 1
    assert (
        result(old.does("telegram:999", acts.Find(number=number, code=codes.grouped(known(fitting[0])))))
        == "done"
    )
    assert old.does("telegram:999", acts.Bind(code=known(4))).name == "周九（经办）"


@WITH_APPLICATIONS
def test_everybody_may_still_do_what_they_might(old: Old) -> None:
    there = cases(old)
    concluded = [row for row in old.before.get("case_act", []) if row["act"] == "conclude"]
    assert old.does("telegram:200", acts.Queue()).count == 3 + len(concluded)
    assert (
        result(old.does("telegram:200", acts.Request(number=there["filed"].number, words="请补"))) == "done"
    )
    assert result(old.does("telegram:201", acts.Open(number=there["erased"].number))) == "done"
    for chat in ("telegram:202", "telegram:203"):  # of another region; not there any more
        assert result(old.does(chat, acts.Open(number=there["supplied"].number))) == "refused"
    assert (
        result(old.does("telegram:304", acts.Withdraw(number=there["supplied"].number, reason=""))) == "done"
    )
    assert old.does("telegram:305", acts.Erase()).count == 1
    assert result(old.does("telegram:666", acts.Find(number=there["filed"].number, code=""))) == "refused"
    sound(old.store)


@WITH_APPLICATIONS
def test_drafts_and_what_was_under_way_go_on(old: Old, assistant: Assistant) -> None:
    app = App(old.store, Rongcuo(assistant, Workdays()), office=gate_of(old.store))

    def says(chat: str, event: Command | Pressed | Said) -> str:
        return "\n".join(one.text for one in app.handle(chat, event))

    draft = recall(old.states()["telegram:300"])
    assert draft
    assert [one.name for one in draft.tray.pieces] == ["受理单0.pdf", "在路上.pdf"]
    code = next(
        n for n in range(30) if old.store.docket.loan(codes.hashed(known(n)), MADE + timedelta(hours=10))
    )
    assert words.BORROWED in says("web:1", Command("apply", known(code)))
    assert words.MOVED in says("telegram:300", Pressed("intake/sure=1"))
    for chat in ("web:1", "terminal:me"):
        says(chat, Command("apply"))
        assert "提交以后内容不能改" in says(chat, Pressed("intake/submit=1"))
        held = recall(State.from_json(old.store.load((), (chat,)).chats[chat].state))
        assert held
        assert "申请已经提交" in says(chat, Pressed(f"intake/sure={held.own}"))
    collected = status.draft(old.states()["telegram:303"])
    assert "补充已经交上去了" in says("telegram:303", Pressed(f"status/done={collected[:8]}"))
    assert STATES["submitted"] in says("telegram:303", Command("status"))
    assert "不会重复提交" in says("telegram:302", Pressed("intake/sure=1"))
    sound(old.store)
