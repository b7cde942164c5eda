"""Words, characters and sounds of a Chinese message. jieba stands behind this room only.

A message is broken into *terms*; each carries the channel it came from as its first character:
`=` a jieba word, `.` one character, `:` two neighbouring characters, `~` two neighbouring syllables without tones
(zh/z, n/l, ang/an … folded, so that 底保, dibao and 低保 meet), `#` a concept of the lexicon with the sense in which
it is spoken of (#gain, #gain- denied, #gain? unsure, #family@ somebody else's).
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

import jieba

from knowledge.hearing.concepts import Concepts

jieba.setLogLevel(logging.WARNING)

HAN = r"㐀-䶿一-鿿"
_RUN = re.compile(rf"[{HAN}]+|[a-z]+|\d+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\ufe00-\ufe0f]")
_SYLLABLES = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|"
    r"ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
OWN_WORD = 100_000
"""Frequency of a word of our own lexicon: high enough that jieba never cuts it."""
MAX_LENGTH = 2_000
"""Characters of a message that are looked at; what follows adds nothing to a question."""


def fold(text: str) -> str:
    """One form for one thing: full width, case, traditional script and invisible characters evened out."""
    if _COMMON.issuperset(text) and len(text) <= MAX_LENGTH:
        return text  # nothing to even out
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:MAX_LENGTH])).lower()
    seen = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in seen)
    return _simplified(seen) if any(c not in _COMMON for c in seen if c > "㐀") else seen


@lru_cache(maxsize=256)
def _simplified(text: str) -> str:
    from zhconv import convert  # 90 ms that most messages never need

    return str(convert(text, "zh-cn"))


def _gb2312() -> frozenset[str]:
    """The 6,763 characters of simplified everyday writing; anything else is looked at for traditional script."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return frozenset(row.decode("gb2312", "ignore") for row in rows)


_COMMON = _gb2312()


def runs(text: str) -> list[str]:
    """Unbroken runs of Han characters, of letters, of digits."""
    return _RUN.findall(text)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a built index needs to read a message as it read its texts; plain data, so that it can be stored.

    `words`: word → frequency, the part of jieba's dictionary (and our own words) that the texts can use at all.
    `sounds`: character → syllable without tone, folded.
    """

    words: Mapping[str, int]
    sounds: Mapping[str, str]


class Reader:
    """Turns folded text into terms."""

    def __init__(self, vocabulary: Vocabulary, concepts: Concepts) -> None:
        self.vocabulary = vocabulary
        self.concepts = concepts
        self._sounds = vocabulary.sounds
        self._cut = _tokenizer(vocabulary.words).cut

    def words(self, text: str) -> list[str]:
        """jieba's words of folded text, longest reading first come first served, no punctuation."""
        return [word for run in runs(text) for word in self._cut(run, HMM=False)]

    def terms(self, text: str) -> list[str]:
        """Every channel's terms of folded text, repetitions kept."""
        return list(self._terms(text))

    def sounds(self, text: str) -> list[str]:
        """The syllables of folded text, Han or spelled, without tones and blurred."""
        return [sound for run in runs(text) for sound in self._run_sounds(run)]

    def _run_sounds(self, run: str) -> list[str]:
        if not run.isascii():
            return [self._sounds.get(char, char) for char in run]
        spelled = _SYLLABLES.findall(run) if run.isalpha() and not _SYLLABLES.sub("", run) else []
        return [blur(syllable) for syllable in spelled]

    def _terms(self, text: str) -> Iterator[str]:
        for run in runs(text):
            if run.isascii():
                yield "=" + run
                continue
            yield from ("=" + word for word in self._cut(run, HMM=False) if len(word) > 1)
            yield from ("." + char for char in run)
            yield from (":" + run[i : i + 2] for i in range(len(run) - 1))
        syllables = self.sounds(text)
        yield from ("~" + a + " " + b for a, b in pairwise(syllables))
        yield from dict.fromkeys("#" + mention.mark for mention in self.concepts.mentions(text))


def _tokenizer(words: Mapping[str, int]) -> jieba.Tokenizer:
    """A jieba tokenizer over these words alone; ready at once, no file read."""
    frequencies: dict[str, int] = {}
    for word, count in words.items():
        frequencies[word] = count
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ = frequencies
    tokenizer.total = sum(frequencies.values()) or 1
    tokenizer.initialized = True
    return tokenizer


def vocabulary(texts: Iterable[str], own_words: Iterable[str]) -> Vocabulary:
    """Read off jieba's and pypinyin's full tables what folded `texts` can use. Slow (0.7 s): store the result."""
    jieba.initialize()
    every = [run for text in texts for run in runs(text)]
    words = {piece: count for run in every for piece, count in _pieces(run, jieba.dt.FREQ)}
    words.update({fold(word): OWN_WORD for word in own_words})
    return Vocabulary(words, _sounds({char for run in every for char in run} | _COMMON))


def _pieces(run: str, known: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Every stretch of two characters or more that jieba could take for a word, with its frequency; `known` has the
    beginnings of all words too, with frequency 0."""
    for begin in range(len(run)):
        counts = ((run[begin:end], known.get(run[begin:end])) for end in range(begin + 2, len(run) + 1))
        begun = takewhile(lambda pair: pair[1] is not None, counts)
        yield from ((piece, count) for piece, count in begun if count)


def _sounds(characters: Iterable[str]) -> dict[str, str]:
    from pypinyin import lazy_pinyin  # 250 ms, only when an index is built

    han = sorted(c for c in characters if "㐀" <= c <= "鿿")
    return {char: blur(lazy_pinyin(char)[0]) for char in han}


def blur(syllable: str) -> str:
    """Sounds that dialects and hurried typing mix up: zh/z, ch/c, sh/s, n/l at the start, ang/an, eng/en, ing/in."""
    start = re.sub(r"^(z|c|s)h", r"\1", syllable).replace("ü", "v")
    start = "l" + start[1:] if start.startswith("n") and len(start) > 1 else start
    return re.sub(r"(a|e|i)ng$", r"\1n", start)
