"""`rongcuo ask`: one question, or a file of them; answers as text or as JSON objects."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.answer import Answer, Assistant


class BadLine(Exception):
    """A batch file, or a line of it, is wrong; the text is Chinese and names both and the remedy."""


def row(id_: object, answer: Answer, region: str | None) -> dict[str, Any]:
    """The object of `ask --json` and of a batch line; `region` as it was asked for."""
    finding = answer.finding
    provisions = [{"id": hit.provision.id, "citation": citation, "score": round(hit.score, 4),
                   "text": hit.provision.text} for hit, citation in answer.cited]  # fmt: skip
    return {"id": id_, "region": finding.region or region, "verdict": finding.verdict,
            "confidence": round(finding.confidence, 4), "provisions": provisions, "answer": answer.text}  # fmt: skip


def rows(file: Path, mind: Assistant) -> Iterator[str]:
    """One line of JSON for every entry, in order; `BadLine` before the first if any entry is wrong."""
    entries = [(id_, region, question) for id_, region, question in _entries(file, mind)]
    for id_, region, question in entries:
        yield json.dumps(row(id_, mind.answer(question, region), region), ensure_ascii=False)


def _entries(file: Path, mind: Assistant) -> Iterator[tuple[object, str | None, str]]:
    for number, line in enumerate(_text(file).split("\n"), 1):
        if line.strip():
            try:
                yield _entry(line, mind)
            except BadLine as wrong:
                raise BadLine(f"{file} 第 {number} 行：{wrong}") from wrong


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadLine(f"读不了 {file}：{error.strerror}。请检查文件名和权限。") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadLine(f"{file} 第 {line} 行不是 UTF-8 文字，请另存为 UTF-8 文本。") from error


def _entry(line: str, mind: Assistant) -> tuple[object, str | None, str]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"不是 JSON（{error}）。每行要写成一个完整的对象。") from error
    if not isinstance(entry, dict) or "id" not in entry or not isinstance(entry.get("question"), str):
        raise BadLine('要有 "id" 和 "question"，"question" 写成文字。')
    region = entry.get("region")
    if region is not None and (not isinstance(region, str) or region not in mind.library.policies):
        raise BadLine(
            f"没有 {region!r} 这个地区。现有：{'、'.join(mind.library.policies)}；不限地区写 null。"
        )
    return entry["id"], region, entry["question"]
