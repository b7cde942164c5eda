"""A real browser without a window, before the page that a test serves: what it asked for and what it complained about is kept."""

from __future__ import annotations

import asyncio
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from bot.given import REAL, Given
from bot.workdays import Workdays
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness.browser import Served, serving

NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO = "没有浏览器：apt-get install chromium fonts-noto-cjk"
PHONE, DESK = (390, 844), (1280, 860)
PATIENCE = 8_000
"""Milliseconds in which a page does what it does."""


def installed() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """One for many tests; its profile is thrown away."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=installed(), args=["--no-sandbox"])
        yield browser
        browser.close()


class House:
    """The page, served by a thread of its own, since a browser that is driven waits."""

    def __init__(self, folder: Path, mind: Assistant, given: Given = REAL) -> None:
        self._folder, self._mind, self._given = folder, mind, given
        self._up, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self.served: Served

    async def _serve(self) -> None:
        talk = Rongcuo(self._mind, Workdays(), PAGE)
        async with serving(self._folder, talk, self._mind, self._given) as self.served:
            self._up.set()
            await asyncio.get_running_loop().run_in_executor(None, self._stop.wait)

    def __enter__(self) -> House:
        self._thread.start()
        assert self._up.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(30)

    @property
    def root(self) -> str:
        return self.served.root


class Visit:
    """One visitor's browser; it may have several windows."""

    def __init__(self, browser: Browser, root: str, size: tuple[int, int] = PHONE, **options: Any) -> None:
        width, height = size
        self.root, self.asked, self.complaints = root, list[str](), list[str]()
        small = width < 600
        self.context: BrowserContext = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=small, locale="zh-CN", **options
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", lambda request: self.asked.append(request.url))
        self.context.on("console", self._complained)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page = self.opens()

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def opens(self, address: str = "/") -> Page:
        """A further window."""
        page = self.context.new_page()
        page.goto(self.root + address)
        return page

    def close(self) -> None:
        self.context.close()

    # ── what a person does ───────────────────────────────────────────────────────────────────────
    def says(self, text: str) -> None:
        with self.answered():
            self.page.fill("#text", text)
            self.page.click("#say button[type=submit]")

    def presses(self, label: str) -> None:
        with self.answered():
            begins = re.compile(rf"^\s*{re.escape(label)}")
            self.page.locator("#log .now button:visible", has_text=begins).last.click()

    def picks(self, number: int) -> None:
        with self.answered():
            self.page.locator("#log .now .pick").nth(number).click()

    def hands_over(self, *files: tuple[str, bytes]) -> None:
        """With JavaScript they go as soon as they are chosen."""
        with self.answered():
            chosen = [{"name": name, "mimeType": "", "buffer": content} for name, content in files]
            self.page.set_input_files("#files", chosen)  # type: ignore[arg-type]
            if not self.page.locator(".script-on").count():
                self.page.click("#say button[type=submit]")

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Until the answer to what is done here is on the page."""
        with self.page.expect_response(lambda one: one.request.method == "POST"):
            yield
        self.page.wait_for_load_state()
        self.page.wait_for_selector("html:not(.busy)")

    # ── what a person sees ───────────────────────────────────────────────────────────────────────
    @property
    def last(self) -> str:
        """The newest answer."""
        return self.page.locator("#log article.ours").last.inner_text()

    @property
    def lines(self) -> list[str]:
        return self.page.locator("#log article").all_inner_texts()
