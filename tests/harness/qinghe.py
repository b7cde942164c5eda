"""A small policy of an operator's own: the one that docs/regime.md shows."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.library import corpus
from knowledge.library.corpus import Library

DOCUMENT = Path(__file__).parents[2] / "docs" / "regime.md"
REGION = "qinghe"


def shown(language: str) -> str:
    """What the document shows in the block of this language under its smallest regime."""
    part = DOCUMENT.read_text("utf-8").partition("### 最小的一份")[2]
    found = re.search(rf"```{language}\n(.*?)```", part, re.DOTALL)
    assert found, f"no block of {language}"
    return found[1]


def written(folder: Path, regime: str | None = None, examples: str = "", topics: str = "") -> Path:
    """The policy in a folder of the operator's. `regime`: the document's where none is given, none where empty."""
    place = folder / REGION
    place.mkdir(parents=True, exist_ok=True)
    texts = {"policy.txt": shown("text"), "policy.yaml": "short: 青禾县\nnames: [青禾县]\n"}
    texts |= {"regime.yaml": shown("yaml") if regime is None else regime, "examples.yaml": examples}
    for name, text in (texts | {"topics.yaml": topics}).items():
        if text:
            (place / name).write_text(text, "utf-8")
    return folder


def library(folder: Path) -> Library:
    """The built-in policies and this one, which has no fault."""
    found = corpus.load(folder)
    assert found.problems == ()
    return found
