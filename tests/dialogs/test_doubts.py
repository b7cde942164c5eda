"""The form takes only answers: what may be none is asked back, and what is open stands again after anything."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialogs.apply import doubts, words
from dialogs.apply.record import Record
from dialogs.core import Said
from knowledge.answer import Assistant
from tests.dialogs.test_conversations import Reader
from tests.dialogs.test_intake import begun, filled, plays, record

NO_ANSWERS = """这一栏必须写吗？写错了会不会影响我|这个要写多详细|怎么写|不知道怎么写|我也不知道该写什么|镇民政办吧 我也不知道|会不会影响我|领导看得到吗|写错了怎么办|能不能不写|
帮我写一下|您看怎么写好|这个填什么|什么意思|有没有模板|给我举个例子|要不要盖章|可以空着吗|谁能看到|我想想|等一下|随便写写行吗|这样写行不行|算数吗|必须填吗|是不是要写全称|为什么要写这个|
好的|嗯|谢谢|知道了|在吗|收到|1|2|12|第三个|1、2|3号|没想好怎么说|说不好怎么写|我忘了怎么写的|替我写吧""".replace(
    "\n", ""
).split("|")
STOPS = """不申请了|我不填了|算了|算了吧|不想填了|先不写了|不弄了|我还是不申请了|放弃|改天再说|以后再说|没时间|今天先不填了|停一下|退出|先这样吧|不交了|到此为止""".replace(
    "\n", ""
).split("|")
ANSWERS = ["没有造成损失", "材料没齐就先给他办了，后来一核有存款", "当天停发，追回了三千二百元", "请示过张所长，开过民主评议会", "怕耽误看病，就想先办后补", "涉及一户两人，共六千元",
           "镇里口头同意过，没有留下记录", "发现以后第二天就上门说明，对方同意分期退还", "一共3户", "某某镇民政所　经办人员", "没有请示，也没有开会，是我一个人定的", "没造成影响"]  # fmt: skip


@pytest.fixture
def reader(assistant: Assistant) -> Iterator[Reader]:
    one = Reader(assistant)
    yield one
    one.close()


def opened(reader: Reader, key: str) -> None:
    begun(reader, "donge")
    plays(reader, f"按旧> intake/open={key}")


def test_nothing_that_is_no_answer_is_written_into_the_form(reader: Reader) -> None:
    opened(reader, "impact")
    for typed in NO_ANSWERS:
        plays(reader, f"用户> {typed}")
        assert "impact" not in record(reader).answers, typed
        plays(reader, "按旧> intake/open=impact")


def test_a_wish_to_stop_sets_the_form_aside(reader: Reader) -> None:
    opened(reader, "procedure")
    for typed in STOPS:
        assert words.STOPPED in plays(reader, f"用户> {typed}").replace("\n", ""), typed
        assert record(reader).paused
        assert "procedure" not in record(reader).answers
        plays(reader, "按旧> intake/go=on")


@pytest.mark.parametrize("typed", ANSWERS)
def test_an_answer_is_no_doubt(reader: Reader, typed: str) -> None:
    opened(reader, "procedure")
    plays(reader, f"用户> {typed}")
    assert record(reader).text("procedure") == typed


def test_the_writer_says_what_was_meant(reader: Reader) -> None:
    opened(reader, "impact")
    asked = plays(reader, "用户> 这样写行不行")
    assert "这是问我，还是要写进表里" in asked
    assert "[写进表里]" in asked
    plays(reader, "按> 写进表里")
    assert record(reader).text("impact") == "这样写行不行"
    plays(reader, "按旧> intake/open=remedy", "用户> 要是写得不对领导会不会找我")
    told = plays(reader, "按> 问您的")
    assert "回到申请表" in told
    assert "先放着" in told
    assert "remedy" not in record(reader).answers


def test_words_typed_instead_of_a_button_are_the_answer(reader: Reader) -> None:
    opened(reader, "impact")
    plays(reader, "用户> 这样写行不行", "用户> 没有造成损失")
    assert record(reader).text("impact") == "没有造成损失"


def test_the_open_box_stands_again_after_a_file_and_after_a_command(reader: Reader) -> None:
    opened(reader, "impact")
    for came in (
        "用户> （文件：纪要.pdf）",
        "用户> （文件：大.pdf，30 MB）",
        "用户> /help",
        "用户> （图片）",
        "用户> 结论几天告知",
    ):
        told = plays(reader, came)
        assert "[先放着]" in told, came
        assert told.rstrip().endswith("[先放着]"), came
    plays(reader, "用户> 1")
    assert "impact" not in record(reader).answers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("下来了", "yes"), ("有", "yes"), ("处分下来了", "yes"), ("没有", "no"), ("还没", "no"), ("不知道", "unsure"), ("还在查", "no"), ("好像没有", "no")],
)  # fmt: skip
def test_a_choice_is_made_in_other_words(reader: Reader, typed: str, kept: str) -> None:
    opened(reader, "decided")
    plays(reader, f"用户> {typed}")
    assert record(reader).text("decided") == kept


@pytest.mark.parametrize("typed", ["没有但是快了", "可能下来了", "我们单位和我", "名义", "1"])
def test_a_choice_that_is_not_clear_is_asked_back(reader: Reader, typed: str) -> None:
    opened(reader, "applicant_kind")
    plays(reader, f"用户> {typed}")
    assert "applicant_kind" not in record(reader).answers


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("我自己", "person"), ("个人", "person"), ("单位", "organisation"), ("我们单位申请", "organisation")],
)
def test_who_applies_is_said_in_other_words(reader: Reader, typed: str, kept: str) -> None:
    opened(reader, "applicant_kind")
    plays(reader, f"用户> {typed}")
    assert record(reader).text("applicant_kind") == kept


def test_what_the_authority_decides_on_and_is_empty_is_named_before_it_goes(reader: Reader) -> None:
    filled(reader, "donge")
    for key in ("procedure", "impact", "remedy"):
        plays(reader, f"按旧> intake/open={key}", f"按旧> intake/skip={key}")
    told = plays(reader, "按> 提交")
    assert "还空着：程序、影响、补救。" in told
    assert "[填程序]" in told
    assert "[确定提交]" in told


def test_a_long_message_is_no_doubt(assistant: Assistant) -> None:
    text = "他问我能不能先办，我说材料没齐按规定要等，他说孩子在医院等着交钱，我想来想去还是先给他报上去了，怎么办的都有记录"
    assert doubts.why(text, None, assistant) == ""  # type: ignore[arg-type]


def test_a_doubt_goes_through_json(reader: Reader) -> None:
    opened(reader, "impact")
    plays(reader, "用户> 这样写行不行")
    found: Record = record(reader)
    assert found.doubt == (words.ASKING_ME, "这样写行不行")


def test_a_withdrawn_application_is_copied_into_a_new_draft(reader: Reader) -> None:
    filled(reader, "weihai")
    before = {key: value for key, value in record(reader).answers.items() if key != "evidence"}
    told = plays(reader, "按> 提交", "按> 确定提交", "用户> 撤回", "按> 不写原因", "按> 确定撤回")
    assert "[照这份再填一份]" in told
    assert "谁看得到" in plays(reader, "按> 照这份再填一份")
    told = plays(reader, "按> 同意")
    assert "填过的话都带过来了" in told
    after = dict(record(reader).answers)
    assert after == before
    assert record(reader).tray.pieces == ()
    assert "材料要重新发" in told


def test_somebody_else_s_application_is_not_copied(reader: Reader) -> None:
    filled(reader, "lishui")
    told = plays(reader, "按> 提交", "按> 确定提交", "用户> 撤回", "按> 不写原因", "按> 确定撤回")
    assert "照这份再填" in told
    number = next(b.data for b in reversed(reader.buttons) if b.data.startswith("intake/copy="))
    plays(reader, "别处> 丽水")
    reader.chat = "telegram:3"
    reader.buttons.clear()
    for line in (f"按旧> {number}", "按旧> intake/agree=lishui"):
        told = "".join(reply.text for reply in reader.desk.hears("telegram:3", reader.event(line), True))
    assert "带过来了" not in told


def test_a_whole_receipt_may_be_pasted_at_once_or_line_by_line(reader: Reader) -> None:
    filled(reader, "lishui")
    told = plays(reader, "按> 提交", "按> 确定提交")
    lines = [line.removeprefix("助手> ") for line in told.splitlines()[:6]]
    whole = "\n".join(lines)
    found = [reply.text for reply in reader.desk.hears("telegram:3", Said(whole), True)]
    assert "丽水市 · 已递交" in "\n".join(found)
    for line in lines:
        found = [reply.text for reply in reader.desk.hears("telegram:3", Said(line), True)]
        if line.startswith("查询码"):
            assert "丽水市 · 已递交" in "\n".join(found)
        elif not line.startswith("编号"):
            assert "这一行用不着" in "\n".join(found), line
