"""Learning to tag: from stories whose words are marked, and from labelled clauses strung together as people string them.

By gradient descent (Adam), which needs jax and optax; nobody who only asks loads either. The same on every run of one
machine; another rounds sums otherwise, and what is kept may differ in its last steps.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from knowledge.hearing.acts import KINDS
from knowledge.hearing.language import fold
from knowledge.learning import lessons
from knowledge.learning.setting import (
    TAG_CHARACTER_SEEN,
    TAG_CLAUSES,
    TAG_DROPPED,
    TAG_LOST,
    TAG_MARKED,
    TAG_PAIR_SEEN,
    TAG_ROUNDS,
    TAG_STEP,
    TAG_TRUST,
    TAG_WIDTH,
)
from knowledge.learning.tagger import LAYERS, SMALL, WIDE, Names, Tagger, neighbours, unlisted
from knowledge.library.corpus import Library

TOGETHER = 32
"""Texts of one step, and the multiple that their lengths are filled up to: every other length is compiled anew."""
LONGEST = 288
BETWEEN = "，，，，。。！ "
"""What stands between clauses that are strung together; now and then nothing does."""
BARE = 0.15
FEW, MANY = 2, 6
"""Clauses that are strung together."""
Params = dict[str, Any]


class Tag(NamedTuple):
    """Characters `begin` to `end` say of an act, by its number, with one of KINDS, counted from 1."""

    begin: int
    end: int
    act: int
    kind: int


class Text(NamedTuple):
    """A text and all that it says; `trust`: how much it counts."""

    words: str
    spans: tuple[Tag, ...]
    trust: float


class TextBatch(NamedTuple):
    """Shapes (texts, characters), and of `tags` (texts, characters, acts); `trust` is 0 where there is no character."""

    characters: NDArray[np.int32]
    pairs: NDArray[np.int32]
    tags: NDArray[np.int8]
    trust: NDArray[np.float32]


def learnt(library: Library) -> Tagger:
    course = Course(library)
    params = _descended(course, course.rounds())
    return Tagger(
        lessons.ear_stamp(library), course.acts, course.characters, course.pairs, dict(_kept(params))
    )


class Course:
    """What there is to learn from, in an order that chance gives, the same chance every time."""

    def __init__(self, library: Library) -> None:
        rows, marked = sorted(library.lexicon.spoken()), sorted(library.marked.items())
        said = {row.act for row in rows} | {mark.act for _, marks in marked for mark in marks}
        self.acts = tuple(sorted(said))
        number = {act: n for n, act in enumerate(self.acts)}
        self._clauses = [(unlisted(row.text), number[row.act], 1 + KINDS.index(row.kind)) for row in rows]
        self._stories = [_story(text, marks, number) for text, marks in marked]
        texts = [story.words for story in self._stories] + [text for text, _, _ in self._clauses]
        self.characters = _names((c for text in texts for c in text), TAG_CHARACTER_SEEN)
        self.pairs = _names((a + b for text in texts for a, b in pairwise(text)), TAG_PAIR_SEEN)
        self._chance, self._losses = random.Random(0), np.random.default_rng(0)

    def rounds(self) -> int:
        """Steps that all rounds take, at most."""
        count = len(self._stories) + len(self._clauses) * TAG_CLAUSES / FEW
        return int(TAG_ROUNDS * (count / TOGETHER + LONGEST / TOGETHER))

    def round(self) -> Iterator[TextBatch]:
        """Every story once, and some of the clauses; texts of like length go together."""
        texts = [*self._stories, *self._strung()]
        self._chance.shuffle(texts)
        texts.sort(key=lambda text: _filled(len(text.words)))
        batches = [texts[n : n + TOGETHER] for n in range(0, len(texts), TOGETHER)]
        self._chance.shuffle(batches)
        yield from map(self._batch, batches)

    def _strung(self) -> Iterator[Text]:
        left = self._chance.sample(self._clauses, int(len(self._clauses) * TAG_CLAUSES))
        while left:
            count = self._chance.randint(FEW, MANY)
            some, left = left[:count], left[count:]
            words, spans = "", []
            for clause, act, kind in some:
                if words and self._chance.random() > BARE:
                    words += self._chance.choice(BETWEEN)
                spans.append(Tag(len(words), len(words) + len(clause), act, kind))
                words += clause
            yield Text(words, tuple(spans), TAG_TRUST)

    def _batch(self, texts: Sequence[Text]) -> TextBatch:
        shape = TOGETHER, _filled(max(len(text.words) for text in texts))
        one = TextBatch(np.zeros(shape, np.int32), np.zeros(shape, np.int32),
                    np.zeros((*shape, len(self.acts)), np.int8), np.zeros(shape, np.float32))  # fmt: skip
        for n, text in enumerate(texts):
            words = text.words[:LONGEST]
            one.characters[n, : len(words)] = self.characters.read(words)
            one.pairs[n, : len(words)] = self.pairs.read(neighbours(words))
            one.trust[n, : len(words)] = text.trust
            for begin, end, act, kind in text.spans:
                one.tags[n, begin : min(end, LONGEST), act] = kind
        for numbers, share in ((one.characters, TAG_LOST / 3), (one.pairs, TAG_LOST)):
            numbers[(self._losses.random(shape) < share) & (numbers > 0)] = 1
        return one


def _story(text: str, marks: Iterable[Any], number: dict[str, int]) -> Text:
    words = unlisted(fold(text))
    spans = []
    for mark in marks:
        said = unlisted(fold(mark.words))
        if (begin := words.find(said)) >= 0:
            spans.append(Tag(begin, begin + len(said), number[mark.act], 1 + KINDS.index(mark.kind)))
    return Text(words, tuple(spans), 1.0)


def _names(parts: Iterable[str], seen: int) -> Names:
    return Names.of(sorted(part for part, count in Counter(parts).items() if count >= seen))


def _filled(length: int) -> int:
    return -(-min(length, LONGEST) // TOGETHER) * TOGETHER


# ── descent ──────────────────────────────────────────────────────────────────────────────────────
def _descended(course: Course, steps: int) -> Params:
    begin, step = _rule(steps)
    chance = jax.random.PRNGKey(0)
    params = _begun(course, chance)
    state = begin(params)
    for _ in range(TAG_ROUNDS):
        for batch in course.round():
            chance, now = jax.random.split(chance)
            params, state = step(params, state, batch, now)
    return params


@cache
def _rule(steps: int) -> tuple[Callable[[Params], Any], Callable[..., tuple[Params, Any]]]:
    """How a descent of so many steps begins, and one step of it."""
    rate = optax.cosine_onecycle_schedule(steps, TAG_STEP, 0.1)
    rule = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=0.01))

    @jax.jit
    def step(params: Params, state: Any, batch: TextBatch, chance: Any) -> tuple[Params, Any]:
        slope = jax.grad(_loss)(params, batch, chance)
        change, state = rule.update(slope, state, params)
        return optax.apply_updates(params, change), state

    return rule.init, step


def _begun(course: Course, chance: Any) -> Params:
    width, keys = TAG_WIDTH, iter(jax.random.split(chance, 4 + 3 * len(LAYERS)))

    def drawn(size: float, *shape: int) -> Any:
        return size * jax.random.normal(next(keys), shape)

    params = {
        "characters": drawn(0.3, len(course.characters), width),
        "pairs": drawn(0.2, len(course.pairs), width),
        "tags": drawn(width**-0.5, width, 4 * len(course.acts)),
        "tags_bias": jnp.tile(jnp.array([3.0, 0, 0, 0]), len(course.acts)),
    }
    for n in range(len(LAYERS)):
        params |= {
            f"near_{n}": drawn(WIDE**-0.5, WIDE, width),
            f"gate_{n}": drawn(width**-0.5, width, 2 * width),
            f"back_{n}": drawn(0.5 * width**-0.5, width, width),
            f"bias_{n}": jnp.zeros(2 * width),
            f"scale_{n}": jnp.ones(width),
        }
    return params


def _loss(params: Params, batch: TextBatch, chance: Any) -> Any:
    """A character's share of what it says and is not heard to say; what is marked counts more than what is not."""
    chances = jax.nn.log_softmax(_tags(params, batch, chance), -1)
    right = jnp.take_along_axis(chances, batch.tags[..., None].astype(jnp.int32), -1)[..., 0]
    weight = batch.trust[..., None] * jnp.where(batch.tags > 0, TAG_MARKED, 1.0)
    return -(right * weight).sum() / batch.trust.sum()


def _tags(params: Params, batch: TextBatch, chance: Any) -> Any:
    """As `Tagger` has it, with a share of what each layer says left out by chance."""
    there = (batch.characters > 0)[..., None]
    before = jnp.pad(batch.pairs[:, :-1], ((0, 0), (1, 0)))
    x = params["characters"][batch.characters] + params["pairs"][batch.pairs] + params["pairs"][before]
    keys = jax.random.split(chance, len(LAYERS) + 1)
    x = _dropped(x * there, keys[-1])
    for n, apart in enumerate(LAYERS):
        reach, length = apart * (WIDE // 2), x.shape[1]
        even = jnp.pad(_even(x) * params[f"scale_{n}"] * there, ((0, 0), (reach, reach), (0, 0)))
        near = sum(even[:, k * apart : k * apart + length] * params[f"near_{n}"][k] for k in range(WIDE))
        value, gate = jnp.split(near @ params[f"gate_{n}"] + params[f"bias_{n}"], 2, -1)
        x = x + _dropped(value * jax.nn.sigmoid(gate), keys[n]) @ params[f"back_{n}"] * there
    tags = _even(x) @ params["tags"] + params["tags_bias"]
    return tags.reshape(*batch.characters.shape, -1, 4)


def _even(x: Any) -> Any:
    return x / jnp.sqrt(jnp.mean(x * x, -1, keepdims=True) + SMALL)


def _dropped(x: Any, chance: Any) -> Any:
    """The same of all characters of a text."""
    kept = jax.random.bernoulli(chance, 1 - TAG_DROPPED, (x.shape[0], 1, x.shape[2]))
    return x * kept / (1 - TAG_DROPPED)


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────
def _kept(params: Params) -> Iterator[tuple[str, NDArray[Any]]]:
    """What there is of every character and pair in a byte, all else in two."""
    for name, value in sorted(params.items()):
        whole = np.asarray(value, np.float32)
        if name in ("characters", "pairs"):
            step = np.abs(whole).max(axis=1, keepdims=True).max() / 127
            yield name, np.rint(whole / step).astype(np.int8)
            yield f"{name}_step", np.array([step], np.float32)
        else:
            yield name, whole.astype(np.float16)
