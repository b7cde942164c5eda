"""What a turn leads to; whole conversations stand in conversations/."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workdays import Workdays
from dialogs.core import Button, Command, Event, Feedback, Pressed, Reply, Said, Sent, State, Turn
from dialogs.router import Rongcuo
from dialogs.shared import memory, phrases
from knowledge.answer import REFERENCE, Assistant
from knowledge.library.corpus import Library
from tests.harness.examples import examples

COMMANDS = ("start", "help", "ask", "region", "policies", "articles", "compare", "cancel", "nonsense")


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


def after(talk: Rongcuo, *events: Event, state: State | None = None) -> Turn:
    """The last turn of these events."""
    turn = Turn(state or State(), ())
    for event in events:
        turn = talk.step(State.from_json(turn.state.to_json()), event)
    return turn


def text(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def labels(turn: Turn) -> list[str]:
    return [button.label for reply in turn.replies for row in reply.buttons for button in row]


def data(turn: Turn, label: str) -> Pressed:
    return Pressed(next(button.data for reply in turn.replies for row in reply.buttons for button in row
                        if button.label.startswith(label)))  # fmt: skip


# ── the region ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("typed", ["威海", "我在威海市", "威海市民政局", "荣成"])
def test_a_place_alone_is_remembered_as_the_own_region(talk: Rongcuo, typed: str) -> None:
    assert after(talk, Said(typed)).state.region == "weihai"


def test_a_typo_of_a_place_is_asked_about(talk: Rongcuo) -> None:
    turn = after(talk, Said("维海"))
    assert turn.state.region is None
    assert labels(turn)[0] == "威海市"


def test_choosing_a_region_answers_the_question_that_waited(talk: Rongcuo) -> None:
    turn = after(talk, Said("结论几天告知"), Pressed("region/set=donge"))
    assert turn.state.region == "donge"
    assert "7 个工作日" in turn.replies[-1].text


def test_the_region_can_be_changed_by_command(talk: Rongcuo) -> None:
    assert after(talk, Command("region", "丽水"), Command("region", "东阿县")).state.region == "donge"


def test_another_place_repeats_the_question_there_and_does_not_move_house(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Said("结论几天告知"), Said("东阿呢"))
    assert "第十四条" in text(turn)
    assert REFERENCE in text(turn)
    assert turn.state.region == "weihai"


@pytest.mark.parametrize(
    "said", ["那交给谁申请", "交给谁申请", "几天告知", "要开会研究吗", "哪些情况不予容错"]
)
def test_a_question_that_follows_is_on_the_own_place_again_and_says_so(talk: Rongcuo, said: str) -> None:
    turn = after(talk, Command("region", "weihai"), Said("东阿的结论几天告知"), Said(said))
    assert text(turn).startswith("这一句按您所在的威海市说；想接着看东阿县的，说“东阿县呢”。")
    assert "东民发" not in text(turn)
    assert "按您所在的" not in text(after(talk, Said("要开会研究吗"), state=turn.state))


@pytest.mark.parametrize(
    "said", ["那边交给谁申请", "他们那里几天告知", "当地要开会研究吗", "东阿要开会研究吗"]
)
def test_what_speaks_of_the_place_there_stays_there(talk: Rongcuo, said: str) -> None:
    turn = after(talk, Command("region", "weihai"), Said("东阿的结论几天告知"), Said(said))
    assert "东民发〔2023〕17号" in text(turn)
    assert turn.state.region == "weihai"


# ── under an answer ──────────────────────────────────────────────────────────────────────────────
def test_an_answer_offers_what_else_may_be_meant_and_four_more_things(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Said("材料缺一份我先给他办了，后来出了岔子"))
    assert labels(turn)[-5:] == ["一步步自评", "原文上下文", "其他地区", "有用", "没答到点子上"]
    assert 1 <= len(labels(turn)[:-5]) <= 3


def test_a_candidate_is_shown_as_an_answer(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said("材料缺一份我先给他办了，后来出了岔子"))
    chosen = after(talk, data(turn, "第七条"), state=turn.state)
    assert "可能对得上" in text(chosen)
    assert labels(chosen)


def test_the_whole_article_comes_as_a_message_of_its_own(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said("第七条第六项"))
    whole = after(talk, data(turn, "原文上下文"), state=turn.state)
    assert "（十一）其他符合" in text(whole)
    assert not whole.replies[0].edit


def test_only_with_consent_does_the_question_itself_go_to_the_staff(talk: Rongcuo) -> None:
    question = "结论几天告知"
    turn = after(talk, Command("region", "donge"), Said(question))
    asked = after(talk, data(turn, "没答到点子上"), state=turn.state)
    assert asked.effects == ()
    assert after(talk, data(asked, "留给"), state=turn.state).effects == (
        Feedback(False, "donge", ("donge.14",), question),
    )
    assert after(talk, data(asked, "只记"), state=turn.state).effects == (
        Feedback(False, "donge", ("donge.14",)),
    )
    assert after(talk, data(turn, "有用"), state=turn.state).effects == (
        Feedback(True, "donge", ("donge.14",)),
    )


def test_the_buttons_of_an_older_answer_still_work_for_that_answer(talk: Rongcuo) -> None:
    first = after(talk, Command("region", "donge"), Said("结论几天告知"))
    later = after(talk, Said("哪些情况不予容错"), data(first, "有用"), state=first.state)
    assert later.effects == (Feedback(True, "donge", ("donge.14",)),)


@pytest.mark.parametrize("pressed", ["", "x", "ask/hit=donge.99", "ask/useful=77", "ask/sleep=1", "region/set=beijing",
                                     "browse/page=donge.99.0", "browse/page=donge.0.99", "browse/page=weihai.0.0",
                                     "browse/page=donge.²³.0", "browse/policy=x", "nowhere/a=1", "feedback/useful=",
                                     "feedback/sleep=1", "compare/of=", "compare/of=x", "compare/x=1", "region/x=1",
                                     "browse/items=weihai.3", "browse/items=weihai.3.99", "browse/items=weihai.2.0",
                                     "browse/items=weihai.3.-1", "browse/whole=weihai.99", "browse/page=weihai.-1.-1"])  # fmt: skip
def test_a_button_that_means_nothing_any_more_says_so(talk: Rongcuo, pressed: str) -> None:
    turn = after(talk, Command("region", "donge"), Pressed(pressed))
    assert text(turn) == phrases.STALE
    assert turn.state.region == "donge"


@pytest.mark.parametrize(
    "pressed", ["feedback/useful=77", "feedback/keep=77", "compare/of=77", "ask/home=77"]
)
def test_a_button_under_an_answer_that_is_forgotten_says_so(talk: Rongcuo, pressed: str) -> None:
    turn = after(talk, Command("region", "donge"), Pressed(pressed))
    assert text(turn) == phrases.FORGOTTEN
    assert not turn.effects


def test_a_candidate_under_an_older_answer_is_worded_for_that_question(talk: Rongcuo) -> None:
    told = "材料缺一份我先给他办了，后来出了岔子"
    first = after(talk, Command("region", "donge"), Said(told))
    later = after(talk, Said("结论几天告知"), data(first, "第七条"), state=first.state)
    assert "可能对得上" in text(later)
    last = memory.recall(later.state).last
    assert last is not None
    assert last.text == told


def test_only_the_last_questions_are_kept(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), *[Said("结论几天告知")] * 8)
    assert [row.number for row in memory.recall(turn.state).asked] == [4, 5, 6, 7, 8]


def test_a_candidate_of_a_forgotten_question_is_still_shown(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Pressed("ask/hit=77.weihai.3.5"))
    assert "三（五）" in text(turn)


def test_no_number_is_given_twice_even_after_cancelling(talk: Rongcuo) -> None:
    first = after(talk, Command("region", "donge"), Said("结论几天告知"))
    later = after(talk, Command("cancel"), Said("哪些情况不予容错"), data(first, "有用"), state=first.state)
    assert later.effects == ()
    assert text(later) == phrases.FORGOTTEN


def test_an_answer_is_rated_once(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said("结论几天告知"))
    asked = after(talk, data(turn, "没答到点子上"), state=turn.state)
    rated = after(talk, data(turn, "有用"), state=asked.state)
    assert rated.effects
    assert after(talk, data(asked, "留给"), state=rated.state).effects == ()


def test_a_refused_question_can_be_handed_on_too(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said("社保卡丢了去哪补"))
    assert labels(turn) == ["没答到点子上"]
    asked = after(talk, data(turn, "没答到点子上"), state=turn.state)
    kept = after(talk, data(asked, "留给"), state=asked.state)
    assert kept.effects == (Feedback(False, "donge", (), "社保卡丢了去哪补"),)


def test_under_an_answer_of_another_region_two_buttons_lead_on(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "weihai"), Said("结论几天告知"), Said("东阿呢"))
    home = after(talk, data(turn, "看威海市"), state=turn.state)
    assert "五（二）" in text(home)
    assert after(talk, data(turn, "我就在东阿"), state=turn.state).state.region == "donge"


def test_a_region_that_is_no_longer_here_is_asked_for_anew(talk: Rongcuo) -> None:
    gone = memory.keep(State("atlantis"), memory.Memory().add("几天告知", "atlantis", "atlantis.1", False))
    turn = after(talk, Said("结论几天告知"), state=gone)
    assert turn.state.region is None
    assert "威海市" in labels(turn)
    assert memory.recall(turn.state).count == 2


# ── follow-ups ───────────────────────────────────────────────────────────────────────────────────
def test_an_own_situation_is_always_about_the_own_region(talk: Rongcuo) -> None:
    turn = after(
        talk, Command("region", "weihai"), Said("结论几天告知"), Said("东阿呢"), Said("我收了他两条烟")
    )
    assert "威民发〔2023〕24号" in text(turn)


def test_what_next_repeats_no_quote_but_says_how_to_go_on(talk: Rongcuo) -> None:
    turn = after(
        talk, Command("region", "weihai"), Said("材料缺一份我先给他办了，后来出了岔子"), Said("然后呢")
    )
    assert "下一步" in text(turn)
    assert "进行暂时性容缺受理" not in text(turn)


def test_why_shows_the_words_that_were_answered_from(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said("结论几天告知"), Said("为什么"))
    assert "7 个工作日" in text(turn)


@pytest.mark.parametrize("typed", ["然后呢", "那怎么办", "为什么", "能容错吗"])
def test_a_follow_up_to_nothing_asks_for_the_question(talk: Rongcuo, typed: str) -> None:
    assert "请把情况或问题打出来" in text(after(talk, Command("region", "donge"), Said(typed)))


def test_a_follow_up_before_a_region_is_chosen_asks_for_one(talk: Rongcuo) -> None:
    turn = after(talk, Said("结论几天告知"), Said("然后呢"))
    assert "威海市" in labels(turn)


# ── commands ─────────────────────────────────────────────────────────────────────────────────────
def test_a_deep_link_opens_a_provision_or_chooses_a_region(talk: Rongcuo) -> None:
    assert "三（十三）" in text(after(talk, Command("start", "weihai_3_13")))
    assert after(talk, Command("start", "lishui")).state.region == "lishui"
    assert "容错助手" in text(after(talk, Command("start", "whatever_9")))


def test_comparing_has_the_own_policy_first_and_marks_the_others(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "pingdingshan"), Command("compare", "结论几天告知"))
    own, others = turn.replies
    assert "平办〔2017〕2号" in own.text
    assert "仅供参考" in others.text
    assert all(number in others.text for number in ("东民发", "威民发", "枣职发", "丽委办发"))


def test_cancel_forgets_the_questions_and_keeps_the_region(talk: Rongcuo) -> None:
    turn = after(talk, Command("region", "donge"), Said("结论几天告知"), Command("cancel"))
    assert memory.recall(turn.state) == memory.Memory(count=1)
    assert turn.state.region == "donge"


def test_every_article_can_be_reached_by_buttons(talk: Rongcuo, assistant: Assistant) -> None:
    for region, policy in assistant.library.policies.items():
        seen, todo = set(), [Pressed(f"browse/policy={region}")]
        pressed = {todo[0].data}
        while todo:
            turn = after(talk, todo.pop())
            for reply in turn.replies:
                for button in (button for row in reply.buttons for button in row):
                    if button.data.startswith("browse/show="):
                        seen.add(button.data.removeprefix("browse/show="))
                    elif button.data not in pressed:
                        pressed.add(button.data)
                        todo.append(Pressed(button.data))
        assert seen == {article.id for article in policy.articles}


# ── bad input ────────────────────────────────────────────────────────────────────────────────────
BAD = ["", "   ", "\u202e\u0000\u200b", "😂😂😂", "容错" * 5_000, "<b>几天</b>", "**几天** [x](tg://user?id=1)",
       "'; DROP TABLE chat; --", "What is the weather", "こんにちは", "asdfghjkl", "１２３", "/", "？？？", "\ud800"]  # fmt: skip


@pytest.mark.parametrize("message", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("region", [None, "weihai"])
def test_bad_input_gets_a_friendly_reply(talk: Rongcuo, message: str, region: str | None) -> None:
    turn = after(talk, Said(message), state=State(region))
    assert text(turn).strip()
    assert turn.state.region == region


def test_a_very_long_message_is_told_how_much_of_it_was_read(talk: Rongcuo) -> None:
    assert "2000" in text(after(talk, Said("结论几天告知？" * 1_500), state=State("donge")))


@pytest.mark.parametrize("kind", ["photo", "voice", "document", "sticker", "never_heard_of"])
def test_what_is_no_text_gets_a_kind_hint_and_a_caption_is_read(talk: Rongcuo, kind: str) -> None:
    assert "文字" in text(after(talk, Sent(kind)))
    assert "7 个工作日" in text(after(talk, Sent(kind, "结论几天告知"), state=State("donge")))


def test_an_own_case_in_a_group_is_answered_with_a_hint(talk: Rongcuo) -> None:
    turn = talk.step(State("donge"), Said("材料缺一份我先给他办了，后来出了岔子"), private=False)
    assert phrases.IN_PRIVATE in text(turn)


def test_inline_cards_are_provisions_with_their_words(talk: Rongcuo) -> None:
    cards = talk.cards(State("weihai"), "容缺受理")
    assert cards[0].key == "weihai.3.6"
    assert len({card.key for card in cards}) == len(cards) <= 10
    assert talk.cards(State(), "")


def test_a_button_that_telegram_would_refuse_is_refused_here() -> None:
    for wrong in ("x" * 65, "按钮"):
        with pytest.raises(ValueError, match="64 bytes"):
            Button("按", wrong)


@pytest.mark.parametrize(
    "stored", [{"asked": 1}, {"asked": [{}]}, {"asked": [{"number": "x"}]}, {"waiting": 3}]
)
def test_a_state_that_cannot_be_read_is_forgotten_not_stumbled_over(
    talk: Rongcuo, stored: dict[str, object]
) -> None:
    state = State("donge", {"ask": stored})  # type: ignore[dict-item]
    assert "7 个工作日" in text(after(talk, Said("结论几天告知"), state=state))


def test_a_state_of_another_version_keeps_its_region() -> None:
    assert State.from_json('{"version": 0, "region": "donge", "dialogs": {"ask": 1}}') == State("donge")


TYPED = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "威海",
            "东阿呢",
            "结论几天告知",
            "材料没齐先办了",
            "然后呢",
            "谢谢",
            "收了两条烟",
            "第七条",
            "丽水市民政局",
        ]
    ),
)
EVENTS = st.one_of(
    st.builds(Said, TYPED),
    st.builds(Command, st.sampled_from(COMMANDS), TYPED),
    st.builds(Sent, st.sampled_from(["photo", "voice"]), TYPED),
    st.builds(Pressed, st.text(max_size=64)),
    st.integers(0, 40),
)


@examples(60)
@given(st.lists(EVENTS, max_size=10))
def test_whatever_is_typed_or_pressed_the_bot_answers_and_its_state_survives_json(
    talk: Rongcuo, events: list[Event | int]
) -> None:
    """A number presses a button that was shown, old or new."""
    state, shown = State(), [Button("威海市", "region/set=weihai")]
    for event in events:
        turn = talk.step(state, Pressed(shown[event % len(shown)].data) if isinstance(event, int) else event)
        assert turn.replies
        assert all(answered(reply) for reply in turn.replies)
        shown += [button for reply in turn.replies for row in reply.buttons for button in row]
        state = State.from_json(turn.state.to_json())
        assert state == turn.state


def answered(reply: Reply) -> bool:
    return bool(reply.text.strip()) and all(row for row in reply.buttons)


# ── asked back ───────────────────────────────────────────────────────────────────────────────────
def asked_back(talk: Rongcuo, doubtful: tuple[str, str]) -> Turn:
    region, words = doubtful
    return after(talk, Command("region", region), Said(words))


def test_where_two_provisions_remain_one_fact_is_asked(talk: Rongcuo, doubtful: tuple[str, str]) -> None:
    turn = asked_back(talk, doubtful)
    assert "有点分不清，再问您一句：" in text(turn)
    assert labels(turn)[:3] == ["是／有", "不是／没有", "说不准"]


@pytest.mark.parametrize("label", ["是／有", "不是／没有", "说不准"])
def test_the_answer_is_taken_and_the_case_looked_at_again(
    talk: Rongcuo, doubtful: tuple[str, str], label: str
) -> None:
    first = asked_back(talk, doubtful)
    again = after(talk, data(first, label), state=first.state)
    assert "好的，按您说的再看一遍。" in text(again)
    known = memory.recall(again.state).asked[-1].known
    assert list(known.values()) == [{"是／有": True, "不是／没有": False, "说不准": None}[label]]


def test_a_message_is_asked_back_about_twice_at_most(talk: Rongcuo, doubtful: tuple[str, str]) -> None:
    turn = asked_back(talk, doubtful)
    asked = 0
    while "是／有" in labels(turn):
        asked += 1
        turn = after(talk, data(turn, "说不准"), state=turn.state)
    assert 1 <= asked <= 2


def test_an_answer_to_a_forgotten_question_back_says_so(talk: Rongcuo, doubtful: tuple[str, str]) -> None:
    button = data(asked_back(talk, doubtful), "是／有")
    assert "已经不记得了" in text(after(talk, button))


@pytest.mark.parametrize("fact", ["", "nonsense", "donge.7.1", "../x"])
def test_a_button_with_a_fact_that_nobody_asks_changes_nothing(
    talk: Rongcuo, doubtful: tuple[str, str], fact: str
) -> None:
    turn = asked_back(talk, doubtful)
    number = memory.recall(turn.state).count
    pressed = after(talk, Pressed(f"ask/yes={number}.{fact}"), state=turn.state)
    assert "失效" in text(pressed)
    assert pressed.state == turn.state


def test_help_names_a_place_that_there_is(library: Library) -> None:
    elsewhere = replace(library, names={"qinghe": ("青禾县", "青禾")})
    assert "例如“青禾呢”" in phrases.helped(elsewhere, "").text
