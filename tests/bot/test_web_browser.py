"""The page in a real browser: with and without JavaScript, on a phone and on a desk, with the keyboard alone, with the line cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Route

from tests.harness.chromium import DESK, HOW_TO, PHONE, House, Visit, installed
from tests.harness.programs import OFFICE, machine

pytestmark = [pytest.mark.slow, pytest.mark.skipif(installed() is None, reason=HOW_TO)]

STORY = "老人在外地儿子家没的，我们走访比对都没查出来，四个月后才知道，当天停发，钱在追，会追我责吗"
COURSE = "老人在外地儿子家没的，我们每月走访比对都没查出来，四个月后才知道，当天停发，钱在追"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
WRITTEN = (
    "王五", "某某街道民政办　经办人员", "2026年7月12日", "低保对象去世四个月后才停发", "老人3月在外地去世，每月走访、比对都没有查出来。",
    "没有别的想法", "每月走访、季度比对都做了", "多发4个月，共2600元", "当天停发，已追回1300元",
)  # fmt: skip
NUMBER = re.compile(r"编号：(\d{3}-\d{3}-\d{3})")


Visits = Callable[..., Visit]


@pytest.fixture
def visits(screen: Browser, house: House) -> Iterator[Visits]:
    """Nothing that a window asks for is anywhere but here, and no browser complains."""
    open_: list[Visit] = []

    def visit(**options: Any) -> Visit:
        open_.append(Visit(screen, house.root, **options))
        return open_[-1]

    yield visit
    for one in open_:
        one.close()
        assert {url for url in one.asked if not url.startswith(house.root + "/")} == set()
        assert one.complaints == []


def top_is_seen(page: Page) -> bool:
    """The first line of the first answer to what was said last."""
    return bool(
        page.evaluate(
            """() => {
                const all = [...document.querySelectorAll('#log article')];
                const last = all.map(one => one.classList.contains('mine')).lastIndexOf(true);
                const top = all[last + 1].getBoundingClientRect().top;
                return top >= 0 && top < document.querySelector('.foot').getBoundingClientRect().top - 60;
            }"""
        )
    )


def sideways(page: Page) -> int:
    """Pixels by which a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


# ── a conversation ───────────────────────────────────────────────────────────────────────────────
def test_an_answer_is_seen_from_its_top_with_the_policy_s_words(visits: Visits, house: House) -> None:
    visit = visits()
    visit.presses("威海市")
    visit.says(STORY)
    page = visit.page
    assert top_is_seen(page)
    assert sideways(page) <= 0
    assert page.locator(".now .strong").first.inner_text().startswith("威海市：可能对得上三（十三）")
    assert page.locator(".open").inner_text().startswith("威海市")
    assert page.input_value("#text") == ""
    quote = page.locator(".now .extract").first
    assert "经巡访、摸排、比对等规定流程" in quote.locator("blockquote").inner_text()
    assert quote.locator("a").get_attribute("href") == "/policies/weihai/3.13"


def apply(visit: Visit, *files: tuple[str, bytes]) -> None:
    """A whole application, as far as it is looked at once more."""
    visit.presses("威海市")
    visit.says("/apply")
    visit.presses("同意")
    visit.says("威海市某区民政局")
    visit.presses("以个人名义")
    for text in WRITTEN:
        visit.says(text)
    visit.picks(0)
    assert visit.page.locator(".now .pick[aria-pressed=true]").count() == 1
    visit.presses("选好了")
    visit.presses("跳过")
    visit.hands_over(*files)
    visit.presses("发完了")
    visit.presses("跳过")


STARTS = {".docx": b"PK", ".pdf": b"%PDF"}


def kept(visit: Visit) -> list[str]:
    """The endings of the files that are offered last; each is fetched, and is what it says."""
    endings = list[str]()
    for link in visit.page.locator("#log article.ours").last.locator("a.file").all():
        with visit.page.expect_download() as getting:
            link.click()
        endings.append(Path(getting.value.suggested_filename).suffix)
        assert Path(getting.value.path()).read_bytes().startswith(STARTS[endings[-1]])
    return endings


@pytest.mark.parametrize(
    ("scripted", "programs"),
    [(True, {}), (False, {}), (True, {"soffice": OFFICE}), (False, {"soffice": OFFICE})],
    ids=["JavaScript", "none", "JavaScript, LibreOffice", "none, LibreOffice"],
)
def test_an_application_with_two_files_and_its_receipt(
    visits: Visits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scripted: bool, programs: dict[str, str]
) -> None:
    machine(monkeypatch, tmp_path, **programs)
    visit = visits(java_script_enabled=scripted)
    apply(visit, ("走访记录.pdf", PDF), ("死亡证明.png", PNG))
    with visit.answered():
        visit.page.locator(".now dt", has_text="单位及职务").locator("button").click()
    visit.says("某某街道民政办　主任")
    assert "某某街道民政办 主任" in visit.page.locator(".now dl.filled").inner_text()
    visit.presses("提交")
    visit.presses("确定提交")
    assert NUMBER.search(visit.last)
    assert "附材料 2 份" in visit.last
    boxes = visit.page.locator("dl.filled").last
    assert boxes.locator("dt", has_text="申请人").first.inner_text() == "申请人"
    assert "1. 走访记录.pdf；2. 死亡证明.png" in boxes.inner_text()
    assert kept(visit) == ([".docx", ".pdf"] if programs else [".docx"])


@pytest.mark.parametrize("scripted", [True, False], ids=["JavaScript", "none"])
def test_an_assessment_to_its_result(visits: Visits, scripted: bool) -> None:
    visit = visits(java_script_enabled=scripted)
    visit.presses("威海市")
    assess(visit)
    visit.picks(0)
    visit.presses("选好了")
    for _ in range(14):
        if "自评结果" in visit.last:
            break
        answers = visit.page.locator(".now .answers button")
        labels = answers.all_inner_texts()
        visit.presses(next(one for one in ("看结果", "都符合", "有", "没有", *labels) if one in labels))
    assert "这是自评，不是认定结论" in visit.last
    assert "自评结果 · 威海市" in visit.last


def assess(visit: Visit) -> None:
    """As far as the list of what may fit."""
    visit.says("/assess")
    for label in ("开始自评", "是", "是", "以后", "已被告知"):
        visit.presses(label)
    visit.says(COURSE)
    visit.presses("都对")


# ── what happens to a line ───────────────────────────────────────────────────────────────────────
def test_a_reload_shows_all_that_was_said_until_it_is_cleared(visits: Visits) -> None:
    visit = visits()
    visit.presses("东阿县")
    visit.says("结论几天告知")
    before = visit.lines
    visit.page.reload()
    assert visit.lines == before[-len(visit.lines) :]
    assert "结论几天告知" in visit.lines[-2]
    visit.page.click(".open")
    visit.page.click("summary:has-text('清除对话')")
    visit.page.click("text=确定清除")
    visit.page.wait_for_selector(".starts")
    assert not any("结论几天告知" in line for line in visit.lines)


def test_two_windows_show_the_same(visits: Visits) -> None:
    visit = visits()
    visit.presses("东阿县")
    other = visit.opens()
    visit.says("收了人家两条烟还能容吗")
    other.wait_for_selector("#log article.ours.now blockquote")
    assert other.locator("#log article").all_inner_texts()[-2:] == visit.lines[-2:]
    assert other.locator("article.mine").count() == visit.page.locator("article.mine").count()


@pytest.mark.parametrize("again", ["#trouble button", "#say button[type=submit]"])
def test_an_answer_that_is_lost_on_the_way_comes_once(visits: Visits, again: str) -> None:
    """The server has it, the browser does not know: the same is sent once more and is not done twice."""
    visit = visits()
    visit.presses("东阿县")
    page = visit.page

    def lost(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/say", lost)
    page.fill("#text", "结论几天告知")
    page.click("#say button[type=submit]")
    page.wait_for_selector("#trouble:visible")
    assert "不会重复" in page.locator("#trouble").inner_text()
    page.unroute("**/say")
    with visit.answered():
        page.click(again)
    assert page.locator("#trouble:visible").count() == 0
    assert page.input_value("#text") == ""
    page.reload()
    assert [line for line in visit.lines if "结论几天告知" in line] == [visit.lines[-2]]
    visit.complaints = [one for one in visit.complaints if "net::ERR_FAILED" not in one]


def test_what_is_written_without_a_network_goes_when_there_is_one(visits: Visits) -> None:
    visit = visits()
    visit.presses("东阿县")
    page = visit.page
    visit.context.set_offline(True)
    page.fill("#text", "结论几天告知")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trouble:visible")
    assert page.input_value("#text") == "结论几天告知"
    visit.context.set_offline(False)
    page.wait_for_selector("article.now blockquote")
    page.wait_for_selector("#trouble", state="hidden")
    assert page.input_value("#text") == ""
    assert page.locator("article.mine", has_text="结论几天告知").count() == 1
    visit.complaints = [one for one in visit.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_a_line_that_is_cut_while_listening_is_told(visits: Visits, screen: Browser) -> None:
    visit = visits()
    page = visit.page
    page.route("**/events*", lambda route: route.abort("connectionrefused"))
    page.reload()
    page.wait_for_selector("#away:visible")
    assert "正在重连" in page.locator("#away").inner_text()
    page.unroute("**/events*")
    page.wait_for_selector("#away", state="hidden")
    visit.complaints = [one for one in visit.complaints if "ERR_CONNECTION_REFUSED" not in one]


def test_who_comes_again_reads_on_where_it_is_going_on(visits: Visits) -> None:
    visit = visits()
    visit.presses("东阿县")
    visit.says("结论几天告知")
    again = visit.opens()
    again.wait_for_selector("#log .now blockquote")
    assert again.evaluate("scrollY") > 0
    assert top_is_seen(again)


def test_what_is_written_on_a_page_that_is_too_old_is_not_lost(visits: Visits) -> None:
    """Another visitor sits here now: the form is refused, the words come along to the new page."""
    visit = visits()
    visit.presses("东阿县")
    page = visit.page
    visit.context.clear_cookies()
    page.fill("#text", "结论几天告知")
    page.keyboard.press("Enter")
    page.wait_for_selector("#trouble button")
    assert "没有收下" in page.locator("#trouble").inner_text()
    with page.expect_navigation():
        page.click("#trouble button")
    assert page.input_value("#text") == "结论几天告知"
    visit.says("结论几天告知")
    assert page.locator("article.mine").count() == 1
    visit.complaints = [one for one in visit.complaints if "403" not in one]


def test_what_a_browser_complains_of_is_noticed(visits: Visits) -> None:
    """That the other tests find nothing says something only if this one does."""
    visit = visits()
    visit.page.evaluate(
        "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p{}'}))"
    )
    visit.page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    visit.page.wait_for_timeout(200)
    assert any("Content Security Policy" in one and "style" in one for one in visit.complaints)
    assert any("Content Security Policy" in one and "x.png" in one for one in visit.complaints)
    assert "http://127.0.0.1:9/x.png" in visit.asked
    visit.complaints.clear()
    visit.asked.clear()


# ── hands ────────────────────────────────────────────────────────────────────────────────────────
def test_the_keyboard_is_enough(visits: Visits) -> None:
    visit = visits(size=DESK)
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, "button", "东阿县")
    with visit.answered():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className").startswith("ours")
    tab_to(page, "textarea", "")
    page.keyboard.type("收了人家两条烟")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("还能容吗")
    assert page.input_value("#text") == "收了人家两条烟\n还能容吗"
    with visit.answered():
        page.keyboard.press("Enter")
    assert "第十条第（三）项" in visit.last
    assert page.evaluate("document.activeElement.id") == "text"


def tab_to(page: Page, tag: str, words: str) -> None:
    """Onwards with the tabulator; each stop is to be seen."""
    for _ in range(40):
        page.keyboard.press("Tab")
        now = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                return [one.tagName.toLowerCase(), one.innerText.trim(), getComputedStyle(one).outlineStyle,
                        box.bottom > 0 && box.top < innerHeight];
            }"""
        )
        if now[0] in ("button", "textarea", "summary"):
            assert now[2:] == ["solid", True], now
        if now[0] == tag and now[1] == words:
            return
    raise AssertionError(f"no {tag} {words} to be reached")


def test_what_is_being_composed_is_not_sent(visits: Visits) -> None:
    """Enter that chooses a character in an input method is no Enter."""
    visit = visits(size=DESK)
    page = visit.page
    page.focus("#text")
    typing = visit.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "jie'lun", "selectionStart": 7, "selectionEnd": 7})
    enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    typing.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **enter})
    typing.send("Input.insertText", {"text": "结论几天告知"})
    assert page.input_value("#text") == "结论几天告知"
    assert page.locator("article.mine").count() == 0
    with visit.answered():
        page.keyboard.press("Enter")
    assert "结论几天告知" in page.locator("article.mine").inner_text()


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_files_are_pasted_or_dropped(visits: Visits, way: str) -> None:
    visit = visits(size=DESK)
    with visit.answered():
        visit.page.evaluate(
            """way => {
                const carried = new DataTransfer();
                carried.items.add(new File(['甲'], '说明.txt'));
                const told = {bubbles: true, cancelable: true};
                document.getElementById('text').dispatchEvent(way === 'paste'
                    ? new ClipboardEvent('paste', {...told, clipboardData: carried})
                    : new DragEvent('drop', {...told, dataTransfer: carried}));
            }""",
            way,
        )
    assert "文件：说明.txt" in visit.lines[-2]


def test_a_file_that_is_too_large_is_told_before_it_travels(visits: Visits) -> None:
    visit = visits()
    visit.page.evaluate("document.getElementById('files').dataset.most = '0.00001'")
    visit.page.set_input_files("#files", [{"name": "录像.mp4", "mimeType": "", "buffer": b"x" * 99}])
    visit.page.wait_for_selector("#trouble:visible")
    assert "“录像.mp4”超过" in visit.page.locator("#trouble").inner_text()
    assert not any(url.endswith("/say") for url in visit.asked)


def test_who_reads_above_is_told_of_what_comes_below(visits: Visits) -> None:
    """What is said in another window does not take the page from under the reader's eyes."""
    visit = visits()
    visit.presses("东阿县")
    visit.says("结论几天告知")
    other = visit.opens()
    other.wait_for_selector("blockquote")
    other.evaluate("scrollTo(0, 0)")
    visit.says("收了人家两条烟还能容吗")
    other.wait_for_selector("#fresh:visible")
    assert other.evaluate("scrollY") == 0
    other.click("#fresh a")
    assert other.locator("#fresh:visible").count() == 0
    assert other.evaluate("scrollY") > 0


def test_words_that_bring_their_picture_along_are_words(visits: Visits) -> None:
    """A word processor puts both into the clipboard."""
    visit = visits(size=DESK)
    kept = visit.page.evaluate(
        """() => {
            const carried = new DataTransfer();
            carried.items.add(new File(['甲'], 'image.png'));
            carried.setData('text/plain', '甲');
            const told = {bubbles: true, cancelable: true, clipboardData: carried};
            return document.getElementById('text').dispatchEvent(new ClipboardEvent('paste', told));
        }"""
    )
    assert kept
    assert not any(url.endswith("/say") for url in visit.asked)


def test_a_tick_leaves_everything_where_it_is(visits: Visits) -> None:
    """The list does not jump, and the finger, or the keyboard, is still on the same line."""
    visit = visits()
    visit.presses("威海市")
    assess(visit)
    pick = visit.page.locator(".now .pick").nth(3)
    pick.evaluate("one => one.scrollIntoView({block: 'center'})")
    before = pick.bounding_box()
    with visit.answered():
        pick.click()
    assert pick.get_attribute("aria-pressed") == "true"
    assert pick.bounding_box() == before
    assert visit.page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"


def test_larger_letters_stay_large(visits: Visits) -> None:
    visit = visits()
    size = "parseFloat(getComputedStyle(document.querySelector('.ours p')).fontSize)"
    small = visit.page.evaluate(size)
    visit.page.click("button.size")
    visit.page.reload()
    assert visit.page.evaluate(size) >= 1.2 * small
    assert sideways(visit.page) <= 0


# ── everybody ────────────────────────────────────────────────────────────────────────────────────
READ = (
    "/policies",
    "/policies?q=容缺受理",
    "/policies/donge",
    "/policies/weihai/3.13",
    "/policies/weihai/3.99",
    "/nowhere",
)


LOOKS = [(*size, scheme) for size in (PHONE, DESK) for scheme in ("light", "dark")]


@pytest.mark.timeout(180)
def test_nothing_stands_in_anybodys_way(visits: Visits) -> None:
    """axe-core finds nothing, and no page is wider than its window: a beginning, a conversation with all that may stand in
    one, its menu, the documents, what is not there; small and wide, light and dark."""
    visit = visits()
    assert violations(visit.page) == []
    visit.presses("威海市")
    visit.says(STORY)
    assert violations(visit.page) == []
    visit.says("/assess")  # what was told is confirmed on one screen
    visit.picks(0)
    assert violations(visit.page) == []
    visit.page.set_viewport_size({"width": 390, "height": 844})
    visit.page.click(".open")
    assert violations(visit.page) == []
    other = visits()
    apply(other, ("走访记录.pdf", PDF))
    assert violations(other.page) == []
    for address in READ:
        visit.page.goto(visit.root + address)
        assert violations(visit.page) == [], address
    visit.complaints = [one for one in visit.complaints if "404" not in one]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    return [one for look in LOOKS for one in _violations(page, *look)]


def _violations(page: Page, width: int, height: int, scheme: Literal["light", "dark"]) -> Iterator[str]:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    if sideways(page) > 0:
        yield f"{page.url} is too wide at {width}"
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    for one in found:
        yield from (
            f"{width} {scheme} {one['id']}: {at['target']} {at['failureSummary']}" for at in one["nodes"]
        )


def test_a_conversation_prints_without_what_is_pressed(visits: Visits) -> None:
    visit = visits(size=DESK)
    visit.presses("威海市")
    visit.says("/articles weihai.3")
    page = visit.page
    assert page.locator(".folded:not([open])").count() == 1
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".folded[open]").count() == 1
    page.emulate_media(media="print")
    for gone in (".top", ".side", ".foot", ".options", ".drop"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    assert "对话记录" in page.locator("main").inner_text()
    assert page.locator("blockquote:visible").count() == page.locator("blockquote").count()
    page.goto(f"{visit.root}/policies/weihai")
    assert page.locator("form:visible, nav:visible, button:visible").count() == 0
    assert "三、" in page.locator(".document").inner_text()


def test_the_documents_can_be_searched_and_asked_about_without_javascript(visits: Visits) -> None:
    visit = visits(java_script_enabled=False)
    page = visit.page
    page.click("nav a:has-text('文件原文')")
    page.fill("#q", "容缺受理")
    page.select_option("select", "weihai")
    page.click(".search button")
    assert "q=" in page.url
    page.click(".results a >> nth=0")
    assert page.url == f"{visit.root}/policies/weihai/3.6"
    assert page.locator("h1").inner_text() == "威海市　三（六）"
    page.click("text=后一条")
    assert page.url == f"{visit.root}/policies/weihai/3.7"
    page.click("text=问问这一条")
    assert "三（七）" in page.locator("#log").inner_text()
    page.goto(f"{visit.root}/policies?q=钱没追回来会怎样")
    page.click("text=到对话里")
    assert page.input_value("#text") == "钱没追回来会怎样"


def test_what_every_page_needs_is_small_and_is_asked_for_only_once(visits: Visits) -> None:
    """A slow line carries it in a second; afterwards the browser only asks whether it is still the same."""
    visit = visits()
    sizes = 0
    for name in ("page.css", "page.js", "mark.svg"):
        first = visit.page.request.get(f"{visit.root}/static/{name}")
        again = visit.page.request.get(
            f"{visit.root}/static/{name}", headers={"if-none-match": first.headers["etag"]}
        )
        assert (first.status, again.status, first.headers["cache-control"]) == (200, 304, "no-cache")
        sizes += len(first.body())
    assert sizes < 40_000


def test_who_scrolls_far_down_finds_no_line_hidden_by_what_floats(visits: Visits) -> None:
    """At the end of a page the last line stands above the place to write."""
    visit = visits()
    visit.presses("威海市")
    visit.says(STORY)
    page = visit.page
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    gap = page.evaluate(
        "document.querySelector('.foot').getBoundingClientRect().top"
        " - [...document.querySelectorAll('#log article')].pop().getBoundingClientRect().bottom"
    )
    assert gap >= 0
