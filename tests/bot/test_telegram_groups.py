"""In a group everybody has a conversation of their own, and each answer stands where it was asked for."""

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.telegram.calling import arguments, otherwise
from bot.channels.telegram.inbound import heard
from bot.channels.telegram.places import Place, chat_of, key_of, moved
from bot.channels.telegram.reception import NOT_YOURS
from bot.store.applications import writing
from bot.store.mail import Changes, ChatState, Store
from bot.store.states import state_of
from bot.workdays import Workdays
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.harness.bot_api import BOT, BotApi
from tests.harness.given import BEGAN
from tests.harness.person import User
from tests.harness.running import Bots, Fragile, eventually

GROUP = -100
CALL = f"@{BOT['username']} "


def last(api: BotApi, chat: int = GROUP) -> Any:
    return max(
        ((at, one) for (where, at), one in api.messages.items() if where == chat), key=lambda one: one[0]
    )


def shown(api: BotApi) -> str:
    return "\n".join(api.texts(GROUP))


def region(store: Fragile, member: int) -> str | None:
    key = f"telegram:{GROUP}:{member}"
    return state_of(key, store.load((), (key,)).chats.get(key)).region


# ── whose choice a button is ─────────────────────────────────────────────────────────────────────
async def test_a_button_that_another_member_presses_sets_that_members_region_alone(
    api: BotApi, bots: Bots, assistant: Assistant
) -> None:
    store = await bots.start(Rongcuo(assistant, Workdays()))
    asker, other = User(api, 5, GROUP), User(api, 6, GROUP)
    await asker.types(f"/start@{BOT['username']}")
    await eventually(lambda: "容错助手" in shown(api))
    query = await other.presses("东阿县")
    await eventually(lambda: region(store, 6) == "donge")
    assert [region(store, 5), region(store, 6)] == [None, "donge"]
    await asker.presses("威海市")
    await eventually(lambda: region(store, 5) == "weihai")
    assert [region(store, 5), region(store, 6)] == ["weihai", "donge"]
    told = {
        one["callback_query_id"]: one.get("text")
        for method, one in api.calls
        if method == "answerCallbackQuery"
    }
    assert told[query] == NOT_YOURS
    assert [words for at, words in told.items() if at != query] == [None]


async def test_a_vote_under_the_answer_to_another_member_is_not_counted_as_theirs(
    api: BotApi, bots: Bots, assistant: Assistant
) -> None:
    store = await bots.start(Rongcuo(assistant, Workdays()))
    asker, other = User(api, 5, GROUP), User(api, 6, GROUP)
    await asker.types(f"{CALL}东阿")
    await asker.types(f"{CALL}结论几天告知我")
    await eventually(lambda: "7 个工作日" in shown(api))
    count = len(api.messages)
    await other.presses("有用")
    await eventually(lambda: len(api.messages) > count)
    assert rows(store, "SELECT count(*) FROM feedback") == [(0,)]
    await asker.presses("有用")
    await eventually(lambda: rows(store, "SELECT count(*) FROM feedback") == [(1,)])


async def test_what_was_shown_to_one_member_is_not_changed_by_another(api: BotApi, bots: Bots) -> None:
    await bots.start()
    asker, other = User(api, 5, GROUP), User(api, 6, GROUP)
    await asker.types(f"{CALL}在吗")
    await eventually(lambda: api.texts(GROUP) == ["1:在吗"])
    await other.presses("按")
    await eventually(lambda: api.texts(GROUP) == ["1:在吗", "按了1"])
    await asker.press_data("a/b=1", min(at for _, at in api.messages))
    await eventually(lambda: api.texts(GROUP) == ["按了1", "按了1"])  # the asker's own, in its place


async def test_each_member_has_a_conversation_of_their_own(api: BotApi, bots: Bots) -> None:
    await bots.start()
    for member in (5, 6, 5):
        await User(api, member, GROUP).types(f"{CALL}我是{member}")
    await eventually(lambda: len(api.texts(GROUP)) == 3)
    assert sorted(api.texts(GROUP)) == ["1:我是5", "1:我是6", "2:我是5"]


# ── where an answer stands ───────────────────────────────────────────────────────────────────────
async def test_an_answer_in_a_group_answers_the_message_and_in_a_private_chat_just_comes(
    api: BotApi, bots: Bots
) -> None:
    await bots.start()
    await User(api, 5, GROUP).types(f"{CALL}在吗")
    await User(api, 7).types("在吗")
    await eventually(lambda: bool(api.texts(GROUP) and api.texts(7)))
    assert last(api)[1]["answers"] in [at for where, at in api.written if where == GROUP]
    assert last(api, 7)[1]["answers"] is None


async def test_a_question_in_a_topic_is_answered_there(api: BotApi, bots: Bots) -> None:
    api.topics[GROUP] = {11, 12}
    await bots.start()
    for topic in (11, 12):
        more = {"message_thread_id": topic, "is_topic_message": True}
        await User(api, 5, GROUP).types(f"{CALL}在{topic}吗", **more)
    await eventually(lambda: len(api.texts(GROUP)) == 2)
    assert {one["shown"]: one["topic"] for (_, _), one in api.messages.items()} == {
        "1:在11吗": "11",
        "2:在12吗": "12",
    }
    await User(api, 5, GROUP).presses("按")
    await eventually(lambda: any(text.startswith("按了") for text in api.texts(GROUP)))
    assert {one["topic"] for one in api.messages.values()} == {"11", "12"}


async def test_a_thread_of_answers_is_no_topic(api: BotApi, bots: Bots) -> None:
    """Such a number cannot be sent to."""
    await bots.start()
    await User(api, 5, GROUP).types(f"{CALL}在吗", message_thread_id=3)
    await eventually(lambda: api.texts(GROUP) == ["1:在吗"])
    assert last(api)[1]["topic"] is None


async def test_an_answer_whose_topic_or_question_was_deleted_comes_all_the_same(
    api: BotApi, bots: Bots
) -> None:
    await bots.start()
    await User(api, 5, GROUP).types(f"{CALL}在吗", message_thread_id=13, is_topic_message=True)
    api.written.clear()
    await eventually(lambda: api.texts(GROUP) == ["1:在吗"])


async def test_an_answer_follows_its_group_that_became_a_supergroup(api: BotApi, bots: Bots) -> None:
    store = await bots.start()
    member = User(api, 5, GROUP)
    await member.types(f"{CALL}一")
    await eventually(lambda: api.texts(GROUP) == ["1:一"])
    api.faults = lambda method, _arguments: "500" if method == "sendMessage" else None
    await member.types(f"{CALL}二")
    await member.types(f"{CALL}三")
    await eventually(lambda: rows(store, "SELECT count(*) FROM outbox WHERE state = 'waiting'") == [(2,)])
    api.migrated[GROUP] = -100200
    api.faults = lambda _method, _arguments: None
    await eventually(lambda: api.texts(-100200) == ["2:二", "3:三"])
    await eventually(lambda: rows(store, "SELECT count(*) FROM outbox WHERE state = 'waiting'") == [(0,)])
    await User(api, 5, -100200).types(f"{CALL}四")
    await eventually(lambda: "4:四" in api.texts(-100200))  # what was remembered went along


async def test_the_admin_chat_is_followed_too(
    api: BotApi, bots: Bots, caplog: pytest.LogCaptureFixture
) -> None:
    api.migrated[-99] = -10099
    await bots.start(admin=-99)
    await User(api, 1).types("错")
    await eventually(lambda: bool(api.texts(-10099)))
    assert "RONGCUO_ADMIN_CHAT 的群升级了，请改成 -10099" in caplog.text


async def test_a_reply_that_a_version_before_put_into_the_outbox_is_sent(api: BotApi, bots: Bots) -> None:
    """Of a group it is under the key of the whole group."""
    store = Fragile(bots.url)
    store.write(Changes(writes=[writing.told(f"telegram:{GROUP}", "以前的回复")]))
    store.close()
    await bots.start()
    await eventually(lambda: api.texts(GROUP) == ["以前的回复"])


def test_what_a_group_shared_before_is_deleted_and_nothing_else(store: Store) -> None:
    keys = (f"telegram:{GROUP}", f"telegram:{GROUP}:5", "telegram:5", "terminal", "telegram:-7")
    for key in keys:
        store.write(Changes(chats={key: ChatState(key, "{}", None)}))
    store.prune(BEGAN - timedelta(days=3))
    assert set(store.load((), keys).chats) == set(keys)
    store.prune(BEGAN + timedelta(days=1))
    assert set(store.load((), keys).chats) == {f"telegram:{GROUP}:5", "telegram:5", "terminal"}


# ── the user's own inline card ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("chat", [None, GROUP])
async def test_a_card_of_our_own_is_no_question(api: BotApi, bots: Bots, chat: int | None) -> None:
    await bots.start()
    user = User(api, 5, chat)
    await user.types(f"{CALL}《细则》第七条……", via_bot=BOT)
    await user.types(f"{CALL}在吗")
    assert await user.reads() == ["1:在吗"]
    await user.types(f"{CALL}别家的卡片", via_bot={"id": 77, "is_bot": True})
    assert await user.reads() == ["2:别家的卡片"]


# ── the pure parts ───────────────────────────────────────────────────────────────────────────────
def test_the_key_of_a_conversation() -> None:
    said: dict[str, Any] = {"message": {"chat": {"id": GROUP}, "from": {"id": 5}}}
    assert key_of(said) == f"telegram:{GROUP}:5"
    assert (
        key_of({"callback_query": {"from": {"id": 6}, "message": said["message"]}}) == f"telegram:{GROUP}:6"
    )
    assert key_of({"message": {"chat": {"id": 5}, "from": {"id": 5}}}) == "telegram:5"
    assert key_of({"message": {"chat": {"id": GROUP}}}) == f"telegram:{GROUP}"
    assert [chat_of(key) for key in ("telegram:5", f"telegram:{GROUP}", f"telegram:{GROUP}:5")] == [
        5,
        GROUP,
        GROUP,
    ]
    assert moved(f"telegram:{GROUP}:5", -7) == "telegram:-7:5"
    assert moved(f"telegram:{GROUP}", -7) == "telegram:-7"


def test_a_message_of_another_form_keeps_its_place() -> None:
    call = {"method": "editMessageText", "message_id": 3, "text": "x", **Place(GROUP, 11, 4).arguments,
            **Place(GROUP, 11, 4).answering}  # fmt: skip
    assert set(arguments(call)) == {"chat_id", "message_id", "text"}
    again = otherwise(call, "bad request: message to edit not found")
    assert again is not None
    assert arguments(again) == {"chat_id": GROUP, "message_thread_id": 11, "text": "x",
                                "reply_parameters": {"message_id": 4, "allow_sending_without_reply": True}}  # fmt: skip


def test_a_press_on_a_message_that_cannot_be_reached_any_more_is_heard() -> None:
    message = {"message_id": 9, "date": 0, "chat": {"id": GROUP, "type": "supergroup"}}
    found = heard(
        {"callback_query": {"id": "1", "from": {"id": 5}, "data": "a/b=1", "message": message}}, "b", 1
    )
    assert found
    assert found.place == Place(GROUP, None, 9)
