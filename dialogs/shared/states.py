"""The state of an application in words: one name for each, and what it waits for, to whomever it is said."""

from __future__ import annotations

from dialogs.acts import CaseState

NAMES: dict[CaseState, str] = {
    "submitted": "已递交",
    "returned": "已要求补充",
    "accepted": "已受理",
    "concluded": "已作结论",
    "closed": "已归档",
    "withdrawn": "已撤回",
    "not_opened": "未启动",
}
STATES: dict[CaseState, str] = {
    **NAMES,
    "submitted": f"{NAMES['submitted']}，等工作人员查看",
    "returned": f"{NAMES['returned']}，等申请人补充",
    "accepted": f"{NAMES['accepted']}，正在办理",
    "not_opened": "没有启动容错程序，已经办结",
}
IN_HAND: tuple[CaseState, ...] = ("submitted", "returned", "accepted", "concluded")
"""States in which it is still being handled: it can be erased in none of them."""
SUPPLIED: tuple[CaseState, ...] = ("submitted", "returned", "accepted")
"""States in which more material is taken: nothing is concluded yet."""
BEFORE: tuple[CaseState, ...] = ("submitted", "returned")
"""States in which it may still be withdrawn: nobody has taken it on."""
