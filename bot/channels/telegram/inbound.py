"""An update as Telegram sends it → an event of ours. Works on the plain JSON, so that a stored one reads the same."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from bot.channels.telegram.places import Json, Place, chat_of, key_of, number
from bot.clean import clean
from dialogs.acts import Kept, NotKept, Piece
from dialogs.core import Command, Event, File, Pressed, Said, Sent

KINDS = ("photo", "voice", "video", "audio", "document", "sticker", "location", "contact", "video_note", "animation",
         "poll", "dice", "venue")  # fmt: skip
FILES = ("photo", "voice", "video", "audio", "document")
"""Kinds that can be brought in."""
ALLOWED = ["message", "edited_message", "callback_query", "inline_query"]
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?$", re.S)


@dataclass(frozen=True, slots=True)
class Heard:
    """An update for us: whose conversation it is, the event, and where its answer goes."""

    key: str
    event: Event
    place: Place
    private: bool


def brought(outcome: Kept | NotKept, key: str) -> Json:
    """An update of our own: what became of a file that was to be brought in."""
    return {"chat": key, "kept" if isinstance(outcome, Kept) else "not_kept": asdict(outcome)}


def heard(update: Json, bot_name: str, bot_id: int) -> Heard | None:
    """None for whatever is not meant for us. Raises what it raises where the shape is none that we know."""
    if "kept" in update or "not_kept" in update:
        return _brought(update)
    if query := update.get("callback_query"):
        return _pressed(update, query)
    message = update.get("message") or update.get("edited_message")
    if not message or message.get("chat", {}).get("type") == "channel" or _is_our_card(message, bot_id):
        return None
    private = _is_private(message["chat"])
    event = _event(message, bot_name, bot_id, private, "edited_message" in update)
    return Heard(key_of(update), event, _place(message, private), private) if event else None


def _brought(update: Json) -> Heard | None:
    """None for one that another version wrote in another way."""
    try:
        event = _outcome(update)
    except (KeyError, TypeError):
        return None
    chat = chat_of(key_of(update))
    return Heard(key_of(update), event, Place(chat), chat > 0)  # only private chats have positive numbers


def _outcome(update: Json) -> Kept | NotKept:
    if "kept" in update:
        kept = update["kept"]
        return Kept(**{**kept, "piece": Piece(**kept["piece"])})
    return NotKept(**update["not_kept"])


def _pressed(update: Json, query: Json) -> Heard | None:
    message = query.get("message")
    if not message or "data" not in query:
        return None
    private = _is_private(message["chat"])
    pressed = _number_of(message)
    own = private or is_own(query)
    answers = None if private else _number_of(message["reply_to_message"]) if own else pressed
    place = Place(number(message["chat"]["id"]), _topic(message), answers, pressed if own else None)
    return Heard(key_of(update), Pressed(query["data"]), place, private)


def _number_of(message: Json) -> int | None:
    return number(message["message_id"]) if "message_id" in message else None


def is_own(query: Json) -> bool:
    """Whether a button in a group stands under what was said to whoever pressed it."""
    answered = (query.get("message") or {}).get("reply_to_message") or {}
    asker = (answered.get("from") or {}).get("id")
    return asker is not None and asker == (query.get("from") or {}).get("id")


def is_strange(query: Json) -> bool:
    """Whether a button was pressed in a group under what was said to somebody else."""
    message = query.get("message") or {}
    return "chat" in message and not _is_private(message["chat"]) and not is_own(query)


def _is_private(chat: Json) -> bool:
    private: bool = chat["type"] == "private" if "type" in chat else number(chat["id"]) > 0
    return private


def _is_our_card(message: Json, bot_id: int) -> bool:
    """A provision that was shared from our own inline cards."""
    return bool((message.get("via_bot") or {}).get("id") == bot_id)


def _place(message: Json, private: bool) -> Place:
    chat = number(message["chat"]["id"])
    return Place(chat) if private else Place(chat, _topic(message), number(message["message_id"]))


def _topic(message: Json) -> int | None:
    """A thread of answers has a number too, but nothing can be sent to it."""
    return number(message["message_thread_id"]) if message.get("is_topic_message") else None


def _event(message: Json, bot_name: str, bot_id: int, private: bool, edited: bool) -> Event | None:
    text = message.get("text")
    if text is None:
        return _sent(message, bot_name, private)
    if command := _COMMAND.match(text):
        name, to, argument = command.groups()
        if to and to.lower() != bot_name.lower():
            return None
        return Command(name.lower(), (argument or "").strip(), edited)
    answered = (message.get("reply_to_message") or {}).get("from", {}).get("id") == bot_id
    if not private and not answered and not _mentioned(text, bot_name):
        return None
    return Said(_without_name(text, bot_name), edited)


def _sent(message: Json, bot_name: str, private: bool) -> Sent | None:
    kind = next((kind for kind in KINDS if kind in message), None)
    caption = message.get("caption") or ""
    if not kind or not (private or _mentioned(caption, bot_name)):
        return None
    return Sent(kind, _without_name(caption, bot_name), _file(kind, message[kind]))


def _file(kind: str, body: Any) -> File | None:
    """What can be brought in; of a photo its largest size."""
    if kind not in FILES:
        return None
    if kind == "photo":
        body = max(body, key=lambda size: size.get("width", 0) * size.get("height", 0), default={})
    name = " ".join(clean(body.get("file_name") or "").split())
    size = number(body["file_size"]) if body.get("file_size") is not None else None
    return File(body["file_id"], name, size) if body.get("file_id") else None


def _mentioned(text: str, bot_name: str) -> bool:
    return re.search(rf"@{re.escape(bot_name)}\b", text, re.I) is not None


def _without_name(text: str, bot_name: str) -> str:
    return re.sub(rf"@{re.escape(bot_name)}\b\s*", "", text, flags=re.I)
