"""What is taken over from a self-assessment into an application: where each thing goes."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.core import Brought, Json

STORY = "story"
"""Where a whole story goes: it is cut into the parts of the reasons first."""


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
