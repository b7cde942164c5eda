"""The page against strangers: other visitors, other sites, other names, too much, too slow, too often."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import httpx
import pytest

from bot.channels.web import guard, limits, serving, uploads
from bot.channels.web.limits import Rate
from bot.channels.web.visitors import Visitor
from bot.store.records import Changes
from bot.store.transcript import Posting, exchanged
from bot.workdays import Workdays
from dialogs.core import PAGE, Reply
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness import browser as browsers
from tests.harness.browser import NAME, Browser, Served

PDF = b"%PDF-1.7 nothing on it"


async def begins(browser: Browser) -> None:
    await browser.says("/region weihai")
    await browser.says("/apply")
    await browser.presses("同意")


# ── who it is ────────────────────────────────────────────────────────────────────────────────────
async def test_the_secret_stays_in_the_browser(served: Served, browser: Browser) -> None:
    await browser.says("结论几天告知")
    secret = browser.http.cookies["rongcuo"]
    assert secret.encode() not in (served.settings.data / "rongcuo.db").read_bytes()
    assert served.store.transcript.lines(Visitor(secret).chat)


async def test_the_cookie_is_for_this_page_alone(served: Served) -> None:
    told = (await served.browser().looks()).headers["set-cookie"]
    assert "HttpOnly" in told
    assert "SameSite=strict" in told
    safe = served.browser(headers={"x-forwarded-proto": "https", "sec-fetch-site": "none"})
    told = (await safe.looks()).headers["set-cookie"]
    assert told.startswith("__Host-rongcuo=")
    assert "Secure" in told
    assert "Path=/" in told
    assert "Domain" not in told


@pytest.mark.parametrize("secret", ["", "x", "x" * 42, "x" * 44, "=" * 43, "../" * 14 + "x"])
async def test_what_is_no_secret_of_ours_is_nobody(served: Served, secret: str) -> None:
    stranger = served.browser(cookies={"rongcuo": secret})
    assert "set-cookie" in (await stranger.looks()).headers


async def test_a_link_from_elsewhere_takes_no_known_visitor_for_a_new_one(served: Served) -> None:
    """There the cookie does not come along; from our own page, to which that leads, it does."""
    stranger = served.browser()
    answer = await stranger.http.get("/?region=weihai", headers={"sec-fetch-site": "cross-site"})
    assert "set-cookie" not in answer.headers
    assert "region=weihai&amp;here=1" in answer.text
    assert "您好，我是容错助手" not in answer.text
    assert "set-cookie" in (await stranger.http.get("/?region=weihai&here=1")).headers


async def test_another_visitor_sees_and_fetches_nothing(served: Served, browser: Browser) -> None:
    await browser.says("/region weihai")
    await browser.says("给我一份空白申请表")
    documents = [one for one in browser.page.links if one.startswith("/documents/")]
    assert documents
    stranger, nobody = served.browser(), httpx.AsyncClient(base_url=served.root, trust_env=False)
    await stranger.looks()
    assert "空白申请表" not in stranger.page.text
    for link in documents:
        assert (await stranger.http.get(link)).status_code == 404
        assert (await nobody.get(link)).status_code == 404
    await nobody.aclose()


async def test_ids_and_kinds_that_are_not_there_are_not_found(browser: Browser) -> None:
    await browser.says("/region weihai")
    await browser.says("给我一份空白申请表")
    (line, *_) = [one.split("/")[2] for one in browser.page.links if one.startswith("/documents/")]
    for path in (f"/documents/{line}/exe", "/documents/999999/docx", f"/documents/{2**70}/docx", f"/files/{line}/0",
                 f"/files/{line}/-1", "/documents/x/docx", "/static/../guard.py", "/static/%2e%2e/guard.py",
                 "/static//etc/passwd", "/files/1/..%2f..%2fetc"):  # fmt: skip
        answer = await browser.http.get(path)
        assert answer.status_code == 404, path
        assert "import" not in answer.text


# ── from where ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
async def test_a_form_of_somebody_else_s_page_is_not_taken(browser: Browser, headers: dict[str, str]) -> None:
    answer = await browser.sends(browser.form(text="王五"), headers=headers)
    assert answer.status_code == 403
    await browser.looks()
    assert "王五" not in browser.page.text


async def test_a_form_without_our_own_word_is_not_taken(served: Served, browser: Browser) -> None:
    other = served.browser()
    await other.looks()
    for token in ("", "x", other.page.hidden["token"]):
        for path in ("/say", "/clear", "/leave"):
            fields = browser.form(text="王五", token=token)
            assert (await browser.http.post(path, data=fields)).status_code == 403


async def test_a_browser_that_says_nothing_of_where_it_comes_from_is_heard(browser: Browser) -> None:
    del browser.http.headers["sec-fetch-site"]
    assert (await browser.says("结论几天告知")).status_code == 303


async def test_looking_changes_nothing(browser: Browser) -> None:
    for path in ("/say", "/clear", "/leave"):
        assert (await browser.http.get(path)).status_code == 405


@pytest.mark.parametrize(
    ("host", "known"),
    [("localhost", True), ("192.168.1.20:8420", True), ("[::1]:8420", True), (NAME, True), (f"{NAME}:80", True),
     (NAME.upper(), True), ("evil.example", False), (f"{NAME}.evil.example", False), ("", False)],
)  # fmt: skip
async def test_only_its_own_names_are_answered(served: Served, host: str, known: bool) -> None:
    browser = served.browser()
    answer = await browser.http.get("/", headers={"host": host})
    assert (answer.status_code == 200) == known
    assert known or "set-cookie" not in answer.headers


async def test_only_a_named_proxy_is_believed(assistant: Assistant, tmp_path: Path) -> None:
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with browsers.serving(tmp_path / "x", talk, assistant) as served:
        browser = served.browser(headers={"x-forwarded-proto": "https", "sec-fetch-site": "none"})
        assert "Secure" not in (await browser.looks()).headers["set-cookie"]


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/static/page.css", "/events", "/documents/1/docx", "/say"]
)
async def test_every_answer_tells_the_browser_what_it_may(browser: Browser, path: str) -> None:
    answer = await browser.http.get(path, headers={"host": "evil.example"} if path == "/events" else {})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'none'" in policy
    assert "server" not in answer.headers


async def test_nothing_in_a_page_needs_an_exception_from_that(served: Served, browser: Browser) -> None:
    await browser.says("/region weihai")
    page = (await browser.http.get("/")).text
    for found in ("<script>", "style=", "onclick=", "javascript:", "<style"):
        assert found not in page
    assert "http://" not in page.replace(served.root, "")
    assert (await browser.http.get("/")).headers["cache-control"] == "no-store"


# ── what is sent ─────────────────────────────────────────────────────────────────────────────────
async def test_text_is_shown_as_text(browser: Browser) -> None:
    await browser.says("<script>alert(1)</script><img src=x onerror=alert(1)>材料没齐")
    assert "<script>alert" not in (await browser.http.get("/")).text
    assert "<img src=x" not in (await browser.http.get("/")).text


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "a\\..\\b.pdf", "\u202egnp.pdf", "x" * 500 + ".pdf", "a\nb.pdf", "CON.pdf"],
)
async def test_a_file_s_name_is_only_a_name(served: Served, browser: Browser, name: str) -> None:
    await begins(browser)
    await browser.hands_over((name, PDF))
    assert "收下了" in browser.page.text
    kept = [one.name for one in served.keep.path(next(iter(served.keep.places()))).parent.iterdir()]
    assert all(len(one) == 32 or one.startswith("keep-id") for one in kept)


async def test_a_file_that_is_too_large_is_refused_in_words_and_not_kept(
    served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begins(browser)
    await browser.hands_over(("大.pdf", b"%PDF-1.7" + bytes(uploads.MOST)), ("小.pdf", PDF))
    assert "“大.pdf”超过 20 MB，收不下" in browser.page.text
    assert "收下了：小.pdf" in browser.page.text
    assert len(served.keep.places()) == 1


async def test_a_file_that_is_none_of_ours_is_refused_in_words(served: Served, browser: Browser) -> None:
    await begins(browser)
    await browser.hands_over(("a.pdf", b"MZ\x90\0 not a pdf"))
    assert "这种文件收不了" in browser.page.text
    assert served.keep.places() == set()


async def test_too_much_at_once_is_refused_in_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "UPLOADS", 2**16)
    await begins(browser)
    answer = await browser.hands_over(("a.pdf", PDF + bytes(2**18)))
    assert answer.status_code == 413
    assert "一次发得太多了" in answer.text


@pytest.mark.parametrize(
    ("kind", "content"),
    [("text/plain", b"x"), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--y"),
     ("application/json", b"{}"), ("", b""), ("multipart/form-data; boundary=x", b"--x\r\n\r\n--x--")],
)  # fmt: skip
async def test_what_is_no_form_is_refused_in_words(browser: Browser, kind: str, content: bytes) -> None:
    answer = await browser.http.post("/say", content=content, headers={"content-type": kind})
    assert answer.status_code in (400, 403)
    assert "没有收下" in answer.text or "看不懂" in answer.text


@pytest.mark.parametrize(
    "fields",
    [
        {"once": ""},
        {"once": "短"},
        {"seen": "x"},
        {"press": "x"},
        {"press": "1:" + "x" * 65},
        {"press": "1:\n"},
    ],
)
async def test_a_form_that_our_page_does_not_send_is_refused(
    browser: Browser, fields: dict[str, str]
) -> None:
    assert (await browser.sends(browser.form(text="x", **fields))).status_code == 400


@pytest.mark.parametrize("press", ["0:intake/submit=1", "999:forget/yes=x", "0:x/y=z", "0:../../x"])
async def test_a_button_that_is_not_there_does_nothing(browser: Browser, press: str) -> None:
    assert (await browser.sends(browser.form(press=press))).status_code == 303


# ── slowly, often ────────────────────────────────────────────────────────────────────────────────
async def spoken(served: Served, *pieces: bytes, pause: float = 0.0) -> bytes:
    """What a bare connection is told until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", served.settings.page_port)
    told = asyncio.create_task(reader.read())
    for piece in pieces:
        if told.done():
            break
        writer.write(piece)
        await asyncio.sleep(pause)
    try:
        return await asyncio.wait_for(told, 10)
    finally:
        writer.close()


async def test_a_head_that_comes_drop_by_drop_is_not_waited_for(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEADERS", 0.5)
    assert await spoken(served, *[b"GET / HTTP/1.1\r\n", *[b"x-a: b\r\n"] * 20], pause=0.1) == b""
    assert await spoken(served) == b""


async def test_a_body_that_does_not_come_is_not_waited_for(
    served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "SILENCE", 0.3)
    monkeypatch.setattr(serving, "HEADERS", 0.5)
    head = (f"POST /say HTTP/1.1\r\nhost: localhost\r\ncookie: rongcuo={browser.http.cookies['rongcuo']}\r\n"
            "content-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\n")  # fmt: skip
    told = await spoken(served, head.encode() + b"text=")
    assert b" 408 " in told
    assert "没有收全".encode() in told


async def test_a_head_that_is_too_long_is_refused(served: Served) -> None:
    long = b"GET / HTTP/1.1\r\nhost: localhost\r\nx-a: " + b"x" * (serving.HEAD * 3)
    assert b" 400 " in await spoken(served, long)


async def test_who_goes_too_fast_waits_and_a_restart_changes_nothing(
    assistant: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "VISITOR", Rate(3, 0.01))
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with browsers.serving(tmp_path, talk, assistant) as served:
        browser = served.browser()
        await browser.looks()
        codes = [(await browser.says("谢谢")).status_code for _ in range(4)]
        assert codes == [303, 303, 303, 429]
        cookies = dict(browser.http.cookies)
    async with browsers.serving(tmp_path, talk, assistant) as served:
        again = served.browser(cookies=cookies)
        await again.looks()
        answer = await again.says("谢谢")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert "发得太快了" in answer.text
        other = served.browser()
        await other.looks()
        assert (await other.says("谢谢")).status_code == 303


async def test_one_address_is_not_without_bounds_either(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ADDRESS", Rate(2, 0.01))
    codes = []
    for _ in range(3):
        browser = served.browser()
        await browser.looks()
        codes.append((await browser.says("谢谢")).status_code)
    assert codes == [303, 303, 429]


async def test_an_error_tells_a_sentence_and_no_log_holds_a_word(
    served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> tuple[Reply, ...]:
        raise ValueError("钱小七收了烟")

    monkeypatch.setattr(served.site.app, "handle", breaks)
    answer = await browser.says("钱小七收了烟")
    assert answer.status_code == 500
    assert "请再试一次" in answer.text
    assert "content-security-policy" in answer.headers
    assert "钱小七" not in caplog.text


async def test_who_reads_nothing_is_let_go(
    served: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that listens and takes nothing any more holds no connection for ever."""
    if not hasattr(socket, "TCP_USER_TIMEOUT"):
        return
    monkeypatch.setattr(serving, "UNREAD", 300)
    quiet = socket.create_connection(("127.0.0.1", served.settings.page_port))
    quiet.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    cookie = f"cookie: rongcuo={browser.http.cookies['rongcuo']}\r\n"
    quiet.sendall(f"GET /events HTTP/1.1\r\nhost: localhost\r\n{cookie}\r\n".encode())
    await asyncio.sleep(0.3)
    assert served.site.listeners.chats
    chat = served.site.listeners.chats[0]
    long = Posting(chat, "x" * 20, text="很长" * 2_000_000)
    served.store.write(Changes(writes=[exchanged(long, [])]))
    served.site.listeners.ring(chat)
    async with asyncio.timeout(20):
        while served.site.listeners.chats:
            await asyncio.sleep(0.1)
    quiet.close()
