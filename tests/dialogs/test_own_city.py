"""A policy of an operator's own, with the smallest rules that there are: what it does not have is not made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.mind.learnt import trial
from bot.workdays import Workdays
from dialogs.apply.kinds import CLAUSES
from dialogs.apply.record import Record
from dialogs.assess.elsewhere import elsewhere
from dialogs.assess.questions import Way
from dialogs.assess.record import Assessment
from dialogs.core import Button, Command, Context, Ears, Event, Pressed, Reply, Say, State
from dialogs.router import Rongcuo
from dialogs.shared.tray import Tray
from knowledge.answer import Assistant
from tests.harness import qinghe

LIST = "  at: qinghe.3\n"
REST = "  catch_all: qinghe.2.2\n"


def mind(folder: Path, regime: str | None = None, **more: str) -> Assistant:
    return trial(qinghe.library(qinghe.written(folder, regime, **more)), qinghe.REGION, lambda _words: None)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return mind(tmp_path_factory.mktemp("own"))


# ── the document's example ───────────────────────────────────────────────────────────────────────
def test_the_regime_that_the_document_shows_answers_by_its_rules(own: Assistant) -> None:
    said = own.answer_in("收了服务对象两条烟", qinghe.REGION)
    assert said.finding.hits[0].provision.id == "qinghe.3.1"
    assert "您说的可能碰到第三条第（一）项，文件写的是“不予容错”" in said.text


# ── a list of exclusions without an article of its own ───────────────────────────────────────────
def test_what_is_no_exclusion_is_never_said_to_be_one(tmp_path: Path) -> None:
    """Neither the list nor an article stands below anything: that does not make them the same."""
    listless = mind(tmp_path, qinghe.shown("yaml").replace(LIST, ""))
    said = listless.answer_in("几天之内提出申请", qinghe.REGION)
    assert said.finding.hits[0].provision.id == "qinghe.4"
    assert "列在" not in said.text
    rule = listless.answer_in("收受服务对象财物、谋取私利的，文件怎么规定", qinghe.REGION)
    assert "第三条第（一）项列在“不予容错”的情形里" in rule.text


def test_an_exclusion_bars_whether_or_not_its_list_is_named(tmp_path: Path) -> None:
    named, listless = qinghe.shown("yaml"), qinghe.shown("yaml").replace(LIST, "")
    for n, regime in enumerate((named, listless)):
        library = qinghe.library(qinghe.written(tmp_path / str(n), regime))
        assert library.verdict("qinghe.3.1", "told") == "excluded"
        assert library.verdict("qinghe.4", "told") == "eligible"


# ── no catch-all ─────────────────────────────────────────────────────────────────────────────────
class Person:
    """Presses buttons of one conversation."""

    def __init__(self, mind: Assistant, region: str) -> None:
        self.talk, self.state, self.replies = Rongcuo(mind, Workdays()), State(region), tuple[Reply, ...]()

    def does(self, event: Event) -> str:
        turn = self.talk.step(self.state, event)
        self.state, self.replies = State.from_json(turn.state.to_json()), turn.replies
        return "\n".join(reply.text for reply in self.replies)

    def presses(self, *labels: str) -> str:
        said = ""
        for label in labels:
            said = self.does(Pressed(next(b.data for b in self.buttons if b.label.startswith(label))))
        return said

    @property
    def buttons(self) -> list[Button]:
        return [button for reply in self.replies for row in reply.buttons for button in row]


def assessed(mind: Assistant) -> Person:
    """Up to the card of somebody whose case is like none of the situations."""
    person = Person(mind, qinghe.REGION)
    person.does(Command("assess"))
    person.presses("开始自评", "是", "还没人", "跳过", "以上都没有")
    return person


def test_where_no_situation_fits_the_card_says_that_there_is_no_catch_all(own: Assistant) -> None:
    said = assessed(own).presses("以上都没有")
    assert "没有对得上的" in said
    assert "这份文件没有写兜底的情形" in said


def test_a_catch_all_that_there_is_is_not_denied(tmp_path: Path) -> None:
    """Whoever picks nothing is asked whether it fits."""
    regime = qinghe.shown("yaml").replace(
        "  items:\n    - at: qinghe.2.1", f"{REST}  items:\n    - at: qinghe.2.1"
    )
    person = assessed(mind(tmp_path, regime))
    said = person.presses("没有", "以上都没有")
    assert "没有对得上的" in said
    assert "没有写兜底" not in said


def test_all_situations_are_offered_to_an_application(own: Assistant) -> None:
    """By the own words, though nobody has written any down; none is kept back as if it were for the rest."""
    ctx = Context(Ears(own), Workdays())
    told = {"course": "走访核查过，没能掌握家庭变化"}
    record = Record(qinghe.REGION, Tray("x", ()), told)
    listed = "\n".join(part.text for part in CLAUSES.ask(ctx, record) if isinstance(part, Say))
    assert [line[:2] for line in listed.splitlines()[-2:]] == ["1.", "2."]
    assert listed.index("按规定走访核查") < listed.index("先行受理救助申请")


def test_what_fits_nothing_elsewhere_is_not_sent_to_a_catch_all_that_is_not_there(own: Assistant) -> None:
    library, record = own.library, Assessment("donge")
    facts = {one.at: False for one in library.regimes["donge"].situations.items}
    parts = list(elsewhere(library, record, Way((), {**facts}, None), Workdays()))
    said = [part.text for part in parts if isinstance(part, Say) and part.text.startswith("青禾县：")]
    assert said == ["青禾县：没有找到写法相同的情形，近似的要另看原文；那份文件没有写兜底的情形。"]
