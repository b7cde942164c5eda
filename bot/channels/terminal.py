"""A conversation in a terminal: buttons as numbers, readable width; through a pipe one reply a line."""

from __future__ import annotations

import contextlib
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot import documents
from bot.clean import clean, columns, said
from dialogs.acts import Kept, NotKept
from dialogs.core import Button, Command, Event, Fetch, File, Part, Pressed, Reply, Said, Say, Sent
from knowledge.policy.quote import Quote

if TYPE_CHECKING:
    from bot.files import Keep

WIDTH = 76
"""Columns of a line; a Han character takes two."""
CHAT = "terminal"
UNIT = re.compile(r"[《（「『“‘〔]{0,3}(?:[0-9A-Za-z.]{1,30}|.)[，。；：！？、）》」』”’〕…]{0,4}", re.S)
"""What a line is never broken inside: a number, a word, a character, with the punctuation that clings to it."""
BOLD, PLAIN = "\033[1m", "\033[0m"
BAR = "│ "
FAREWELL = "再见，随时再来。"
PROMPT = "> "
NO_BUTTON = "上一条消息没有 {number} 号按钮，请直接打字，或输入按钮前的数字。"

SAVED = "已存到 {file}"
NOT_SAVED = "没能存到 {folder}（{why}）。请换一个能写的文件夹再运行，内容还在，再按一次同一个按钮即可。"
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
    """Talk until the input ends; documents are put into `folder`, the current one by default, and files that are handed
    over into `keep`. `news`: what came for this reader without being asked for, told before each line. Returns the exit
    code."""
    source, out = source or sys.stdin, out or sys.stdout
    live = source.isatty() and out.isatty()
    surface = Surface(handle, out, live, folder, keep, news)
    if live:
        surface.does(Command("start"))
    try:
        for line in _lines(source, out, live):
            surface.hears(line)
    except KeyboardInterrupt:
        pass
    if live:
        print(f"\n{FAREWELL}", file=out)
    return 0


class Surface:
    """What stands on the screen, and what a line typed below it does."""

    def __init__(
        self,
        handle: Handle,
        out: TextIO,
        live: bool,
        folder: Path | None,
        keep: Keep | None,
        news: Callable[[], Iterable[Reply]],
    ) -> None:
        self._handle, self._out, self._live, self._folder, self._keep = handle, out, live, folder, keep
        self._news = news
        self._buttons: list[Button] = []

    def hears(self, line: str) -> None:
        event = _event(line, self._buttons, self._keep is not None)
        if isinstance(event, str):
            print(event, file=self._out, flush=True)
        else:
            self.does(event)

    def does(self, event: Event) -> None:
        """Show what it leads to; a file that is wanted is brought in at once, and that leads on."""
        replies = [*self._news(), *_answered(self._handle, event)]
        if seen := [reply for reply in replies if reply.parts]:
            self._buttons = _show(seen, self._out, self._live, self._folder, self._keep)
        for wanted in [reply.fetch for reply in replies if reply.fetch]:
            if self._keep is not None:
                self.does(_brought(wanted, self._keep))


def _brought(wanted: Fetch, keep: Keep) -> Kept | NotKept:
    """The file, in the keep; or why not."""
    from bot.files import NotTaken

    file = wanted.file
    try:
        with Path(file.ref).open("rb") as content:
            return Kept(wanted.draft, file.ref, keep.keep(content, file.name))
    except NotTaken as error:
        return NotKept(wanted.draft, file.ref, file.name, error.why)
    except OSError:
        return NotKept(wanted.draft, file.ref, file.name, "gone")


def _answered(handle: Handle, event: Event) -> list[Reply]:
    from bot.store.mail import StoreUnavailable

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
            import readline  # noqa: F401
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


def _show(
    replies: Iterable[Reply], out: TextIO, live: bool, folder: Path | None, keep: Keep | None
) -> list[Button]:
    """Print the replies; the buttons of all of them. Those of the last reply, which is what the reader answers, are
    numbered from 1, the others after them."""
    replies = list(replies)
    last = [button for row in replies[-1].buttons for button in row] if replies else []
    buttons = [button for reply in replies[:-1] for row in reply.buttons for button in row]
    number = len(last)
    for reply in replies:
        if reply is replies[-1]:
            number = 0
        print(rendered(reply, live), file=out)
        if reply.files and keep:
            print(f"\n{HOW_TO_HAND_OVER}", file=out)
        for line in _written_down(reply, folder or Path.cwd(), keep):
            print(line, file=out)
        rows = []
        for row in reply.buttons:
            rows.append("  ".join(f"[{number + n}] {button.label}" for n, button in enumerate(row, 1)))
            number += len(row)
        print("\n".join(rows) + "\n" if rows else "", file=out, flush=True)
    return [*last, *buttons]


def _written_down(reply: Reply, folder: Path, keep: Keep | None) -> Iterable[str]:
    """Where the documents of a reply and copies of its kept files are now."""
    from bot.files import Gone

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
    from bot.files.saving import saved

    try:
        return SAVED.format(file=saved(folder / name, content))
    except OSError as error:
        return NOT_SAVED.format(folder=folder, why=said(error))


def rendered(reply: Reply, live: bool = False) -> str:
    """A message as a terminal shows it: quotes with a bar, wrapped, bold only on a real terminal."""
    return "\n\n".join(_block(part, live) for part in reply.parts)


def _block(part: Part, live: bool) -> str:
    match part:
        case Say(text, strong):
            shown = "\n".join(_wrapped_lines(text, WIDTH))
            return f"{BOLD}{shown}{PLAIN}" if live and strong else shown
        case Quote(text, source):
            return "\n".join(
                [wrapped(source, WIDTH), *(BAR + line for line in _wrapped_lines(text, WIDTH - 2))]
            )


def _wrapped_lines(text: str, width: int) -> list[str]:
    return [row for line in text.split("\n") for row in wrapped(line, width).split("\n")]


def wrapped(text: str, width: int) -> str:
    """A line broken at `width` columns; punctuation stays with what it belongs to, control characters are left out."""
    lines, line, used = [], "", 0
    for unit in UNIT.findall("".join(c for c in text if unicodedata.category(c)[0] != "C")):
        size = columns(unit)
        if used + size > width and line:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + unit, used + size
    return "\n".join([*lines, line])
