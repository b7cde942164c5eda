"""One city's folder: policy.txt, and what policy.yaml, regime.yaml, topics.yaml and examples/ say of it.

Whatever is wrong in it is a `RefusedError` that names file, entry and remedy, all of it at once; what becomes of that,
the caller decides.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge import rules
from knowledge.hearing.language import fold
from knowledge.library import examples, procedures, segmented, topics
from knowledge.library.examples import NO_EXAMPLES, Examples
from knowledge.library.files import AGAIN, SAME, Gathered, Problem, RefusedError, line_of, mapping, refuse
from knowledge.library.lexicon import Lexicon, no_concept
from knowledge.library.topics import TopicPlace
from knowledge.policy.provisions import Policy
from knowledge.rules import Regime, exact, judge
from knowledge.rules.casework import Procedure
from knowledge.rules.casework_shape import CommonCasework


@dataclass(frozen=True, slots=True)
class CityFolder:
    """One policy with what belongs to it. `short`: a name for buttons; `names`: folded, how people call the place or
    organisation; `around`: what it lies in and is not, `beyond`: words of work that is
    not its own, both folded; `about`: whom it covers; `procedure`: how a case is handled; `places`: where it answers a
    topic, by the topic's key."""

    policy: Policy
    short: str
    names: tuple[str, ...]
    around: tuple[str, ...]
    beyond: tuple[str, ...]
    about: str
    regime: Regime | None
    procedure: Procedure
    places: Mapping[str, TopicPlace]
    examples: Examples

    @property
    def barring(self) -> Iterator[str]:
        """Provisions that bar tolerance when a told case falls under them: exclusions, gates, and what defines it."""
        if self.regime is None:
            yield from (p.id for p in self.policy.provisions if p.type == "exclusion")
            return
        conditions, bars = self.regime.conditions, self.regime.exclusions
        gates = conditions.at if conditions.role in ("gate", "definition") else None
        yield from (one.at for one in bars.items)
        for top in (at for at in (bars.at, gates) if at):
            yield top
            yield from (child.id for child in self.policy.children(top))


@dataclass(frozen=True, slots=True)
class _About:
    """policy.yaml: what the place is called, what it lies in, what is beyond it, and whom the policy covers."""

    short: str = ""
    names: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    whom: str = ""


def read(
    folder: Path,
    lexicon: Lexicon,
    shared: CommonCasework,
    wordings: Callable[..., Examples] = examples.read,
    exactly: bool = True,
) -> CityFolder:
    """All of the folder; its name is the region. `lexicon`: what its files may name; `shared`: how cases are handled
    everywhere; `wordings`: how those are read, at once or later; `exactly`: the rules are held against the policy's words, the lexicon and one another once more."""
    policy = _policy(folder / "policy.txt")
    gathered = Gathered()
    about = gathered.take(_about, folder / "policy.yaml", policy) or _About()
    regime = gathered.take(_regime, folder / "regime.yaml", policy, lexicon, exactly)
    procedure = gathered.take(procedures.of, folder / "regime.yaml", policy, regime, shared, exactly)
    places = gathered.take(_places, folder / "topics.yaml", policy, lexicon, exactly) or {}
    worded = gathered.take(wordings, folder, policy, lexicon.negatives, lexicon.acts) or NO_EXAMPLES
    gathered.close()
    assert procedure
    return CityFolder(
        policy,
        about.short,
        about.names,
        about.around,
        about.beyond,
        about.whom,
        regime,
        procedure,
        places,
        worded,
    )


def text_of(file: Path) -> str:
    """A policy.txt."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RefusedError(Problem(file, line, "不是 UTF-8 编码的文字", "请另存为 UTF-8 文本")) from error
    except OSError as error:
        raise RefusedError(Problem(file, 0, "读不了", "请检查文件和权限")) from error


def _policy(file: Path) -> Policy:
    text = text_of(file)
    policy = segmented.policy(text, file.parent.name)
    if not policy.provisions:
        remedy = "请放进文件正文，并用 rongcuo policy check 查看"
        raise RefusedError(Problem(file, 1, "没有认出任何条款", remedy))
    return policy


def _about(file: Path, policy: Policy) -> _About:
    """Where the file says nothing, the policy's own title has to do."""
    about = mapping(file)
    if not isinstance(about.get("order", 0), int):
        raise RefusedError(
            Problem(file, line_of(file, "order"), "order 应当是一个数", "请写成 order: 6，或去掉")
        )
    return _About(
        str(about.get("short") or policy.title[:12] or policy.region),
        _names(file, about, "names", [policy.title or policy.region]),
        _names(file, about, "around", []),
        _names(file, about, "beyond", []),
        str(about.get("about") or policy.title),
    )


def _names(file: Path, about: Mapping[str, Any], entry: str, else_: list[str]) -> tuple[str, ...]:
    """Folded; a name of one character would be found everywhere."""
    given = about.get(entry) or else_
    line = line_of(file, entry) if entry in about else 0
    if not isinstance(given, list):
        raise RefusedError(Problem(file, line, f"{entry} 应当是一个清单", f"请写成 {entry}: [青禾县, 青禾]"))
    names = [fold(str(name)).strip() for name in given]
    refuse(
        Problem(file, line, f"{entry} 里的“{given[n]}”太短", "请写至少两个字的名称")
        for n, name in enumerate(names)
        if len(name) < 2
    )
    return tuple(names)


def _places(file: Path, policy: Policy, lexicon: Lexicon, exactly: bool) -> Mapping[str, TopicPlace]:
    places = topics.places(file, policy, lexicon.topics)
    notes = {key: place.note for key, place in places.items()} if exactly else {}
    refuse(
        Problem(file, line_of(file, key), f"{key} 的 note：{said}", AGAIN)
        for key, note in notes.items()
        for said in exact.banned(note, lexicon.measure)
    )
    return places


def _regime(file: Path, policy: Policy, lexicon: Lexicon, exactly: bool) -> Regime | None:
    raw = mapping(file)
    if not raw:
        return None

    def also(found: Regime) -> Iterator[str]:
        yield from _strange(found, lexicon)
        yield from exact.problems(policy, found, lexicon.measure)

    try:
        regime = rules.read(raw, policy, lexicon.facts, also, exactly)
        wrong = [rules.fault(said) for said in (_unreachable(regime) if exactly else ())]
    except rules.RegimeError as error:
        wrong = list(error.problems)
    except (TypeError, AttributeError, KeyError, ValueError) as error:
        raise RefusedError(Problem(file, 0, f"有条目写法不对（{error}）", SAME)) from error
    refuse(Problem(file, line_of(file, entry), said, AGAIN) for entry, said in wrong)
    return regime


def _unreachable(regime: Regime) -> Iterator[str]:
    if never := judge.unreachable(regime):
        yield f"decision：{'、'.join(never)} 这个结果永远到不了；请检查各行的顺序和条件"


def _strange(regime: Regime, lexicon: Lexicon) -> Iterator[str]:
    """Names of the lexicon that there are not, and wordings of its own that stand there under another name."""
    yield from _unknown_signs(regime, lexicon.groups.keys() | regime.concepts.keys())
    for name, at in regime.kin:
        if name not in lexicon.kin:
            yield f"{_entry(regime, at)} 的 kin：lexicon/kin.yaml 里没有 {name}；请改成那里的名字，或去掉"
    taken = {text: name for name, texts in lexicon.groups.items() for text in texts}
    for name, text in ((name, fold(text)) for name, texts in regime.concepts.items() for text in texts):
        if text in taken:
            yield f"concepts.{name}：“{text}”已经在 {taken[text]} 里；请去掉"


def _entry(regime: Regime, at: str) -> str:
    """Where the rules speak of a provision."""
    parts = {
        "situations": [one.at for one in regime.situations.items],
        "exclusions": [one.at for one in regime.exclusions.items],
        "conditions": [one.at for one in regime.conditions.items],
    }
    return next((f"{name}.items.{at}" for name, ids in parts.items() if at in ids), "scope")


def _unknown_signs(regime: Regime, concepts: Collection[str]) -> Iterator[str]:
    for one in regime.situations.items:
        for sign in (sign for element in one.elements for sign in element.signs if sign not in concepts):
            yield f"situations.items.{one.at} 的 signs：{no_concept(sign)}"
    for name, fact in regime.facts.items():
        for sign in (sign for sign in (*fact.signs, *fact.against) if sign not in concepts):
            yield f"facts.{name} 的 signs：{no_concept(sign)}"
