"""An operator's own city answers from its text, however few wordings come with it: more never make it refuse."""

from pathlib import Path

import pytest

from bot.mind.learnt import trial
from knowledge.answer import Assistant
from knowledge.library.corpus import Library
from tests.harness import qinghe

LIKE = {"qinghe.2.1": "donge.7.4", "qinghe.2.2": "weihai.3.13", "qinghe.3.1": "donge.10.3"}
"""Provisions that say nearly the same, whose wordings are lent."""
TOLD = [
    ("材料没齐，我先受理了救助申请", "qinghe.2.1", "eligible"),
    ("按规定走访核查过，还是没掌握家庭变化", "qinghe.2.2", "eligible"),
    ("收了服务对象两条烟", "qinghe.3.1", "excluded"),
    ("弄虚作假，骗了救助资金", "qinghe.3.2", "excluded"),
    ("多少天内向县民政局提出容错申请", "qinghe.4", "info"),
]


def lent(library: Library, count: int) -> str:
    """So many wordings as an operator writes them down."""
    lines = []
    for n, (own, like) in enumerate(LIKE.items()):
        texts = library.examples[like]["told"][: count // len(LIKE) + (n < count % len(LIKE))]
        lines += [f"{own}:", "  told:", *(f"    - '{text}'" for text in texts)] if texts else []
    return "\n".join(lines)


@pytest.fixture(params=[0, pytest.param(2, marks=pytest.mark.slow), pytest.param(16, marks=pytest.mark.slow),
                        pytest.param(60, marks=pytest.mark.slow)])  # fmt: skip
def own(
    request: pytest.FixtureRequest, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Assistant:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = qinghe.written(tmp_path, examples=lent(library, request.param))
    found = qinghe.library(folder)
    assert sum(len(kinds["told"]) for id_, kinds in found.examples.items() if id_ in LIKE) == request.param
    return trial(found, qinghe.REGION, lambda _words: None)


def test_what_its_text_says_is_found_and_not_refused(own: Assistant) -> None:
    said = [own.answer_in(question, qinghe.REGION).finding for question, _, _ in TOLD]
    assert [(f.hits[0].provision.id, f.verdict) for f in said] == [(id_, verdict) for _, id_, verdict in TOLD]


def test_what_is_none_of_ours_is_still_refused(own: Assistant) -> None:
    for question in ("今天天气怎么样", "孩子上学要带什么材料去报名", "帮我订两张去青岛的火车票"):
        assert own.answer_in(question, qinghe.REGION).finding.verdict == "out_of_scope"
