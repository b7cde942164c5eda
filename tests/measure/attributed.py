"""How many answers set a quote on a provision in which it does not stand (wanted: none).

    .venv/bin/python -m tests.measure.attributed [QUESTIONS.jsonl …]

A question is {"id","region","question"}; the project's own sets are always taken too. Each is answered in its region,
and once where none is chosen yet.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.mind.learnt import assistant
from bot.settings import load_settings
from knowledge.answer import Assistant
from tests.harness.attributed import in_answer
from tests.measure.accuracy import OWN


def main() -> None:
    helper = assistant(load_settings())
    files = [*map(Path, sys.argv[1:]), *OWN]
    counts = [report(file, helper) for file in files]
    print(f"all: {sum(counts)} answers with a quote that is not where it is said to stand (wanted 0)")


def report(file: Path, helper: Assistant) -> int:
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    wrong = 0
    for row in rows:
        answers = [helper.answer(row["question"], row.get("region")), helper.answer(row["question"], None)]
        found = [said for answer in answers for said in in_answer(helper.library.policies, answer)]
        wrong += bool(found)
        for said in dict.fromkeys(found):
            print(f"{row.get('id', '')} {row['question']}\n    {said}")
    print(f"{file.name}: {wrong} of {len(rows)}")
    return wrong


if __name__ == "__main__":
    main()
