"""An office for tests: a store, the people who come to it, and what they do there, without any dialog."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import Any, ClassVar

from sqlmodel import SQLModel

from bot.casework import codes
from bot.casework import office as gate
from bot.casework.acts import Casework
from bot.casework.codes import Codes
from bot.casework.done import Done
from bot.casework.people import INVITATION
from bot.store.applications import reads, writing
from bot.store.mail import Changes, Conflict, Store
from bot.workdays import Workdays
from dialogs import acts
from dialogs.acts import Act, Case, Claim, Filing, FormField, Piece
from dialogs.core import Reply
from knowledge.library import corpus
from knowledge.library.corpus import Library
from tests.bot.test_store import rows

REGION, OTHER = "lishui", "weihai"
PEOPLE = {
    "owner": "telegram:1", "another": "telegram:2", "viewer": "telegram:11", "clerk": "telegram:12", "leader": "telegram:13",
    "elsewhere": "telegram:14", "removed": "telegram:15", "nobody": "telegram:99",
}  # fmt: skip
STAFF = {
    "viewer": ("viewer", REGION), "clerk": ("clerk", REGION), "leader": ("leader", None), "elsewhere": ("clerk", OTHER),
    "removed": ("clerk", REGION),
}  # fmt: skip
NAMED, POST, MATTER, TOLD = "钱小七", "某某镇民政所经办人员", "先行发放救助", "五月六日老人断了药"
ASKED, ANSWER, REASON = "请补三月五日的会议纪要", "纪要在附件里", "另有安排了"
PERSONAL = (NAMED, POST, MATTER, TOLD, ASKED, ANSWER, REASON)
"""What nobody but those who handle the application may ever read."""
FIELDS = (
    FormField("applicant", "申请人", "您的姓名？", NAMED),
    FormField("cell:0", "主要事实及理由", "", f"{TOLD}\n=1+1 <b>&"),
)
CLAIMS = (Claim("lishui.9.1", "（一）", "原文一"), Claim("lishui.12", "第十二条", "原文二"))
UNKNOWN = "482739061"


@cache
def policies() -> Library:
    return corpus.load()


def gate_of(store: Store) -> gate.Office:
    """Where acts of staff are decided by the built-in policies."""
    return gate.Office(store, policies(), Workdays())


class Office:
    """A store, and the people who come to it, called by what they are. A draft's id is made of any word."""

    _drafts: ClassVar[Iterator[int]] = count()
    """Of all offices: two that share a store do not share a draft."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.gate = gate_of(store)
        self.casework = Casework(store, self.gate)

    def decides(self, who: str, act: Act) -> Done:
        return self.casework.perform(PEOPLE[who], act)

    def writes(self, done: Done) -> None:
        self.store.write(Changes(writes=done.writes))

    def does(self, who: str, act: Act) -> Any:
        done = self.decides(who, act)
        self.writes(done)
        return done.acted

    def insists(self, who: str, act: Act) -> Any:
        """Decides once more where somebody else was faster."""
        while True:
            try:
                return self.does(who, act)
            except Conflict:
                continue

    # ── staff ───────────────────────────────────────────────────────────────────────────────────
    def invites(self, name: str, role: str, region: str | None) -> str:
        code, until = Codes(self.store.given).code(), self.store.given.now() + INVITATION
        self.store.write(Changes(writes=[writing.invited(name, role, region, codes.hashed(code), until)]))
        return code

    def hires(self, *people: str) -> None:
        for who in people:
            role, region = STAFF[who]
            assert (
                result(self.does(who, acts.Bind(code=self.invites(f"工作人员{who}", role, region)))) == "done"
            )
            if who == "removed":
                self.leaves(who)

    def leaves(self, who: str) -> None:
        member = self.store.docket.member(PEOPLE[who])
        assert member
        self.store.write(Changes(writes=[writing.departed(member)]))

    # ── applications ────────────────────────────────────────────────────────────────────────────
    def draft(self) -> str:
        return f"{next(self._drafts):032x}"

    def keeps(self, who: str, draft: str, *names: str) -> tuple[Piece, ...]:
        pieces = tuple(piece(draft, name) for name in names)
        for one in pieces:
            assert result(self.does(who, acts.Attach(draft=draft, piece=one))) == "done"
        return pieces

    def submission(
        self,
        who: str = "owner",
        draft: str = "",
        names: Sequence[str] = ("会议纪要.pdf",),
        region: str = REGION,
    ) -> acts.Submit:
        """Its files are there."""
        draft = draft or self.draft()
        places = tuple(one.place for one in self.keeps(who, draft, *names))
        notice = "新申请 {number}（附材料 1 份）。"
        return acts.Submit(filing(draft, places, region), f"{NAMED} {POST} {MATTER}", notice)

    def submits(self, who: str = "owner", **more: Any) -> Any:
        return self.does(who, self.submission(who, **more))

    def case(self, state: str = "submitted", who: str = "owner") -> str:
        """The number of an application in this state; erased: all of this person's that are withdrawn."""
        number = self.submits(who).case.number
        if state == "returned":
            self.returns(number)
        if state in ("withdrawn", "erased"):
            assert result(self.does(who, acts.Withdraw(number=number, reason=REASON))) == "done"
        if state == "erased":
            self.does(who, acts.Erase())
        return number

    def returns(self, number: str) -> None:
        done = self.does(
            "clerk",
            acts.Request(number=number, words=ASKED, notice="您的申请 {number}：" + ASKED, label="去补充"),
        )
        assert result(done) == "done"

    def supplements(self, number: str, *names: str) -> Any:
        draft = self.draft()
        places = tuple(one.place for one in self.keeps("owner", draft, *names))
        return self.does("owner", acts.Supplement(number=number, text=ANSWER, draft=draft, places=places))

    def row(self, number: str) -> reads.Row:
        row = self.store.docket.find(number)
        assert row
        return row

    def whole(self, number: str) -> Case:
        return self.store.docket.whole(self.row(number))

    def trail(self, number: str) -> list[tuple[str, str]]:
        return [(one.actor.partition(":")[0], one.act) for one in self.store.docket.trail(number)]


def result(acted: Any) -> str:
    """What an act came to, in a word."""
    stopped = {acts.Refused: "refused", acts.TooOften: "too_often", acts.Changed: "changed",
               acts.Hindered: "hindered", acts.Outrun: "outrun"}  # fmt: skip
    return stopped.get(type(acted), "done")


def piece(draft: str, name: str) -> Piece:
    place = hashlib.sha256(f"{draft}{name}".encode()).hexdigest()[:32]
    return Piece(place, name, "pdf", 9, hashlib.sha256(name.encode()).hexdigest())


def filing(draft: str, places: tuple[str, ...] = (), region: str = REGION) -> Filing:
    return Filing(draft, region, "person", FIELDS, CLAIMS, places, "f" * 64)


def everything(store: Store) -> dict[str, list[str]]:
    """Every row of every table."""
    tables = SQLModel.metadata.sorted_tables
    return store._database.read(
        lambda connection: {one.name: sorted(map(repr, connection.execute(one.select()))) for one in tables}
    )


def told(store: Store) -> list[tuple[str, dict[str, Any]]]:
    """(chat, notice) of every message that nobody there asked for."""
    found = rows(store, "SELECT chat, body FROM outbox WHERE answers IS NULL ORDER BY id")
    return [(chat, noticed(body)) for chat, body in found]


def noticed(body: str) -> dict[str, Any]:
    """What a message in the outbox says, and what else is known of it."""
    whole = json.loads(body)
    reply = Reply.from_json(whole["reply"])
    buttons = [[[button.label, button.data] for button in row] for row in reply.buttons]
    return {
        "text": reply.text,
        "buttons": buttons,
        **{name: whole[name] for name in whole.keys() - {"reply"}},
    }


def sound(store: Store) -> None:
    """Nothing is broken: the audit is whole, and every state has been reached by what was done."""
    assert store.docket.audited()[1] == []
    assert rows(store, "SELECT number FROM application WHERE state = 'returned' AND id NOT IN "
                       "(SELECT application_id FROM supplement WHERE answered_at IS NULL)") == []  # fmt: skip
    assert rows(store, "SELECT id FROM supplement WHERE answered_at IS NULL AND application_id NOT IN "
                       "(SELECT id FROM application WHERE state = 'returned')") == []  # fmt: skip
