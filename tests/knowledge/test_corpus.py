"""The built-in policies load; an operator's own are read like them; a broken one is refused by name, the rest serve."""

import time
from pathlib import Path

import pytest

from knowledge.answer import Assistant
from knowledge.learning import model
from knowledge.library import corpus
from knowledge.library.corpus import CorpusError, Library, load

TEXT = "青禾县容错办法\n青民〔2021〕9号\n第一条 本办法适用于全县干部。\n第二条 有下列情形之一的，不予容错：\n（一）谋取私利的。\n"


def policy(folder: Path, name: str = "qinghe", text: str | bytes = TEXT, **files: str) -> Path:
    """Write a policy's folder; `files`: content by file name with _ for the dot."""
    place = folder / name
    place.mkdir()
    body = text.encode() if isinstance(text, str) else text
    (place / "policy.txt").write_bytes(body)
    for file, content in files.items():
        (place / file.replace("_", ".")).write_text(content, "utf-8")
    return folder


def test_an_operators_policy_is_read_like_a_built_in_one(tmp_path: Path) -> None:
    library = load(policy(tmp_path, policy_yaml="short: 青禾县\nnames: [青禾, 青禾县]\n",
                          examples_yaml="qinghe.2.1:\n  told: [收了两条烟]\n"))  # fmt: skip
    assert list(library.policies)[-1] == "qinghe"
    assert library.short["qinghe"] == "青禾县"
    assert library.problems == ()
    assert library.verdict("qinghe.2.1", "told") == "excluded"


@pytest.mark.timeout(300)  # it learns all anew
def test_an_operators_policy_answers(tmp_path: Path) -> None:
    library = load(policy(tmp_path, policy_yaml="short: 青禾县\nnames: [青禾县]\n"))
    answer = Assistant(library, model.learn(library)).answer("青禾县哪些情形不予容错")
    assert answer.finding.region == "qinghe"
    assert "《青禾县容错办法》（青民〔2021〕9号）第二条" in answer.text
    assert "谋取私利的。" in answer.text


def test_without_more_files_the_title_names_it(tmp_path: Path) -> None:
    library = load(policy(tmp_path))
    assert library.names["qinghe"] == ("青禾县容错办法",)


BROKEN = [
    ({"text": "没有条款的一段话。"}, "没有认出任何条款", 1),
    ({"text": "第一条 好。\n".encode() + b"\xff\xfe"}, "不是 UTF-8", 2),
    ({"policy_yaml": "short: 青禾\nnames: 青: 禾\n"}, "YAML 写错了", 2),
    ({"policy_yaml": "- 一\n- 二\n"}, "最外层", 1),
    ({"policy_yaml": "since: 2021-13-45\n"}, "YAML 写错了", 0),
    ({"policy_yaml": "short: 青禾\nnames: 青禾县\n"}, "应当是一个清单", 2),
    ({"policy_yaml": "names: [青禾县, 青]\n"}, "太短", 1),
    ({"examples_yaml": "qinghe.1:\n  told: [甲]\nqinghe.99:\n  told: [乙]\n"}, "没有 qinghe.99", 3),
    ({"examples_yaml": "qinghe.1:\n  said: [甲]\n"}, "只能有 told 和 asked", 1),
    ({"examples_yaml": "qinghe.1:\n  told: 甲\n"}, "只能有 told 和 asked", 1),
    ({"examples_yaml": "qinghe.1: 甲\n"}, "只能有 told 和 asked", 1),
    ({"regime_yaml": "organ: 机关\n"}, "缺少条目", 0),
    ({"name": "Qing-He"}, "当地区编号用", 0),
    ({"name": "weihai"}, "已经有了", 0),
]


@pytest.mark.parametrize(("wrong", "words", "line"), BROKEN)
def test_a_broken_policy_is_refused_with_file_line_and_remedy(
    tmp_path: Path, wrong: dict[str, str], words: str, line: int
) -> None:
    policy(tmp_path, "fine")
    library = load(policy(tmp_path, **wrong))
    assert [*library.policies] == [*corpus.BUILT_IN, "fine"]
    (problem,) = library.problems
    assert words in problem.message
    assert problem.line == line
    assert problem.remedy
    assert str(tmp_path) in str(problem)


def test_a_broken_file_of_our_own_stops_the_start_and_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy(tmp_path, "donge")
    (tmp_path / "lexicon").mkdir()
    for name in ("facts.yaml", "concepts.yaml"):
        (tmp_path / "lexicon" / name).write_bytes((corpus.DATA / "lexicon" / name).read_bytes())
    monkeypatch.setattr(corpus, "DATA", tmp_path)
    with pytest.raises(CorpusError, match="weihai"):
        load()


def test_the_fingerprint_follows_an_operators_files(tmp_path: Path) -> None:
    first = load(policy(tmp_path)).fingerprint
    (tmp_path / "qinghe" / "policy.txt").write_text(TEXT + "第三条 本办法自印发之日起施行。\n", "utf-8")
    assert load(tmp_path).fingerprint != first != load().fingerprint


@pytest.mark.parametrize(
    ("region", "names"),
    [
        ("donge", {"东阿", "东阿县"}),
        ("weihai", {"威海", "环翠", "文登", "荣成", "乳山"}),
        ("zaozhuang", {"枣庄职业学院", "枣庄技师学院", "枣职"}),
        ("pingdingshan", {"平顶山", "汝州", "舞钢", "宝丰", "叶县", "鲁山", "郏县"}),
        ("lishui", {"丽水", "莲都", "龙泉", "青田", "缙云", "遂昌", "松阳", "庆元", "景宁"}),
    ],
)
def test_a_policy_is_known_by_the_names_that_people_use(
    library: Library, region: str, names: set[str]
) -> None:
    assert names <= set(library.names[region])
    assert len(library.about[region]) <= 40


def test_a_college_is_not_the_city_that_it_stands_in(library: Library) -> None:
    assert not {"枣庄", "枣庄市"} & set(library.names["zaozhuang"])


def test_no_two_policies_share_a_name(library: Library) -> None:
    names = [name for all_names in library.names.values() for name in all_names]
    assert len(names) == len(set(names))


def test_a_folder_inside_an_operators_policy_does_no_harm(tmp_path: Path) -> None:
    policy(tmp_path)
    (tmp_path / "qinghe" / "old.d").mkdir()
    (tmp_path / "empty").mkdir()
    library = load(tmp_path)
    assert library.has("qinghe.2.1")
    assert library.problems == ()


def test_the_built_in_texts_are_read_fast() -> None:
    load()
    began = time.process_time()
    for _ in range(3):
        load()
    assert (time.process_time() - began) / 3 < 0.5


# ── concepts ─────────────────────────────────────────────────────────────────────────────────────
def lexicon_folder(place: Path, **changed: tuple[str, str]) -> Path:
    """The built-in lexicon with one piece of text in a file replaced by another."""
    (place / "lexicon").mkdir()
    for file in (corpus.DATA / "lexicon").iterdir():
        old, new = changed.get(file.stem, ("", ""))
        (place / "lexicon" / file.name).write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    return place


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"facts": ("signs: [gain]", "signs: [gian]")}, "gian"),
        ({"concepts": ("death: [死亡,", "death: [死亡, 红包,")}, "“红包”同时在"),
        ({"concepts": ("death: [", "death: {a: [")}, "lexicon"),
    ],
)
def test_a_wrong_concept_of_our_own_stops_the_start_and_says_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: dict[str, tuple[str, str]], words: str
) -> None:
    monkeypatch.setattr(corpus, "DATA", lexicon_folder(tmp_path, **changed))
    with pytest.raises(CorpusError, match=words):
        load()


def test_an_operators_rules_may_name_only_concepts_that_there_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = (corpus.DATA / "donge" / "regime.yaml").read_text("utf-8").replace("donge.", "qinghe.")
    text = (corpus.DATA / "donge" / "policy.txt").read_text("utf-8")
    wrong = policy(
        tmp_path, text=text, regime_yaml=rules.replace("signs: [reform, pilot]", "signs: [reforn]", 1)
    )
    problem = load(wrong).problems[0]
    assert "reforn" in str(problem)
    assert "concepts.yaml" in str(problem)
