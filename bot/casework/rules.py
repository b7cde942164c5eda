"""Who may do what to an application, and in which state: the table of permissions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.store.rows import Member, Row
from dialogs.acts import (
    CaseState,
    ChoosePaper,
    Enact,
    Enter,
    Handling,
    Jot,
    MakePaper,
    Open,
    Own,
    Papers,
    Prepare,
    Recode,
    Request,
    See,
    Supplement,
    Withdraw,
)
from dialogs.shared.states import BEFORE, IN_HAND, SUPPLIED

ROLES: Mapping[str, str] = {"viewer": "查看", "clerk": "经办", "leader": "负责人", "admin": "管理"}
"""Who manages staff and the calendar does not thereby read applications."""
HANDLING = frozenset({"clerk", "leader"})
READS = frozenset({"viewer", *HANDLING})
OnCase: TypeAlias = Own | Handling


@dataclass(frozen=True, slots=True)
class Rule:
    """`name`: as the audit knows the act; who may, and from which states to which; `roles` empty: the applicant alone."""

    name: str
    before: tuple[CaseState, ...]
    after: CaseState | None = None
    roles: frozenset[str] = frozenset()


OPEN = IN_HAND
ANY: tuple[CaseState, ...] = (*OPEN, "closed", "withdrawn", "not_opened")
RULES: Mapping[type[OnCase], Rule] = {
    See: Rule("see", ANY),
    Supplement: Rule("supplement", SUPPLIED),
    Withdraw: Rule("withdraw", BEFORE, "withdrawn"),
    Recode: Rule("recode", ANY),
    Open: Rule("open", ANY, roles=READS),
    Papers: Rule("papers", ANY, roles=READS),
    ChoosePaper: Rule("print", ANY, roles=READS),
    MakePaper: Rule("print", ANY, roles=READS),
    Prepare: Rule("request", ANY, roles=HANDLING),
    Request: Rule("request", ANY, roles=HANDLING),
    Enter: Rule("enter", ANY, roles=HANDLING),
    Jot: Rule("jot", ANY, roles=HANDLING),
    Enact: Rule("enact", ANY, roles=HANDLING),
}
"""Acts on one application; the others are on drafts, on one's own things, or on the queue."""
BY_PROCEDURE = frozenset({Prepare, Request, Enter, Jot, Enact})
"""Acts of which the procedure of the application's policy says in which state they are possible (gate)."""


def may(row: Row, chat: str, member: Member | None, rule: Rule) -> bool:
    """Whether this chat, or who of the staff it is, may do such a thing to this application at all."""
    if rule.roles:
        return member is not None and member.role in rule.roles and member.sees(row.region)
    return row.chat == chat


def is_own_again(row: Row, chat: str) -> bool:
    """It was withdrawn here, and may be copied into a new draft; nobody else's is copied any more than it is shown."""
    return row.state == "withdrawn" and may(row, chat, None, RULES[See])
