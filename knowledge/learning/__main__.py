"""Segment and learn everything anew from the built-in texts and wordings: `make model` writes knowledge/learnt/, which the
package brings along."""

from __future__ import annotations

import io
from collections.abc import Iterator

from knowledge.learning import packed, tagged
from knowledge.learning.learn import learn
from knowledge.learning.model import Model
from knowledge.learning.packed import COMMON, EAR, LEARNT, TAGGER
from knowledge.learning.sorrow import learn as learn_sorrow
from knowledge.learning.sorrow import stamp as stamp_of_sorrow
from knowledge.learning.talk import learn as learn_talk
from knowledge.learning.talk import stamp as stamp_of_talk
from knowledge.library import corpus, sorrow, talk
from knowledge.library.corpus import Library
from knowledge.library.folder import text_of
from knowledge.library.segmented import KEPT
from knowledge.library.segmented import packed as packed_texts


def main() -> None:
    """Every file anew; those of cities that are no more go."""
    LEARNT.mkdir(exist_ok=True)
    texts = {region: text_of(corpus.DATA / region / "policy.txt") for region in corpus.built_in()}
    KEPT.write_bytes(packed_texts(texts))
    library = corpus.load()
    sorrow.KEPT.write_bytes(sorrow.packed(learn_sorrow(library), stamp_of_sorrow(library)))
    talk.KEPT.write_bytes(talk.packed(learn_talk(library), stamp_of_talk(library)))
    files = {**dict(_files(learn(library))), TAGGER: _tagger(library)}
    for old in LEARNT.glob("*.npz"):
        old.unlink()
    for name, content in files.items():
        (LEARNT / f"{name}.npz").write_bytes(content)
        print(f"{name:<14}{len(content) / 1e6:6.2f} MB")
    print(f"{'':<14}{sum(map(len, files.values())) / 1e6:6.2f} MB")


def _files(model: Model) -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    common = io.BytesIO()
    packed.dump_common(model.common, common)
    yield COMMON, common.getvalue()
    ear = io.BytesIO()
    packed.dump_ear(model.ear, ear)
    yield EAR, ear.getvalue()
    for region, city in model.cities.items():
        body = io.BytesIO()
        packed.dump_city(city, model.common, body)
        yield region, body.getvalue()


def _tagger(library: Library) -> bytes:
    body = io.BytesIO()
    packed.dump_tagger(tagged.learnt(library), body)
    return body.getvalue()


if __name__ == "__main__":
    main()
