"""The page over real HTTP, without JavaScript: shown, gone on with, everything done once."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

from bot.casework.tidy import tidy
from bot.channels.web.visitors import Visitor
from bot.store.applications import writing
from bot.store.records import Changes
from bot.store.transcript import DAYS
from bot.workdays import Workdays
from dialogs.core import PAGE
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness.browser import Browser, Served, serving
from tests.harness.given import Played
from tests.harness.post import unsent

PDF = b"%PDF-1.7 nothing on it"
BOXES = ("[以个人名义", "王五", "某某街道民政办　经办人员", "2026年7月12日", "低保对象去世四个月后才停发",
         "老人三月在外地去世，每月走访没有查出来，七月才知道。", "[跳过", "[跳过", "没有造成损失。", "[跳过")  # fmt: skip


async def test_who_comes_in_is_greeted_and_nothing_is_written(served: Served, browser: Browser) -> None:
    assert "您好，我是容错助手" in browser.page.text
    assert served.store.transcript.lines("web:") == []
    assert ("威海市", "0:region/set=weihai") in browser.page.buttons


async def test_a_question_is_answered_and_the_page_shows_the_top_of_the_answer(browser: Browser) -> None:
    await browser.presses("威海市")
    response = await browser.says("材料没齐我先给办了")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/#m")
    assert "材料没齐我先给办了" in browser.page.text
    assert "容缺受理" in browser.page.text


async def test_no_piece_of_an_answer_waits_for_a_word_of_the_browser(browser: Browser) -> None:
    """40 ms, as long as a browser keeps silent about what came."""
    took = []
    for _ in range(10):
        began = time.perf_counter()
        await browser.http.get("/policies/weihai/3.13")
        took.append(time.perf_counter() - began)
    assert min(took[1:]) < 0.035


async def test_a_form_that_is_sent_again_is_answered_as_it_was(browser: Browser) -> None:
    await browser.presses("威海市")
    await browser.says("/apply")
    await browser.presses("同意")
    form = browser.form(text="县纪委")
    await browser.sends(form)
    first = browser.page.text
    await browser.sends(form)
    assert browser.page.text == first
    assert first.count("县纪委") == 1


async def test_an_old_screen_fills_in_no_other_box(browser: Browser) -> None:
    await browser.presses("威海市")
    await browser.says("/apply")
    await browser.presses("同意")
    old = browser.form(text="县纪委", once="x" * 20)
    await browser.says("县监委")
    await browser.sends(old)
    assert "先没有记" in browser.page.text


async def fills_in(browser: Browser, *steps: str) -> None:
    """`[同意` presses, everything else is said."""
    for step in steps:
        await (browser.presses(step[1:]) if step.startswith("[") else browser.says(step))


async def begins(browser: Browser) -> None:
    await fills_in(browser, "[威海市", "/apply", "[同意")


# ── a whole application, without JavaScript ──────────────────────────────────────────────────────
async def test_a_whole_application_with_two_files_and_its_receipt(served: Served, browser: Browser) -> None:
    await begins(browser)
    await fills_in(browser, "某某区民政局", *BOXES, "[1", "[选好了", "[跳过")
    await browser.hands_over(("走访记录.pdf", PDF), ("会议纪要.pdf", PDF + b" 2"))
    assert "收下了：走访记录.pdf" in browser.page.text
    assert "现在共 2 份" in browser.page.text
    await fills_in(browser, "[发完了", "[跳过")
    await fills_in(browser, "[提交", "[确定提交")
    assert "申请已经提交" in browser.page.text
    (row,) = served.store.docket.page()[0]
    assert [one.name for one in served.store.docket.whole(row).pieces] == ["走访记录.pdf", "会议纪要.pdf"]
    link = next(one for one in browser.page.links if one.startswith("/documents/") and one.endswith("/docx"))
    document = await browser.http.get(link)
    assert document.status_code == 200
    assert document.content.startswith(b"PK")
    assert "attachment" in document.headers["content-disposition"]
    stranger = served.browser()
    await stranger.looks()
    assert (await stranger.http.get(link)).status_code == 404


async def test_a_button_is_shown_by_its_label(browser: Browser) -> None:
    await fills_in(browser, "[威海市", "/assess", "[开始自评")
    assert "开始自评" in browser.page.text


async def test_what_is_turned_over_stays_in_its_place(served: Served, browser: Browser) -> None:
    await fills_in(browser, "[威海市", "/articles", "结论几天告知")
    lines = served.store.transcript.lines(chat(browser))
    shelf = next(
        one
        for one in lines
        if one.reply and any("第三部分" in b.label for row in one.reply.buttons for b in row)
    )
    button = (
        next(b for row in shelf.reply.buttons for b in row if "第三部分" in b.label) if shelf.reply else None
    )
    assert button
    await browser.sends(browser.form(press=f"{shelf.place}:{button.data}"))
    after = served.store.transcript.lines(chat(browser))
    assert [one.place for one in after] == [one.place for one in lines]
    changed = [one for one, before in zip(after, lines, strict=True) if one != before]
    assert [one.place for one in changed] == [shelf.place]
    assert changed[0].id > lines[-1].id  # so that other windows hear of it


# ── twice, late, elsewhere ───────────────────────────────────────────────────────────────────────
async def test_what_is_sent_twice_at_once_is_done_once(browser: Browser) -> None:
    await begins(browser)
    form = browser.form(text="县纪委")
    first, second = await asyncio.gather(browser.sends(dict(form)), browser.sends(dict(form)))
    assert first.status_code == second.status_code == 303
    await browser.looks()
    assert browser.page.text.count("县纪委") == 1


async def test_a_file_that_is_sent_twice_is_kept_once(served: Served, browser: Browser) -> None:
    await begins(browser)
    form = browser.form()
    for _ in range(2):
        await browser.sends(form, [("files", ("a.pdf", PDF, "application/pdf"))])
    assert browser.page.text.count("收下了：a.pdf") == 1
    assert len(served.store.docket.known_places()) == 1


async def test_a_restart_in_mid_form_loses_nothing(assistant: Assistant, tmp_path: Path) -> None:
    talk = Rongcuo(assistant, Workdays(), PAGE)
    async with serving(tmp_path, talk, assistant) as first:
        browser = first.browser()
        await browser.looks()
        await begins(browser)
        form, cookies = browser.form(text="某某区民政局"), dict(browser.http.cookies)
        await browser.sends(form)
    async with serving(tmp_path, talk, assistant) as second:
        again = second.browser(cookies=cookies)
        await again.looks()
        assert "以您个人的名义申请" in again.page.text
        before = again.page.text
        await again.sends(form)  # its answer was lost, so that it is sent once more
        assert again.page.text == before
        await fills_in(again, "[以个人名义")
        assert "您的姓名" in again.page.text


async def test_a_draft_moves_from_another_surface_by_its_code(served: Served, browser: Browser) -> None:
    elsewhere = served.browser()
    await elsewhere.looks()
    await begins(elsewhere)
    await fills_in(elsewhere, "某某区民政局", "[核对", "[换个地方接着填")
    code = re.findall(r"/apply ([A-Z0-9-]{14})", elsewhere.page.text)[-1]
    await browser.says(f"/apply {code}")
    assert "接过来了" in browser.page.text


async def test_a_link_opens_a_policy_or_a_provision(browser: Browser) -> None:
    await browser.looks("/?region=weihai")
    assert "威海市" in browser.page.text
    await browser.looks("/?start=weihai_3_13")
    assert "经巡访、摸排、比对" in browser.page.text


# ── what is kept, and for how long ───────────────────────────────────────────────────────────────
async def test_a_conversation_can_be_cleared_and_the_draft_stays(served: Served, browser: Browser) -> None:
    await begins(browser)
    await browser.http.post("/clear", data={"token": browser.page.hidden["token"]})
    await browser.looks()
    assert "同意，开始填" not in browser.page.text
    assert "没填完的申请" in browser.page.text  # in the greeting
    assert chat(browser)


async def test_who_leaves_is_not_known_any_more(served: Served, browser: Browser) -> None:
    await fills_in(browser, "[威海市", "结论几天告知")
    await browser.http.post("/leave", data={"token": browser.page.hidden["token"]})
    await browser.looks()
    assert "结论几天告知" not in browser.page.text
    assert "威海市" not in browser.page.hidden.values()


async def test_forgetting_takes_the_conversation_along(served: Served, browser: Browser) -> None:
    await fills_in(
        browser, "[威海市", "材料没齐我先给办了，身份证号370101199001010015", "/forget", "[确定删除"
    )
    assert "容缺" not in browser.page.text
    assert b"370101199001010015" not in (served.settings.data / "rongcuo.db").read_bytes()
    assert [one.text for one in served.store.transcript.lines(chat(browser)) if one.text] == ["确定删除"]


async def test_numbers_of_persons_are_hidden_in_what_is_shown_again(browser: Browser) -> None:
    await fills_in(browser, "[威海市", "他的身份证号是370101199001010015，材料没齐")
    assert "370101199001010015" not in browser.page.text


async def test_after_a_week_a_conversation_is_gone(assistant: Assistant, tmp_path: Path) -> None:
    given = Played()
    async with serving(tmp_path, Rongcuo(assistant, Workdays(), PAGE), assistant, given) as served:
        browser = served.browser()
        await browser.looks()
        await fills_in(browser, "[威海市", "结论几天告知")
        given.now.goes(days=DAYS, minutes=1)  # type: ignore[attr-defined]
        tidy(served.store, served.keep, given.now())
        assert served.store.transcript.lines(chat(browser)) == []


# ── what comes by itself ─────────────────────────────────────────────────────────────────────────
async def test_a_notice_is_told_until_it_was_shown(served: Served, browser: Browser) -> None:
    await fills_in(browser, "[威海市")
    whose = chat(browser)
    served.store.write(Changes(writes=[writing.told(whose, "请您补一份会议纪要。")]))
    waiting = len(unsent(served.store))
    await browser.looks()
    assert "请您补一份会议纪要" in browser.page.text
    assert len(unsent(served.store)) == waiting == 1  # nobody knows whether it was seen
    await browser.says("谢谢")
    assert unsent(served.store) == []
    assert browser.page.text.count("请您补一份会议纪要") == 1


def chat(browser: Browser) -> str:
    return Visitor(browser.http.cookies["rongcuo"]).chat
