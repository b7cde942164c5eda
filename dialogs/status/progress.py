"""How far an application has come, for whoever applied: days, what is due, the result as it was told, appeal as it is written."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.acts import Case, CaseProgress, Owed
from dialogs.core import Say
from dialogs.shared.calendar import PROVISIONAL, spoken
from dialogs.shared.spans import written
from dialogs.status import words
from knowledge.rules.casework import plain


def lines(case: Case) -> Iterator[Say]:
    """Nothing before it was accepted."""
    there = case.progress
    if there is None:
        return
    dated = ((words.ACCEPTED, there.accepted), (words.CONCLUDED, there.concluded), (words.TOLD, there.told))
    yield Say("\n".join(said.format(day=written(day)) for said, day in dated if day))
    if steps := [words.STEP.format(do=plain(one.do), words=_rule(one)) for one in there.ahead]:
        yield Say(words.AHEAD.format(steps="，".join(steps)))
    yield from (Say(_owed(one)) for one in there.owed)
    if there.concluded:
        yield from map(Say, _ended(there))


def _ended(there: CaseProgress) -> Iterator[str]:
    """Nothing of a result, nor of what may be done against it, before it was told."""
    if not there.told:
        yield words.NOT_TOLD
        return
    if there.result:
        yield words.RESULT.format(result=there.result)
    else:
        yield words.TOLD_OTHERS.format(whom="、".join(there.to))
    if there.appeal:
        yield words.APPEAL.format(appeal=there.appeal)
    if there.stays:
        yield words.STAYS.format(stays=there.stays)
    if there.silent:
        yield words.NO_APPEAL.format(silent=there.silent.partition("；")[0])


def _owed(one: Owed) -> str:
    given = {
        "do": plain(one.do),
        "to": words.WHOM.format(whom="、".join(one.to)) if one.to else "",
        "words": one.words,
        "place": words.PLACE.format(place=one.place) if one.place else "",
        "day": spoken(one.due) if one.due else "",
        "provisional": PROVISIONAL if one.provisional else "",
    }
    dated = words.YOURS if one.applicant else words.OWED
    undated = words.YOURS_RULE if one.applicant else words.OWED_RULE
    return (dated if one.due else undated).format(**given)


def _rule(one: Owed) -> str:
    return f"{one.words}，{one.place}" if one.place and "“" in one.words else one.words
