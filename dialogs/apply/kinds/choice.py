"""One of a few answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.apply.kinds.kind import Box, Did, Kind, Put, Wrong, not_here
from dialogs.apply.record import Record
from dialogs.core import Button, Context
from dialogs.shared import answers
from dialogs.shared.reading import bare
from knowledge.hearing.language import fold

MEANT = 2
"""Characters of a label that may stand for it: 有 is in 还没有 as well."""
_SAID = {
    "decided": (
        ("yes", re.compile(r"(?:处分|决定|已经|都|早就?)*(?:下来|作出|做出|出来|作了|定)(?:来)?了?")),
        ("no", re.compile(r"(?:处分|决定|都)?(?:还|尚)?(?:没|未)有?(?:下来|作出|做出|出来|定)(?:呢)?")),
    ),
    "applicant_kind": (
        ("person", re.compile(r"(?:就?是?|以|用)?(?:我|本人|我?自己|我?个人|我本人)(?:的)?(?:名义)?(?:申请|来|吧|的)*")),
        ("organisation", re.compile(r"(?:就?是?|以|用)?(?:我们?|咱们?)?(?:的)?(?:单位|党组织|支部|党支部|党委|党组|组织|集体|公家|局里?|所里|院里|镇里)(?:的)?(?:名义)?(?:申请|来|吧|的)*")),
    ),
}  # fmt: skip
_STAGE = {"decided": "yes", "effective": "yes", "investigating": "no", "not_pursued": "no"}


def _said(box: Box, text: str) -> list[str]:
    """What is said in other words; nothing where that is not clear."""
    found = [value for value, pattern in _SAID.get(box.key, ()) if pattern.fullmatch(bare(text))]
    if found or box.key == "applicant_kind":
        return found
    told, stage = answers.heard(text), answers.stage(text)
    if isinstance(told, answers.Plainly):
        return [told.side]
    return [_STAGE[stage]] if isinstance(stage, str) and stage in _STAGE else []


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """By its button, or by words of one label only."""

    def buttons(self, ctx: Context, record: Record, box: Box) -> Iterator[tuple[Button, ...]]:
        yield tuple(Button(label, f"intake/a={box.key}:{value}") for value, label in box.options)

    def read(self, ctx: Context, record: Record, box: Box, text: str) -> Did | None:
        folded, values = bare(text), dict(box.options)
        found = [value for value, label in box.options if folded == fold(label)]
        found = found or _said(box, text) or [
            value for value, label in box.options if len(folded) >= MEANT and folded in fold(label)
        ]  # fmt: skip
        if len(found) == 1 and found[0] in values:
            return Put(found[0])
        told = answers.heard(text)
        if isinstance(told, answers.Unclear):
            return Wrong(told.words)
        return not_here(ctx, record, text)

    def press(self, ctx: Context, record: Record, box: Box, key: str, value: str) -> Did | None:
        id_, _, last = value.rpartition(":")
        return Put(last) if key == "a" and id_ == box.key and last in dict(box.options) else None

    def show(self, box: Box, value: str) -> str:
        return dict(box.options).get(value, value)

    def filed(self, record: Record, box: Box) -> str:
        return self.show(box, record.text(box.key))
