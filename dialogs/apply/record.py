"""What is remembered of an application that is being written, as plain JSON in the chat's state.

Answers are kept by the key of their box; where one stands is derived from them. The draft's id comes from outside and
goes with it wherever it goes, so that it can be submitted once only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dialogs.core import Json, State
from dialogs.shared.tray import Tray

NAME = "intake"
LEFT_OUT = "drop"
"""The part of what is not to stand in the form."""
SKIPPED = ""
"""The answer of a box that is left empty on purpose."""


@dataclass(frozen=True, slots=True)
class Record:
    """`answers` by box; `open`: a box that is answered and shown again; `append`: what is typed goes behind what is
    there; `marks`: what is ticked on the list shown now; `page` of that list; `pending`: (box, text) of words with
    numbers of persons in them, until the writer has said what to do; `doubt`: (why, text) of words that may be no answer, until that is said; `taking`: the take-over from the self-assessment is
    still to be decided on; `whole`: the whole form is what is looked at, and comes back after a box of it was changed; `agreed`, `terms`: the day and the
    words of the consent; `paused`: set aside for now;
    `parts`: (part, clause) of a story that was taken over, until its writer has seen where it goes; `told`: it was, so that
    only what must be there is asked for; `together`: short boxes may be answered in one message."""

    region: str
    tray: Tray
    answers: Mapping[str, Json] = field(default_factory=dict)
    open: str | None = None
    append: bool = False
    marks: tuple[str, ...] = ()
    page: int = 0
    pending: tuple[str, str] | None = None
    taking: bool = False
    whole: bool = False
    agreed: str = ""
    terms: str = ""
    paused: bool = False
    doubt: tuple[str, str] | None = None
    parts: tuple[tuple[str, str], ...] = ()
    told: bool = False
    together: bool = False

    @property
    def own(self) -> str:
        """What buttons that cannot be undone name the draft by, so that an old one does nothing to another draft."""
        return self.tray.draft[:8]

    def put(self, **given: Json) -> Record:
        """With these answers; what was open is closed."""
        return replace(
            self,
            answers={**self.answers, **given},
            open=None,
            append=False,
            marks=(),
            page=0,
            pending=None,
            doubt=None,
        )

    def reopen(self, key: str) -> Record:
        ticked = self.listed(key)
        return replace(self, open=key, append=False, marks=ticked, page=0, pending=None, doubt=None)

    def text(self, key: str) -> str:
        """A text answer, or nothing."""
        given = self.answers.get(key)
        return given if isinstance(given, str) else ""

    def listed(self, key: str) -> tuple[str, ...]:
        given = self.answers.get(key)
        return tuple(map(str, given)) if isinstance(given, list) else ()


def recall(state: State) -> Record | None:
    """None where there is none, or it cannot be read any more."""
    body: Any = state.of(NAME)
    try:
        if not body.get("draft"):
            return None
        return read(body)
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def read(body: Any) -> Record:
    """Raises KeyError, TypeError or ValueError where it is none."""
    pending, doubt = body.get("pending"), body.get("doubt")
    return Record(
        str(body["region"]),
        Tray.from_json(body),
        dict(body.get("answers") or {}),
        body.get("open"),
        bool(body.get("append")),
        tuple(map(str, body.get("marks") or ())),
        int(body.get("page") or 0),
        (str(pending[0]), str(pending[1])) if pending else None,
        bool(body.get("taking")),
        bool(body.get("whole")),
        str(body.get("agreed") or ""),
        str(body.get("terms") or ""),
        bool(body.get("paused")),
        (str(doubt[0]), str(doubt[1])) if doubt else None,
        tuple((str(part), str(clause)) for part, clause in body.get("parts") or ()),
        bool(body.get("told")),
        bool(body.get("together")),
    )


def keep(state: State, record: Record) -> State:
    body: dict[str, Json] = {
        "region": record.region,
        "answers": dict(record.answers),
        "agreed": record.agreed,
        "terms": record.terms,
    }
    body |= record.tray.to_json()
    more: dict[str, Json] = {
        "open": record.open,
        "append": record.append,
        "marks": list(record.marks),
        "page": record.page,
        "pending": list(record.pending) if record.pending else None,
        "doubt": list(record.doubt) if record.doubt else None,
        "taking": record.taking,
        "whole": record.whole,
        "paused": record.paused,
        "parts": [list(one) for one in record.parts],
        "told": record.told,
        "together": record.together,
    }
    return state.put(NAME, body | {key: value for key, value in more.items() if value})


def gone(state: State, **left: Json) -> State:
    """Without a draft; `left`: what is still remembered of it, such as the number that it got."""
    if left:
        return state.put(NAME, left)
    return State(state.region, {k: v for k, v in state.dialogs.items() if k != NAME}, state.version)
