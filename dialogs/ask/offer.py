"""What of the talk its writer may take over into an application: the case that was told last, and who was named in it or with
the news of an inquiry. Offered one by one, ticked by nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.core import Brought, Context, State
from dialogs.shared import memory, named, notice, persons
from dialogs.shared.calendar import read_date
from dialogs.shared.spans import written
from dialogs.shared.take import STORY

IN_FULL = "{value}（不是全称的，核对时改）"


def offered(state: State, ctx: Context) -> tuple[Brought, ...]:
    """Nothing where no case was told, or one of another place."""
    case = memory.recall(state).case
    if case is None or case.region != state.region or case.region not in ctx.mind.library.regimes:
        return ()
    return tuple(_offered(persons.hidden(case.text), notice.recall(state), str(case.region), ctx))


def _offered(story: str, news: notice.Notice | None, region: str, ctx: Context) -> Iterator[Brought]:
    yield Brought("words", "您说的经过", story, STORY, story)
    found = named.found("，".join((news.words if news else "", story)))
    regime, short = ctx.mind.library.regimes[region], ctx.mind.library.short[region]
    for box, label in (("authority", regime.paper.authority), ("post", "单位及职务")):
        if value := _whole(found.get(box, ""), short):
            yield Brought(box, label, IN_FULL.format(value=value), box, value)
    told = regime.told_step and news and news.told
    if told and (day := read_date(told, ctx.today)):
        yield Brought("told_on", "被告知的日期", written(day), "told_on", day.isoformat())


def _whole(value: str, short: str) -> str:
    """「县纪委」 of a county that is itself the region, by its whole name."""
    return short + value[1:] if value[:1] == short[-1] else value
