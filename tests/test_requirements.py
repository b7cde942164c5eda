"""The requirements files are complete: pip installs them as they are and never has to choose a version.

What each distribution asks for is read from the installed ones, for every Python and system; no network.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN = "requirements.txt"
GROUPS: dict[str, list[str | dict[str, str]]] = PROJECT["dependency-groups"]


def asked(group: str) -> list[str]:
    """What a group asks for, with what it includes."""
    parts = ([one] if isinstance(one, str) else asked(one["include-group"]) for one in GROUPS[group])
    return [one for part in parts for one in part]


ASKED: dict[str, list[str]] = {
    RUN: PROJECT["project"]["dependencies"],
    **{f"requirements-{group}.txt": asked(group) for group in GROUPS},
}
INSTALLED = (RUN, "requirements-build.txt", "requirements-dev.txt")
LOCK = "write it anew with `make lock`"
REINSTALL = "install again with `make clean test`"

PIN = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[^\s;*]+)(?: ; (?P<marker>.+?))?(?: --hash=sha256:[0-9a-f]{64})+"
)
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    ("posix", "linux", "Linux", "x86_64"),
    ("posix", "linux", "Linux", "aarch64"),
    ("posix", "darwin", "Darwin", "arm64"),
    ("nt", "win32", "Windows", "AMD64"),
)
Place = dict[str, str]


class Pin(NamedTuple):
    version: str
    marker: Marker | None

    def holds(self, place: Place) -> bool:
        return self.marker is None or self.marker.evaluate(place)


Lock = Mapping[str, list[Pin]]  # a distribution may be pinned differently for different places


def places() -> Iterator[Place]:
    here = {name: str(value) for name, value in default_environment().items()}
    for python, (family, short, long, machine) in product(PYTHONS, SYSTEMS):
        yield here | {
            "python_version": python,
            "python_full_version": f"{python}.1",
            "implementation_version": f"{python}.1",
            "os_name": family,
            "sys_platform": short,
            "platform_system": long,
            "platform_machine": machine,
        }


PLACES = list(places())


def lines(text: str) -> list[str]:
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def read(*files: str) -> dict[str, list[Pin]]:
    lock: dict[str, list[Pin]] = {}
    for file in files:
        for line in lines((ROOT / file).read_text("utf-8")):
            pin = PIN.fullmatch(line)
            assert pin, f"{file}: {line[:80]!r} is not name==version with hashes; {LOCK}"
            marker = Marker(pin["marker"]) if pin["marker"] else None
            pins = lock.setdefault(pin["name"], [])
            if Pin(pin["version"], marker) not in pins:
                pins.append(Pin(pin["version"], marker))
    return lock


@cache
def requires(name: str) -> list[Requirement]:
    try:
        return [Requirement(text) for text in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:  # for other systems, or nothing to do with the checks
        return []


def applies(asked: Requirement, place: Place, extra: str = "") -> bool:
    return asked.marker is None or asked.marker.evaluate(place | {"extra": extra})


def walk(lock: Lock, roots: Iterable[str], asker: str, place: Place) -> Iterator[tuple[str, str]]:
    """Every distribution that is needed at a place, with what is wrong with its pin, if anything."""
    waiting = [(root, asker) for root in map(Requirement, roots) if applies(root, place)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        asked, asker = waiting.pop()
        name = canonicalize_name(asked.name)
        versions = [pin.version for pin in lock.get(name, ()) if pin.holds(place)]
        wrong = ""
        if not versions:
            wrong = f"{name} is not pinned, but {asker} asks for {asked}; {LOCK}"
        elif len(versions) > 1:
            wrong = f"{name} is pinned as {' and as '.join(versions)}; {LOCK}"
        elif not asked.specifier.contains(versions[0], prereleases=True):
            wrong = f"{name} is pinned as {versions[0]}, but {asker} asks for {asked}; {LOCK}"
        yield name, wrong
        for extra in {"", *asked.extras}:
            if (name, extra) not in seen:
                seen.add((name, extra))
                waiting += [(inner, name) for inner in requires(name) if applies(inner, place, extra)]


def problems(lock: Lock, file: str, own: Iterable[str], roots: Iterable[str]) -> list[str]:
    needed: set[str] = set()
    found: set[str] = set()
    for place in PLACES:
        for name, wrong in walk(lock, roots, "pyproject.toml", place):
            needed.add(name)
            if wrong:
                found.add(f"{file}: {wrong}")
    found |= {f"{file}: {name} is pinned, but nobody asks for it; {LOCK}" for name in set(own) - needed}
    return sorted(found)


def checked(file: str) -> list[str]:
    """The run-time file stands alone; the others are installed beside it."""
    return problems(read(*{RUN, file}), file, read(file), ASKED[file])


def test_every_requirements_file_is_asked_for() -> None:
    assert sorted(ASKED) == sorted(path.name for path in ROOT.glob("requirements*.txt")), LOCK


@pytest.mark.parametrize("file", INSTALLED)
def test_it_is_complete_and_no_more(file: str) -> None:
    found = checked(file)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("file", sorted(ASKED.keys() - set(INSTALLED)))
def test_what_is_installed_only_when_wanted_is_pinned_too(file: str) -> None:
    found = [wrong for wrong in checked(file) if "nobody" not in wrong]
    assert not found, "\n".join(found)


def test_they_agree() -> None:
    lock = read(*ASKED)
    assert [f"{name}: {pins}; {LOCK}" for name, pins in lock.items() for place in PLACES
            if sum(pin.holds(place) for pin in pins) > 1] == []  # fmt: skip


def test_what_builds_the_project_is_pinned() -> None:
    file = "requirements-build.txt"
    found = problems(read(file), file, (), PROJECT["build-system"]["requires"])
    assert not found, "\n".join(found)


def test_what_is_installed_is_what_is_pinned() -> None:
    here = {name: str(value) for name, value in default_environment().items()}
    for name, pins in read(*INSTALLED).items():
        for pin in pins:
            if pin.holds(here):
                try:
                    installed = metadata.version(name)
                except metadata.PackageNotFoundError:
                    installed = "missing"
                assert installed == pin.version, (
                    f"{name} is {installed}, pinned is {pin.version}; {REINSTALL}"
                )


@pytest.mark.parametrize("file", INSTALLED)
def test_a_line_taken_out_is_missed_by_name(file: str) -> None:
    lock = read(*{RUN, file})
    for name in read(file).keys() - read(*{RUN} - {file}).keys():
        less = {other: pins for other, pins in lock.items() if other != name}
        found = problems(less, file, (), ASKED[file])
        assert found, name
        assert all(f" {name} is not pinned" in wrong and LOCK in wrong for wrong in found)


def test_a_line_too_many_or_too_old_is_told_by_name() -> None:
    more = {**read(RUN), "left-over": [Pin("1.0", None)]}
    assert problems(more, RUN, more, ASKED[RUN]) == [
        f"{RUN}: left-over is pinned, but nobody asks for it; {LOCK}"
    ]
    old = {**read(RUN), "sqlalchemy": [Pin("0.1", None)]}
    assert any(
        "sqlalchemy is pinned as 0.1, but alembic asks for" in wrong
        for wrong in problems(old, RUN, old, ASKED[RUN])
    )


@pytest.mark.parametrize(
    "line",
    ["six", "six==1.17.0", "six>=1 --hash=sha256:" + "0" * 64, "-i https://example.org/simple", "-f wheels",
     "six @ https://example.org/six.whl --hash=sha256:" + "0" * 64],
)  # fmt: skip
def test_only_a_pin_with_hashes_and_no_address_is_let_in(line: str) -> None:
    assert not PIN.fullmatch(line)
