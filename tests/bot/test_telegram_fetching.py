"""Fetching: whatever comes in place of updates is asked for again, and what came is kept before it is acknowledged."""

import asyncio
from typing import Any

import pytest
from telegram.error import NetworkError

from bot.channels.telegram.polling import CONTESTED, OVER, Contest, Poller, numbered
from bot.channels.telegram.waits import Stop, Waits
from bot.store.mail import StoreUnavailable
from tests.harness.bot_api import BotApi
from tests.harness.person import User
from tests.harness.running import Bots, eventually, instead
from tests.harness.strange import ALWAYS, REFUSALS


@pytest.mark.parametrize("kind", ALWAYS)
async def test_a_poll_that_brings_no_answer_of_telegrams_is_asked_again(
    api: BotApi, bots: Bots, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.strange = instead("getUpdates", ALWAYS[kind], 3)
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert not bots.task.done()
    assert "收消息受阻" in caplog.text


@pytest.mark.parametrize("code", ["401", "404"])
async def test_a_token_that_is_refused_later_is_told_and_tried_on(
    api: BotApi, bots: Bots, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.strange = instead("getUpdates", REFUSALS[code], 2)
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert "不再认这个令牌" in caplog.text


@pytest.mark.parametrize("kind", ALWAYS)
async def test_a_start_behind_a_login_page_waits_until_it_is_open(
    api: BotApi, bots: Bots, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    api.strange = instead("getMe", ALWAYS[kind], 2)
    await bots.start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert "连不上 Telegram" in caplog.text


async def test_an_update_without_a_number_costs_no_other(api: BotApi, bots: Bots) -> None:
    def says(text: str, number: int = 1) -> Any:
        return {"message": api.message(number, number, text=text)}

    odd = [{"update_id": one, **says("不是编号")} for one in (True, -5, 2**70, 1.5, None, "x", [])]
    words = {"update_id": "700", **says("数字写成了字")}
    api.do_getupdates = _once([says("没有编号"), *odd, words, {"update_id": 701, **says("在吗", 2)}])  # type: ignore[method-assign]
    await bots.start()
    assert await User(api, 2).reads() == ["1:在吗"]
    await eventually(lambda: api.texts(1) == ["1:数字写成了字"])
    await bots.end()
    assert api.texts(1) == ["1:数字写成了字"]


def _once(updates: list[Any]) -> Any:
    """A server that hands this out once and then has nothing."""
    left = [updates]

    async def poll(_arguments: Any) -> Any:
        await asyncio.sleep(0.05)
        return left.pop() if left else []

    return poll


def test_updates_of_which_none_has_a_number_are_no_answer() -> None:
    with pytest.raises(NetworkError):
        numbered([{"message": {}}, 7, None])
    assert numbered([{"update_id": "5"}, {"update_id": 6, "x": 1}, "x"]) == [
        {"update_id": 5},
        {"update_id": 6, "x": 1},
    ]


async def test_what_is_fetched_is_acknowledged_only_when_it_is_kept(api: BotApi, bots: Bots) -> None:
    """A database that is away for a moment costs nothing."""
    left = [None, None]

    def away(call: str, _given: Any) -> None:
        if call == "receive" and left:
            left.pop()
            raise StoreUnavailable("坏了")

    store = await bots.start()
    store.fails = away
    user = User(api, 1)
    await user.types("一")
    await user.types("二")
    assert await user.reads(2) == ["1:一", "2:二"]
    assert not left


@pytest.mark.parametrize("answer", [[], [{"update_id": 5, "message": {}}]], ids=["nothing", "the same"])
async def test_a_server_that_answers_every_poll_at_once_is_not_asked_without_a_pause(answer: Any) -> None:
    """By a clock of the test's own: so many polls take so many pauses."""
    now, polls, stop = [100.0], [0], Stop()

    class Server:
        async def call(self, *_given: Any) -> Any:
            polls[0] += 1
            now[0] += 0.001
            if polls[0] == 50:
                stop.now()
            return answer

    async def pause(seconds: float) -> None:
        now[0] += seconds

    async def take(updates: Any) -> int:
        return 0

    stop.pause = pause  # type: ignore[method-assign]
    await Poller(Server(), take, lambda _words: None, stop, Waits(floor=0.5), lambda: now[0]).run()  # type: ignore[arg-type]
    assert polls[0] == 50
    assert now[0] - 100.0 >= 49 * 0.5


async def test_news_are_fetched_without_a_pause() -> None:
    polls, stop, paused = [0], Stop(), list[float]()

    class Server:
        async def call(self, *_given: Any) -> Any:
            polls[0] += 1
            if polls[0] == 50:
                stop.now()
            return [{"update_id": polls[0], "message": {}}]

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    async def take(updates: Any) -> int:
        return len(updates)

    stop.pause = pause  # type: ignore[method-assign]
    await Poller(Server(), take, lambda _words: None, stop, Waits(), lambda: 1.0).run()  # type: ignore[arg-type]
    assert len(paused) <= 1  # the one that was cut off by the end


# ── two programs with one token ──────────────────────────────────────────────────────────────────
def test_a_contest_is_told_once_when_it_lasts_though_each_program_has_its_turns() -> None:
    contest = Contest(120)
    assert [contest.met(1_000.0 + at) for at in (0, 1, 30, 119, 120, 150, 400)] == [False] * 4 + [
        True,
        False,
        False,
    ]
    later = 1_400.0 + OVER
    assert [contest.met(later + at) for at in (0, 60, 121, 122)] == [False, False, True, False]
    assert [Contest(120).met(at) for at in (0.0,)] == [False]


async def test_two_programs_on_one_token_are_told_to_the_admin_chat_once(api: BotApi, bots: Bots) -> None:
    await bots.start(admin=99, contest=0.1)
    await User(api, 1).types("在")
    await User(api, 1).reads()
    api.strange = lambda method, _arguments: REFUSALS["409"]() if method == "getUpdates" else None
    await User(api, 1).types("还在")
    await api.until(lambda: bool(api.texts(99)))
    before = api.polls
    await eventually(lambda: api.polls > before + 5)
    assert api.texts(99) == [CONTESTED.format(minutes=1)]
