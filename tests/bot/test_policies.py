"""`rongcuo policy list | show | check`: words for people, JSON for programs."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from bot.cli import main, policies
from bot.cli.usage import UnknownName
from knowledge.library import corpus
from knowledge.library.corpus import DATA, Library, load

CHECKED = Path(__file__).parents[1] / "layouts" / "05-notice.txt"


def test_the_list_names_every_policy(library: Library) -> None:
    rows = json.loads(policies.listed(library, as_json=True))
    assert [row["region"] for row in rows] == [*corpus.built_in()]
    assert [(row["region"], row["provisions"], row["annexes"]) for row in rows][:5] == [
        ("donge", 62, 0), ("weihai", 33, 2), ("zaozhuang", 38, 4), ("pingdingshan", 51, 0), ("lishui", 59, 0)
    ]  # fmt: skip
    assert all(row["title"] in policies.listed(library, as_json=False) for row in rows)


def test_the_list_says_which_of_the_operators_were_refused(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "policy.txt").write_text("什么都没有", "utf-8")
    assert "没有采用" in policies.listed(load(tmp_path), as_json=False)


def test_a_whole_policy_is_shown_with_ids_citations_and_texts(library: Library) -> None:
    shown = json.loads(policies.shown(library, "weihai", None, as_json=True))
    assert (shown["region"], shown["doc_no"], len(shown["provisions"])) == (
        "weihai",
        "威民发〔2023〕24号",
        35,
    )
    row = next(row for row in shown["provisions"] if row["id"] == "weihai.3.10")
    assert row["citation"] == "《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）三（十）"
    assert row["kind"] == "项"
    assert row["text"] == "因困难群众主动放弃社会救助导致兜底保障职能未履行到位或出现其他突发情况的；"
    assert "weihai.3.10" in policies.shown(library, "weihai", None, as_json=False)


@pytest.mark.parametrize("wanted", ["donge.10", "10", "第十条"])
def test_an_article_is_shown_with_its_items(library: Library, wanted: str) -> None:
    assert "（五）其他不应予以容错的情形。" in policies.shown(library, "donge", wanted, as_json=False)
    rows = json.loads(policies.shown(library, "donge", wanted, as_json=True))["provisions"]
    assert [row["id"] for row in rows] == ["donge.10", *(f"donge.10.{n}" for n in range(1, 6))]


@pytest.mark.parametrize(
    ("region", "provision", "hint"),
    [("beijing", None, "现有：donge（东阿县）"), ("donge", "7.99", "donge.7")],
)
def test_an_unknown_name_gets_the_nearest_ones(
    library: Library, region: str, provision: str | None, hint: str
) -> None:
    with pytest.raises(UnknownName, match=hint):
        policies.shown(library, region, provision, as_json=True)


def test_a_single_item_may_be_asked_for_by_its_printed_place(library: Library) -> None:
    assert policies.shown(library, "weihai", "三(十)", as_json=False).startswith("《关于健全")
    rows = json.loads(policies.shown(library, "donge", "第七条第(六)项", as_json=True))["provisions"]
    assert [row["id"] for row in rows] == ["donge.7.6"]


def test_a_policy_without_a_number_shows_no_empty_brackets(tmp_path: Path) -> None:
    (tmp_path / "qinghe").mkdir()
    (tmp_path / "qinghe" / "policy.txt").write_text("青禾县容错办法\n第一条 好。\n", "utf-8")
    assert policies.shown(load(tmp_path), "qinghe", None, as_json=False).startswith("《青禾县容错办法》\n")


def test_a_check_counts_finds_deadlines_and_says_how_sure_it_is() -> None:
    text = CHECKED.read_text("utf-8")
    report = json.loads(policies.checked(text, "通知", as_json=True))
    assert (report["chapters"], report["articles"], report["items"]) == (0, 4, 5)
    assert {"id": "policy.4", "phrase": "7个工作日内"} in report["deadlines"]
    assert [p["type"] for p in report["provisions"] if p["id"].startswith("policy.3")] == ["exclusion"] * 3
    assert all(0 < p["sure"] <= 1 for p in report["provisions"])
    words = policies.checked(text, "通知", as_json=False)
    assert "4 条，5 项" in words
    assert "没有发现疑点" in words


def test_a_check_of_a_text_without_provisions_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_text("", "utf-8")
    assert main(["policy", "check", str(tmp_path / "empty.txt")]) == 1
    assert "没有认出任何条款" in capsys.readouterr().out
    assert main(["policy", "check", str(CHECKED)]) == 0


def test_a_check_of_a_doubtful_text_names_line_and_remedy() -> None:
    words = policies.checked("第一条 好。\n第三条 缺了第二", "片段", as_json=False)
    assert "第 2 行" in words
    assert "编号不连续" in words
    assert "没有找到标题" in words


# ── a folder ─────────────────────────────────────────────────────────────────────────────────────
def folder(place: Path, **changed: tuple[str, str]) -> Path:
    """A policy of the operator's, made from one of ours, with a piece of a file's text replaced."""
    copytree(DATA / "donge", place / "qinghe")
    for file in (place / "qinghe").rglob("*.yaml"):
        old, new = changed.get(file.stem, ("", ""))
        file.write_text(file.read_text("utf-8").replace("donge.", "qinghe.").replace(old, new, 1), "utf-8")
    return place / "qinghe"


def test_a_folder_without_faults_is_said_to_be_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", str(folder(tmp_path))]) == 0
    assert capsys.readouterr().out == "这个文件夹没有发现错处。\n"


def test_the_built_in_folders_are_without_faults() -> None:
    assert corpus.examined(DATA / "lishui") == ()


def test_all_faults_of_a_folder_are_told_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = folder(tmp_path, topics=("qinghe.11.p2", "qinghe.99"), policy=("names: [", "names: [东, "))
    assert main(["policy", "check", str(wrong), "--json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [Path(row["file"]).name for row in rows] == ["policy.yaml", "topics.yaml"]
    assert all(row["line"] and row["message"] and row["remedy"] for row in rows)


def test_faults_of_the_rules_are_told_all_at_once_each_with_its_line(tmp_path: Path) -> None:
    """Of their shape, of their quotes, of what the lexicon has not."""
    wrong = folder(tmp_path, regime=("kin: gain", "kin: gian"))
    file = wrong / "regime.yaml"
    text = file.read_text("utf-8")
    changed = text.replace("quote: 可以不予追究责任}", "quote: 应当不予追究责任}", 1).replace(
        "if: excluded, outcome", "if: exclude, outcome", 1
    )
    file.write_text(changed, "utf-8")
    lines = changed.splitlines()
    found = {lines[p.line - 1].strip()[:20]: p.message for p in corpus.examined(wrong) if p.line}
    assert "没有 gian" in found["- {at: qinghe.10.3, kin: gian"[:20]]
    assert "没有 exclude 这个事实" in found["- {if: exclude, outco"[:20]]
    assert "没有“应当不予追究责任”" in found["all: {at: qinghe.9, "[:20]]


def test_a_fault_of_shape_hides_no_false_quote(tmp_path: Path) -> None:
    wrong = folder(tmp_path, regime=("quote: 可以不予追究责任}", "quote: 应当不予追究责任}"))
    file = wrong / "regime.yaml"
    file.write_text(file.read_text("utf-8").replace("  at: [qinghe.7]", "  at: qinghe.7"), "utf-8")
    text = file.read_text("utf-8").splitlines()
    shape, quote = corpus.examined(wrong)
    assert "条目 situations.at 写法不对，应当是一个清单" in str(shape)
    assert text[shape.line - 1] == "  at: qinghe.7"
    assert "应当不予追究责任" in text[quote.line - 1]
    assert "重新启动" not in str(shape)


def test_a_fact_of_its_own_that_its_examples_belie_is_told(tmp_path: Path) -> None:
    fact = "facts:\n  diary: {say: 写了日记, deny: 没写日记, heard: 日记, heard_by: [写了工作日志]}\n"
    (problem,) = corpus.examined(folder(tmp_path, regime=("facts:\n", fact)))
    assert "facts.diary：“写了工作日志”没有听出“写了日记”" in str(problem)


def test_a_folder_that_bears_the_name_of_one_of_ours_is_told_so(tmp_path: Path) -> None:
    own = folder(tmp_path).rename(tmp_path / "weihai")
    assert "地区编号 weihai 已经有了" in str(corpus.examined(own)[0])
