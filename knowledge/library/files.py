"""Data files of ours and of the operator's: one YAML mapping a file, and what is wrong in it, with file, line and
remedy, all of it at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import yaml
from pydantic import ValidationError

from knowledge.rules import sentences
from knowledge.rules.base import EXACTLY, Data

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")
Shape = TypeVar("Shape", bound=Data)
SAME = "请对照内置地区的同名文件改写"
QUOTED = f"{SAME}；带冒号的句子要加引号"
AGAIN = "改好后可以用 rongcuo policy check 再核对"
NAMING = ("at", "id", "outcome", "name")
"""Keys by which a member of a list is called."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where it is there: ten times faster."""
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file was refused; `line` counts from 1, 0 where no line is to blame."""

    file: Path
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f" 第 {self.line} 行" if self.line else ""
        return f"{self.file}{place}：{self.message}。{self.remedy}。"


class RefusedError(Exception):
    """Carries all that is wrong."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class Gathered:
    """What is wrong in several parts, each of which is read even where another is wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def take(
        self, read: Callable[Arguments, Result], *given: Arguments.args, **named: Arguments.kwargs
    ) -> Result | None:
        """What is read; None where it is refused."""
        try:
            return read(*given, **named)
        except RefusedError as refused:
            self.problems += refused.problems
            return None

    def close(self) -> None:
        """`RefusedError` if anything was refused."""
        if self.problems:
            raise RefusedError(*self.problems)


def refuse(problems: Iterable[Problem]) -> None:
    """`RefusedError` with all of them, if there are any."""
    if found := tuple(problems):
        raise RefusedError(*found)


class _Twice(yaml.MarkedYAMLError):
    """A key that stands twice: YAML would silently keep the last."""


class _Strict(_Loader):  # type: ignore[misc]  # the base is one of two
    """Refuses what stands twice. Texts, which nearly all is, are taken as they are, in half of yaml's own time."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):
            return node.value
        return super().construct_object(node, deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
            if key.value in seen:
                raise _Twice(problem=f"{key.value} 写了两次", problem_mark=key.start_mark)
            seen.add(key.value)
        built: dict[Any, Any] = super().construct_mapping(node, deep)
        return built


def parsed(file: Path) -> Any:
    """A YAML file's content; yaml's error where it cannot be read, or where a key stands twice."""
    return yaml.load(file.read_text("utf-8"), Loader=_Strict)


def content(file: Path) -> Any:
    """The same, and whatever hinders it refused."""
    try:
        return parsed(file)
    except _Twice as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise RefusedError(Problem(file, line, str(error.problem), "请合并成一处，或删掉一处")) from error
    except (yaml.YAMLError, ValueError, OSError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"YAML 写错了（第 {mark.column + 1} 个字附近）" if mark else "YAML 写错了"
        problem = Problem(file, mark.line + 1 if mark else 0, message, "请检查缩进、冒号和引号")
        raise RefusedError(problem) from error


def mapping(file: Path) -> dict[str, Any]:
    """A file that is one mapping; empty where there is no file."""
    found = content(file) if file.exists() else None
    if not isinstance(found, dict | None):
        raise RefusedError(Problem(file, 1, "最外层应当是“名字: 内容”", SAME))
    return {str(key): value for key, value in (found or {}).items()}


def wordings(file: Path) -> dict[str, tuple[str, ...]]:
    """A file of lists by name."""
    found = mapping(file)
    refuse(
        Problem(file, line_of(file, name), f"{name} 下面应当是一个清单，每项一句话", QUOTED)
        for name, texts in found.items()
        if not are_texts(texts)
    )
    return {name: tuple(map(str, texts)) for name, texts in found.items()}


def are_texts(found: object) -> bool:
    """A list of sentences; one with a colon and without quotes is a mapping to YAML."""
    return isinstance(found, list) and all(
        isinstance(text, str | int | float) and not isinstance(text, bool) for text in found
    )


def entries(file: Path, kind: type[Shape], exactly: bool = True) -> dict[str, Shape]:
    """A file of entries of one kind by name. `exactly`: their patterns are tried as well."""
    built: dict[str, Shape] = {}
    problems: list[Problem] = []
    for name, raw in mapping(file).items():
        try:
            built[name] = kind.model_validate(raw, context=EXACTLY if exactly else None)
        except ValidationError as error:
            problems += [
                Problem(file, line_of(file, f"{name}.{entry}"), f"{name}：{said}", AGAIN)
                for entry, said in sentences(error)
            ]
    refuse(problems)
    return built


def unsigned(file: Path, made: Mapping[str, Any]) -> Iterator[Problem]:
    """What a batch lacks of its own story."""
    if not (isinstance(made["by"], str) and made["by"].strip()):
        yield Problem(
            file, 1, "没有写是谁写的", "请在开头写上 by，例如 by: 编写，二读（写做了什么，不写姓名）"
        )
    if not isinstance(made["date"], date):
        yield Problem(file, 1, "没有写是哪天写的", "请在开头写上 date，例如 date: 2026-11-22")


def line_of(file: Path, entry: str) -> int:
    """The line of an entry, by its names from the outside in (topics: a name; decision.barred; situations.items.x.2.1;
    scope.elements.0.ask), or of as much of it as is there; 0 where nothing is."""
    node, line = _composed(file.read_text("utf-8")), 0
    while entry and (inner := _inner(node, entry)):
        name, line, node = inner
        entry = entry[len(name) + 1 :]
    return line


@lru_cache(maxsize=1)
def _composed(text: str) -> yaml.Node | None:
    """One file has many faults, or none."""
    node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    return node


def _inner(node: yaml.Node | None, entry: str) -> tuple[str, int, yaml.Node] | None:
    """(name, line, node) of the part of a node that an entry names first."""
    fitting = [part for part in _parts(node) if f"{entry}.".startswith(f"{part[0]}.")]
    return max(fitting, key=lambda part: len(part[0]), default=None)


def _parts(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """By key, by place in a list, and by what names a member of a list."""
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), key.start_mark.line + 1, value) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        for n, part in enumerate(node.value):
            line = part.start_mark.line + 1
            own = _parts(part) if isinstance(part, yaml.MappingNode) else ()
            yield from ((str(value.value), line, part) for key, _, value in own if key in NAMING)
            yield str(n), line, part
