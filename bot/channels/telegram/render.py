"""Replies → Bot API calls: HTML escaped, quotes as block quotes, long texts in pieces."""

from __future__ import annotations

import html
import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot import documents
from bot.casework.printing import handed
from bot.channels.telegram.places import Place
from dialogs.core import Button, Card, Fetch, Part, Reply, Say
from knowledge.policy.quote import Quote

log = logging.getLogger("rongcuo.telegram")
LIMIT = 4_000
"""Characters (UTF-16 units) of one message; Telegram refuses more than 4,096."""
LONGEST = LIMIT - 200
"""Characters of one paragraph."""
LONG_QUOTE = 600
"""From here on a quote is shown folded."""
BUTTONS, ROW = 99, 8
"""Buttons of one message and of one row; Telegram refuses more than 100 and more than 8."""
Call = dict[str, Any]


def calls(reply: Reply, place: Place) -> list[Call]:
    """The messages that a reply takes, buttons under the last. A sheet becomes a call for each kind of file,
    which is made only when it is sent; kept files are read only then."""
    there = place.arguments
    made = [_message(text, there) for text in _pieces(reply.parts)]
    if made and place.edits is not None and reply.edit:
        made[0] = {**made[0], "method": "editMessageText", "message_id": place.edits}
    if made and reply.buttons:
        made[-1]["reply_markup"] = keyboard(reply.buttons)
    made += [{"method": "sendDocument", **there, **one} for one in _documents(reply)]
    if made:
        made[0] |= place.answering
    return [*made, _fetching(reply.fetch, there)] if reply.fetch else made


def _message(text: str, there: Call) -> Call:
    return {"method": "sendMessage", **there, "text": text, "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True}}  # fmt: skip


def _documents(reply: Reply) -> Iterator[Call]:
    """What is to be made, and what is to be read, when it is sent."""
    if reply.sheet:
        for kind in documents.kinds(reply.sheet):
            yield {"sheet": reply.sheet, "kind": kind}
    for wish in reply.prints:
        for kind in handed():
            yield {"print": wish, "kind": kind}
    for one in reply.papers:
        yield {"paper": {"place": one.place, "name": one.name}}


def _fetching(fetch: Fetch, there: Call) -> Call:
    return {"method": "getFile", **there, "fetch": {**asdict(fetch.file), "draft": fetch.draft}}


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
    done, used = list[str](), 0
    for opening, piece, closing in _fitting(parts):
        size = length(piece) + 2
        if used and used + size > LIMIT:
            yield "\n\n".join(done)
            done, used = [], 0
        done.append(opening + html.escape(piece, quote=False) + closing)
        used += size
    if done:
        yield "\n\n".join(done)


def _fitting(parts: tuple[Part, ...]) -> Iterator[tuple[str, str, str]]:
    """(opening tag, text, closing tag) of every paragraph, a long one in pieces."""
    for opening, text, closing in _blocks(parts):
        for piece in _cut(text):
            yield opening, piece, closing


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
    while length(text) > LONGEST:
        end = _end(text, LONGEST // 2 if any(char > "\uffff" for char in text[:LIMIT]) else LONGEST)
        yield text[:end].rstrip()
        text = text[end:].lstrip("\n")
    if text:
        yield text


def _end(text: str, most: int) -> int:
    """Where to break: behind the best mark in the second half of `most` characters."""
    places = (text.rfind(mark, most // 2, most) for mark in ("\n", "。", "；", "，", " "))
    return next((place + 1 for place in places if place > 0), most)
