"""A conversation in a terminal: buttons as numbers, readable width; through a pipe one reply a line."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot import documents
from bot.casework.printing import NotMade, PaperFiles, Printer, handed
from bot.channels.buttons import Numbered, changed, numbered
from bot.channels.screen import rendered
from bot.clean import clean, said
from bot.documents import Format
from bot.files import Gone, Keep, NotTaken
from bot.files.saving import downloads, saved
from bot.store.errors import StoreUnavailable
from dialogs.acts import Kept, NotKept, PaperWish
from dialogs.core import Command, Event, Fetch, File, Pressed, Reply, Said, Say, Sent

CHAT = "terminal"
FAREWELL = "再见，随时再来。"
PROMPT = "> "
NO_BUTTON = "上一条消息没有 {number} 号按钮，请直接打字，或输入按钮前的数字。"

SAVED = "已存到 {file}"
NOT_SAVED = "没能存到 {folder}（{why}）。请看看那里能不能写；内容还在，改好以后再按一次同一个按钮即可。"
NO_FILE = "没有找到文件 {file}。请核对位置，或者把文件拖进终端再按回车。"
MAKING = "正在做{kind}，要几秒钟，请稍等……"
SAME = "（其余没有变。）"
PAPER_GONE = "材料“{name}”已经不在了。"
HOW_TO_HAND_OVER = "（在终端里交文件：打 @ 加文件的位置，例如 @会议纪要.pdf，或者把文件拖进来。）"
FOLDER = "{file} 是文件夹。请给出里面的一个文件。"
PASTED, PASTE_ENDS = "\033[200~", "\033[201~"
"""Between these a terminal sends what is pasted."""
FILE = "@"
"""What a line begins with that hands over a file."""

Handle = Callable[[Event], Iterable[Reply]]
News = tuple[int, Reply]
"""What came, with its number."""


def chat_of(user: str) -> str:
    """Each user of the computer has a conversation of their own, also where they share a data folder."""
    return f"{CHAT}:user:{user}"


def chat(
    handle: Handle,
    source: TextIO | None = None,
    out: TextIO | None = None,
    folder: Path | None = None,
    keep: Keep | None = None,
    news: Callable[[], Iterable[News]] = tuple,
    told: Callable[[Sequence[int]], None] = lambda _: None,
    printer: Printer | None = None,
) -> int:
    """Talk until the input ends; documents are put where downloads are, where no other folder is named. Returns the
    exit code."""
    source, out = source or sys.stdin, out or sys.stdout
    live = source.isatty() and out.isatty()
    around = Around(out, live, folder or downloads(Path.home()), keep, news, told, printer)
    _talk(Surface(handle, around), source)
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
    are put into, the `keep` for files that are handed over, the `printer` of official papers; `news`: what came for this reader without being asked for,
    shown before each line, then `told` to have been."""

    out: TextIO
    live: bool
    folder: Path
    keep: Keep | None
    news: Callable[[], Iterable[News]]
    told: Callable[[Sequence[int]], None]
    printer: Printer | None = None


class Surface:
    """What stands on the screen, and what a line typed below it does."""

    def __init__(self, handle: Handle, around: Around) -> None:
        self.around = around
        self._handle = handle
        self._buttons: Numbered = {}
        self._lines: list[str] = []
        """What the last message looked like."""

    def hears(self, line: str) -> None:
        event = _event(line, self._buttons, self.around.keep is not None)
        if isinstance(event, str):
            print(event, file=self.around.out, flush=True)
        else:
            self.does(event)

    def does(self, event: Event) -> None:
        """Show what it leads to; a file that is wanted is brought in at once, and that leads on."""
        news = list(self.around.news())
        replies = [*(reply for _, reply in news), *_answered(self._handle, event)]
        if seen := [reply for reply in replies if reply.parts]:
            self._show(seen)
        with contextlib.suppress(StoreUnavailable):  # then it is shown once more
            self.around.told([number for number, _ in news])
        for wanted in [reply.fetch for reply in replies if reply.fetch]:
            if self.around.keep is not None:
                self.does(_brought(wanted, self.around.keep))

    def _show(self, replies: Sequence[Reply]) -> None:
        """Print the replies; their buttons are pressed by number from now on. Of a message that stays in its place only what
        has changed is printed."""
        self._buttons, rows = numbered(replies)
        for n, reply in enumerate(replies):
            lines = [*rendered(reply, self.around.live).split("\n"), *rows[n]]
            new = (
                changed(self._lines, lines) if reply.edit and self.around.live and len(replies) == 1 else None
            )
            self._lines = lines
            if new is not None:
                print("\n".join([*new, SAME]) + "\n", file=self.around.out, flush=True)
                continue
            self._print(reply, rows[n])

    def _print(self, reply: Reply, rows: Sequence[str]) -> None:
        around = self.around
        print(rendered(reply, around.live), file=around.out)
        if reply.files and around.keep:
            print(f"\n{HOW_TO_HAND_OVER}", file=around.out)
        for line in _written_down(reply, around):
            print(line, file=around.out, flush=True)
        print("\n".join(rows) + "\n" if rows else "", file=around.out, flush=True)


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
            import readline  # only here: it writes to some terminals as it starts

            if os.environ.get("TERM", "dumb") != "dumb":  # what is pasted comes as one message
                readline.parse_and_bind("set enable-bracketed-paste on")
        try:
            return input(PROMPT)
        except EOFError:
            return None
    if live:
        print(PROMPT, end="", file=out, flush=True)
    line = source.readline()
    if live and PASTED in line:
        line = _pasted(line, source)
    return line.rstrip("\n") if line else None


def _pasted(line: str, source: TextIO) -> str:
    """All lines of what was pasted, as one."""
    while PASTE_ENDS not in line and (more := source.readline()):
        line += more
    return line.replace(PASTED, "").replace(PASTE_ENDS, "")


def _event(line: str, buttons: Numbered, files: bool = False) -> Event | str:
    """A number presses a button of the last message, /name is a command, @ hands over a file; a text for the reader
    where that button or file is not there."""
    text = clean(line).strip()
    if text.isascii() and text.isdigit() and len(text) <= 2 and buttons:
        pressed = buttons.get(int(text))
        return Pressed(pressed.data) if pressed else NO_BUTTON.format(number=text)
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


def _written_down(reply: Reply, around: Around) -> Iterable[str]:
    """Where the documents of a reply and copies of its kept files are now; before what takes long, that it does."""
    folder, keep = around.folder, around.keep
    for kind in documents.kinds(reply.sheet) if reply.sheet else ():
        yield from _making(kind, around)
        if reply.sheet and (content := documents.made(reply.sheet, kind)):
            yield _stored(folder, documents.file_name(reply.sheet, kind), content)
    for wish in reply.prints:
        yield from _printed(wish, around)
    for piece in reply.papers if keep else ():
        try:
            yield _stored(folder, piece.name, keep.read(piece.place) if keep else b"")
        except Gone:
            yield PAPER_GONE.format(name=piece.name)


def _printed(wish: PaperWish, around: Around) -> Iterator[str]:
    """Where an official paper is now, in each kind; why not, where not."""
    for kind in handed() if around.printer else ():
        yield from _making(kind, around)
        try:
            made = around.printer.made(wish, kind) if around.printer else None
        except StoreUnavailable as error:
            made = NotMade(str(error), alone=False)
        match made:
            case PaperFiles(name, _, content):
                yield _stored(around.folder, name, content)
            case NotMade(words) if made.is_news(kind):
                yield words


def _making(kind: Format, around: Around) -> Iterator[str]:
    if around.live and kind != "docx":
        yield MAKING.format(kind=kind.upper() if kind == "pdf" else "图片")


def _stored(folder: Path, name: str, content: bytes) -> str:
    """What the reader is told of a file; an older one of that name is kept, the new one gets a number."""
    try:
        return SAVED.format(file=saved(folder / name, content))
    except OSError as error:
        return NOT_SAVED.format(folder=folder, why=said(error))
