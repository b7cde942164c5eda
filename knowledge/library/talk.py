"""What was learnt of talk about the talk, as it is kept."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path

from knowledge.hearing.talk import Sounds

KEPT = Path(__file__).parents[1] / "learnt" / "talk.z"
FINE = 4
"""Steps of one in which weights are kept."""


def packed(sounds: Sounds, stamp: str) -> bytes:
    """`stamp`: of what it was learnt from."""
    rows = {sign: [round(weight * FINE) for weight in row] for sign, row in sorted(sounds.weights.items())}
    kept = {"of": stamp, "kinds": sounds.kinds, "bias": list(sounds.bias), "weights": rows}
    return zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 9)


@cache
def kept() -> tuple[Sounds, str]:
    """With its stamp; nothing before `make model` has run."""
    if not KEPT.exists():
        return Sounds(), ""
    found = json.loads(zlib.decompress(KEPT.read_bytes()))
    rows = {sign: tuple(n / FINE for n in row) for sign, row in found["weights"].items()}
    return Sounds(tuple(found["kinds"]), tuple(found["bias"]), rows), found["of"]
