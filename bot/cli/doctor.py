"""`rongcuo doctor`: whether everything around the bot is fit, line by line, and what to do where it is not.

Nothing secret is printed: of an address its machine alone, of an error its kind alone.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bot import documents
from bot.clean import said
from bot.cli.checked import Checked
from bot.cli.outside import proxy, telegram
from bot.cli.places import region
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from bot.cli.webpage import page
from bot.documents.papers.templates import OwnTemplates
from bot.files import Keep
from bot.settings import Settings
from bot.store.errors import StoreError
from bot.store.mail import Store
from bot.store.records import BLOCKED, UNREACHABLE
from dialogs.core import Say, Sheet
from knowledge.library.corpus import CorpusError, Library

SECONDS = 10.0
"""Patience with the list of fonts."""
ROOM = 2**30
"""Bytes that should be free where the data is."""
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that goes right shows an earlier time."""
AWAY = "连不连得上请看下面“Telegram”一行，连上以后请对方再问一次"
UNFIT = "请对方再问一次，还不行请把日志里“已经放弃”前后的几行交给维护的人"


def doctor(wanted: argparse.Namespace, around: Surroundings) -> int:
    """Exit code 1 where something does not work."""
    del wanted
    bad = 0
    for line in _looked(around):
        print(line, flush=True)
        bad += line.level == "不行"
    print(f"有 {bad} 处不行，请照上面的话改好再查一遍。" if bad else "都能用。")
    return 1 if bad else 0


def _looked(around: Surroundings) -> Iterator[Checked]:
    yield from surroundings(around.settings)
    yield from policies(around)
    yield from calendar(around)
    for look in LOOKS:
        yield from look(around.settings)


# ── here ────────────────────────────────────────────────────────────────────────────────────────
def surroundings(settings: Settings) -> Iterator[Checked]:
    where = "Telegram" if settings.telegram_token else "终端（没有设 RONGCUO_TELEGRAM_TOKEN）"
    where = f"网页和{where}" if settings.page else where
    yield Checked("好", "设置", f"都读得懂；在{where}里对话，数据在 {settings.data}")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding not in ("utf8", "gb18030", "gbk"):
        yield Checked("注意", "编码", f"终端的编码是 {encoding}，中文会显示成问号；请设 LANG=C.UTF-8")
    now = datetime.now(UTC)
    if now < BUILT:
        yield Checked("不行", "时钟", f"现在显示 {now:%Y-%m-%d}，早于程序发布的日子；请校准系统时间")


def policies(around: Surroundings) -> Iterator[Checked]:
    """All that are built in and the operator's own, and the region that is set."""
    try:
        library = around.load()
    except CorpusError as error:
        yield from _lines("政策文件", str(error))
        return
    for problem in library.problems:
        yield Checked("不行", "政策文件", f"没有采用 {problem}")
    if not library.problems:
        yield Checked("好", "政策文件", f"{len(library.policies)} 份，都读得懂")
    yield from _region(library, around.settings.region)
    yield from _layouts(library, around.settings)


def _region(library: Library, wanted: str | None) -> Iterator[Checked]:
    if wanted is None:
        return
    try:
        yield Checked("好", "地区", f"默认是{library.short[region(library, wanted)]}")
    except UsageError as error:
        yield Checked("不行", "地区", f"RONGCUO_REGION 写的是 {wanted}：{error}")


def _layouts(library: Library, settings: Settings) -> Iterator[Checked]:
    """The office's own layouts of papers, where it has any."""
    own = OwnTemplates.under(settings.data)
    faults = own.faults(tuple(library.policies))
    yield from (Checked("不行", "文书样式", line) for line in faults)
    if own.count() and not faults:
        yield Checked("好", "文书样式", f"{own.folder} 里有 {own.count()} 份单位自己的样式，都用得上")


def calendar(around: Surroundings) -> Iterator[Checked]:
    if around.settings.workdays is None:
        return
    try:
        around.calendar()
        yield Checked("好", "放假调休", f"{around.settings.workdays} 读得懂")
    except UsageError as error:
        yield from _lines("放假调休", str(error))


def _lines(what: str, words: str) -> Iterator[Checked]:
    """What does not work, a line for each thing that is wrong."""
    return (Checked("不行", what, line) for line in words.splitlines() if line)


def database(settings: Settings) -> Iterator[Checked]:
    kind = "PostgreSQL" if settings.database.startswith("postgres") else "SQLite"
    try:
        store = Store(settings.database)
    except StoreError as error:
        yield Checked("不行", "数据库", str(error))
        return
    try:
        yield from _contents(kind, store, Keep(settings.data / "files"))
    except StoreError as error:
        yield Checked("不行", "数据库", str(error))
    finally:
        store.close()


def _contents(kind: str, store: Store, keep: Keep) -> Iterator[Checked]:
    """What is in the database, and whether the files that it knows are there."""
    wrong = store.damage()
    if wrong:
        yield Checked("不行", "数据库", f"{kind} 文件有 {wrong} 处损坏，请先复制一份留着，再用备份恢复")
        return
    rows, faults = store.docket.audited()
    yield Checked("好", "数据库", f"{kind}，能读写，办理记录 {rows} 条")
    if faults:
        yield Checked("不行", "办理记录", f"有 {len(faults)} 处和当时写下的不一样，请看 rongcuo audit")
    yield from _given_up(store.given_up())
    yield from _files(store, keep)


def _given_up(counts: dict[str, int]) -> Iterator[Checked]:
    """Replies that nobody will get any more, but for those whose readers went away themselves."""
    total = sum(counts.values()) - counts.get(BLOCKED, 0)
    away = counts.get(UNREACHABLE, 0)
    if away:
        yield Checked("注意", "回复", f"有 {away} 条因为一天以上连不上 Telegram，已经放弃，不会再发；{AWAY}")
    if others := total - away:
        yield Checked("注意", "回复", f"有 {others} 条 Telegram 不收或者发的时候出错，已经放弃；{UNFIT}")


def _files(store: Store, keep: Keep) -> Iterator[Checked]:
    try:
        keep.try_out()
        yield _kept(store, keep)
    except OSError as error:
        yield Checked(
            "不行", "材料", f"材料文件夹用不了（{said(error)}）；请检查 RONGCUO_DATA 指的文件夹和权限"
        )


def _kept(store: Store, keep: Keep) -> Checked:
    """Whether the folder is this database's, with all that was filed. OSError."""
    places = keep.places()
    if store.docket.keep_identity() not in (None, keep.identity()):
        return Checked(
            "不行",
            "材料",
            "文件夹里的材料不是这个数据库的；请核对 RONGCUO_DATA 和 RONGCUO_DATABASE_URL 是不是同一套",
        )
    if lost := len(store.docket.filed_places() - places):
        return Checked("不行", "材料", f"有 {lost} 份材料库里有记录、文件夹里没有；请从备份恢复文件夹 files")
    return Checked("好", "材料", f"能读写，共 {len(places)} 份")


def disk(settings: Settings) -> Iterator[Checked]:
    place = next((one for one in (settings.data, *settings.data.parents) if one.is_dir()), Path("/"))
    free = shutil.disk_usage(place).free
    words = f"数据文件夹那里还有 {free / 2**30:.1f} GB"
    yield (
        Checked("好", "磁盘", words)
        if free > ROOM
        else Checked("注意", "磁盘", f"{words}，快满了，请腾出空间")
    )


# ── documents ───────────────────────────────────────────────────────────────────────────────────
def office(settings: Settings) -> Iterator[Checked]:
    del settings
    if "pdf" not in documents.kinds():
        yield Checked(
            "注意", "LibreOffice", "没有装，申请表和自评只有 docx，没有 PDF；要 PDF 请装 libreoffice-writer"
        )
        return
    if documents.made(Sheet("试", "试", (Say("试"),)), "pdf") is None:
        why = "装了，但做不出 PDF；请在命令行里试 soffice --headless --convert-to pdf，看它说什么"
        yield Checked("不行", "LibreOffice", why)
        return
    yield Checked("好", "LibreOffice", "能做 PDF")
    if not shutil.which("pdftoppm"):
        yield Checked("注意", "图片", "没有装 poppler-utils，申请表没有图片可以先看")
    yield from _fonts()


def _fonts() -> Iterator[Checked]:
    """The official fonts or what stands in for them."""
    try:
        listed = _listed()
    except (OSError, subprocess.SubprocessError):
        yield Checked("注意", "字体", "查不了（没有 fontconfig）；PDF 里的中文可能显示不出来")
        return
    missing = [
        name for name, others in documents.FONTS.items() if not any(one in listed for one in (name, *others))
    ]
    if missing:
        lack = f"没有{'、'.join(missing)}，也没有能代替的"
        yield Checked("注意", "字体", f"{lack}；PDF 里的中文可能显示不出来，请装 fonts-noto-cjk")
    else:
        lent = [name for name in documents.FONTS if name not in listed]
        instead = f"没有{'、'.join(lent)}，PDF 用别的字体代替；docx 里写的仍是公文字体"
        yield Checked("好", "字体", instead if lent else "公文字体都有")


def _listed() -> str:
    """The families of all fonts. OSError, SubprocessError."""
    command = ["fc-list", ":", "family"]
    run = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    return run.stdout.decode("utf-8", "replace")


LOOKS: tuple[Callable[[Settings], Iterator[Checked]], ...] = (
    database,
    disk,
    page,
    proxy,
    telegram,
    office,
)
