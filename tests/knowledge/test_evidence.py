"""Which facts of a provision a message speaks for, leaves open, or speaks against."""

import pytest

from knowledge.hearing.evidence import Evidence, Witness
from knowledge.hearing.language import fold
from knowledge.library.corpus import Library


@pytest.fixture(scope="module")
def witness(library: Library) -> Witness:
    return Witness(library.concepts, library.lexicon.facts, library.regimes.values())


def evidence(witness: Witness, id_: str, text: str) -> Evidence:
    return witness.evidence(id_, witness.told(fold(text)))


def test_facts_are_found_missing_or_contradicted(witness: Witness) -> None:
    told = evidence(witness, "weihai.3.13", "老人偷着埋的，我们发现就停了，还没去追钱")
    assert {need.fact for need in told.found} == {"weihai.3.13.a", "stopped_on_discovery"}
    assert [need.fact for need in told.missing] == ["routine_checks_done", "weihai.3.13.c"]
    assert [need.fact for need in told.against] == ["recovery_organised"]


def test_what_bars_is_found_where_it_is_admitted(witness: Witness) -> None:
    assert evidence(witness, "donge.10.3", "他给了我一个红包，我收了").found
    assert not evidence(witness, "donge.10.3", "红包我没收").found


def test_a_gate_is_broken_by_the_contrary_of_its_condition(witness: Witness) -> None:
    assert evidence(witness, "pingdingshan.7.6", "到现在都没整改").found
    assert evidence(witness, "pingdingshan.7.6", "当天就改过来了").against


def test_somebody_elses_doing_is_not_the_askers(witness: Witness) -> None:
    assert "serious_violation" not in witness.told("户主造假").facts
    assert witness.told("我造假").facts["serious_violation"] is True


def test_contradictions_tell_nothing(witness: Witness) -> None:
    assert "democratic_decision_and_reporting" not in witness.told("上会研究过，其实是我一个人拍板").facts


def test_a_provision_without_facts_has_no_evidence(witness: Witness) -> None:
    assert evidence(witness, "donge.14", "结论几天告知") == Evidence()
    assert not witness.admits("donge.14", witness.told("结论几天告知"))


def test_every_situation_and_every_bar_has_needs(witness: Witness, library: Library) -> None:
    for regime in library.regimes.values():
        assert {one.at for one in regime.situations.items} <= witness.needs.keys()
        assert {one.at for one in regime.exclusions.items} <= witness.needs.keys()


def test_what_can_be_asked_hangs_on_one_fact(witness: Witness) -> None:
    asked = [need for needs in witness.needs.values() for need in needs if need.ask]
    assert len(asked) > 150
    assert all(need.fact and "？" in need.ask for need in asked)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("安置点塌了，死了三个人", "major_safety_accident"),
        ("群众来堵门", "serious_mass_incident"),
        ("违规给他办了低保", "serious_violation"),
        ("走访的时候下雨", "checked_duly"),
    ],
)
def test_a_concept_alone_only_hints_at_a_fact(witness: Witness, text: str, fact: str) -> None:
    told = witness.told(text)
    assert told.facts.get(fact) is True
    assert fact not in told.sure


def test_what_is_said_in_so_many_words_is_sure(witness: Witness) -> None:
    assert witness.told("敬老院失火，死了十四个老人").sure == {"major_safety_accident": True}
    assert "serious_violation" not in witness.told("申请人冒领了救助金").sure
