"""The news that somebody was told of last (an inquiry, a talk, a decision), as plain JSON in the chat's state: what kind,
in which words, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from dialogs.core import Json, State
from knowledge.hearing import news

NAME = "letter"


@dataclass(frozen=True, slots=True)
class Notice:
    """`words`: the writer's own; `told`: the day of it (ISO), empty where it is not known; `count`: the number of the
    question that it was (see memory); `asked`: the day was asked for and is awaited."""

    kind: news.Kind
    words: str
    told: str = ""
    count: int = 0
    asked: bool = False


def recall(state: State) -> Notice | None:
    """None where there is none, or it cannot be read any more."""
    body: Any = state.of(NAME)
    kind = next((one for one in get_args(news.Kind) if one == body.get("kind")), None)
    try:
        return kind and Notice(
            kind, str(body["words"]), str(body["told"]), int(body["count"]), body["asked"] is True
        )
    except (KeyError, TypeError, ValueError):
        return None


def keep(state: State, it: Notice) -> State:
    body: dict[str, Json] = {"kind": it.kind, "words": it.words, "told": it.told, "count": it.count}
    return state.put(NAME, {**body, "asked": it.asked})
