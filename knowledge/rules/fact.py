"""What can be asked of a case and heard in free text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pydantic import Field, field_validator, model_validator

from knowledge.rules.base import Data, Pattern, Test


class Law(Data):
    """A law outside the policies that says how a word of theirs is commonly understood; orientation, never a rule."""

    title: str
    at: str
    says: str

    @field_validator("title")
    @classmethod
    def _named(cls, title: str) -> str:
        if not re.search(r"《[^《》]+》", title):
            raise ValueError("要写出《名称》；例如 国务院令第493号《生产安全事故报告和调查处理条例》")
        return title

    @field_validator("at")
    @classmethod
    def _placed(cls, at: str) -> str:
        if not re.fullmatch(r"第[零一二三四五六七八九十百千]+条.*", at):
            raise ValueError("要写出第几条，用汉字；例如 第三条")
        return at

    @field_validator("says")
    @classmethod
    def _told(cls, says: str) -> str:
        if not says.strip() or says.endswith("。"):
            raise ValueError("要写一句话，末尾不加句号；例如 10人以上死亡的是重大事故")
        return says

    @property
    def oriented(self) -> str:
        """What is shown beside a question."""
        return f"按{self.title}{self.at}，{self.says}（供参考，由机关认定）。"


class Count(Data):
    """A number that a clause must reach: `at_least` many of what `of` matches, counted by `unit`."""

    of: Pattern
    at_least: int = Field(gt=0)
    unit: Pattern = r"(?:人|名|位|口|条|号人|个(?!(?:多|半)?(?:月|小时|钟|星期|礼拜|季度|学期|年|工作日)))"


class Fact(Data):
    """How a fact is said when it is true and when it is not, and how it is heard in free text (regular expressions
    over one clause; what `doubt` matches anywhere is not taken from the text at all). `weak`, `counts`: what reaches
    the fact's strength only where `beside` matches somewhere in the message. `told`: the acts (lexicon/acts.yaml) by
    which a message tells it, as a condition over them. `ask`: the question, where nothing says it better. `yields_to`:
    facts that leave this one to be asked where they are heard. `law`: shown beside it. `signs`, `against`: concepts that
    speak for it and for its contrary, to tell what a message is about; they are never offered as heard. `heard_by`,
    `not_heard_by`: sentences by which it is heard to be true, and near ones by which it is not; tests read them."""

    say: str
    deny: str
    ask: str = ""
    heard: Pattern = ""
    weak: Pattern = ""
    counts: tuple[Count, ...] = ()
    beside: Pattern = ""
    not_heard: Pattern = ""
    doubt: Pattern = ""
    yields_to: tuple[str, ...] = ()
    law: Law | None = None
    told: Test | None = None
    signs: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    heard_by: tuple[str, ...] = ()
    not_heard_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _backed(self) -> Fact:
        if bool(self.weak or self.counts) != bool(self.beside):
            raise ValueError("weak、counts 和 beside 要一起写：beside 是话里别处还要有的字")
        return self

    def under(self, own: Fact) -> Fact:
        """This fact in a policy's own words; where that says how it is heard, nothing weaker is."""
        given: dict[str, object] = {key: getattr(own, key) for key in own.model_fields_set}
        if own.heard:
            given = {"weak": "", "counts": (), "beside": "", **given}
        return self.model_copy(update=given)


def oriented(facts: Mapping[str, Fact], names: Iterable[str]) -> tuple[str, ...]:
    """What laws outside the policies say of these facts, each once."""
    laws = (facts[name].law for name in names if name in facts)
    return tuple(dict.fromkeys(law.oriented for law in laws if law))
