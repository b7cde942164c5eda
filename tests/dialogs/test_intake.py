"""The application form in chat: each policy's own boxes, nothing lost, nothing taken along that was not ticked."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from bot.channels.telegram import render
from bot.channels.telegram.places import Place
from bot.workdays import Workdays
from dialogs.acts import Case, fingerprint
from dialogs.apply import kinds, words
from dialogs.apply.ask import shown
from dialogs.apply.boxes import boxes, current, missing
from dialogs.apply.kinds import LINE, TEXT
from dialogs.apply.paper import Paper
from dialogs.apply.record import Record, keep, recall
from dialogs.core import BUTTON_BYTES, Cell, Context, Ears, Said, State
from dialogs.router import Rongcuo
from dialogs.shared.paper import NO_ANNEX_NOTE, OPINION, printed, refiled
from dialogs.shared.tray import MOST, Tray
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.dialogs.test_conversations import Reader
from tests.harness.refusals import visible

REGIONS = ("donge", "weihai", "zaozhuang", "pingdingshan", "lishui")
TODAY = date(2026, 11, 20)
ODD = (
    "=cmd|' /C calc'!A0",
    "<b>&_*[x](tg://user?id=1)</b>",
    "{{7*7}} {% raw %}",
    "'; DROP TABLE application; --",
    "</w:t></w:r><script>alert(1)</script>",
    "👨‍👩‍👧 \u3000全角　ＡＢＣ",
    "第一行\n第二行\n\n第四行",
)


@pytest.fixture
def reader(assistant: Assistant) -> Iterator[Reader]:
    one = Reader(assistant)
    yield one
    one.close()


def plays(reader: Reader, *lines: str) -> str:
    """What the last line was answered with."""
    return [reader.plays(line) for line in lines][-1]


def begun(reader: Reader, region: str) -> None:
    plays(reader, f"用户> {reader.talk.mind.library.short[region]}", "用户> /apply", "按> 同意，开始填")
    if "decided" in (box.key for box in boxes(reader.talk.mind.library, record(reader))):
        plays(reader, "按> 还没有")


def record(reader: Reader) -> Record:
    found = recall(reader.desk.remembers(reader.chat))
    assert found
    return found


ANSWERS: dict[kinds.Kind, str] = {
    kinds.ONE_LINE: "某某单位",
    kinds.STORY: "照实写的一段话。",
    kinds.NOTE: "照实写的一段话。",
    kinds.PERIOD: "2026年3月5日",
    kinds.DATE: "11月16日",
}


def filled(reader: Reader, region: str, text: str | None = None) -> str:
    """Every box of a policy filled; what the whole form looks like at the end."""
    begun(reader, region)
    told = ""
    for _ in range(40):
        box = current(boxes(reader.talk.mind.library, record(reader)), record(reader))
        if box is None:
            return told
        match box.kind:
            case kinds.CHOICE:
                told = plays(reader, "按> 以个人名义")
            case kinds.CLAUSES:
                told = plays(reader, "按> 1", "按> 选好了")
            case kinds.FILES:
                told = plays(reader, "用户> （文件：会议纪要.pdf）", "按> 发完了")
            case kind:
                free = text is not None and kind in (kinds.ONE_LINE, kinds.STORY, kinds.NOTE)
                told = plays(reader, "用户> " + (str(text) if free else ANSWERS[kind]))
    raise AssertionError("it never ends")


def context(reader: Reader) -> Context:
    return Context(Ears(reader.talk.mind), Workdays(), TODAY)


# ── each policy's own form ──────────────────────────────────────────────────────────────────────
def headings(rows_: tuple[tuple[Cell, ...], ...]) -> list[str]:
    return [cell.text for row in rows_ for cell in row if cell.label]


@pytest.mark.parametrize("region", ["weihai", "zaozhuang"])
def test_where_there_is_an_annex_its_headings_stand_in_its_order(reader: Reader, region: str) -> None:
    filled(reader, region)
    library = reader.talk.mind.library
    regime, policy = library.regimes[region], library.policies[region]
    form = Paper(library, record(reader), TODAY).form("草稿")
    annex = re.sub(r"\s", "", policy.full_text(str(regime.form)))
    places = [annex.find(name) for name in [*headings(form.rows), "附：相关证据材料"]]
    assert -1 not in places
    assert places == sorted(places)
    assert (form.mark, form.title) == ("附件1", "容错申请表")


def test_evidence_is_listed_below_its_heading() -> None:
    for evidence, note in (("1. 走访记录", "附：相关证据材料\n1. 走访记录"), ("", "附：相关证据材料")):
        assert printed("申请书", "", "威海市", "", (), evidence, "草稿").notes == (note,)


@pytest.mark.parametrize("region", ["donge", "pingdingshan", "lishui"])
def test_where_there_is_none_the_same_headings_are_marked_as_no_annex(reader: Reader, region: str) -> None:
    told = filled(reader, region)
    form = Paper(reader.talk.mind.library, record(reader), TODAY).form("草稿")
    assert form.mark == "非文件附表"
    assert NO_ANNEX_NOTE in form.foot
    assert "非文件附表" in told
    wanted = ["申请主体", "申请人", "单位及职务", "申请容错事项", "主要事实及理由", OPINION, "备注"]
    assert [name for name in headings(form.rows) if name in wanted] == wanted
    assert "附" not in form.mark.removeprefix("非文件附表")


@pytest.mark.parametrize("region", REGIONS)
def test_every_policy_can_be_filled_and_what_the_party_organisation_writes_stays_blank(
    reader: Reader, region: str
) -> None:
    told = filled(reader, region)
    assert "还缺" not in told
    form = Paper(reader.talk.mind.library, record(reader), TODAY).form("草稿")
    opinion = next(row for row in form.rows if row[0].text == OPINION)
    assert (opinion[1].text, opinion[1].tall) == ("", True)
    width = {sum(cell.span for cell in row) for row in form.rows}
    assert width <= {4, 5}  # a row beside a tall heading leaves its column out
    assert not [box for box in boxes(reader.talk.mind.library, record(reader)) if "意见" in box.label]


def test_only_pingdingshan_asks_for_the_correction_and_hands_in_to_the_own_party_organisation_first(
    assistant: Assistant,
) -> None:
    asked = {
        region: [box.key for box in boxes(assistant.library, Record(region, Tray("x")))] for region in REGIONS
    }
    assert [region for region in REGIONS if "correction" in asked[region]] == ["pingdingshan"]
    assert [region for region in REGIONS if asked[region][0] == "first"] == ["pingdingshan"]
    assert [region for region in REGIONS if "told_on" in asked[region]] == ["pingdingshan"]


def test_only_where_the_policy_asks_for_evidence_it_must_be_there(assistant: Assistant) -> None:
    needed = [
        r
        for r in REGIONS
        if any(b.kind.takes_files and b.needed for b in boxes(assistant.library, Record(r, Tray("x"))))
    ]
    assert needed == ["weihai", "zaozhuang"]


@pytest.mark.parametrize("region", REGIONS)
def test_the_receipts_copy_and_the_staffs_print_are_the_form_that_was_seen(
    reader: Reader, region: str
) -> None:
    filled(reader, region)
    library = reader.talk.mind.library
    seen = Paper(library, record(reader), TODAY).form("草稿")
    plays(reader, "按> 提交", "按> 确定提交")
    (case,) = reader.desk.store.docket.wholes(reader.desk.store.docket.own("telegram:1"))
    again = refiled(library, case)
    assert replace(again, name=seen.name, foot=seen.foot) == seen
    assert case.spelled in again.name
    assert case.spelled in again.foot
    assert "草稿，未提交" in seen.foot


# ── consent, and what comes along ───────────────────────────────────────────────────────────────
def test_nothing_personal_is_asked_before_the_consent(reader: Reader) -> None:
    plays(reader, "用户> 东阿", "用户> /apply", "用户> 我叫张三")
    assert recall(reader.desk.remembers("telegram:1")) is None
    told = plays(reader, "用户> /apply")
    assert all(word in told for word in ("做什么用", "谁看得到", "存多久", "境外"))
    assert "都没有记下" in plays(reader, "按> 先不填")
    assert recall(reader.desk.remembers("telegram:1")) is None


SECRET = "这句只在自评里说过孩子住院先发了临时救助"


def assessed(reader: Reader) -> None:
    plays(reader, "用户> 东阿", "用户> /assess", "按> 开始自评", "按> 是", "按> 是", "按> 以后", "按> 已被告知",
          f"用户> {SECRET}")  # fmt: skip


def test_of_the_self_assessment_only_what_is_ticked_is_stored(reader: Reader) -> None:
    assessed(reader)
    plays(reader, "用户> /apply", "按> 同意，开始填", "按> 都不带")
    assert record(reader).answers == {}
    plays(reader, "按> 还没有", "用户> 县纪委", "按> 以个人名义", "用户> 张三", "用户> 民政所", "用户> 2026年3月5日", "用户> 多发了钱",
          "用户> 经过", *["按> 跳过"] * 4, "按> 拿不准", "按> 不附材料", "按> 跳过", "按> 提交", "按> 确定提交")  # fmt: skip
    stored = str([rows(reader.desk.store, f"SELECT * FROM {table}") for table in (
        "application", "application_field", "application_claim", "audit", "outbox")])  # fmt: skip
    assert "张三" in stored
    assert SECRET not in stored
    assert reader.desk.remembers("telegram:1").of("assess")["answers"]  # and it is still there for its owner


def test_what_is_ticked_goes_where_it_belongs(reader: Reader) -> None:
    assessed(reader)
    plays(reader, "用户> /apply", "按> 同意，开始填", "按> 1", "按> 选好了")
    assert "".join(clause for _, clause in record(reader).parts) == SECRET
    plays(reader, "按> 这样分对")
    assert record(reader).text("course") == f"{SECRET}。"


def test_a_self_assessment_of_another_policy_offers_nothing(reader: Reader) -> None:
    assessed(reader)
    told = plays(reader, "用户> /region 威海", "用户> /apply", "按> 同意，开始填")
    assert "想把哪些带进申请" not in told


# ── nothing gets in that does not fit, and nothing is lost ──────────────────────────────────────
def test_what_is_missing_is_listed_and_nothing_is_submitted(reader: Reader) -> None:
    begun(reader, "weihai")
    told = plays(reader, "用户> 提交")
    assert "还缺" in told
    assert "[填证明材料]" in told
    assert plays(reader, f"按旧> intake/sure={record(reader).own}") == told
    assert reader.desk.store.docket.page()[1] == 0
    assert "证明材料" in plays(reader, "按> 填证明材料")


@pytest.mark.parametrize("region", REGIONS)
def test_each_needed_box_alone_holds_the_submission_up(reader: Reader, region: str) -> None:
    filled(reader, region)
    library, whole = reader.talk.mind.library, record(reader)
    for box in boxes(library, whole):
        answers = {key: value for key, value in whole.answers.items() if key != box.key}
        tray = replace(whole.tray, pieces=()) if box.kind.takes_files else whole.tray
        lacking = replace(whole, answers=answers, tray=tray)
        left = {one.key for one in missing(library, lacking)}
        assert (box.key in left) == box.needed, box.key


def test_a_text_that_is_too_long_is_refused_whole_and_the_old_one_stays(reader: Reader) -> None:
    begun(reader, "donge")
    told = plays(reader, "用户> " + "长" * (LINE + 1))
    assert f"最多 {LINE} 个字" in told
    assert "authority" not in record(reader).answers
    plays(reader, "用户> 县纪委", "按旧> intake/open=course", "用户> " + "长" * TEXT)
    assert len(record(reader).text("course")) == TEXT
    told = plays(reader, "按旧> intake/open=course", "按> 接在后面写", "用户> 再加一句。")
    assert "没有存" in told
    assert record(reader).text("course") == "长" * TEXT


@pytest.mark.parametrize(
    "typed", ["明天", "很久以前", "2026年13月40日", "2030年1月1日", "2026年2月至2025年12月", ""]
)
def test_a_day_that_is_none_is_asked_for_again(reader: Reader, typed: str) -> None:
    begun(reader, "donge")
    plays(reader, "按旧> intake/open=event_date", f"用户> {typed}")
    assert "event_date" not in record(reader).answers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("2026-3-5", "2026年3月5日"), ("昨天", "2026年11月19日"), ("去年", "2025年"), ("2025年1月至2026年2月", "2025年1月至2026年2月"),
     ("2026年3月5日上午", "2026年3月5日上午")],
)  # fmt: skip
def test_a_day_is_kept_as_it_is_written_on_paper(reader: Reader, typed: str, kept: str) -> None:
    begun(reader, "donge")
    plays(reader, "按旧> intake/open=event_date", f"用户> {typed}")
    assert record(reader).text("event_date") == kept


def test_where_no_file_came_the_form_says_what_was_answered(reader: Reader) -> None:
    filled(reader, "weihai")
    paper = Paper(reader.talk.mind.library, record(reader), TODAY)
    without = replace(
        paper.record,
        tray=Tray(paper.record.tray.draft),
        answers={**paper.record.answers, "evidence": "later"},
    )
    paper = replace(paper, record=without)
    assert paper.form("草稿").notes == ("附：相关证据材料\n暂无，以后补交",)
    fields = paper.filing().fields
    assert [one.text for one in fields if one.label == "附：相关证据材料"] == ["暂无，以后补交"]
    before = tuple(replace(one, text="") if one.label == "附：相关证据材料" else one for one in fields)
    case = Case("482739061", "weihai", "submitted", TODAY, TODAY, fields=before)
    for form in (
        refiled(reader.talk.mind.library, case),
        refiled(reader.talk.mind.library, replace(case, fields=fields)),
    ):
        assert form.notes == ("附：相关证据材料\n暂无，以后补交",)


def test_a_clause_that_is_dropped_takes_its_reason_along_and_brings_it_back(reader: Reader) -> None:
    filled(reader, "donge")
    at = record(reader).listed("clauses")[0]
    assert f"reason:{at}" in record(reader).answers
    plays(reader, "按> 改对应条款", "按旧> intake/t=" + at, "按> 拿不准")
    paper = Paper(reader.talk.mind.library, record(reader), TODAY)
    assert "理由：" not in paper.reasons()
    assert not [one for one in paper.filing().fields if one.key.startswith("reason:")]
    assert paper.filing().claims == ()
    plays(reader, "按> 改对应条款", "按旧> intake/t=" + at, "按> 选好了")
    assert "理由：" in Paper(reader.talk.mind.library, record(reader), TODAY).reasons()


def test_changing_the_applicant_leaves_the_other_kind_out(reader: Reader) -> None:
    filled(reader, "weihai")
    plays(reader, "按> 改申请主体", "按> 以党组织名义", "用户> 某某党支部")
    paper = Paper(reader.talk.mind.library, record(reader), TODAY)
    cells = dict(paper.cells())
    assert cells["申请党组织"] == "某某党支部"
    assert cells["申请人"] == cells["单位及职务"] == ""
    assert not [one for one in paper.filing().fields if one.key in ("applicant", "post")]


@pytest.mark.parametrize("typed", ["11010519491231002X", "电话13800138000", "卡号 6222 0212 3456 7890 128"])
def test_numbers_of_persons_wait_for_a_word_of_the_writer(reader: Reader, typed: str) -> None:
    begun(reader, "donge")
    plays(reader, "按旧> intake/open=course", f"用户> 他是{typed}的人")
    assert record(reader).pending
    assert "course" not in record(reader).answers
    plays(reader, "按> 遮住再存")
    assert "已隐去" in record(reader).text("course")
    assert re.sub(r"\D", "", typed) not in re.sub(r"\D", "", str(record(reader)))


def test_a_form_with_numbers_pending_is_not_submitted(reader: Reader) -> None:
    filled(reader, "donge")
    plays(reader, "按> 改经过", "用户> 他的电话13800138000")
    plays(reader, f"按旧> intake/sure={record(reader).own}")
    assert reader.desk.store.docket.page()[1] == 0


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def test_no_more_files_than_there_may_be(reader: Reader) -> None:
    begun(reader, "donge")
    for n in range(MOST):
        plays(reader, f"用户> （文件：{n}.pdf）")
    assert len(record(reader).tray.pieces) == MOST
    assert "已经满了" in plays(reader, "用户> （文件：再来.pdf）")
    assert len(record(reader).tray.pieces) == MOST


def test_a_file_is_taken_at_any_box_and_the_question_stays(reader: Reader) -> None:
    begun(reader, "donge")
    assert "收下了：纪要.pdf" in plays(reader, "用户> （文件：纪要.pdf）")
    plays(reader, "用户> 县纪委")
    assert record(reader).text("authority") == "县纪委"


def test_a_file_without_a_form_gets_the_usual_word(reader: Reader) -> None:
    assert "看不了" in plays(reader, "用户> （文件：纪要.pdf）")
    begun(reader, "donge")
    plays(reader, "用户> 先放着")
    assert "收下了" in plays(reader, "用户> （文件：纪要.pdf）")  # for the draft, which stays set aside
    assert record(reader).paused


# ── what is under way elsewhere ─────────────────────────────────────────────────────────────────
def test_form_and_assessment_make_room_for_each_other(reader: Reader) -> None:
    begun(reader, "donge")
    plays(reader, "用户> /assess", "按> 开始自评", "按> 是")
    assert record(reader).paused
    assert set(record(reader).answers) == {"decided"}  # 「是」 went to the assessment
    plays(reader, "用户> /apply", "按> 接着填", "用户> 县纪委")
    assert record(reader).text("authority") == "县纪委"
    assert reader.desk.remembers("telegram:1").of("assess")["paused"]


def test_a_damaged_draft_is_no_draft() -> None:
    for body in (
        {"draft": 1},
        {"draft": "x", "region": "donge", "pieces": [1]},
        {"draft": "x", "pending": 3},
    ):
        assert recall(State("donge", {"intake": body})) in (None,)  # type: ignore[dict-item]


def test_a_draft_goes_through_json_unchanged() -> None:
    one = Record("donge", Tray("x", (), (("ref", "名"),)), {"a": "b", "clauses": ["donge.7.6"]}, "a", True, ("m",), 2,
                 ("a", "电话"), True, True, "2026-11-20", "条款", True)  # fmt: skip
    assert recall(State.from_json(keep(State("donge"), one).to_json())) == one


# ── whatever is typed and pressed ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize("text", ODD)
def test_odd_words_are_literal_in_every_output(reader: Reader, text: str) -> None:
    import io

    from docx import Document

    from bot import documents

    filled(reader, "weihai", text)
    flat = " ".join(text.split())
    reply = shown(context(reader), record(reader))
    on_telegram = "\n".join(
        visible(call["text"], call.get("parse_mode"))
        for call in render.calls(reply, Place(1))
        if "text" in call
    )
    assert flat in " ".join(on_telegram.split())
    form = Paper(reader.talk.mind.library, record(reader), TODAY).form("草稿")
    document = Document(io.BytesIO(documents.made(form, "docx") or b""))
    printed = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert flat in " ".join(printed.split())
    plays(reader, "按> 提交", "按> 确定提交")
    (case,) = reader.desk.store.docket.wholes(reader.desk.store.docket.own("telegram:1"))
    assert next(one.text for one in case.fields if one.key == "course") == text.strip()
    assert len(fingerprint(case)) == 19


WILD = ("提交", "返回", "核对", "先放着", "继续填", "2026年3月5日", "昨天", "13800138000", "没有", "是", "1、2", "结论几天告知",
        "/status", "/cancel", "/assess", "/forget", "字" * 4_001, "（文件：a.pdf）", "（图片）", "", " ", "删除草稿")  # fmt: skip


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_typed_and_pressed_every_turn_is_answered(reader: Reader, region: str, seed: int) -> None:
    chance = random.Random(f"{region}{seed}")
    begun(reader, region)
    for _ in range(120):
        buttons = reader.buttons[-30:]
        if buttons and chance.random() < 0.7:
            told = plays(reader, f"按旧> {chance.choice(buttons).data}")
        else:
            told = plays(reader, f"用户> {chance.choice(WILD)}")
        assert told.strip()
        assert all(len(button.data.encode()) <= BUTTON_BYTES for button in reader.buttons)
        if recall(reader.desk.remembers("telegram:1")) is None:
            plays(reader, "用户> /apply", "按旧> intake/agree=" + region)


def test_every_message_fits_into_what_telegram_takes(reader: Reader) -> None:
    told = filled(reader, "pingdingshan", "长" * LINE)
    assert told
    for box in boxes(reader.talk.mind.library, record(reader)):
        if box.kind in (kinds.STORY, kinds.NOTE):
            plays(reader, f"按旧> intake/open={box.key}", "用户> " + "长文字，" * (TEXT // 4))
    for call in render.calls(shown(context(reader), record(reader)), Place(1)):
        if "text" in call:
            assert len(visible(call["text"], "HTML").encode("utf-16-le")) // 2 <= 4096


def test_a_box_is_typed_in_a_chat_with_a_real_router(assistant: Assistant) -> None:
    turn = Rongcuo(assistant, Workdays()).step(
        keep(State("lishui"), Record("lishui", Tray("x"))), Said("县纪委"), today=TODAY
    )
    found = recall(turn.state)
    assert found
    assert found.text("authority") == "县纪委"
    assert current(boxes(assistant.library, found), found) is not None


# ── what a message that is not meant for a box must not do ──────────────────────────────────────
def test_nothing_is_written_while_the_whole_form_is_looked_at(reader: Reader) -> None:
    begun(reader, "donge")
    plays(reader, "用户> 县纪委", "用户> 核对")
    before = record(reader).answers
    assert "要改哪一栏" in plays(reader, "用户> 改")
    plays(reader, "用户> 这里写得不对")
    assert record(reader).answers == before
    plays(reader, "用户> 改经过", "用户> 3月5日先发了救助。")
    assert record(reader).text("course") == "3月5日先发了救助。"
    assert record(reader).whole  # and the whole form is back


def test_whoever_comes_in_anew_is_told_of_the_draft_and_talks_to_nobodys_box(reader: Reader) -> None:
    begun(reader, "donge")
    plays(reader, "用户> 县纪委")
    assert "没填完的申请" in plays(reader, "用户> /start")
    plays(reader, "用户> 你好")
    assert set(record(reader).answers) == {"decided", "authority"}


def test_a_corrected_message_changes_no_box(reader: Reader) -> None:
    begun(reader, "donge")
    plays(reader, "用户> 县纪委")
    turn = reader.talk.step(reader.desk.remembers("telegram:1"), Said("县监委", edited=True), today=TODAY)
    assert "没有跟着变" in turn.replies[0].text
    assert recall(turn.state) == record(reader)


@pytest.mark.parametrize("typed", ["谁能申请", "会不会被处分啊", "不知道"])
def test_a_short_box_takes_no_question_for_its_answer(reader: Reader, typed: str) -> None:
    begun(reader, "donge")
    plays(reader, f"用户> {typed}")
    assert record(reader).text("authority") == ""


def test_an_old_button_that_cannot_be_undone_does_nothing_to_a_new_draft(reader: Reader) -> None:
    filled(reader, "donge")
    plays(reader, "按> 提交")
    sure = next(one.data for one in reversed(reader.buttons) if one.label == "确定提交")
    plays(reader, "用户> 删除草稿")
    erase = next(one.data for one in reversed(reader.buttons) if one.label == "确定删掉")
    plays(reader, "按> 确定删掉")
    filled(reader, "donge")
    there = record(reader)
    assert "还缺" not in plays(reader, "用户> 核对")  # it could be submitted
    assert f"intake/sure={there.own}" != sure
    assert words.STALE in plays(reader, f"按旧> {sure}")
    assert "没填完的申请" in plays(reader, f"按旧> {erase}")
    assert record(reader).answers == there.answers
    assert record(reader).tray == there.tray
    assert reader.desk.store.docket.page()[1] == 0
    assert "编号" in plays(reader, "用户> 提交", "按> 确定提交")  # its own button does it


def test_what_may_be_taken_over_is_offered_until_that_is_decided(reader: Reader) -> None:
    assessed(reader)
    plays(reader, "用户> /apply", "按> 同意，开始填", "用户> 先放着")
    assert "想把哪些带进申请" in plays(reader, "用户> 继续填")
    plays(reader, "按> 都不带", "按> 还没有", "用户> 县纪委")
    assert record(reader).text("authority") == "县纪委"


def test_ticks_are_not_lost_by_looking_or_by_being_unsure(reader: Reader) -> None:
    begun(reader, "donge")
    plays(reader, "按旧> intake/open=clauses", "按> 1")
    ticked = record(reader).marks
    assert "先把选上的取消" in plays(reader, "按> 拿不准")
    plays(reader, "用户> 核对")
    assert record(reader).listed("clauses") == ticked


def test_a_draft_of_a_policy_that_is_gone_can_be_deleted_and_nothing_else(reader: Reader) -> None:
    state = keep(State("donge"), Record("nowhere", Tray("0123456789"), {"authority": "x"}))
    reader.desk.forces("telegram:1", state)
    for line in (
        "用户> /apply",
        "用户> 继续填",
        "用户> （文件：a.pdf）",
        "按旧> intake/check=1",
        "用户> 提交",
        "用户> /status",
    ):
        assert plays(reader, line)
    assert "我手上已经没有了" in plays(reader, "用户> /apply")
    plays(reader, "按> 删除草稿", "按> 确定删掉")
    assert recall(reader.desk.remembers("telegram:1")) is None


@pytest.mark.parametrize(
    "data", ["intake/remove=", "intake/page=99999999999999999999", "intake/page=²", "intake/t=x", "intake/open=", "intake/a=:",
             "intake/erase=", "status/see=张三", "status/withdraw=1", "status/sure=", "status/done=", "review/page=9999999999",
             "review/open=", "review/send=", "forget/yes=", "status/recode=é"]
)  # fmt: skip
def test_hostile_buttons_are_answered_and_change_nothing(reader: Reader, data: str) -> None:
    begun(reader, "donge")
    plays(reader, "用户> 县纪委")
    before = record(reader).answers
    assert plays(reader, f"按旧> {data}")
    assert record(reader).answers == before


def test_nothing_is_submitted_while_a_file_is_on_its_way(reader: Reader) -> None:
    filled(reader, "lishui")
    state = reader.desk.remembers(reader.chat)
    there = record(reader)
    reader.desk.forces(
        reader.chat, keep(state, replace(there, tray=replace(there.tray, fetching=(("f", "在路上.pdf"),))))
    )
    for told in (plays(reader, "用户> 提交"), plays(reader, f"按旧> intake/sure={there.own}")):
        assert "还有 1 份材料正在收" in told
    assert record(reader).answers == there.answers
    assert "确定吗" in plays(reader, "按> 不等了", "用户> 提交")


@pytest.mark.parametrize(("characters", "doubted"), [(1, True), (19, True), (20, False), (200, False)])
def test_a_course_of_a_few_words_deserves_another_look_and_stops_nobody(
    reader: Reader, characters: int, doubted: bool
) -> None:
    filled(reader, "lishui")
    told = plays(reader, "按旧> intake/open=course", "用户> " + "字" * characters, "用户> 提交")
    assert (f"“经过”只有 {characters} 个字" in told) == doubted
    assert "编号" in plays(reader, "按> 确定提交")


@pytest.mark.parametrize(("organ", "doubted"), [("区纪委", True), ("纪委", True), ("环翠区纪委", False)])
def test_an_authority_without_its_place_deserves_another_look_and_stops_nobody(
    reader: Reader, organ: str, doubted: bool
) -> None:
    filled(reader, "weihai")
    told = plays(reader, "按旧> intake/open=authority", f"用户> {organ}", "用户> 提交")
    assert (f"“{organ}”，不是全称" in "".join(told.split())) == doubted
    assert "编号" in plays(reader, "按> 确定提交")


@pytest.mark.parametrize(
    ("happened", "told_on", "doubted"),
    [("2026年3月5日", "2026年3月4日", True), ("2026年3月5日", "2026年3月5日", False), ("2026年3月5日", "2026年3月6日", False),
     ("2026年3月5日至2026年4月5日", "2026年3月20日", False), ("2026年3月5日至2026年4月5日", "2026年3月4日", True)],
)  # fmt: skip
def test_being_told_before_it_happened_deserves_another_look_and_stops_nobody(
    reader: Reader, happened: str, told_on: str, doubted: bool
) -> None:
    filled(reader, "pingdingshan")
    told = plays(reader, "按旧> intake/open=event_date", f"用户> {happened}", "按旧> intake/open=told_on", f"用户> {told_on}",
                 "用户> 提交")  # fmt: skip
    assert (words.TOLD_BEFORE in "".join(told.split())) == doubted
    assert "编号" in plays(reader, "按> 确定提交")


def test_what_is_forgotten_is_what_was_shown(reader: Reader) -> None:
    begun(reader, "lishui")
    shown = plays(reader, "用户> /forget")
    old = next(one.data for one in reversed(reader.buttons) if one.label == "确定删除")
    filled_since = replace(record(reader), tray=replace(record(reader).tray, draft="e" * 32))
    reader.desk.forces(reader.chat, keep(reader.desk.remembers(reader.chat), filled_since))
    assert (
        plays(reader, f"按旧> {old}") == shown
    )  # another draft is there now: asked once more, nothing is gone
    assert record(reader).tray.draft == "e" * 32
    assert "都删了" in plays(reader, "按> 确定删除")
    assert recall(reader.desk.remembers(reader.chat)) is None


RECEIPT = ("编号：{number}", "查询码：{code}")


@pytest.mark.parametrize(
    "lines",
    [
        RECEIPT,
        RECEIPT[::-1],
        ("{number}", "{code}"),
        ("{code}", "{number}"),
        ("{number} {code}",),
        ("{plain}", "{code}"),
        ("/status {number}", "{code}"),
        ("编号：{number} 查询码：{code}",),
    ],
)
def test_a_receipt_is_looked_up_from_its_lines_in_any_order(reader: Reader, lines: tuple[str, ...]) -> None:
    filled(reader, "lishui")
    told = plays(reader, "按> 提交", "按> 确定提交")
    number, code = re.findall(r"(?:编号|查询码)：(\S+)", told)[:2]
    there = {"number": number, "code": code, "plain": number.replace("-", "")}
    first, *rest = [line.format(**there) for line in lines]
    told = plays(reader, "别处> /status", f"别处> {first}")
    if rest:
        assert ("请再发查询码" in told, "请再发编号" in told) == (number in told, number not in told)
        told = plays(reader, f"别处> {rest[0]}")
    assert f"{number} · 丽水市 · 已递交" in told


def test_a_receipt_s_line_means_the_same_where_nobody_asked_and_a_bare_number_does_not(
    reader: Reader,
) -> None:
    assert "请再发查询码" in plays(reader, "别处> 编号：482-739-061")
    assert "请再发" not in plays(reader, "用户> 482739061")


def test_a_form_under_way_stays_open_where_there_is_nothing_to_look_up(reader: Reader) -> None:
    begun(reader, "lishui")
    plays(reader, "用户> /status")
    assert not record(reader).paused
    assert "第" in plays(reader, "用户> 某某单位")
    assert record(reader).text("authority") == "某某单位"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("补交材料", "要补交的文件"),
        ("撤回", "为什么撤回"),
        ("换查询码", "要换一个新的查询码吗"),
        ("申请表副本", "这是您提交的申请表"),
    ],
)
def test_the_words_of_a_button_under_the_only_application_are_as_good_as_the_button(
    reader: Reader, typed: str, told: str
) -> None:
    assert "还没有提交过申请" in plays(reader, f"用户> {typed}")
    filled(reader, "lishui")
    plays(reader, "按> 提交", "按> 确定提交")
    assert told in plays(reader, f"用户> {typed}")
