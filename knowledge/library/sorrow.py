"""What was learnt of despair, as it is kept."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path

from knowledge.hearing.sorrow import Sorrow

KEPT = Path(__file__).parents[1] / "learnt" / "sorrow.z"
FINE = 8
"""Steps of one in which weights are kept."""


def packed(sorrow: Sorrow, stamp: str) -> bytes:
    """`stamp`: of what it was learnt from."""
    weights = {sign: round(weight * FINE) for sign, weight in sorted(sorrow.weights.items())}
    kept = {"of": stamp, "bias": sorrow.bias, "weights": {sign: n for sign, n in weights.items() if n}}
    return zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 9)


@cache
def kept() -> tuple[Sorrow, str]:
    """With its stamp; nothing before `make model` has run."""
    if not KEPT.exists():
        return Sorrow(), ""
    found = json.loads(zlib.decompress(KEPT.read_bytes()))
    return Sorrow({sign: n / FINE for sign, n in found["weights"].items()}, found["bias"]), found["of"]
