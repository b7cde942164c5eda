"""What Telegram refuses of a text and of a keyboard, in its own words."""

from __future__ import annotations

import html.parser
import json
from typing import Any

Json = dict[str, Any]
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}


class Refused(Exception):
    def __init__(self, code: int, words: str, **parameters: Any) -> None:
        self.body: Json = {"ok": False, "error_code": code, "description": words}
        if parameters:
            self.body["parameters"] = parameters
        super().__init__(words)


class _Entities(html.parser.HTMLParser):
    """Visible text of Telegram's HTML; Refused where Telegram would not read it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open = "", list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refused(400, "Bad Request: can't parse entities: Unmatched end tag")

    def handle_data(self, data: str) -> None:
        self.text += data


def visible(text: str, mode: str | None) -> str:
    if mode != "HTML":
        return text
    reader = _Entities()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise Refused(400, f"Bad Request: can't parse entities: Can't find end tag \"{reader.open[-1]}\"")
    return reader.text


def keyboard_of(arguments: Json) -> list[list[Json]]:
    markup = json.loads(arguments.get("reply_markup") or '{"inline_keyboard": []}')
    widths = [len(row) for row in markup["inline_keyboard"]]
    if sum(widths) > 100 or max(widths, default=0) > 8:
        raise Refused(400, "Bad Request: reply markup is too long")
    for row in markup["inline_keyboard"]:
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"]:
                raise Refused(400, "Bad Request: can't parse inline keyboard button: Text is empty")
    rows: list[list[Json]] = markup["inline_keyboard"]
    return rows
