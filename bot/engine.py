"""The assistant with its learnt model, kept in the user's cache so that only the first start has to learn."""

from __future__ import annotations

import contextlib
import gc
import os
import tempfile
from pathlib import Path

from bot.settings import Settings
from knowledge import corpus, model
from knowledge.answer import Assistant
from knowledge.model import Model


def assistant(settings: Settings) -> Assistant:
    """Ready to answer; `corpus.CorpusError` where a built-in data file is wrong."""
    library = corpus.load(settings.policies)
    stamp = model.stamp(library)
    learnt = _kept(stamp)
    if learnt is None:
        learnt = model.learn(library)
        _keep(learnt)
    ready = Assistant(library, learnt)
    gc.freeze()  # it lives as long as the process: no collection needs to look through it again
    return ready


def _file(stamp: str) -> Path:
    """RuntimeError where there is no home folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "rongcuo" / f"model-{stamp[:16]}.npz"


def _kept(stamp: str) -> Model | None:
    """The kept model, or None where there is none that fits: then it is simply learnt again."""
    try:
        learnt = model.load(_file(stamp).read_bytes())
    except Exception:  # a cache may be damaged in any way; it is never worth failing for
        return None
    return learnt if learnt.stamp == stamp else None


def _keep(learnt: Model) -> None:
    with contextlib.suppress(OSError, RuntimeError):  # no cache is only slower
        file = _file(learnt.stamp)
        file.parent.mkdir(parents=True, exist_ok=True)
        for old in (*file.parent.glob("model-*.npz"), *file.parent.glob("*.part")):
            old.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as part:
            part.write(model.dump(learnt))
        os.replace(name, file)
