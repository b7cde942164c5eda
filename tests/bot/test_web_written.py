"""What a step on the page reads and writes, on both databases: what is left to spend, the lines, what is there to see."""

from __future__ import annotations

import pytest

from bot.channels.web import limits
from bot.channels.web.limits import Rate, TooFast, spending
from bot.store.applications import writing
from bot.store.mail import Changes, Store
from bot.store.transcript import Posting, Since, exchanged, seen, shown
from dialogs.core import say

CHAT = "web:1"


def written(store: Store, text: str, after: int = 0) -> list[Since]:
    found: list[Since] = []
    lines = exchanged(Posting(CHAT, text, text=text), [say(f"答{text}"), say("还有")])
    store.write(Changes(writes=[shown(CHAT, after), lines, seen(CHAT, after, found)]))
    return found


def test_what_is_there_to_see_is_what_a_look_afterwards_finds(store: Store) -> None:
    (first,) = written(store, "一")
    assert first == store.transcript.since(CHAT, 0)
    assert [one.text or (one.reply and one.reply.text) for one in first.lines] == ["一", "答一", "还有"]
    (second,) = written(store, "二", first.last)
    assert second == store.transcript.since(CHAT, first.last)
    assert (second.first, len(second.lines)) == (first.first, 3)


def test_what_came_meanwhile_is_looked_up(store: Store) -> None:
    store.write(Changes(writes=[writing.told(CHAT, "请补充材料")]))
    assert written(store, "一") == []
    assert [one.kind for one in store.transcript.since(CHAT, 0).lines] == [
        "typed",
        "reply",
        "reply",
        "notice",
    ]


def test_what_is_spent_is_gone_until_it_fills_up(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VISITOR", Rate(2, 0.001))
    for _ in range(2):
        paid = spending(CHAT, "10.0.0.1")
        store.write(Changes(writes=[paid.look, paid.write]))
    with pytest.raises(TooFast):
        store.standing(CHAT, "key", spending(CHAT, "10.0.0.1").look)
    store.standing("web:2", "key", spending("web:2", "10.0.0.1").look)
