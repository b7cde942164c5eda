"""An office's own layouts: `templates/<policy>/<paper>.docx` in the data folder takes the place of ours.

A text in it stays what it is, whatever signs it holds; what is wrong with a file is said before it is needed, all at once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from bot.clean import said
from bot.documents.page import clean
from bot.documents.papers import PAPERS
from bot.documents.papers.case import CasePaper
from bot.documents.papers.register import RegisterPaper
from bot.documents.papers.vocabulary import ROW, ROWS, of_case, of_register

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

FOLDER = "templates"
REGISTER = "register"
TITLES: Mapping[str, str] = {**{one.id: one.title for one in PAPERS.values()}, REGISTER: "容错纠错工作备案表"}
MARKUP = "{}%#_<>&\"'"
"""Signs that a template, or the file's own language, would take for its own."""
SWOLLEN = 64 * 2**20
"""Bytes that a file may be once unpacked: whatever is larger is read into memory whole, a small file of zeros too."""
MOST = 5
"""Places that one sentence names."""
NAMELESS = CasePaper("", "", "")
NO_REGISTER = RegisterPaper("", "", ())


class TemplateFault(Exception):
    """A template that cannot be used; the text names file, place and remedy."""


@dataclass(frozen=True, slots=True)
class OwnTemplates:
    """What an office has laid out itself."""

    folder: Path

    @classmethod
    def under(cls, data: Path) -> OwnTemplates:
        return cls(data / FOLDER)

    def of(self, region: str, paper: str) -> Path | None:
        """The file for it, where there is one."""
        file = self.folder / region / f"{paper}.docx"
        return file if file.is_file() else None

    @contextmanager
    def laid(self, region: str, paper: str, content: bytes) -> Iterator[Path]:
        """A file beside those that are in force, to be looked through first; gone afterwards unless it is taken. OSError."""
        folder = self.folder / region
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=f".{paper}-", suffix=".new", delete=False) as new:
            new.write(content)
        try:
            yield Path(new.name)
        finally:
            Path(new.name).unlink(missing_ok=True)

    def takes(self, file: Path, region: str, paper: str) -> None:
        """What was looked through is in force from now on, whole or not at all. OSError."""
        file.replace(self.folder / region / f"{paper}.docx")

    def drops(self, region: str, paper: str) -> None:
        """Ours is in force again. OSError."""
        (self.folder / region / f"{paper}.docx").unlink(missing_ok=True)

    def filled(self, region: str, paper: str, given: CasePaper | RegisterPaper) -> bytes | None:
        """The paper in the office's own layout; None where it has none. TemplateFault."""
        file = self.of(region, paper)
        return None if file is None else filled(file, paper, given)

    def faults(self, regions: Collection[str]) -> tuple[str, ...]:
        """All that is wrong, a sentence each."""
        return tuple(self._faults(regions)) if self.folder.is_dir() else ()

    def count(self) -> int:
        return len(_files(self.folder))

    def used(self, region: str) -> int:
        """Of how many papers of this policy the office's own is in force."""
        return sum(self.of(region, paper) is not None for paper in TITLES)

    def away(self) -> str:
        """Why nothing can be put here; empty where it can. Nothing is left behind."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self.folder):
                return ""
        except OSError as error:
            return said(error)

    def astray(self, regions: Collection[str]) -> tuple[str, ...]:
        """Of files that stand for no paper, a sentence each."""
        there = _files(self.folder) if self.folder.is_dir() else []
        return tuple(filter(None, (self._astray(one, regions) for one in there)))

    def _faults(self, regions: Collection[str]) -> Iterator[str]:
        for file in _files(self.folder):
            if astray := self._astray(file, regions):
                yield astray
            else:
                yield from faults(file, file.stem)

    def _astray(self, file: Path, regions: Collection[str]) -> str:
        if file.parent.parent != self.folder or file.parent.name not in regions:
            return (
                f"{file}：放的位置不对，要放在 {self.folder}/<地区>/ 下，<地区> 只能是 {'、'.join(regions)}。"
            )
        if file.stem not in TITLES:
            known = "、".join(f"{name}.docx（{title}）" for name, title in TITLES.items())
            return f"{file}：没有这种文书，请改名；可以用的名字有 {known}。"
        return ""


def filled(file: Path, paper: str, given: CasePaper | RegisterPaper) -> bytes:
    """TemplateFault."""
    if wrong := list(faults(file, paper)):
        raise TemplateFault("\n".join(wrong))
    template = _opened(file)
    template.render(_literal(_values(paper, given)), _environment(), autoescape=True)
    stream = io.BytesIO()
    template.save(stream)
    return stream.getvalue()


def faults(file: Path, paper: str) -> Iterator[str]:
    """Whether it can be read, names only what there is, and has a place for what the paper is about."""
    try:
        if _unpacked(file) > SWOLLEN:
            yield f"{file}：展开以后超过 {SWOLLEN // 2**20} MB，不像一份文书，没有打开；请把里面的图片换小。"
            return
        named = _opened(file).get_undeclared_template_variables(_environment())
        wrong = [*_misnamed(file, paper, named), *_missing(file, paper, named)]
        yield from wrong
        if not wrong:
            _opened(file).render(_literal(_example(paper)), _environment(), autoescape=True)
    except OSError as error:
        yield f"{file}：打不开（{said(error)}）；请检查文件和权限。"
    except (BadZipFile, KeyError, ValueError) as error:
        yield f"{file}：不是能读的 docx（{type(error).__name__}）；请用 Word 或 WPS 另存为 .docx。"
    except Exception as error:  # whatever a template can make of itself; it is the office's own text
        yield _misread(file, error)


def _unpacked(file: Path) -> int:
    with ZipFile(file) as archive:
        return sum(one.file_size for one in archive.infolist())


def _misnamed(file: Path, paper: str, named: Collection[str]) -> Iterator[str]:
    known = _values(paper, NO_REGISTER if paper == REGISTER else NAMELESS)
    for name in sorted(set(named) - set(known)):
        near = get_close_matches(name, known, n=1)
        remedy = f"是不是想写“{near[0]}”" if near else f"可以用的有：{'、'.join(known)}"
        yield f"{file}：{_place(file, name)}写了“{name}”，没有这一项；{remedy}。"


def _missing(file: Path, paper: str, named: Collection[str]) -> Iterator[str]:
    needs = (ROWS,) if paper == REGISTER else PAPERS[paper].needs
    for name in needs:
        if name not in named:
            sample = "{{ " + name + " }}"
            yield f"{file}：整份里都没有“{name}”，印出来会缺这一项；请在该写它的地方写上 {sample}。"


def _place(file: Path, name: str) -> str:
    return next((place for place, text in _places(file) if name in text), "页眉或页脚")


def _places(file: Path) -> Iterator[tuple[str, str]]:
    """What stands where in the document, as a reader counts."""
    from docx import Document

    document = Document(str(file))
    for number, paragraph in enumerate(document.paragraphs, 1):
        yield f"第{number}段", paragraph.text
    for number, table in enumerate(document.tables, 1):
        for at, row in enumerate(table.rows, 1):
            yield f"第{number}张表第{at}行", "".join(cell.text for cell in row.cells)


def _misread(file: Path, error: Exception) -> str:
    """What cannot be read, and where it may be; never a value of a case."""
    told = re.search(r"no attribute '([^']+)'|'([^']+)' is undefined", str(error))
    if told:
        name = told[1] or told[2]
        return f"{file}：{_place(file, name)}写了“{name}”，没有这一项；每一行可以用的有：{'、'.join(ROW)}。"
    braced = [(at, text) for at, text in _places(file) if "{" in text or "}" in text]
    odd = [at for at, text in braced if "{%" in text or text.count("{{") != text.count("}}")][:MOST]
    odd = odd or [at for at, _ in braced][:MOST]
    return (
        f"{file}：{'、'.join(odd) or '页眉或页脚'}的花括号看不懂；请对照说明改，成对的 {{%…%}} 要有头有尾。"
    )


# ── what goes in ─────────────────────────────────────────────────────────────────────────────────
def _values(paper: str, given: CasePaper | RegisterPaper) -> Mapping[str, Any]:
    return of_register(given) if isinstance(given, RegisterPaper) else of_case(given, paper)


def _example(paper: str) -> Mapping[str, Any]:
    """Something in every place, so that a template is tried as it will be used."""
    if paper == REGISTER:
        return {**of_register(NO_REGISTER), ROWS: [dict.fromkeys(ROW, "例")]}
    return dict.fromkeys(of_case(NAMELESS, paper), "例")


def _literal(value: Any) -> Any:
    """The same, every sign as itself: what a person wrote is never read as a template or as the file's own language."""
    if isinstance(value, Mapping):
        return {name: _literal(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_literal(one) for one in value]
    return _Escaped("".join(f"&#{ord(c)};" if c in MARKUP else c for c in clean(value)))


class _Escaped(str):
    """A text that is the file's own language already."""

    def __html__(self) -> str:
        return str(self)


def _environment() -> Any:
    """No more than names, conditions and loops."""
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _opened(file: Path) -> DocxTemplate:
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(file.read_bytes()))
    template.init_docx()
    return template


def _files(folder: Path) -> list[Path]:
    """Without what Word keeps beside a file that is open."""
    return sorted(one for one in folder.rglob("*.docx") if not one.name.startswith("~$"))
