"""A conversation as the page shows it: line under line. Knows no request, no visitor and no database."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.channels.web.addresses import by_citation
from bot.channels.web.render import message
from bot.channels.web.templates import filled
from bot.store.transcript import Remark
from knowledge.library.corpus import Library


class Lines:
    """Of all conversations over one library."""

    def __init__(self, library: Library) -> None:
        self._addresses = by_citation(library)

    def shown(self, spoken: Sequence[Remark]) -> Markup:
        """Each line an element with the id m and its place, so that it can be linked to and replaced."""
        return Markup().join(self._line(one) for one in spoken)

    def _line(self, one: Remark) -> Markup:
        shown = message(one.reply, self._addresses) if one.reply else None
        return Markup(filled("line.html", line=one, message=shown))
