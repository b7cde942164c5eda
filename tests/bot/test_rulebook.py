"""docs/rules.md, the README's charts and its table of policies tell the data's truth; `python -m tests.bot.test_rulebook` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli import rulebook
from knowledge.library import corpus
from knowledge.library.corpus import Library, built_in
from tests.harness import qinghe

ROOT = Path(__file__).parents[2]
PAGE, README = ROOT / "docs" / "rules.md", ROOT / "README.md"
CHARTS = re.compile(r"(?<=<!-- paths -->\n).*?(?=<!-- /paths -->)", re.S)

TABLE = re.compile(r"(?<=<!-- policies -->\n).*?(?=<!-- /policies -->)", re.S)


def table(library: Library) -> str:
    """Every built-in policy, a line each."""
    rows = [
        f"| `{region}` | {library.short[region]} | {policy.doc_no} {policy.title} | {library.about[region]} |\n"
        for region, policy in library.policies.items()
    ]
    return "".join(["| 代号 | 地区（单位） | 文件 | 管谁 |\n", "|---|---|---|---|\n", *rows])


def charts(library: Library) -> str:
    """Every path, folded."""
    return "\n".join(f"<details><summary>{library.short[region]}</summary>\n\n```mermaid\n{rulebook.chart(library, region)}\n```\n\n"
                     "</details>\n" for region in built_in())  # fmt: skip


def test_the_page_of_rules_is_up_to_date(library: Library) -> None:
    assert PAGE.read_text("utf-8") == rulebook.page(library, built_in()) + "\n"


def test_the_charts_of_the_readme_are_up_to_date(library: Library) -> None:
    found = CHARTS.search(README.read_text("utf-8"))
    assert found is not None
    assert found[0] == charts(library)


def test_the_table_of_policies_of_the_readme_is_up_to_date(library: Library) -> None:
    found = TABLE.search(README.read_text("utf-8"))
    assert found is not None
    assert found[0] == table(library)


@pytest.mark.parametrize("region", built_in())
def test_a_chart_leads_to_every_outcome_and_each_node_is_drawn(library: Library, region: str) -> None:
    chart = rulebook.chart(library, region)
    drawn = set(re.findall(r"^    ([qr]\d+)[({]", chart, re.M))
    reached = set(re.findall(r"--> ([qr]\d+)", chart))
    assert reached | {"q0"} == drawn
    assert len([node for node in drawn if node[0] == "r"]) == len(library.regimes[region].decision)


def test_every_situation_deadline_and_fact_is_on_the_page(library: Library) -> None:
    page = rulebook.page(library)
    for rules in library.regimes.values():
        for one in rules.situations.items:
            assert f"`{one.at}`" in page
            assert all(f"`{fact}`" in page for element in one.elements for fact in element.facts)
        for step in rules.procedure:
            assert step.do in page
            if step.deadline and step.deadline.days:
                assert f"{step.deadline.days} 个工作日，从" in page


def test_what_is_not_asked_and_which_words_bar_are_on_the_page(tmp_path: Path) -> None:
    shared = "shared: {gain_self: 说的都是自己得好处}\n"
    gain = "elements:\n        - {not: gain_self, say: 没有谋利, ask: 谋利了吗？, quote: 先行受理, proof: 账, why: 看动机}\n"
    regime = (
        qinghe.shown("yaml").replace("elements:\n        - {say: 材料", f"{gain}        - {{say: 材料")
        + shared
    )
    page = rulebook.page(qinghe.library(qinghe.written(tmp_path, regime)), [qinghe.REGION])
    assert "背景，不单独问：“仍未能掌握家庭变化”（说的是结果，看的是有没有走访核查）" in page
    assert "| 第三条第（一）项 | `gain_self`“收受服务对象财物，谋取私利” |" in page
    assert "| `gain_self` | 说的都是自己得好处 |" in page


if __name__ == "__main__":
    known = corpus.load()
    PAGE.write_text(rulebook.page(known, built_in()) + "\n", "utf-8")
    text = README.read_text("utf-8")
    text = TABLE.sub(lambda _: table(known), CHARTS.sub(lambda _: charts(known), text))
    README.write_text(text, "utf-8")
