"""A database that cannot be used is one Chinese sentence and exit code 2; one that is not up yet is waited for."""

from __future__ import annotations

import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.cli import main
from bot.store.errors import StoreUnavailable, StoreUnfit
from bot.store.mail import Incoming, Store
from bot.store.opening import opened
from tests.harness.post import waiting

COMMANDS = (
    ("run",), ("chat",), ("audit",), ("questions",), ("applications", "list"), ("applications", "show", "482739061"),
    ("staff", "list"), ("staff", "add", "李四", "--role", "经办"),
)  # fmt: skip


# ── broken databases, each as a file ────────────────────────────────────────────────────────────
def noise(file: Path) -> None:
    file.write_bytes(b"hello " * 1000)


def torn(file: Path) -> None:
    """Its beginning is as it was, everything behind it is gone."""
    Store(f"sqlite:///{file}").close()
    content = file.read_bytes()
    file.write_bytes(content[:4096] + os.urandom(len(content) - 4096))


def newer(file: Path) -> None:
    Store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as one, one:
        one.execute("UPDATE alembic_version SET version_num = '9999'")


def unknown(file: Path) -> None:
    Store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as one, one:
        one.execute("UPDATE alembic_version SET version_num = '0000'")


def somebody_elses(file: Path) -> None:
    with closing(sqlite3.connect(file)) as one, one:
        one.execute("CREATE TABLE chat (id INTEGER)")


def folder(file: Path) -> None:
    file.mkdir()


def later_format(file: Path) -> None:
    """As a later SQLite may write it."""
    Store(f"sqlite:///{file}").close()
    content = bytearray(file.read_bytes())
    content[18:20] = b"\x09\x09"
    file.write_bytes(content)


BROKEN: list[tuple[Callable[[Path], None], str]] = [
    (noise, "不是 SQLite 数据库"), (torn, "损坏"), (newer, "升级程序"), (unknown, "不认识"), (somebody_elses, "别的程序的数据库"),
    (folder, "文件夹"), (later_format, "损坏|RONGCUO_DATA"),
]  # fmt: skip


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("RONGCUO_DATABASE_URL", raising=False)
    monkeypatch.delenv("RONGCUO_TELEGRAM_TOKEN", raising=False)
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data"


@pytest.mark.parametrize(("damage", "remedy"), BROKEN, ids=[one.__name__ for one, _ in BROKEN])
def test_a_database_that_cannot_be_used_is_one_sentence_at_every_command(
    data: Path, damage: Callable[[Path], None], remedy: str, capfd: pytest.CaptureFixture[str]
) -> None:
    damage(data / "rongcuo.db")
    for command in COMMANDS:
        assert main(list(command)) == 2, command
        said = capfd.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1), command
        assert re.search(remedy, said.err), said.err
        assert "Traceback" not in said.err


@pytest.mark.parametrize(("damage", "remedy"), BROKEN, ids=[one.__name__ for one, _ in BROKEN])
def test_the_bot_ends_with_one_sentence_too(
    data: Path, damage: Callable[[Path], None], remedy: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setenv("RONGCUO_TELEGRAM_TOKEN", "1:x")
    monkeypatch.setenv("RONGCUO_TELEGRAM_API_URL", "http://127.0.0.1:9")
    damage(data / "rongcuo.db")
    assert main(["run"]) == 2
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert re.search(remedy, said.err), said.err


@pytest.mark.parametrize("name", ["数据", "a?b", "a%20b#c", "a b&c=d", "50%", "é'\""])
def test_the_database_lies_in_the_folder_that_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / name))
    monkeypatch.delenv("RONGCUO_DATABASE_URL", raising=False)
    assert main(["questions"]) == 0
    assert (tmp_path / name / "rongcuo.db").stat().st_size > 0
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "strange",
    [{"TZ": ":nowhere/at/all"}, {"TZ": "XYZ-99"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
     {"PYTHONIOENCODING": "ascii"}],
)  # fmt: skip
def test_a_strange_zone_or_encoding_ends_nothing(data: Path, strange: dict[str, str]) -> None:
    command = [sys.executable, "-m", "bot.cli", "audit", "--json"]
    done = subprocess.run(command, env={**os.environ, **strange}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"rows": 0' in done.stdout


def test_a_copy_made_while_the_bot_writes_is_whole(data: Path) -> None:
    """As docs/operating.md has it made: what sqlite3's .backup does."""
    store = Store(f"sqlite:///{data / 'rongcuo.db'}")
    store.receive([Incoming(str(n), "telegram:1", "x" * 500) for n in range(300)])
    with (
        closing(sqlite3.connect(data / "rongcuo.db")) as one,
        closing(sqlite3.connect(data / "copy.db")) as other,
    ):
        one.backup(
            other,
            pages=3,
            progress=lambda *_: store.receive([Incoming(str(999), "telegram:1", "y")]) and None,
        )
    store.close()
    copy = Store(f"sqlite:///{data / 'copy.db'}")
    assert (copy.damage(), len(waiting(copy))) == (0, 301)
    copy.close()


@contextmanager
def somebody() -> Iterator[None]:
    """Without the rights of root, to whom nothing is forbidden."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@contextmanager
def belonging_to_somebody(place: Path) -> Iterator[None]:
    """Everything there belongs to whoever is somebody; whoever is root opens the way to it."""
    if os.geteuid() == 0:
        for one in (place, *place.rglob("*")):
            os.chown(one, 65534, 65534)
        for above in place.parents[:4]:  # one more where several workers share the run
            above.chmod(above.stat().st_mode | 0o055)
    with somebody():
        yield


@pytest.mark.parametrize("mode", [0o400, 0o000])
def test_a_database_without_the_rights_to_it_is_explained(data: Path, mode: int) -> None:
    url = f"sqlite:///{data / 'rongcuo.db'}"
    Store(url).close()
    with belonging_to_somebody(data):
        (data / "rongcuo.db").chmod(mode)
        with pytest.raises(StoreUnfit, match="权限"):
            Store(url, patience=60)
        (data / "rongcuo.db").chmod(0o600)
        Store(url).close()


def test_a_folder_that_may_only_be_read_is_explained(data: Path) -> None:
    url = f"sqlite:///{data / 'rongcuo.db'}"
    Store(url).close()
    with belonging_to_somebody(data):
        data.chmod(0o500)
        with pytest.raises(StoreUnfit, match="权限"):
            Store(url)
        data.chmod(0o700)


def test_the_log_of_changes_of_a_process_that_was_killed_is_taken_up(data: Path) -> None:
    url = f"sqlite:///{data / 'rongcuo.db'}"
    code = (
        "import os, signal, sys; from bot.store.mail import Incoming, Store; store = Store(sys.argv[1]);"
        "store.receive([Incoming(str(n), 'telegram:1', 'x' * 500) for n in range(300)]); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, url])
    assert done.returncode == -signal.SIGKILL
    assert (data / "rongcuo.db-wal").stat().st_size > 100_000
    store = Store(url)
    assert len(waiting(store)) == 300
    store.close()


def test_a_log_of_changes_that_is_torn_costs_only_what_was_not_written_whole(data: Path) -> None:
    url = f"sqlite:///{data / 'rongcuo.db'}"
    store, copy = Store(url), data / "copy"
    store.receive([Incoming(str(1), "telegram:1", "{}")])
    store.scrub()
    store.receive([Incoming(str(2), "telegram:1", "{}")])
    copy.mkdir()
    (copy / "rongcuo.db").write_bytes((data / "rongcuo.db").read_bytes())
    (copy / "rongcuo.db-wal").write_bytes((data / "rongcuo.db-wal").read_bytes()[:-100])
    store.close()
    other = Store(f"sqlite:///{copy / 'rongcuo.db'}")
    assert [one.id for one in waiting(other)] == [1]
    assert [one.id for one in other.receive([Incoming(str(2), "telegram:1", "{}")])] == [2]
    other.close()


@pytest.mark.parametrize("room", [100_000, 150_000, 250_000])
def test_a_disk_without_room_costs_nothing_that_was_there(data: Path, room: int) -> None:
    """No file may grow any more; once there is room again everything goes on."""
    store = Store(f"sqlite:///{data / 'rongcuo.db'}", patience=0.01)
    store.receive([Incoming(str(1), "telegram:1", "x" * 9_000)])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        with pytest.raises(StoreUnavailable, match="磁盘"):
            store.receive([Incoming(str(n), "telegram:1", "y" * 9_000) for n in range(2, 90)])
        assert [one.id for one in waiting(store)] == [1]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len(store.receive([Incoming(str(n), "telegram:1", "y" * 9_000) for n in range(90)])) == 89
    assert store.damage() == 0
    store.close()


# ── what passes ─────────────────────────────────────────────────────────────────────────────────
def test_a_database_that_another_program_holds_is_waited_for(data: Path) -> None:
    url, told = f"sqlite:///{data / 'rongcuo.db'}", list[str]()
    other = sqlite3.connect(data / "rongcuo.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")

    def tell(words: str) -> None:
        told.append(words)
        other.close()

    opened(url, tell, 0.01).close()
    (said,) = told
    assert "另一个程序占着它" in said
    assert "秒后再试" in said


def test_a_server_that_is_not_up_yet_is_waited_for(fragile_server: Any) -> None:
    url, told = fragile_server.get_uri(), list[str]()
    fragile_server._stop()

    def tell(words: str) -> None:
        told.append(words)
        if len(told) == 1:
            threading.Thread(target=fragile_server.ensure_postgres_running).start()

    opened(url, tell, 0.1).close()
    assert told
    assert all("连不上数据库，它可能还没有启动" in one and "再试" in one for one in told)


def test_the_bot_waits_for_its_database_and_says_so(data: Path, fragile_server: Any) -> None:
    """As after a power cut: it runs before the server does, and goes on to Telegram once that is up."""
    url = fragile_server.get_uri()
    fragile_server._stop()
    environment = {**os.environ, "RONGCUO_DATABASE_URL": url, "RONGCUO_TELEGRAM_TOKEN": "1:x",
                   "RONGCUO_TELEGRAM_API_URL": "http://127.0.0.1:9", "XDG_CACHE_HOME": str(data)}  # fmt: skip
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "run"], env=environment, stderr=subprocess.PIPE, text=True
    )
    assert bot.stderr
    try:
        said = bot.stderr.readline()
        assert "连不上数据库" in said
        assert "再试" in said
        fragile_server.ensure_postgres_running()
        for said in bot.stderr:
            assert "Traceback" not in said
            if "连不上数据库" not in said:
                break
        with psycopg.connect(url) as one:
            assert one.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
    finally:
        bot.kill()
        bot.communicate()


def test_what_cannot_pass_is_not_waited_for(
    fragile_server: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    uri = fragile_server.get_uri()
    with psycopg.connect(uri, autocommit=True) as one:
        one.execute("CREATE USER clerk PASSWORD 'right'")
        one.execute("CREATE USER stranger")
        one.execute("CREATE DATABASE office")
        rules = Path(fragile_server.pgdata) / "pg_hba.conf"
        rules.write_text("local all clerk scram-sha-256\nlocal all stranger reject\n" + rules.read_text())
        one.execute("SELECT pg_reload_conf()")
        office = uri.replace("/postgres?", "/office?")
        while _connects(office.replace("postgres:@", "stranger:@")):
            pass
    for url, remedy in (
        (office.replace("postgres:@", "clerk:wrong@"), "用户名或密码不对"),
        (office.replace("postgres:@", "clerk:@"), "用户名或密码不对"),
        (office.replace("postgres:@", "noone:x@"), "用户名或密码不对"),
        (office.replace("postgres:@", "stranger:x@"), "pg_hba.conf"),
        (uri.replace("/postgres?", "/nowhere?"), "没有这个库"),
        (office.replace("postgres:@", "clerk:right@"), "没有权限"),
    ):
        told: list[str] = []
        with pytest.raises(StoreUnfit, match=remedy):
            opened(url, told.append)
        assert told == []
        monkeypatch.setenv("RONGCUO_DATABASE_URL", url)
        assert main(["audit"]) == 2
        said = capfd.readouterr().err
        assert (said.count("\n"), "right" in said, "wrong" in said) == (1, False, False)


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_words_of_a_chinese_server_are_understood() -> None:
    from bot.store.faults import _refusal

    for words, code in (
        ('致命错误:  用户 "x" Password 认证失败', "28P01"), ('致命错误:  角色 "x" 不存在', "28P01"), ('致命错误:  数据库 "x" 不存在', "3D000"),
        ('致命错误:  没有用于主机 "1.2.3.4", 用户 "x" 的 pg_hba.conf 记录', "28000"), ("致命错误:  数据库系统启动中", "away"), ("?", ""),
    ):  # fmt: skip
        assert _refusal(words) == code


# ── two runs of the tests at once ───────────────────────────────────────────────────────────────
def test_another_run_of_the_tests_does_not_close_the_server_of_this_one(
    postgres: str, tmp_path: Path
) -> None:
    (tmp_path / "test_one.py").write_text("def test_one(tmp_path): pass\n")
    run = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_one.py"]
    assert subprocess.run(run, cwd=tmp_path, stdout=subprocess.DEVNULL).returncode == 0
    with psycopg.connect(postgres) as one:
        assert one.execute("SELECT 1").fetchone() == (1,)


def test_a_database_that_breaks_while_it_is_used_is_told_without_a_wait(data: Path) -> None:
    store = Store(f"sqlite:///{data / 'rongcuo.db'}", patience=60)
    store.receive([Incoming(str(n), "telegram:1", "x" * 3000) for n in range(200)])
    store.scrub()
    with (data / "rongcuo.db").open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(500_000))
    store.close()
    with pytest.raises(StoreUnfit, match="损坏"):
        waiting(Store(f"sqlite:///{data / 'rongcuo.db'}", patience=60))
