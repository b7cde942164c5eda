"""What is remembered of a self-assessment, as plain JSON in the chat's state. It is private: nothing else reads it.

Answers are kept by question id, for good: a question that is off the route is not read, and is there again when the
route comes back to it. Where one stands is derived, never stored, but for a question that was opened again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from dialogs.core import Json, State

NAME = "assess"
YES, NO, UNSURE, NOT_APPLICABLE = "yes", "no", "unsure", "na"
"""Answers to a question on a fact; the last two leave it unknown, and are told apart in the result."""
WORDS = 800
"""Characters of the own words that are kept."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """`answers`: by question id; `open`: a question that is answered and shown again; `marks`: those set on the list
    that is shown now; `page`: which part of the list of situations is shown; `paused`: set aside for now."""

    region: str
    answers: Mapping[str, Json] = field(default_factory=dict)
    open: str | None = None
    marks: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    paused: bool = False

    def answer(self, **given: Json) -> Assessment:
        return self.put(given)

    def put(self, given: Mapping[str, Json]) -> Assessment:
        """With these answers; the question that was open is closed, its marks and page are gone."""
        return replace(self, answers={**self.answers, **given}, open=None, marks={}, page="")

    def reopen(self, question: str) -> Assessment:
        return replace(self, open=question, marks={}, page="")

    @property
    def told_first(self) -> bool:
        """It began with the own words: what they tell is confirmed at once, and only what is left is asked."""
        return "begin" not in self.answers and self.text("words") not in ("", "skip")

    @property
    def begun(self) -> bool:
        """There is an answer that would be missed."""
        return bool(set(self.answers) - {"begin", "words", "words_on", "news", "news_kind", "news_on"})

    @property
    def told_day(self) -> date | None:
        """The day on which the own words were told, where it is known."""
        told = self.text("words_on")
        return date.fromisoformat(told) if told else None

    def text(self, question: str) -> str:
        """A text answer, or nothing."""
        given = self.answers.get(question)
        return given if isinstance(given, str) else ""

    def picked(self, question: str) -> tuple[str, ...]:
        given = self.answers.get(question)
        return tuple(map(str, given)) if isinstance(given, list) else ()


def recall(state: State) -> Assessment | None:
    """None where there is none, or it cannot be read any more."""
    body: Any = state.of(NAME)
    try:
        if not body.get("region"):
            return None
        return Assessment(
            str(body["region"]),
            dict(body.get("answers") or {}),
            body.get("open"),
            {str(key): str(mark) for key, mark in (body.get("marks") or {}).items()},
            str(body.get("page") or ""),
            bool(body.get("paused")),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def keep(state: State, record: Assessment | None) -> State:
    """The state with this record, or without any."""
    if record is None:
        return State(state.region, {k: v for k, v in state.dialogs.items() if k != NAME}, state.version)
    body: dict[str, Json] = {"region": record.region, "answers": dict(record.answers)}
    if record.open:
        body["open"] = record.open
    if record.marks:
        body["marks"] = dict(record.marks)
    if record.page:
        body["page"] = record.page
    if record.paused:
        body["paused"] = True
    return state.put(NAME, body)


def wants(state: State) -> State:
    """Somebody wants to begin and was asked for the region first."""
    return state.put(NAME, {"wanted": True})


def wanted(state: State) -> bool:
    return state.of(NAME).get("wanted") is True
