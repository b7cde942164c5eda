"""`rongcuo run` with the page: alone as a service, beside a terminal, or not at all; and what it says where it cannot."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.harness.browser import free_port

ROOT = Path(__file__).parents[2]
RUN = (sys.executable, "-m", "bot.cli", "run")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RONGCUO_")}
    return plain | {"RONGCUO_DATA": str(tmp_path), "RONGCUO_PAGE_PORT": str(free_port()), "TERM": "dumb"}


@pytest.fixture
def taken(environment: dict[str, str]) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", int(environment["RONGCUO_PAGE_PORT"]))) as other:
        yield other.getsockname()[1]


async def begun(
    environment: dict[str, str], source: int, out: int | None = None
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *RUN, cwd=ROOT, env=environment, stdin=source, stdout=out or asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def looked(port: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in range(400):
            try:
                return await http.get(f"http://127.0.0.1:{port}/?here=1")
            except httpx.HTTPError:
                await asyncio.sleep(0.1)
    raise AssertionError("no page")


async def test_a_service_without_a_token_is_the_page_until_it_is_stopped(environment: dict[str, str]) -> None:
    process = await begun(environment, asyncio.subprocess.DEVNULL)
    answer = await looked(environment["RONGCUO_PAGE_PORT"])
    assert "容错助手" in answer.text
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    assert f"http://127.0.0.1:{environment['RONGCUO_PAGE_PORT']}/" in told.decode()


async def test_a_service_that_is_killed_leaves_no_process_and_no_port_behind(
    environment: dict[str, str],
) -> None:
    environment |= {"RONGCUO_PAGE_PROCESSES": "2"}
    for _ in range(2):
        process = await begun(environment, asyncio.subprocess.DEVNULL)
        await looked(environment["RONGCUO_PAGE_PORT"])
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert len(children) == 2
        process.kill()
        await process.wait()
    async with asyncio.timeout(10):
        while any(Path(f"/proc/{one}/cmdline").exists() for one in children):
            await asyncio.sleep(0.05)


async def test_a_service_that_cannot_listen_says_why_and_ends(
    environment: dict[str, str], taken: int
) -> None:
    process = await begun(environment, asyncio.subprocess.DEVNULL)
    _, told = await asyncio.wait_for(process.communicate(), 50)
    assert process.returncode == 2
    assert f"网页用的端口 {taken} 打不开（这个端口有人在用）" in told.decode()
    assert "RONGCUO_PAGE_PORT" in told.decode()


@pytest.mark.parametrize("blocked", [False, True])
async def test_beside_a_terminal_both_are_open_and_a_taken_port_stops_no_talk(
    environment: dict[str, str], blocked: bool, request: pytest.FixtureRequest
) -> None:
    if blocked:
        request.getfixturevalue("taken")
    ours, theirs = pty.openpty()
    process = await begun(environment, theirs, theirs)
    os.close(theirs)
    if not blocked:
        assert "容错助手" in (await looked(environment["RONGCUO_PAGE_PORT"])).text
    shown = await asyncio.to_thread(read, ours, "> ")
    assert "您好，我是容错助手" in shown
    os.write(ours, b"\x04")
    _, told = await asyncio.wait_for(process.communicate(), 20)
    os.close(ours)
    assert process.returncode == 0
    assert ("打不开" if blocked else "网页开着") in told.decode()


async def test_words_that_are_piped_in_need_no_page(environment: dict[str, str], taken: int) -> None:
    process = await begun(environment, asyncio.subprocess.PIPE)
    out, told = await asyncio.wait_for(process.communicate(b"/region weihai\n"), 50)
    assert process.returncode == 0
    assert "威海市" in out.decode()
    assert "网页" not in told.decode()


def read(terminal: int, end: str) -> str:
    """What is shown until the prompt stands there."""
    shown = b""
    while not shown.decode(errors="ignore").endswith(end):
        shown += os.read(terminal, 4096)
    return shown.decode(errors="ignore")
