"""What is said of a case that lacks what its situation itself requires, and what of a message is told again."""

from __future__ import annotations

import pytest

from knowledge.answer import Assistant, several
from knowledge.answer.finding import ELIGIBLE, EXCLUDED, LACKING, Answer, Finding, Hit, Strong
from knowledge.answer.lacking import MEND
from knowledge.answer.retelling import RETOLD, grounded, retold
from knowledge.answer.wording import Writer
from knowledge.hearing.acts import Statement
from knowledge.hearing.evidence import Need, Told, Witness
from knowledge.library.corpus import Library
from knowledge.policy.quote import Quote


@pytest.fixture(scope="module")
def witness(assistant: Assistant) -> Witness:
    return assistant.engine.signals.witness


def said(act: str, done: bool, words: str, clause: int = 0, sure: float = 1.0) -> Statement:
    return Statement(act, done, words, clause, sure)


def told(*statements: Statement) -> Told:
    return Told((), {one.act: one for one in statements}, lambda region, least: {})


def made(library: Library, id_: str, verdict: str, *lacks: Need) -> Finding:
    hits = (Hit(library.provision(id_), 1.0),)
    return Finding("", id_.partition(".")[0], verdict, 0.9, hits, lacks=lacks)


def need(witness: Witness, id_: str, quote: str) -> Need:
    return next(one for one in witness.needs[id_] if quote in one.quote)


def lacking(library: Library, witness: Witness, id_: str, quote: str, *statements: Statement) -> str:
    finding = made(library, id_, LACKING, need(witness, id_, quote))
    return Writer(library).answer(grounded(witness, finding, told(*statements))).text


# ── what is lacking ──────────────────────────────────────────────────────────────────────────────
def test_what_is_lacking_is_said_in_the_provisions_words_and_how_to_mend_it(
    library: Library, witness: Witness
) -> None:
    text = lacking(library, witness, "weihai.3.18", "备案", said("filed", False, "没去备案"))
    assert text.startswith(
        "威海市：可能对得上三（十八），但这一项自己还要求“已及时按规定备案修正”；"
        "照您说的，这一点没有做到，眼下还对不上。"
    )
    assert "我理解到：没有备案（“没去备案”）。" in text
    assert f"{MEND}：\n· 按规定备案修正，留好记录" in text
    assert "不能有第四部分里说的情形" in text
    assert "下一步：" in text


def test_where_nothing_is_written_of_making_it_good_that_is_said(library: Library, witness: Witness) -> None:
    text = lacking(library, witness, "weihai.3.14", "入户巡访", said("visited", False, "家没去"))
    assert "“入户巡访”事后再做算不算，文件没有写，由责任追究机关判断；如实说明当时的情况" in text
    assert MEND not in text


def test_what_was_otherwise_is_not_called_undone(library: Library, witness: Witness) -> None:
    text = lacking(library, witness, "donge.7.5", "未明确禁止", said("unforbidden", False, "文件写明不许"))
    assert "照您说的，不是这样，可能就对不上了" in text
    assert "没有做到" not in text
    assert "“政策未明确禁止情形”说的是当时的情况，事后改不了；如实说明就好。" in text


def test_readings_that_are_open_are_said_of_what_is_lacking_too(library: Library, witness: Witness) -> None:
    text = lacking(library, witness, "weihai.3.6", "容缺", said("completed", False, "一直没补"))
    assert "两种读法都有，由机关判断" in text


def test_every_need_of_a_situation_has_the_words_of_its_provision(library: Library, witness: Witness) -> None:
    for regime in library.regimes.values():
        for one in regime.situations.items:
            text = "".join(library.provision(one.at).text.split())
            quotes = ["".join(need.quote.split()) for need in witness.needs[one.at]]
            assert quotes
            assert all(quote and quote in text for quote in quotes), one.at


def test_nothing_said_of_mending_hints_at_papers_made_afterwards(library: Library, witness: Witness) -> None:
    mends = [need.mend for needs in witness.needs.values() for need in needs if need.mend]
    assert len(mends) > 5
    assert not [mend for mend in mends if "倒签" in mend or "补签" in mend or "补材料" in mend]


# ── a gate that is broken ────────────────────────────────────────────────────────────────────────
def test_the_policys_own_exception_is_named_where_its_gate_is_broken(
    library: Library, witness: Witness
) -> None:
    finding = made(library, "pingdingshan.7.2", EXCLUDED)
    text = Writer(library).answer(grounded(witness, finding, told(said("met", False, "没上会")))).text
    assert "条文也写了例外：“临机决断、紧急避险等情况除外”；当时是这样的，请把经过说清楚。" in text
    assert "我理解到：没有集体研究（“没上会”）。" in text


def test_a_gate_that_can_be_made_good_says_how(library: Library, witness: Witness) -> None:
    gate = Writer(library).answer(made(library, "pingdingshan.7.6", EXCLUDED)).text
    assert f"{MEND}：\n· 尽快采取有效措施挽回损失、消除影响，留好凭证" in gate
    assert MEND not in Writer(library).answer(made(library, "pingdingshan.7.1", EXCLUDED)).text


# ── what is told again ───────────────────────────────────────────────────────────────────────────
def heard(library: Library, witness: Witness, finding: Finding, *statements: Statement) -> list[str]:
    return [one.act for one in grounded(witness, finding, told(*statements)).heard]


def test_what_decides_most_is_told_first(library: Library, witness: Witness) -> None:
    finding = made(library, "weihai.3.15", LACKING, need(witness, "weihai.3.15", "追缴"))
    story = (said("gain_self", False, "没收好处"), said("they_reported", False, "他没说"),
             said("recovering", False, "钱没追", 2), said("met", True, "上了会"))  # fmt: skip
    assert heard(library, witness, finding, *story) == ["recovering", "they_reported", "gain_self"]


def test_an_admission_is_told_again_where_it_bars_alone(library: Library, witness: Witness) -> None:
    card = said("gain_self", True, "收了卡")
    assert heard(library, witness, made(library, "weihai.4.3", EXCLUDED), card) == ["gain_self"]
    assert heard(library, witness, made(library, "weihai.3.15", ELIGIBLE), card) == []


def test_what_is_not_sure_is_not_told_again(library: Library, witness: Witness) -> None:
    finding = made(library, "weihai.3.15", ELIGIBLE)
    assert heard(library, witness, finding, said("gain_self", False, "没收", sure=0.3)) == []


def test_statements_of_one_clause_are_told_together_and_not_too_many(library: Library) -> None:
    acts = library.lexicon.acts
    both = [said("visited", False, "没巡访也没比对"), said("platform_checked", False, "没巡访也没比对")]
    assert retold(both, acts) == "没有入户、没有查核对平台（“没巡访也没比对”）"
    many = [said(act, True, act) for act in list(acts)[: RETOLD + 2]]
    assert retold(many, acts).count("（“") == RETOLD
    assert retold([], acts) == ""


# ── another provision first ──────────────────────────────────────────────────────────────────────
def test_a_provision_that_the_asker_picks_is_judged_anew(assistant: Assistant) -> None:
    told = "录入串了行，多发了两个月，后来改过来了，但是没有备案"
    assert assistant.engine.picked(told, "weihai.3.18").verdict == LACKING
    other = assistant.engine.picked(told, "weihai.3.1")
    assert (other.verdict, other.lacks) == (ELIGIBLE, ())


# ── several matters ──────────────────────────────────────────────────────────────────────────────
def answer(words: str, *passages: str, verdict: str = ELIGIBLE) -> Answer:
    return Answer(Finding(words, "donge", verdict, 1.0, ()), (Strong(words), *passages))


def joined(library: Library, *answers: Answer) -> str:
    hit = Hit(library.provision("donge.7.1"), 1.0)
    shown = [
        Answer(Finding(a.finding.question, "donge", a.finding.verdict, 1.0, (hit,)), a.passages, (), ("源",))
        for a in answers
    ]
    return several.joined("", shown, "东阿县：", "最终由机关认定。").text


def test_what_several_matters_have_in_common_is_said_once(library: Library) -> None:
    text = joined(
        library,
        answer("甲", "还要看：\n· 子\n· 丑", "下一步：申请", "最终由机关认定。"),
        answer("乙", "还要看：\n· 丑\n· 寅", "下一步：申请", "最终由机关认定。"),
    )
    assert text == (
        "东阿县：您问了两件事，一件一件说。\n\n一、甲\n\n还要看：\n· 子\n· 丑\n\n下一步：申请\n\n"
        "二、乙\n\n还要看：\n· 寅\n\n最终由机关认定。"
    )


def test_nobody_decides_on_questions_of_the_rules(library: Library) -> None:
    text = joined(library, answer("甲", verdict="info"), answer("乙", verdict="info"))
    assert text == "东阿县：您问了两件事，一件一件说。\n\n一、甲\n\n二、乙"


def test_a_story_and_a_question_beside_it_are_both_answered(assistant: Assistant) -> None:
    story = "大雪封路，我先给一户办了临时救助，材料后补的，后来户口本一直没补上，被审计查出来了。"
    whole = assistant.answer(story + "另外想问一下，申请要几天内提", "weihai")
    assert [part.finding.verdict for part in whole.parts] == ["lacking", "info"]
    assert "二、本文件没有规定申请容错的期限" in whole.text


def test_without_a_region_the_choice_is_asked_for_once(assistant: Assistant) -> None:
    story = "老人没在外地儿子家，走访比对都没查出来，三个多月后才知道，当天停发，钱在追。"
    whole = assistant.answer(story + "另外申请表要交给谁")
    assert len(whole.parts) == 2
    assert whole.text.count("请先选您所在的地区或单位") == 1


def test_each_of_several_matters_is_answered_in_short(assistant: Assistant) -> None:
    told = "老人瘫了办不了卡，低保打在他儿子折子上，没备案。这能容吗？另外申请表交到哪里？"
    whole = assistant.answer(told, "weihai")
    first, second = whole.parts
    assert (first.finding.verdict, second.finding.verdict) == (LACKING, "info")
    assert whole.text.startswith("威海市：您问了两件事，一件一件说。\n\n一、可能对得上三（十九），但")
    assert whole.text.count("威海市") == 1
    assert whole.text.count("最终由责任追究机关认定。") == 1
    quotes = [passage for part in whole.parts for passage in part.passages if isinstance(passage, Quote)]
    assert len(quotes) == 2
    assert all(quote.text in whole.text for quote in quotes)


# ── what makes it this situation and no other ────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("region", "question", "catch_all"),
    [
        (
            "weihai",
            "管困难群众救助的。那户大姐一直想要低保，她没说过不要，是我嫌她家材料难办，没给她报，后来她病倒在家没人管，上面要问我的责，能不能容？",
            "weihai.3.20",
        ),
        (
            "donge",
            "这笔账哪里是历史遗留问题，是今年春天我自己新登记的，把两家的面积写反了，现在改过来了，能不能容错？",
            "donge.7.11",
        ),
        (
            "lishui",
            "这不是什么历史遗留问题，是去年我们自己新发的证，我把面积登错了，现在已经改了，能不能免责？",
            "lishui.12",
        ),
    ],
)
def test_a_case_that_denies_what_makes_it_this_situation_falls_under_the_catch_all(
    assistant: Assistant, region: str, question: str, catch_all: str
) -> None:
    finding = assistant.engine.find_in(question, region)
    assert (finding.verdict, finding.hits[0].provision.id) == ("not_covered", catch_all)
