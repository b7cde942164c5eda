import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.learning import search, table
from knowledge.learning.setting import COVER_SHARES
from knowledge.learning.terms import Terms
from tests.harness.examples import examples

DOCUMENTS = [["=甲", "=乙"], ["=甲"], ["=丙", "=丙", "=丁"], []]
TERMS = st.lists(
    st.builds(str.__add__, st.sampled_from(sorted(COVER_SHARES)), st.sampled_from("甲乙丙丁戊")), max_size=8
)


def test_the_document_with_the_rarer_shared_term_is_first() -> None:
    assert [number for number, _ in search.build(DOCUMENTS).best(["=甲", "=乙"], 3)] == [0, 1]


def test_a_document_that_shares_nothing_is_not_found() -> None:
    assert search.build(DOCUMENTS).best(["=戊"], 3) == []


def test_an_empty_index_answers() -> None:
    index = search.build([])
    assert index.best(["=甲"], 3) == []
    assert index.ceiling(["=甲"]) > 0


def test_equal_scores_come_in_the_order_of_the_documents() -> None:
    index = search.build([["=甲"], ["=乙"], ["=甲"]])
    assert [number for number, _ in index.best(["=甲"], 2)] == [0, 2]


def test_a_document_with_every_term_comes_near_the_ceiling() -> None:
    index = search.build(DOCUMENTS)
    score = index.best(["=甲", "=乙"], 1)[0][1]
    assert 0.7 < score / index.ceiling(["=甲", "=乙"]) <= 1.2


def test_terms_nobody_has_raise_the_ceiling() -> None:
    index = search.build(DOCUMENTS)
    assert index.ceiling(["=甲", "=新"]) > index.ceiling(["=甲"])


@examples(100)
@given(st.lists(TERMS, min_size=1, max_size=60), TERMS, st.integers(1, 8))
def test_the_best_are_those_of_a_full_sort(documents: list[list[str]], query: list[str], count: int) -> None:
    index = search.build(documents)
    scores = index.scores(query)
    full = sorted(range(len(documents)), key=lambda n: (-scores[n], n))[:count]
    assert [n for n, _ in index.best(query, count)] == [n for n in full if scores[n] > 0]


def test_the_cut_for_large_indexes_loses_none_of_the_best() -> None:
    chance = np.random.default_rng(1)
    documents = [[f"={n}" for n in chance.integers(0, 400, 5)] for _ in range(20_000)]
    index = search.build(documents)
    query = ["=1", "=2", "=3"]
    scores = index.scores(query)
    best = sorted(range(len(documents)), key=lambda n: (-scores[n], n))[:10]
    assert [n for n, _ in index.best(query, 10)] == best


def test_a_query_never_reads_more_postings_than_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [["=常", f"={n}"] for n in range(1_000)]
    index = search.build(documents)
    monkeypatch.setattr(table, "FEW", 0)
    monkeypatch.setattr(table, "BUDGET", 500)
    assert [n for n, _ in index.best(["=常", "=7"], 3)] == [7]


# ── common statistics ────────────────────────────────────────────────────────────────────────────
def test_parts_by_common_statistics_score_as_one_index_does() -> None:
    chance = np.random.default_rng(5)
    documents = [[f"={n}" for n in chance.integers(0, 60, 8)] for _ in range(30)]
    terms = Terms.of(sorted({term for words in documents for term in words}))
    common = search.statistics(documents, terms)
    parts = [search.build(documents[:10], common), search.build(documents[10:], common)]
    query = ["=1", "=2", "=2", "=59", "=neu"]
    whole = search.build(documents)
    assert np.allclose(np.concatenate([part.scores(query) for part in parts]), whole.scores(query))
    assert np.isclose(parts[0].ceiling(query), whole.ceiling(query))


def test_a_part_may_have_terms_that_no_other_has() -> None:
    common = search.statistics(DOCUMENTS, Terms.of(sorted({term for words in DOCUMENTS for term in words})))
    part = search.build([["=甲", "=新"], ["=丙"]], common)
    assert [number for number, _ in part.best(["=新"], 3)] == [0]
    assert part.rarity[part.terms.numbers["=甲"]] == common.rarity()[common.terms.numbers["=甲"]]


def test_what_is_counted_says_it_all() -> None:
    chance = np.random.default_rng(6)
    documents = [[f"={n}" for n in chance.integers(0, 60, 8)] for _ in range(30)]
    common = search.statistics(documents, Terms.of(sorted({term for words in documents for term in words})))
    part = search.build([*documents[:10], ["=新", "=新", "=1"]], common)
    query = [f"={n}" for n in (*range(20), "新")]
    assert search.weighed(part.counts, common).scores(query).tolist() == part.scores(query).tolist()
    assert part.counts.counts[part.counts.documents == 10].tolist() == [1, 2]
