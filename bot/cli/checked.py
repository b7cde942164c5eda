"""One thing that the doctor looked at, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Grade = Literal["好", "注意", "不行"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one thing. "注意": it works, but something is missing; "不行": it does not."""

    level: Grade
    what: str
    words: str

    def __str__(self) -> str:
        return f"[{self.level}] {self.what}：{self.words}"
