"""What may be done to an application: by whom, in which state, and what becomes of it. The one place that decides.

An act that is not allowed and one on something that is not there get the same answer, so that nobody learns by asking.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.casework import codes
from bot.store.applications import writing
from bot.store.applications.reads import Docket
from bot.store.applications.rows import Member, Row, brief, day
from bot.store.records import ChatState, Write
from bot.store.states import state_of
from bot.workdays import SHANGHAI
from dialogs import drafts
from dialogs.acts import HANDLES, PAGE, Act, Acted, ActName, Case, CaseState, spelled

log = logging.getLogger("rongcuo.casework")
TRIES_AN_HOUR = 5
"""Codes that may be typed wrongly from one chat before it has to wait."""
FILED_A_DAY = 10
"""Applications that one chat may submit within a day."""
LOAN = timedelta(hours=24)
INVITATION = timedelta(days=7)
ROLES: Mapping[str, str] = {"viewer": "查看", "clerk": "经办", "leader": "负责人"}
READS = frozenset(ROLES)
HANDLING = frozenset({"clerk", "leader"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may, and from which states to which; `roles` empty: the applicant alone."""

    before: tuple[CaseState, ...]
    after: CaseState | None = None
    roles: frozenset[str] = frozenset()


OPEN: tuple[CaseState, ...] = ("submitted", "returned")
ANY: tuple[CaseState, ...] = (*OPEN, "withdrawn")
RULES: Mapping[ActName, Rule] = {
    "withdraw": Rule(OPEN, "withdrawn"),
    "supplement": Rule(OPEN, "submitted"),
    "see": Rule(ANY),
    "recode": Rule(ANY),
    "open": Rule(ANY, roles=READS),
    "papers": Rule(ANY, roles=READS),
    "request": Rule(("submitted",), "returned", HANDLING),
}
"""Acts on one application; the others are on drafts, on one's own things, or on the queue."""


@dataclass(slots=True)
class Done:
    """What an act came to: the answer to the dialog, and what is to be written with its state. `touched`: chats and
    numbers that others must not decide on before this is written; `gone`: files that nobody needs any more."""

    acted: Acted
    writes: list[Write] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)


class Casework:
    """Looks up what an act needs and says what is to be written; writes nothing itself. Threads may share it."""

    def __init__(self, docket_: Docket, load: Callable[[str], ChatState | None]) -> None:
        self.docket, self._load = docket_, load

    def perform(self, chat: str, act: Act) -> Done:
        """Raises StoreUnavailable; then nothing has happened."""
        done = self._on_case(chat, act, RULES[act.name]) if act.name in RULES else self._other(chat, act)
        done.touched |= {chat, *([act.number] if act.number else [])}
        return done

    # ── on one application ──────────────────────────────────────────────────────────────────────
    def _on_case(self, chat: str, act: Act, rule: Rule) -> Done:
        row = self.docket.find(act.number)
        member = self.docket.member(chat) if rule.roles else None
        if row is None or not _allowed(row, chat, member, rule):
            return self._refused(chat, act, row, member)
        if row.state not in rule.before:
            return Done(Acted(act, "changed", (brief(row),)))
        match act.name:
            case "withdraw":
                return self._withdraw(act, row)
            case "supplement":
                return self._supplement(act, row)
            case "recode":
                return _recode(act, row)
            case "request":
                return self._request(act, row, member)
            case _:
                return self._read(act, row, member)

    def _refused(self, chat: str, act: Act, row: Row | None, member: Member | None = None) -> Done:
        """Whether it is there or not, the answer is the same; who goes on trying has to wait."""
        if self._tired(chat):
            return Done(Acted(act, "too_often"))
        noted = [writing.noted(row.number, _actor(member), "refused", act.name)] if row else []
        return Done(Acted(act, "refused"), [writing.attempted(chat), *noted])

    def _withdraw(self, act: Act, row: Row) -> Done:
        writes = [
            writing.moved(row, "withdrawn", "applicant", "withdraw", reason=act.words),
            writing.unanswered(row),
        ]
        return Done(
            Acted(act, cases=(_after(row, "withdrawn"),)),
            [*writes, *self._tell_staff(row.region, act.notice, row.number)],
        )

    def _supplement(self, act: Act, row: Row) -> Done:
        """What was asked for, or what the applicant brings unasked."""
        waiting = self.docket.open_supplement(row.id)
        have = [one.place for one in self.docket.draft_pieces(act.draft)]
        if not set(act.places) <= set(have) or (waiting is None) != (row.state == "submitted"):
            return Done(Acted(act, "changed", (brief(row),)))
        brought = writing.supplemented(waiting, row, act.draft, act.words, act.places)
        writes = [writing.moved(row, "submitted", "applicant", "supplement"), brought]
        told = self._tell_staff(row.region, act.notice, row.number)
        unwanted = [place for place in have if place not in act.places]
        return Done(Acted(act, cases=(_after(row, "submitted"),)), [*writes, *told], gone=unwanted)

    def _request(self, act: Act, row: Row, member: Member | None) -> Done:
        if member is None:
            raise ValueError("nobody asks")
        writes = [
            writing.present(member),
            writing.moved(row, "returned", _actor(member), "request"),
            writing.requested(row, member, act.words),
        ]
        if row.chat:
            button = [[(label, f"status/more={row.number}") for label in act.labels]]
            else_ = (member.chat, _numbered(act.unless, row.number)) if member.chat and act.unless else None
            writes.append(writing.told(row.chat, _numbered(act.notice, row.number), button, else_))
        return Done(Acted(act, cases=(_after(row, "returned"),)), writes)

    def _read(self, act: Act, row: Row, member: Member | None) -> Done:
        """By its owner, or by staff, which is written down."""
        case = self.docket.whole(row)
        if member is None:
            return Done(Acted(act, cases=(case,)))
        may = HANDLES if member.role in HANDLING else ""
        noted = writing.noted(row.number, _actor(member), act.name)
        return Done(Acted(act, cases=(case,), text=may), [writing.present(member), noted])

    # ── on drafts ───────────────────────────────────────────────────────────────────────────────
    def _other(self, chat: str, act: Act) -> Done:
        match act.name:
            case "begin":
                return Done(Acted(act, secret=secrets.token_hex(16)))
            case "keep" | "drop" | "discard":
                return self._files(act)
            case "submit":
                return self._submit(chat, act)
            case "lend":
                code = codes.code()
                until = _now() + LOAN
                return Done(
                    Acted(act, secret=codes.grouped(code)),
                    [writing.lent(codes.hashed(code), chat, act.draft, until)],
                )
            case "borrow":
                return self._borrow(chat, act)
            case "mine" | "owned":
                return Done(Acted(act, cases=tuple(map(brief, self.docket.own(chat)))))
            case "find":
                return self._find(chat, act)
            case "erase":
                return self._erase(chat, act)
            case "bind":
                return self._bind(chat, act)
            case _:
                return self._queue(chat, act)

    def _files(self, act: Act) -> Done:
        """A file is taken into a draft, once for the same content, or files are let go."""
        have = self.docket.draft_pieces(act.draft)
        if act.name == "keep":
            piece = act.piece
            if piece is None:
                return Done(Acted(act, "changed"))
            if any(one.sha256 == piece.sha256 for one in have):
                again = any(one.place == piece.place for one in have)
                return Done(Acted(act, "changed"), gone=[] if again else [piece.place])
            return Done(Acted(act), [writing.kept(act.draft, piece)])
        places = [one.place for one in have if act.name == "discard" or one.place in act.places]
        gone = [*places, *self.docket.unowned(act.places)]
        lent = [writing.unlent(act.draft)] if act.name == "discard" else []
        return Done(Acted(act), [writing.dropped(act.draft, places), *lent], gone=gone)

    def _submit(self, chat: str, act: Act) -> Done:
        filing = act.filing
        if filing is None:
            raise ValueError("nothing to submit")
        if self.docket.filed_lately(chat, _now() - timedelta(days=1)) >= FILED_A_DAY:
            return Done(Acted(act, "too_often"))
        have = self.docket.draft_pieces(filing.draft)
        if self.docket.is_filed(filing.draft) or not set(filing.pieces) <= {one.place for one in have}:
            return Done(Acted(act, "changed"))
        number, code = self._free(), codes.code()
        writes = [writing.filed(filing, chat, number, codes.salted(code), act.words),
                  *self._tell_staff(filing.region, act.notice, number)]  # fmt: skip
        now = _now()
        pieces = tuple(one for one in have if one.place in filing.pieces)
        case = Case(number, filing.region, "submitted", day(now), day(now), pieces, fields=filing.fields,
                    claims=filing.claims)  # fmt: skip
        left = [one.place for one in have if one.place not in filing.pieces]
        when = f"{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        return Done(Acted(act, cases=(case,), secret=codes.grouped(code), text=when), writes, gone=left)

    def _free(self) -> str:
        """A number that nobody has; should somebody take it meanwhile, the whole is decided again."""
        while self.docket.find(number := codes.number()):
            pass
        return number

    def _borrow(self, chat: str, act: Act) -> Done:
        code = codes.hashed(codes.typed(act.secret))
        if self._tired(chat):
            return Done(Acted(act, "too_often"))
        found = self.docket.loan(code, _now())
        source = self._load(found[0]) if found else None
        if found is None or source is None or source.revision is None:
            return Done(Acted(act, "refused"), [writing.attempted(chat)])
        if found[0] == chat:
            return Done(Acted(act, "changed"))
        out = drafts.taken_out(state_of(found[0], source), found[1])
        if out is None:
            return Done(Acted(act, "refused"), [writing.attempted(chat)])
        left, draft = out
        following = secrets.randbits(62)
        write = writing.borrowed(code, found[0], left.to_json(), source.revision, following)
        return Done(Acted(act, text=draft), [write], {found[0]})

    # ── one's own things ────────────────────────────────────────────────────────────────────────
    def _find(self, chat: str, act: Act) -> Done:
        """By number and code; both wrong or one, it is the same."""
        if self._tired(chat):
            return Done(Acted(act, "too_often"))
        row = self.docket.find(act.number)
        fits = codes.matches(codes.typed(act.secret), row.code if row and row.code else codes.NOBODY)
        if row is None or row.code is None or not fits:
            return self._refused(chat, act, row)
        return Done(Acted(act, cases=(brief(row),)), [writing.noted(row.number, "somebody", "find")])

    def _tired(self, chat: str) -> bool:
        return self.docket.attempts(chat, _now() - timedelta(hours=1)) >= TRIES_AN_HOUR

    def _erase(self, chat: str, act: Act) -> Done:
        """What is over goes; what is still being handled stays, and is told."""
        rows = self.docket.own(chat)
        over, staying = (
            [row for row in rows if row.state == "withdrawn"],
            [row for row in rows if row.state != "withdrawn"],
        )
        writes = [writing.erased(row) for row in over] + [writing.forgotten(chat)]
        gone = [one.place for case in self.docket.wholes(over) for one in (*case.pieces, *case.added)]
        for draft in act.places:  # the drafts that the dialogs know of
            gone += [one.place for one in self.docket.draft_pieces(draft)]
            writes.append(writing.dropped(draft))
        answer = Acted(act, cases=tuple(brief(row) for row in staying), count=len(over))
        return Done(answer, writes, {row.number for row in over}, gone)

    # ── staff ───────────────────────────────────────────────────────────────────────────────────
    def _bind(self, chat: str, act: Act) -> Done:
        if self._tired(chat):
            return Done(Acted(act, "too_often"))
        invitation = codes.hashed(codes.typed(act.secret))
        member = self.docket.invited(invitation, _now())
        if member is None:
            return Done(Acted(act, "refused"), [writing.attempted(chat)])
        if self.docket.member(chat) is not None:
            return Done(Acted(act, "changed"))
        named = f"{member.name}（{ROLES[member.role]}）"
        return Done(Acted(act, text=named), [writing.bound(member, invitation, chat)], {"staff"})

    def _queue(self, chat: str, act: Act) -> Done:
        member = self.docket.member(chat)
        if member is None or member.left:
            return Done(Acted(act, "refused"))
        rows, count = self.docket.page(
            member.region, OPEN if not act.words else (), act.words, PAGE, act.page * PAGE
        )
        return Done(Acted(act, cases=tuple(map(brief, rows)), count=count))

    def _tell_staff(self, region: str, notice: str, number: str) -> list[Write]:
        """A word to everybody of the staff who may see it; nothing personal in it."""
        button = [[("打开", f"review/open={number}")]]
        there = [one for one in self.docket.members() if one.chat and one.sees(region)]
        return [
            writing.told(one.chat, _numbered(notice, number), button) for one in there if one.chat and notice
        ]


def _allowed(row: Row, chat: str, member: Member | None, rule: Rule) -> bool:
    if rule.roles:
        return member is not None and member.role in rule.roles and member.sees(row.region)
    return row.chat == chat


def _actor(member: Member | None) -> str:
    return f"staff:{member.id}" if member else "somebody"


def _recode(act: Act, row: Row) -> Done:
    code = codes.code()
    return Done(
        Acted(act, cases=(brief(row),), secret=codes.grouped(code)),
        [writing.recoded(row, codes.salted(code))],
    )


def _after(row: Row, state: CaseState) -> Case:
    now = day(_now())
    return Case(row.number, row.region, state, day(row.filed_at), now)


def _numbered(notice: str, number: str) -> str:
    return notice.replace("{number}", spelled(number))


def _now() -> datetime:
    return datetime.now(UTC)
