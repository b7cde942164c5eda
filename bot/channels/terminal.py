"""A conversation in a terminal: buttons as numbers, readable width; through a pipe one reply a line."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TextIO

from bot import documents
from bot.channels.screen import rendered
from bot.clean import clean, said
from bot.files import Gone, Keep, NotTaken
from bot.files.saving import downloads, saved
from bot.store.errors import StoreUnavailable
from dialogs.acts import Kept, NotKept
from dialogs.core import Button, Command, Event, Fetch, File, Pressed, Reply, Said, Say, Sent

CHAT = "terminal"
FAREWELL = "再见，随时再来。"
PROMPT = "> "
NO_BUTTON = "上一条消息没有 {number} 号按钮，请直接打字，或输入按钮前的数字。"

SAVED = "已存到 {file}"
NOT_SAVED = "没能存到 {folder}（{why}）。请看看那里能不能写；内容还在，改好以后再按一次同一个按钮即可。"
NO_FILE = "没有找到文件 {file}。请核对位置，或者把文件拖进终端再按回车。"
PAPER_GONE = "材料“{name}”已经不在了。"
HOW_TO_HAND_OVER = "（在终端里交文件：打 @ 加文件的位置，例如 @会议纪要.pdf，或者把文件拖进来。）"
FOLDER = "{file} 是文件夹。请给出里面的一个文件。"
FILE = "@"
"""What a line begins with that hands over a file."""

Handle = Callable[[Event], Iterable[Reply]]


def chat_of(user: str) -> str:
    """Each user of the computer has a conversation of their own, also where they share a data folder."""
    return f"{CHAT}:user:{user}"


def chat(
    handle: Handle,
    source: TextIO | None = None,
    out: TextIO | None = None,
    folder: Path | None = None,
    keep: Keep | None = None,
    news: Callable[[], Iterable[Reply]] = tuple,
) -> int:
    """Talk until the input ends; documents are put where downloads are, where no other folder is named. Returns the
    exit code."""
    source, out = source or sys.stdin, out or sys.stdout
    live = source.isatty() and out.isatty()
    _talk(Surface(handle, Around(out, live, folder or downloads(Path.home()), keep, news)), source)
    return 0


def _talk(surface: Surface, source: TextIO) -> None:
    """Greeted is who sits there, not a pipe."""
    around = surface.around
    if around.live:
        surface.does(Command("start"))
    with contextlib.suppress(KeyboardInterrupt):
        for line in _lines(source, around.out, around.live):
            surface.hears(line)
    if around.live:
        print(f"\n{FAREWELL}", file=around.out)


@dataclass(frozen=True, slots=True)
class Around:
    """What a conversation has around it: where it is shown, `live` to somebody or into a pipe; the `folder` that documents
    are put into, the `keep` for files that are handed over; `news`: what came for this reader without being asked for,
    told before each line."""

    out: TextIO
    live: bool
    folder: Path
    keep: Keep | None
    news: Callable[[], Iterable[Reply]]


class Surface:
    """What stands on the screen, and what a line typed below it does."""

    def __init__(self, handle: Handle, around: Around) -> None:
        self.around = around
        self._handle = handle
        self._buttons: list[Button] = []

    def hears(self, line: str) -> None:
        event = _event(line, self._buttons, self.around.keep is not None)
        if isinstance(event, str):
            print(event, file=self.around.out, flush=True)
        else:
            self.does(event)

    def does(self, event: Event) -> None:
        """Show what it leads to; a file that is wanted is brought in at once, and that leads on."""
        replies = [*self.around.news(), *_answered(self._handle, event)]
        if seen := [reply for reply in replies if reply.parts]:
            self._buttons = _show(seen, self.around)
        for wanted in [reply.fetch for reply in replies if reply.fetch]:
            if self.around.keep is not None:
                self.does(_brought(wanted, self.around.keep))


def _brought(wanted: Fetch, keep: Keep) -> Kept | NotKept:
    """The file, in the keep; or why not."""
    file = wanted.file
    try:
        with Path(file.ref).open("rb") as content:
            return Kept(wanted.draft, file.ref, keep.keep(content, file.name))
    except NotTaken as error:
        return NotKept(wanted.draft, file.ref, file.name, error.why)
    except OSError:
        return NotKept(wanted.draft, file.ref, file.name, "gone")


def _answered(handle: Handle, event: Event) -> list[Reply]:
    try:
        return list(handle(event))
    except StoreUnavailable as error:
        return [Reply((Say(str(error)),))]


def _lines(source: TextIO, out: TextIO, live: bool) -> Iterable[str]:
    """Lines without their end; an interactive prompt in front of each."""
    while (line := _line(source, out, live)) is not None:
        if line.strip() or live:
            yield line


def _line(source: TextIO, out: TextIO, live: bool) -> str | None:
    """The next line, None at the end."""
    if live and source is sys.stdin and out is sys.stdout:
        with contextlib.suppress(ImportError):  # history and editing, where there are any
            import readline  # noqa: F401  # only here: it writes to some terminals as it starts
        try:
            return input(PROMPT)
        except EOFError:
            return None
    if live:
        print(PROMPT, end="", file=out, flush=True)
    line = source.readline()
    return line.rstrip("\n") if line else None


def _event(line: str, buttons: list[Button], files: bool = False) -> Event | str:
    """A number presses a button of the last message, /name is a command, @ hands over a file; a text for the reader
    where that button or file is not there."""
    text = clean(line).strip()
    if text.isascii() and text.isdigit() and len(text) <= 2 and buttons:
        there = 1 <= int(text) <= len(buttons)
        return Pressed(buttons[int(text) - 1].data) if there else NO_BUTTON.format(number=text)
    if files and text.startswith(FILE):
        return _file(text.removeprefix(FILE).strip().strip("'\""))
    if text.startswith("/") and len(text) > 1:
        name, _, argument = text[1:].partition(" ")
        return Command(name.lower(), argument.strip())
    return Said(text)


def _file(name: str) -> Event | str:
    place = Path(name).expanduser()
    try:
        if not name or place.is_dir():
            return FOLDER.format(file=name) if name else HOW_TO_HAND_OVER
        if place.is_file():
            return Sent("document", "", File(str(place), place.name, place.stat().st_size))
    except (OSError, ValueError):  # too long, or not a name at all
        pass
    return NO_FILE.format(file=name)


def _show(replies: Sequence[Reply], around: Around) -> list[Button]:
    """Print the replies; the buttons of all of them, as they are numbered."""
    for before, reply in _numbered(replies):
        print(rendered(reply, around.live), file=around.out)
        if reply.files and around.keep:
            print(f"\n{HOW_TO_HAND_OVER}", file=around.out)
        for line in _written_down(reply, around.folder, around.keep):
            print(line, file=around.out)
        print(_rows(reply, before), file=around.out, flush=True)
    return [button for reply in (replies[-1], *replies[:-1]) for button in _buttons(reply)]


def _numbered(replies: Sequence[Reply]) -> Iterator[tuple[int, Reply]]:
    """Each reply with the number of buttons that come before its own. The last reply is what the reader answers: its
    buttons are numbered from 1, the others after them."""
    *earlier, last = replies
    before = len(_buttons(last))
    for reply in earlier:
        yield before, reply
        before += len(_buttons(reply))
    yield 0, last


def _buttons(reply: Reply) -> list[Button]:
    return [button for row in reply.buttons for button in row]


def _rows(reply: Reply, before: int) -> str:
    """The buttons with their numbers; empty where there are none."""
    number = count(before + 1)
    rows = ["  ".join(f"[{next(number)}] {button.label}" for button in row) for row in reply.buttons]
    return "\n".join(rows) + "\n" if rows else ""


def _written_down(reply: Reply, folder: Path, keep: Keep | None) -> Iterable[str]:
    """Where the documents of a reply and copies of its kept files are now."""
    for kind in documents.kinds(reply.sheet) if reply.sheet else ():
        if reply.sheet and (content := documents.made(reply.sheet, kind)):
            yield _stored(folder, documents.file_name(reply.sheet, kind), content)
    for piece in reply.papers if keep else ():
        try:
            yield _stored(folder, piece.name, keep.read(piece.place) if keep else b"")
        except Gone:
            yield PAPER_GONE.format(name=piece.name)


def _stored(folder: Path, name: str, content: bytes) -> str:
    """What the reader is told of a file; an older one of that name is kept, the new one gets a number."""
    try:
        return SAVED.format(file=saved(folder / name, content))
    except OSError as error:
        return NOT_SAVED.format(folder=folder, why=said(error))
