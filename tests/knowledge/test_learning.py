"""What is learnt, from a few wordings: the same every time, a city's own part alone, and nothing where nothing changed."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice

import pytest

from knowledge.answer import Assistant
from knowledge.learning import lessons, packed
from knowledge.learning.indexed import indexed, reader
from knowledge.learning.learn import city, learn
from knowledge.learning.model import ASKED, TOLD, City, Entry, Model
from knowledge.library.corpus import Library

CITY = "weihai"


def few(library: Library, wordings: int = 6) -> Library:
    """Two policies with a few wordings each, of all that is said of acts the hundredth part of as many, and a few stories
    whose words are marked."""
    spoken = library.lexicon.spoken()[:: max(1, 100 // wordings)]
    return replace(
        library,
        policies={region: library.policies[region] for region in (CITY, "donge")},
        regimes={region: library.regimes[region] for region in (CITY, "donge")},
        examples={
            id_: {kind: texts[:wordings] for kind, texts in kinds.items()}
            for id_, kinds in library.examples.items()
            if id_.partition(".")[0] in (CITY, "donge")
        },
        negatives={kind: texts[:wordings] for kind, texts in library.negatives.items()},
        asks={key: texts[:wordings] for key, texts in library.asks.items()},
        marked=dict(islice(library.marked.items(), 20 * wordings)),
        lexicon=replace(library.lexicon, spoken=lambda: spoken),
    )


@pytest.fixture(scope="module")
def small(library: Library) -> Library:
    return few(library)


@pytest.fixture(scope="module")
def learnt(small: Library) -> Model:
    return learn(small)


def written(model: Model) -> dict[str, bytes]:
    """As files would hold it."""
    common, ear = io.BytesIO(), io.BytesIO()
    packed.dump_common(model.common, common)
    packed.dump_ear(model.ear, ear)
    return {
        "common": common.getvalue(),
        "ear": ear.getvalue(),
        **{region: one(model, city) for region, city in model.cities.items()},
    }


def one(model: Model, city: City) -> bytes:
    body = io.BytesIO()
    packed.dump_city(city, model.common, body)
    return body.getvalue()


def reread(model: Model) -> Model:
    files = {name: io.BytesIO(content) for name, content in written(model).items()}
    common, ear = packed.load_common(files.pop("common")), packed.load_ear(files.pop("ear"))
    return Model(common, {region: packed.load_city(body, common) for region, body in files.items()}, ear)


def shuffled(library: Library) -> Library:
    """The same wordings, written down in another order."""
    return replace(
        library,
        examples={
            id_: {kind: texts[::-1] for kind, texts in kinds.items()}
            for id_, kinds in reversed(library.examples.items())
        },
        negatives={kind: texts[::-1] for kind, texts in reversed(library.negatives.items())},
        topics=library.topics[::-1],
        asks={key: texts[::-1] for key, texts in reversed(library.asks.items())},
        marked=dict(reversed(library.marked.items())),
        lexicon=replace(library.lexicon, spoken=lambda: library.lexicon.spoken()[::-1]),
    )


@pytest.mark.slow
# ── the same every time ──────────────────────────────────────────────────────────────────────────
def test_the_same_wordings_in_another_order_are_the_same_bytes(small: Library, learnt: Model) -> None:
    assert written(learn(shuffled(small))) == written(learnt)


SCRIPT = """
import hashlib
from knowledge.learning.learn import learn
from knowledge.library import corpus
from tests.knowledge.test_learning import few, written
for name, content in sorted(written(learn(few(corpus.load(), 1))).items()):
    print(name, hashlib.sha256(content).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.timeout(300)  # two processes learn
def test_neither_hashing_nor_the_number_of_threads_changes_a_byte() -> None:
    found = set()
    for seed, threads in (("1", "1"), ("2", "4")):
        set_up = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "OMP_NUM_THREADS": threads,
            "OPENBLAS_NUM_THREADS": threads,
        }
        run = [sys.executable, "-c", SCRIPT]
        found.add(subprocess.run(run, env=set_up, check=True, capture_output=True, text=True).stdout)
    assert len(found) == 1


def test_what_is_read_again_answers_as_what_was_learnt(small: Library, learnt: Model) -> None:
    first, again = Assistant(small, learnt), Assistant(small, reread(learnt))
    for question in ("材料没齐我先给办了，后来发现有出入", "结论几天告知", "今天天气怎么样"):
        assert again.answer(question, CITY) == first.answer(question, CITY)
        assert again.answer(question) == first.answer(question)


# ── a city's own part ────────────────────────────────────────────────────────────────────────────
def test_a_city_learns_its_part_alone_as_it_is_learnt_with_all_others(small: Library, learnt: Model) -> None:
    assert one(learnt, city(small, CITY, learnt.common)) == written(learnt)[CITY]


def test_terms_that_no_other_city_has_count_in_the_one_that_has_them(learnt: Model, small: Library) -> None:
    own = {f"{CITY}.3.13": {TOLD: ("鼉龘靐齉四个字谁也没写过",)}}
    strange = city(replace(small, examples={**small.examples, **own}), CITY, learnt.common)
    assert len(strange.terms) > len(learnt.common.terms)
    read = packed.load_city(io.BytesIO(one(learnt, strange)), learnt.common)
    covered = read.index.covered(list(strange.terms.numbers)[len(learnt.common.terms) :])
    assert covered.max() > 0.2
    assert read.entries[covered.argmax()] == Entry(f"{CITY}.3.13", TOLD)


def test_a_city_without_wordings_is_counted_not_learnt(small: Library, learnt: Model) -> None:
    bare = replace(
        small, examples={id_: kinds for id_, kinds in small.examples.items() if not id_.startswith(CITY)}
    )
    counted = indexed(bare, CITY, learnt.common, reader(bare, learnt.common))
    assert counted.ridge is None
    assert {entry.kind for entry in counted.entries} <= {ASKED, "kin", TOLD}
    told = {entry.id for entry in counted.entries if entry.kind == TOLD}
    assert told == bare.tellable(CITY)  # what is listed can be told, whether or not anybody wrote it down
    assert f"{CITY}.4.3" in told
    assert f"{CITY}.5.2" not in told
    mind = Assistant(bare, Model(learnt.common, {**learnt.cities, CITY: counted}, learnt.ear))
    assert mind.answer("违反中央八项规定精神的还能容错吗", CITY).finding.hits[0].provision.region == CITY


# ── stamps ───────────────────────────────────────────────────────────────────────────────────────
def test_stamps_follow_what_is_learnt_from(small: Library) -> None:
    def stamps(library: Library) -> tuple[str, str]:
        common = lessons.common_stamp(library)
        return common, lessons.city_stamp(library, CITY, common)

    before = stamps(small)
    assert stamps(shuffled(small)) == before
    id_ = next(id_ for id_ in small.examples if id_.startswith(CITY))
    more = replace(small, examples={**small.examples, id_: {TOLD: ("多写的一句",)}})
    assert all(now != then for now, then in zip(stamps(more), before, strict=True))


def test_an_edit_of_a_regime_that_changes_no_verdict_learns_nothing(small: Library) -> None:
    other = small.regimes[CITY].model_copy(update={"organ": "另一个机关"})
    edited = replace(small, regimes={**small.regimes, CITY: other})
    assert lessons.common_stamp(edited) == lessons.common_stamp(small)
    assert lessons.city_stamp(edited, CITY, "x") == lessons.city_stamp(small, CITY, "x")


def test_what_steers_learning_makes_what_was_learnt_stale(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lessons.common_stamp(small)
    monkeypatch.setattr("knowledge.learning.setting.DECAY", 2.0)
    assert lessons.common_stamp(small) != before


@pytest.mark.slow
def test_reading_otherwise_is_seen(small: Library, learnt: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    before = lessons.probe(small, learnt.common.vocabulary)
    monkeypatch.setattr("knowledge.hearing.language.blur", lambda sound: sound)
    monkeypatch.setattr("knowledge.hearing.language.Reader.sounds", lambda _self, _text: [])
    assert lessons.probe(small, learnt.common.vocabulary) != before
