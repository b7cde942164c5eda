"""Learn everything anew from the built-in wordings: `make model` writes knowledge/learnt/, which the package brings along."""

from __future__ import annotations

import io

from knowledge.learning import packed
from knowledge.learning.learn import learn
from knowledge.learning.packed import COMMON, LEARNT
from knowledge.library import corpus


def main() -> None:
    """Every file anew; those of cities that are no more go."""
    model = learn(corpus.load())
    common = io.BytesIO()
    packed.dump_common(model.common, common)
    files = {COMMON: common.getvalue()}
    for region, city in model.cities.items():
        body = io.BytesIO()
        packed.dump_city(city, model.common, body)
        files[region] = body.getvalue()
    LEARNT.mkdir(exist_ok=True)
    for old in LEARNT.glob("*.npz"):
        old.unlink()
    for name, content in files.items():
        (LEARNT / f"{name}.npz").write_bytes(content)
        print(f"{name:<14}{len(content) / 1e6:6.2f} MB")
    print(f"{'':<14}{sum(map(len, files.values())) / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
