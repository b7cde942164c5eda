"""The shape of the code: short files, short functions, few levels, imports at the top, one name for one thing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parent.parent
ROOMS = ("knowledge", "dialogs", "bot")
PURE = ("knowledge", "dialogs")
Function = ast.FunctionDef | ast.AsyncFunctionDef
NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)
APART = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)

FILE, FUNCTION, USUAL, LEVELS, DEEP = 300, 40, 15, 2, 0.02
"""Lines of a file and of a function; lines of all but one function in twenty; levels, and the share that has more."""
NOTHING_DONE = {"assert_never", "stale", "_over", "Turn"}
"""All that is called where nothing fits: what was forgotten is found, an old button is told to be one."""
LATER = ("knowledge/hearing/language.py", "knowledge/library/segmented.py")
"""Where what only some messages, or texts of an operator's, need is read when they come, so that a start is quick."""


def files(*rooms: str) -> Iterator[Path]:
    """Migrations aside: each is the record of a day."""
    for room in rooms:
        yield from (file for file in sorted((ROOT / room).rglob("*.py")) if "versions" not in file.parts)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def functions(*rooms: str) -> Iterator[tuple[str, Function]]:
    for file in files(*rooms):
        for node in ast.walk(tree(file)):
            if isinstance(node, Function):
                yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node


def length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def levels(node: ast.AST, above: int = 0) -> int:
    """How deep statements stand in one another; `elif` is no level of its own, nor is a function inside."""
    found = [above]
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, APART):
            chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
            found.append(levels(child, above + (isinstance(child, NESTING) and not chained)))
    return max(found)


def test_no_file_is_longer_than_can_be_read_at_a_sitting() -> None:
    lines = {str(file.relative_to(ROOT)): file.read_text("utf-8").count("\n") for file in files(*ROOMS)}
    assert {name: count for name, count in lines.items() if count > FILE} == {}


def test_functions_are_short() -> None:
    lengths = {name: length(function) for name, function in functions(*ROOMS)}
    assert {name: count for name, count in lengths.items() if count > FUNCTION} == {}
    assert quantiles(lengths.values(), n=20)[-1] <= USUAL


def test_few_functions_have_more_than_two_levels() -> None:
    deep = [name for name, function in functions(*ROOMS) if levels(function) > LEVELS]
    assert len(deep) < DEEP * sum(1 for _ in functions(*ROOMS)), deep


def test_what_is_pure_imports_at_the_top_alone() -> None:
    inside = [
        name
        for name, function in functions(*PURE)
        if not name.startswith(LATER)
        and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert inside == []


def test_no_two_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for file in files(*ROOMS):
        for node in tree(file).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(str(file.relative_to(ROOT)))
    assert {name: there for name, there in places.items() if len(there) > 1} == {}


def test_what_fits_no_case_is_not_acted_upon() -> None:
    """What is done has its case with its name; the rest raises, says that a button is old, or gives nothing or a constant."""
    acting = [
        f"{file.relative_to(ROOT)}:{case.pattern.lineno}"
        for file in files("dialogs", "bot")
        for case in ast.walk(tree(file))
        if isinstance(case, ast.match_case)
        if isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None
        if not does_nothing(case.body)
    ]
    assert acting == []


def does_nothing(body: list[ast.stmt]) -> bool:
    """One statement that raises, or calls nothing that does anything."""
    calls = [node.func for statement in body for node in ast.walk(statement) if isinstance(node, ast.Call)]
    quiet = all(isinstance(called, ast.Name) and called.id in NOTHING_DONE for called in calls)
    return len(body) == 1 and (quiet or isinstance(body[0], ast.Raise))
