"""Search alone, at 500 to 500,000 provisions, beside bm25s, tantivy, rank-bm25 and rapidfuzz over all.

    .venv/bin/python -m tests.measure.search [SIZE …]        default: 500 5000 50000 500000

Provisions are recombined, seeded, from clauses of the five policies and of their example wordings; questions are
example wordings that went into none of them. A time is one question from text to the ten best, words cut included.
The last column is the ratio to bm25s (numpy) in the same run. Every engine sees the same texts; bm25s, tantivy and
rank-bm25 get jieba's words, rapidfuzz the text.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence

import bm25s
import jieba
import tantivy
from rank_bm25 import BM25Okapi
from rapidfuzz import fuzz, process

from knowledge.hearing.concepts import clauses
from knowledge.hearing.language import Reader, fold, vocabulary
from knowledge.learning import search
from knowledge.library import corpus

SEED = 20261120
TOP = 10
QUESTIONS = 200
Ask = Callable[[str], object]


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [500, 5_000, 50_000, 500_000]
    library = corpus.load()
    pieces, questions = material(library)
    reader = Reader(vocabulary(pieces, library.lexicon.words), library.concepts)
    print(
        f"seed {SEED}, {len(questions)} questions, median length {statistics.median(map(len, questions)):.0f}"
    )
    print(f"{'provisions':>10} {'engine':<22}{'build s':>9}{'MB':>8}{'p50 ms':>9}{'p99 ms':>9}{'× bm25s':>9}")
    for size in sizes:
        texts = provisions(pieces, size)
        reference = 0.0
        for name, build in engines(reader).items():
            if name == "rank-bm25" and size > 50_000:
                continue  # 1.7 s a question there; it says nothing more
            row = measured(build, texts, questions, few=size * (name in SLOW) > 20_000)
            reference = row[2] if name == "bm25s" else reference
            print(
                f"{size:>10} {name:<22}{row[0]:>9.2f}{row[1]:>8.0f}{row[2]:>9.3f}{row[3]:>9.3f}"
                f"{row[2] / reference:>9.2f}",
                flush=True,
            )


SLOW = ("rank-bm25", "rapidfuzz over all")


def engines(reader: Reader) -> dict[str, Callable[[Sequence[str]], Ask]]:
    return {
        "bm25s": build_bm25s,
        "rongcuo": lambda texts: build_rongcuo(reader, texts),
        "tantivy": build_tantivy,
        "rapidfuzz over all": build_rapidfuzz,
        "rank-bm25": build_rank_bm25,
    }


def measured(
    build: Callable[[Sequence[str]], Ask], texts: Sequence[str], questions: Sequence[str], few: bool
) -> tuple[float, float, float, float]:
    """(seconds to build, MB more than before, p50 ms, p99 ms)"""
    gc.collect()
    before, began = memory(), time.perf_counter()
    ask = build(texts)
    built, used = time.perf_counter() - began, memory() - before
    times = []
    for question in questions[: 5 if few else QUESTIONS]:
        began = time.perf_counter()
        ask(question)
        times.append((time.perf_counter() - began) * 1e3)
    times.sort()
    return built, used, statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]


def memory() -> float:
    """Resident memory in MB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 2**20


def material(library: corpus.Library) -> tuple[list[str], list[str]]:
    """(clauses to make provisions of, questions kept out of them)"""
    wordings = [
        fold(text) for kinds in library.examples.values() for texts in kinds.values() for text in texts
    ]
    random.Random(SEED).shuffle(wordings)
    questions, rest = wordings[:QUESTIONS], wordings[QUESTIONS:]
    bodies = [fold(p.text) for policy in library.policies.values() for p in policy.provisions]
    return [clause for text in bodies + rest for clause in clauses(text) if len(clause) > 3], questions


def provisions(pieces: Sequence[str], size: int) -> list[str]:
    chance = random.Random(SEED + size)
    return ["，".join(chance.choices(pieces, k=chance.randint(2, 6))) for _ in range(size)]


def words(text: str) -> list[str]:
    return [word for word in jieba.cut(text, HMM=False) if word.strip("，。？！、 ")]


def build_rongcuo(reader: Reader, texts: Sequence[str]) -> Ask:
    index = search.build(reader.terms(text) for text in texts)
    return lambda question: index.best(reader.terms(fold(question)), TOP)


def build_bm25s(texts: Sequence[str]) -> Ask:
    engine = bm25s.BM25(backend="numpy")
    engine.index([words(text) for text in texts], show_progress=False)
    return lambda question: engine.retrieve([words(question)], k=TOP, show_progress=False)


def build_tantivy(texts: Sequence[str]) -> Ask:
    schema = tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="whitespace").build()
    index = tantivy.Index(schema)
    writer = index.writer(100_000_000, 1)
    for text in texts:
        writer.add_document(tantivy.Document(body=" ".join(words(text))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> object:
        terms = [tantivy.Query.term_query(schema, "body", word) for word in words(question)]
        return searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, t) for t in terms]), TOP)

    return ask


def build_rapidfuzz(texts: Sequence[str]) -> Ask:
    return lambda question: process.extract(question, texts, scorer=fuzz.partial_ratio, limit=TOP)


def build_rank_bm25(texts: Sequence[str]) -> Ask:
    engine = BM25Okapi([words(text) for text in texts])
    return lambda question: engine.get_scores(words(question)).argsort()[-TOP:]


if __name__ == "__main__":
    main()
