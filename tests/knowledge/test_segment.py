"""The segmenter on the five policies, on many invented layouts, and on whatever hypothesis makes up."""

import json
import re
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from zhconv import convert

from bot.cli import policies
from knowledge.library import corpus
from knowledge.library.corpus import DATA, Library
from knowledge.policy.provisions import Policy
from knowledge.segment import chain, deadlines, segment
from knowledge.segment.marks import ARTICLE, Mark, annex_at, mark_at, value
from tests.harness.examples import examples

LAYOUTS = Path(__file__).parents[1] / "layouts"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((LAYOUTS / "expected.yaml").read_text("utf-8"))


def raw(region: str) -> str:
    return (DATA / region / "policy.txt").read_text("utf-8")


def squeeze(text: str) -> str:
    return "".join(text.split()).replace("*", "").replace("#", "")


# ── the five policies ────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("region", corpus.built_in())
def test_a_policy_is_read_without_doubts(library: Library, region: str) -> None:
    assert library.policies[region].warnings == ()


@pytest.mark.parametrize("region", corpus.built_in())
def test_every_text_stands_in_the_source_word_for_word(library: Library, region: str) -> None:
    source = squeeze(raw(region))
    missing = [p.id for p in library.policies[region].provisions if squeeze(p.text) not in source]
    assert missing == []


@pytest.mark.parametrize("region", corpus.built_in())
def test_articles_with_all_under_them_cover_the_body_without_a_gap(library: Library, region: str) -> None:
    policy, source = library.policies[region], squeeze(raw(region))
    place = 0
    for article in (a for a in policy.articles if a.kind != "附件"):
        printed = squeeze(article.number + policy.full_text(article.id)).replace("（", "(").replace("）", ")")
        found = source.replace("（", "(").replace("）", ")").replace("-(", "(").find(printed)
        assert found >= place, article.id
        place = found


def test_annexes_are_kept_and_signatures_cut_off(library: Library) -> None:
    annexes = [p.id for policy in library.policies.values() for p in policy.provisions if p.kind == "附件"]
    assert annexes == ["weihai.annex1", "weihai.annex2", *(f"zaozhuang.annex{n}" for n in range(1, 5))]
    texts = "".join(p.text for policy in library.policies.values() for p in policy.provisions)
    for furniture in ("印发\n", "校对", "代章", "11月7日", "2023年 10月 7日", "附件：1"):
        assert furniture not in texts


@pytest.mark.parametrize(
    ("id_", "label", "text"),
    [
        ("donge.3", "第三条", "把为推动发展的无意过失，同为谋取私利的违纪违法行为区分开来。"),
        ("donge.9.p2", "第九条第二款", "可以视情从轻、减轻或者免予处理。"),
        ("donge.21.p3", "第二十一条第三款", "选拔任用公正合理。"),
        ("weihai.3.13", "三（十三）", "死亡 3个月后仍领取保障资金，在发现后即时予以纠正并组织追缴的；"),
        ("zaozhuang.7.5", "第七条第（五）项", "有关证据材料一并归入追责问责案卷。"),
        ("pingdingshan.14.1", "第十四条第（一）项", "加强分析研究，搞好教育引导，完善制度机制。"),
        ("lishui.11.3", "第十一条第（三）项", "对应列未列入上位规划而急需上马的重大基础设施项目"),
        ("lishui.23", "第二十三条", "本实施细则自发布之日起施行。"),
    ],
)
def test_oddities_stay_and_page_breaks_are_healed(library: Library, id_: str, label: str, text: str) -> None:
    provision = library.provision(id_)
    assert provision.label == label
    assert text in provision.text


def test_titles_and_numbers_are_those_of_the_documents(library: Library) -> None:
    titles = {
        "donge": ("东阿县社会救助工作容错纠错实施细则（试行）", "东民发〔2023〕17号"),
        "weihai": ("关于健全社会救助工作容错纠错机制的通知", "威民发〔2023〕24号"),
        "zaozhuang": ("激励干部担当作为容错纠错工作实施细则", "枣职发〔2023〕32号"),
        "pingdingshan": ("关于建立容错纠错免责机制支持党员干部干事创业的实施办法（试行）", "平办〔2017〕2号"),
        "lishui": ("关于深化完善容错纠错机制的实施细则", "丽委办发〔2018〕82号"),
    }
    assert {r: (library.policies[r].title, library.policies[r].doc_no) for r in titles} == titles


def test_situations_exclusions_and_conditions_are_told_apart(library: Library) -> None:
    tops = {
        "situation": [
            "donge.7",
            "weihai.3",
            "zaozhuang.5",
            "pingdingshan.8",
            *(f"lishui.{n}" for n in range(4, 12)),
        ],
        "exclusion": ["donge.10", "weihai.4", "zaozhuang.6"],
        "condition": ["donge.9", "pingdingshan.7"],
        "criterion": ["donge.8", "lishui.13"],
        "principle": ["donge.4", "pingdingshan.5"],
    }
    for type_, ids in tops.items():
        for id_ in ids:
            policy = library.policies[id_.partition(".")[0]]
            found = {p.id: p.type for p in (policy.provision(id_), *policy.children(id_)) if p.kind != "款"}
            assert set(found.values()) == {type_}, found
    single = {"donge.6": "scope", "weihai.2": "scope", "donge.23": "interpretation", "donge.24": "effective",
              "donge.2": "definition", "weihai.annex1": "form", "lishui.12": "situation"}  # fmt: skip
    assert {id_: library.provision(id_).type for id_ in single} == single


LISTED = {
    "situation": {"donge.7": 11, "weihai.3": 20, "zaozhuang.5": 12, "pingdingshan.8": 8, "lishui.4": 3, "lishui.5": 4,
                  "lishui.6": 4, "lishui.7": 4, "lishui.8": 3, "lishui.9": 4, "lishui.10": 3, "lishui.11": 4},
    "exclusion": {"donge.10": 5, "weihai.4": 4, "zaozhuang.6": 6},
    "condition": {"donge.9": 4, "pingdingshan.7": 6},
}  # fmt: skip
LOOKED_AT = {top.partition(".")[0] for tops in LISTED.values() for top in tops}


@pytest.mark.parametrize("type_", LISTED)
def test_nothing_else_is_taken_for_a_listed_item(library: Library, type_: str) -> None:
    wanted = {f"{top}.{n}" for top, count in LISTED[type_].items() for n in range(1, count + 1)}
    found = {
        p.id
        for region in LOOKED_AT
        for p in library.policies[region].provisions
        if p.kind == "项" and p.type == type_ and p.id != "zaozhuang.7.5"  # conditions quoted in a procedure
    }
    assert found == wanted


def test_the_rules_know_every_listed_situation_and_no_other(library: Library) -> None:
    """lishui.12 is an article without a list."""
    listed = {f"{top}.{n}" for top, count in LISTED["situation"].items() for n in range(1, count + 1)}
    known = {one.at for region in LOOKED_AT for one in library.regimes[region].situations.items}
    assert known == listed | {"lishui.12"}


@pytest.mark.parametrize(
    ("lead", "type_"),
    [
        ("有下列情形之一的，不予追究责任：", "situation"),
        ("具有以下情形，可以从轻、减轻处理：", "situation"),
        ("对下列情形，应当予以容错：", "situation"),
        ("有下列情形之一的，不得适用容错免责：", "exclusion"),
        ("下列情况不纳入容错范围：", "exclusion"),
        ("有下列情形之一的，不适用本办法：", "exclusion"),
        ("有下列情形之一的，不應當予以容錯：", "exclusion"),
        ("容错应当同时满足下列条件：", "condition"),
        ("有下列情形之一，同时符合下列条件的，可以容错：", "condition"),
    ],
)
def test_a_lead_in_never_seen_tells_the_type_of_its_items(lead: str, type_: str) -> None:
    policy = segment(f"青禾县办法\n第一条 {lead}\n（一）甲；\n（二）乙。\n第二条 丙。", "x")
    assert {p.type for p in policy.provisions[:3]} == {type_}


def test_a_lead_in_among_the_items_speaks_for_itself() -> None:
    text = "青禾县意见\n一、容错情形\n（一）对下列情形，可以容错：\n1.甲；\n2.乙。\n（二）对下列情形，不予容错：\n1.丙；\n2.丁。\n二、附则\n"
    policy = segment(text, "x")
    assert {p.type for p in policy.provisions if p.id.startswith("x.1.1")} == {"situation"}
    assert {p.type for p in policy.provisions if p.id.startswith("x.1.2")} == {"exclusion"}


def test_deadlines_are_found_with_their_words(library: Library) -> None:
    found = {(id_, phrase) for policy in library.policies.values() for id_, phrase in deadlines(policy)}
    assert {("donge.14", "7 个工作日内"), ("weihai.5.2", "7个工作日内"), ("pingdingshan.10.1", "七个工作日内"),
            ("pingdingshan.10.3", "三个工作日内"), ("lishui.17.1", "5个工作日内"), ("zaozhuang.7.8", "每月25日前"),
            ("donge.11.p2", "作出处理决定前"), ("weihai.3.13", "3个月后")} <= found  # fmt: skip


# ── layouts ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", EXPECTED)
def test_a_layout_is_read_as_a_person_would(name: str) -> None:
    wanted = dict(EXPECTED[name])
    text = (LAYOUTS / f"{name}.txt").read_bytes().decode("utf-8")
    report = json.loads(policies.checked(text, name, as_json=True))
    warnings, annexes = wanted.pop("warnings"), wanted.pop("annexes", 0)
    assert {key: report[key] for key in wanted} == wanted
    assert sum(p["kind"] == "附件" for p in report["provisions"]) == annexes
    said = [w["text"] + w["remedy"] for w in report["warnings"]]
    assert all(any(words in text for text in said) for words in warnings), said
    assert warnings or not said


def test_every_layout_has_its_expectation() -> None:
    assert {file.stem for file in LAYOUTS.glob("*.txt")} == set(EXPECTED)
    assert len(EXPECTED) >= 36


def test_an_article_that_is_only_spoken_of_begins_nothing() -> None:
    policy = segment((LAYOUTS / "17-references.txt").read_text("utf-8"), "x")
    assert policy.provision("x.2").text.endswith("符合第四条规定的，可以不予追究责任。")
    assert policy.provision("x.3.p2").text.startswith("具有前款第（一）项情形")


def test_items_under_items_and_inserted_articles_have_ids_of_their_own() -> None:
    deep = segment((LAYOUTS / "18-deep.txt").read_text("utf-8"), "x")
    assert [p.id for p in deep.provisions][:4] == ["x.1", "x.1.1", "x.1.1.1", "x.1.1.2"]
    assert (
        segment((LAYOUTS / "16-inserted.txt").read_text("utf-8"), "x").provision("x.2_1").label
        == "第二条之一"
    )


def test_a_paragraph_between_two_lists_of_one_article_belongs_to_the_article() -> None:
    """Though the list above has but one item, and the list below begins with the same number."""
    policy = segment((LAYOUTS / "39-one-item-and-a-second-list.txt").read_text("utf-8"), "x")
    assert [(p.id, p.parent) for p in policy.provisions] == [
        ("x.1", None), ("x.1.1", "x.1"), ("x.1.p2", "x.1"), ("x.1.p2.1", "x.1.p2"), ("x.1.p2.2", "x.1.p2"), ("x.2", None)
    ]  # fmt: skip


def test_a_paragraph_among_items_of_items_belongs_to_the_innermost_whose_list_goes_on() -> None:
    text = "青禾县办法\n第一条 程序：\n（一）调查：\n1.立项。\n{}立项要留痕。\n2.取证。\n（二）告知。\n第二条 附则。"
    policy = segment(text.format(""), "x")
    assert policy.provision("x.1.1.1.p2").parent == "x.1.1.1"
    assert policy.provision("x.1.1.2").text == "取证。"
    last = segment(text.format("2.取证。\n").replace("\n2.取证。\n（", "\n（"), "x")
    assert last.provision("x.1.1.p2").parent == "x.1.1"


def test_an_inserted_article_counts_as_going_on_though_little_speaks_for_it() -> None:
    """Before 第三条 may stand 第二条 or any 第二条之…; none of them is a jump."""
    keys = [(1, 0), (2, 0), (2, 1), (2, 2), (3, 0)]
    heads = [
        chain.Candidate(n, 0, Mark(ARTICLE, number, str(number), 3, sub), 0.1)
        for n, (number, sub) in enumerate(keys)
    ]
    assert [head.key for head in chain.best(heads)] == keys


def test_two_heads_that_come_again_are_contents_without_the_word() -> None:
    text = "青禾县容错纠错办法\n青办〔2021〕3号\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    policy = segment(text, "x")
    assert policy.chapters == ("第一章 总则", "第二章 附则")
    assert [warning.text for warning in policy.warnings] == ["这里像是目录，已略去"]


def test_the_chapter_of_the_first_article_is_no_part_of_the_contents_above() -> None:
    policy = segment((LAYOUTS / "38-articles-alone-in-contents.txt").read_text("utf-8"), "x")
    assert [p.chapter for p in policy.provisions] == ["第一章 总则", "第一章 总则", "第二章 附则"]


def test_what_is_to_be_stamped_stays_in_the_form_and_what_the_printer_adds_does_not() -> None:
    text = "青禾县办法\n第一条 甲。\n附件1\n容错申请表\n姓名 单位\n（盖章）青禾县民政局\n青禾县民政局办公室\n青禾县民政局 2021年5月1日印发\n抄送：县委。"
    form = segment(text, "x").provision("x.annex1").text
    assert form.split("\n")[-2:] == ["姓名 单位", "（盖章）青禾县民政局"]


@pytest.mark.parametrize("region", corpus.built_in())
def test_a_policy_run_together_in_one_line_is_still_cut_into_its_articles(
    region: str, library: Library
) -> None:
    policy = library.policies[region]
    lines = [
        f"{a.number}{' ' if a.kind == '条' else ''}{policy.full_text(a.id)}"
        for a in policy.articles
        if a.kind == "条"
    ]
    if not lines:
        return
    again = segment(f"{policy.title}\n{policy.doc_no}\n" + "".join("".join(lines).split("\n")), region)
    assert [a.id for a in again.articles] == [a.id for a in policy.articles if a.kind == "条"]


@pytest.mark.parametrize(
    ("text", "number"), [("廿一", 21), ("一百零三", 103), ("拾贰", 12), ("〇", 0), ("99", 99), ("十", 10)]
)
def test_numbers_are_read_in_any_script(text: str, number: int) -> None:
    assert value(text) == number


def test_marks_and_annexes_are_told_from_plain_words() -> None:
    assert mark_at("第十条之二 参照").sub == 2  # type: ignore[union-attr]
    assert mark_at("1.5万元") is None
    assert mark_at("第三次会议") is None
    assert annex_at("附件：1.申请表") is None
    assert annex_at("附件2：申请表") == (2, "申请表")
    assert annex_at("附 件 1") == (1, "")


# ── the five policies in other dress ─────────────────────────────────────────────────────────────
def lines_of(policy: Policy) -> list[str]:
    """Number, title, chapters and provisions, each on a line of its own."""
    lines, chapter = [policy.doc_no, policy.title], ""
    for p in policy.provisions:
        if p.kind == "附件":
            break
        if p.chapter != chapter:
            chapter = p.chapter
            lines.append(chapter)
        lines += (p.number + ("　" if p.kind == "条" else "") + p.text).split("\n")
    return lines


def wrapped(lines: list[str], width: int) -> list[str]:
    """Indented by two, then broken wherever the line is full."""
    rows = ["　　" + line for line in lines]
    return [row[at : at + width] for row in rows for at in range(0, len(row), width)]


def paged(lines: list[str], foot: Callable[[int], str]) -> str:
    rows = wrapped(lines, 28)
    return "\n".join(row if n % 23 != 22 else f"{row}\n{foot(n // 23 + 1)}" for n, row in enumerate(rows))


def renumbered(lines: list[str], shape: str) -> str:
    """（三） in another shape; `shape` has {n} for the number."""
    return "\n".join(
        re.sub(r"^（([一二三四五六七八九十]+)）", lambda m: shape.format(n=value(m.group(1))), line)
        for line in lines
    )


Dress = Callable[[list[str]], str]
DRESSES: dict[str, Dress] = {
    "plain": "\n".join,
    "blank lines": "\n\n".join,
    **{f"wrapped at {w}": lambda lines, w=w: "\n".join(wrapped(lines, w)) for w in range(18, 46)},
    "wrapped, blank lines": lambda lines: "\n\n".join(wrapped(lines, 27)),
    "paragraphs of a web page": lambda lines: "".join(f"<p style='x'>&emsp;&nbsp;{line}</p>" for line in lines),
    "lines of a web page": lambda lines: "<div>" + "<br/>&#12288;".join(lines) + "</div>",
    "page numbers": lambda lines: paged(lines, lambda n: f"— {n} —"),
    "pages counted": lambda lines: paged(lines, lambda n: f"第 {n} 页 共 9 页"),
    "pages in words": lambda lines: paged(lines, lambda n: f"第{'一二三四五六七八九十'[n % 10]}页"),
    "headers": lambda lines: paged(lines, lambda n: f"- {n} -\n\n某市人民政府公报 2023年第{n}期\n"),
    "form feeds": lambda lines: paged(lines, lambda _: "\f"),
    "bold": lambda lines: "\n".join(re.sub(r"^(第.{1,4}条|（.{1,3}）)", r"**\1**", line) for line in lines),
    "headings": lambda lines: "\n".join(re.sub(r"^(第.{1,4}条)　", r"### \1\n\n", line) for line in lines),
    "bullets": lambda lines: "\n".join(re.sub(r"^（", "- （", line) for line in lines),
    "old Mac": lambda lines: "\ufeff" + "\r".join(lines).replace("的", "的\x00\u200b"),
    "1、": lambda lines: renumbered(lines, "{n}、"),
    "1.": lambda lines: renumbered(lines, "{n}. "),
    "1）": lambda lines: renumbered(lines, "{n}）"),
    "( 1 )": lambda lines: renumbered(lines, "( {n} )"),
    "signed": lambda lines: "\n".join([*lines, "附件：1.表", "2.书", "某市委办公室", "2023年8月7日", "（此件公开发布）",
                                       "抄送：各部门。", "某市委办公室　　2023年8月7日印发", "校对：某某"]),
    "sent with a letter": lambda lines: "\n".join([lines[0], f"关于印发《{lines[1]}》的通知", "各县：", "现印发给你们。",
                                                   "一、要重视。", "二、要落实。", "某市委", "2023年1月2日", *lines[1:]]),
}  # fmt: skip


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("region", corpus.built_in())
def test_a_policy_says_the_same_in_another_dress(library: Library, region: str, dress: str) -> None:
    policy = library.policies[region]
    again = segment(DRESSES[dress](lines_of(policy)), region)
    wanted = {p.id: squeeze(p.text) for p in policy.provisions if p.kind != "附件"}
    assert {p.id: squeeze(p.text) for p in again.provisions} == wanted
    assert (again.title, again.doc_no, again.chapters) == (policy.title, policy.doc_no, policy.chapters)


@pytest.mark.parametrize("region", corpus.built_in())
def test_a_policy_without_any_line_break_keeps_every_article_and_item(library: Library, region: str) -> None:
    policy = library.policies[region]
    again = segment("".join(lines_of(policy)) + "某市委办公室2023年8月7日印发", region)
    wanted = [p.id for p in policy.provisions if p.kind not in ("附件", "款")]
    assert [p.id for p in again.provisions] == wanted
    assert (again.title, again.doc_no, again.chapters) == (policy.title, policy.doc_no, policy.chapters)
    assert "办公室2023" not in again.provisions[-1].text


@pytest.mark.parametrize("region", corpus.built_in())
def test_a_policy_in_traditional_script_has_the_same_provisions(library: Library, region: str) -> None:
    policy = library.policies[region]
    again = segment(convert("\n".join(lines_of(policy)), "zh-hant"), region)
    assert [p.id for p in again.provisions] == [p.id for p in policy.provisions if p.kind != "附件"]
    assert not any("错" in p.text for p in again.provisions)


@pytest.mark.parametrize("region", corpus.built_in())
def test_an_article_that_is_missing_is_told_wherever_it_was(library: Library, region: str) -> None:
    policy = library.policies[region]
    lines = lines_of(policy)
    tops = [n for n, line in enumerate(lines) if re.match(r"第.{1,4}条　|[一二三四五六七]、", line)]
    for start, end in pairwise(tops):
        text = "\n".join(lines[:start] + [line for line in lines[start:end] if "章 " in line] + lines[end:])
        assert any("编号不连续" in warning.text for warning in segment(text, region).warnings), lines[start]


# ── anything ─────────────────────────────────────────────────────────────────────────────────────
PIECES = st.sampled_from(["第一条", "第二条 ", "第三章", "（一）", "（二）", "1、", "2.", "一、", "附件1", "附件：", "目录", "。", "；", "：",
                          "\n", "\n\n", "\f", "\r", "<p>", "</p>", "&nbsp;", "有下列情形之一的，不予容错：", "关于容错的办法", "— 3 —",
                          "青民〔2021〕8号", "2021年5月1日印发", "\x00", "\u202e", "第九十九条之一", "所列情形", "…………3"])  # fmt: skip


@examples(250)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_makes_the_segmenter_fail(text: str) -> None:
    policy = segment(text, "x")
    assert len({p.id for p in policy.provisions}) == len(policy.provisions)
    assert all(policy.full_text(p.id) is not None and policy.citation(p.id) for p in policy.provisions)
    assert policy.provisions or policy.warnings
    policies.checked(text, "x", as_json=False)


@examples(60)
@given(st.sampled_from(corpus.built_in()), st.data())
def test_a_damaged_policy_is_still_read_and_damage_to_its_numbering_is_told(
    region: str, data: st.DataObject
) -> None:
    lines = raw(region).split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 2))
        match data.draw(st.sampled_from(["lose", "double", "join", "swap"])):
            case "lose":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "join":
                lines[at : at + 2] = [lines[at] + lines[at + 1]]
            case _:
                lines[at], lines[at + 1] = lines[at + 1], lines[at]
    policy = segment("\n".join(lines), region)
    numbers = [int(a.id.rpartition(".")[2]) for a in policy.articles if a.kind in "条节" and "_" not in a.id]
    assert numbers == list(range(1, len(numbers) + 1)) or policy.warnings


REPEATED = [
    "（一）",
    "第一条 ",
    "第一条 甲。\n",
    "一、甲\n",
    "（一）甲。\n乙丙。\n",
    "<" * 50,
    "<!--",
    "<script>",
    "《" * 30,
    "&amp;",
    "1.",
    "第",
    "附件1\n",
    " \t",
    "甲，",
    "第一章 总则\n",
]


def work(text: str) -> int:
    """Lines of Python that it takes to read a text."""
    count = 0

    def counted(_frame: FrameType, event: str, _arg: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return counted

    before = sys.gettrace()
    sys.settrace(counted)
    try:
        segment(text, "x")
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", REPEATED)
def test_work_grows_with_the_length_of_a_text_and_no_faster(piece: str) -> None:
    shorter, longer = (work(piece * (length // len(piece))) for length in (4_000, 8_000))
    assert longer < 2.3 * shorter + 1_000


@pytest.mark.parametrize("piece", [piece for piece in REPEATED if "\n" not in piece])
def test_no_pattern_stumbles_over_a_long_line(piece: str) -> None:
    """What no count of lines shows: a search that began anew at every place would not come to an end in time."""
    policy = segment(piece * (160_000 // len(piece)), "x")
    assert policy.provisions or policy.warnings


@pytest.mark.parametrize("head", ["附则", "附 则", "附則"])
def test_a_chapter_without_a_number_belongs_to_no_article(head: str) -> None:
    policy = segment(
        f"青禾县容错办法\n第一条 甲。\n第二条 乙的；\n{head}\n第三条 丙。\n{head}\n本办法由民政局解释。\n",
        "qinghe",
    )
    assert [p.text for p in policy.provisions] == ["甲。", "乙的；", "丙。", "本办法由民政局解释。"]
    assert policy.provision("qinghe.3").chapter == "".join(head.split())
