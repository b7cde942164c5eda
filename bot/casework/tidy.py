"""What nobody comes back for: a draft is remembered once, then deleted with its files; files without an owner go too.

A clock may be wrong for a while. So nothing is told or deleted before two looks, days apart by the clock, have agreed
on the time; and the first of them may be one of long ago only if there were others in between.
"""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import date, datetime, timedelta

from bot.casework.entry import IDLE, LIFE
from bot.files import Keep
from bot.store import allowances, transcript
from bot.store.applications import upkeep, writing
from bot.store.applications.entries import over
from bot.store.errors import Conflict
from bot.store.mail import Store
from bot.store.records import Changes, ChatState
from bot.store.states import state_of
from dialogs import drafts
from dialogs.apply.paper import KEPT_DAYS
from dialogs.core import State

log = logging.getLogger("rongcuo.casework")
TURN = "tidy"
"""Of whoever tidies, among the processes that serve one database."""
KEEP_IDS = timedelta(days=3)
"""How long it is known what came and what was sent, so that nothing is done twice."""
WARNED_BEFORE = timedelta(days=7)
"""How long before it is deleted its writer is told."""
KEPT = timedelta(days=KEPT_DAYS)
APART = timedelta(days=2)
"""How long the looks must have agreed on the time."""
FOLLOWING = timedelta(days=30)
"""A look that comes later than this after the one before may as well be a clock that jumped."""
OWNERLESS = timedelta(days=7)
"""How old a draft's file is before it counts that no chat holds the draft."""
NOTICE = "您有一份没提交的容错申请草稿，很久没有动了，{days} 天后会自动删除。还要的话，发 /apply 接着填一下就会留着；不要了不用管。"
STEP = "您有一步办到一半、没有登记，很久没有动了，填的 {days} 天后会自动删除。还要的话，发 /queue 打开那份申请接着填；不要了不用管。"
STRANGE = (
    "数据文件夹里的材料不是这个数据库的，没有清理。请核对 RONGCUO_DATA 和 RONGCUO_DATABASE_URL 是不是同一套。"
)


def tidy(store: Store, keep: Keep | None, now: datetime) -> tuple[int, int]:
    """(drafts that were deleted, files that were), unless another process is at it. `now` aware. Raises StoreUnavailable;
    what is done stays done."""
    store.scrub()
    with closing(store.turns()) as turns, turns.once(TURN) as mine:
        return _tidied(store, keep, now) if mine else (0, 0)


def _tidied(store: Store, keep: Keep | None, now: datetime) -> tuple[int, int]:
    store.prune(now - KEEP_IDS)
    store.write(Changes(writes=[transcript.aged(), allowances.filled(), over(now - IDLE, now - LIFE)]))
    store.write(Changes(writes=[upkeep.sealed()]))
    store.write(Changes(writes=[upkeep.headed()]))
    if not _agreed(store, now):
        _recognised(store, keep)
        return 0, 0
    gone = sum(_aged(store, *found, now) for found in store.docket.quiet(now - KEPT + WARNED_BEFORE))
    if gone:
        log.info("%d drafts were deleted that nobody had touched for %d days", gone, KEPT_DAYS)
    store.write(Changes(writes=[upkeep.orphaned(now - OWNERLESS)]))
    return gone, keep.sweep(store.docket.known_places()) if keep and _recognised(store, keep) else 0


def _agreed(store: Store, now: datetime) -> bool:
    """Whether the looks of the last days agree with this one on the time; this one is written down."""
    since, last = store.docket.looked() or (now, now)
    if not last <= now <= last + FOLLOWING:
        since = now
    store.write(Changes(writes=[upkeep.looked(since, now)]))
    return now - since >= APART


def _aged(store: Store, row: ChatState, touched: datetime, now: datetime) -> bool:
    """Whether the draft was deleted; otherwise its writer has been told, once. A state that cannot be read holds none."""
    state, changes = state_of(row.key, row), Changes()
    if not (ids := drafts.ids(state)):
        return False
    told = _told(state, touched, now)
    over = told is not None and touched < now - KEPT and told <= (now - WARNED_BEFORE).date()
    if over:
        after, changes.writes = drafts.without(state), [writing.dropped(draft) for draft in ids]
    elif told is None:
        after = drafts.warn(state, now.date().isoformat())
        notice = STEP if drafts.is_step(state) else NOTICE
        changes.writes = [writing.told(row.key, notice.format(days=WARNED_BEFORE.days))]
    else:
        return False
    return _written(store, row, after, changes) and over


def _told(state: State, touched: datetime, now: datetime) -> date | None:
    """When its writer was told; a word from before the draft was touched last, or from the future, does not count."""
    try:
        day = date.fromisoformat(drafts.warned(state))
    except ValueError:
        return None
    return day if (touched + KEPT - WARNED_BEFORE).date() <= day <= now.date() else None


def _written(store: Store, row: ChatState, after: State, changes: Changes) -> bool:
    changes.writes.insert(0, writing.put_aside(row, after.to_json(), changes))
    try:
        store.write(changes)
    except Conflict:  # its writer came back just now
        return False
    return True


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def _recognised(store: Store, keep: Keep | None) -> bool:
    """Whether this is the folder that this database has known from the beginning: in another one, every file would look
    like nobody's."""
    if keep is None:
        return False
    known, ours = store.docket.known_places(), store.docket.keep_identity()
    try:
        there = keep.identity()
        new = ours is None and keep.places() <= known
    except OSError as error:
        log.warning("files were not looked through: %s", type(error).__name__)
        return False
    if new:
        store.write(Changes(writes=[writing.recognised(there)]))
    elif ours != there:
        log.warning(STRANGE)
    return new or ours == there
