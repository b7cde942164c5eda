"""A whole answer on the five policies, a long story with a region and without, and the way from process start to the first
answer.

    .venv/bin/python -m tests.measure.ask

The start is compared with jieba's own (`import jieba; jieba.initialize()`, its cache file warm) in the same run,
processes taking turns; nothing is learnt, so that the very first start is like any other.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from bot.mind.learnt import assistant
from bot.settings import load_settings
from knowledge.answer import Assistant

SEED = 20261120
ROUNDS = 2_000
STORIES, LENGTH = 500, 300
STARTS = 9
QUESTION = "材料不全我先给办了，后来出了点差错，会追我吗"
JIEBA = (
    "import jieba, logging; jieba.setLogLevel(60); jieba.initialize(); list(jieba.cut('材料不全我先给办了'))"
)


def main() -> None:
    helper = assistant(load_settings())
    examples = [
        (id_.partition(".")[0], text)
        for id_, kinds in sorted(helper.library.examples.items())
        for texts in kinds.values()
        for text in texts
    ]
    asked = random.Random(SEED).choices(examples, k=ROUNDS)
    middle, slow = spread(helper, asked)
    print(
        f"whole answer, {ROUNDS} questions: p50 {middle:.2f} ms (wanted ≤ 4), p99 {slow:.2f} ms (wanted ≤ 15)"
    )
    stories(helper, examples)
    print(f"memory at most, after {ROUNDS} questions: {memory():.0f} MB (wanted < 250)")
    start()


def stories(helper: Assistant, examples: Sequence[tuple[str, str]]) -> None:
    """As long as people tell them, of sentences drawn at random: with a region, and before one is chosen."""
    dice = random.Random(SEED)
    told = [(dice.choice(examples)[0], story(examples, dice)) for _ in range(STORIES)]
    middle, slow = spread(helper, told)
    everywhere, slowest = spread(helper, [(None, text) for _, text in told])
    print(
        f"{STORIES} stories of {LENGTH} characters: p50 {middle:.2f} ms, p99 {slow:.2f} ms; without a region "
        f"p50 {everywhere:.2f} ms, p99 {slowest:.2f} ms, {everywhere / middle:.2f} times as long (wanted ≤ 2)"
    )


def story(examples: Sequence[tuple[str, str]], dice: random.Random) -> str:
    text = ""
    while len(text) < LENGTH:
        text += dice.choice(examples)[1].rstrip("。？?！") + "。"
    return text[:LENGTH]


def spread(helper: Assistant, asked: Sequence[tuple[str | None, str]]) -> tuple[float, float]:
    """Milliseconds of an answer: the median, and what all but one in a hundred take."""
    times = []
    for region, question in asked:
        began = time.perf_counter()
        helper.answer(question, region)
        times.append((time.perf_counter() - began) * 1e3)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.99)]


def start() -> None:
    ask = [sys.executable, "-m", "bot.cli", "ask", "--region", "weihai", QUESTION]
    jieba = [sys.executable, "-c", JIEBA]
    pairs = [(seconds(jieba), seconds(ask)) for _ in range(STARTS)]
    own, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(
        f"process start to first answer, median of {STARTS}: {ours:.2f} s; jieba alone {own:.2f} s; "
        f"ratio {ours / own:.2f} (wanted ≤ 1.1)"
    )


def seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def memory() -> float:
    """Most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
