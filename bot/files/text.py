"""Plain words, and what only looks like them."""

from __future__ import annotations

import re
from contextlib import suppress

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
_MARKUP = re.compile(r"<(?=[!hsi][dtcvf][omrg])(?:!doctype|html|script|svg|iframe)\b", re.IGNORECASE)
"""Sought everywhere: the glance ahead spares it most of the work."""
_PROGRAM = re.compile(  # what has been read is never read again: nothing but possessive repetitions
    r"(?:\s++|//[^\n]*+\n|/\*(?s:.*?)\*/)*+"  # comments in front
    r"(?:"
    r"<(?:[!?%]|[a-z][a-z\d:]*+[\s/>])"  # a page, a drawing, a template
    r"|\#!|@echo\b|\{\\rtf|%!PS"
    r"|[\"']use strict[\"']"
    r"|[(!;]*+(?:async\s++)?+function\b\s*+\w*+\s*+\("
    r"|(?:var|let|const)\s++[\w$]++\s*+="
    r"|import\s[^\n\"']*+[\"']"
    r"|\([\w\s,]*+\)\s*+=>"
    r"|(?:window|document|module|exports|console)\.\w++\s*+[=(.]"
    r"|(?:alert|eval|require)\("
    r")",
    re.IGNORECASE,
)


def plain_text(content: bytes) -> str | None:
    """Plain words in UTF-8 or GB18030. A program that does not look like one is harmless too: it is shown as .txt."""
    text = _decoded(content)
    if text is None or _CONTROL.search(text) or _MARKUP.search(text) or _PROGRAM.match(text):
        return None
    return "txt"


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return None
