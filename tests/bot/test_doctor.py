"""The doctor finds what is broken and says what to do; of secrets it says nothing. Servers and set-ups are real."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.cli import main
from bot.files import Keep
from bot.settings import Settings
from bot.store.mail import Store
from tests.bot.test_store import put_out
from tests.harness.office import Office
from tests.harness.programs import OFFICE, machine

WAY = os.environ["PATH"]
TOKEN = "123456:GEHEIM-token"
ME = {"ok": True, "result": {"id": 1, "is_bot": True, "username": "rongcuo_bot"}}
WRONG = {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing set but the data folder; no program but what a test puts there."""
    for name in (
        *(f"RONGCUO_{one.upper()}" for one in Settings.model_fields),
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / "data"))
    (tmp_path / "nothing").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    return tmp_path / "data"


@pytest.fixture
def look(capfd: pytest.CaptureFixture[str]) -> Callable[[], tuple[int, str]]:
    def examined() -> tuple[int, str]:
        code = main(["doctor"])
        said = capfd.readouterr()
        assert "GEHEIM" not in said.out + said.err
        assert "Traceback" not in said.err
        for line in said.out.splitlines()[:-1]:
            assert re.fullmatch(r"\[(好|注意|不行)\] [^：]+：.+", line), line
        assert code == ("[不行]" in said.out)
        return code, said.out

    return examined


Look = Callable[[], tuple[int, str]]


@contextmanager
def serving(
    body: bytes, status: int = 200, late: timedelta = timedelta(), seen: list[str] | None = None
) -> Iterator[str]:
    """A server that gives one answer to everything, its clock a little late; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if seen is not None:
                seen.append(self.path)
            self.send_response_only(status)
            self.send_header("Date", format_datetime(datetime.now(UTC) - late, usegmt=True))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def closed_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_TELEGRAM_TOKEN", TOKEN)


# ── here ────────────────────────────────────────────────────────────────────────────────────────
def test_a_fresh_machine_is_fit(look: Look, data: Path) -> None:
    code, said = look()
    assert code == 0
    assert said.endswith("都能用。\n")
    for one in ("设置", "数据库", "材料", "磁盘"):
        assert f"[好] {one}：" in said
    assert "[注意] LibreOffice：没有装" in said
    assert "Telegram：" not in said
    assert [one.name for one in (data / "files").iterdir()] == ["keep-id"]  # nothing of the trial stays


def test_a_damaged_database_is_found_though_it_opens(look: Look, data: Path) -> None:
    store = Store(f"sqlite:///{data / 'rongcuo.db'}")
    office = Office(store)
    for _ in range(9):
        office.submits()
    store.close()
    with closing(sqlite3.connect(data / "rongcuo.db")) as one:
        ((page,),) = one.execute("SELECT rootpage FROM sqlite_master WHERE name = 'application_field'")
    with (data / "rongcuo.db").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    code, said = look()
    assert code == 1
    assert re.search(r"\[不行\] 数据库：.*损坏.*备份", said)


@pytest.mark.parametrize("url", ["postgresql://clerk:GEHEIM@127.0.0.1:{port}/x", "sqlite:////proc/x.db"])
def test_a_database_that_is_not_to_be_had_is_told(
    look: Look, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("RONGCUO_DATABASE_URL", url.format(port=closed_port()))
    code, said = look()
    assert (code, "[不行] 数据库：" in said) == (1, True)


def test_what_was_changed_in_the_database_is_told(look: Look, data: Path) -> None:
    store = Store(f"sqlite:///{data / 'rongcuo.db'}")
    Office(store).hires("clerk")
    store.close()
    with closing(sqlite3.connect(data / "rongcuo.db")) as one, one:
        one.execute("UPDATE staff SET role = 'leader'")
    assert "[不行] 办理记录：有 1 处" in look()[1]


def test_replies_that_were_given_up_are_counted_with_what_to_do(look: Look, data: Path) -> None:
    """But for those whose readers went away, those that still wait and those that came."""
    assert "回复" not in look()[1]
    store = Store(f"sqlite:///{data / 'rongcuo.db'}")
    why = ("blocked", "unreachable", "unreachable", "refused", "broken", "unreadable")
    waits, came, *lost = put_out(store, *range(1, len(why) + 3))
    store.failed(waits.id, "NetworkError", datetime.now(UTC) + timedelta(days=1))
    store.sent([came.id])
    for one, reason in zip(lost, why, strict=True):
        store.failed(one.id, reason)
    store.close()
    code, said = look()
    assert code == 0
    assert "[注意] 回复：有 2 条因为一天以上连不上 Telegram，已经放弃" in said
    assert "[注意] 回复：有 3 条 Telegram 不收或者发的时候出错，已经放弃" in said
    assert said.count("请对方再问一次") == 2


def test_evidence_that_is_missing_is_told(look: Look, data: Path) -> None:
    store = Store(f"sqlite:///{data / 'rongcuo.db'}")
    Office(store).submits()
    store.close()
    assert "[不行] 材料：有 1 份材料库里有记录、文件夹里没有" in look()[1]


def test_a_folder_of_another_database_is_told(look: Look, data: Path) -> None:
    from bot.casework.tidy import tidy

    store = Store(f"sqlite:///{data / 'rongcuo.db'}")
    tidy(store, Keep(data / "files"), datetime.now(UTC))
    store.close()
    (data / "files" / "keep-id").write_text("f" * 32)
    assert "[不行] 材料：文件夹里的材料不是这个数据库的" in look()[1]


def test_a_file_where_the_folder_should_be_is_told(look: Look, data: Path) -> None:
    data.mkdir()
    (data / "files").write_bytes(b"")
    assert "[不行] 材料：材料文件夹用不了（" in look()[1]


# ── what a start reads ──────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["weihai", "威海市", "威海"])
def test_the_region_that_is_set_is_looked_up(look: Look, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("RONGCUO_REGION", name)
    code, said = look()
    assert (code, "[好] 地区：默认是威海市" in said) == (0, True)


def test_a_region_that_there_is_not_is_told(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_REGION", "beijing")
    code, said = look()
    assert (code, "[不行] 地区：RONGCUO_REGION 写的是 beijing：没有 beijing 这个地区。现有：" in said) == (
        1,
        True,
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("2027-02-30: 班\n2027-02-06: 上班\n", 2), ("hello", 1), ("a: [", 1), ("2027-02-06: 班", 0)],
)
def test_corrections_of_the_calendar_are_read(
    look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, wrong: int
) -> None:
    (tmp_path / "days.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("RONGCUO_WORKDAYS", str(tmp_path / "days.yaml"))
    said = look()[1]
    assert said.count("[不行] 放假调休：") == wrong
    assert said.count("[好] 放假调休：") == (wrong == 0)


def own(place: Path, text: bytes) -> Path:
    """A folder of a policy of one's own; its folder."""
    (place / "qinghe").mkdir(parents=True)
    (place / "qinghe" / "policy.txt").write_bytes(text)
    return place


def test_policies_that_are_refused_are_told(
    look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RONGCUO_POLICIES", str(own(tmp_path / "own", "容错".encode("gbk"))))
    code, said = look()
    assert code == 1
    assert re.search(r"\[不行\] 政策文件：没有采用 .*qinghe.*UTF-8", said)


def test_the_folder_of_one_policy_is_not_the_folder_of_policies(
    look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = "青禾县容错办法\n第一条 为了担当，制定本办法。\n".encode()
    monkeypatch.setenv("RONGCUO_POLICIES", str(own(tmp_path / "own", text) / "qinghe"))
    code, said = look()
    assert code == 1
    assert "[不行] 政策文件：没有采用" in said
    assert "上一层的文件夹" in said
    for command in (["policy", "list"], ["policy", "list", "--json"], ["policy", "show", "weihai", "3.13"]):
        assert main(command) == 0
        told = capfd.readouterr()
        assert "上一层的文件夹" in told.out + told.err
    monkeypatch.setenv("RONGCUO_POLICIES", str(tmp_path / "own"))
    code, said = look()
    assert (code, "[好] 政策文件：6 份，都读得懂" in said) == (0, True)


def test_a_folder_without_any_policy_is_told(
    look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RONGCUO_POLICIES", str(tmp_path / "nothing"))
    code, said = look()
    assert (code, "这个文件夹里没有一份文件" in said) == (1, True)


# ── outside ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("body", "status", "late", "told", "whole"),
    [
        (json.dumps(ME), 200, 0, "[好] Telegram：连得上，令牌是 @rongcuo_bot 的", True),
        (json.dumps(ME), 200, 50, "[好] 时钟：", True),
        (json.dumps(ME), 200, 600, "[不行] 时钟：比 Telegram 的快了 10 分钟", False),
        (json.dumps(ME), 200, -600, "[不行] 时钟：比 Telegram 的慢了 10 分钟", False),
        (json.dumps(WRONG), 401, 0, "[不行] Telegram：不认这个令牌", False),
        (json.dumps({**WRONG, "error_code": 404}), 404, 0, "[不行] Telegram：不认这个令牌", False),
        (json.dumps({**WRONG, "error_code": 429}), 429, 0, "[注意] Telegram：连得上，但暂时不肯答", True),
        ("<html>请登录</html>", 200, 0, "[不行] Telegram：127.0.0.1 的回答不是 Telegram 的", False),
        ('{"ok":true}', 200, 0, "[不行] Telegram：127.0.0.1 的回答不是 Telegram 的", False),
        ("[]", 502, 0, "[不行] Telegram：127.0.0.1 的回答不是 Telegram 的（状态 502）", False),
    ],
)
def test_telegram_is_asked_who_we_are(
    look: Look, monkeypatch: pytest.MonkeyPatch, body: str, status: int, late: int, told: str, whole: bool
) -> None:
    with serving(body.encode(), status, timedelta(seconds=late)) as root:
        monkeypatch.setenv("RONGCUO_TELEGRAM_API_URL", root)
        code, said = look()
    assert told in said
    assert (code == 0) is whole


@pytest.mark.usefixtures("token")
def test_telegram_out_of_reach_is_told(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_TELEGRAM_API_URL", f"http://127.0.0.1:{closed_port()}")
    code, said = look()
    assert (code, "[不行] Telegram：连不上 127.0.0.1（没有网络，或者那里没有程序应答）" in said) == (1, True)


@pytest.mark.usefixtures("token")
def test_a_proxy_is_gone_through_and_never_named_with_its_password(
    look: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    with serving(json.dumps(ME).encode(), seen=seen) as by:
        monkeypatch.setenv("RONGCUO_TELEGRAM_API_URL", "http://telegram.invalid")
        monkeypatch.setenv("RONGCUO_PROXY", by.replace("http://", "http://clerk:GEHEIM@"))
        code, said = look()
    assert (code, f"[好] 代理：{by} 有应答" in said) == (0, True)
    assert seen == [f"http://telegram.invalid/bot{TOKEN}/getMe"]


@pytest.mark.usefixtures("token")
def test_a_proxy_that_is_not_there_is_told(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_PROXY", f"http://clerk:GEHEIM@127.0.0.1:{closed_port()}")
    code, said = look()
    assert (code, "[不行] 代理：连不上 http://127.0.0.1:" in said) == (1, True)


# ── documents ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("script", "told"),
    [
        (OFFICE, "[好] LibreOffice：能做 PDF"),
        ("#!/bin/sh\nexit 1\n", "[不行] LibreOffice：装了，但做不出 PDF"),
    ],
)
def test_libreoffice_is_tried(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, told: str
) -> None:
    monkeypatch.setenv("PATH", WAY)
    machine(monkeypatch, tmp_path, soffice=script)
    assert told in look()[1]


@pytest.mark.parametrize(
    ("listed", "told"),
    [
        ("Noto Serif CJK SC\nNoto Sans CJK SC", "[好] 字体："),
        ("DejaVu Sans\n黑体", "[注意] 字体：没有方正小标宋简体、仿宋_GB2312、楷体_GB2312，"),
    ],
)
def test_fonts_are_looked_for(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: str, told: str
) -> None:
    monkeypatch.setenv("PATH", WAY)
    machine(monkeypatch, tmp_path, **{"soffice": OFFICE, "fc-list": f"#!/bin/sh\necho '{listed}'\n"})
    assert told in look()[1]


# ── the page ─────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        found: int = one.getsockname()[1]
    monkeypatch.setenv("RONGCUO_PAGE_PORT", str(found))
    return found


def test_where_the_page_will_be_is_told(look: Look, port: int) -> None:
    assert f"[好] 网页：启动以后在 http://127.0.0.1:{port}/" in look()[1]


def test_a_port_that_somebody_else_has_is_told_with_what_to_do(look: Look, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        code, said = look()
    assert code == 1
    assert f"[不行] 网页：网页用的端口 {port} 打不开（这个端口有人在用）" in said
    assert "RONGCUO_PAGE_PORT" in said


def test_a_page_that_runs_already_is_known(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving("<title>容错助手</title>".encode()) as address:
        monkeypatch.setenv("RONGCUO_PAGE_PORT", address.rpartition(":")[2].strip("/"))
        assert "[好] 网页：正开着" in look()[1]


def test_a_page_that_is_switched_off_is_told(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_PAGE", "false")
    assert "[好] 网页：没有开" in look()[1]


def test_a_page_for_everybody_without_https_is_told(
    look: Look, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RONGCUO_PAGE_ADDRESS", "0.0.0.0")
    assert "[注意] 网页：内网里都打得开，路上没有加密" in look()[1]


def test_a_name_that_leads_nowhere_is_told(look: Look, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_PAGE_NAMES", "rongcuo.example.cn")
    assert "[注意] 网页：设了 RONGCUO_PAGE_NAMES，可是只有本机打得开" in look()[1]
