"""The assistant with what was learnt: the built-in cities' parts come with the package, those of the operator's own are
learnt here, each by itself, and kept in the user's cache."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import tempfile
import time
from collections import ChainMap
from collections.abc import Callable, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import cast

from bot.settings import Settings
from knowledge.answer import Assistant, SecondOpinion
from knowledge.learning import lessons, packed
from knowledge.learning.indexed import indexed, reader
from knowledge.learning.model import City, Common, Model
from knowledge.library import corpus
from knowledge.library.corpus import Library

log = logging.getLogger("rongcuo.engine")
PATIENCE = "{}的说法还没有学过，先学一遍，几秒到二十秒；以后就快了。"
OLD = 90 * 86_400
"""Seconds after which a part that no start has used goes, when another of the same city is kept."""


def assistant(settings: Settings, tell: Callable[[str], None] = log.info) -> Assistant:
    """Ready to answer; `corpus.CorpusError` where a built-in data file is wrong. `tell`: a word to whoever waits."""
    gc.disable()  # what is read here stays: looking through it for what may go takes a tenth of the start
    try:
        library = corpus.load(settings.policies)
        return Assistant(library, model(library, tell), second(settings, library))
    finally:
        gc.freeze()  # it lives as long as the process: no collection needs to look through it again
        gc.enable()


def second(settings: Settings, library: Library) -> SecondOpinion | None:
    """None where none is set up; then nothing of it is loaded either."""
    if settings.second_url is None:
        return None
    from bot.mind.second import opinion

    return opinion(settings, library)


def trial(library: Library, region: str, tell: Callable[[str], None]) -> Assistant:
    """Ready to answer for this region alone, whatever others of the operator's there are."""
    learnt = packed.model()
    own = {region: _own(library, region, learnt.common, tell)}
    return Assistant(library, replace(learnt, cities=own))


def model(library: Library, tell: Callable[[str], None] = log.info) -> Model:
    """What came with the package, and beside it a part for each city of the operator's own."""
    learnt = packed.model()
    new = [region for region in library.policies if region not in learnt.cities]
    own = {region: _own(library, region, learnt.common, tell) for region in new}
    return replace(learnt, cities=ChainMap(own, cast(MutableMapping[str, City], learnt.cities)))


def _own(library: Library, region: str, common: Common, tell: Callable[[str], None]) -> City:
    """Without wordings there is nothing to learn, only words to count; else as kept, or learnt now."""
    if not lessons.worded(library, region):
        return indexed(library, region, common, reader(library, common))
    stamp = lessons.city_stamp(library, region, common.stamp)
    kept = _kept(region, stamp, common)
    if kept:
        return kept
    from knowledge.learning.learn import city

    tell(PATIENCE.format(library.short[region]))
    learnt = city(library, region, common)
    _keep(region, learnt, common)
    return learnt


# ── the cache ────────────────────────────────────────────────────────────────────────────────────
def _folder() -> Path:
    """RuntimeError where there is no home folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rongcuo"


def _name(region: str, stamp: str) -> str:
    return f"{region}-{stamp[:16]}.npz"


def _kept(region: str, stamp: str, common: Common) -> City | None:
    """The kept part, or None where there is none that fits: then it is simply learnt again."""
    try:
        file = _folder() / _name(region, stamp)
        with file.open("rb") as body:
            city = packed.load_city(body, common)
        with contextlib.suppress(OSError):
            os.utime(file)  # used, so not old
    except Exception:  # a cache may be damaged in any way; it is never worth failing for
        return None
    return city if city.stamp == stamp else None


def _keep(region: str, city: City, common: Common) -> None:
    """Put a part where the next start finds it, beside whatever others keep there."""
    with contextlib.suppress(OSError, RuntimeError):  # no cache is only slower
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
        with os.fdopen(handle, "wb") as part:
            packed.dump_city(city, common, part)
        os.replace(name, folder / _name(region, city.stamp))
        _tidy(folder, region)


def _tidy(folder: Path, region: str) -> None:
    """Earlier parts of the same city that no start has used for long, and what a start left half written."""
    for old in (*folder.glob(f"{region}-*.npz"), *folder.glob("*.part")):
        if time.time() - old.stat().st_mtime > OLD:
            old.unlink(missing_ok=True)
