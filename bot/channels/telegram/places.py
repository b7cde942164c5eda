"""Where things belong on Telegram: whose conversation an update is, and to what place its answer goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
CHANNEL = "telegram"
SURFACE = f"{CHANNEL}:"
"""What the keys of our conversations begin with."""


@dataclass(frozen=True, slots=True)
class Place:
    """A chat; in a forum, its topic; in a group, the message that is answered; the message that may be put in place of:
    that which a button was on, if it was said to whoever pressed it."""

    chat: int
    topic: int | None = None
    answers: int | None = None
    edits: int | None = None

    @classmethod
    def read(cls, key: str, kept: Json) -> Place:
        """As it was kept of the conversation of this key."""
        return cls(chat_of(key), **kept)

    @property
    def kept(self) -> Json:
        """What the conversation's key does not tell."""
        found = {"topic": self.topic, "answers": self.answers, "edits": self.edits}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def arguments(self) -> Json:
        """As a call names the chat and the topic."""
        topic = {} if self.topic is None else {"message_thread_id": self.topic}
        return {"chat_id": self.chat, **topic}

    @property
    def answering(self) -> Json:
        """As a call names the message that is answered; it may be gone meanwhile."""
        if self.answers is None:
            return {}
        return {"reply_parameters": {"message_id": self.answers, "allow_sending_without_reply": True}}


def number(value: Any) -> int:
    """A number as Telegram sends it, or as a string, as others do. Raises ValueError."""
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return int(value)
    raise ValueError(type(value).__name__)


def key_of(update: Json) -> str:
    """The conversation that an update belongs to, by which its order is kept: that of a private chat, or that of one
    member in a group. Raises ValueError or TypeError where it is not of the shape of an update."""
    if "chat" in update:
        return str(update["chat"])
    query = update.get("callback_query") or {}
    message = update.get("message") or update.get("edited_message") or query.get("message") or {}
    sender = query.get("from") or message.get("from") or (update.get("inline_query") or {}).get("from") or {}
    chat = number((message.get("chat") or sender).get("id", 0))
    return conversation(chat, number(sender["id"]) if "id" in sender else None)


def conversation(chat: int, member: int | None) -> str:
    """The key of one in a chat; groups have negative numbers."""
    return f"{SURFACE}{chat}:{member}" if chat < 0 and member is not None else f"{SURFACE}{chat}"


def chat_of(key: str) -> int:
    """Telegram's number of the chat that a conversation is in."""
    return int(key.removeprefix(SURFACE).partition(":")[0])


def moved(key: str, chat: int) -> str:
    """The key of the same conversation in the supergroup that its group became."""
    member = key.removeprefix(SURFACE).partition(":")[2]
    return conversation(chat, int(member) if member else None)
