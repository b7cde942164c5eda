"""What is written beside the screen: printed forms, copies of files. Never over a file that is there."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from bot import documents
from bot.clean import said
from bot.cli.printing import line
from bot.cli.usage import UsageError
from bot.files import Gone, Keep, shown_name
from bot.files.saving import put, saved
from dialogs.acts import Case, Piece
from dialogs.shared.paper import refiled
from knowledge.library.corpus import Library

LONGEST_STEM = 200
"""Bytes of a file's name without its ending: a file system takes 255."""
THERE = "已经有 {file} 了，没有动它。请换个名字{or_force}。"
WRITE = "写不了 {file}（{why}）。请检查文件夹、权限和磁盘空间。"


def writable(file: Path, endings: Sequence[str], force: bool = False, or_force: str = "") -> Path:
    """A file that may be written: of a known ending, in a folder that is there, not yet there itself."""
    if file.suffix.lower() not in endings:
        raise UsageError(f"{file} 的后缀不对，请写成 {' 或 '.join(f'名字{one}' for one in endings)}。")
    try:
        if not file.parent.is_dir():
            raise UsageError(f"没有 {file.parent} 这个文件夹，请先建好，或换一个。")
        if file.is_dir():
            raise UsageError(f"{file} 是一个文件夹，请换个名字。")
        if file.exists() and not force:
            raise UsageError(THERE.format(file=file, or_force=or_force))
    except OSError as error:  # a name that no disk takes
        raise UsageError(WRITE.format(file=file, why=said(error))) from error
    return file


def print_form(library: Library, case: Case, file: Path) -> str:
    """The printed form of an application as a docx; says where it is."""
    if not case.fields:
        raise UsageError(f"{case.spelled} 的内容已经删除，没有申请表可存。")
    if case.region not in library.regimes:
        raise UsageError(f"没有 {case.region} 的文件了，排不出申请表。请把它放回 RONGCUO_POLICIES 再试。")
    content = documents.made(refiled(library, case), "docx")
    try:
        return f"已存到 {put(file, content or b'')}"
    except FileExistsError:
        raise UsageError(THERE.format(file=file, or_force="")) from None
    except OSError as error:
        raise UsageError(WRITE.format(file=file, why=said(error))) from error


def copy_files(keep: Keep, case: Case, folder: Path) -> tuple[list[str], bool]:
    """(what became of each file, whether all of them are there and as they came)."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(WRITE.format(file=folder, why=said(error))) from error
    told = [_copied(keep, one, folder) for one in (*case.pieces, *case.added)]
    return [line for line, _ in told] or ["这份申请没有材料。"], all(good for _, good in told)


def _copied(keep: Keep, piece: Piece, folder: Path) -> tuple[str, bool]:
    name = line(piece.name)
    try:
        content = keep.read(piece.place)
        if hashlib.sha256(content).hexdigest() != piece.sha256:
            return f"“{name}”和收到时不一样了（sha256 不符），没有存。", False
        return f"已存到 {saved(folder / _file_name(piece), content)}", True
    except Gone:
        return f"“{name}”已经不在了。", False
    except OSError as error:
        return f"“{name}”没能存下（{said(error)}）。", False


def _file_name(piece: Piece) -> str:
    """Its display name, short enough for every file system."""
    stem, _, ending = shown_name(piece.name, piece.kind).rpartition(".")
    return f"{stem.encode()[:LONGEST_STEM].decode('utf-8', 'ignore')}.{ending}"
