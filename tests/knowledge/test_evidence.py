"""Which facts of a provision a message speaks for, leaves open, or speaks against."""

import pytest

from knowledge.answer import Assistant
from knowledge.hearing.acts import Statement
from knowledge.hearing.evidence import Evidence, Told, Witness
from knowledge.hearing.language import fold
from knowledge.library.corpus import Library


@pytest.fixture
def witness(assistant: Assistant) -> Witness:
    return assistant.engine.signals.witness


def told(witness: Witness, text: str) -> Told:
    return witness.told(fold(text))


def evidence(witness: Witness, id_: str, text: str) -> Evidence:
    return witness.evidence(id_, told(witness, text))


def test_facts_are_found_missing_or_contradicted(witness: Witness) -> None:
    found = evidence(witness, "weihai.3.13", "老人偷着埋的，我们发现就停了，还没去追钱")
    assert {need.fact for need in found.found} == {"weihai.3.13.a", "stopped_on_discovery"}
    assert [need.fact for need in found.missing] == ["routine_checks_done", "weihai.3.13.c"]
    assert [need.fact for need in found.against] == ["recovery_organised"]


def test_what_bars_is_found_where_it_is_admitted(witness: Witness) -> None:
    taken, refused = told(witness, "他给了我一个红包，我收了"), told(witness, "红包我没收")
    assert witness.evidence("donge.10.3", taken).found
    assert witness.admits("donge.10.3", taken)
    assert not witness.evidence("donge.10.3", refused).found
    assert not witness.admits("donge.10.3", refused)


def test_what_bars_is_admitted_or_denied_as_surely_as_its_act_is_heard(witness: Witness) -> None:
    for text, done in (("他给了我一个红包，我收了", True), ("红包我没收", False)):
        heard = told(witness, text)
        sure = heard.statements["gain_self"].sure
        assert sure > 0.5
        assert witness.admitted("donge.10.3", heard) == (sure if done else 0.0)
        assert witness.denied("donge.10.3", heard) == (0.0 if done else sure)


def test_a_gate_is_broken_by_the_contrary_of_its_condition(witness: Witness) -> None:
    assert evidence(witness, "pingdingshan.7.6", "上头叫停我没停，钱一分也没去要过").found
    assert evidence(witness, "pingdingshan.7.6", "多领的钱全追回来了，错的也改过来了").against


def test_somebody_elses_doing_is_not_the_askers(witness: Witness) -> None:
    assert told(witness, "村会计收了他两千块").facts("weihai") == {}
    assert told(witness, "我收了他两千块").facts("weihai")["gain_self"] is True


def test_a_correction_replaces_what_was_said_before(witness: Witness) -> None:
    assert told(witness, "没上会，不对，上会研究过").acts()["met"] is True
    assert told(witness, "上会研究过，不对，会没开").acts()["met"] is False


@pytest.mark.parametrize("sure", [0.6, 0.9])
def test_contradictions_tell_nothing(library: Library, sure: float) -> None:
    said = [Statement("met", False, "会没开", 0, 0.6), Statement("met", True, "上会研究过", 1, sure)]
    facts = Witness(library.concepts, library.regimes, lambda _: said).told("").facts("donge")
    assert facts.get("democratic_decision_and_reporting") is (None if sure == 0.6 else True)


def test_acts_are_told_from_as_sure_on_as_is_asked(library: Library) -> None:
    said = [Statement("met", False, "会没开", 0, 0.4)]
    heard = Witness(library.concepts, library.regimes, lambda _: said).told("")
    assert heard.acts(0.3) == {"met": False}
    assert heard.acts() == {}
    assert heard.facts("donge") == {}


def test_a_provision_without_facts_has_no_evidence(witness: Witness) -> None:
    assert evidence(witness, "donge.14", "结论几天告知") == Evidence()
    assert not witness.admits("donge.14", told(witness, "结论几天告知"))


def test_every_situation_and_every_bar_has_needs(witness: Witness, library: Library) -> None:
    for regime in library.regimes.values():
        assert {one.at for one in regime.situations.items} <= witness.needs.keys()
        assert {one.at for one in regime.exclusions.items} <= witness.needs.keys()


def test_what_can_be_asked_hangs_on_one_fact(witness: Witness) -> None:
    asked = [need for needs in witness.needs.values() for need in needs if need.ask]
    assert len(asked) > 150
    assert all(need.fact and "？" in need.ask for need in asked)


@pytest.mark.parametrize(
    ("region", "text", "concept", "fact"),
    [
        ("zaozhuang", "敬老院失火，死了三个老人", "accident", "major_safety_accident"),
        ("pingdingshan", "群众来堵门", "mass", "major_mass_incident"),
        ("weihai", "红包的事", "gain", "gain_self"),
    ],
)
def test_a_concept_alone_tells_no_fact_that_acts_tell(
    witness: Witness, library: Library, region: str, text: str, concept: str, fact: str
) -> None:
    heard = told(witness, text)
    assert heard.speaks(concept) is True
    assert concept in library.regimes[region].facts[fact].signs
    assert fact not in heard.facts(region)


def test_a_fact_with_numbers_needs_as_many(witness: Witness) -> None:
    assert told(witness, "敬老院失火，死了十四个老人").facts("zaozhuang")["major_safety_accident"] is True
    assert "major_safety_accident" not in told(witness, "敬老院失火，死了三个老人").facts("zaozhuang")


@pytest.mark.parametrize("text", ["这事本想上会研究", "正准备上会研究", "打算拿到班子会上集体研究"])
def test_what_was_only_meant_is_not_done(witness: Witness, text: str) -> None:
    assert told(witness, text).acts(0.0).get("met") is not True
    assert told(witness, "这事上会研究过").acts()["met"] is True


def test_what_is_not_plainly_done_or_not_is_not_sure(witness: Witness) -> None:
    plain, vague = (told(witness, text).statements for text in ("会没开", "会开没开说不清"))
    assert plain["met"].sure > 0.45
    assert "met" not in vague or vague["met"].sure < plain["met"].sure
