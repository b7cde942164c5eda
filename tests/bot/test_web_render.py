"""What a page makes of a reply: nothing lost, nothing added, every button once, every quote with its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from bot.channels.web.addresses import address, by_citation
from bot.channels.web.blocks import Block, Boxed, Bullets, Entered, Entries, Extract, Progress, Prose, blocks
from bot.channels.web.options import Pickable
from bot.channels.web.render import Filled, linked, message
from dialogs.core import Button, Reply, Say, say
from knowledge.answer import Assistant
from knowledge.library.corpus import Library
from knowledge.policy.quote import Quote
from tests.dialogs.test_conversations import FOLDER, read


@cache
def played(mind: Assistant) -> tuple[Reply, ...]:
    """All that is answered in some long conversations."""
    names = ("申请-威海-材料", "自评-威海-死亡未停保", "申请-带入自评", "自评-丽水-容缺", "逐条看", "对照")
    return tuple(
        reply for name in names for reply in read((FOLDER / f"{name}.txt").read_text("utf-8"), mind)[0]
    )


@pytest.fixture(scope="module")
def replies(assistant: Assistant) -> tuple[Reply, ...]:
    return played(assistant)


@pytest.fixture(scope="module")
def addresses(library: Library) -> dict[str, str]:
    return dict(by_citation(library))


def words(block: Block | Pickable | Filled) -> Iterator[str]:
    match block:
        case Prose(lines):
            yield from lines
        case Progress(where, number, total, unit):
            yield f"（{where} · 第 {number} {unit}，共约 {total} {unit}）"
        case Bullets(items):
            yield from items
        case Entries(items) | Pickable(items):
            yield from (one.text for one in items)
        case Boxed(label, lines):
            yield from (label, *lines)
        case Filled(boxes):
            yield from (word for box in boxes for word in words(box))
        case Extract(lines, folded, source):
            yield from (*lines, *folded, source)


def letters(text: str) -> str:
    """Without what a list is drawn with and what marks a line."""
    return re.sub(r"(?m)^(· |\d+\. |[☐☑] )|【选上】|　【(说反了|再问我|不符合|拿不准)】|[【】\s]", "", text)


def test_every_word_is_shown_once_and_in_order(replies: tuple[Reply, ...], addresses: dict[str, str]) -> None:
    for reply in replies:
        shown = "".join(letters(word) for block in message(reply, addresses).blocks for word in words(block))
        parts = "".join(
            letters(p.text if isinstance(p, Say) else f"{p.text}\n{p.source}") for p in reply.parts
        )
        assert shown == parts


def test_every_button_is_shown_once(replies: tuple[Reply, ...], addresses: dict[str, str]) -> None:
    picked = 0
    for reply in replies:
        shown = message(reply, addresses)
        picks = [one.data for block in shown.blocks if isinstance(block, Pickable) for one in block.items]
        picks += [
            one.data for block in shown.blocks if isinstance(block, Filled) for one in block.changes.values()
        ]
        rest = [one.data for one in (*shown.options.answers, *shown.options.steady)]
        assert sorted(picks + rest) == sorted(button.data for row in reply.buttons for button in row)
        picked += len(picks)
    assert picked


def test_one_button_leads_at_most(replies: tuple[Reply, ...], addresses: dict[str, str]) -> None:
    led = [
        sum(one.look == "leading" for one in message(reply, addresses).options.answers) for reply in replies
    ]
    assert set(led) == {0, 1}


def test_no_answer_to_a_question_is_made_more_of_than_another() -> None:
    row = (Button("是", "assess/a=y"), Button("不是", "assess/a=n"), Button("拿不准", "assess/a=u"))
    steady = (Button("返回", "assess/back=1"), Button("看原文", "assess/text=1"))
    shown = message(say("您在威海市工作吗？", buttons=(row, steady)), {}).options
    assert [one.look for one in shown.answers] == ["answer"] * 3
    assert [one.label for one in shown.steady] == ["返回", "看原文"]


def test_buttons_one_under_the_other_are_alike() -> None:
    rows = tuple(
        (Button(label, f"browse/page={n}"),)
        for n, label in enumerate(("第一章 总则", "第二章 容错纠错的适用情形"))
    )
    side = (Button("上一条", "browse/show=a"), Button("下一条", "browse/show=b"))
    looks = [one.look for one in message(say("请选一章：", buttons=(*rows, side)), {}).options.answers]
    assert looks == ["wide", "wide", "answer", "answer"]


def test_quotes_lead_to_where_they_stand(
    replies: tuple[Reply, ...], addresses: dict[str, str], library: Library
) -> None:
    quotes = [part for reply in replies for part in reply.parts if isinstance(part, Quote)]
    shown = [
        block for reply in replies for block in message(reply, addresses).blocks if isinstance(block, Extract)
    ]
    assert [(*one.lines, *one.folded) for one in shown] == [tuple(one.text.split("\n")) for one in quotes]
    ids = {address(one.id): one.id for p in library.policies.values() for one in p.provisions}
    for one in shown:
        id_ = ids[one.href]
        assert library.policies[library.provision(id_).region].citation(id_) == one.source


def test_each_citation_has_one_address(library: Library, addresses: dict[str, str]) -> None:
    count = sum(len(policy.provisions) for policy in library.policies.values())
    assert len(addresses) == len(set(addresses.values())) == count


def test_a_long_quote_is_folded_between_its_lines() -> None:
    lines = [f"（{n}）" + "救" * 60 for n in range(12)]
    (shown,) = blocks([Quote("\n".join(lines), "《某办法》")], {})
    assert isinstance(shown, Extract)
    assert shown.lines == tuple(lines[: len(shown.lines)])
    assert shown.folded == tuple(lines[len(shown.lines) :])
    assert 1 <= len(shown.lines) < len(lines)


def test_a_step_is_told_from_its_question() -> None:
    found = list(blocks([Say("（威海市 · 第 2 步，共约 9 步）您是经办人吗？", strong=True)], {}))
    assert found == [Progress("威海市", 2, 9, "步"), Prose(("您是经办人吗？",), strong=True)]


def test_a_box_of_a_form_and_a_heading_in_the_same_brackets() -> None:
    assert list(blocks([Say("【申请人】\n王五")], {})) == [Boxed("申请人", ("王五",))]
    assert list(blocks([Say("【仅供参考】其他地区这样写。")], {})) == [
        Prose(("【仅供参考】其他地区这样写。",))
    ]


def test_a_box_is_written_anew_where_it_stands() -> None:
    parts = (Say("【申请人】\n王五"), Say("【主要事实及理由】\n一、经过\n改经过\n二、动机"))
    labels = ("改申请人", "改经过", "填动机", "改申请日期", "改三（十三）的理由")
    row = tuple(Button(label, f"intake/open={n}") for n, label in enumerate(labels))
    shown = message(Reply(parts, (row, (Button("提交", "intake/submit=1"),))), {})
    (form,) = shown.blocks
    assert isinstance(form, Filled)
    assert {name: one.label for name, one in form.changes.items()} == {
        "申请人": "改申请人",
        "经过": "改经过",
        "动机": "填动机",
    }
    assert form.part("一、经过") == row[1]
    assert form.part("经过") is None
    assert [one.label for one in shown.options.answers] == ["改申请日期", "改三（十三）的理由", "提交"]


def test_marked_lines() -> None:
    text = "1. 【选上】三（一） 先行先试\n2. “钱在追” → 已组织追缴　【说反了】\n☑ 第七条 甲"
    (shown,) = blocks([Say(text)], {})
    assert shown == Entries(
        (
            Entered("三（一） 先行先试", 1, "选上"),
            Entered("“钱在追” → 已组织追缴", 2, "说反了"),
            Entered("第七条 甲", None, "选上"),
        )
    )


def test_numbered_lines_without_buttons_stay_a_list() -> None:
    shown = message(
        say("已经收下 1 份：\n1. 记录.pdf", buttons=((Button("删第 1 份", "intake/remove=1"),),)), {}
    )
    assert [block.kind for block in shown.blocks] == ["prose", "entries"]
    assert [one.look for one in shown.options.answers] == ["risky"]


@pytest.mark.parametrize("text", ["<b>甲</b>", "A & B", "\"'", "</textarea><script>alert(1)</script>"])
def test_nothing_said_becomes_markup(text: str) -> None:
    assert "<" not in linked(text)
    assert linked(text).unescape() == text


def test_a_command_that_is_named_can_be_pressed() -> None:
    assert 'value="/apply">/apply</button> 陪您填' in linked("要申请：/apply 陪您填")
    assert linked("没有 /weather 这个命令，/staff 也不提") == "没有 /weather 这个命令，/staff 也不提"
    assert linked("/apply 4A9E-9MTF-4D3F") == "/apply 4A9E-9MTF-4D3F"
    assert linked("http://a/apply 和 2026/apply") == "http://a/apply 和 2026/apply"
