"""The state of an application in words: one name for each, and what it waits for, to whomever it is said."""

from __future__ import annotations

from dialogs.acts import CaseState

NAMES: dict[CaseState, str] = {"submitted": "已递交", "returned": "已要求补充", "withdrawn": "已撤回"}
STATES: dict[CaseState, str] = {
    "submitted": f"{NAMES['submitted']}，等工作人员查看",
    "returned": f"{NAMES['returned']}，等申请人补充",
    "withdrawn": NAMES["withdrawn"],
}
