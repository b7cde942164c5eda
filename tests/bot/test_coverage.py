"""`rongcuo policy rules --coverage`: what of its own provisions a policy's rules leave out."""

from __future__ import annotations

from dataclasses import replace

import yaml

from bot.cli import coverage
from knowledge import rules
from knowledge.library.corpus import Library
from knowledge.segment import segment
from tests.harness import qinghe


def page(library: Library, regime: str) -> list[str]:
    """Of the document's policy with these rules."""
    policy = segment(qinghe.shown("text"), qinghe.REGION)
    read = rules.read(yaml.safe_load(regime), policy, library.lexicon.facts)
    own = replace(
        library,
        policies={qinghe.REGION: policy},
        regimes={qinghe.REGION: read},
        short={qinghe.REGION: "青禾县"},
    )
    return coverage.page(own).splitlines()


def test_every_provision_is_listed_and_counted(library: Library) -> None:
    lines = page(library, qinghe.shown("yaml"))
    assert lines[0] == "青禾县（qinghe）"
    assert "  情形 qinghe.2.1 第二条第（一）项：写全了" in lines
    assert "  不予容错 qinghe.3.2 第三条第（二）项：写全了" in lines
    assert lines[-1] == (
        "合计：情形 2 条，0 条没写全，漏 0 字；不予容错 2 条，0 条没写全，漏 0 字；"
        "条件 0 条，0 条没写全，漏 0 字；一共漏 0 字。"
    )


def test_what_is_left_out_is_told_with_its_length_and_what_else_is_not_exact(library: Library) -> None:
    weaker = (
        qinghe.shown("yaml")
        .replace("quote: 材料不齐，先行", "quote: 先行")
        .replace("ask: 有没有按规定", "ask: 有没有")
    )
    lines = page(library, weaker)
    assert "  情形 qinghe.2.1 第二条第（一）项：漏 4 字：“材料不齐”" in lines
    assert any("里有“按规定”，ask 里没有" in line for line in lines)
    assert lines[-1].startswith("合计：情形 2 条，1 条没写全，漏 4 字；")
    assert lines[-1].endswith("一共漏 4 字。")
