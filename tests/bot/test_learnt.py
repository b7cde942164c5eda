"""What a start learns: nothing for the built-in cities; an operator's own city once, beside whatever else is kept."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.mind import learnt
from bot.settings import Settings
from knowledge.learning import learn, packed
from knowledge.library.corpus import Library

TEXT = (
    "青禾县容错办法\n第一条 本办法适用于全县干部。\n第二条 有下列情形之一的，不予容错：\n（一）谋取私利的。\n"
)
EXAMPLES = "qinghe.2.1:\n  told: [收了两条烟, 拿了人家的土鸡]\n"
QUESTION = "收了两条烟还能容吗"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of this test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "rongcuo"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The regions that were learnt, each in no time."""
    learnt_regions: list[str] = []

    def city(library: Library, region: str, common: learnt.Common) -> learnt.City:
        learnt_regions.append(region)
        return learnt.indexed(library, region, common, learnt.reader(library, common))

    monkeypatch.setattr(learn, "city", city)
    return learnt_regions


def own(folder: Path, examples: str = EXAMPLES, name: str = "qinghe") -> Settings:
    place = folder / "own" / name
    place.mkdir(parents=True, exist_ok=True)
    (place / "policy.txt").write_text(TEXT, "utf-8")
    (place / "policy.yaml").write_text(f"short: {name}县\nnames: [{name}县]\n", "utf-8")
    if examples:
        (place / "examples.yaml").write_text(examples.replace("qinghe", name), "utf-8")
    return Settings(policies=folder / "own")


def test_nothing_is_learnt_for_the_built_in_cities_nor_kept(cache: Path) -> None:
    run = (
        "import sys; from bot.mind.learnt import assistant; from bot.settings import Settings; "
        "assert assistant(Settings()).answer('结论几天告知', 'donge').finding.verdict == 'info'; "
        "assert not {'scipy', 'pypinyin'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", run], check=True)
    assert not cache.exists()


def test_a_question_in_one_region_reads_that_regions_part_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load = packed.load_city

    def loaded(body: object, common: learnt.Common) -> learnt.City:
        read.append(Path(body.name).stem)  # type: ignore[attr-defined]
        return load(body, common)  # type: ignore[arg-type]

    monkeypatch.setattr(packed, "load_city", loaded)
    mind = learnt.assistant(Settings())
    mind.answer(QUESTION, "lishui")
    assert read == ["lishui"]
    mind.compare(QUESTION)
    assert sorted(read) == ["donge", "lishui", "pingdingshan", "weihai", "zaozhuang"]


def test_an_own_city_learns_its_part_and_answers(cache: Path, tmp_path: Path) -> None:
    said: list[str] = []
    answer = learnt.assistant(own(tmp_path), said.append).answer(QUESTION, "qinghe")
    assert answer.finding.hits[0].provision.id == "qinghe.2.1"
    assert said == [learnt.PATIENCE.format("qinghe县")]
    assert [file.name.partition("-")[0] for file in cache.iterdir()] == ["qinghe"]


def test_the_second_start_does_not_learn_again(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    for _ in range(2):
        learnt.assistant(own(tmp_path)).answer(QUESTION, "qinghe")
    assert quick == ["qinghe"]


def test_a_city_without_wordings_learns_nothing(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    answer = learnt.assistant(own(tmp_path, examples="")).answer("谋取私利的还能容错吗", "qinghe")
    assert answer.finding.hits[0].provision.region == "qinghe"
    assert quick == []
    assert not cache.exists()


def test_set_ups_of_one_account_keep_each_others_parts(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    first, other = own(tmp_path / "a"), own(tmp_path / "b", name="hetian")
    changed = own(tmp_path / "c", examples="qinghe.2.1:\n  told: [请人吃饭]\n")
    for settings in (first, other, changed, first, other, changed):
        learnt.assistant(settings)
    assert quick == ["qinghe", "hetian", "qinghe"]
    assert len(list(cache.iterdir())) == 3


def test_only_old_parts_of_the_same_city_go(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    learnt.assistant(own(tmp_path / "a"))
    learnt.assistant(own(tmp_path / "b", name="hetian"))
    kept = {file.name for file in cache.iterdir()}
    past = time.time() - learnt.OLD - 60
    for file in cache.iterdir():
        os.utime(file, (past, past))
    learnt.assistant(own(tmp_path / "c", examples="qinghe.2.1:\n  told: [请人吃饭]\n"))
    left = {file.name for file in cache.iterdir()}
    assert {name.partition("-")[0] for name in kept - left} == {"qinghe"}
    assert len(left) == 2


def test_a_part_that_is_used_is_not_old(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    learnt.assistant(own(tmp_path / "a"))
    (file,) = cache.iterdir()
    past = time.time() - learnt.OLD - 60
    os.utime(file, (past, past))
    learnt.assistant(own(tmp_path / "a"))
    learnt.assistant(own(tmp_path / "b", examples="qinghe.2.1:\n  told: [请人吃饭]\n"))
    assert file.exists()


def test_a_damaged_part_is_learnt_anew(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    learnt.assistant(own(tmp_path))
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:1000])
    learnt.assistant(own(tmp_path))
    assert quick == ["qinghe", "qinghe"]
    assert file.read_bytes() == whole


def test_a_part_of_other_wordings_is_not_used(cache: Path, tmp_path: Path, quick: list[str]) -> None:
    learnt.assistant(own(tmp_path))
    (file,) = cache.iterdir()
    learnt.assistant(own(tmp_path, examples="qinghe.2.1:\n  told: [请人吃饭]\n"))
    (other,) = set(cache.iterdir()) - {file}
    other.write_bytes(file.read_bytes())
    learnt.assistant(own(tmp_path))
    learnt.assistant(own(tmp_path, examples="qinghe.2.1:\n  told: [请人吃饭]\n"))
    assert quick == ["qinghe"] * 3


def test_a_cache_that_cannot_be_written_is_done_without(
    cache: Path, tmp_path: Path, quick: list[str]
) -> None:
    cache.parent.mkdir(exist_ok=True)
    cache.write_text("不是文件夹")
    assert learnt.assistant(own(tmp_path)).library.policies
    assert quick == ["qinghe"]
