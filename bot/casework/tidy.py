"""What nobody comes back for: a draft is remembered once, then deleted with its files; files without an owner go too."""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from bot.files import Keep
from bot.store.applications import writing
from bot.store.database import Conflict
from bot.store.mail import Store
from bot.store.records import Changes, ChatState
from bot.store.states import state_of
from dialogs import drafts
from dialogs.apply.paper import KEPT_DAYS
from dialogs.core import State

log = logging.getLogger("rongcuo.casework")
WARNED_BEFORE = timedelta(days=7)
"""How long before it is deleted its writer is told."""
KEPT = timedelta(days=KEPT_DAYS)
NOTICE = "您有一份没提交的容错申请草稿，很久没有动了，{days} 天后会自动删除。还要的话，发 /apply 接着填一下就会留着；不要了不用管。"
STRANGE = (
    "数据文件夹里的材料不是这个数据库的，没有清理。请核对 RONGCUO_DATA 和 RONGCUO_DATABASE_URL 是不是同一套。"
)


def tidy(store: Store, keep: Keep | None, now: datetime) -> tuple[int, int]:
    """(drafts that were deleted, files that were). `now` aware. Raises StoreUnavailable; what is done stays done."""
    gone = sum(_aged(store, *found, now) for found in store.docket.quiet(now - KEPT + WARNED_BEFORE))
    if gone:
        log.info("%d drafts were deleted that nobody had touched for %d days", gone, KEPT_DAYS)
    store.write(Changes(writes=[writing.orphaned(now - KEPT - 2 * WARNED_BEFORE)]))
    return gone, _swept(store, keep) if keep else 0


def _aged(store: Store, row: ChatState, touched: datetime, now: datetime) -> bool:
    """Whether the draft was deleted; otherwise its writer has been told, once. A state that cannot be read holds none."""
    state, changes = state_of(row.key, row), Changes()
    if not (ids := drafts.ids(state)):
        return False
    told = drafts.warned(state)
    over = touched < now - KEPT and told and date.fromisoformat(told) <= (now - WARNED_BEFORE).date()
    if over:
        after, changes.writes = drafts.without(state), [writing.dropped(draft) for draft in ids]
    elif not told:
        after = drafts.warn(state, now.date().isoformat())
        changes.writes = [writing.told(row.key, NOTICE.format(days=WARNED_BEFORE.days))]
    else:
        return False
    return _written(store, row, after, changes) and bool(over)


def _written(store: Store, row: ChatState, after: State, changes: Changes) -> bool:
    changes.writes.insert(0, writing.put_aside(row, after.to_json(), changes.revision))
    try:
        store.write(changes)
    except Conflict:  # its writer came back just now
        return False
    return True


# ── files ───────────────────────────────────────────────────────────────────────────────────────
def _swept(store: Store, keep: Keep) -> int:
    """Only in the folder that this database has known from the beginning: with another one, every file would look like
    nobody's."""
    known, ours = store.docket.known_places(), store.docket.keep_identity()
    try:
        there = keep.identity()
    except OSError as error:
        log.warning("files were not looked through: %s", type(error).__name__)
        return 0
    if ours is None and keep.places() <= known:
        store.write(Changes(writes=[writing.recognised(there)]))
    elif ours != there:
        log.warning(STRANGE)
        return 0
    return keep.sweep(known)
