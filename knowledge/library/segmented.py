"""A policy's text as provisions. Ours come segmented with the package, because the code that segments takes a sixth of a
start; a text that is another than the one that was segmented is segmented when it is read, like an operator's."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.policy.provisions import Policy, Provision, SegmentWarning

KEPT = Path(__file__).parents[1] / "learnt" / "policies.z"


def policy(text: str, region: str) -> Policy:
    """Of this text, segmented now or before."""
    kept = _kept().get(region)
    return _policy(kept["policy"]) if kept and kept["of"] == _stamp(text) else segmented(text, region)


def segmented(text: str, region: str) -> Policy:
    """Of this text, segmented now."""
    from knowledge.segment import segment  # a start reads what is kept, and does without

    return segment(text, region)


def packed(texts: Mapping[str, str]) -> bytes:
    """What is kept of the texts of these regions, deflated."""
    rows = {
        region: {"of": _stamp(text), "policy": _row(segmented(text, region))}
        for region, text in texts.items()
    }
    return zlib.compress(json.dumps(rows, ensure_ascii=False).encode(), 9)


@cache
def _kept() -> dict[str, Any]:
    """Nothing is kept before `make model` has run."""
    return dict(json.loads(zlib.decompress(KEPT.read_bytes()))) if KEPT.exists() else {}


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _row(found: Policy) -> dict[str, Any]:
    return {name: value for name, value in asdict(found).items() if not name.startswith("_")}


def _policy(row: Mapping[str, Any]) -> Policy:
    return Policy(
        row["region"],
        row["title"],
        row["doc_no"],
        tuple(Provision(**one) for one in row["provisions"]),
        tuple(row["chapters"]),
        tuple(SegmentWarning(**one) for one in row["warnings"]),
    )
