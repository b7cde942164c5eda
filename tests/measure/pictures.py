"""The pictures of the staff's pages in docs/page, taken anew: cases that nobody has, on a day that stands still.

    LANGUAGE=zh_CN .venv/bin/python -m tests.measure.pictures [FOLDER]

Needs chromium, chromium-l10n (which writes days as they are written in Chinese) and fonts-noto-cjk. Half a minute.
"""

from __future__ import annotations

import base64
import struct
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import Browser, Page

from bot.casework.entry import Door
from bot.casework.people import People
from bot.casework.views import Performed
from bot.store.rows import Member
from bot.workdays import SHANGHAI
from dialogs.acts import FormField
from knowledge.answer import Assistant
from knowledge.learning import packed
from knowledge.library import corpus
from knowledge.rules.casework import OUTCOME, TIER, ActField, CaseAct
from tests.harness.browser import Served
from tests.harness.chromium import DESK, PHONE, House, Visit, chromium
from tests.harness.counter import PASSWORD
from tests.harness.given import Clock, Played
from tests.harness.handler import PDF

FOLDER = Path(__file__).parents[2] / "docs" / "page"
TODAY = date(2026, 12, 1)
STAFF = {"李敏": "clerk", "陈静": "clerk", "王建国": "leader"}
COLOURS = 96


@dataclass(frozen=True, slots=True)
class Story:
    """One case. `steps`: what was done on which day of which month; `proposed`: the last waits for the leader; `ground`: what
    it rests on; `ended`: (outcome, tier)."""

    region: str
    who: str
    post: str
    authority: str
    matter: str
    reasons: str
    ground: str
    came: str
    steps: tuple[tuple[str, str], ...] = ()
    ended: tuple[str, str] = ("", "")
    proposed: bool = False


STORIES = (
    Story("donge", "赵立新", "某某镇民政所　副所长", "东阿县民政局", "急难救助先发后核，多发了一个月",
          "8月12日夜里张某家失火，全家没有住处。按“先行救助”当天发了两个月的急难救助金，后来核对，应发一个月。发现当天报告了镇里，多发的已经退回。",
          "donge.7.6", "10-26", (("accept", "10-28"), ("hear", "11-04"), ("investigate", "11-12"), ("meet", "11-17"), ("conclude", "11-19")),
          ("exempt", "")),
    Story("weihai", "孙晓梅", "某某街道社会救助站　站长", "某某区民政局", "老人在外地去世，低保金多发四个月",
          "王某5月随儿子去外地，7月在那里去世，没有报告。每月走访、每季比对都做了，外地的信息没有推送过来。11月5日比对出来，当天停发，多发的2680元11月9日追回。",
          "weihai.3.13", "11-06", (("accept", "11-09"), ("hear", "11-12"), ("investigate", "11-18"), ("meet", "11-23"), ("conclude", "11-24"), ("correct", "11-26")),
          ("tolerated", "不予追究责任")),
    Story("lishui", "周明", "某某镇便民服务中心　工作人员", "某某镇党委", "容缺受理少收一份非必要件",
          "6月为赶在汛期前完成搬迁，容缺受理了3户的申请，事后补件时发现其中1户的面积证明和申报不一致，已经更正。",
          "lishui.9.4", "11-02", (("accept", "11-03"), ("route", "11-05"), ("investigate", "11-16"), ("conclude", "11-27")),
          ("tolerated", "免除相关责任")),
    Story("weihai", "刘洋", "某某镇民政办　经办人员", "某某市民政局", "存款没有比对出来，错保了五个月",
          "入户、邻里走访、平台核对都按规定做了，申请人瞒报了在外地银行的存款。9月新推送的数据里看到以后，第二天停保，错发的4150元已经追回。",
          "weihai.3.14", "11-09", (("accept", "11-10"), ("hear", "11-13"), ("investigate", "11-20"), ("meet", "11-27"), ("conclude", "12-01")),
          ("tolerated", "不予追究责任"), proposed=True),
    Story("pingdingshan", "马建军", "某某乡　副乡长", "某某县纪委监委", "防汛转移时先征用了民房",
          "7月18日夜里水位超警，来不及报批，先征用两处民房安置群众，第二天补报。后来房主对补偿有意见，已经协商好。",
          "pingdingshan.8.3", "11-16", (("organisation", "11-16"), ("accept", "11-18"), ("hear", "11-24"))),
    Story("donge", "钱海燕", "某某镇民政所　经办人员", "东阿县民政局", "政策没有写到的一户先纳入了救助",
          "外地户口的老人长年住在本县，文件没有写能不能救助，研究后先纳入，后来上级明确由户籍地办，已经停发移交。",
          "donge.7.5", "11-30"),
    Story("weihai", "林涛", "某某镇民政办　经办人员", "某某市民政局", "上访户的解释没有留书面记录",
          "三次上门解释政策，都有村干部在场，没有当场做笔录，后来对方越级上访。",
          "weihai.3.9", "09-07", (("accept", "09-09"), ("investigate", "09-18"), ("conclude", "09-22"), ("tell", "09-24"), ("correct", "09-24"), ("close", "09-30")),
          ("tolerated", "从轻")),
    Story("lishui", "吴珊", "某某街道办事处　科员", "某某区纪委监委", "项目公示少了两天",
          "公示期按工作日算，文件里是自然日，中间遇到放假，少公示了两天，没有人提出异议，已经补公示。",
          "lishui.9.4", "10-09", (("accept", "10-10"), ("route", "10-12"), ("investigate", "10-20"), ("conclude", "10-26"), ("tell", "10-27")),
          ("none", "")),
)  # fmt: skip
CASE, WAITING = 1, 3
"""Of the stories: the one that is looked at, and the one that a leader has to decide."""
WORDS = {
    "hear.words": "经过属实。每次走访都有记录，发现以后当天就报告，没有推给别人。",
    "meet.minutes": "五人参加，一致同意调查组的意见：程序都走了，没有谋利，发现及时，损失已经挽回。",
    "conclude.facts": "入户、走访、比对都按规定做了，有记录；信息没有及时推送，不是本人能够知道的；发现后第二天停发，钱已经追回；没有为自己、家属或他人谋利。",
    "correct.matter": "走访和解释的记录不全",
    "correct.demand": "以后每次走访、解释都当场做书面记录；在外地居住的对象每月联系一次。",
    "route.why": "事实清楚，各方没有分歧。",
    "tell.how": "当面送达，签收",
    "organisation.whom": "中共某某乡委员会",
}


# ── what was done ────────────────────────────────────────────────────────────────────────────────
class Past:
    """All of it happened, each on its day."""

    def __init__(self, served: Served, clock: Clock) -> None:
        self._served, self._clock, self._office = served, clock, served.console.office
        self.numbers: dict[Story, str] = {}
        self._at(date(TODAY.year, 9, 1))
        self._staff = {name: self._joined(name, role) for name, role in STAFF.items()}

    def _at(self, day: date) -> None:
        self._clock.now = datetime.combine(day, time(10), SHANGHAI)

    def _joined(self, name: str, role: str) -> Member:
        code, member = People(self._served.store).invites(name, role, None)
        assert member
        assert Door(self._served.store).joins(member, code, name, PASSWORD, PASSWORD) == {}
        return member

    def happens(self) -> None:
        events = [(day, story, act) for story in STORIES for act, day in (("", story.came), *story.steps)]
        for day, story, act in sorted(events, key=lambda one: one[0]):
            self._at(date.fromisoformat(f"{TODAY.year}-{day}"))
            self._does(story, act) if act else self._comes(story)
        self._at(TODAY)

    def _comes(self, story: Story) -> None:
        boxes = (("责任追究机关", story.authority), ("申请人", story.who), ("单位及职务", story.post), ("申请容错事项", story.matter),
                 ("主要事实及理由", story.reasons))  # fmt: skip
        fields = [FormField(f"cell:{n}", label, "", text) for n, (label, text) in enumerate(boxes)]
        summary = f"{story.who} {story.matter}"
        number = self._office.open_on_paper(
            self._staff["李敏"], story.region, "paper", fields, [story.ground], summary=summary
        )
        assert isinstance(number, str), number
        self.numbers[story] = number

    def _does(self, story: Story, name: str) -> None:
        number, clerk = self.numbers[story], self._staff["李敏"]
        view = self._office.case(clerk, number)
        assert view
        act = view.procedure.acts[name]
        values = {one.key: text for one in act.fields if (text := self._text(story, act, one))}
        files = [self._served.keep.keep([PDF], "调查报告.pdf") for one in act.fields if one.kind == "file"]
        values |= {one.key: files[0].place for one in act.fields if one.kind == "file"}
        by = clerk if act.role == "clerk" else self._staff["王建国"]
        proposed = story.proposed and (name, values["day"]) == ("conclude", TODAY.isoformat())
        came = (
            self._office.propose(clerk, number, view.version, name, values, files)
            if proposed
            else self._office.perform(by, number, view.version, name, values, files)
        )
        assert isinstance(came, Performed), (name, came)

    def _text(self, story: Story, act: CaseAct, field: ActField) -> str:
        """What somebody entered there."""
        today = self._clock.now.date()
        match field.kind:
            case "date":
                return (today + timedelta(days=30 * (field.key == "until"))).isoformat()
            case "people":
                return {"investigate": "李敏、陈静", "hear": story.who}.get(
                    act.id, "王建国、李敏、陈静、郑华、何平"
                )
            case "choice" | "condition":
                return {OUTCOME: story.ended[0], TIER: story.ended[1]}.get(field.key, field.choices[0][0])
            case "provisions":
                return story.ground
            case "tick":
                return "1"
            case "criteria":
                return "\n".join(
                    f"{aspect}：有记录可以证明，偏向“{sides.split('／')[0]}”"
                    for aspect, sides in field.choices
                )
            case "text":
                return WORDS[f"{act.id}.{field.key}"]
            case _:
                return ""


# ── what is taken ────────────────────────────────────────────────────────────────────────────────
class Camera:
    """Whoever looks at the pages, and what they see."""

    def __init__(self, browser: Browser, root: str, folder: Path) -> None:
        self._browser, self._root, self._folder = browser, root, folder
        self._blank = browser.new_page()

    def at(self, name: str, size: tuple[int, int]) -> Page:
        """Somebody's window, logged in."""
        page = Visit(self._browser, self._root, size).opens("/staff/login")
        page.get_by_label("登录名", exact=True).fill(name)
        page.get_by_label("密码", exact=True).fill(PASSWORD)
        page.locator("main button").first.click()
        page.wait_for_selector("nav")
        return page

    def takes(self, page: Page, name: str, address: str, top: str = "") -> None:
        """`top`: what the picture begins with; the page's own beginning where nothing is said."""
        page.goto(self._root + address)
        if top:
            page.locator(top).first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 16)")
        small = paletted(self._pixels(page.screenshot(animations="disabled")))
        (self._folder / f"{name}.png").write_bytes(small)
        print(f"{name}.png：{len(small) / 1024:.0f} KB")

    def _pixels(self, png: bytes) -> np.ndarray:  # type: ignore[type-arg]
        """Read by the browser, which is a hundred times quicker at it than Python. Shape (height, width), a colour each."""
        width, height = struct.unpack(">II", png[16:24])
        raw = base64.b64decode(self._blank.evaluate(READ, base64.b64encode(png).decode()))
        return np.frombuffer(raw, ">u4").reshape(height, width) >> 8


READ = """async png => {
    const bytes = Uint8Array.from(atob(png), one => one.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], {type: 'image/png'}));
    const there = new OffscreenCanvas(image.width, image.height).getContext('2d');
    there.drawImage(image, 0, 0);
    const reader = new FileReader();
    const read = new Promise(done => { reader.onload = () => done(reader.result.split(',')[1]); });
    reader.readAsDataURL(new Blob([there.getImageData(0, 0, image.width, image.height).data]));
    return await read;
}"""


def paletted(pixels: np.ndarray) -> bytes:  # type: ignore[type-arg]
    """A PNG of the commonest colours alone, each other one taken for the nearest of them."""
    height, width = pixels.shape
    known, which, count = np.unique(pixels, return_inverse=True, return_counts=True)
    parts = np.stack([known >> 16, known >> 8 & 255, known & 255], axis=1).astype(int)
    palette = parts[np.argsort(-count)[:COLOURS]]
    nearest = np.array([((palette - one) ** 2).sum(1).argmin() for one in parts])
    rows = nearest[which.ravel()].astype(np.uint8).reshape(height, width)
    lines = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunks(
            (b"IHDR", head), (b"PLTE", palette.astype(np.uint8).tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""),
        )
    )  # fmt: skip


def _chunks(*parts: tuple[bytes, bytes]) -> Iterator[bytes]:
    for kind, body in parts:
        yield struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main(arguments: Sequence[str]) -> None:
    folder, clock = Path(arguments[0]) if arguments else FOLDER, Clock()
    mind = Assistant(corpus.load(), packed.model())
    with TemporaryDirectory() as data, House(Path(data), mind, Played(clock)) as house, chromium() as browser:
        past = Past(house.served, clock)
        past.happens()
        case, waiting = (f"/staff/cases/{past.numbers[STORIES[one]]}" for one in (CASE, WAITING))
        camera = Camera(browser, house.root, folder)
        leader, phone = camera.at("王建国", DESK), camera.at("李敏", PHONE)
        camera.takes(leader, "staff-due", "/staff")
        camera.takes(leader, "staff-case", case)
        camera.takes(leader, "staff-figures", "/staff/figures")
        camera.takes(phone, "staff-due-phone", "/staff")
        camera.takes(phone, "staff-case-phone", case)
        leader.set_viewport_size({"width": DESK[0], "height": 1080})
        camera.takes(leader, "staff-decision", waiting, "details.act[open]")


if __name__ == "__main__":
    main(sys.argv[1:])
