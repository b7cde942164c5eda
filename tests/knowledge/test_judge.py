"""The decision tables: exact, complete, never reading unknown as no."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library.corpus import Library, built_in
from knowledge.rules import Element, Regime, Trap, logic, traps
from knowledge.rules.judge import ContradictionError, Judge, judge, unreachable
from knowledge.rules.logic import AnyOf, Facts
from tests.harness.examples import HUNDRED, examples
from tests.knowledge import kleene


def general(rules: Regime) -> list[str]:
    """Every fact that is not part of a situation's description."""
    found = ["in_scope", *(fact for one in rules.exclusions.items for fact in one.any)]
    found += [fact for one in rules.conditions.items for fact in one.facts]
    found += [fact for one in rules.situations.items for e in one.shared for fact in e.facts]
    found += [rules.discipline.fact] if rules.discipline else []
    return list(dict.fromkeys(found))


def claims(rules: Regime, *claimed: str) -> dict[str, bool | None]:
    return {one.at: one.at in claimed for one in rules.situations.items}


def plain(rules: Regime) -> str:
    """A situation without preconditions."""
    return next(one.at for one in rules.situations.items if not one.shared)


def good(library: Library, region: str) -> dict[str, bool | None]:
    from tests.knowledge.test_cases import FILES

    return {**FILES[region]["good"]}


# ── the tables, by enumeration ───────────────────────────────────────────────────────────────────
def decides(rules: Regime) -> list[str]:
    """Facts that the table hangs on beside scope and situations: the conditions, the exclusions, the discipline."""
    found = [fact for one in rules.exclusions.items for fact in one.any]
    found += [fact for one in rules.conditions.items for fact in one.facts]
    found += [rules.discipline.fact] if rules.discipline else []
    return list(dict.fromkeys(found))


def every(rules: Regime) -> kleene.Columns:
    """Every combination of what decides: up to 2^19, in scope and outside, with and without a situation."""
    cases = kleene.grid([*decides(rules), plain(rules), "in_scope"])
    return cases | kleene.constant(claims(rules), cases)


@pytest.mark.parametrize("region", built_in())
def test_with_all_facts_known_exactly_one_outcome_holds(library: Library, region: str) -> None:
    rules = library.regimes[region]
    cases = every(rules)
    found = kleene.rows(rules, cases)
    assert kleene.UNDECIDED not in found
    assert set(found) == set(range(len(rules.decision)))
    outside = found[cases["in_scope"] == -1]
    assert {rules.decision[row].outcome for row in outside} == {"not_applicable"}


@pytest.mark.parametrize("region", built_in())
def test_the_judge_comes_to_the_same_row_as_the_table_worked_out_apart(library: Library, region: str) -> None:
    """Every case that differs from the good one in two facts at most; of the others, every so many."""
    rules = library.regimes[region]
    table, cases = Judge(rules), every(rules)
    found = kleene.rows(rules, cases)
    ground = {**good(library, region), plain(rules): True}
    names = [*decides(rules), plain(rules), "in_scope"]
    off = np.sum([(cases[name] > 0) != bool(ground[name]) for name in names], axis=0)
    step = max(1, 300 * HUNDRED // settings.default.max_examples) | 1  # type: ignore[union-attr]  # odd: all values turn up
    for number in {*np.flatnonzero(off <= 2), *range(0, len(found), step)}:
        known = kleene.case(cases, number)
        assert table.certain(known) == rules.decision[found[number]].outcome, known


@pytest.mark.parametrize("region", built_in())
def test_what_is_unknown_leaves_the_judge_as_undecided_as_the_table(library: Library, region: str) -> None:
    rules = library.regimes[region]
    table = Judge(rules)

    @examples(100)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        known = partial(data.draw, rules, 8)  # type: ignore[arg-type]
        row = kleene.rows(rules, kleene.constant(known, {}))[0]
        assert table.certain(known) == (None if row == kleene.UNDECIDED else rules.decision[row].outcome)

    check()


@pytest.mark.parametrize("region", built_in())
def test_every_situation_alone_opens_the_table_and_each_missing_precondition_closes_it(
    library: Library, region: str
) -> None:
    rules, ground = library.regimes[region], good(library, region)
    for one in rules.situations.items:
        known = {**ground, **claims(rules, one.at)}
        assert Judge(rules).judge(known).held == (one.at,), one.at
        for lacking in (lack for element in one.shared for lack in lacks(element, ground)):
            found = Judge(rules).judge({**known, **lacking})
            assert found.held == (), (one.at, lacking)
            assert found.lost == (one.at,)


def lacks(element: Element, ground: Facts) -> list[Facts]:
    """Ways in which an element is not met: one of its facts the other way round; of alternatives, all of them."""
    groups = [element.facts] if isinstance(element.met, AnyOf) else [(fact,) for fact in element.facts]
    return [{fact: not ground[fact] for fact in group} for group in groups]


@pytest.mark.parametrize("region", built_in())
def test_no_outcome_is_unreachable(library: Library, region: str) -> None:
    assert unreachable(library.regimes[region]) == []


# ── exactness ────────────────────────────────────────────────────────────────────────────────────
def partial(draw: st.DrawFn, rules: Regime, unknown: int) -> dict[str, bool | None]:
    """Facts of which a few are unknown."""
    names = [*general(rules), *(one.at for one in rules.situations.items)]
    known: dict[str, bool | None] = {
        name: draw(st.sampled_from((True, False, False))) for name in names if name != "in_scope"
    }
    known["in_scope"] = draw(st.sampled_from((True, True, False)))
    for name in draw(st.lists(st.sampled_from(names), max_size=unknown, unique=True)):
        known[name] = None
    return known


def possible(rules: Regime, known: Facts) -> set[str]:
    """The outcomes of every way of filling in what is unknown."""
    cases = kleene.grid([name for name, value in known.items() if value is None])
    return {rules.decision[row].outcome for row in kleene.rows(rules, cases | kleene.constant(known, cases))}


@pytest.mark.parametrize("region", built_in())
def test_the_set_is_exactly_what_can_still_happen(library: Library, region: str) -> None:
    rules = library.regimes[region]
    table = Judge(rules)

    @examples(60)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        known = partial(data.draw, rules, 12)  # type: ignore[arg-type]
        assert set(table.outcomes(known)) == possible(rules, known)

    check()


@pytest.mark.parametrize("region", built_in())
def test_a_fact_that_bars_and_is_a_precondition_too_is_one_fact(library: Library, region: str) -> None:
    """What it is in the one place it is in the other: every pair of them unknown, situation by situation."""
    rules, ground = library.regimes[region], good(library, region)
    table, barring = Judge(rules), [fact for one in rules.exclusions.items for fact in one.any]
    for one in rules.situations.items:
        for pair in product((fact for element in one.shared for fact in element.facts), barring):
            known = {**ground, **claims(rules, one.at), **dict.fromkeys(pair)}
            assert set(table.outcomes(known)) == possible(rules, known), (one.at, pair)


@pytest.mark.parametrize("region", built_in())
def test_a_branch_is_what_is_left_with_that_fact_more(library: Library, region: str) -> None:
    rules = library.regimes[region]
    table = Judge(rules)

    @examples(40)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        known = partial(data.draw, rules, 12)  # type: ignore[arg-type]
        open_ = [name for name, value in known.items() if value is None]
        found = table.branches(known, open_)
        assert set(found) == set(open_)
        for name, ways in found.items():
            assert ways == tuple(table.outcomes({**known, name: truth}) for truth in (True, False))

    check()


@pytest.mark.parametrize("region", built_in())
def test_of_many_facts_that_bar_each_has_a_branch_of_its_own(library: Library, region: str) -> None:
    rules = library.regimes[region]
    barring = [fact for one in rules.exclusions.items for fact in one.any]
    known = {**good(library, region), **claims(rules, plain(rules)), **dict.fromkeys(barring)}
    for yes, no in Judge(rules).branches(known, barring).values():
        assert "barred" in yes
        assert len(yes) < len(no) or len(barring) == 1


@pytest.mark.parametrize("region", built_in())
def test_a_fact_more_never_widens_the_set(library: Library, region: str) -> None:
    rules = library.regimes[region]
    table = Judge(rules)

    @examples(60)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        known = partial(data.draw, rules, 12)  # type: ignore[arg-type]
        open_ = [name for name, value in known.items() if value is None]
        if open_:
            name, truth = data.draw(st.sampled_from(open_)), data.draw(st.booleans())
            assert set(table.outcomes({**known, name: truth})) <= set(table.outcomes(known))

    check()


@pytest.mark.parametrize("region", built_in())
def test_with_nothing_known_everything_is_possible_and_nothing_is_a_reason(
    library: Library, region: str
) -> None:
    rules = library.regimes[region]
    found = judge(rules, {})
    assert found.outcomes == tuple(row.outcome for row in rules.decision)
    assert found.reasons == ()
    assert "in_scope" in found.missing[:1]


# ── missing facts ────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("region", built_in())
def test_what_is_missing_can_each_change_something(library: Library, region: str) -> None:
    rules, ground = library.regimes[region], good(library, region)
    known = {**ground, **claims(rules, plain(rules))}
    for name in [fact for one in rules.conditions.items for fact in one.facts][:4]:
        found = judge(rules, {**known, name: None})
        if len(found.outcomes) > 1:
            assert found.missing == (name,)


def test_one_outcome_left_needs_no_more_facts(library: Library) -> None:
    found = judge(library.regimes["weihai"], {"in_scope": True, "gain_family": True})
    assert found.only == "barred"
    assert found.missing == ()


@pytest.mark.parametrize("region", built_in())
def test_a_weight_that_is_not_computed_is_the_one_that_would_be(library: Library, region: str) -> None:
    """What is said to decide nothing alone really leaves every outcome open, whichever way it is."""
    rules = library.regimes[region]
    table = Judge(rules)

    @examples(40)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        known = table.settled(partial(data.draw, rules, 20))  # type: ignore[arg-type]
        before = set(table.outcomes(known))
        for fact in table._idle(known):
            for truth in (True, False):
                assert set(table.outcomes({**known, fact: truth})) == before

    check()


@pytest.mark.parametrize("region", built_in())
def test_the_only_situation_that_is_left_and_its_precondition_decide(library: Library, region: str) -> None:
    """Known to be lacking, either would leave none."""
    rules = library.regimes[region]
    table, ground = Judge(rules), good(library, region)
    for one in rules.situations.items:
        for fact in (fact for element in one.shared for fact in element.facts):
            known = {**ground, **claims(rules), one.at: None, fact: None}
            if len(table.outcomes(known)) > 1:
                assert table._idle(table.settled(known)) == set(), (one.at, fact)


def test_the_most_decisive_fact_comes_first(library: Library) -> None:
    rules = library.regimes["donge"]
    known = {**good(library, "donge"), **claims(rules, "donge.7.6")}
    found = judge(rules, {**known, "gain_self": None, "actively_remedied": None})
    assert found.outcomes == ("barred", "exempt", "mitigated")
    assert found.missing == ("gain_self", "actively_remedied")


def test_a_situation_told_by_its_elements_hangs_on_the_unknown_ones(library: Library) -> None:
    rules = library.regimes["donge"]
    known = {**good(library, "donge"), **claims(rules)}
    del known["donge.7.6"]
    told = {"donge.7.6.a": True, "donge.7.6.b": None, "donge.7.6.c": True}
    found = judge(rules, {**known, **told})
    assert found.outcomes == ("no_situation", "exempt")
    assert found.missing == ("donge.7.6.b",)
    assert judge(rules, {**known, **told, "donge.7.6.b": True}).held == ("donge.7.6",)


def test_a_situation_without_elements_is_unknown_until_it_is_claimed(library: Library) -> None:
    rules = library.regimes["donge"]
    bare = rules.situations.items[0].model_copy(update={"elements": ()})
    listed = rules.situations.model_copy(update={"items": (bare,)})
    alone = rules.model_copy(update={"situations": listed})
    known = good(library, "donge")
    assert judge(alone, known).outcomes == ("no_situation", "exempt")
    assert judge(alone, {**known, "donge.7.1": False}).only == "no_situation"


def test_a_situation_cannot_be_met_and_lack_what_makes_it_up(library: Library) -> None:
    with pytest.raises(ContradictionError, match=r"donge\.7\.6\.b"):
        judge(library.regimes["donge"], {"donge.7.6": True, "donge.7.6.b": False})


# ── each policy by its own rules ─────────────────────────────────────────────────────────────────
def outcome(library: Library, region: str, situation: str, **changed: bool | None) -> tuple[str, ...]:
    rules = library.regimes[region]
    return judge(rules, {**good(library, region), **claims(rules, situation), **changed}).outcomes


def test_missing_one_condition_lowers_it_in_donge_and_ends_it_in_pingdingshan(library: Library) -> None:
    assert outcome(library, "donge", "donge.7.4", actively_remedied=False) == ("mitigated",)
    assert outcome(library, "pingdingshan", "pingdingshan.8.6", actively_remedied=False) == ("gate_failed",)
    assert outcome(library, "weihai", "weihai.3.6", actively_remedied=False) == ("tolerated",)


def test_family_and_unit_bar_only_where_the_policy_says_so(library: Library) -> None:
    assert outcome(library, "weihai", "weihai.3.6", gain_unit=True) == ("barred",)
    assert outcome(library, "donge", "donge.7.4", gain_unit=True) == ("exempt",)
    assert outcome(library, "zaozhuang", "zaozhuang.5.6", gain_unit=True) == ("exempt",)
    assert outcome(library, "zaozhuang", "zaozhuang.5.1", gain_unit=True) == ("no_situation",)


def test_a_family_is_among_the_others_who_may_gain_nothing(library: Library) -> None:
    assert outcome(library, "donge", "donge.7.4", gain_family=True) == ("barred",)
    assert outcome(library, "zaozhuang", "zaozhuang.5.6", gain_family=True) == ("barred",)


def test_harm_to_students_bars_alone_only_where_the_authority_says_so(library: Library) -> None:
    """Its clause can be read two ways."""
    harmed = {"harms_students_staff": True}
    open_ = outcome(library, "zaozhuang", "zaozhuang.5.6", **harmed, student_harm_bars=None)
    assert open_ == ("barred", "exempt")
    assert outcome(library, "zaozhuang", "zaozhuang.5.6", **harmed, student_harm_bars=True) == ("barred",)


def test_one_situations_own_measure_is_not_that_of_the_four_conditions(library: Library) -> None:
    def at_the_college(**changed: bool | None) -> tuple[str, ...]:
        return outcome(library, "zaozhuang", "zaozhuang.5.1", **changed)

    assert at_the_college(democratic_decision_and_reporting=False) == ("mitigated",)
    assert at_the_college(actively_remedied=False) == ("mitigated",)
    assert at_the_college(democratic_decided=False) == ("no_situation",)
    assert at_the_college(private_gain=True) == ("no_situation",)


def test_not_correcting_bars_at_the_college_alone(library: Library) -> None:
    assert outcome(library, "zaozhuang", "zaozhuang.5.6", refuses_to_correct=True) == ("barred",)
    assert outcome(library, "donge", "donge.7.4", refuses_to_correct=True) == ("exempt",)


def test_an_emergency_stands_in_for_the_collective_decision_in_pingdingshan(library: Library) -> None:
    changed = {"democratic_decision_and_reporting": False, "emergency_decision": True}
    assert outcome(library, "pingdingshan", "pingdingshan.8.3", **changed) == ("exempt",)
    assert outcome(library, "donge", "donge.7.7", **changed) == ("mitigated",)


def test_in_lishui_a_line_crossed_bars_and_a_spirit_offended_falls_out_of_the_definition(
    library: Library,
) -> None:
    assert outcome(library, "lishui", "lishui.9.4", crosses_line=None) == ("barred", "tolerated")
    assert outcome(library, "lishui", "lishui.9.4", against_spirit=True) == ("gate_failed",)


def test_correcting_is_no_condition_in_lishui_where_the_situation_does_not_ask_for_it(
    library: Library,
) -> None:
    assert outcome(library, "lishui", "lishui.9.4", actively_remedied=False) == ("tolerated",)
    assert outcome(library, "lishui", "lishui.5.2", actively_remedied=False) == ("no_situation",)


@pytest.mark.parametrize(
    ("situation", "erred", "made_good"),
    [
        ("lishui.10.1", "error_in_emergency", "corrected_after"),
        ("lishui.11.4", "wrong_in_six_works", "disputes_handled"),
    ],
)
def test_either_of_two_alternatives_is_enough(
    library: Library, situation: str, erred: str, made_good: str
) -> None:
    """A mistake alone; or irregular, and made good. That the other does not apply leaves it unknown."""
    assert outcome(library, "lishui", situation, **{erred: True, made_good: None}) == ("tolerated",)
    assert outcome(library, "lishui", situation, **{erred: False, made_good: True}) == ("tolerated",)
    assert outcome(library, "lishui", situation, **{erred: False, made_good: False}) == ("no_situation",)


def test_who_gains_among_the_family_of_the_acting_one_falls_out_in_pingdingshan(library: Library) -> None:
    assert outcome(library, "pingdingshan", "pingdingshan.8.6", gain_family=True) == ("gate_failed",)
    assert outcome(library, "lishui", "lishui.5.2", gain_family=True) == ("no_situation",)


def test_who_is_covered_by_reference_is_in_scope(library: Library) -> None:
    rules = library.regimes["zaozhuang"]
    known = {**good(library, "zaozhuang"), **claims(rules, "zaozhuang.5.6")}
    del known["in_scope"]
    assert judge(rules, {**known, "employed_in_org": False, "non_party_staff": True}).only == "exempt"
    assert (
        judge(rules, {**known, "employed_in_org": False, "non_party_staff": False}).only == "not_applicable"
    )
    assert judge(rules, {**known, "employed_in_org": False}).outcomes == ("not_applicable", "exempt")


def test_what_may_still_bar_hides_no_reason_behind_it(library: Library) -> None:
    rules = library.regimes["donge"]
    known = {**good(library, "donge"), **claims(rules, "donge.7.4"), "gain_self": None}
    assert {"in_scope", "does_not_bar", "situation", "condition_met"} <= {
        reason.effect for reason in judge(rules, known).reasons
    }


def test_a_reason_is_what_settles_it_alone_not_all_that_is_known(library: Library) -> None:
    found = judge(library.regimes["zaozhuang"], {"employed_in_org": False, "non_party_staff": True})
    assert [(r.fact, r.effect) for r in found.reasons] == [("non_party_staff", "in_scope")]


def test_every_reason_stands_in_the_policy_and_says_what_is_known(library: Library) -> None:
    for region in built_in():
        rules = library.regimes[region]
        known = {**good(library, region), **claims(rules, plain(rules))}
        found = judge(rules, known)
        assert found.reasons
        for reason in found.reasons:
            assert library.has(reason.provision)
            assert known[reason.fact] is reason.value


def test_the_words_of_a_test_are_never_needed_to_judge(library: Library) -> None:
    """Names in a table are the only way that facts get in."""
    for rules in library.regimes.values():
        for row in rules.decision:
            if row.test is not None:
                assert set(logic.names(row.test)) <= {"in_scope", "excluded", "has_situation", "all_conditions",
                                                      "discipline_needed"}  # fmt: skip


def test_a_trap_on_the_scope_fires_by_its_details_too(library: Library) -> None:
    rules = library.regimes["zaozhuang"]
    trap = Trap.model_validate(
        {"id": "x", "say": "x", "at": rules.scope.at, "step": "scope", "if": "in_scope"}
    )
    alone = rules.model_copy(update={"traps": (trap,)})
    assert traps.fired(alone, {"non_party_staff": True}, ()) == (trap,)
    assert traps.fired(alone, {"employed_in_org": False, "non_party_staff": False}, ()) == ()
    assert traps.fired(alone, {}, ()) == ()


def test_a_precondition_is_lost_only_by_a_situation_that_is_claimed(library: Library) -> None:
    rules = library.regimes["zaozhuang"]
    trap = Trap.model_validate(
        {"id": "x", "say": "x", "at": "zaozhuang.5.1", "step": "result", "if": "lost_by_precondition"}
    )
    alone = rules.model_copy(update={"traps": (trap,)})
    lacking = {**good(library, "zaozhuang"), "gain_unit": True}
    assert traps.fired(alone, {**lacking, **claims(rules)}, ()) == ()
    assert traps.fired(alone, {**lacking, **claims(rules, "zaozhuang.5.1")}, ()) == (trap,)


@pytest.mark.parametrize("region", built_in())
def test_a_silence_that_hangs_on_nothing_is_always_told(library: Library, region: str) -> None:
    rules = library.regimes[region]
    told = traps.silent(rules, {}, ())
    assert [one for one in rules.silences if one.test is None] == [one for one in told if one.test is None]
