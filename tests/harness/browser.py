"""A browser without a screen: real HTTP to a page that runs on loopback, forms filled in from what the page itself says."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

from bot.app import App
from bot.casework.office import Office
from bot.casework.printing import Printer
from bot.channels.console.desk import Console
from bot.channels.console.routes import UPLOADS, routes
from bot.channels.web.serving import More, PageServer, listening
from bot.channels.web.site import Site
from bot.documents.papers.templates import OwnTemplates
from bot.files import Keep
from bot.given import REAL, Given
from bot.settings import Settings
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.core import Talk
from knowledge.answer import Assistant
from tests.harness.office import gate_of

NAME = "rongcuo.example.cn"
"""Under which the machine is known beside its number."""


class Forms(HTMLParser):
    """What a page offers: the hidden fields of its form, its buttons (label → value), the text of each message."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hidden: dict[str, str] = {}
        self.buttons: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.text = ""
        self._form: str | None = None
        self._button: str | None = None
        self._label = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = told.get("action")
        if tag == "input" and told.get("type") == "hidden" and self._form == "/say":
            self.hidden[told["name"]] = told["value"]
        if tag == "button" and told.get("name") == "press":
            self._button, self._label = told["value"], ""
        if tag == "a" and "href" in told:
            self.links.append(told["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "button" and self._button is not None:
            self.buttons.append((" ".join(self._label.split()), self._button))
            self._button = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._button is not None:
            self._label += data


class Browser:
    """One visitor's: it keeps its cookie, and the page that it looks at."""

    def __init__(self, root: str, **options: Any) -> None:
        self.root = root
        headers = {"sec-fetch-site": "same-origin"} | options.pop("headers", {})
        self.http = httpx.AsyncClient(base_url=root, headers=headers, trust_env=False, timeout=30, **options)
        self.page = Forms("")

    async def looks(self, address: str = "/") -> httpx.Response:
        response = await self.http.get(address, follow_redirects=True)
        self.page = Forms(response.text)
        return response

    def form(self, **fields: str) -> dict[str, str]:
        return {**self.page.hidden, **fields}

    async def sends(self, fields: dict[str, str], files: Any = None, **more: Any) -> httpx.Response:
        """A form, as a browser without JavaScript sends it; then the page that it leads to is looked at."""
        parts = files or [("files", ("", b"", "application/octet-stream"))]
        response = await self.http.post("/say", data=fields, files=parts, **more)
        if response.status_code == 303:
            await self.looks(response.headers["location"])
        return response

    async def says(self, text: str) -> httpx.Response:
        return await self.sends(self.form(text=text))

    async def presses(self, label: str) -> httpx.Response:
        """The last button of this label."""
        value = next(value for name, value in reversed(self.page.buttons) if name.startswith(label))
        return await self.sends(self.form(press=value, text=""))

    async def hands_over(self, *files: tuple[str, bytes], text: str = "") -> httpx.Response:
        parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
        return await self.sends(self.form(text=text), parts)


def key() -> str:
    return secrets.token_urlsafe(16)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Served:
    """A page that runs, and what is behind it."""

    def __init__(
        self, folder: Path, talk: Talk, mind: Assistant, given: Given = REAL, **settings: Any
    ) -> None:
        url = settings.pop("url", f"sqlite:///{folder / 'rongcuo.db'}")
        self.settings = Settings(page_port=settings.pop("page_port", free_port()), data=folder, **settings)
        self.store = Store(url, given=given)
        self.keep = Keep(folder / "files")
        office = gate_of(self.store)
        app = App(self.store, talk, self.keep, office=office)
        own = OwnTemplates.under(folder)
        self.site = Site(app, self.store, talk, self.keep, mind, Printer(office, own))
        self.console = Console(
            self.store,
            mind.library,
            self.keep,
            Office(self.store, mind.library, Workdays()),
            own,
            self.settings.staff_header,
        )
        more = More(routes=routes(self.console), uploads=UPLOADS)
        self.page = PageServer(self.site, self.settings, listening(self.settings), more)
        self._browsers: list[Browser] = []
        self.root = f"http://127.0.0.1:{self.settings.page_port}"

    def browser(self, **options: Any) -> Browser:
        self._browsers.append(Browser(self.root, **options))
        return self._browsers[-1]

    async def close(self) -> None:
        for one in self._browsers:
            await one.http.aclose()
        self.store.close()


@asynccontextmanager
async def serving(*args: Any, **settings: Any) -> AsyncIterator[Served]:
    served = Served(*args, **settings)
    running = asyncio.create_task(served.page.run())
    try:
        yield served
    finally:
        served.page.stop()
        await asyncio.wait_for(running, 20)
        await served.close()
