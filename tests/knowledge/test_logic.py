from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rules import logic
from knowledge.rules.logic import All, AnyOf, Expr, Is, Not

NAMES = ("a", "b", "c")
FACTS = [dict(zip(NAMES, values, strict=True)) for values in product((True, False, None), repeat=3)]
EXPRESSIONS = st.recursive(
    st.sampled_from(NAMES).map(Is),
    lambda part: st.one_of(
        part.map(Not),
        st.lists(part, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(part, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
    ),
    max_leaves=8,
)


def completions(facts: dict[str, bool | None]) -> list[dict[str, bool | None]]:
    options = [(value,) if value is not None else (True, False) for value in facts.values()]
    return [dict(zip(facts, values, strict=True)) for values in product(*options)]


@pytest.mark.parametrize(
    ("raw", "expr"),
    [
        ("a", Is("a")),
        ({"fact": "a"}, Is("a")),
        ({"not": "a"}, Not(Is("a"))),
        ({"all": ["a", {"not": "b"}]}, All((Is("a"), Not(Is("b"))))),
        ({"any": ["a", "b"]}, AnyOf((Is("a"), Is("b")))),
        ({"none": ["a", "b"]}, Not(AnyOf((Is("a"), Is("b"))))),
    ],
)
def test_what_stands_in_a_file_is_read(raw: object, expr: Expr) -> None:
    assert logic.parse(raw) == expr


@pytest.mark.parametrize("raw", ["", 1, None, {}, {"all": "a"}, {"maybe": "a"}, {"not": "a", "any": ["b"]}])
def test_what_is_no_condition_is_refused_with_a_remedy(raw: object) -> None:
    with pytest.raises(ValueError, match="not、all、any、none"):
        logic.parse(raw)


@given(EXPRESSIONS)
def test_a_value_holds_however_the_unknown_is_filled_in(expr: Expr) -> None:
    for facts in FACTS:
        truth = logic.value(expr, facts)
        if truth is not None:
            assert {logic.value(expr, full) for full in completions(facts)} == {truth}


@given(EXPRESSIONS)
def test_what_is_worked_in_leaves_the_same_condition(expr: Expr) -> None:
    for facts in FACTS:
        left = logic.reduced(expr, facts)
        assert not set(logic.names(left)) & {name for name, value in facts.items() if value is not None}
        for full in completions(facts):
            assert logic.value(left, full) is logic.value(expr, full)


@given(EXPRESSIONS)
def test_only_unknown_facts_are_open_and_none_where_it_is_settled(expr: Expr) -> None:
    for facts in FACTS:
        open_ = logic.unknown(expr, facts)
        assert all(facts[name] is None for name in open_)
        assert bool(open_) is (logic.value(expr, facts) is None)


def test_a_missing_fact_is_unknown_not_false() -> None:
    assert logic.value(Not(Is("a")), {}) is None
    assert logic.value(AnyOf((Is("a"), Is("b"))), {"b": True}) is True
