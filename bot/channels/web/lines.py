"""A conversation as the page shows it: line under line. Knows no request, no visitor and no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from bot import documents
from bot.casework.printing import handed
from bot.channels.web.addresses import by_citation
from bot.channels.web.render import message, named
from bot.channels.web.templates import filled
from bot.store.transcript import Remark
from bot.workdays import SHANGHAI
from dialogs.core import Reply
from knowledge.library.corpus import Library


@dataclass(frozen=True, slots=True)
class Download:
    """A document or file that came with an answer; `image`: it is looked at in its place."""

    name: str
    href: str
    image: bool = False


class Lines:
    """Of all conversations over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._addresses: Mapping[str, str] = by_citation(library)

    def shown(self, spoken: Sequence[Remark]) -> Markup:
        """Each line an element with the id m and its place, so that it can be linked to and replaced. What came after the
        reader's last word is what is answered now."""
        begins = _now(spoken)
        return Markup().join(self._line(one, n >= begins) for n, one in enumerate(spoken))

    def _line(self, one: Remark, now: bool) -> Markup:
        if one.reply is None:
            words, when = named(one.text, self._library), _clock(one.at)
            return Markup(filled("mine.html", line=one, words=words, when=when))
        shown, files = message(one.reply, self._addresses), tuple(_downloads(one.id, one.reply))
        when = _clock(one.at) if one.kind == "notice" else ""
        return Markup(filled("line.html", line=one, message=shown, files=files, now=now, when=when))


def latest(spoken: Sequence[Remark]) -> int | None:
    """The place of the first line that is answered now."""
    return next((one.place for one in spoken[_now(spoken) :]), None)


def _clock(moment: datetime | None) -> str:
    """As a clock in Shanghai shows it; no seconds."""
    if moment is None:
        return ""
    there = moment.astimezone(SHANGHAI)
    return f"{there.month}月{there.day}日 {there:%H:%M}"


def _now(spoken: Sequence[Remark]) -> int:
    """How many lines stand up to the reader's last word."""
    return max((n for n, one in enumerate(spoken, 1) if one.reply is None), default=0)


def _downloads(line: int, reply: Reply) -> Iterator[Download]:
    """A picture first: it is what the documents look like."""
    kinds = documents.kinds(reply.sheet) if reply.sheet else ()
    for kind in sorted(kinds, key=lambda one: one != "png"):
        if reply.sheet:
            name = documents.file_name(reply.sheet, kind)
            yield Download(name, f"/documents/{line}/{kind}", kind == "png")
    for number, wish in enumerate(reply.prints):
        for kind in handed():
            yield Download(f"{wish.name}.{kind}", f"/papers/{line}/{number}/{kind}")
    for number, piece in enumerate(reply.papers):
        yield Download(piece.name, f"/files/{line}/{number}")
