"""What nobody comes back for: a draft is remembered once, then deleted with its files; files without an owner go too."""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta

from bot.casework import docket
from bot.database import Conflict
from bot.files import Keep
from bot.records import Changes, ChatState
from bot.store import Store
from dialogs.intake.paper import KEPT_DAYS

log = logging.getLogger("rongcuo.casework")
WARNED_BEFORE = timedelta(days=7)
"""How long before it is deleted its writer is told."""
NOTICE = "您有一份没提交的容错申请草稿，很久没有动了，{days} 天后会自动删除。还要的话，发 /apply 接着填一下就会留着；不要了不用管。"


def tidy(store: Store, keep: Keep | None, now: datetime) -> tuple[int, int]:
    """(drafts that were deleted, files that were). `now` aware. Raises StoreUnavailable; what is done stays done."""
    gone = sum(
        _aged(store, chat, now)
        for chat in store.docket.quiet(now - timedelta(days=KEPT_DAYS) + WARNED_BEFORE)
    )
    if gone:
        log.info("%d drafts were deleted that nobody had touched for %d days", gone, KEPT_DAYS)
    return gone, keep.sweep(store.docket.known_places()) if keep else 0


def _aged(store: Store, chat: tuple[ChatState, datetime], now: datetime) -> bool:
    """Whether the draft was deleted; otherwise its writer has been told, once."""
    state, touched = chat
    body = json.loads(state.state)
    over = touched < now - timedelta(days=KEPT_DAYS)
    drafts = docket.drafts_in(body)
    changes = Changes()
    if over:
        body["dialogs"] = {
            name: data for name, data in body["dialogs"].items() if name not in ("intake", "status")
        }
        changes.writes = [docket.dropped(draft) for draft in drafts]
    elif body["dialogs"].get("intake", {}).get("draft") and not body["dialogs"]["intake"].get("warned"):
        body["dialogs"]["intake"]["warned"] = True
        changes.writes = [docket.told(state.key, NOTICE.format(days=WARNED_BEFORE.days))]
    else:
        return False
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    changes.writes.insert(0, docket.put_aside(state, text, changes.revision))
    try:
        store.write(changes)
    except Conflict:  # its writer came back just now
        return False
    return over
