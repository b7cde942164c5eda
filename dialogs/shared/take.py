"""What a self-assessment offers to an application: a list to tick from, and where each entry goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.core import Json

LONGEST = 60
"""Characters of an entry that are shown."""


@dataclass(frozen=True, slots=True)
class Brought:
    """One thing that may be taken over. `key`: ASCII, of its button; `label`, `text`: what is shown; `box`: where it goes;
    `value`: what goes there, a text or a provision's id."""

    key: str
    label: str
    text: str
    box: str
    value: str

    @property
    def shown(self) -> str:
        flat = " ".join(self.text.split())
        return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def taken_over(chosen: Iterable[Brought]) -> dict[str, Json]:
    """Answers by box; several texts for one box follow each other, provisions make a list."""
    answers: dict[str, Json] = {}
    for one in chosen:
        before = answers.get(one.box)
        if one.box == "clauses":
            answers[one.box] = [*(before if isinstance(before, list) else []), one.value]
        else:
            answers[one.box] = f"{before}\n{one.value}" if before else one.value
    return answers
