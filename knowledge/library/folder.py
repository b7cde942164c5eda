"""One policy's folder: policy.txt, and what policy.yaml, examples.yaml and regime.yaml say of it.

Whatever is wrong in it is a `RefusedError` that names file, line and remedy; what becomes of that, the caller decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge import rules
from knowledge.hearing.language import fold
from knowledge.library.lexicon import parsed
from knowledge.policy.provisions import Policy
from knowledge.rules import Fact, Regime, judge
from knowledge.segment import segment

FILES = ("policy.txt", "policy.yaml", "examples.yaml", "regime.yaml")
KINDS = ("told", "asked")
Examples = Mapping[str, Mapping[str, tuple[str, ...]]]
"""provision id → kind (`told`: own cases, `asked`: questions) → wordings"""
_SAME = "请对照内置地区的同名文件改写"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a policy was refused; `line` counts from 1, 0 where no line is to blame."""

    file: Path
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"第 {self.line} 行" if self.line else ""
        return f"{self.file} {place}：{self.message}。{self.remedy}。"


class RefusedError(Exception):
    """Carries the problem."""

    def __init__(self, file: Path, message: str, remedy: str, line: int = 0) -> None:
        self.problem = Problem(file, line, message, remedy)
        super().__init__(str(self.problem))


@dataclass(frozen=True, slots=True)
class Entry:
    """One policy with what belongs to it."""

    policy: Policy
    short: str
    names: tuple[str, ...]
    about: str
    examples: Examples
    regime: Regime | None


def read(folder: Path, facts: Mapping[str, Fact]) -> Entry:
    """All of the folder; its name is the region. `facts`: those that rules may hang on."""
    policy = _policy(folder / "policy.txt")
    file = folder / "policy.yaml"
    about = _mapping(file)
    return Entry(
        policy,
        str(about.get("short") or policy.title[:12] or policy.region),
        _names(file, about, policy),
        str(about.get("about") or policy.title),
        _examples(folder / "examples.yaml", policy),
        _regime(folder / "regime.yaml", policy, facts),
    )


def _policy(file: Path) -> Policy:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RefusedError(file, "不是 UTF-8 编码的文字", "请另存为 UTF-8 文本", line) from error
    except OSError as error:
        raise RefusedError(file, f"读不了（{error.strerror}）", "请检查文件和权限") from error
    policy = segment(text, file.parent.name)
    if not policy.provisions:
        raise RefusedError(file, "没有认出任何条款", "请放进文件正文，并用 rongcuo policy check 查看", 1)
    return policy


def _names(file: Path, about: Mapping[str, Any], policy: Policy) -> tuple[str, ...]:
    """Folded; a name of one character would be found everywhere."""
    given = about.get("names") or [policy.title or policy.region]
    if not isinstance(given, list):
        raise RefusedError(
            file, "names 应当是一个清单", "请写成 names: [青禾县, 青禾]", _line_of(file, "names")
        )
    names = tuple(fold(str(name)).strip() for name in given)
    if short := [str(given[n]) for n, name in enumerate(names) if len(name) < 2]:
        raise RefusedError(
            file, f"names 里的“{short[0]}”太短", "请写至少两个字的名称", _line_of(file, "names")
        )
    return names


def _mapping(file: Path) -> dict[str, Any]:
    """A YAML file that is one mapping; empty where there is no file."""
    if not file.exists():
        return {}
    try:
        content = parsed(file)
    except (yaml.YAMLError, ValueError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        message = f"YAML 写错了（{getattr(error, 'problem', error)}）"
        raise RefusedError(file, message, "请检查缩进、冒号和引号", line) from error
    if not isinstance(content, dict | None):
        raise RefusedError(file, "最外层应当是“名字: 内容”", _SAME, 1)
    return content or {}


def _examples(file: Path, policy: Policy) -> dict[str, dict[str, tuple[str, ...]]]:
    examples: dict[str, dict[str, tuple[str, ...]]] = {}
    for id_, kinds in _mapping(file).items():
        if policy.find(str(id_)) is None:
            remedy = "请改成 rongcuo policy show 列出的编号"
            raise RefusedError(file, f"文件里没有 {id_} 这一条", remedy, _line_of(file, str(id_)))
        if not _are_wordings(kinds):
            message = f"{id_} 下面只能有 told 和 asked 两个清单"
            raise RefusedError(file, message, _SAME, _line_of(file, str(id_)))
        examples[str(id_)] = {kind: tuple(map(str, texts or ())) for kind, texts in kinds.items()}
    return examples


def _are_wordings(kinds: object) -> bool:
    return isinstance(kinds, dict) and all(
        kind in KINDS and isinstance(texts, list | None) for kind, texts in kinds.items()
    )


def _line_of(file: Path, word: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(word)), 0)


def _regime(file: Path, policy: Policy, facts: Mapping[str, Fact]) -> Regime | None:
    raw = _mapping(file)
    if not raw:
        return None
    try:
        regime = rules.read(raw, policy, facts)
        if never := judge.unreachable(regime):
            raise rules.RegimeError(
                f"decision：{'、'.join(never)} 这个结果永远到不了；请检查各行的顺序和条件"
            )
        return regime
    except rules.RegimeError as error:
        raise RefusedError(file, str(error), "改好后重新启动即可") from error
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise RefusedError(file, f"有条目写法不对（{error}）", _SAME) from error
