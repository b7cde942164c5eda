"""The assistant with its learnt model, kept in the user's cache so that only the first start has to learn."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.settings import Settings
from knowledge.answer import Assistant, SecondOpinion
from knowledge.learning import model
from knowledge.learning.model import Model
from knowledge.library import corpus
from knowledge.library.corpus import Library

log = logging.getLogger("rongcuo.engine")
PATIENCE = "第一次启动，要先熟悉各份文件的说法，大约半分钟；以后就快了。"


def assistant(settings: Settings, tell: Callable[[str], None] = log.info) -> Assistant:
    """Ready to answer; `corpus.CorpusError` where a built-in data file is wrong. `tell`: a word to whoever waits."""
    library = corpus.load(settings.policies)
    stamp = model.stamp(library)
    learnt = _kept(stamp)
    if learnt is None:
        tell(PATIENCE)
        learnt = model.learn(library)
        keep(learnt)
    ready = Assistant(library, learnt, second(settings, library))
    gc.freeze()  # it lives as long as the process: no collection needs to look through it again
    return ready


def second(settings: Settings, library: Library) -> SecondOpinion | None:
    """None where none is set up; then nothing of it is loaded either."""
    if settings.second_url is None:
        return None
    from bot.mind.second import opinion

    return opinion(settings, library)


def _file(stamp: str) -> Path:
    """RuntimeError where there is no home folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "rongcuo" / f"model-{stamp[:16]}.npz"


def _kept(stamp: str) -> Model | None:
    """The kept model, or None where there is none that fits: then it is simply learnt again."""
    try:
        with _file(stamp).open("rb") as body:
            learnt = model.load(body)
    except Exception:  # a cache may be damaged in any way; it is never worth failing for
        return None
    return learnt if learnt.stamp == stamp else None


def keep(learnt: Model) -> None:
    """Put a learnt model where the next start finds it, in the place of any other."""
    with contextlib.suppress(OSError, RuntimeError):  # no cache is only slower
        file = _file(learnt.stamp)
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in (*file.parent.glob("model-*.npz"), *file.parent.glob("*.part")):
            old.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as part:
            model.dump(learnt, part)
        os.replace(name, file)
