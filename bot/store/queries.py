"""Every statement, built once: what mail.py runs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    Table,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.tables import mail, page
from bot.store.tables.mail import DONE, FAILED, SENT, SET_ASIDE, WAITING


def table(model: Any) -> Table:
    return cast(Table, model.__table__)


def _given(name: str) -> BindParameter[Any]:
    return bindparam(name)


inbox, chats = table(mail.Inbox), table(mail.Chat)
outbox, feedback = table(mail.Outbox), table(mail.ReaderFeedback)
said = table(page.PageLine)
IDS: BindParameter[Any] = bindparam("ids", expanding=True)


class Dialect:
    """The statements that SQLAlchemy spells differently for each database."""

    def __init__(self, name: str) -> None:
        create: Any = postgresql.insert if name == "postgresql" else sqlite.insert
        self.receive = (
            create(inbox)
            .values(state=WAITING, tries=0)
            .on_conflict_do_nothing()
            .returning(inbox.c.channel, inbox.c.key, inbox.c.id)
        )
        self.answered = (
            create(inbox)
            .values(state=DONE, tries=0)
            .on_conflict_do_nothing()
            .execution_options(preserve_rowcount=True)
        )
        self.new_chat = (
            create(chats)
            .values(key=_given("k"), state=_given("s"), revision=_given("r"), updated_at=_given("now"))
            .on_conflict_do_nothing()
            .execution_options(preserve_rowcount=True)
        )


# ── inbox: one row each, and only while it waits ────────────────────────────────────────────────
_THE_UPDATE = update(inbox).where(inbox.c.id == _given("which"), inbox.c.state == WAITING)
FINISH_UPDATE = _THE_UPDATE.values(state=DONE, payload="")
SET_UPDATE_ASIDE = _THE_UPDATE.values(state=SET_ASIDE)
COUNT_TRY = _THE_UPDATE.values(tries=inbox.c.tries + 1)
TRIES = select(inbox.c.tries).where(inbox.c.id == _given("which"))
UPDATES = select(inbox.c.id, inbox.c.state, inbox.c.tries).where(inbox.c.id.in_(IDS))
KNOWN = select(inbox.c.channel, inbox.c.key, inbox.c.id).where(
    tuple_(inbox.c.channel, inbox.c.key).in_(bindparam("keys", expanding=True))
)
RECEIVED = KNOWN.where(inbox.c.received_at == _given("now"))
_earlier = inbox.alias("earlier")
CLAIMABLE = (
    select(inbox.c.key, inbox.c.chat, inbox.c.payload, inbox.c.id, inbox.c.held_until)
    .where(
        inbox.c.state == WAITING,
        inbox.c.channel == _given("channel"),
        or_(inbox.c.held_until.is_(None), inbox.c.held_until < _given("now")),
        ~exists().where(
            _earlier.c.chat == inbox.c.chat, _earlier.c.state == WAITING, _earlier.c.id < inbox.c.id
        ),
    )
    .order_by(inbox.c.id)
    .limit(_given("most"))
    .with_for_update(skip_locked=True, of=inbox)
)
"""The first of what waits in each conversation, unless somebody works on it; SQLite leaves out the locks, its writer is
alone."""
HOLD = update(inbox).where(inbox.c.id.in_(IDS), inbox.c.state == WAITING).values(held_until=_given("until"))
MOVE_WAITING = (
    update(inbox)
    .where(inbox.c.chat == _given("whose"), inbox.c.state == WAITING, inbox.c.held_until.is_(None))
    .values(chat=_given("name"))
)
FREE = update(inbox).where(inbox.c.state == WAITING, inbox.c.held_until > _given("now"))
FREE = FREE.values(held_until=_given("now"))
ANSWERED = select(inbox.c.chat, inbox.c.payload).where(
    inbox.c.channel == _given("channel"), inbox.c.key == _given("key")
)

# ── chats: written only if they are as they were loaded ─────────────────────────────────────────
CHATS = select(chats.c.key, chats.c.state, chats.c.revision).where(
    chats.c.key.in_(bindparam("keys", expanding=True))
)
CHANGE_CHAT = (
    update(chats)
    .where(chats.c.key == _given("k"), chats.c.revision == _given("before"))
    .values(state=_given("s"), revision=_given("r"), updated_at=_given("now"))
)

# ── outbox ──────────────────────────────────────────────────────────────────────────────────────
UNSENT = (
    select(
        outbox.c.id,
        outbox.c.chat,
        outbox.c.body,
        outbox.c.answers,
        outbox.c.position,
        outbox.c.tries,
        outbox.c.not_before,
    )
    .where(outbox.c.state == WAITING)
    .order_by(outbox.c.id)
)
UNSENT_IDS = (
    select(outbox.c.id)
    .where(outbox.c.state == WAITING, outbox.c.channel == _given("channel"))
    .order_by(outbox.c.id)
)
UNSENT_THESE = UNSENT.where(outbox.c.id.in_(IDS))
NOTICES = select(outbox.c.id, outbox.c.body).where(
    outbox.c.state == WAITING, outbox.c.answers.is_(None), outbox.c.chat == _given("whose")
)
UNSENT_OF = UNSENT.where(outbox.c.answers.in_(IDS))
PUT_OUT = (
    insert(outbox).values(state=WAITING, tries=0).returning(outbox.c.answers, outbox.c.position, outbox.c.id)
)
DELIVERED = update(outbox).where(outbox.c.id == _given("which")).values(state=SENT, body="{}")
_FAILING = (
    update(outbox)
    .where(outbox.c.id == _given("which"), outbox.c.state == WAITING)
    .values(tries=outbox.c.tries + 1, not_before=_given("until"), last_error=_given("error"))
)
COUNT_DELIVERIES = (
    update(outbox)
    .where(outbox.c.id == _given("which"), outbox.c.state == WAITING)
    .values(tries=outbox.c.tries + _given("count"))
)
DELAYED = _FAILING.values(state=WAITING)
FAILED_FOR_GOOD = _FAILING.values(
    state=FAILED, body=case((outbox.c.answers.is_(None), outbox.c.body), else_="{}")
)
"""Of a notice the text stays: somebody may want it sent again."""
GIVEN_UP = (
    select(outbox.c.last_error, func.count()).where(outbox.c.state == FAILED).group_by(outbox.c.last_error)
)

# ── the rest ────────────────────────────────────────────────────────────────────────────────────
ADD_FEEDBACK = insert(feedback)
QUESTIONS = (
    select(feedback.c.at, feedback.c.useful, feedback.c.region, feedback.c.provisions, feedback.c.question)
    .where(feedback.c.question.is_not(None))
    .order_by(feedback.c.id)
)
UNDELIVERED = timedelta(days=27)
"""How much longer a notice is kept that was given up."""
PRUNE = (
    delete(outbox).where(
        outbox.c.state != WAITING,
        or_(
            outbox.c.state != FAILED,
            outbox.c.answers.is_not(None),
            outbox.c.created_at < _given("long_before"),
        ),
        outbox.c.created_at < _given("before"),
    ),
    delete(inbox).where(inbox.c.state != WAITING, inbox.c.received_at < _given("before")),
    # what a group shared before each of its members had a conversation of their own
    delete(chats).where(
        chats.c.key.like("telegram:-%"),
        chats.c.key.not_like("telegram:-%:%"),
        chats.c.updated_at < _given("before"),
    ),
)
FORGET = (
    delete(chats).where(chats.c.key == _given("whose")),
    delete(outbox).where(outbox.c.chat == _given("whose")),
    delete(said).where(said.c.chat == _given("whose")),
    update(inbox).where(inbox.c.chat == _given("whose")).values(chat="", payload="", state=DONE),
)
