"""How casework is written down: a sixth policy without code, and what is wrong is refused with file, entry and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree

import pytest

from knowledge.library import corpus, procedures
from knowledge.library.corpus import DATA, CorpusError, Library
from knowledge.library.files import RefusedError, mapping
from knowledge.rules.casework import Procedure, Standing
from tests.harness import qinghe

ASIDE = "silences: []"


def shown(language: str) -> str:
    """What the document shows of a policy with a procedure of its own."""
    found = re.search(rf"```{language}\n(.*?)```", qinghe.DOCUMENT.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def written(folder: Path, casework: str) -> Path:
    """The sixth policy, with the articles that the document adds."""
    regime = qinghe.shown("yaml").replace(ASIDE, f"{casework}{ASIDE}")
    text = qinghe.shown("text") + shown("casework-text")
    qinghe.written(folder, regime)
    (folder / qinghe.REGION / "policy.txt").write_text(text, "utf-8")
    return folder


def sixth(folder: Path) -> Procedure:
    return qinghe.library(written(folder, shown("casework-yaml"))).procedures[qinghe.REGION]


def test_a_sixth_policy_is_some_lines_and_no_code(tmp_path: Path) -> None:
    assert shown("casework-yaml").count("\n") <= 15
    procedure = sixth(tmp_path)
    assert procedure.walk() == ()
    refusal = procedure.refusal("conclude", Standing("accepted", {"investigate": 1}), "leader")
    assert refusal is not None
    assert refusal.full == "“作出结论”要先登记集体研究：“应当由局党组集体研究”（第七条）"
    period = procedure.acts["tell"].period
    assert period is not None
    assert (period.days, period.after) == (10, "conclude")
    assert [one.id for one in procedure.duties(Standing("concluded", outcome="tolerated"))] == [
        "tell",
        "correct",
    ]
    assert "open" not in procedure.acts


def test_a_policy_that_says_nothing_of_it_gets_the_common_part_alone(tmp_path: Path) -> None:
    procedure = qinghe.library(qinghe.written(tmp_path)).procedures[qinghe.REGION]
    assert procedure.walk() == ()
    assert not any(act.quote for act in procedure.acts.values())
    assert procedure.acts["accept"].ours == "这份文件的办理步骤还没有写成规则，先按通常的做法；请以文件为准"
    assert [one.label for one in procedure.outcomes.values()] == ["予以容错", "不予容错"]


def test_a_policy_without_rules_gets_it_too(tmp_path: Path) -> None:
    library = qinghe.library(qinghe.written(tmp_path, regime=""))
    assert library.procedures[qinghe.REGION].walk() == ()


WRONG = [
    (
        "  tell: {at: qinghe.8, quote: 应当在9个工作日内}",
        "casework.tell：qinghe.8 里没有“应当在9个工作日内”这几个字",
    ),
    ("  tell: {at: qinghe.99, quote: 告知}", "casework.tell：没有 qinghe.99 这一条"),
    (
        "  tell: {at: qinghe.8, quote: 书面告知当事人, period: {days: 9, quote: 10个工作日}}",
        "casework.tell.period：“10个工作日”里没有数字 9",
    ),
    (
        "  tell: {at: qinghe.8, quote: 书面告知当事人, period: {days: 10, after: told, quote: 10个工作日}}",
        "没有 told 这一步",
    ),
    (
        "  tell: {at: qinghe.8, quote: 书面告知当事人, period: {vague: 尽快}}",
        "casework.tell.period：qinghe.8 里没有“尽快”",
    ),
    (
        "  tell: {at: qinghe.8, quote: 书面告知当事人, to: 所在党组织}",
        "casework.tell.to：qinghe.8 里没有“所在党组织”",
    ),
    (
        "  tell: {at: qinghe.8, quote: 书面告知当事人, ours: 通常这样}",
        "casework.tell：依据写了两种；请写 at 和 quote",
    ),
    ("  tell: {quote: 书面告知当事人}", "casework.tell：写了 quote，没有写 at；请写上是哪一条"),
    ("  talk: {do: 谈话, from: [accepted]}", "casework.talk：没有写依据；请写 at 和 quote（或 step）"),
    ("  talk: {ours: 通常这样}", "casework.talk：没有写 do 或 from"),
    (
        "  talk: {do: 谈话, from: [begun], ours: 通常这样}",
        "casework.talk.from.0 的值不对，只能是 'submitted'",
    ),
    (
        "  talk: {do: 谈话, from: [accepted], ours: 通常这样, needs: talks}",
        "casework.talk.needs：没有 talks；请检查拼写",
    ),
    (
        "  talk: {do: 谈话, from: [concluded], ours: 通常这样, only: exempt}",
        "casework.talk.only：没有 exempt",
    ),
    (
        "  talk: {do: 谈话, from: [accepted], ours: 通常这样, when: route=complex}",
        "casework.talk.when：没有 route=complex",
    ),
    (
        "  talk: {do: 谈话, from: [accepted], ours: 通常这样, fields: [room]}",
        "casework.talk.fields：没有 room 这一栏",
    ),
    ("  talk: {do: 谈话, from: [accepted], ours: 通常这样, wen: 1}", "不认识条目 casework.talk.wen"),
    ("  talk: {do: 谈话, from: [accepted], ours: 来得及的话谈一谈}", "casework.talk：不要写“来得及”"),
    ("  accept: {step: p9}", "casework.accept.step：procedure 里没有 p9"),
    (
        "  correct: {ours: 通常这样, waiver: {at: qinghe.8, quote: 不用改正}}",
        "casework.correct.waiver：qinghe.8 里没有“不用改正”",
    ),
    ("  appeal: {ours: 通常这样, banner: {at: qinghe.8}}", "casework.appeal.banner：没有写依据"),
    (
        "  accept: {ours: 通常这样, bars: [{mark: exclusion=stands, say: 不能受理, ours: 通常这样}]}",
        "casework.accept.bars：没有 exclusion=stands",
    ),
    (
        "  conclude: {ours: 通常这样, outcomes: {tolerated: 免责}}",
        "casework.conclude.outcomes.tolerated：文件里没有“免责”",
    ),
    (
        "  conclude: {ours: 通常这样, outcomes: {tolerated: {label: 予以容错, then: [从轻]}}}",
        "文件里没有“从轻”",
    ),
    ("  conclude: {ours: 通常这样, outcomes: {no: 不予容错}}", "有名字被读成了 False"),
    ("  conclude: null", "casework.conclude：没有写能作出哪几种结论"),
    (
        "  on: {do: 谈话, from: [accepted], ours: 通常这样}",
        "有名字被读成了 True（YAML 把 on、off、yes、no 当真假值）",
    ),
    (
        "  meet: {ours: 通常这样, needs: conclude}\\n  conclude: {ours: 通常这样, needs: meet}",
        "有的走法办不完",
    ),
]


@pytest.mark.parametrize(("casework", "said"), WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_what_is_wrong_is_refused_with_its_file_entry_and_remedy(
    tmp_path: Path, casework: str, said: str
) -> None:
    library = corpus.load(written(tmp_path, "casework:\n" + casework.replace("\\n", "\n") + "\n"))
    assert qinghe.REGION not in library.policies
    told = [str(one) for one in library.problems if said in str(one)]
    assert told, library.problems
    assert "regime.yaml" in told[0]
    assert any(word in told[0] for word in ("请", "只能"))


def test_all_that_is_wrong_is_said_at_once_with_the_line(tmp_path: Path) -> None:
    casework = "casework:\n  tell: {at: qinghe.8, quote: 没有这话}\n  talk: {do: 谈话, from: [accepted]}\n"
    problems = corpus.load(written(tmp_path, casework)).problems
    lines = (tmp_path / qinghe.REGION / "regime.yaml").read_text("utf-8").splitlines()
    places = {lines[one.line - 1].strip()[:5] for one in problems}
    assert places == {"tell:", "talk:"}


def test_what_is_wrong_in_the_common_part_is_said_too(tmp_path: Path) -> None:
    file = tmp_path / "casework.yaml"
    file.write_text("fields: {}\nacts:\n  accept: {do: 受理, from: [begun]}\n", "utf-8")
    with pytest.raises(RefusedError, match=r"casework.yaml 第 3 行：acts.accept.from.0 的值不对"):
        procedures.common(file)


def test_every_act_of_the_common_part_is_refined_or_silent_in_every_policy(library: Library) -> None:
    usual = "还没有写成规则"
    common = {id_ for id_, act in procedures.common(DATA / "casework.yaml").acts.items() if usual in act.ours}
    for region in corpus.built_in():
        own = mapping(DATA / region / "regime.yaml")["casework"]
        assert common <= own.keys(), region


def test_a_start_does_not_take_words_that_stand_nowhere(tmp_path: Path) -> None:
    data = Path(copytree(DATA, tmp_path / "data"))
    changed = data / "donge" / "regime.yaml"
    text = changed.read_text("utf-8")
    changed.write_text(text.replace("quote: 申诉、复核期间，", "quote: 申诉、复审期间，"), "utf-8")
    with pytest.raises(CorpusError, match=r"casework.appeal.banner：donge.15.p2 里没有“申诉、复审期间"):
        corpus.load(data=data)
