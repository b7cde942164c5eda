"""Official papers of a case (文书) as a dialog speaks of them: which there are, and the wish for one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """`title`: as the case's policy calls it; `lacks`: why it cannot be made yet, empty where it can."""

    id: str
    title: str
    lacks: str


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A paper that is to be made for somebody of the staff, the moment it is handed out: until then nothing of it is anywhere.
    `purpose`: what for, by its key; `hide`: without names and numbers of persons; `by`: the number of whoever wants it."""

    number: str
    paper: str
    title: str
    purpose: str
    hide: bool
    by: int

    @property
    def name(self) -> str:
        """Of it, before it is a file."""
        return f"{self.title}（隐名）" if self.hide else self.title
