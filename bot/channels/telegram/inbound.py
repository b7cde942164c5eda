"""An update as Telegram sends it → an event of ours. Works on the plain JSON, so that a stored one reads the same."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from bot.clean import clean
from dialogs.acts import Kept, NotKept, Piece
from dialogs.core import Command, Event, File, Pressed, Said, Sent

Json = dict[str, Any]
KINDS = ("photo", "voice", "video", "audio", "document", "sticker", "location", "contact", "video_note", "animation",
         "poll", "dice", "venue")  # fmt: skip
FILES = ("photo", "voice", "video", "audio", "document")
"""Kinds that can be brought in."""
SURFACE = "telegram:"
"""What the keys of our chats begin with."""
ALLOWED = ["message", "edited_message", "callback_query", "inline_query"]
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+(.*))?$", re.S)


@dataclass(frozen=True, slots=True)
class Heard:
    """An update for us: the chat's key, Telegram's number of it, the event, and the message that a button was on."""

    key: str
    chat: int
    event: Event
    private: bool
    message: int | None = None


def key_of(update: Json) -> str:
    """The chat that an update belongs to, by which its order is kept."""
    if "chat" in update:
        return str(update["chat"])
    query = update.get("callback_query") or {}
    message = update.get("message") or update.get("edited_message") or query.get("message") or {}
    sender = query.get("from") or (update.get("inline_query") or {}).get("from") or {}
    return f"{SURFACE}{(message.get('chat') or sender).get('id', 0)}"


def number_of(key: str) -> int:
    """Telegram's number of a chat of ours."""
    return int(key.removeprefix(SURFACE))


def brought(outcome: Kept | NotKept, key: str) -> Json:
    """An update of our own: what became of a file that was to be brought in."""
    return {"chat": key, "kept" if isinstance(outcome, Kept) else "not_kept": asdict(outcome)}


def heard(update: Json, bot_name: str, bot_id: int) -> Heard | None:
    """None for whatever is not meant for us."""
    if "kept" in update or "not_kept" in update:
        return _brought(update)
    if query := update.get("callback_query"):
        return _pressed(update, query)
    message = update.get("message") or update.get("edited_message")
    if not message or message.get("chat", {}).get("type") == "channel":
        return None
    private = message["chat"]["type"] == "private"
    event = _event(message, bot_name, bot_id, private, "edited_message" in update)
    return Heard(key_of(update), message["chat"]["id"], event, private) if event else None


def _brought(update: Json) -> Heard | None:
    """None for one that another version wrote in another way."""
    try:
        event = _outcome(update)
    except (KeyError, TypeError):
        return None
    chat = number_of(key_of(update))
    return Heard(key_of(update), chat, event, chat > 0)  # only private chats have positive numbers


def _outcome(update: Json) -> Kept | NotKept:
    if "kept" in update:
        kept = update["kept"]
        return Kept(**{**kept, "piece": Piece(**kept["piece"])})
    return NotKept(**update["not_kept"])


def _pressed(update: Json, query: Json) -> Heard | None:
    message = query.get("message")
    if not message or "data" not in query:
        return None
    private = message["chat"]["type"] == "private"
    return Heard(
        key_of(update), message["chat"]["id"], Pressed(query["data"]), private, message["message_id"]
    )


def _event(message: Json, bot_name: str, bot_id: int, private: bool, edited: bool) -> Event | None:
    text = message.get("text")
    if text is None:
        kind = next((kind for kind in KINDS if kind in message), None)
        caption = message.get("caption") or ""
        meant = private or _mentioned(caption, bot_name)
        if not kind or not meant:
            return None
        return Sent(kind, _without_name(caption, bot_name), _file(kind, message[kind]))
    if command := _COMMAND.match(text):
        name, to, argument = command.groups()
        if to and to.lower() != bot_name.lower():
            return None
        return Command(name.lower(), (argument or "").strip(), edited)
    answered = (message.get("reply_to_message") or {}).get("from", {}).get("id") == bot_id
    if not private and not answered and not _mentioned(text, bot_name):
        return None
    return Said(_without_name(text, bot_name), edited)


def _file(kind: str, body: Any) -> File | None:
    """What can be brought in; of a photo its largest size."""
    if kind not in FILES:
        return None
    if kind == "photo":
        body = max(body, key=lambda size: size.get("width", 0) * size.get("height", 0), default={})
    name = " ".join(clean(body.get("file_name") or "").split())
    return File(body["file_id"], name, body.get("file_size")) if body.get("file_id") else None


def _mentioned(text: str, bot_name: str) -> bool:
    return re.search(rf"@{re.escape(bot_name)}\b", text, re.I) is not None


def _without_name(text: str, bot_name: str) -> str:
    return re.sub(rf"@{re.escape(bot_name)}\b\s*", "", text, flags=re.I)
