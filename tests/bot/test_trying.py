"""`rongcuo policy try`: a folder that is being written answers at once; what is wrong with it is said."""

from pathlib import Path

import pytest

from bot import cli

TEXT = "青禾县容错办法\n青民〔2021〕9号\n第一条 本办法适用于全县干部。\n第二条 有下列情形之一的，不予容错：\n（一）谋取私利的。\n（二）弄虚作假的。\n"
WORDINGS = "by: 编写\ndate: 2026-11-30\nqinghe.2.1:\n  told: [收了两条烟, 拿了人家的土鸡]\nqinghe.2.2:\n  told: [数字是我自己编的]\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    place = tmp_path / "own" / "qinghe"
    (place / "examples").mkdir(parents=True)
    (place / "policy.txt").write_text(TEXT, "utf-8")
    (place / "policy.yaml").write_text("short: 青禾县\nnames: [青禾县]\n", "utf-8")
    (place / "examples" / "first.yaml").write_text(WORDINGS, "utf-8")
    return place


def tried(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["policy", "try", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(["policy", "try", *arguments]) == 2
    return capsys.readouterr().err


def test_wordings_of_a_folder_answer_at_once(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    shown = tried(capsys, str(folder), "收了人家两条烟", "数字是我编的，威海那边也这样")
    first, second = shown.split("> 数字")
    assert "认成：可能不予容错" in first
    assert "最像：qinghe.2.1 第二条第（一）项" in first
    assert "《青禾县容错办法》（青民〔2021〕9号）第二条第（一）项" in first
    assert "最像：qinghe.2.2" in second  # under this policy, whatever place the question names


def test_a_wording_that_is_added_counts_the_next_time(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    said = "亲家托我关照，我给办了"
    before = tried(capsys, str(folder), said)
    more = WORDINGS + "  asked: []\nqinghe.1:\n  asked: [亲家托我关照了一下，办了, 亲家托我关照]\n"
    (folder / "examples" / "first.yaml").write_text(more, "utf-8")
    assert "最像：qinghe.1 " not in before
    assert "最像：qinghe.1 " in tried(capsys, str(folder), said)


def test_a_neighbour_that_is_broken_or_large_does_not_matter(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder.parent / "broken").mkdir()
    (folder.parent / "broken" / "policy.txt").write_bytes("容错".encode("gbk"))
    assert "qinghe.2.1" in tried(capsys, str(folder), "收了两条烟")


def test_what_is_wrong_with_the_folder_is_said(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert "没有" in refused(capsys, str(folder / "none"), "问")
    assert f"例如 {folder}" in refused(capsys, str(folder.parent), "问")
    (folder / "examples" / "first.yaml").write_text(WORDINGS + "qinghe.9:\n  told: [甲]\n", "utf-8")
    wrong = refused(capsys, str(folder), "问")
    assert "first.yaml 第 7 行" in wrong
    assert "没有 qinghe.9" in wrong
    (folder / "policy.txt").unlink()
    assert "没有 policy.txt" in refused(capsys, str(folder), "问")
