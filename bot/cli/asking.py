"""`rongcuo ask` and `explain`: one question, or a file of them; answers as text or as JSON objects."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.clean import misread, said
from bot.cli.places import heard, known, place
from bot.cli.printing import as_json
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from knowledge.answer import Answer, Assistant, Finding

WHO = {"us": "me", "them": "other"}
"""Whose doing it is, as programs read it."""


class BadLine(UsageError):
    """A batch file, or a line of it, is wrong; the text is Chinese and names both and the remedy."""


def ask(wanted: argparse.Namespace, around: Surroundings) -> int:
    if (wanted.batch is None) == (wanted.question is None):
        raise UsageError("请写一个问题，或用 --batch 给一个文件，两者选一。")
    mind = around.mind()
    if wanted.batch:
        return _batch(wanted.batch, mind)
    if not wanted.json and mind.library.lexicon.moods.despair(wanted.question):
        from dialogs.shared import care  # what is hardly ever needed delays no answer

        print(care.people().text)
        return 0
    region = heard(mind, wanted.region or around.settings.region)
    answer = mind.answer(wanted.question, region)
    shown = as_json(row("", answer, region, mind)) if wanted.json else answer.text
    print(shown)
    return 0


def explain(wanted: argparse.Namespace, around: Surroundings) -> int:
    mind = around.mind()
    why = mind.explain(wanted.question, heard(mind, wanted.region or around.settings.region))
    print(as_json(why.to_json()) if wanted.json else why.text)
    return 0


def _batch(file: Path, mind: Assistant) -> int:
    for line in rows(file, mind):
        sys.stdout.write(line + "\n")
    return 0


def row(id_: object, answer: Answer, region: str | None, mind: Assistant) -> dict[str, Any]:
    """The object of `ask --json` and of a batch line; `region` as it was asked for."""
    finding = answer.finding
    provisions = [{"id": hit.provision.id, "citation": citation, "score": round(hit.score, 4),
                   "text": hit.provision.text} for hit, citation in answer.cited]  # fmt: skip
    parts = [_part(part, mind) for part in answer.parts]
    return {"id": id_, "region": finding.region or region, "verdict": finding.verdict,
            "confidence": round(finding.confidence, 4), "provisions": provisions, "answer": answer.text,
            "heard": _heard(finding, mind), "missing": _missing(finding), "answers": parts}  # fmt: skip


def _part(answer: Answer, mind: Assistant) -> dict[str, Any]:
    """The answer to one of several matters."""
    whole = row("", answer, None, mind)
    return {key: whole[key] for key in whole if key not in ("id", "answers")}


def _heard(finding: Finding, mind: Assistant) -> list[dict[str, Any]]:
    """What was heard of deeds that the first provision hangs on."""
    acts = mind.library.lexicon.acts
    return [{"say": acts[one.act].say, "true": one.done, "who": WHO[acts[one.act].who], "words": one.words}
            for one in finding.heard]  # fmt: skip


def _missing(finding: Finding) -> list[dict[str, Any]]:
    """What the situation itself requires and was denied."""
    at = [hit.provision.id for hit in finding.hits[:1]]
    return [{"at": id_, "say": need.say, "can_be_made_good": bool(need.mend)}
            for id_ in at for need in finding.lacks]  # fmt: skip


def rows(file: Path, mind: Assistant) -> Iterator[str]:
    """One line of JSON for every entry, in order; `BadLine` before the first if any entry is wrong."""
    read = [(entry["id"], *_entry(entry, number, file, mind)) for number, entry in entries(file)]
    for id_, region, question in read:
        yield json.dumps(row(id_, mind.answer(question, region), region, mind), ensure_ascii=False)


def entries(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(number of the line, object with an "id") of every line of a batch file that is not empty."""
    for number, line in enumerate(_text(file).split("\n"), 1):
        if line.strip():
            yield number, _object(line, f"{file} 第 {number} 行")


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadLine(f"读不了 {file}（{said(error)}）。请检查文件名和权限。") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadLine(f"{file} 第 {line} 行不是 UTF-8 文字，请另存为 UTF-8 文本。") from error


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(
            f'{where}：不是 JSON（{misread(error)}）。每行要写成一个完整的对象，例如 {{"id": 1, "question": "几天告知"}}。'
        ) from error
    if not isinstance(entry, dict) or "id" not in entry:
        raise BadLine(f'{where}：要写成一个对象，而且要有 "id"。')
    return entry


def _entry(entry: dict[str, Any], number: int, file: Path, mind: Assistant) -> tuple[str | None, str]:
    region, question, where = entry.get("region"), entry.get("question"), f"{file} 第 {number} 行"
    if not isinstance(question, str):
        raise BadLine(f'{where}：要有 "id" 和 "question"，"question" 写成文字。')
    if region is None:
        return None, question
    if isinstance(region, str) and (found := place(mind.library, region)):
        return found, question
    raise BadLine(f"{where}：没有 {region!r} 这个地区。现有：{known(mind.library)}；不限地区写 null。")
