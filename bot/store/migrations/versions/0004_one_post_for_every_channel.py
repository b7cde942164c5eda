"""What comes in has a number of its own, and a key that is unique within its channel; what goes out names its channel."""

import html
import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")
BLOCKS = re.compile(r"<(b|blockquote)(?: expandable)?>(.*?)</\1>|([^<]+)", re.S)
# a file that was brought in came under the number of the message that asked for it, negative
KEY = "CASE WHEN update_id < 0 THEN 'fetched:' || CAST(-update_id AS TEXT) ELSE CAST(update_id AS TEXT) END"
CHANNELS = {
    "sqlite": "CASE WHEN instr(chat, ':') THEN substr(chat, 1, instr(chat, ':') - 1) "
    "WHEN chat = '' THEN 'telegram' ELSE chat END",
    "postgresql": "CASE WHEN chat = '' THEN 'telegram' ELSE split_part(chat, ':', 1) END",
}
"""Of whom everything was forgotten was on Telegram: nobody else had an inbox."""


def upgrade() -> None:
    channel = CHANNELS[op.get_bind().dialect.name]
    op.execute("CREATE TABLE inbox_before AS SELECT * FROM inbox")
    op.execute("CREATE TABLE outbox_before AS SELECT * FROM outbox")
    op.drop_table("outbox")
    op.drop_table("inbox")
    _inbox(
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("held_until", TIME, nullable=True),
        sa.UniqueConstraint("channel", "key", name="inbox_once"),
        sqlite_autoincrement=True,
    )
    _outbox(
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("answers", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["answers"], ["inbox.id"], name="outbox_answers", ondelete="SET NULL"),
        sa.UniqueConstraint("answers", "position", name="outbox_once"),
    )
    _index(
        ("inbox_waiting", "inbox", "id"),
        ("inbox_line", "inbox", "chat", "id"),
        ("outbox_waiting", "outbox", "id"),
    )
    op.execute(
        "INSERT INTO inbox (channel, key, chat, payload, received_at, tries, state) "
        f"SELECT {channel}, {KEY}, chat, payload, received_at, tries, state FROM inbox_before "
        "ORDER BY received_at, update_id"
    )
    op.execute(
        "INSERT INTO outbox (id, channel, chat, answers, position, body, state, tries, not_before, last_error, created_at) "
        f"SELECT id, {channel}, chat, (SELECT id FROM inbox WHERE inbox.channel = 'telegram' AND inbox.key = {KEY}), position, "
        "body, state, tries, not_before, last_error, created_at FROM outbox_before"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('outbox', 'id'), coalesce(max(id), 0) + 1, false) FROM outbox"
        )
    op.drop_table("outbox_before")
    op.drop_table("inbox_before")
    connection = op.get_bind()
    for id, body in connection.execute(sa.text("SELECT id, body FROM outbox WHERE state = 'waiting'")).all():
        new = json.dumps(_body(json.loads(body)), ensure_ascii=False)
        connection.execute(sa.text("UPDATE outbox SET body = :body WHERE id = :id"), {"id": id, "body": new})


# ── what waited to be sent: calls of Telegram's, or a notice; from now on what is said, whatever the channel ──
def _body(before: dict[str, Any]) -> dict[str, Any]:
    """What is of neither shape stays as it is: it is given up, and told, when it is to be sent."""
    if "notice" in before:
        notice = before["notice"]
        reply = {"parts": [{"say": notice["text"]}], "buttons": notice.get("buttons") or []}
        return {"reply": reply, **({"unless": notice["unless"]} if notice.get("unless") else {})}
    if "calls" in before:
        return {"reply": _reply(before["calls"]), "to": _to(before["calls"])}
    return before


def _reply(calls: list[dict[str, Any]]) -> dict[str, Any]:
    reply: dict[str, Any] = {"parts": []}
    for call in calls:
        if "text" in call:
            _add_parts(reply["parts"], call["text"])
            keys = call.get("reply_markup", {}).get("inline_keyboard", [])
            reply["buttons"] = [[[key["text"], key["callback_data"]] for key in row] for row in keys]
            reply["edit"] = reply.get("edit", False) or call["method"] == "editMessageText"
        elif "sheet" in call:
            reply["sheet"] = call["sheet"]  # once, in whatever kinds it is made
        elif "paper" in call:
            piece = {"kind": "", "size": 0, "sha256": "", **call["paper"]}
            reply.setdefault("papers", []).append(piece)
        elif "fetch" in call:
            file = {name: call["fetch"][name] for name in ("ref", "name", "size")}
            reply["fetch"] = {"file": file, "draft": call["fetch"]["draft"]}
    return reply


def _add_parts(parts: list[dict[str, Any]], text: str) -> None:
    """A quote stands under its source; where it went on in the next message, it is one again."""
    for tag, inside, bare in BLOCKS.findall(text):
        words = html.unescape(inside or bare).strip("\n")
        last = parts[-1] if parts else {}
        if tag == "b":
            parts.append({"say": words, "strong": True})
        elif tag and last.get("strong"):
            parts[-1] = {"quote": words, "source": last["say"]}
        elif tag and "quote" in last:
            last["quote"] += "\n" + words
        elif words:
            parts.append({"say": words})


def _to(calls: list[dict[str, Any]]) -> dict[str, Any]:
    """Where in its chat it goes."""
    first = calls[0] if calls else {}
    found = {
        "topic": first.get("message_thread_id"),
        "answers": first.get("reply_parameters", {}).get("message_id"),
        "edits": first.get("message_id"),
    }
    return {name: value for name, value in found.items() if value is not None}


def downgrade() -> None:
    """Only where nothing waits: what waits has a shape that nobody knew before. What came by other channels goes."""
    for table in ("outbox", "inbox"):
        if op.get_bind().execute(sa.text(f"SELECT 1 FROM {table} WHERE state = 'waiting'")).first():
            raise RuntimeError(f"something waits in the {table}")
        op.execute(f"CREATE TABLE {table}_before AS SELECT * FROM {table}")
        op.drop_table(table)
    _inbox(sa.Column("update_id", sa.BigInteger(), primary_key=True, autoincrement=False))
    _outbox(
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["update_id"], ["inbox.update_id"], name="outbox_update", ondelete="SET NULL"
        ),
        sa.UniqueConstraint("update_id", "position", name="outbox_once"),
    )
    _index(("inbox_waiting", "inbox", "update_id"), ("outbox_waiting", "outbox", "id"))
    op.execute(
        "INSERT INTO inbox (update_id, chat, payload, received_at, tries, state) "
        "SELECT CAST(replace(key, 'fetched:', '-') AS BIGINT), chat, payload, received_at, tries, state "
        "FROM inbox_before WHERE channel = 'telegram'"
    )
    for table in ("outbox", "inbox"):
        op.drop_table(f"{table}_before")


def _inbox(*own: sa.Column[Any] | sa.Constraint, **options: Any) -> None:
    op.create_table(
        "inbox",
        *own,
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'done', 'set_aside')", name="inbox_state"),
        sa.CheckConstraint("tries >= 0", name="inbox_tries"),
        **options,
    )


def _outbox(*own: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, primary_key=True),
        *own,
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("not_before", TIME, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed')", name="outbox_state"),
        sa.CheckConstraint("tries >= 0", name="outbox_tries"),
        sa.CheckConstraint("position >= 0", name="outbox_position"),
        sqlite_autoincrement=True,
    )


def _index(*wanted: tuple[str, ...]) -> None:
    for name, table, *columns in wanted:
        op.create_index(name, table, columns, sqlite_where=WAITING, postgresql_where=WAITING)
