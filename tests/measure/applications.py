"""The operator's commands on 10,000 applications, beside the bare database in the same run.

    .venv/bin/python -m tests.measure.applications [APPLICATIONS]

A temporary SQLite store, about 15 fields of 20 to 800 characters and two files an application, the provisions verbatim.
Reference: Python's own sqlite3 fetching the same rows, and the count of them, with no word printed or written.
"""

from __future__ import annotations

import hashlib
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.casework.codes import Codes
from bot.cli import exporting, listing, opening
from bot.cli.listing import Selection
from bot.given import REAL
from bot.store.applications import writing
from bot.store.mail import Changes, Store
from bot.workdays import Workdays, day
from dialogs.acts import Claim, Filing, FormField, Piece
from knowledge.library import corpus
from knowledge.library.corpus import Library

SEED, APPLICATIONS, TOGETHER = 20261122, 10_000, 250
PHRASES = (
    "入户核查时户主说三个子女都在外地务工，只登记了银行流水。", "四个月后数据比对发现其名下有一套商品房。", "当天停发，并向分管领导报告。",
    "已追回多发的救助金一万二千四百元，余下的签了还款协议。", "先行救助是为了不耽误手术。", "会议纪要第3号记录了集体研究的过程。",
    "系统接口没有更新，核对结果显示“无异常”。", "走访了两名邻居和村民小组长，笔录附后。", "没有从中谋取任何利益。",
    "此后修订了入户核查的清单，增加了不动产一栏。", "服务对象以“申请人甲”代称。", "按照一次性告知单补齐了材料。",
)  # fmt: skip
SURNAMES, NAMES = "王李张刘陈杨赵黄周吴", ("晓明", "建国", "芳", "丽娟", "志强", "海燕")
QUESTIONS = ("matter", "course", "motive", "procedure", "impact", "remedy")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else APPLICATIONS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        number = fill(folder, count)
        measure(folder, count, number)


# ── applications ────────────────────────────────────────────────────────────────────────────────
def fill(folder: Path, count: int) -> str:
    """A store with so many applications; the number of the last."""
    drawn = Codes(REAL)
    library, chance, code = corpus.load(), random.Random(SEED), drawn.salted("ACDEFHJKMPQR")
    store, numbers = Store(f"sqlite:///{folder / 'rongcuo.db'}"), set[str]()
    number = ""
    for start in range(0, count, TOGETHER):
        changes = Changes()
        for n in range(start, min(start + TOGETHER, count)):
            while (number := drawn.number()) in numbers:
                pass
            numbers.add(number)
            filing, pieces = application(library, chance, n)
            changes.writes += [writing.kept(filing.draft, piece) for piece in pieces]
            changes.writes.append(writing.filed(filing, f"chat{n}", number, code, summary(filing)))
        store.write(changes)
    store.close()
    return number


def application(library: Library, chance: random.Random, n: int) -> tuple[Filing, list[Piece]]:
    region = chance.choice(list(library.regimes))
    regime, policy, draft = library.regimes[region], library.policies[region], f"draft{n}"
    cells = [
        regime.paper.authority,
        "申请人",
        "单位及职务",
        "申请容错事项",
        "主要事实及理由",
        "备注",
        "附：相关证据材料",
    ]
    name = chance.choice(SURNAMES) + chance.choice(NAMES)
    said = [
        FormField(key, key, "请写清时间、地点、经过，服务对象请用代称。", words(chance)) for key in QUESTIONS
    ]
    said.append(FormField("application_date", "申请日期", "", "2026年11月22日"))
    texts = (
        f"{region}民政局",
        name,
        f"某街道办事处{n % 40}科经办人员",
        words(chance),
        words(chance),
        words(chance),
        "见附件",
    )
    said += [
        FormField(f"cell:{i}", label, "", text)
        for i, (label, text) in enumerate(zip(cells, texts, strict=True))
    ]
    at = chance.choice([one.at for one in regime.situations.items])
    claim = Claim(at, policy.provision(at).label, policy.full_text(at))
    pieces = [piece(draft, n, chance) for n in range(2)]
    places = tuple(one.place for one in pieces)
    return Filing(draft, region, "person", tuple(said), (claim,), places, "0" * 64), pieces


def words(chance: random.Random) -> str:
    """20 to 800 characters, more short ones than long ones."""
    size, text = int(20 * 40 ** chance.random()), ""
    while len(text) < size:
        text += chance.choice(PHRASES) + str(chance.randrange(10_000))
    return text[:size]


def piece(draft: str, n: int, chance: random.Random) -> Piece:
    sha256 = hashlib.sha256(f"{draft}/{n}".encode()).hexdigest()
    return Piece(
        f"{chance.getrandbits(128):032x}", f"入户核查记录{n + 1}.pdf", "pdf", chance.randint(1, 2**20), sha256
    )


def summary(filing: Filing) -> str:
    by_label = {one.label: one.text for one in filing.fields}
    return f"{by_label['申请人']} {by_label['单位及职务']} {by_label['matter'][:100]}"


# ── what takes how long ─────────────────────────────────────────────────────────────────────────
LISTED = "SELECT number, region, state, filed_at, since, summary FROM application WHERE {} ORDER BY id DESC LIMIT 50"
COUNTED = "SELECT count(*) FROM application WHERE {}"
WORDS = "lower(summary) LIKE '%建国%' AND lower(summary) LIKE '%商品房%'"
BELONGS = ("application_field", "application_claim", "attachment", "supplement")


def measure(folder: Path, count: int, number: str) -> None:
    library, store, all_ = corpus.load(), Store(f"sqlite:///{folder / 'rongcuo.db'}"), Selection()
    print(f"{count} applications, {(folder / 'rongcuo.db').stat().st_size / 2**20:.0f} MiB")
    with closing(store), closing(sqlite3.connect(folder / "rongcuo.db")) as bare:

        def asked(*queries: str) -> float:
            return timed(lambda: [bare.execute(query).fetchall() for query in queries], 9)

        def lists(choice: Selection) -> Callable[[], object]:
            return lambda: listing.listed(store.docket, library, choice, 50, 120, day(REAL.now()))

        show("the first 50", lists(all_), asked(LISTED.format(1), COUNTED.format(1)))
        show(
            "search by words",
            lists(Selection(words="建国 商品房")),
            asked(LISTED.format(WORDS), COUNTED.format(WORDS)),
        )
        like = f"number LIKE '%{number}%' OR lower(summary) LIKE '%{number}%'"
        show(
            "search by number",
            lists(Selection(words=number)),
            asked(LISTED.format(like), COUNTED.format(like)),
        )
        of = [f"SELECT * FROM {table} WHERE application_id = {count}" for table in BELONGS]
        show(
            "one of them whole",
            lambda: opening.shown(library, opening.opened(store, number, "open")),
            asked(*of),
        )
        everything = asked(*(f"SELECT * FROM {table}" for table in ("application", *BELONGS)))
        for name in ("all.json", "all.xlsx"):
            place = folder / name
            show(
                name,
                lambda place=place: exporting.export(store, library, Workdays(), all_, place, True),
                everything,
            )  # type: ignore[misc]


def show(what: str, action: Callable[[], object], bare: float) -> None:
    ms = timed(action, 3)
    print(f"{what:>18}: {ms:8.1f} ms; bare sqlite3 for the same rows {bare:6.1f} ms, ratio {ms / bare:5.1f}")


def timed(action: Callable[[], object], times: int) -> float:
    """Median in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        action()
        took.append((time.perf_counter() - began) * 1e3)
    return statistics.median(took)


if __name__ == "__main__":
    main()
