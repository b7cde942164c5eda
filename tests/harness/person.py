"""A person at the strict Bot API server: types, presses a button by its label, hands in files, reads."""

from __future__ import annotations

from mimetypes import guess_type
from typing import Any

from tests.harness.bot_api import BOT, BotApi, Json


class User:
    """A person in a private chat (or a member of a group)."""

    def __init__(self, api: BotApi, number: int, chat: int | None = None) -> None:
        self.api, self.number, self.chat = api, number, chat or number
        self.kind = "private" if chat is None else "supergroup"
        self._seen = 0

    async def types(self, text: str, **more: Any) -> int:
        return await self.api.push(
            "message", self.api.message(self.chat, self.number, self.kind, text=text, **more)
        )

    async def sends(self, kind: str, **more: Any) -> int:
        body = {kind: [{"file_id": "x"}] if kind == "photo" else {"file_id": "x"}, **more}
        return await self.api.push("message", self.api.message(self.chat, self.number, self.kind, **body))

    async def sends_file(
        self, content: bytes, name: str, kind: str = "document", caption: str = "", **told: Any
    ) -> int:
        """A file that the bot can fetch. `told`: what the message says of it in another way, None: not at all."""
        body = self._upload(content) | told
        if kind == "photo":
            shown: Any = [
                self._size(b"small", 90),
                self._size(b"medium", 320),
                body | {"width": 1280, "height": 960},
            ]
        else:
            named = {} if kind == "voice" else {"file_name": name}
            lasts = {} if kind == "document" else {"duration": 1}
            kinds = {"mime_type": guess_type(name)[0] or "application/octet-stream"}
            shown = {
                field: value for field, value in (named | kinds | lasts | body).items() if value is not None
            }
        return await self.sends_body(kind, shown, caption)

    async def sends_body(self, kind: str, body: Any, caption: str = "") -> int:
        more = {"caption": caption} if caption else {}
        message = self.api.message(self.chat, self.number, self.kind, **{kind: body}, **more)
        return await self.api.push("message", message)

    def _size(self, content: bytes, width: int) -> Json:
        return {**self._upload(content), "width": width, "height": width * 3 // 4}

    def _upload(self, content: bytes) -> Json:
        file_id = f"file_{len(self.api.files)}"
        self.api.files[file_id] = content
        return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content)}

    async def presses(self, label: str) -> str:
        """Press the newest button whose label begins like this; returns the query's id."""
        for (chat, number), message in sorted(self.api.messages.items(), reverse=True):
            for row in message["reply_markup"] if chat == self.chat else ():
                for button in row:
                    if button["text"].startswith(label):
                        return await self.press_data(button["callback_data"], number)
        raise AssertionError(f"no button {label!r}")

    async def press_data(self, data: str, message: int) -> str:
        query = f"q{next(self.api._update_ids)}"
        shown = {"message_id": message, "date": 1, "chat": {"id": self.chat, "type": self.kind}}
        await self.api.push("callback_query", {
            "id": query, "from": {"id": self.number, "is_bot": False, "first_name": "用户"}, "chat_instance": "1",
            "data": data, "message": shown | self._standing(message),
        })  # fmt: skip
        return query

    def _standing(self, message: int) -> Json:
        """The topic that a message of the bot's is in, and what it answers."""
        found = self.api.messages.get((self.chat, message), {})
        topic, answers = found.get("topic"), found.get("answers")
        there = {} if topic is None else {"message_thread_id": int(topic), "is_topic_message": True}
        if (self.chat, answers) in self.api.written:
            writer = {"id": self.api.written[self.chat, answers]}
            there["reply_to_message"] = {"message_id": answers, "from": writer}
        elif answers is not None:
            there["reply_to_message"] = {"message_id": answers, "from": BOT}
        return there

    async def reads(self, count: int = 1, seconds: float = 8.0) -> list[str]:
        """The next messages of the bot, waiting for them."""
        await self.api.until(lambda: len(self.api.texts(self.chat)) >= self._seen + count, seconds)
        texts = self.api.texts(self.chat)
        new, self._seen = texts[self._seen :], len(texts)
        return new
