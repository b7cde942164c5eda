"""A strict Bot API server on loopback: it refuses what Telegram refuses, in Telegram's words, over real HTTP.

Tests and benchmarks talk to the bot through `tests.harness.person.User`, as a person would.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from typing import Any

from aiohttp import web

from tests.harness.refusals import Refused, keyboard_of, visible

TOKEN = "123456:test-token"
BOT = {"id": 123456, "is_bot": True, "first_name": "容错助手", "username": "rongcuo_bot"}
Json = dict[str, Any]
MOST = 20 * 2**20
"""Bytes of a file that is handed out."""
PIECE = 2**16


class BotApi:
    """`faults`: a function (method, arguments) → None, "400", "429", "500", "cut", "hang"; asked at every call but polling.

    A file that is downloaded is the method "file"; it may be cut or hang in the middle, end "short" as if that were
    all, be "endless", or have "moved" to the address `elsewhere`.
    """

    def __init__(self) -> None:
        self.updates: list[Json] = []
        self.messages: dict[tuple[int, int], Json] = {}
        self.calls: list[tuple[str, Json]] = []
        self.commands: list[Json] = []
        self.answered: set[str] = set()
        self.inline: dict[str, list[Json]] = {}
        self.blocked: set[int] = set()
        self.documents: list[tuple[int, str, bytes]] = []
        self.files: dict[str, bytes] = {}
        self.downloading, self.most_downloading, self.handed_out = 0, 0, 0
        self.elsewhere = ""
        self.faults: Callable[[str, Json], str | None] = lambda _method, _arguments: None
        self.strange: Callable[[str, Json], web.Response | None] = lambda _method, _arguments: None
        self.topics: dict[int, set[int]] = {}
        self.migrated: dict[int, int] = {}
        self.polls = 0
        self.pushes: Json | None = None
        """The webhook, where one is set."""
        self.written: dict[tuple[int, int], int] = {}
        self._update_ids, self._message_ids = count(1), count(1)
        self._news, self._read = asyncio.Condition(), asyncio.Condition()
        self._polling = 0
        self.keep_calls = True

    async def start(self) -> str:
        """Serve on a free port; returns the address."""
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        return f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    # ── what users do ────────────────────────────────────────────────────────────────────────────
    async def push(self, kind: str, body: Json) -> int:
        number = next(self._update_ids)
        self.updates.append({"update_id": number, kind: body})
        async with self._news:
            self._news.notify_all()
        return number

    def message(self, chat: int, sender: int, chat_type: str = "private", **body: Any) -> Json:
        number = next(self._message_ids)
        if chat < 0:
            self.written[chat, number] = sender
        return {"message_id": number, "date": 1_790_000_000, "chat": {"id": chat, "type": chat_type},
                "from": {"id": sender, "is_bot": False, "first_name": "用户"}, **body}  # fmt: skip

    async def until(self, true: Callable[[], bool], seconds: float = 8.0) -> None:
        """Wait for something that a call of the bot brings about."""
        async with asyncio.timeout(seconds), self._read:
            await self._read.wait_for(true)

    def texts(self, chat: int) -> list[str]:
        """What the chat shows of the bot's, oldest first, as a person reads it."""
        return [message["shown"] for (where, _), message in sorted(self.messages.items()) if where == chat]

    # ── the server ───────────────────────────────────────────────────────────────────────────────
    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        arguments = await _arguments(request)
        self.polls += method == "getUpdates"
        if strange := self.strange(method, arguments):
            return strange
        try:
            if method != "getUpdates":
                await self._fault(request, method, arguments)
            result = await getattr(self, "do_" + method.lower(), self._unknown)(arguments)
        except Refused as refused:
            return web.json_response(refused.body, status=refused.body["error_code"])
        if self.keep_calls:
            self.calls.append((method, arguments))
        async with self._read:
            self._read.notify_all()
        return web.json_response({"ok": True, "result": result})

    async def _fault(self, request: web.Request, method: str, arguments: Json) -> None:
        match self.faults(method, arguments):
            case "400":
                raise Refused(400, "Bad Request: file must be non-empty")
            case "429":
                raise Refused(429, "Too Many Requests: retry after 1", retry_after=1)
            case "500":
                raise Refused(500, "Internal Server Error")
            case "cut" if request.transport:
                request.transport.close()
                raise Refused(500, "cut")
            case "hang":
                await asyncio.sleep(60)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = request.match_info["path"]
        content = self.files.get(path.rpartition("/")[2])
        if request.match_info["token"] != TOKEN or content is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        if self.keep_calls:
            self.calls.append(("file", {"path": path}))
        self.downloading += 1
        self.most_downloading = max(self.most_downloading, self.downloading)
        async with self._read:
            self._read.notify_all()
        try:
            return await self._handed(request, content, self.faults("file", {"path": path}))
        finally:
            self.downloading -= 1

    async def _handed(self, request: web.Request, content: bytes, fault: str | None) -> web.StreamResponse:
        if fault == "500":
            return web.Response(status=500)
        if fault == "moved":
            return web.Response(status=302, headers={"Location": f"{self.elsewhere}{request.path}"})
        response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        if fault not in ("endless", "short"):
            response.content_length = len(content)
        await response.prepare(request)
        pieces = [content[at : at + PIECE] for at in range(0, len(content), PIECE)]
        for piece in self._spoilt(pieces, fault):
            await response.write(piece)
            self.handed_out += len(piece)
        match fault:
            case "cut" if request.transport:
                request.transport.close()
            case "hang":
                await asyncio.sleep(60)
        return response

    def _spoilt(self, pieces: list[bytes], fault: str | None) -> Iterator[bytes]:
        """What is written of a file."""
        if fault in ("cut", "hang"):
            yield from pieces[:-1]
            yield pieces[-1][: len(pieces[-1]) // 2]
        elif fault == "short":
            yield from pieces[:-1]
        elif fault == "endless":
            yield from islice(cycle(pieces), 5 * MOST // PIECE)
        else:
            yield from pieces

    async def _unknown(self, arguments: Json) -> Any:
        raise Refused(404, "Not Found: method not found")

    async def do_getme(self, arguments: Json) -> Any:
        return {
            **BOT,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    async def do_getupdates(self, arguments: Json) -> Any:
        if self.pushes:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to "
                               "delete the webhook first")  # fmt: skip
        if self._polling:
            raise Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot "
                               "instance is running")  # fmt: skip
        offset = int(arguments.get("offset") or 0)
        if offset:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self._polling += 1
        try:
            async with asyncio.timeout(float(arguments.get("timeout") or 0)), self._news:
                await self._news.wait_for(lambda: self.updates)
        except TimeoutError:
            pass
        finally:
            self._polling -= 1
        return self.updates[: int(arguments.get("limit") or 100)]

    async def do_setmycommands(self, arguments: Json) -> Any:
        self.commands = json.loads(arguments["commands"])
        for command in self.commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]) or not command["description"]:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    async def do_setwebhook(self, arguments: Json) -> Any:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", arguments.get("secret_token") or ""):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        if not arguments["url"].startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.pushes = arguments
        return True

    async def do_deletewebhook(self, arguments: Json) -> Any:
        self.pushes = None
        return True

    async def do_sendchataction(self, arguments: Json) -> Any:
        return True

    async def do_answercallbackquery(self, arguments: Json) -> Any:
        if arguments["callback_query_id"] in self.answered:
            raise Refused(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self.answered.add(arguments["callback_query_id"])
        return True

    async def do_answerinlinequery(self, arguments: Json) -> Any:
        results = json.loads(arguments["results"])
        if len(results) > 50:
            raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
        for result in results:
            content = result["input_message_content"]
            self._text(content["message_text"], content.get("parse_mode"))
        self.inline[arguments["inline_query_id"]] = results
        return True

    async def do_sendmessage(self, arguments: Json) -> Any:
        self._admitted(arguments)
        return self._put(int(arguments["chat_id"]), next(self._message_ids), arguments)

    def _admitted(self, arguments: Json) -> None:
        """Refused where nothing can be sent to this place."""
        chat, topic = int(arguments["chat_id"]), arguments.get("message_thread_id")
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat in self.migrated:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat",
                          migrate_to_chat_id=self.migrated[chat])  # fmt: skip
        if topic is not None and int(topic) not in self.topics.get(chat, ()):
            raise Refused(400, "Bad Request: message thread not found")
        answered = json.loads(arguments.get("reply_parameters") or "{}")
        known = (chat, answered.get("message_id")) in self.messages | dict.fromkeys(self.written)
        if answered and not known and not answered.get("allow_sending_without_reply"):
            raise Refused(400, "Bad Request: message to be replied not found")

    async def do_senddocument(self, arguments: Json) -> Any:
        chat, file = int(arguments["chat_id"]), arguments.get("document")
        if not isinstance(file, web.FileField):
            raise Refused(400, "Bad Request: there is no document in the request")
        self._admitted(arguments)
        self.documents.append((chat, file.filename, file.file.read()))
        return {
            "message_id": next(self._message_ids),
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": "private"},
        }

    async def do_getfile(self, arguments: Json) -> Any:
        name = arguments["file_id"]
        if name not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        size = len(self.files[name])
        if size > MOST:
            raise Refused(400, "Bad Request: file is too big")
        return {
            "file_id": name,
            "file_unique_id": f"u{name}",
            "file_size": size,
            "file_path": f"documents/{name}",
        }

    async def do_editmessagetext(self, arguments: Json) -> Any:
        where = int(arguments["chat_id"]), int(arguments["message_id"])
        if where not in self.messages:
            raise Refused(400, "Bad Request: message to edit not found")
        old = self.messages[where]
        new = self._text(arguments["text"], arguments.get("parse_mode"))
        if old["shown"] == new and old["reply_markup"] == keyboard_of(arguments):
            raise Refused(400, "Bad Request: message is not modified: specified new message content and reply markup "
                               "are exactly the same as a current content and reply markup of the message")  # fmt: skip
        return self._put(*where, arguments)

    def _put(self, chat: int, number: int, arguments: Json) -> Json:
        shown = self._text(arguments.get("text", ""), arguments.get("parse_mode"))
        answered = json.loads(arguments.get("reply_parameters") or "{}").get("message_id")
        first = {"topic": arguments.get("message_thread_id"), "answers": answered}
        stands = self.messages.get((chat, number), first)  # an edited message stays where it is
        message = {"message_id": number, "date": 1_790_000_000, "chat": {"id": chat, "type": "private"}, "text": shown,
                   "from": BOT}  # fmt: skip
        hidden = {
            "shown": shown,
            "reply_markup": keyboard_of(arguments),
            "topic": stands["topic"],
            "answers": stands["answers"],
        }
        self.messages[chat, number] = {**message, **hidden}
        return message

    def _text(self, text: str, mode: str | None) -> str:
        shown = visible(text, mode)
        if not shown.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(shown.encode("utf-16-le")) // 2 > 4096:
            raise Refused(400, "Bad Request: message is too long")
        return shown


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return {**request.query, **await request.json()}
    return {**request.query, **dict((await request.post()).items())}
