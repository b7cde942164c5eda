"""`rongcuo doctor`: whether everything around the bot is fit, line by line, and what to do where it is not.

Nothing secret is printed: of an address its machine alone, of an error its kind alone.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx

from bot import documents
from bot.channels.telegram.proxy import Proxy, chosen
from bot.clean import said
from bot.cli.surroundings import Surroundings
from bot.files import Keep
from bot.settings import Settings
from bot.store.errors import StoreError
from bot.store.mail import Store
from dialogs.core import Say, Sheet

Grade = Literal["好", "注意", "不行"]
SECONDS = 10.0
"""Patience with Telegram and a proxy."""
ASTRAY = 60.0
"""Seconds that the clock may differ from Telegram's."""
ROOM = 2**30
"""Bytes that should be free where the data is."""
BUILT = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that goes right shows an earlier time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one thing. "注意": it works, but something is missing; "不行": it does not."""

    level: Grade
    what: str
    words: str

    def __str__(self) -> str:
        return f"[{self.level}] {self.what}：{self.words}"


def doctor(wanted: argparse.Namespace, around: Surroundings) -> int:
    """Exit code 1 where something does not work."""
    del wanted
    bad = 0
    for look in LOOKS:
        for line in look(around.settings):
            print(line, flush=True)
            bad += line.level == "不行"
    print(f"有 {bad} 处不行，请照上面的话改好再查一遍。" if bad else "都能用。")
    return 1 if bad else 0


# ── here ────────────────────────────────────────────────────────────────────────────────────────
def surroundings(settings: Settings) -> Iterator[Checked]:
    where = "Telegram" if settings.telegram_token else "终端（没有设 RONGCUO_TELEGRAM_TOKEN）"
    yield Checked("好", "设置", f"都读得懂；在{where}里对话，数据在 {settings.data}")
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    if encoding not in ("utf8", "gb18030", "gbk"):
        yield Checked("注意", "编码", f"终端的编码是 {encoding}，中文会显示成问号；请设 LANG=C.UTF-8")
    now = datetime.now(UTC)
    if now < BUILT:
        yield Checked("不行", "时钟", f"现在显示 {now:%Y-%m-%d}，早于程序发布的日子；请校准系统时间")


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
    yield from _files(store, keep)


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


# ── outside ─────────────────────────────────────────────────────────────────────────────────────
def proxy(settings: Settings) -> Iterator[Checked]:
    """Whether it answers at all; what it lets through is seen at Telegram."""
    if settings.telegram_token is None or (by := _proxy(settings)) is None:
        return
    try:
        parts = urlsplit(by.address)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((host, port), SECONDS).close()
    except (OSError, ValueError) as error:
        why = said(error) if isinstance(error, OSError) else "网址写得不对"
        yield Checked(
            "不行", "代理", f"连不上 {by.address}（{why}）；请检查 RONGCUO_PROXY、HTTPS_PROXY 和代理本身"
        )
    else:
        yield Checked("好", "代理", f"{by.address} 有应答")


def _proxy(settings: Settings) -> Proxy | None:
    return chosen(settings.telegram_api_url, settings.proxy.get_secret_value() if settings.proxy else None)


def telegram(settings: Settings) -> Iterator[Checked]:
    if settings.telegram_token is None:
        return
    host = urlsplit(settings.telegram_api_url).hostname
    try:
        answer = _asked(settings, settings.telegram_token.get_secret_value())
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, ImportError) as error:
        yield Checked(
            "不行",
            "Telegram",
            f"连不上 {host}（{type(error).__name__}）；请检查网络、RONGCUO_TELEGRAM_API_URL，需要代理的设 RONGCUO_PROXY",
        )
        return
    yield _greeted(answer, host or "")
    yield from _clock(answer)


def _asked(settings: Settings, token: str) -> httpx.Response:
    """Who the token's bot is, asked of the server that is set. Whatever httpx raises."""
    by = _proxy(settings)
    url = f"{settings.telegram_api_url.rstrip('/')}/bot{token}/getMe"
    return httpx.get(url, timeout=SECONDS, proxy=by.url if by else None, trust_env=False)


def _greeted(answer: httpx.Response, host: str) -> Checked:
    try:
        name, code = _told(answer)
    except (ValueError, AttributeError, KeyError, TypeError):
        return Checked(
            "不行",
            "Telegram",
            f"{host} 的回答不是 Telegram 的（状态 {answer.status_code}）；可能是代理的登录页，或者 RONGCUO_TELEGRAM_API_URL 写错了",
        )
    if name is not None:
        return Checked("好", "Telegram", f"连得上，令牌是 @{name} 的")
    if code in (401, 404):
        return Checked(
            "不行", "Telegram", "不认这个令牌；请核对 RONGCUO_TELEGRAM_TOKEN（向 @BotFather 索取）"
        )
    return Checked("注意", "Telegram", f"连得上，但暂时不肯答（{code}）；请过一会儿再查")


def _told(answer: httpx.Response) -> tuple[str | None, int]:
    """(the bot's name, None where it was refused; Telegram's number for why). Raises where it is not Telegram's."""
    body = answer.json()
    ok, code = body.get("ok") is True, int(body.get("error_code") or 0)
    return str(body["result"]["username"]) if ok else None, code


def _clock(answer: httpx.Response) -> Iterator[Checked]:
    try:
        theirs = parsedate_to_datetime(answer.headers["date"])
        astray = (datetime.now(UTC) - theirs.astimezone(UTC)).total_seconds()
    except (KeyError, ValueError, TypeError):
        return
    if abs(astray) > ASTRAY:
        where = "快" if astray > 0 else "慢"
        yield Checked(
            "不行",
            "时钟",
            f"比 Telegram 的{where}了 {abs(astray) / 60:.0f} 分钟；期限和提醒会算错，请校准系统时间",
        )
    else:
        yield Checked("好", "时钟", "和 Telegram 的一致")


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
        yield Checked("好", "字体", "公文字体都有，或者有能代替的")


def _listed() -> str:
    """The families of all fonts. OSError, SubprocessError."""
    command = ["fc-list", ":", "family"]
    run = subprocess.run(command, capture_output=True, timeout=SECONDS, check=True)
    return run.stdout.decode("utf-8", "replace")


LOOKS: tuple[Callable[[Settings], Iterator[Checked]], ...] = (
    surroundings,
    database,
    disk,
    proxy,
    telegram,
    office,
)
