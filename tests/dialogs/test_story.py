"""One story told once fills the self-assessment and the form: nothing is heard in it that it does not say, every clause of it
goes somewhere, whole, and only what is left is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workdays import Workdays
from dialogs import acts
from dialogs.apply.parting import LABELS, texts
from dialogs.apply.record import LEFT_OUT, Record, keep
from dialogs.apply.record import recall as recall_form
from dialogs.assess.record import recall
from dialogs.core import Command, Ears, Event, Pressed, Said, State
from dialogs.router import Rongcuo
from dialogs.shared.tray import Tray
from knowledge.answer import Assistant
from tests.measure.story import LETTERS, TODAY, Teller, play, stories

FEW = ("s01", "s13", "s16", "s26", "s29", "s39", "s48", "s53", "s54")
"""Of every policy one or two; the measure plays all."""
STORY = "孩子住院，材料没齐我先给发了临时救助，怕耽误治病，请示了分管镇长，后来发现不符合，钱已经追回来了，我一分没拿"


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


def said(talk: Rongcuo, state: State, *events: Event, today: date = TODAY) -> tuple[State, str]:
    """What is answered last."""
    text = ""
    for event in events:
        turn = talk.step(state, event, today=today)
        for act in (one for one in turn.effects if isinstance(one, acts.Begin)):
            turn = talk.step(turn.state, acts.Begun(act, "0" * 32), today=today)
        state, text = State.from_json(turn.state.to_json()), "\n".join(one.text for one in turn.replies)
    return state, text


@pytest.mark.parametrize(
    "row", [row for row in stories() if row["id"] in FEW], ids=lambda row: str(row["id"])
)
def test_few_answers_lead_to_a_result_and_a_receipt(talk: Rongcuo, row: dict[str, object]) -> None:
    played = play(talk, row)
    assert (played.wrong, played.strange) == ([], [])
    assert played.to_result <= 8
    assert played.to_receipt <= 8


def test_nothing_is_taken_before_it_is_confirmed(talk: Rongcuo) -> None:
    state, told = said(talk, State("donge"), Command("assess"), Said(STORY))
    record = recall(state)
    assert record is not None
    assert set(record.answers) == {"words", "words_on"}
    assert "“我一分没拿” → 没有为自己谋取不正当利益" in told
    state, _ = said(talk, state, Pressed("assess/done=heard"))
    record = recall(state)
    assert record is not None
    assert record.answers["gain_self"] == "no"


def test_what_is_marked_is_asked_and_what_is_put_right_is_heard_anew(talk: Rongcuo) -> None:
    state, _ = said(talk, State("donge"), Command("assess"), Said(STORY))
    state, told = said(talk, state, Said("说错了，我收了他两条烟"))
    assert "按您说的改过了" in told
    assert "没有为自己谋取不正当利益" not in told
    record = recall(state)
    assert record is not None
    assert "我收了他两条烟" in record.text("words")


def test_a_day_that_was_told_stays_that_day(talk: Rongcuo) -> None:
    story = "材料没齐我先办了，钱追回来了，昨天区纪委通知我启动问责了"
    state, told = said(talk, State("pingdingshan"), Command("assess"), Said(story))
    assert "2026年11月19日（星期四）被告知" in told
    _, later = said(talk, state, Command("assess"), Pressed("assess/go=on"), today=date(2026, 11, 25))
    assert "2026年11月19日（星期四）被告知" in later


def test_every_text_is_listened_to_once_a_turn(talk: Rongcuo, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    hear = type(talk.mind.engine).hear
    monkeypatch.setattr(
        type(talk.mind.engine), "hear", lambda engine, text: heard.append(text) or hear(engine, text)
    )
    state, _ = said(talk, State("donge"), Command("assess"), Said(STORY))
    assert heard.count(STORY) == 1
    heard.clear()
    said(talk, state, Pressed("assess/done=heard"))
    assert heard.count(STORY) == 1


# ── the story in parts ───────────────────────────────────────────────────────────────────────────
def clauses(text: str) -> Iterator[str]:
    yield from (bare for one in re.split(r"[，。；！？,;!?\n]", text) if (bare := LETTERS.sub("", one)))


def test_every_box_is_made_of_the_storys_own_clauses(assistant: Assistant) -> None:
    told = [clause for row in stories() for clause in re.findall(r"[^，。；！？]+[，。；！？]", row["story"])]

    @given(st.data())
    def check(data: st.DataObject) -> None:
        story = "".join(data.draw(st.lists(st.sampled_from(told), min_size=1, max_size=14)))
        parts = Ears(assistant).parted(story)
        assert "".join(clause for _, clause in parts) == story
        where = data.draw(
            st.lists(st.sampled_from([*LABELS, LEFT_OUT]), min_size=len(parts), max_size=len(parts))
        )
        moved = tuple((part, clause) for part, (_, clause) in zip(where, parts, strict=True))
        for kept in (parts, moved):
            boxes = texts(Record("donge", Tray("d"), parts=kept))
            for key, text in boxes.items():
                own = [one for part, clause in kept if part == key for one in clauses(clause)]
                assert list(clauses(text)) == own

    check()


def test_speech_without_punctuation_is_parted_too(assistant: Assistant) -> None:
    story = "孩子住院材料没齐我先给发了临时救助我怕耽误治病就请示了分管镇长同意后来发现不符合钱已经全部追回来了我一分钱好处没收"
    parts = Ears(assistant).parted(story)
    assert "".join(clause for _, clause in parts) == story
    assert len({part for part, _ in parts}) > 2


@pytest.fixture
def parted(talk: Rongcuo, assistant: Assistant) -> State:
    record = Record("donge", Tray("0" * 32), parts=Ears(assistant).parted(STORY), told=True, together=True)
    return keep(State("donge"), record)


def test_a_clause_is_moved_left_out_or_written_anew(talk: Rongcuo, parted: State) -> None:
    state, _ = said(talk, parted, Said("1放到动机"), Said("5不要"), Said("2改成：材料缺一张证明，我先发了"))
    state, _ = said(talk, state, Pressed("intake/part=4"), Pressed("intake/part=4.course"))
    state, _ = said(talk, state, Said("都对"))
    record = recall_form(state)
    assert record is not None
    assert record.parts == ()
    assert record.text("motive").startswith("孩子住院。怕耽误治病")
    assert record.text("course") == "材料缺一张证明，我先发了。请示了分管镇长。"
    assert "后来发现不符合" not in "".join(map(str, record.answers.values()))


@pytest.mark.parametrize(
    "data", ["intake/part=0", "intake/part=99", "intake/part=1.nowhere", "intake/part=x", "intake/part="]
)
def test_a_forged_button_moves_nothing(talk: Rongcuo, parted: State, data: str) -> None:
    state, _ = said(talk, parted, Pressed(data))
    found, was = recall_form(state), recall_form(parted)
    assert found is not None
    assert was is not None
    assert found.parts == was.parts


# ── one screen for what is alike ─────────────────────────────────────────────────────────────────
ROOF = "雨季快到了楼道漏水有塌的风险，我没等上会就定了施工队，书记口头同意的，没有造成损失，我一分钱没拿，马上整改了"


def test_a_condition_that_comes_first_stands_with_whom_it_is_about(talk: Rongcuo) -> None:
    _, told = said(talk, State("pingdingshan"), Said(ROOF), Command("assess"), Said("都对"))
    assert "是平顶山市的党员干部" in told
    assert "符合中央大政方针和省、市决策部署精神" in told


@pytest.mark.parametrize(("stage", "asked"), [("已被告知", False), ("正在调查", True)])
def test_what_the_authority_cannot_have_said_yet_is_not_asked(talk: Rongcuo, stage: str, asked: bool) -> None:
    state, told = said(
        talk, State("pingdingshan"), Said(ROOF), Command("assess"), Said("都对"), Said("都符合")
    )
    shown = [told]
    for answer in (stage, "昨天", "是", "有", "以上都没有", "第八条第三项", "选好了", "都符合", "都符合"):
        state, told = said(talk, state, Said(answer))
        shown.append(told)
    assert any("机关有没有说过要给党纪政纪处分" in one for one in shown) is asked
    assert asked or any("自评结果" in one and "容错免责" in one and "从轻、减轻" in one for one in shown)


def test_the_figures_of_an_accident_stand_where_one_is_marked_or_asked_about(talk: Rongcuo) -> None:
    state, told = said(
        talk, State("pingdingshan"), Said(ROOF), Command("assess"), Said("都对"), Said("都符合")
    )
    for answer in ("还没人追责", "是", "有"):
        state, told = said(talk, state, Said(answer))
    assert "重大及以上责任事故" in told
    assert "第493号" not in told
    assert "第493号" in said(talk, state, Said("为什么问"))[1]
    number = next(line.partition(".")[0] for line in told.splitlines() if "安全生产方面的重大" in line)
    assert "第493号" in said(talk, state, Said(number))[1]


# ── several boxes in one message ─────────────────────────────────────────────────────────────────
@pytest.fixture
def together(talk: Rongcuo) -> State:
    record = Record("weihai", Tray("0" * 32), told=True, together=True).put(
        course="先办后补。", clauses=["unsure"]
    )
    return keep(State("weihai"), record)


def kept(state: State) -> Record:
    record = recall_form(state)
    assert record is not None
    return record


def test_a_line_each_fills_them_all(talk: Rongcuo, together: State) -> None:
    state, told = said(talk, together, Said("某某局\n王五\n某某镇民政所经办\n去年11月\n材料没齐先办了"))
    answers = kept(state).answers
    assert [answers[key] for key in ("authority", "applicant", "post", "matter")] == ["某某局", "王五", "某某镇民政所经办", "材料没齐先办了"]  # fmt: skip
    assert answers["applicant_kind"] == "person"
    assert str(answers["event_date"]).startswith("2025年11月")
    assert "证明材料" in told


def test_lines_that_do_not_add_up_are_not_guessed(talk: Rongcuo, together: State) -> None:
    state, told = said(talk, together, Said("某某局\n王五"))
    assert kept(state).answers == kept(together).answers
    assert "怕记错地方" in told


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            "给我发通知的是环翠区纪委，我叫王小燕，街道办民政办办事员",
            {"authority": "环翠区纪委", "applicant": "王小燕", "post": "街道办民政办办事员"},
        ),
        (
            "环翠区纪委，王小燕，街道办民政办办事员，去年11月，老人没了还多发，四个月",
            {"authority": "环翠区纪委", "applicant": "王小燕", "post": "街道办民政办办事员", "matter": "老人没了还多发，四个月"},
        ),
        ("我叫王小燕", {"applicant": "王小燕"}),
        ("区民政局找我谈话的，我是某某镇民政所所长", {"authority": "区民政局", "post": "某某镇民政所所长"}),
    ],
)  # fmt: skip
def test_a_sentence_as_people_speak_fills_what_it_names(
    talk: Rongcuo, together: State, told: str, wanted: dict[str, str]
) -> None:
    state, answer = said(talk, together, Said(told))
    answers = kept(state).answers
    keys = ("authority", "applicant", "post", "matter")
    assert {key: answers[key] for key in keys if key in answers} == wanted
    assert all(f"：{value}" in answer for value in wanted.values())


@pytest.mark.parametrize(
    "told",
    [
        "我不知道是哪个机关，怎么办，我在街道，别的没了，就这样",
        "我叫不上名字",
        "我是街道办的，写啥，不懂，算了，行吗",
    ],
)
def test_a_sentence_that_names_nothing_fills_nothing(talk: Rongcuo, together: State, told: str) -> None:
    state, _ = said(talk, together, Said(told))
    assert kept(state).answers == kept(together).answers


def test_lines_may_name_their_boxes_and_what_is_no_answer_is_asked_again(
    talk: Rongcuo, together: State
) -> None:
    state, told = said(talk, together, Said("姓名：王五；单位：谢谢"))
    assert kept(state).answers["applicant"] == "王五"
    assert "post" not in kept(state).answers
    assert "那一行不像是填的内容" in told


def test_an_organisation_is_asked_for_its_name(talk: Rongcuo, together: State) -> None:
    state, told = said(talk, together, Pressed("intake/together=body"))
    assert "申请党组织" in told
    assert kept(state).answers["applicant_kind"] == "organisation"


# ── talk, and days that are not certain ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "talked", ["谢谢", "谢谢您啊", "好的", "等一下", "你是谁", "您好", "在吗", "你能干什么"]
)
@pytest.mark.parametrize("key", ["authority", "applicant", "course", "impact", "remark"])
def test_ordinary_talk_is_not_written_into_a_box(
    talk: Rongcuo, together: State, talked: str, key: str
) -> None:
    asked = keep(together, replace(kept(together), together=False, told=False, answers={}).reopen(key))
    state, _ = said(talk, asked, Said(talked))
    assert kept(state).answers == {}


@pytest.mark.parametrize("told", ["12月30日", "去年12月30日"])
def test_days_of_a_year_that_is_not_published_are_marked(talk: Rongcuo, told: str) -> None:
    today = date(2027, 1, 4)
    story = "材料没齐我先办了，钱追回来了，区纪委通知我启动问责了"
    state, _ = said(
        talk, State("pingdingshan"), Command("assess"), Said(story), Pressed("assess/done=heard"), today=today
    )
    while (record := recall(state)) is not None and "told_on" not in record.answers:
        state, text = said(talk, state, *_onward(talk, state, told), today=today)
    assert "2026年12月30日" in text
    assert "暂定" in text


def _onward(talk: Rongcuo, state: State, told: str) -> Iterator[Event]:
    teller = Teller(
        talk,
        {
            "id": "x",
            "region": "pingdingshan",
            "story": "",
            "says": {"stage": "told"},
            "situations": [],
            "told_on": told,
        },
    )
    teller.state = state
    event = teller._answer()
    assert event is not None
    yield event
