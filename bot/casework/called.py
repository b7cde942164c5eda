"""What colleagues are called: by their names, and where two have the same, with what tells them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.casework.rules import ROLES
from bot.store.rows import Member

GONE = "已离开"
BESIDE = "{name}（{mark}）"
NUMBERED = "{mark}，编号 {id}"


def called(members: Iterable[Member], named: Callable[[], Mapping[int, str]]) -> dict[int, str]:
    """By number. `named`: names of their log-ins, no two the same, looked up where two colleagues have one name alone; whoever
    has no log-in is told apart by what they may do, and by their number where that is the same too."""
    all_ = list(members)
    same = Counter(one.name for one in all_)
    doubled = [one for one in all_ if same[one.name] > 1]
    marks = _marks(doubled, named()) if doubled else {}
    return {
        one.id: BESIDE.format(name=one.name, mark=marks[one.id]) if one.id in marks else one.name
        for one in all_
    }


def _marks(doubled: Sequence[Member], logins: Mapping[int, str]) -> dict[int, str]:
    """What tells each of them apart, by number."""
    marks = {one.id: logins.get(one.id) or (GONE if one.left else ROLES[one.role]) for one in doubled}
    alike = Counter((one.name, marks[one.id]) for one in doubled)
    for one in doubled:
        if alike[one.name, marks[one.id]] > 1 and one.id not in logins:
            marks[one.id] = NUMBERED.format(mark=marks[one.id], id=one.id)
    return marks
