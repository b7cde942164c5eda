"""Several windows of one conversation: what happens in one is seen in all, once, whatever the connection does."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channels.web import stream
from bot.channels.web.visitors import Visitor
from bot.store.applications import writing
from bot.store.mail import Store
from bot.store.records import Changes
from tests.harness.browser import Browser, Served
from tests.harness.post import unsent

Event = tuple[str, str, Any]


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LOOK", 0.1)


@pytest.fixture
async def browser(browser: Browser) -> Browser:
    await browser.says("/region weihai")
    return browser


async def heard(browser: Browser, count: int, after: int | None = None, of: str = "") -> list[Event]:
    """(id, kind, data) of so many events, of one kind where it is named; then the connection is cut."""
    found: list[Event] = []
    headers = {} if after is None else {"last-event-id": str(after)}
    async with asyncio.timeout(20), browser.http.stream("GET", "/events", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = {"id": "", "event": "", "data": ""}
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if line and name in told:
                told[name] = value
            elif not line and told["event"]:
                if of in ("", told["event"]):
                    found.append((told["id"], told["event"], json.loads(told["data"])))
                told = {"id": "", "event": "", "data": ""}
            if len(found) == count:
                break
    return found


def lines(events: list[Event]) -> list[Any]:
    return [data for _, kind, data in events if kind == "line"]


async def test_a_window_that_opens_is_told_all_and_what_is_asked(browser: Browser) -> None:
    events = await heard(browser, 3)
    assert [kind for _, kind, _ in events] == ["line", "line", "now"]
    assert [one["id"] for one in lines(events)] == [int(id) for id, kind, _ in events if kind == "line"]
    assert events[-1][2]["asks"] == ""
    assert "威海市" in lines(events)[1]["html"]


async def test_what_is_said_in_one_window_is_heard_in_the_other(browser: Browser) -> None:
    last = int(browser.page.hidden["seen"])
    listening = asyncio.create_task(heard(browser, 2, last, "line"))
    await asyncio.sleep(0.3)
    await browser.says("/apply")
    events = await listening
    assert [one["kind"] for one in lines(events)] == ["typed", "reply"]
    assert "做什么用" in lines(events)[1]["html"]


async def test_a_cut_connection_goes_on_where_it_was(browser: Browser) -> None:
    first = lines(await heard(browser, 3))
    await browser.says("结论几天告知")
    second = lines(await heard(browser, 3, first[-1]["id"]))
    everything = lines(await heard(browser, 5))
    assert [one["id"] for one in [*first, *second]] == [one["id"] for one in everything]


async def test_a_message_that_was_cut_off_is_there_exactly_once(browser: Browser) -> None:
    """The reader's line breaks while it is answered; the page sends the same form once more."""
    form = browser.form(text="结论几天告知")
    sending = asyncio.create_task(browser.http.post("/say", data=form))
    await asyncio.sleep(0.05)
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await browser.sends(form)
    kinds = [one["kind"] for one in lines(await heard(browser, 5))]
    assert kinds == ["typed", "reply", "typed", "reply"]


async def test_what_is_asked_comes_with_what_is_new(browser: Browser) -> None:
    await browser.says("/apply")
    await browser.presses("同意")
    last = int(browser.page.hidden["seen"])
    asks = (await heard(browser, 1, last))[0][2]["asks"]
    assert asks == browser.page.hidden["asks"]
    assert asks.endswith(".authority")


async def test_a_conversation_that_is_cleared_is_cleared_in_every_window(browser: Browser) -> None:
    last = int(browser.page.hidden["seen"])
    listening = asyncio.create_task(heard(browser, 3, last))
    await asyncio.sleep(0.3)
    await browser.http.post("/clear", data={"token": browser.page.hidden["token"]})
    assert (await listening)[-1][2]["first"] > last


async def test_a_notice_comes_by_itself_and_counts_as_told_when_it_was_shown(
    served: Served, browser: Browser
) -> None:
    last = int(browser.page.hidden["seen"])
    listening = asyncio.create_task(heard(browser, 1, last, "line"))
    await asyncio.sleep(0.3)
    elsewhere = Store(f"sqlite:///{served.settings.data / 'rongcuo.db'}")  # as the command line has it
    chat = Visitor(browser.http.cookies["rongcuo"]).chat
    elsewhere.write(Changes(writes=[writing.told(chat, "请您补一份会议纪要。")]))
    elsewhere.close()
    ((number, _, data),) = await listening
    assert data["kind"] == "notice"
    assert "会议纪要" in data["html"]
    assert unsent(served.store)  # the connection was cut: nobody knows whether it was shown
    assert lines(await heard(browser, 2, last))[0]["id"] == int(number)
    await heard(browser, 1, int(number))
    assert unsent(served.store) == []


async def test_another_visitor_hears_nothing(served: Served, browser: Browser) -> None:
    stranger = served.browser()
    await stranger.looks()
    listening = asyncio.create_task(heard(stranger, 2))
    await asyncio.sleep(0.2)
    await browser.says("结论几天告知")
    await asyncio.sleep(0.3)
    assert not listening.done()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)


async def test_nobody_hears_without_a_cookie_and_no_one_in_too_many_windows(
    served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = served.browser()
    assert (await stranger.http.get("/events")).status_code == 403
    monkeypatch.setattr(stream, "MOST", 0)
    assert (await browser.http.get("/events")).status_code == 204


async def test_it_stops_while_windows_listen(served: Served, browser: Browser) -> None:
    async with browser.http.stream("GET", "/events") as answer:
        reading = asyncio.create_task(answer.aread())
        await asyncio.sleep(0.2)
        served.page.stop()
        await asyncio.wait_for(reading, 10)
