"""What is counted and reported: figures of a time, the register (备案表) of a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.casework.gate import Folder
from bot.casework.progress import result
from bot.casework.room import Room
from bot.casework.standing import day_of, valid
from bot.casework.views import Figures, Limit, RegisterLine, Tally
from bot.store.casework.figures import CaseCounts
from bot.store.rows import Member
from bot.workdays import SHANGHAI
from dialogs.acts import Case
from dialogs.shared.spans import written
from dialogs.shared.states import IN_HAND, NAMES
from knowledge.rules import MATTER, POST

ORIGINS = {"application": "依申请", "paper": "依申请（书面）", "ex_officio": "依职权"}
REGISTER = "register"
NOT_YET, NEVER = "还没有作结论", "没有作结论就办结（撤回、未启动）"
WHO = ("申请人", "申请党组织", "容错对象")
REPORT = "报告"
"""How the name of something ends that comes from others."""


class CountingRoom(Room):
    """Of the cases that somebody sees."""

    def statistics(self, member: Member, since: date, until: date) -> Figures:
        """Of the cases that were filed from one day to another, both included."""
        here = self._docket.colleague(member.id)
        if here is None or not here.sees(here.region or ""):
            return Figures(since, until, 0, (), (), (), (), (), 0, (), ())
        after = until + timedelta(days=1)
        counts = self._store.reckoner.counts(here.region, _midnight(since), _midnight(after), self.today())
        return self._figures(since, until, counts)

    def _figures(self, since: date, until: date, counts: CaseCounts) -> Figures:
        short = self._library.short
        states: Mapping[str, str] = {str(key): words for key, words in NAMES.items()}
        return Figures(
            since, until, counts.total, _tallies(counts.regions, short), _tallies(_ordered(counts.states, states), states),
            self._outcomes(counts), _tallies(_ordered(counts.origins, ORIGINS), ORIGINS),
            tuple(Tally(at, self._place(at), count) for at, count in sorted(counts.situations.items(), key=_most)),
            counts.total - counts.claiming, _tallies(_every_month(counts.months), {}),
            tuple(self._limit(*one) for one in counts.limits),
        )  # fmt: skip

    def _outcomes(self, counts: CaseCounts) -> tuple[Tally, ...]:
        """By what they are called; the same words of two policies are one. Those without one come last."""
        found, without = dict[str, int](), dict.fromkeys((NOT_YET, NEVER), 0)
        for (region, outcome, state), count in counts.outcomes.items():
            if outcome is None:
                without[NOT_YET if state in IN_HAND else NEVER] += count
                continue
            procedure = self._library.procedures.get(region)
            known = procedure.outcomes.get(outcome) if procedure else None
            label = known.label if known else outcome
            found[label] = found.get(label, 0) + count
        return _tallies(found | {label: count for label, count in without.items() if count}, {})

    def _place(self, at: str) -> str:
        region = at.partition(".")[0]
        policy = self._library.policies.get(region)
        short = self._library.short.get(region, region)
        return f"{short}{policy.place(at)}" if policy and policy.find(at) else at

    def _limit(self, region: str, act: str, *counts: Any) -> Limit:
        """`counts`: as CaseCounts has them."""
        met, missed, open_, overdue, undated, undated_done, waived, days = counts
        procedure = self._library.procedures.get(region)
        known = procedure.acts.get(act) if procedure else None
        do, mean = known.do if known else act, round(float(days), 1) if days is not None else None
        return Limit(
            region, act, do, met, missed, open_, overdue, undated, undated_done, waived, mean
        )  # fmt: skip

    # ── the register ────────────────────────────────────────────────────────────────────────────
    def register(self, member: Member, region: str, month: date) -> tuple[RegisterLine, ...]:
        """The rows of a month (any day of it): the cases of which the report is due in it, or where the policy asks for none
        those that were concluded in it."""
        hidden = self._ledger.recused_from(member.id)
        shown = (number for number in self._reported(member, region, month) if number not in hidden)
        return tuple(line for number in shown if (line := self._registered(number)))

    def withheld(self, member: Member, region: str, month: date) -> int:
        """How many of them are not shown to somebody because they have recused themselves."""
        return len(self._ledger.recused_from(member.id).intersection(self._reported(member, region, month)))

    def _reported(self, member: Member, region: str, month: date) -> list[str]:
        here = self._docket.colleague(member.id)
        if here is None or not here.sees(region):
            return []
        first = month.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)
        procedure = self._library.procedures.get(region)
        if procedure and REGISTER in procedure.acts:
            return self._store.reckoner.registered([region], first, following - timedelta(days=1))
        return self._store.reckoner.concluded([region], _midnight(first), _midnight(following))

    def _registered(self, number: str) -> RegisterLine | None:
        row = self._docket.find(number)
        folder = self.folder(row) if row else None
        if row is None or folder is None:
            return None
        case = self._docket.whole(row)
        duty = next((one for one in folder.dossier.duties if one.act == REGISTER), None)
        done = next((day_of(one) for one in valid(folder.dossier.deeds) if one.act == REGISTER), None)
        return RegisterLine(
            number, _whom(case), ORIGINS[row.origin].partition("（")[0], _text(case, (MATTER,)), result(folder),
            correction(folder), duty.due if duty else None, done,
        )  # fmt: skip


def correction(folder: Folder) -> str:
    """What was asked for, and how far that has come, as the policy calls it."""
    parts = []
    for one in valid(folder.dossier.deeds):
        day, act, how = written(day_of(one)), folder.procedure.acts.get(one.act), one.entered.get("how", "")
        if act and act.id == "correct":
            way, asked = (
                f"（{how}）" if how else "",
                one.entered.get("demand") or one.entered.get("matter", ""),
            )
            parts.append(f"{day}{act.plain}{way}：{asked}")
        elif act and act.id == "corrected":
            parts.append(f"{day}{'收到' if act.plain.endswith(REPORT) else ''}{act.plain}")
    waived = [one.waived for one in folder.dossier.duties if one.act == "correct" and one.waived]
    return "；".join([*parts, *(f"未启动纠错：{why}" for why in waived)])


def _whom(case: Case) -> str:
    who, post = _text(case, WHO), _text(case, (POST,))
    return f"{who}（{post}）" if who and post else who or post


def _text(case: Case, labels: Iterable[str]) -> str:
    """What stands under one of these headings; the form as printed first."""
    boxes = sorted(case.fields, key=lambda one: not one.printed)
    return next((one.text for label in labels for one in boxes if one.label == label and one.text), "")


def _tallies(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[Tally, ...]:
    return tuple(Tally(key, labels.get(key, key), count) for key, count in counts.items())


def _ordered(counts: Mapping[str, int], order: Iterable[str]) -> Mapping[str, int]:
    """In the order in which a case comes to them; what is not known there comes last."""
    return {key: counts[key] for key in dict.fromkeys((*order, *counts)) if key in counts}


def _every_month(counts: Mapping[str, int]) -> Mapping[str, int]:
    """From the first to the last, those too in which nothing came."""
    if not counts:
        return counts
    (year, month), last = (int(one) for one in min(counts).split("-")), max(counts)
    number, found = year * 12 + month - 1, dict[str, int]()
    while (key := f"{number // 12}-{number % 12 + 1:02}") <= last:
        found[key] = counts.get(key, 0)
        number += 1
    return found


def _most(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


def _midnight(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, tzinfo=SHANGHAI)
