"""What a message says of the one who writes it: that life is too much, that they are worn out, that they are afraid. The
same words said of somebody else are a case, and none of this."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from knowledge.hearing.language import fold
from knowledge.hearing.sorrow import NONE
from knowledge.rules.base import compiled

Mood: TypeAlias = Literal["despair", "tired", "afraid"]
MILDER: tuple[Mood, ...] = ("tired", "afraid")
NAMES = ("despair", "deed", "wish", "cue", "tired", "afraid", "others")
"""What the lexicon tells of them."""
NEAR = 40
"""Characters before such words in which their subject is looked for."""
_SELF = r"(?<![跟对和给向让找逼求缠堵胁帮吓咬])(?:我|俺|咱|本人|自己|自个)(?!们?(?:镇|村|乡|县|区|所|局|街道|社区|单位|这儿|这里|这边)的?)"
_SAYS = r"(?:说|喊|嚷|威胁|扬言|发|留|讲|要挟)(?:着|了|道|过|是|称|信息|微信|短信|消息|话|什么)*[\s，,：:“\"]*(?:我|俺|他|她|自己)?(?:就|也|都|真的?|再|要是.{0,8})?[，,]?"
_GIVEN = r"(?:说|喊|讲)(?:[：:“\"]|你|您|要是|如果|.*(?:不然|否则|要不))"
"""Speech of somebody else that goes on."""
_OBJECT = re.compile("(?:[被让怪因给叫把]|因为|为了|由于)$")
_THREAT = re.compile(
    r"(?:拿|以|用)(?!刀)[^，,。我俺]{0,4}$|(?:威胁|扬言|要挟|闹着|嚷着|怕[^我俺自，,。]{1,4}|防止?|阻止|劝住?|制止|避免)[^，,。]{0,4}$"
)
_DENIED = re.compile(
    r"(?:不|没|没有|不会|不是|未|别|并不|从没|从不|绝不|并非)(?:是|会|要|有|再)?(?:真)?(?:的)?(?:去|想|要|想要|想过|想着|有过?|说)*$"
    r"|[填写搞弄算录看等热困笑]得我?(?:都|真|快)*$"
)
"""Said not to be so, or of a form that is a pain."""
_STOPS = re.compile(r"[。！!？?\n]")
_FILLS = re.compile(
    r"[\s，,。.！!？?~…、]|我|俺|都|好|真的?|了|的|很|太|又|天天|每天|最近|这几天|几天|整晚|晚上|一直|现在|实在|快|要|得|心里|"
    r"觉得|感觉|有点|特别|啊|呀|呢|吧|唉|哎|怎么办|咋办|呜+|啦|死|已经|这|那|事|就|也|还|是|在|你|您|说|一|夜|晚|整|连|着|人|不|能|和|里|些"
)
CUED, UNCUED = (-0.5, -2.25), (1.5, 0.5)
"""Log odds of despair from which people come first, and from which a warm word is said: where a word of dying or leaving is
there, and where none is."""
AS_WHOLE = 2
"""Characters beside a deed that is a message by itself: 「跳楼」."""


class Moods:
    """`words`: a pattern under each of NAMES, made ready when it is first looked for; `sorrow`: log odds that a message is one
    of despair."""

    def __init__(self, words: Mapping[str, str], sorrow: Callable[[str], float] = lambda _: NONE) -> None:
        self._sorrow = sorrow
        self._words = {name: words.get(name) or "(?!)" for name in NAMES}
        self._others = f"(?:{self._words['others']})"

    def of(self, text: str) -> Mood | None:
        """The gravest that is said of oneself."""
        if self.despair(text):
            return "despair"
        folded = fold(text)
        mood = next((mood for mood in MILDER if self._said(mood, folded)), None)
        return mood or ("tired" if self._sounds(folded, 1) else None)

    def despair(self, text: str) -> bool:
        """Whether life is too much for the one who writes."""
        folded = fold(text)
        grave = list(self._grave(folded))  # where there are such words, they tell of whom it is said
        return any(self._own(folded, start) for start in grave) or (not grave and self._sounds(folded, 0))

    def _sounds(self, folded: str, tier: int) -> bool:
        """Like despair, in whatever words. `tier`: 0, so that people come first; 1, a warm word."""
        odds = self._sorrow(folded)
        if odds < min(CUED[tier], UNCUED[tier]):
            return False
        return odds >= (CUED if compiled(self._words["cue"]).search(folded) else UNCUED)[tier]

    def alone(self, text: str) -> bool:
        """It says how one feels, and nothing that happened."""
        left = fold(text)
        for name in (*MILDER, "despair", "deed"):
            left = compiled(self._words[name]).sub("", left)
        return len(_FILLS.sub("", left)) < 2

    def _said(self, mood: Mood, folded: str) -> bool:
        return any(self._own(folded, match.start()) for match in compiled(self._words[mood]).finditer(folded))

    def _grave(self, folded: str) -> Iterator[int]:
        yield from (match.start() for match in compiled(self._words["despair"]).finditer(folded))
        for match in compiled(self._words["deed"]).finditer(folded):
            whole = len(folded.strip()) <= len(match[0]) + AS_WHOLE
            if self._of_others.match(folded, match.end()):
                continue
            if whole or compiled(self._words["wish"]).search(folded[: match.start()]):
                yield match.start()

    @cached_property
    def _subject(self) -> re.Pattern[str]:
        return re.compile(f"(?P<other>{self._others}们?)|(?P<self>{_SELF})")

    @cached_property
    def _quoted(self) -> re.Pattern[str]:
        return re.compile(rf"{self._others}们?[^，,。我俺]{{0,12}}(?:{_SAYS}|{_GIVEN}.*)$")

    @cached_property
    def _of_others(self) -> re.Pattern[str]:
        return re.compile(f"[^，,。我俺]{{0,3}}的[^，,。我俺]{{0,2}}{self._others}")

    def _own(self, folded: str, start: int) -> bool:
        """Who it is said of is whoever is named last before, in the same sentence; nobody is oneself."""
        before = _STOPS.split(folded[max(0, start - NEAR) : start])[-1]
        if _THREAT.search(before) or _DENIED.search(before) or self._quoted.search(before):
            return False
        found = [one for one in self._subject.finditer(before)
                 if one["self"] or not _OBJECT.search(before[max(0, one.start() - 2) : one.start()])]  # fmt: skip
        return not found or found[-1]["self"] is not None
