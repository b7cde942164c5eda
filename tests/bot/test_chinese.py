"""Whatever goes wrong is said in Chinese: no word of a library's, no name of a class, on any path that a caller may take."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import socket
import sqlite3
from collections.abc import Callable
from contextlib import redirect_stderr, suppress
from pathlib import Path

import httpx
import hypothesis
import pytest
from hypothesis.strategies import lists, sampled_from
from sqlalchemy import exc
from telegram import error as refusals

from bot.channels.telegram.asides import why
from bot.clean import misread, said
from bot.cli.parser import parser
from bot.cli.surroundings import Surroundings
from bot.settings import Settings
from bot.store.errors import StoreUnavailable
from bot.store.faults import translated
from knowledge.answer import Assistant
from tests.harness.given import Played
from tests.harness.operator import Operator, Ready

ALLOWED = {
    "rongcuo", "json", "jsonl", "utf", "yaml", "sqlite", "postgresql", "telegram", "http", "https", "libreoffice", "writer",
    "docx", "pdf", "docs", "rules", "md", "txt", "xlsx", "policy", "region", "facts", "batch", "id", "question", "in", "scope",
    "true", "false", "null", "donge", "weihai", "zaozhuang", "pingdingshan", "lishui", "pg", "hba", "conf", "db",
    "debug", "info", "warning", "error", "gb",
}  # fmt: skip
"""What we say in Latin letters ourselves: names of formats and commands, of regions, of what is to be typed."""
OURS = re.compile(r"RONGCUO_[A-Z_]+|HTTPS_PROXY|(?<![\w/])--?[a-z-]+")


def foreign(told: str, *typed: str) -> set[str]:
    """Latin words that neither we nor the caller said; the usage is told as it is typed."""
    told, _, _ = told.partition("用法：")
    for own in sorted((one for one in typed if not one.startswith("--")), key=len, reverse=True):
        told = told.replace(own, " ")
    return {word for word in re.findall(r"[A-Za-z]{2,}", OURS.sub(" ", told)) if word.lower() not in ALLOWED}


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("RONGCUO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / "data"))


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], assistant: Assistant, given: Played) -> Operator:
    return Operator(capsys, lambda settings: Ready(settings, given, assistant.library, assistant))


def complains(operator: Operator, *words: str) -> str:
    code, out, err = operator.runs(*words)
    assert code == 2
    assert (out, "Traceback" in err) == ("", False)
    assert re.search(r"[一-龥]", err)
    return err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "还缺：命令"),
        (["staff"], "还缺：动作"),
        (["foo"], "没有 foo 这个命令，有：run、chat、ask"),
        (["staff", "foo"], "没有 foo 这个动作，有：add、list、remove"),
        (["explain"], "还缺：问题"),
        (["ask", "--region"], "--region 后面要写一项"),
        (["ask", "几天", "--what"], "看不懂 --what"),
        (["policy", "try", "x"], "还缺：QUESTION"),
        (["policy", "show"], "还缺：REGION"),
        (["policy", "check"], "还缺：FILE"),
        (["audit", "--json=x"], "--json 后面不用写 x"),
        (["applications", "export", "x.xlsx", "--s", "y"], "--s 不止一个意思，请写全：--state、--search"),
    ],
)
def test_a_command_that_is_written_wrongly(operator: Operator, words: list[str], told: str) -> None:
    said = complains(operator, *words)
    assert f"命令没写对（{told}" in said
    names = {"run", "chat", "ask", "explain", "assess", "policy", "applications", "staff", "audit", "doctor", "questions",
             "add", "list", "remove", "QUESTION", "REGION", "FILE"}  # fmt: skip
    assert foreign(said, *words, *names) == set()


def test_whatever_else_argparse_may_say_stays_unsaid(operator: Operator) -> None:
    from bot.cli.misuse import told

    assert foreign(told("can't open 'x': no such thing")) == set()
    assert told("argument --a: not allowed with argument --b") == "--a 和 --b 不能一起写"
    assert told("one of the arguments --a --b is required") == "这几项要写一项：--a --b"


WORDS = ("run", "chat", "ask", "explain", "assess", "policy", "show", "list", "check", "try", "rules", "applications", "export",
         "staff", "add", "remove", "audit", "doctor", "questions", "--region", "--json", "--batch", "--facts", "--limit", "--re",
         "--s", "--json=1", "--region=", "-", "--", "-1", "-x", "--foo", "几天", "a.xlsx", "'", "(", "")  # fmt: skip
"""Parts of command lines, whole and broken."""


@hypothesis.given(words=lists(sampled_from(WORDS), max_size=6))
def test_no_wrong_command_line_is_answered_in_english(words: list[str]) -> None:
    told = io.StringIO()
    with redirect_stderr(told), suppress(SystemExit):
        parser().parse_args(words)
        return
    said = told.getvalue()
    assert said.startswith("命令没写对（")
    assert "用法：" in said
    names = set(re.findall(r"[A-Z]{2,}", said.partition("用法：")[0]))
    assert foreign(said, *filter(None, words), *WORDS[:19], *names) == set()


CONTENTS: list[tuple[tuple[str, ...], str]] = [
    (("ask", "--batch"), "hello"),
    (("ask", "--batch"), '{"id": 1, "question": '),
    (("ask", "--batch"), "[" * 9999),
    (("ask", "--batch"), "1"),
    (("ask", "--batch"), '{"id": 1, "question": 2}'),
    (("ask", "--batch"), '{"id": 1, "question": "几天", "region": "beijing"}'),
    (("assess", "--batch"), "hello"),
    (("assess", "--batch"), '{"id": 1, "facts": {}}'),
    (("assess", "--batch"), '{"id": 1, "region": "donge"}'),
    (("assess", "--region", "donge", "--facts"), "hello"),
    (("assess", "--region", "donge", "--facts"), ""),
    (("assess", "--region", "donge", "--facts"), "["),
    (("assess", "--region", "donge", "--facts"), "[" * 9999),
    (("assess", "--region", "donge", "--facts"), '{"gain_slef": true}'),
]


@pytest.mark.parametrize(("words", "content"), CONTENTS, ids=range(len(CONTENTS)))
def test_a_file_that_is_not_as_it_should_be(
    operator: Operator, tmp_path: Path, words: tuple[str, ...], content: str
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(content, "utf-8")
    own = ("beijing", "gain_slef", "gain_self")
    assert foreign(complains(operator, *words, str(file)), str(file), *own) == set()


@pytest.mark.parametrize(
    "words",
    [
        ("ask", "--batch"),
        ("assess", "--batch"),
        ("assess", "--region", "donge", "--facts"),
        ("policy", "check"),
        ("policy", "try"),
    ],
)
def test_a_file_that_is_not_there(operator: Operator, tmp_path: Path, words: tuple[str, ...]) -> None:
    more = ("几天",) if words[-1] == "try" else ()
    place = str(tmp_path / "none.txt")
    assert foreign(complains(operator, *words, place, *more), place) == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGION", "beijing"), ("WORKDAYS", "/nope/x.yaml"), ("POLICIES", "/nope"), ("DATABASE_URL", "sqlite:////nope/dir/x.db"),
        ("DATABASE_URL", "oracle://x/y"), ("TELEGRAM_TOKEN", "x"), ("ADMIN_CHAT", "x"), ("LOG_LEVEL", "x"),
        ("SECOND_SECONDS", "x"), ("SECOND_CASES", "x"), ("PROXY", "socks5://x"), ("TELEGRAM_API_URL", "x"),
    ],
)  # fmt: skip
def test_a_setting_that_is_wrong(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"RONGCUO_{name}", value)
    own = (value, "/nope", "socks", "@BotFather", "ABC", "bot", "dir")
    assert foreign(complains(operator, "ask", "几天"), *own) == set()


def noise(file: Path) -> None:
    file.write_bytes(b"hello " * 1000)


def folder(file: Path) -> None:
    file.mkdir()


def elses(file: Path) -> None:
    with sqlite3.connect(file) as one:
        one.execute("CREATE TABLE chat (id INTEGER)")
    one.close()


@pytest.mark.parametrize("damage", [noise, folder, elses])
def test_a_database_that_cannot_be_used(
    operator: Operator, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    damage(tmp_path / "data" / "rongcuo.db")
    for words in (("questions",), ("audit",), ("chat",)):
        assert foreign(complains(operator, *words), str(tmp_path)) == set()


def test_a_database_server_that_does_not_answer(
    capsys: pytest.CaptureFixture[str], given: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    monkeypatch.setenv("RONGCUO_DATABASE_URL", f"postgresql://clerk:x@127.0.0.1:{port}/x")

    class Impatient(Surroundings):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings, given)

    said = complains(Operator(capsys, Impatient), "questions")
    assert "连不上数据库" in said
    assert foreign(said) == set()


class Server(Exception):
    """What a driver raises, with PostgreSQL's code."""

    sqlstate = "53300"


@pytest.mark.parametrize(
    ("cause", "told"),
    [
        (Server("too many clients"), "（53300）"),
        (ConnectionError("connection refused"), "用不了："),
        (Server(), "（53300）"),
    ],
)
def test_of_a_databases_error_at_most_the_code_is_told(cause: Exception, told: str) -> None:
    def fails() -> None:
        raise exc.OperationalError("SELECT", {}, cause)

    with pytest.raises(StoreUnavailable) as caught:
        translated(fails)
    assert told in str(caught.value)
    assert foreign(str(caught.value)) == set()


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_what_the_system_complains_of(number: int) -> None:
    told = said(OSError(number, os.strerror(number)))
    assert foreign(told) == set()
    assert re.search(r"[一-龥]", told)


@pytest.mark.parametrize(
    "error",
    [OSError(), TimeoutError(), socket.gaierror(-2, "Name or service not known"), ConnectionRefusedError()],
)
def test_what_has_no_number_is_told_too(error: OSError) -> None:
    assert foreign(said(error)) == set()


def test_where_json_is_broken() -> None:
    for text in ("", "hello", '{"a": }', "[1,]", '"\n"'):
        with pytest.raises(json.JSONDecodeError) as caught:
            json.loads(text)
        assert re.fullmatch(r"第 \d+ 行第 \d+ 个字起看不懂", misread(caught.value))
    assert foreign(misread(RecursionError()) + misread(ValueError("x"))) == set()


@pytest.mark.parametrize(
    "error",
    [
        refusals.NetworkError("httpx.ConnectError"), refusals.TimedOut(), refusals.RetryAfter(3), refusals.Forbidden("x"),
        refusals.BadRequest("x"), refusals.Conflict("x"), refusals.InvalidToken(), refusals.ChatMigrated(3),
        StoreUnavailable("x"), KeyError("x"), OSError(2, "No such file"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_telegram(error: Exception) -> None:
    assert foreign(why(error)) == set()
    assert re.search(r"[一-龥]", why(error))


@pytest.mark.parametrize(
    "error", [httpx.ConnectError("x"), httpx.ReadTimeout("x"), httpx.ProxyError("x"), httpx.ReadError("x"), httpx.InvalidURL("x"),
              ImportError("x"), ValueError("x"), TimeoutError(), KeyError("x")],
)  # fmt: skip
def test_what_is_wrong_with_the_way_out(error: Exception) -> None:
    from bot.cli import outside
    from bot.mind import second

    assert foreign(outside._why(error) + second._why(error)) == set()
