"""Replies → Bot API calls: HTML escaped, quotes as block quotes, long texts in pieces."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot import documents
from dialogs.core import Button, Card, Cell, Fetch, Form, Part, Reply, Say, Sheet, say
from knowledge.policy.quote import Quote

log = logging.getLogger("rongcuo.telegram")
LIMIT = 4_000
"""Characters (UTF-16 units) of one message; Telegram refuses more than 4,096."""
LONG_QUOTE = 600
"""From here on a quote is shown folded."""
BUTTONS, ROW = 99, 8
"""Buttons of one message and of one row; Telegram refuses more than 100 and more than 8."""
Call = dict[str, Any]


def calls(reply: Reply, chat: int, edited: int | None = None) -> list[Call]:
    """The messages that a reply takes, buttons under the last; `edited`: the message to put the first in place of.
    A sheet becomes a call for each kind of file, which is made only when it is sent; kept files are read only then."""
    texts = list(_pieces(reply.parts))
    made: list[Call] = [{"method": "sendMessage", "chat_id": chat, "text": text, "parse_mode": "HTML",
                         "link_preview_options": {"is_disabled": True}} for text in texts]  # fmt: skip
    if made and edited is not None and reply.edit:
        made[0] = {**made[0], "method": "editMessageText", "message_id": edited}
    if made and reply.buttons:
        made[-1]["reply_markup"] = keyboard(reply.buttons)
    if reply.sheet:
        made += [{"method": "sendDocument", "chat_id": chat, "sheet": packed(reply.sheet), "kind": kind}
                 for kind in documents.kinds(reply.sheet)]  # fmt: skip
    made += [{"method": "sendDocument", "chat_id": chat, "paper": {"place": one.place, "name": one.name}}
             for one in reply.papers]  # fmt: skip
    return [*made, _fetching(reply.fetch, chat)] if reply.fetch else made


def noticed(notice: Call, chat: int) -> list[Call]:
    """The messages of a notice, which somebody put into the outbox who knows no Telegram."""
    rows = notice.get("buttons") or ()
    buttons = tuple(tuple(Button(label, data) for label, data in row) for row in rows)
    return calls(say(notice["text"], buttons=buttons), chat)


def _fetching(fetch: Fetch, chat: int) -> Call:
    return {"method": "getFile", "chat_id": chat, "fetch": {**asdict(fetch.file), "draft": fetch.draft}}


def packed(sheet: Sheet | Form) -> Call:
    """A sheet or form as JSON for the outbox."""
    if isinstance(sheet, Form):
        return asdict(sheet)
    parts = [{"say": part.text, "strong": part.strong} if isinstance(part, Say)
             else {"quote": part.text, "source": part.source} for part in sheet.parts]  # fmt: skip
    return {"name": sheet.name, "title": sheet.title, "parts": parts}


def unpacked(body: Call) -> Sheet | Form:
    """The sheet or form again."""
    if "rows" in body:
        rows = tuple(tuple(Cell(**cell) for cell in row) for row in body["rows"])
        return Form(**{**body, "rows": rows, "notes": tuple(body["notes"])})
    parts = (Quote(one["quote"], one["source"]) if "quote" in one else Say(one["say"], one["strong"])
             for one in body["parts"])  # fmt: skip
    return Sheet(body["name"], body["title"], tuple(parts))


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> Call:
    return {
        "inline_keyboard": [[{"text": b.label, "callback_data": b.data} for b in row] for row in _fit(rows)]
    }


def _fit(rows: tuple[tuple[Button, ...], ...]) -> Iterator[tuple[Button, ...]]:
    """Rows that Telegram takes: a wide one becomes several, and the last buttons of too many are left out."""
    room, count = BUTTONS, sum(len(row) for row in rows)
    if count > room:
        log.warning("a message has %d buttons, only the first %d are shown", count, room)
    for row in rows:
        for start in range(0, min(len(row), room), ROW):
            yield row[start : min(start + ROW, room)]
        room -= min(len(row), room)


def plain(call: Call) -> Call:
    """The same message without entities, for the case that Telegram cannot read them."""
    text = call["text"]
    for tag in ("<b>", "</b>", "<blockquote>", "<blockquote expandable>", "</blockquote>"):
        text = text.replace(tag, "")
    return {
        name: value for name, value in {**call, "text": html.unescape(text)}.items() if name != "parse_mode"
    }


def article(card: Card) -> Call:
    """A card as an inline result."""
    return {"type": "article", "id": card.key[:64], "title": card.title, "description": card.description,
            "input_message_content": {"message_text": next(_pieces(card.reply.parts)), "parse_mode": "HTML"}}  # fmt: skip


def length(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def _pieces(parts: tuple[Part, ...]) -> Iterator[str]:
    """Messages of at most LIMIT characters, cut between paragraphs where possible, never inside a tag."""
    done, used = "", 0
    for opening, text, closing in _blocks(parts):
        for piece in _cut(text):
            size = length(piece) + 2
            if used and used + size > LIMIT:
                yield done
                done, used = "", 0
            done += ("\n\n" if done else "") + opening + html.escape(piece, quote=False) + closing
            used += size
    if done:
        yield done


def _blocks(parts: tuple[Part, ...]) -> Iterator[tuple[str, str, str]]:
    """(opening tag, text, closing tag) of every paragraph."""
    for part in parts:
        match part:
            case Say(text, strong):
                yield ("<b>", text, "</b>") if strong else ("", text, "")
            case Quote(text, source):
                yield "<b>", source, "</b>"
                yield (
                    "<blockquote expandable>" if len(text) > LONG_QUOTE else "<blockquote>",
                    text,
                    "</blockquote>",
                )


def _cut(text: str) -> Iterator[str]:
    """A paragraph in pieces that fit, broken at a line's or a sentence's end where there is one."""
    while length(text) > LIMIT - 200:
        end = (LIMIT - 200) // 2 if any(char > "\uffff" for char in text[:LIMIT]) else LIMIT - 200
        for mark in ("\n", "。", "；", "，", " "):
            if (place := text.rfind(mark, end // 2, end)) > 0:
                end = place + 1
                break
        yield text[:end].rstrip()
        text = text[end:].lstrip("\n")
    if text:
        yield text
