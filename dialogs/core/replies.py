"""What is answered: paragraphs, quotes, buttons, documents. A `Reply` goes through JSON; it knows no surface."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from dialogs.acts import PaperWish, Piece
from dialogs.core.events import File
from knowledge.policy.quote import Quote

Body: TypeAlias = dict[str, Any]
"""A value as plain JSON."""
BUTTON_BYTES = 64
"""What Telegram allows for the data of one button."""


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph or several in our own words; `strong` marks the line a reader must not miss."""

    text: str
    strong: bool = False


Part: TypeAlias = "Say | Quote"


@dataclass(frozen=True, slots=True)
class Button:
    """`data` is ASCII, `dialog/key=value`, at most 64 bytes."""

    label: str
    data: str

    def __post_init__(self) -> None:
        if len(self.data.encode()) > BUTTON_BYTES or not self.data.isascii():
            raise ValueError(f"button data must be ASCII and at most {BUTTON_BYTES} bytes: {self.data!r}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document to keep or to print; `name`: of the file, without its ending."""

    name: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A box of a form: `label`, the printed heading of what stands beside it; `span` columns of the form's five, `down`
    rows (the rows below leave that column out); `tall`: room for writing by hand."""

    text: str
    span: int = 1
    down: int = 1
    label: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """An official form as it is printed. `name`: of the file, without its ending; `mark`: above the title (附件1);
    `date`: as printed; `rows`: boxes of five columns in all; `notes`: lines under the table; `foot`: small, below them, no part of
    the form."""

    name: str
    title: str
    mark: str
    date: str
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Fetch:
    """A file that the surface is to bring in for a draft; it answers with Kept or NotKept."""

    file: File
    draft: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `edit`: put it in the place of the message whose button was pressed (paging). `sheet`: a document
    that comes with it; `papers`: kept files that come with it; `prints`: official papers that are made as they are handed
    out; `fetch`: what the surface is to bring in; `files`:
    files are welcome as an answer. A reply without parts shows nothing."""

    parts: tuple[Part, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit: bool = False
    sheet: Sheet | Form | None = None
    papers: tuple[Piece, ...] = ()
    prints: tuple[PaperWish, ...] = ()
    fetch: Fetch | None = None
    files: bool = False

    @property
    def text(self) -> str:
        """The whole message as plain text, quotes with their source in front."""
        return "\n\n".join(plain(part) for part in self.parts)

    def to_json(self) -> Body:
        """Itself as plain JSON, without what is as usual."""
        body: Body = {
            "parts": [_part(one) for one in self.parts],
            "buttons": [[[one.label, one.data] for one in row] for row in self.buttons],
            "edit": self.edit,
            "sheet": _sheet(self.sheet) if self.sheet else None,
            "papers": [asdict(one) for one in self.papers],
            "prints": [asdict(one) for one in self.prints],
            "fetch": asdict(self.fetch) if self.fetch else None,
            "files": self.files,
        }
        return {name: value for name, value in body.items() if value}

    @classmethod
    def from_json(cls, body: Body) -> Reply:
        """The same again. Raises KeyError, TypeError or ValueError where it is of another shape."""
        fetch = body.get("fetch")
        return cls(
            tuple(map(_read_part, body.get("parts", ()))),
            tuple(tuple(Button(*one) for one in row) for row in body.get("buttons", ())),
            body.get("edit", False),
            _read_sheet(body["sheet"]) if "sheet" in body else None,
            tuple(Piece(**one) for one in body.get("papers", ())),
            tuple(PaperWish(**one) for one in body.get("prints", ())),
            Fetch(File(**fetch["file"]), fetch["draft"]) if fetch else None,
            body.get("files", False),
        )


def _part(part: Part) -> Body:
    match part:
        case Say(text, strong):
            return {"say": text, "strong": True} if strong else {"say": text}
        case Quote(text, source):
            return {"quote": text, "source": source}


def _read_part(body: Body) -> Part:
    return (
        Quote(body["quote"], body["source"])
        if "quote" in body
        else Say(body["say"], body.get("strong", False))
    )


def _sheet(sheet: Sheet | Form) -> Body:
    match sheet:
        case Sheet(name, title, parts):
            return {"name": name, "title": title, "parts": [_part(one) for one in parts]}
        case Form():
            return asdict(sheet)


def _read_sheet(body: Body) -> Sheet | Form:
    if "parts" in body:
        return Sheet(body["name"], body["title"], tuple(map(_read_part, body["parts"])))
    rows = tuple(tuple(Cell(**cell) for cell in row) for row in body["rows"])
    return Form(**{**body, "rows": rows, "notes": tuple(body["notes"])})


def plain(part: Part) -> str:
    """A part as a terminal or a log of a conversation shows it."""
    match part:
        case Say(text):
            return text
        case Quote(text, source):
            return f"{source}\n「{text}」"


def say(*paragraphs: str, buttons: tuple[tuple[Button, ...], ...] = (), edit: bool = False) -> Reply:
    """A reply of plain paragraphs."""
    return Reply(tuple(Say(text) for text in paragraphs), buttons, edit)
