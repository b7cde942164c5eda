"""The bot on Telegram, over real HTTP, against a strict server on loopback; buttons are pressed by their label."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.app import App
from bot.channels.telegram import render
from bot.channels.telegram.inbound import heard
from bot.channels.telegram.places import Place
from bot.channels.telegram.service import Service
from bot.channels.telegram.waits import Waits
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.assess.ask import shown
from dialogs.assess.card import ResultCard
from dialogs.assess.elsewhere import elsewhere
from dialogs.assess.questions import Way
from dialogs.assess.record import Assessment
from dialogs.assess.walk import walk
from dialogs.core import (
    Button,
    Card,
    Command,
    Ears,
    Event,
    Pressed,
    Reply,
    Said,
    Say,
    Sheet,
    State,
    Talk,
    Turn,
    say,
)
from dialogs.router import MENU, Rongcuo
from knowledge.answer import Assistant
from knowledge.library.corpus import built_in
from knowledge.policy.quote import Quote
from tests.harness.bot_api import BOT, TOKEN, BotApi
from tests.harness.person import User
from tests.harness.programs import BROKEN, machine
from tests.harness.refusals import Refused, keyboard_of, visible

Start = Callable[..., Awaitable[Service]]


class Echo:
    """Answers what is said with a counter, so that order and repetition show."""

    def __init__(self) -> None:
        self.slow = 0.0

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        match event:
            case Said("毒"):
                raise ValueError("这条消息处理不了")
            case Said("长"):
                return Turn(state, (say("很长的一段话。" * 1_500),))
            case Said("标签"):
                return Turn(state, (say("<b>&_*[x](tg://user)", buttons=((Button("按", "a/b=1"),),)),))
            case Said("键盘"):
                keys = tuple((Button(str(n), f"a/b={n}"),) for n in range(101))
                return Turn(state, (say("很多按钮", buttons=keys),))
            case Said(text, True):
                return Turn(state, (say(f"改成了{text}"),))
            case Said(text):
                seen = [*state.of("echo").get("seen", []), text]  # type: ignore[misc]
                return Turn(state.put("echo", {"seen": seen}), (say(f"{len(seen)}:{text}"),))
            case Pressed(data):
                return Turn(state, (say(f"按了{data}", edit=True),))
            case other:
                return Turn(state, (say(f"{other}{private}"),))

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        return (Card("a.1", "标题", "说明", Reply((Quote("原文", "出处"), Say(query)))),)


@pytest.fixture
async def start(api: BotApi, tmp_path: Path) -> AsyncIterator[Start]:
    """Start a bot on a store of this test; all are stopped at the end."""
    running: list[tuple[Service, asyncio.Task[None], Store]] = []
    root = await api.start()

    async def begin(talk: Talk | None = None, admin: int | None = None, paced: bool = False) -> Service:
        store = Store(f"sqlite:///{tmp_path / 'rongcuo.db'}")
        talk = talk or Echo()
        bot = Service(
            TOKEN, root, App(store, talk), store, talk, admin, paced, waits=Waits(again=0.1, first=0.05)
        )
        running.append((bot, asyncio.create_task(bot.run()), store))
        return bot

    async def end() -> None:
        for bot, task, store in running:
            bot.stop()
            await asyncio.wait_for(task, 15)
            store.close()
        running.clear()

    begin.end = end  # type: ignore[attr-defined]
    yield begin
    await end()


async def test_a_conversation_goes_by_typing_and_by_pressing(
    api: BotApi, start: Start, assistant: Assistant
) -> None:
    await start(Rongcuo(assistant, Workdays()))
    worker = User(api, 7)
    await worker.types("/start")
    assert "容错助手" in (await worker.reads())[0]
    await worker.presses("东阿县")
    assert "东民发〔2023〕17号" in (await worker.reads())[0]
    await worker.types("结论几天告知我")
    assert "7 个工作日" in (await worker.reads())[0]
    await worker.presses("没答到点子上")
    assert "留给工作人员" in (await worker.reads())[0]
    await worker.presses("留给工作人员改进")
    await api.until(lambda: "只用来改进" in api.texts(7)[-1])
    assert [(one["command"], one["description"]) for one in api.commands] == list(MENU)


async def test_one_chat_is_answered_in_order_and_many_side_by_side(api: BotApi, start: Start) -> None:
    await start()
    users = [User(api, n) for n in range(1, 21)]
    for number in range(10):
        for user in users:
            await user.types(f"第{number}句")
    for user in users:
        assert await user.reads(10) == [f"{n + 1}:第{n}句" for n in range(10)]


async def test_a_long_text_comes_in_pieces_that_telegram_takes(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    await user.types("长")
    assert "".join(await user.reads(3)).count("很长的一段话。") == 1_500


async def test_markup_in_a_text_stays_literal(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    await user.types("标签")
    assert await user.reads() == ["<b>&_*[x](tg://user)"]


async def test_a_pressed_button_edits_its_message_and_is_answered_once(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    await user.types("标签")
    await user.reads()
    query = await user.presses("按")
    await api.until(lambda: api.texts(1) == ["按了a/b=1"] and query in api.answered)


async def test_the_button_of_a_message_that_is_gone_gets_a_new_message(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    await user.press_data("a/b=1", 999)
    assert await user.reads() == ["按了a/b=1"]


async def test_pressing_twice_is_no_error(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    await user.types("标签")
    await user.reads()
    number = next(number for _, number in api.messages)
    await user.press_data("a/b=1", number)
    second = await user.press_data("a/b=1", number)
    await user.types("还在")
    await api.until(lambda: second in api.answered and api.texts(1)[-1] == "1:还在")


async def test_an_update_that_comes_twice_is_answered_once(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    body = api.message(1, 1, text="一次")
    api.updates += [{"update_id": 500, "message": body}, {"update_id": 500, "message": body}]
    await user.types("下一句")
    assert await user.reads(2) == ["1:一次", "2:下一句"]


async def test_a_poisonous_message_is_set_aside_and_told_to_the_admin_without_its_text(
    api: BotApi, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    await start(admin=99)
    user = User(api, 1)
    with caplog.at_level(logging.INFO):
        await user.types("毒")
        await user.types("好的")
        assert [text[:2] for text in await user.reads(2)] == ["抱歉", "1:"]
        await api.until(lambda: bool(api.texts(99)))
    assert "毒" not in api.texts(99)[0] + caplog.text


@pytest.mark.parametrize("fault", ["429", "500", "cut"])
async def test_a_message_is_sent_again_until_telegram_takes_it(api: BotApi, start: Start, fault: str) -> None:
    left = [fault, fault]
    api.faults = lambda method, _arguments: left.pop() if method == "sendMessage" and left else None
    await start()
    user = User(api, 1)
    await user.types("在吗")
    assert await user.reads() == ["1:在吗"]
    assert left == []


async def test_one_chats_flood_control_does_not_hold_up_another(api: BotApi, start: Start) -> None:
    api.faults = lambda method, a: "429" if method == "sendMessage" and a["chat_id"] == "1" else None
    await start()
    await User(api, 1).types("等着")
    other = User(api, 2)
    await other.types("先走")
    assert await other.reads(seconds=2) == ["1:先走"]
    api.faults = lambda _method, _arguments: None
    await User(api, 1).reads()


async def test_a_user_who_blocked_the_bot_is_given_up(api: BotApi, start: Start) -> None:
    api.blocked.add(1)
    await start()
    await User(api, 1).types("拜拜")
    other = User(api, 2)
    await other.types("你好")
    assert await other.reads() == ["1:你好"]


async def test_a_group_is_answered_only_when_the_bot_is_meant(api: BotApi, start: Start) -> None:
    await start()
    member = User(api, 5, chat=-100)
    await member.types("大家好")
    await member.types("/start@other_bot")
    await member.types("@rongcuo_bot 几天告知")
    await member.types("回你", reply_to_message={"message_id": 1, "from": BOT})
    await member.types("/help@rongcuo_bot")
    read = await member.reads(3)
    assert read[:2] == ["1:几天告知", "2:回你"]
    assert "help" in read[2]
    assert read[2].endswith("False")


async def test_an_inline_query_gets_cards(api: BotApi, start: Start) -> None:
    await start()
    await api.push("inline_query", {"id": "i1", "from": {"id": 3}, "query": "容缺受理", "offset": ""})
    await api.until(lambda: "i1" in api.inline)
    assert "容缺受理" in api.inline["i1"][0]["input_message_content"]["message_text"]


async def test_a_photo_an_edited_message_and_a_deep_link_are_events(api: BotApi, start: Start) -> None:
    await start()
    user = User(api, 1)
    await user.sends("photo")
    await user.types("/start weihai_3_13")
    photo, link = await user.reads(2)
    assert "photo" in photo
    assert "weihai_3_13" in link
    await api.push("edited_message", api.message(1, 1, text="改过"))
    assert await user.reads() == ["改成了改过"]


async def test_a_message_with_more_buttons_than_telegram_takes_comes_with_the_first_ones(
    api: BotApi, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    await start()
    user = User(api, 1)
    await user.types("键盘")
    assert await user.reads() == ["很多按钮"]
    (message,) = api.messages.values()
    assert [button["text"] for row in message["reply_markup"] for button in row] == list(map(str, range(99)))
    assert [one.getMessage() for one in caplog.records if "buttons" in one.getMessage()] == [
        "a message has 101 buttons, only the first 99 are shown"
    ]


async def test_stopping_answers_what_was_fetched(api: BotApi, start: Any) -> None:
    await start()
    users = [User(api, n) for n in range(1, 31)]
    await users[0].types("热身")
    await users[0].reads()
    for user in users:
        await user.types("停之前")
    await api.until(lambda: not api.updates or len(api.texts(5)) > 0)
    await start.end()
    fetched = {int(u["message"]["chat"]["id"]) for u in api.updates}
    for user in users[1:]:
        if user.number not in fetched:
            assert api.texts(user.number) == ["1:停之前"]


async def test_a_second_poller_is_told_and_waits_its_turn(
    api: BotApi, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        first = await start()
        await User(api, 1).types("一")
        await api.until(lambda: bool(api.texts(1)))
        await start()
        for _ in range(100):
            await asyncio.sleep(0.02)
            if "另一个程序正在用同一个令牌" in caplog.text:
                break
        first.stop()
    assert "另一个程序正在用同一个令牌" in caplog.text


async def test_the_menu_may_fail_and_the_bot_still_talks(api: BotApi, start: Start) -> None:
    api.faults = lambda method, _arguments: "500" if method == "setMyCommands" else None
    await start()
    user = User(api, 1)
    await user.types("嗨")
    assert await user.reads() == ["1:嗨"]


async def test_flood_control_lets_a_few_pass_at_once_and_then_one_a_second(api: BotApi, start: Start) -> None:
    await start(paced=True)
    user = User(api, 1)
    for n in range(7):
        await user.types(str(n))
    await user.reads(5)
    began = asyncio.get_running_loop().time()
    await user.reads(2)
    assert asyncio.get_running_loop().time() - began > 0.8


# ── the pure parts ───────────────────────────────────────────────────────────────────────────────
def test_every_piece_of_any_reply_is_one_that_telegram_takes() -> None:
    reply = Reply(
        (Say("<长>" * 3_000), Quote("条" * 9_000, "出处 & 文号"), Say("😀" * 5_000)),
        ((Button("按", "a/b=1"),),),
    )
    calls = render.calls(reply, Place(1))
    shown = [visible(call["text"], "HTML") for call in calls]
    assert all(0 < render.length(text) <= 4096 for text in shown)
    assert "".join(shown).count("😀") == 5_000
    assert ["reply_markup" in call for call in calls] == [False] * (len(calls) - 1) + [True]


def test_a_message_without_entities_says_the_same() -> None:
    call = render.calls(Reply((Say("甲<乙", strong=True), Quote("丙&丁", "戊"))), Place(1))[0]
    assert render.plain(call)["text"] == visible(call["text"], "HTML")


@pytest.mark.parametrize("widths", [[8], [9], [20, 3], [1] * 99, [2] * 60, [7] * 30, [100], [0, 150, 1]])
def test_every_keyboard_is_one_that_telegram_takes_with_the_first_buttons_in_order(widths: list[int]) -> None:
    labels = iter(range(1_000))
    wanted = tuple(tuple(Button(str(next(labels)), "a/b=1") for _ in range(width)) for width in widths)
    call = render.calls(Reply((Say("选"),), wanted), Place(1))[0]
    taken = keyboard_of({"reply_markup": json.dumps(call["reply_markup"])})
    assert [key["text"] for row in taken for key in row] == list(map(str, range(min(sum(widths), 99))))
    assert all(taken)


@pytest.mark.parametrize("widths", [[9], [1] * 101, [8] * 13])
def test_the_strict_server_refuses_a_keyboard_that_is_too_big(widths: list[int]) -> None:
    key = {"text": "按", "callback_data": "a/b=1"}
    markup = {"inline_keyboard": [[key] * width for width in widths]}
    with pytest.raises(Refused, match="reply markup is too long"):
        keyboard_of({"reply_markup": json.dumps(markup)})


@pytest.mark.parametrize(
    ("text", "event"), [("改过", Said("改过", True)), ("/start donge", Command("start", "donge", True))]
)
def test_a_correction_is_known_from_a_new_message(text: str, event: Event) -> None:
    body = {"chat": {"id": 1, "type": "private"}, "text": text}
    corrected, new = heard({"edited_message": body}, "b", 1), heard({"message": body}, "b", 1)
    assert corrected
    assert new
    assert (corrected.event, new.event) == (event, replace(event, edited=False))  # type: ignore[type-var]


@pytest.mark.parametrize("update", [{}, {"message": {}}, {"callback_query": {"id": "1"}}, {"my_chat_member": {}},
                                    {"message": {"chat": {"id": 1, "type": "private"}}},
                                    {"message": {"chat": {"id": 1, "type": "channel"}, "text": "x"}}])  # fmt: skip
def test_an_update_that_is_not_for_us_is_passed_over(update: dict[str, object]) -> None:
    assert heard(update, "rongcuo_bot", 1) is None


def test_the_strict_server_refuses_what_telegram_refuses() -> None:
    for text in ("<b>x", "<x>y</x>", "</b>"):
        with pytest.raises(Refused, match="can't parse entities"):
            visible(text, "HTML")


def test_the_menu_is_one_that_telegram_takes() -> None:
    assert all(name.isascii() and name.islower() and words for name, words in MENU)


# ── a document to keep ───────────────────────────────────────────────────────────────────────────
SHEET = Sheet("容错自评-东阿县", "自评结果", (Say("可能", strong=True), Quote("原文", "《细则》第九条")))


class Keeper(Echo):
    """Answers everything with a document."""

    def step(self, state: State, event: Event, *, private: bool = True, today: date | None = None) -> Turn:
        return Turn(state, (Reply((Say("在这份文件里。"),), sheet=SHEET),))


async def test_a_document_comes_as_a_file_that_opens(
    api: BotApi, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path)
    await start(Keeper())
    user = User(api, 5)
    await user.types("保存")
    await api.until(lambda: bool(api.documents))
    chat, name, content = api.documents[0]
    assert (chat, name) == (5, "容错自评-东阿县.docx")
    assert "可能" in [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert api.texts(5) == ["在这份文件里。"]


async def test_a_pdf_that_cannot_be_made_costs_neither_the_docx_nor_the_next_message(
    api: BotApi, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path, soffice=BROKEN)
    await start(Keeper())
    user = User(api, 5)
    await user.types("保存")
    await user.types("再保存")
    await api.until(lambda: len(api.documents) == 2)
    assert {name for _, name, _ in api.documents} == {"容错自评-东阿县.docx"}


async def test_a_document_that_telegram_would_not_take_now_is_sent_again(
    api: BotApi, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine(monkeypatch, tmp_path)
    failed: list[str] = []

    def once(method: str, arguments: object) -> str | None:
        if method == "sendDocument" and not failed:
            failed.append(method)
            return "500"
        return None

    api.faults = once
    await start(Keeper())
    await User(api, 5).types("保存")
    await api.until(lambda: bool(api.documents))
    assert failed == ["sendDocument"]
    assert api.texts(5) == ["在这份文件里。"]


async def test_a_self_assessment_goes_by_pressing_and_survives_a_restart(
    api: BotApi, start: Any, assistant: Assistant
) -> None:
    talk = Rongcuo(assistant, Workdays())
    await start(talk)
    worker = User(api, 9)
    await worker.types("/start donge")
    await worker.reads()
    await worker.types("/assess")
    assert "自评" in (await worker.reads())[0]
    for label, words in (("开始自评", "第 1 步"), ("是", "第 2 步"), ("是", "第 3 步"), ("以后", "第 4 步"), ("正在调查", "第 5 步"),
                         ("跳过", "第 6 步"), ("☐ 第七条第（四）项", "☑ 第七条第（四）项")):  # fmt: skip
        await worker.presses(label)
        await api.until(lambda words=words: words in api.texts(9)[-1])
    shown = len(api.texts(9))
    await start.end()
    await start(talk)
    await worker.presses("选好了")
    await api.until(lambda: "请对照原文核对" in api.texts(9)[-1])
    assert len(api.texts(9)) == shown + 1
    await worker.presses("1")
    await api.until(lambda: "【不符合】" in api.texts(9)[-1])
    assert len(api.texts(9)) == shown + 1  # the list was changed in its place


@pytest.mark.parametrize("region", built_in())
def test_the_longest_card_and_the_longest_list_come_in_messages_that_telegram_takes(
    assistant: Assistant, region: str
) -> None:
    """Everything picked, nothing known: the most that can be said."""
    library = assistant.library
    rules = library.regimes[region]
    answers: dict[str, Any] = {
        "begin": "yes",
        "pick": [one.at for one in rules.situations.items],
        "carry_on": "yes",
    }
    record = Assessment(region, answers)
    way = walk(Ears(assistant), record)
    card = ResultCard(library, region, record, way, Workdays())
    every = Way((), {one.at: True for one in rules.situations.items}, None)
    whole = ResultCard(library, region, record, every, Workdays())
    replies = [
        Reply(card.parts()),
        Reply(whole.parts()),
        Reply(tuple(elsewhere(library, record, every, Workdays()))),
    ]
    for question in way.questions:
        replies.append(
            shown(
                Ears(assistant), record.reopen(question.id), walk(Ears(assistant), record.reopen(question.id))
            )
        )
    for reply in replies:
        for call in render.calls(reply, Place(1)):
            text = visible(call["text"], "HTML")
            assert 0 < len(text.encode("utf-16-le")) // 2 <= 4096
            for row in call.get("reply_markup", {}).get("inline_keyboard", []):
                assert all(1 <= len(button["callback_data"].encode()) <= 64 for button in row)
