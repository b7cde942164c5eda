"""Provisions by their numbers, in every form that people use, and what is said of numbers that are not there."""

from __future__ import annotations

import pytest

from knowledge.answer import Answer, Assistant, mentions
from knowledge.hearing.language import fold
from knowledge.library.corpus import Library


def ids(answer: Answer) -> list[str]:
    return [hit.provision.id for hit in answer.finding.hits]


SIXTH = """第7条第6款|七条六款|第七条第六项|7条6项|第七条的第六款|第7条（6）|7.6|7-6|第七条第6小项|七条(六)|第七条六|7条6|第七条第六|第七条里的第六点|第七条第六小条|
第七条第六款讲的啥|第柒条第陆项|第七条第⑥项|第 7 条 第 6 项|第七条下面第六种|第七条第（六）款|东阿7条6款|第二章第七条第六款|看看第七条第六款|七条里面第六项写的什么"""


@pytest.mark.parametrize("text", SIXTH.replace("\n", "").split("|"))
def test_an_item_may_be_called_a_paragraph_or_a_point(assistant: Assistant, text: str) -> None:
    assert ids(assistant.answer(text, "donge"))[0] == "donge.7.6"


@pytest.mark.parametrize("region", ["donge", "zaozhuang"])
def test_what_is_called_a_paragraph_and_is_an_item_is_said_to_be_one(
    assistant: Assistant, region: str
) -> None:
    text = assistant.answer("第7条第6款", region).text
    assert "“第7条第6款”在这份文件里写作第七条第（六）项" in text
    assert "没有" not in text.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("第九条第二款", "donge.9.p2"),
        ("第九条第一款", "donge.9"),
        ("第九条第三款", "donge.9.3"),
        ("第七条第一款", "donge.7.1"),
        ("第十条第三款", "donge.10.3"),
        ("第十一条第二款", "donge.11.p2"),
    ],
)
def test_paragraphs_that_there_are_go_before_items(assistant: Assistant, text: str, named: str) -> None:
    assert ids(assistant.answer(text, "donge"))[0] == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("第七条第六、七项", ["donge.7.6", "donge.7.7"]),
        ("第七条（六）（七）", ["donge.7.6", "donge.7.7"]),
        ("第七条第（六）、（七）项", ["donge.7.6", "donge.7.7"]),
        ("第七条第1至3项", ["donge.7.1", "donge.7.2", "donge.7.3"]),
        ("第七条第六项和第八项", ["donge.7.6", "donge.7.8"]),
        ("十条三项和九条二项", ["donge.10.3", "donge.9.2"]),
        ("四、五条", ["donge.4", "donge.5"]),
        ("第三章", ["donge.11", "donge.12", "donge.13", "donge.14", "donge.15"]),
        ("第二章第七条", ["donge.7"]),
    ],
)
def test_several_may_be_named_at_once(library: Library, text: str, named: list[str]) -> None:
    found = mentions.provisions(library.policies["donge"], fold(text))
    around = {id_.rpartition(".")[0] for id_ in named}
    assert [id_ for id_ in found if id_ not in around] == named


GONE = """第30条|第三十条怎么说|七条十五|第七条第十五项|第9条第5项|附件5|第八章|第二十五条第二款|第一百条|第七条第十二款|第十一条第三款|3.25|第七条(十二)|第五条第三款"""


@pytest.mark.parametrize("text", GONE.split("|"))
def test_a_number_that_is_not_there_is_said_not_to_be(assistant: Assistant, text: str) -> None:
    assert "这份文件里没有“" in assistant.answer(text, "donge").text.split("\n")[0]


def test_before_a_region_is_known_too(assistant: Assistant) -> None:
    assert assistant.answer("第三十条").text.startswith("几份文件里都没有“第三十条”")
    assert "没有“第二十条”" not in assistant.answer("第二十条").text


@pytest.mark.parametrize("text", ["人家说第三十条可以免责的，可我翻来翻去怎么也没找到，到底有没有第三十条啊",
                                  "领导说按第三十条办，材料没齐我就先给低保户办了，后来发现他家里还有辆车，有出入"])  # fmt: skip
def test_in_a_long_message_too(assistant: Assistant, text: str) -> None:
    assert "没有“第三十条”这一条" in assistant.answer(text, "donge").text


@pytest.mark.parametrize(
    "text", ["他家有3条2只", "我跑了三趟", "7条6分钟内发的", "有三条线索", "三个人去了两次"]
)
def test_other_numbers_name_nothing(library: Library, text: str) -> None:
    assert mentions.spoken(library.policies["donge"], fold(text)) == []
