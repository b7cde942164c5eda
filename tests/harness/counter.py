"""Somebody of the staff at a browser without a screen: real HTTP to the staff's pages, forms filled in from what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

import httpx

from bot.casework.people import People
from bot.store.mail import Store

PASSWORD = "correct horse battery"


class Filled(HTMLParser):
    """The forms of a page: action → what it would send as it is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self.text = ""
        self._action: str | None = None
        self._area: str | None = None
        self._select: str | None = None
        self._written = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = told.get("action", "")
            self.forms.setdefault(self._action, [])
        if self._action is None:
            return
        form = self.forms[self._action]
        if tag == "input" and told.get("name"):
            box = told.get("type") in ("checkbox", "radio")
            if told.get("type") != "file" and (not box or "checked" in told):
                form.append((told["name"], told.get("value", "on")))
        if tag == "textarea" and told.get("name"):
            self._area, self._written = told["name"], ""
        if tag == "select":
            self._select = told.get("name")
        if tag == "option" and self._select and "selected" in told:
            form.append((self._select, told.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._action = None
        if tag == "select":
            self._select = None
        if tag == "textarea" and self._area and self._action is not None:
            self.forms[self._action].append((self._area, self._written))
            self._area = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area:
            self._written += data.removeprefix("\n") if not self._written else data


class Counter:
    """One member's browser."""

    def __init__(self, root: str, **options: Any) -> None:
        headers = {"sec-fetch-site": "same-origin"} | options.pop("headers", {})
        self.http = httpx.AsyncClient(base_url=root, headers=headers, trust_env=False, timeout=30, **options)
        self.last: httpx.Response
        self.page = Filled("")

    async def looks(self, address: str) -> httpx.Response:
        return self._seen(await self.http.get(address, follow_redirects=True))

    def _seen(self, response: httpx.Response) -> httpx.Response:
        self.last, self.page = response, Filled(response.text)
        return response

    async def sends(self, action: str, files: Any = None, **fields: str | list[str]) -> httpx.Response:
        """The form of this address on the page that is looked at, some boxes filled in; where that leads is looked at."""
        form: dict[str, Any] = {}
        for name, value in self.page.forms[action]:
            form.setdefault(name, []).append(value)
        return await self.posts(action, {**form, **fields}, files)

    async def posts(self, action: str, form: Mapping[str, Any], files: Any = None) -> httpx.Response:
        response = await self.http.post(action, data=dict(form), files=files, follow_redirects=False)
        self._seen(response)
        if response.status_code == 303:
            await self.looks(response.headers["location"])
        return self.last

    async def joins(self, code: str, name: str, password: str = PASSWORD) -> httpx.Response:
        await self.looks("/staff/join")
        return await self.sends("/staff/join", code=code, name=name, password=password, again=password)

    async def logs_in(self, name: str, password: str = PASSWORD, code: str = "") -> httpx.Response:
        await self.looks("/staff/login")
        return await self.sends("/staff/login", name=name, password=password, code=code)

    @property
    def cookie(self) -> str:
        return self.http.cookies["rongcuo-staff"]


def hired(store: Store, name: str, role: str, region: str | None = None) -> str:
    """A code for somebody new."""
    return People(store).invites(name, role, region)[0]


def said(page: str) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
