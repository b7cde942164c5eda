"""How good the answers are on labelled questions.

    .venv/bin/python -m tests.measure.accuracy [QUESTIONS.jsonl …] [--misses]

A question is {"id","region","question","verdict","gold","also","must_say"}; `gold` are the provisions that an expert
accepts as best. `pair` names two that differ in one statement: right only together; `both`: every gold provision is to
be quoted; `must_not`: what an answer must not claim to have understood. The project's own sets beside this script are always taken too; none of their questions stands among
the example wordings that the bot learns from.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.mind.learnt import assistant
from bot.settings import load_settings
from knowledge.answer import Answer, Assistant

HERE = Path(__file__).parent
OWN = [file for kind in ("questions", "pairs", "hard") for file in sorted(HERE.glob(f"{kind}*.jsonl"))]
VERDICTS = ("eligible", "lacking", "excluded", "not_covered", "not_applicable", "info", "out_of_scope")
Row = dict[str, Any]


def main() -> None:
    files = [Path(word) for word in sys.argv[1:] if not word.startswith("-")]
    helper = assistant(load_settings())
    every: list[tuple[Row, Answer]] = []
    for file in [*files, *OWN]:
        if file.exists():
            every += report(file, helper, "--misses" in sys.argv)
        else:
            print(f"{file}: 没有这个文件，跳过")
    print(f"\nhow sure, how often right ({len(every)} questions)")
    for low, rights in sorted(by_confidence(every).items()):
        print(f"{low / 10:.1f}–{(low + 1) / 10:.1f}  {share(rights):.3f}  {len(rights)}")


def by_confidence(answered: list[tuple[Row, Answer]]) -> dict[int, list[bool]]:
    """Whether verdict and first provision are right, by tenths of how sure the answer was."""
    found: dict[int, list[bool]] = {}
    for row, answer in answered:
        found.setdefault(min(int(answer.finding.confidence * 10), 9), []).append(_right(row, answer))
    return found


def report(file: Path, helper: Assistant, misses: bool) -> list[tuple[Row, Answer]]:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    answered = [(row, helper.answer(row["question"], row["region"])) for row in rows]
    print(f"\n{file.name}: {len(rows)} questions")
    for name, value in figures(answered).items():
        print(f"{name:<18}{value:.3f}")
    for row, answer in answered if misses else ():
        ranked = [hit.provision.id for hit in answer.finding.hits[:3]]
        if row["verdict"] != answer.finding.verdict or (row["gold"] and not gold_at(row, answer, 1)):
            print(
                f"{row['id']} [{row['region']}] {row['question']}\n    gold {row['gold']} {row['verdict']}; "
                f"said {ranked} {answer.finding.verdict} {answer.finding.confidence:.2f}"
            )
    return answered


def figures(answered: list[tuple[Row, Answer]]) -> dict[str, float]:
    own = [(r, a) for r, a in answered if r["gold"] and r["verdict"] != "info"]
    rules = [(r, a) for r, a in answered if r["gold"] and r["verdict"] == "info"]
    said = [(r, a) for r, a in answered if r.get("must_say")]
    truths = {r["verdict"] for r, _ in answered}
    inside = [(r, a) for r, a in answered if r["verdict"] != "out_of_scope"]
    return {
        **{
            f"{name}_hit@{k}": share(gold_at(r, a, k) for r, a in group)
            for name, group in (("own", own), ("rules", rules))
            for k in (1, 3)
        },
        "must_say": share(all(squeeze(s) in squeeze(a.text) for s in r["must_say"]) for r, a in said),
        "verdict": share(r["verdict"] == a.finding.verdict for r, a in answered),
        "verdict_macro_f1": share(f1(answered, verdict) for verdict in VERDICTS if verdict in truths),
        "oos_f1": f1(answered, "out_of_scope"),
        "false_comfort": share(
            a.finding.verdict == "eligible" for r, a in answered if r["verdict"] == "excluded"
        ),
        "false_alarm": share(
            a.finding.verdict == "excluded" for r, a in answered if r["verdict"] in ("eligible", "lacking")
        ),
        "false_hope": share(
            a.finding.verdict == "eligible" for r, a in answered if r["verdict"] == "lacking"
        ),
        "pairs": share(all(rights) for rights in _paired(answered).values()),
        "both": share(quotes_all(r, a) for r, a in answered if r.get("both")),
        "misheard": share(
            any(squeeze(s) in squeeze(a.text) for s in r["must_not"])
            for r, a in answered
            if r.get("must_not")
        ),
        "cites_verbatim": share(quotes(a) for _, a in inside),
    }


def _paired(answered: list[tuple[Row, Answer]]) -> dict[str, list[bool]]:
    """Whether verdict and first provision are right, by pair."""
    pairs: dict[str, list[bool]] = {}
    for row, answer in answered:
        if name := row.get("pair"):
            pairs.setdefault(name, []).append(_right(row, answer))
    return pairs


def _right(row: Row, answer: Answer) -> bool:
    return bool(row["verdict"] == answer.finding.verdict and (not row["gold"] or gold_at(row, answer, 1)))


def quotes_all(row: Row, answer: Answer) -> bool:
    """Whether every gold provision stands in the answer."""
    text = squeeze(answer.text)
    shown = {hit.provision.id for hit in answer.finding.hits if squeeze(hit.provision.text) in text}
    return set(row["gold"]) <= shown


def gold_at(row: Row, answer: Answer, count: int) -> bool:
    """A gold provision, or an item of one, is among the first `count`."""
    ranked = [hit.provision.id for hit in answer.finding.hits[:count]]
    return any(id_ in row["gold"] or id_.rpartition(".")[0] in row["gold"] for id_ in ranked)


def quotes(answer: Answer) -> bool:
    text = squeeze(answer.text)
    return any(squeeze(hit.provision.text) in text for hit in answer.finding.hits)


def f1(answered: list[tuple[Row, Answer]], verdict: str) -> float:
    both = sum(r["verdict"] == verdict == a.finding.verdict for r, a in answered)
    total = sum((r["verdict"] == verdict) + (a.finding.verdict == verdict) for r, a in answered)
    return 2 * both / total if total else 1.0


def share(truths: Iterable[float]) -> float:
    counted = list(truths)
    return sum(counted) / len(counted) if counted else float("nan")


def squeeze(text: str) -> str:
    return "".join(text.split())


if __name__ == "__main__":
    main()
