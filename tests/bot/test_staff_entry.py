"""Coming in to the staff's pages: by a code, by name and password, by a telephone; and all that is no way in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest

from bot.casework.acts import Casework
from bot.casework.entry import key_of
from bot.channels.web.vouched import Vouched
from bot.store.mail import Changes
from bot.workdays import Workdays
from dialogs import acts
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_store import rows
from tests.harness import browser as browsers
from tests.harness.browser import Served
from tests.harness.counter import PASSWORD, Counter, hired, said
from tests.harness.given import Clock, Played
from tests.harness.office import result

NAME = "rongcuo.example.cn"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def served(assistant: Assistant, tmp_path: Path, clock: Clock) -> AsyncIterator[Served]:
    talk = Rongcuo(assistant, Workdays(), PAGE)
    given = Played(clock)
    async with browsers.serving(
        tmp_path, talk, assistant, given, page_names=NAME, page_proxy="127.0.0.1"
    ) as one:
        yield one


@pytest.fixture
async def counter(served: Served) -> AsyncIterator[Counter]:
    one = Counter(served.root)
    yield one
    await one.http.aclose()


@pytest.fixture
async def another(served: Served) -> AsyncIterator[Counter]:
    one = Counter(served.root)
    yield one
    await one.http.aclose()


async def manages(served: Served, counter: Counter, name: str = "guanli") -> None:
    answer = await counter.joins(hired(served.store, "管理员", "admin"), name)
    assert answer.status_code == 200
    assert "登记好了" in answer.text


async def test_whose_name_was_tried_too_often_joins_all_the_same(
    served: Served, counter: Counter, another: Counter, clock: Clock
) -> None:
    for _ in range(10):
        await another.logs_in("guanli", "wrong password")
    answer = await counter.joins(hired(served.store, "管理员", "admin"), "guanli")
    assert answer.status_code == 429
    assert "登记好了" in answer.text
    clock.goes(minutes=16)
    assert (await counter.logs_in("guanli")).status_code == 200


# ── joining ──────────────────────────────────────────────────────────────────────────────────────
async def test_the_first_administrator_comes_in_by_a_code_once(
    served: Served, counter: Counter, another: Counter
) -> None:
    code = hired(served.store, "王管理", "admin")
    assert "登记好了" in (await counter.joins(code.lower(), " GuanLi ")).text
    assert "王管理（管理）" in said(counter.last.text)
    again = await another.joins(code, "另一个")
    assert again.status_code == 422
    assert "邀请码不对，或者已经过期、用过了" in again.text
    assert (await another.logs_in("guanli")).status_code == 200
    assert PASSWORD.encode() not in (served.settings.data / "rongcuo.db").read_bytes()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password": "short", "again": "short"}, "密码至少 10 个字"),
        ({"password": "a" * 12, "again": "a" * 12}, "密码太好猜"),
        ({"name": "correct-horse", "password": "Correct-Horse", "again": "Correct-Horse"}, "密码太好猜"),
        ({"again": PASSWORD + "x"}, "两次写的密码不一样"),
        ({"name": "x"}, "登录名要 2 到 40 个字"),
        ({"name": "a b"}, "登录名要 2 到 40 个字"),
        ({"code": "ACDE-FHJK-MPQR"}, "邀请码不对"),
    ],
)
async def test_what_is_wrong_is_told_beside_its_box_and_what_was_typed_is_kept(
    served: Served, counter: Counter, fields: dict[str, str], words: str
) -> None:
    code = hired(served.store, "王五", "clerk")
    await counter.looks("/staff/join")
    typed = {"code": code, "name": "wangwu", "password": PASSWORD, "again": PASSWORD} | fields
    answer = await counter.sends("/staff/join", **typed)
    assert answer.status_code == 422
    assert words in answer.text
    kept = dict(counter.page.forms["/staff/join"])
    assert (kept["code"], kept["name"]) == (typed["code"], typed["name"])
    assert kept["password"] == ""
    assert rows(served.store, "SELECT count(*) FROM login") == [(0,)]


async def test_a_login_name_is_one_person_s(served: Served, counter: Counter, another: Counter) -> None:
    await counter.joins(hired(served.store, "甲", "clerk"), "tongming")
    answer = await another.joins(hired(served.store, "乙", "clerk"), "ＴongMing")
    assert answer.status_code == 422
    assert "已经有人用了" in answer.text


async def test_a_further_code_is_a_new_password_and_ends_the_old_sessions(
    served: Served, counter: Counter, another: Counter
) -> None:
    await manages(served, counter)
    await another.joins(hired(served.store, "乙", "clerk"), "yi")
    await counter.looks("/staff/people")
    answer = await counter.sends("/staff/people/2/code")
    (code,) = re.findall(r'class="code">([A-Z0-9-]{14})<', answer.text)
    fresh = Counter(served.root)
    assert "登记好了" in (await fresh.joins(code, "yi", "another battery staple")).text
    await fresh.http.aclose()
    assert str((await another.looks("/staff/account")).url.path) == "/staff/login"
    assert (await another.logs_in("yi")).status_code == 401
    assert served.store.docket.audited()[1] == []


# ── logging in ───────────────────────────────────────────────────────────────────────────────────
async def test_every_failure_reads_the_same(served: Served, counter: Counter, another: Counter) -> None:
    await manages(served, counter)
    found = set()
    for name, password in (("guanli", "wrong password"), ("nobody", PASSWORD), ("", ""), ("guanli", "")):
        answer = await another.logs_in(name, password)
        assert answer.status_code == 401
        found.add(said(answer.text.replace(f'value="{name}"', "")))
    assert len(found) == 1


async def test_who_goes_on_trying_has_to_wait_and_it_passes(
    served: Served, counter: Counter, another: Counter, clock: Clock
) -> None:
    await manages(served, counter)
    for _ in range(10):
        await another.logs_in("guanli", "wrong password")
    assert (await another.logs_in("guanli")).status_code == 429
    clock.goes(minutes=16)
    assert (await another.logs_in("guanli")).status_code == 200


async def test_one_address_and_one_code_s_address_have_to_wait_too(served: Served, another: Counter) -> None:
    for n in range(60):
        await another.logs_in(f"name{n}", "wrong password")
    assert (await another.logs_in("yet another", "wrong password")).status_code == 429
    for _ in range(20):
        await another.joins("ACDE-FHJK-MPQR", "someone")
    code = hired(served.store, "王五", "clerk")
    assert (await another.joins(code, "wangwu")).status_code == 429
    elsewhere = Counter(served.root, headers={"x-forwarded-for": "10.9.8.7"})
    assert (await elsewhere.joins(code, "wangwu")).status_code == 200
    await elsewhere.http.aclose()


async def test_a_telephone_s_code_is_needed_once_it_is_on_and_is_used_once(
    served: Served, counter: Counter, another: Counter, clock: Clock
) -> None:
    await manages(served, counter)
    await counter.looks("/staff/account")
    await counter.sends("/staff/account", do="code-offered")
    (spelled,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", counter.last.text)
    assert "<svg" in counter.last.text
    codes = pyotp.TOTP(spelled.replace(" ", ""))
    wrong = await counter.sends("/staff/account", do="code-on", code="000000", old=PASSWORD)
    assert wrong.status_code == 422
    assert "验证码不对" in wrong.text
    found = await counter.sends("/staff/account", do="code-on", code=codes.at(clock.now), old="not it at all")
    assert found.status_code == 422  # who found an open browser does not lock its owner out
    assert "现在的密码不对" in found.text
    await counter.sends("/staff/account", do="code-on", code=codes.at(clock.now), old=PASSWORD)
    assert "手机验证码启用了" in counter.last.text
    assert (await another.logs_in("guanli")).status_code == 401
    assert (
        await another.logs_in("guanli", code=codes.at(clock.now))
    ).status_code == 401  # it was used to confirm
    clock.goes(seconds=30)
    assert (await another.logs_in("guanli", "wrong password", codes.at(clock.now))).status_code == 401
    assert (await another.logs_in("guanli", code=codes.at(clock.now))).status_code == 200
    third = Counter(served.root)
    assert (await third.logs_in("guanli", code=codes.at(clock.now))).status_code == 401
    await third.http.aclose()


# ── being logged in ──────────────────────────────────────────────────────────────────────────────
async def test_the_cookie_is_new_strict_and_kept_as_a_hash(served: Served, counter: Counter) -> None:
    await counter.looks("/staff/login")
    before = counter.cookie
    await manages(served, counter)
    assert counter.cookie != before  # nobody can be given a session that somebody else knows
    safe = Counter(served.root, headers={"x-forwarded-proto": "https"})
    answer = await safe.looks("/staff/login")
    await safe.http.aclose()
    cookie = answer.headers["set-cookie"]
    for word in ("__Host-rongcuo-staff=", "HttpOnly", "SameSite=strict", "Secure", "Path=/"):
        assert word in cookie
    assert counter.cookie.encode() not in (served.settings.data / "rongcuo.db").read_bytes()
    assert rows(served.store, "SELECT key FROM session") == [(key_of(counter.cookie),)]


async def test_a_session_ends_when_nothing_is_done_and_in_any_case(
    served: Served, counter: Counter, clock: Clock
) -> None:
    await manages(served, counter)
    for _ in range(23):
        clock.goes(minutes=29)
        assert (await counter.looks("/staff/account")).url.path == "/staff/account"
    clock.goes(minutes=29)
    clock.goes(hours=1)
    assert (await counter.looks("/staff/account")).url.path == "/staff/login"
    assert rows(served.store, "SELECT count(*) FROM session") == [(0,)]
    await counter.logs_in("guanli")
    clock.goes(minutes=30)
    assert (await counter.looks("/staff/account")).url.path == "/staff/login"


async def test_logging_out_is_at_once_and_for_this_browser(
    served: Served, counter: Counter, another: Counter
) -> None:
    await manages(served, counter)
    await another.logs_in("guanli")
    stolen = another.cookie
    await another.sends("/staff/logout")
    thief = Counter(served.root, cookies={"rongcuo-staff": stolen})
    assert (await thief.looks("/staff/account")).url.path == "/staff/login"
    await thief.http.aclose()
    assert (await counter.looks("/staff/account")).url.path == "/staff/account"


async def test_a_new_password_ends_the_other_sessions(
    served: Served, counter: Counter, another: Counter
) -> None:
    await manages(served, counter)
    await another.logs_in("guanli")
    await counter.looks("/staff/account")
    wrong = await counter.sends("/staff/account", do="password", old="no", password="x" * 9, again="")
    assert wrong.status_code == 422
    assert "现在的密码不对" in wrong.text
    new = "quite another password"
    await counter.sends("/staff/account", do="password", old=PASSWORD, password=new, again=new)
    assert "密码改好了" in counter.last.text
    assert (await another.looks("/staff/account")).url.path == "/staff/login"


async def test_one_sees_where_one_is_logged_in_and_ends_it(
    served: Served, counter: Counter, another: Counter, clock: Clock
) -> None:
    await manages(served, counter)
    await another.joins(hired(served.store, "乙", "clerk"), "yi")
    third, fourth = Counter(served.root), Counter(served.root)
    clock.goes(minutes=5)
    for one in (third, fourth):
        await one.logs_in("yi")
    page = await another.looks("/staff/account/sessions")
    assert page.text.count("<tr>") == 1 + 3
    assert page.text.index("这个浏览器</strong>") < page.text.index("别的浏览器")
    assert "2026-11-20 10:00" in page.text
    assert "2026-11-20 10:05" in page.text
    for cookie in (third.cookie, fourth.cookie, key_of(third.cookie), key_of(another.cookie)):
        assert cookie not in page.text
    await another.sends("/staff/account/sessions", which=key_of(third.cookie)[:16])
    assert "马上要重新登录" in another.last.text
    assert (await third.looks("/staff/account")).url.path == "/staff/login"
    assert (await fourth.looks("/staff/account")).url.path == "/staff/account"
    form = dict(another.page.forms["/staff/account/sessions"])
    for mark in (
        key_of(third.cookie)[:16],
        key_of(counter.cookie)[:16],
        key_of(another.cookie)[:16],
        "",
        "x" * 400,
    ):
        assert (
            "那一个已经退出了"
            in (await another.posts("/staff/account/sessions", form | {"which": mark})).text
        )
    assert (await counter.looks("/staff/account")).url.path == "/staff/account"  # nobody else's
    await another.sends("/staff/account/sessions", do="others")
    assert "没有在别处登录" in another.last.text
    assert (await fourth.looks("/staff/account")).url.path == "/staff/login"
    assert (await another.looks("/staff/account")).url.path == "/staff/account"
    trail = rows(served.store, "SELECT actor, detail FROM audit WHERE act = 'sessions'")
    assert trail == [("staff:2", "staff:2")] * 2
    assert "让浏览器退出" in (await counter.looks("/staff/audit")).text
    assert "工作人员：乙" in counter.last.text  # whom it was done to
    assert "没有这样的记录" in (await counter.looks("/staff/audit?subject=文书样式")).text
    for one in (third, fourth):
        await one.http.aclose()


async def test_what_is_over_is_not_listed(
    served: Served, counter: Counter, another: Counter, clock: Clock
) -> None:
    await manages(served, counter)
    await another.logs_in("guanli")
    clock.goes(minutes=20)
    await counter.looks("/staff/account")
    clock.goes(minutes=20)
    assert "没有在别处登录" in (await counter.looks("/staff/account/sessions")).text


async def test_who_manages_staff_logs_a_colleague_out_everywhere(
    served: Served, counter: Counter, another: Counter
) -> None:
    """Without letting them go: they may log in again."""
    await manages(served, counter)
    await another.joins(hired(served.store, "乙", "clerk"), "yi")
    page = await counter.looks("/staff/people")
    assert "1 个浏览器登录着" in page.text
    assert "/staff/people/1/out" not in counter.page.forms  # one's own are on one's own page
    await counter.sends("/staff/people/2/out")
    assert "都退出了" in counter.last.text
    assert "/staff/people/2/out" not in counter.page.forms
    assert (await another.looks("/staff/account")).url.path == "/staff/login"
    assert (await another.logs_in("yi")).status_code == 200
    token = dict(counter.page.forms["/staff/logout"])["token"]
    assert (
        await counter.posts("/staff/people/1/out", {"token": token})
    ).url.path == "/staff/account/sessions"
    assert (await counter.posts("/staff/people/9/out", {"token": token})).status_code == 404
    theirs = dict(another.page.forms["/staff/logout"])["token"]
    assert (await another.posts("/staff/people/1/out", {"token": theirs})).status_code == 404
    assert rows(served.store, "SELECT actor, detail FROM audit WHERE act = 'sessions'") == [
        ("staff:1", "staff:2")
    ]
    assert served.store.docket.audited()[1] == []


async def test_who_leaves_is_out_at_once(served: Served, counter: Counter, another: Counter) -> None:
    await manages(served, counter)
    await another.joins(hired(served.store, "乙", "leader"), "yi")
    await counter.looks("/staff/people")
    await counter.sends("/staff/people/2/leave")
    assert "不能再登录和办理" in counter.last.text
    assert (await another.looks("/staff/account")).url.path == "/staff/login"
    assert (await another.logs_in("yi")).status_code == 401
    assert rows(served.store, "SELECT count(*) FROM login") == [(1,)]
    assert served.store.docket.audited()[1] == []


async def test_nobody_can_let_himself_leave(served: Served, counter: Counter) -> None:
    await manages(served, counter)
    await counter.looks("/staff/people")
    token = dict(counter.page.forms["/staff/people"])["token"]
    assert (await counter.posts("/staff/people/1/leave", {"token": token})).status_code == 409


# ── from where ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
    ],
)
async def test_a_form_from_elsewhere_does_nothing(
    served: Served, counter: Counter, headers: dict[str, str]
) -> None:
    await manages(served, counter)
    await counter.looks("/staff/people")
    form = dict(counter.page.forms["/staff/people"]) | {"name": "坏人", "role": "leader"}
    answer = await counter.http.post("/staff/people", data=form, headers=headers)
    assert answer.status_code == 403
    assert len(served.store.docket.members()) == 1


@pytest.mark.parametrize("token", ["", "0" * 32, "x"])
async def test_a_form_without_our_word_does_nothing(served: Served, counter: Counter, token: str) -> None:
    await manages(served, counter)
    for action in ("/staff/people", "/staff/account", "/staff/login", "/staff/join", "/staff/logout"):
        form = {"token": token, "name": "坏人", "role": "leader", "code": "x"}
        assert (await counter.posts(action, form)).status_code == 403, action
    assert len(served.store.docket.members()) == 1


async def test_another_s_word_is_not_ours(served: Served, counter: Counter, another: Counter) -> None:
    await manages(served, counter)
    await another.joins(hired(served.store, "乙", "clerk"), "yi")
    await another.looks("/staff/account")
    foreign = dict(another.page.forms["/staff/account"])["token"]
    form = {"token": foreign, "name": "坏人", "role": "leader", "region": ""}
    assert (await counter.posts("/staff/people", form)).status_code == 403


async def test_who_does_not_manage_finds_no_people(served: Served, another: Counter) -> None:
    await another.joins(hired(served.store, "乙", "leader"), "yi")
    nowhere = said((await another.looks("/staff/nowhere")).text)
    there = await another.looks("/staff/people")
    assert there.status_code == 404
    assert said(there.text) == nowhere
    await another.looks("/staff/account")
    token = dict(another.page.forms["/staff/account"])["token"]
    answer = await another.posts("/staff/people", {"token": token, "name": "坏人", "role": "leader"})
    assert answer.status_code == 404
    assert len(served.store.docket.members()) == 1


async def test_other_names_of_this_machine_are_refused(served: Served) -> None:
    async with httpx.AsyncClient(base_url=served.root, trust_env=False) as http:
        assert (await http.get("/staff/login", headers={"host": "evil.example"})).status_code == 421


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/policies", "/staffx", "/staff//\\x", "/staff/../policies",
     "/staff/%2e%2e/policies", "/staff?q=" + "x" * 4_000],
)  # fmt: skip
async def test_logging_in_leads_nowhere_else(
    served: Served, counter: Counter, another: Counter, wanted: str
) -> None:
    await manages(served, counter)
    await another.http.get("/staff/login", params={"next": wanted})
    await another.looks("/staff/login")
    form = dict(another.page.forms["/staff/login"]) | {"name": "guanli", "password": PASSWORD, "next": wanted}
    answer = await another.http.post("/staff/login", data=form)
    assert answer.headers["location"] == "/staff"


LOOKED_FOR = (
    "?who=mine", "/cases?q=%E6%9D%8E%E5%9B%9B+%E5%BC%A0%E4%B8%89&due=week&page=2", "/register?region=weihai&month=2026-11",
    "/cases?q=a%26b%3D%23%2F%5C%3A~!*'()", "/cases?q=" + "%E5%AE%B9" * 100, "/audit?subject=123-456-789",
)  # fmt: skip
"""Addresses as forms and links of our pages make them, after /staff."""


@pytest.mark.parametrize("wanted", LOOKED_FOR)
async def test_logging_in_leads_to_what_was_looked_for(
    served: Served, counter: Counter, another: Counter, wanted: str
) -> None:
    """By password alone, and after a code that did not fit the first time."""
    await counter.joins(hired(served.store, "甲", "leader"), "jia")
    await another.looks(f"/staff{wanted}")
    assert another.last.url.path == "/staff/login"
    assert (await another.sends("/staff/login", name="jia", password="wrong password")).status_code == 401
    answer = await another.sends("/staff/login", name="jia", password=PASSWORD)
    assert (answer.status_code, answer.url.raw_path.decode()) == (200, f"/staff{wanted}")


async def test_a_code_of_the_telephone_leads_there_too(
    served: Served, counter: Counter, another: Counter, clock: Clock
) -> None:
    await counter.joins(hired(served.store, "甲", "leader"), "jia")
    await counter.looks("/staff/account")
    await counter.sends("/staff/account", do="code-offered")
    (spelled,) = re.findall(r"<code>([A-Z2-7 ]+)</code>", counter.last.text)
    codes = pyotp.TOTP(spelled.replace(" ", ""))
    await counter.sends("/staff/account", do="code-on", code=codes.at(clock.now), old=PASSWORD)
    clock.goes(seconds=30)
    await another.looks("/staff/cases?due=week&q=a")
    assert (await another.sends("/staff/login", name="jia", password=PASSWORD)).status_code == 401
    answer = await another.sends("/staff/login", name="jia", password=PASSWORD, code=codes.at(clock.now))
    assert answer.url.raw_path == b"/staff/cases?due=week&q=a"


async def test_what_was_typed_is_shown_where_the_page_is_of_an_earlier_log_in(
    served: Served, counter: Counter, another: Counter
) -> None:
    """Somebody logged in anew in another window meanwhile, or the browser was closed."""
    await manages(served, counter)
    await counter.looks("/staff/people")
    old = dict(counter.page.forms["/staff/people"]) | {"name": "写了很久的一段话", "role": "clerk"}
    await another.logs_in("guanli")
    for cookie in (another.cookie, ""):
        counter.http.cookies.clear()
        counter.http.cookies.set("rongcuo-staff", cookie)
        answer = await counter.posts("/staff/people", old)
        assert answer.status_code == 403
        assert "写了很久的一段话" in answer.text
        assert PASSWORD not in answer.text
    assert len(served.store.docket.members()) == 1


async def test_what_was_typed_is_shown_where_the_session_is_over(
    served: Served, counter: Counter, clock: Clock
) -> None:
    await manages(served, counter)
    await counter.looks("/staff/people")
    clock.goes(hours=1)
    answer = await counter.sends("/staff/people", name="写了很久的一段话", role="clerk")
    assert answer.status_code == 403
    assert "写了很久的一段话" in answer.text
    assert PASSWORD not in answer.text


async def test_nobody_is_known_by_a_chat_visitor_s_cookie(served: Served, counter: Counter) -> None:
    await manages(served, counter)
    thief = Counter(served.root, cookies={"rongcuo": counter.cookie})
    assert (await thief.looks("/staff/people")).url.path == "/staff/login"
    await thief.http.aclose()


async def test_an_administrator_reads_no_applications_in_a_chat_either(served: Served) -> None:
    code, casework = hired(served.store, "管理", "admin"), Casework(served.store)
    served.store.write(Changes(writes=casework.perform("telegram:5", acts.Bind(code=code)).writes))
    assert result(casework.perform("telegram:5", acts.Queue()).acted) == "refused"


# ── the office's own proxy ───────────────────────────────────────────────────────────────────────
HEADER = "x-remote-user"


@pytest.fixture
async def fronted(assistant: Assistant, tmp_path: Path, clock: Clock) -> AsyncIterator[Served]:
    """Behind a proxy that says who comes."""
    talk = Rongcuo(assistant, Workdays(), PAGE)
    more = {"page_proxy": "127.0.0.1", "staff_header": "X-Remote-User"}
    async with browsers.serving(tmp_path, talk, assistant, Played(clock), **more) as one:
        yield one


async def test_whom_the_proxy_knows_needs_no_password(fronted: Served) -> None:
    first = Counter(fronted.root)
    await first.joins(hired(fronted.store, "甲", "leader"), "jia")
    await first.http.aclose()
    known = Counter(fronted.root, headers={HEADER: "Jia"})
    assert (await known.looks("/staff/account")).url.path == "/staff/account"
    assert "甲" in known.last.text
    assert "请在单位的统一登录里退出" in (await known.looks("/staff/account/sessions")).text
    alone = Counter(fronted.root, headers={HEADER: "Jia"})
    for wanted in LOOKED_FOR:
        alone.http.cookies.clear()
        answer = await alone.looks(f"/staff{wanted}")
        assert (answer.status_code, answer.url.raw_path.decode()) == (200, f"/staff{wanted}")
    changed = Counter(fronted.root, headers={HEADER: "yi"}, cookies={"rongcuo-staff": known.cookie})
    assert (await changed.looks("/staff/account")).url.path == "/staff/login"
    twice = httpx.Headers([(HEADER, "jia"), (HEADER, "jia"), ("sec-fetch-site", "none")])
    async with httpx.AsyncClient(base_url=fronted.root, trust_env=False, headers=twice) as http:
        assert (await http.get("/staff/account")).headers["location"].startswith("/staff/login")
    for one in (known, changed, alone):
        await one.http.aclose()


async def test_what_a_stranger_says_of_himself_is_nothing(served: Served, counter: Counter) -> None:
    """Where no proxy is set up for it, and where it does not come from the proxy."""
    await manages(served, counter)
    liar = Counter(served.root, headers={HEADER: "guanli"})
    assert (await liar.looks("/staff/account")).url.path == "/staff/login"
    await liar.http.aclose()
    seen: list[Any] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(dict(scope["headers"]))

    told = {"type": "http", "headers": [(b"X-Remote-User", b"guanli"), (b"host", b"x")]}
    for client in (("10.0.0.9", 1), ("127.0.0.1", 1), None):
        await Vouched(app, "X-Remote-User", ["127.0.0.0/8"])({**told, "client": client}, None, None)  # type: ignore[arg-type]
    assert [b"X-Remote-User" in one for one in seen] == [False, True, False]


async def test_another_role_holds_at_once(served: Served, counter: Counter, another: Counter) -> None:
    await manages(served, counter)
    await another.joins(hired(served.store, "乙", "leader"), "yi")
    assert (await another.looks("/staff/calendar")).status_code == 200
    await counter.looks("/staff/people")
    action = "/staff/people/2/place"
    await counter.sends(action, role="clerk", region="weihai")
    assert "改好了，马上生效" in counter.last.text
    assert (await another.looks("/staff/calendar")).status_code == 404
    assert [(one.role, one.region) for one in served.store.docket.members()][1:] == [("clerk", "weihai")]
    form = dict(counter.page.forms[action])
    for wrong, status in (({"role": "king"}, 400), ({"region": "x"}, 400)):
        assert (await counter.posts(action, {**form, **wrong})).status_code == status, wrong
    assert (await counter.posts("/staff/people/1/place", form)).status_code == 409
    assert (await counter.posts("/staff/people/9/place", form)).status_code == 404
    forged = {**form, "token": dict(another.page.forms["/staff/logout"])["token"], "role": "admin"}
    assert (await another.posts(action, forged)).status_code == 404
    assert served.store.docket.audited()[1] == []
