"""`rongcuo policy try`: a folder that is being written, as it would answer beside the built-in policies."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from bot.mind.learnt import trial
from knowledge.answer import Answer, Assistant
from knowledge.answer.explain import VERDICTS
from knowledge.library import corpus
from knowledge.library.corpus import Library

LIKELY = 3
"""Provisions that are named with each answer."""


def run(wanted: argparse.Namespace, around: Surroundings) -> int:
    del around  # whatever else the operator has is not asked
    folder = wanted.folder.resolve()
    library = _with(folder, wanted.folder)
    mind = trial(library, folder.name, lambda words: print(words, file=sys.stderr))
    print("\n\n".join(tried(mind, folder.name, question) for question in wanted.questions))
    return 0


def tried(mind: Assistant, region: str, question: str) -> str:
    """A question, what it was taken for, and its answer."""
    answer = mind.answer_in(question, region)
    return "\n".join([f"> {question}", *_taken_for(mind.library, answer), "", answer.text])


def _taken_for(library: Library, answer: Answer) -> Iterator[str]:
    finding = answer.finding
    yield f"认成：{VERDICTS[finding.verdict]}，把握 {finding.confidence:.2f}"
    near = [f"{hit.provision.id} {hit.provision.label} {hit.score:.2f}" for hit in finding.hits[:LIKELY]]
    yield f"最像：{'；'.join(near) or '没有'}"


def _with(folder: Path, typed: Path) -> Library:
    """The built-in policies and this one; all that is wrong with it is said."""
    if not (folder / "policy.txt").is_file():
        raise UsageError(_no_policy(folder, typed))
    library = corpus.load(folder.parent)
    wrong = [str(one) for one in library.problems if folder in (one.file, *one.file.parents)]
    if wrong:
        raise UsageError("\n".join(wrong))
    return library


def _no_policy(folder: Path, typed: Path) -> str:
    inner = sorted(file.parent.name for file in folder.glob("*/policy.txt"))
    if inner:
        return f"{typed} 里有几份文件（{'、'.join(inner)}），请写其中一份的文件夹，例如 {typed / inner[0]}。"
    if not folder.is_dir():
        return f"没有 {typed} 这个文件夹。请写自己那份文件的文件夹，里面有 policy.txt。"
    return f"{typed} 里没有 policy.txt。请把文件正文存成 UTF-8 文本，放进这个文件夹。"
