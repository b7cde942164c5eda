"""What a story tells beside the facts of the rules: how far it has come, since when, when it happened, what it is about.
All of it is offered to be confirmed, with the words that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from dialogs.assess.questions import AGAIN, STAGE_WORDS, FactLine, Walked, since
from dialogs.core import Ears
from dialogs.shared import answers, dates
from dialogs.shared.calendar import spoken
from knowledge.answer import COURSE, ELIGIBLE, TOLD, Chance
from knowledge.hearing import news
from knowledge.hearing.language import fold

LEADS, SHORT = 2, 8
"""Clauses before the news that may lead to them, and characters of one that may be a day and nothing else."""
SURE = 0.85
"""Chance of a situation from which it is offered as the one that is meant."""
_CLAUSE = re.compile(r"[^，。！？；,.!?;\n]+")
_FURTHEST: tuple[news.Kind, ...] = ("decided", "investigating", "told")
"""News that are a stage by themselves, the furthest first; a talk or a letter may be either of two."""
_PURSUED = re.compile(
    "追责|问责|追究|责任|的责|纪工?委|监委|纪检|监察|调查|核查组|立案|处分|警告|记过|诫勉|撤职|免职"
)
_DENIED = re.compile(
    "(?:没(?:有)?|还没|尚未|未)(?:哪个|什么)?(?:人|谁|部门|单位)?[^，,。]{0,6}(?:追|问责|启动|来?查|找|通知|处分|动静|消息)"
)
_TIME = re.compile(
    r"(?:去|前|今)年|20\d\d年|二[〇零○]..年|(?<![个\d])(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!的)|上个?月|昨天|前天|上周|上星期"
)
_THEN = re.compile("那会儿|当时|那时|那阵|之前|以前")
_BROUGHT = re.compile("通知|告知|告诉|送达|送到|打电话")
_NOT_IT = re.compile(
    "当年|审计|清查|检查|巡察|巡视|抽查|复盘|查出|举报|通知|翻出|追责|问责|发现|才知道|知道|处分|函询|谈话|找我|元旦|国庆|春节|年底前|要求|计划|任务"
)
"""What a time stands beside that is not that of the matter: when it came to light, or was to be done."""


def told_besides(way: Walked, said: str) -> Iterator[FactLine]:
    """A line for each thing that is told, in the order in which it would be asked."""
    found = _news(said)
    yield from _about(way, said)
    yield from _event(way, said)
    stage, words = _stage(said, found)
    before = "" if stage or found else _noticed(way)
    if stage or before:
        yield _line(
            "stage", words or way.record.text("news"), f"现在{STAGE_WORDS[stage or before]}", stage or before
        )
    if way.regime.told_step and stage in ("told", "investigating"):
        yield from _told_on(way, said, words)
    if way.regime.told_step and before == "told" and (day := way.record.text("news_on")):
        yield _line("told_on", way.record.text("news"), f"{spoken(date.fromisoformat(day))}被告知", day)


def _clauses(said: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSE.findall(fold(said)) if clause.strip()]


def _news(said: str) -> dict[str, news.Kind]:
    """clause → what it tells of an inquiry as having happened to the writer."""
    found = {
        one: news.heard(f"{one}，我们")
        for one in _clauses(said)
        if _PURSUED.search(one) and not _DENIED.search(one)
    }
    return {clause: one.kind for clause, one in found.items() if one is not None}


def _stage(said: str, found: Mapping[str, news.Kind]) -> tuple[str, str]:
    """How far it has come, and the words that say so; nothing where that is not plain."""
    whole = news.heard(said)
    kinds = set(found.values())
    kind = next((one for one in _FURTHEST if one in kinds), None)
    if kind and kind != "decided" and whole and whole.kind in ("talk", "letter"):
        return "", ""
    if kind:
        return news.STAGES[kind], next(clause for clause, one in found.items() if one == kind)
    none = next(
        (
            one
            for one in _clauses(said)
            if _DENIED.search(one) and not _THEN.search(one) and answers.stage(one) == "not_pursued"
        ),
        "",
    )
    return ("not_pursued", none) if none and not kinds else ("", "")


def _noticed(way: Walked) -> str:
    """The stage that the news told before are by themselves."""
    kind = next((one for one in _FURTHEST if one == way.record.text("news_kind")), None)
    return news.STAGES[kind] if kind else ""


def _line(question: str, words: str, told: str, value: str) -> FactLine:
    return FactLine(question, f"“{words.strip()}” → {told}", value, (AGAIN,))


def _about(way: Walked, said: str) -> Iterator[FactLine]:
    """The situation that is meant, where one is likelier than all else together."""
    best = way.ears.chances(said, way.region)[0]
    if _is_sure(way, best):
        at = best.reading.id
        text = way.ears.mind.library.policies[way.region].provision(at).flat.rstrip("；。;")
        yield FactLine("pick", f"整段话 → 说的是{way.label(at)}：“{text}”", at, (AGAIN,))


def _is_sure(way: Walked, best: Chance) -> bool:
    found = way.regime.situation(best.reading.id) if best.reading.kind == TOLD else None
    return found is not None and not found.judged and best.verdict == ELIGIBLE and best.value >= SURE


def _event(way: Walked, said: str) -> Iterator[FactLine]:
    """Whether it happened under this document, by the first time that is named of the matter itself."""
    rule, (clause, span) = way.regime.document.in_force, _first_time(way, said)
    if rule is None or span is None:
        return
    if span.first >= rule.since:
        yield _line("event", clause, since(way.regime), "after")
    elif span.last < rule.since:
        yield _line("event", clause, since(way.regime).replace("以后", "以前"), "before")


def _first_time(way: Walked, said: str) -> tuple[str, dates.Span | None]:
    return next(iter(times(way.ears, said, way.record.told_day)), ("", None))


def _told_on(way: Walked, said: str, clause: str) -> Iterator[FactLine]:
    """The day in the words of the news, or in what leads to them: 上周四区纪委通知我，启动问责程序了."""
    clauses = _clauses(said)
    place = clauses.index(clause)
    words = "，".join([*(one for one in clauses[max(place - LEADS, 0) : place] if _leads(one)), clause])
    span = _time(way, words)
    if span and (day := span.day):
        yield _line("told_on", words, f"{spoken(day)}被告知", day.isoformat())


def _leads(clause: str) -> bool:
    """It may lead to the news that stand behind it: who brought them, or only when."""
    only_when = len(clause) <= SHORT and (_TIME.search(clause) or clause.endswith(("号", "日")))
    return bool(only_when) or _BROUGHT.search(clause) is not None


def _time(way: Walked, clause: str) -> dates.Span | None:
    """The time that a clause names, as of the day on which it was told."""
    found = dates.when(clause, way.record.told_day)
    return found if isinstance(found, dates.Span) else None


def times(ears: Ears, said: str, today: date | None) -> Iterator[tuple[str, dates.Span]]:
    """(clause, time) of the matter itself, in the order of the story."""
    told, course = _news(said), "".join(clause for part, clause in ears.parted(said) if part == COURSE)
    clauses = _clauses(said)
    for n, clause in enumerate(clauses):
        leads = _leads(clause) and any(one in told for one in clauses[n : n + LEADS + 1])
        if leads or clause in told or clause not in fold(course) or _NOT_IT.search(clause):
            continue
        if _TIME.search(clause) and isinstance(span := dates.when(clause, today), dates.Span):
            yield clause, span


def happened(ears: Ears, said: str, today: date | None) -> dates.Span | None:
    """When it was, where a story names one time of it only."""
    found = list(times(ears, said, today))
    return found[0][1] if len(found) == 1 else None
