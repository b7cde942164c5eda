"""No sentence of ours promises, threatens, or hints at making papers; only a policy's own words may hold such a word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from knowledge.library.corpus import Library
from knowledge.rules import squeeze
from tests.test_shape import ROOT, files, tree

SPOKEN = ("knowledge/answer", "dialogs", "bot")
HAN = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“([^“”]*)”")
FORBIDDEN = re.compile(
    "来得及|不容易得到支持|一定|肯定|必定|必然|必将|绝对|保证|放心|没事|没问题|不用怕|包您|"
    "会被|逃不|难逃|后果自负|从严处理|开除|坐牢|"
    "补材料(?!。)|补签|补写|补个章|(?<!不)(?<!不要)倒签|(?<!不)补造|做材料|统一口径"
)
"""Promises; threats; hints at papers made afterwards. 可以再补材料。 is said of an application that was handed in."""


def sentences(source: ast.Module) -> Iterator[str]:
    """String constants in Chinese that are no docstring and no remark beside a name."""
    remarks = {id(node.value) for node in ast.walk(source) if isinstance(node, ast.Expr)}
    for node in ast.walk(source):
        said = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks
        if said and HAN.search(node.value):
            yield node.value


def spoken(*rooms: str) -> Iterator[tuple[str, str]]:
    for file in files(*rooms):
        yield from ((str(file.relative_to(ROOT)), text) for text in sentences(tree(file)))


def forbidden(library: Library, text: str) -> list[str]:
    """Words that may not be said, but where a policy is quoted."""
    policies = [squeeze(one.text) for policy in library.policies.values() for one in policy.provisions]

    def own(quote: re.Match[str]) -> str:
        return "“”" if any(squeeze(quote[1]) in policy for policy in policies) else quote[0]

    return FORBIDDEN.findall(QUOTED.sub(own, text))


def test_nothing_is_promised_or_threatened_and_nobody_is_told_to_make_papers(library: Library) -> None:
    wrong = [(file, text) for file, text in spoken(*SPOKEN) if forbidden(library, text)]
    assert wrong == []


def test_what_is_said_is_found_in_all_rooms() -> None:
    """The check reads what people read: f-strings too, no docstring."""
    found = dict.fromkeys(file.split("/")[0] for file, _ in spoken(*SPOKEN))
    assert list(found) == ["knowledge", "dialogs", "bot"]
    source = ast.parse(
        '"""一定"""\nA = "来得及"\n"""肯定"""\ndef f(x):\n    """会被"""\n    return f"{x}放心"\n'
    )
    assert list(sentences(source)) == ["来得及", "放心"]


@pytest.mark.parametrize(
    "text",
    ["还来得及补的", "现在申请可能不容易得到支持", "一定能容错", "您会被问责", "先倒签一份", "“一定没事”"],
)
def test_what_must_not_be_said_is_found(library: Library, text: str) -> None:
    assert forbidden(library, text)


@pytest.mark.parametrize(
    "text",
    [
        "文件写的是“在一定范围内公开”",
        "不倒签、不补造",
        "不要倒签",
        "可以撤回，也可以再补材料。",
        "可能予以容错",
    ],
)
def test_what_may_be_said_is_not(library: Library, text: str) -> None:
    assert not forbidden(library, text)
