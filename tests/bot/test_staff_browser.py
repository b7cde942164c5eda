"""The staff's pages in a real browser: from an invitation to a case that is put away, with and without JavaScript; a phone
and a desk, light and dark, the keyboard alone, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page

from dialogs.acts import spelled
from tests.harness.casework import Bureau
from tests.harness.chromium import DESK, HOW_TO, PHONE, House, Visit, installed
from tests.harness.counter import PASSWORD, hired
from tests.harness.office import Office
from tests.harness.steps import WAYS, applied

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(installed() is None, reason=HOW_TO),
    pytest.mark.timeout(240),
]

PDF = {
    "name": "调查报告.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
}
ACROSS = """() => [...document.querySelectorAll('.cards td:not(.doing)')].filter(td => {
    const words = document.createTreeWalker(td, NodeFilter.SHOW_TEXT), edge = td.getBoundingClientRect().left + 80;
    for (let one = words.nextNode(); one; one = words.nextNode()) {
        const place = document.createRange();
        place.selectNodeContents(one);
        if (one.data.trim() && [...place.getClientRects()].some(at => at.width > 1 && at.left < edge)) return true;
    }
    return false;
}).map(td => td.innerText)"""
"""Of the cards on a small window: those whose text is not all in its own column."""
LOOKS = [(width, scheme) for width in (PHONE[0], DESK[0]) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def office(house: House) -> Office:
    """Where people apply."""
    return Office(house.served.store)


class Desk:
    """One member's browser."""

    def __init__(self, visit: Visit, house: House) -> None:
        self.visit, self.page, self._house = visit, visit.page, house

    def joins(self, name: str, role: str) -> None:
        code = hired(self._house.served.store, name, role)
        self.goes("/staff/join")
        for label, text in (
            ("邀请码", code),
            ("登录名", name),
            ("密码", PASSWORD),
            ("密码再写一遍", PASSWORD),
        ):
            self.page.get_by_label(label, exact=True).fill(text)
        self.page.get_by_role("button", name="登记").click()
        assert "登记好了" in self.page.inner_text("main")

    def goes(self, address: str) -> None:
        self.page.goto(self._house.root + address)

    def opens(self, region: str, matter: str) -> str:
        """A case that came on paper."""
        self.page.get_by_role("link", name="申请", exact=True).click()
        self.page.get_by_role("link", name="登记书面或依职权的").click()
        self.page.get_by_label("地区").select_option(label=region)
        self.page.get_by_role("button", name="下一步").click()
        self.page.get_by_label("依申请，书面交来").check()
        self.page.get_by_label("申请人", exact=True).fill("孙三")
        self.page.get_by_label("申请容错事项").fill(matter)
        self.page.get_by_role("button", name="登记", exact=True).click()
        assert "可以接着办" in self.page.inner_text("main")
        found = re.search(r"/cases/(\d{9})", self.page.url)
        assert found
        return found[1]

    def act(self, do: str) -> Locator:
        """The form of an act, opened."""
        found = self.page.locator(
            "details.act", has=self.page.locator("summary", has_text=re.compile(rf"^{do}"))
        )
        if found.get_attribute("open") is None:
            found.locator("summary").first.click()
        return found

    def does(self, do: str, *choices: str, **boxes: str) -> None:
        """Fills in what the form asks for, by its labels; today where it asks for a day. `choices`: what is chosen."""
        form = self.act(do)
        for label in choices:
            form.get_by_label(label, exact=True).check()
        for answers in form.locator(".answers").all():  # each condition holds
            answers.locator("input[type=radio]").first.check()
        for ground in form.locator("input[name=v-grounds]").all()[:1]:
            ground.check()
        for box in form.locator("input[type=date]").all():
            box.fill(date.today().isoformat())
        for box in form.locator("input[type=checkbox][value='1']").all():
            box.check()
        for box in form.locator("input[type=file]").all():
            box.set_input_files([PDF])  # type: ignore[list-item]
        for box in form.locator("textarea, input[type=text]").all():
            box.fill("钱二、周八" if box.get_attribute("name") == "v-members" else "照实写的")
        for label, text in boxes.items():
            form.get_by_label(label, exact=True).first.fill(text)
        form.locator("button.leading").click()

    def due(self) -> str:
        """What is to be done first."""
        there = self.page.locator(".duties strong")
        return there.first.inner_text() if there.count() else ""

    def says(self) -> str:
        return self.page.inner_text("main")


Desks = Callable[..., Desk]


@pytest.fixture
def desks(screen: Browser, house: House) -> Iterator[Desks]:
    """Nothing that a window asks for is anywhere but here, and no browser complains but of what was refused."""
    open_: list[Visit] = []

    def desk(**options: Any) -> Desk:
        open_.append(Visit(screen, house.root, **options))
        return Desk(open_[-1], house)

    yield desk
    for one in open_:
        one.close()
        assert {url for url in one.asked if not url.startswith(house.root + "/")} == set()
        assert [text for text in one.complaints if not _is_refusal(text)] == []


def _is_refusal(text: str) -> bool:
    """The browser notes every answer that is none, and that a page has a box for a password."""
    return "the server responded with a status of 4" in text or "Password forms should have" in text


@pytest.mark.parametrize("scripted", [True, False], ids=["JavaScript", "none"])
def test_a_new_handler_s_first_case(desks: Desks, house: House, scripted: bool) -> None:
    """Weihai: accepted, investigated, proposed, concluded by the leader, told, put away."""
    names = (f"新来的{scripted}", f"带班的{scripted}")
    clerk = desks(java_script_enabled=scripted)
    leader = desks(java_script_enabled=scripted, size=DESK)
    clerk.joins(names[0], "clerk")
    leader.joins(names[1], "leader")
    number = clerk.opens("威海市", f"先行发放救助{scripted}")
    clerk.does("受理")
    assert "已受理" in clerk.says()
    clerk.does("登记听取意见", 听取了谁的意见="孙三")
    clerk.does("登记调查报告", 调查人员=f"{names[0]}、钱二")
    assert "调查报告.pdf" in clerk.says()
    clerk.does("作出结论", "予以容错", "免责处理")
    assert "等负责人定" in clerk.says()
    leader.goes("/staff")
    leader.page.get_by_role("link", name=f"{number[:3]}-{number[3:6]}-{number[6:]}").first.click()
    conclusion = leader.act("作出结论")
    assert conclusion.get_by_label("认定的事实").input_value() == "照实写的"
    assert conclusion.get_by_label("予以容错", exact=True).is_checked()
    conclusion.locator("button.leading").click()
    assert "已作结论" in leader.says()
    assert "还有 7 个工作日" in leader.says() or "个工作日" in leader.says()
    for do in ("登记告知", "登记督促纠错"):
        leader.does(do)
        assert "登记好了" in leader.says(), do
    leader.does("归档")
    assert "已归档" in leader.says()
    assert house.served.store.docket.audited()[1] == []


@pytest.mark.parametrize(
    ("region", "scripted"),
    [("donge", True), ("zaozhuang", True), ("zaozhuang", False), ("pingdingshan", True), ("lishui", True)],
)
def test_an_application_from_the_list_to_the_archive(
    desks: Desks, office: Office, region: str, scripted: bool
) -> None:
    """Each step by whoever may take it, then whatever the page says is due, until nothing is; what is a
    leader's is prepared for one."""
    number = applied(office, region)
    handlers = {
        "clerk": desks(java_script_enabled=scripted), "leader": desks(java_script_enabled=scripted, size=DESK),
    }  # fmt: skip
    for role, one in handlers.items():
        one.joins(f"{region}{role}{scripted}", role)
    clerk, leader = handlers.values()
    clerk.page.get_by_role("link", name="待办", exact=True).click()
    clerk.page.get_by_role("link", name=spelled(number)).first.click()
    for role, do, choices in WAYS[region]:
        handlers[role].goes(f"/staff/cases/{number}")
        handlers[role].does(do, *choices)
        assert "登记好了" in handlers[role].says(), do
    clerk.goes(f"/staff/cases/{number}")
    assert "已作结论" in clerk.says()
    while due := clerk.due():
        clerk.does(f"(登记)?{due}")
        if "等负责人定" in clerk.says():
            leader.goes(f"/staff/cases/{number}")
            leader.act(due).locator("button.leading").click()
            assert "登记好了" in leader.says(), due
            clerk.goes(f"/staff/cases/{number}")
        else:
            assert "登记好了" in clerk.says(), due
    leader.page.get_by_role("link", name="待办", exact=True).click()
    assert "都办完了，等归档" in leader.says()
    leader.page.get_by_role("link", name=spelled(number)).first.click()
    leader.does("归档")
    assert "已归档" in leader.says()
    assert office.store.docket.audited()[1] == []


def test_what_is_typed_is_kept_by_itself(desks: Desks) -> None:
    clerk = desks()
    clerk.joins("打字的", "clerk")
    number = clerk.opens("东阿县", "自己存下来")
    form = clerk.act("要求补充")
    with clerk.page.expect_response(lambda one: one.request.method == "POST" and one.status == 200):
        form.get_by_label("请补充什么").press_sequentially("请补会议纪要")
    clerk.page.wait_for_function("document.querySelector('#request .saved').textContent === '草稿存好了'")
    clerk.goes(f"/staff/cases/{number}")
    assert clerk.act("要求补充").get_by_label("请补充什么").input_value() == "请补会议纪要"


def test_a_page_that_stands_open_saves_by_itself_what_was_typed_and_nothing_older(
    desks: Desks, house: House
) -> None:
    clerk, store = desks(), house.served.store
    clerk.joins("两边填的", "clerk")
    number = clerk.opens("东阿县", "两边填")
    member = next(one for one in store.docket.members() if one.name == "两边填的")
    form, office = clerk.act("受理"), house.served.console.office
    label = form.get_by_label("文号或登记号")
    for words in ("三", "号"):
        with clerk.page.expect_response(lambda one: one.request.method == "POST" and one.status == 200):
            label.press_sequentially(words)
        clerk.page.wait_for_function("document.querySelector('#accept .saved').textContent === '草稿存好了'")
        day = "2026-11-0" + ("1" if words == "三" else "2")
        assert office.save_draft(member, number, "accept", {"day": day}, ["day"])  # in a chat
    view = office.case(member, number)
    assert view
    assert view.drafts["accept"] == {"number": "三号", "day": "2026-11-02"}
    clerk.goes(f"/staff/cases/{number}")
    clerk.act("受理").get_by_role("button", name="删掉草稿").click()
    assert "草稿删掉了" in clerk.page.inner_text("main")


def test_with_the_keyboard_alone(desks: Desks) -> None:
    clerk = desks(size=DESK)
    clerk.joins("按键的", "clerk")
    number = clerk.opens("东阿县", "只用键盘")
    page = clerk.page
    clerk.goes(f"/staff/cases/{number}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    summary = page.locator("details.act > summary", has_text=re.compile("^受理"))
    for _ in range(60):
        page.keyboard.press("Tab")
        if summary.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.locator("#accept input[type=date]").fill(date.today().isoformat())
    page.locator("#accept button.leading").press("Enter")
    page.wait_for_load_state()
    assert "已受理" in clerk.says()


def test_nothing_stands_in_anybody_s_way(desks: Desks, house: House) -> None:
    """axe-core finds nothing, and no page is wider than its window: every page, small and wide, light and dark."""
    leader, admin, stranger = desks(), desks(), desks()
    stranger.goes("/staff/login")
    assert violations(stranger.page) == []
    stranger.goes("/staff/join")
    stranger.page.get_by_role("button", name="登记").click()
    assert violations(stranger.page) == []
    leader.joins("看全的", "leader")
    admin.joins("管全的", "admin")
    number = leader.opens("枣庄职业学院", "每一页都看")
    bureau = Bureau.of(house.served.store)
    bureau.hires("zaozhuang", 备案经办="clerk", 备案负责="leader")
    bureau.reaches(bureau.filed("zaozhuang"), "concluded", "备案经办", "备案负责")
    leader.act("登记核对不予容错的情形").locator("button.leading").click()  # nothing is filled in
    assert violations(leader.page) == []
    for address in ("/staff", "/staff/cases", f"/staff/cases/{number}", "/staff/open?region=pingdingshan", "/staff/register?region=zaozhuang",
                    "/staff/figures", "/staff/deliveries", "/staff/questions", "/staff/colleagues", "/staff/calendar", "/staff/audit",
                    "/staff/account", "/staff/account/sessions", "/staff/nowhere"):  # fmt: skip
        leader.goes(address)
        leader.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert violations(leader.page) == [], address
    for address in ("/staff/people", "/staff/templates", "/staff/audit", "/staff/calendar"):
        admin.goes(address)
        admin.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert violations(admin.page) == [], address
    admin.goes("/staff/account")
    admin.page.get_by_role("button", name="启用手机验证码").click()
    assert violations(admin.page) == []


def violations(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    return [one for look in LOOKS for one in _violations(page, *look)]


def _violations(page: Page, width: int, scheme: Any) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
        yield f"{page.url} is too wide at {width}"
    if width < 600 and (across := page.evaluate(ACROSS)):
        yield f"{page.url}: the words of a card stand under its labels: {across}"
    for one in page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]:
        yield from (
            f"{width} {scheme} {one['id']}: {at['target']} {at['failureSummary']}" for at in one["nodes"]
        )


def test_figures_print_without_what_is_pressed(desks: Desks, tmp_path: Path) -> None:
    leader = desks(size=DESK)
    leader.joins("打印的", "leader")
    leader.opens("东阿县", "打印出来")
    leader.goes("/staff/figures")
    leader.page.emulate_media(media="print")
    for gone in (".top", ".filters", ".out"):
        assert not leader.page.locator(gone).first.is_visible(), gone
    assert leader.page.locator("svg.bar").first.is_visible()
    leader.page.set_viewport_size({"width": 718, "height": 1000})  # as wide as A4 is between its margins
    for address in ("/staff/figures", "/staff/cases"):
        leader.goes(address)
        assert leader.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
    assert leader.page.locator("table.lines").evaluate("one => getComputedStyle(one).display") == "table"
    assert len(leader.page.pdf(path=tmp_path / "x.pdf")) > 1000
