"""The built-in policies load; an operator's own are read like them; a broken one is refused by name, the rest serve."""

from pathlib import Path
from shutil import copytree, rmtree

import pytest
import yaml

from bot.mind import learnt
from bot.settings import Settings
from knowledge.library import corpus, files, lexicon
from knowledge.library.corpus import CorpusError, Library, load
from knowledge.library.files import RefusedError
from knowledge.rules import base

TEXT = "青禾县容错办法\n青民〔2021〕9号\n第一条 本办法适用于全县干部。\n第二条 有下列情形之一的，不予容错：\n（一）谋取私利的。\n"


def policy(folder: Path, name: str = "qinghe", text: str | bytes = TEXT, **files: str) -> Path:
    """Write a policy's folder; `files`: content by file name with _ for the dot; `first`, `second`: batches."""
    place = folder / name
    (place / "examples").mkdir(parents=True)
    body = text.encode() if isinstance(text, str) else text
    (place / "policy.txt").write_bytes(body)
    for file, content in files.items():
        path = f"examples/{file}.yaml" if file in ("first", "second") else file.replace("_", ".")
        (place / path).write_text(content, "utf-8")
    return folder


SIGNED = "by: 编写\ndate: 2026-11-30\n"


def test_an_operators_policy_is_read_like_a_built_in_one(tmp_path: Path) -> None:
    library = load(policy(tmp_path, policy_yaml="short: 青禾县\nnames: [青禾, 青禾县]\n",
                          topics_yaml="apply_to: {silent: true, near: [qinghe.1]}\n",
                          first=SIGNED + "qinghe.2.1:\n  told: [收了两条烟]\n"))  # fmt: skip
    assert list(library.policies)[-1] == "qinghe"
    assert library.short["qinghe"] == "青禾县"
    assert library.problems == ()
    assert library.verdict("qinghe.2.1", "told") == "excluded"
    assert library.examples["qinghe.2.1"] == {"told": ("收了两条烟",)}
    silent = {topic.key for topic in library.topics if topic.silent_in("qinghe")}
    assert silent == {"apply_to"}


def test_an_operators_policy_answers(tmp_path: Path) -> None:
    policy(tmp_path, policy_yaml="short: 青禾县\nnames: [青禾县]\n")
    answer = learnt.assistant(Settings(policies=tmp_path)).answer("青禾县哪些情形不予容错")
    assert answer.finding.region == "qinghe"
    assert "《青禾县容错办法》（青民〔2021〕9号）第二条" in answer.text
    assert "谋取私利的。" in answer.text


def test_without_more_files_the_title_names_it(tmp_path: Path) -> None:
    library = load(policy(tmp_path))
    assert library.names["qinghe"] == ("青禾县容错办法",)
    assert (library.short["qinghe"], library.about["qinghe"]) == ("青禾县容错办法", "青禾县容错办法")
    assert {"qinghe.2", "qinghe.2.1"} == {id_ for id_ in library.barring if id_.startswith("qinghe.")}


def test_a_long_title_is_cut_for_a_button(tmp_path: Path) -> None:
    library = load(policy(tmp_path, text=TEXT.replace("青禾县容错", "青禾县社会救助工作容错纠错")))
    assert library.short["qinghe"] == "青禾县社会救助工作容错纠"


def test_a_text_from_a_windows_editor_is_the_same_text(tmp_path: Path) -> None:
    plain = load(policy(tmp_path / "plain"))
    marked = load(policy(tmp_path / "marked", text="\ufeff" + TEXT))
    assert marked.policies["qinghe"] == plain.policies["qinghe"]


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (policy(tmp_path) / "qinghe" / "policy.yaml").mkdir()
    (problem,) = load(tmp_path).problems
    assert problem.file.name == "policy.yaml"


def test_an_empty_list_of_wordings_does_no_harm(tmp_path: Path) -> None:
    library = load(policy(tmp_path, first=SIGNED + "qinghe.2.1:\n  told:\n  asked: [收烟算不算]\n"))
    assert library.problems == ()
    assert library.examples["qinghe.2.1"] == {"asked": ("收烟算不算",)}


def test_what_is_not_there_is_not_there(library: Library) -> None:
    assert library.has("donge.7.4")
    assert not library.has("donge.99")
    assert not library.has("beijing.1")


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
    ({"examples_yaml": "qinghe.1:\n  told: [yes]\n"}, "只能有 told 和 asked", 1),
    ({"first": "by: ' '\ndate: 2026-11-30\nqinghe.1:\n  told: [甲]\n"}, "没有写是谁写的", 1),
    ({"first": "qinghe.1:\n  told: [甲]\n" + SIGNED + "qinghe.99:\n  told: [乙]\n"}, "没有 qinghe.99", 5),
    ({"first": SIGNED + "qinghe.1:\n  told: [甲]\nqinghe.1:\n  asked: [乙]\n"}, "qinghe.1 写了两次", 5),
    ({"first": SIGNED + "qinghe.1:\n  said: [甲]\n"}, "只能有 told 和 asked", 3),
    ({"first": SIGNED + "qinghe.1:\n  told:\n    - 领导说: 先办\n"}, "只能有 told 和 asked", 3),
    (
        {"first": SIGNED + "qinghe.1:\n  told:\n    - {text: 收了两条烟, did: {gain_self: 收了}}\n"},
        "只能有 told 和 asked",
        3,
    ),
    (
        {"first": SIGNED + "qinghe.1:\n  told:\n    - {text: 收了两条烟, done: {gain_self: 3}}\n"},
        "只能有 told 和 asked",
        3,
    ),
    ({"first": SIGNED + "qinghe.1:\n  asked:\n    - {text: 收了两条烟}\n"}, "只能有 told 和 asked", 3),
    (
        {"first": SIGNED + "qinghe.1:\n  told:\n    - {text: 收了两条烟, done: {gift: 收了}}\n"},
        "acts.yaml 里没有",
        0,
    ),
    (
        {"first": SIGNED + "qinghe.1:\n  told:\n    - {text: 收了两条烟, done: {gain_self: 收烟}}\n"},
        "里没有“收烟”",
        0,
    ),
    ({"policy_yaml": "order: 一\n"}, "order 应当是一个数", 1),
    ({"first": SIGNED + "none:\n  weather: [甲]\n"}, "只能有 已有的种类", 3),
    ({"first": "by: 编写\nqinghe.1:\n  told: [甲]\n"}, "没有写是哪天写的", 1),
    ({"first": "date: 2026-11-30\nqinghe.1:\n  told: [甲]\n"}, "没有写是谁写的", 1),
    ({"topics_yaml": "apply_to: {ids: [qinghe.9]}\n"}, "apply_to：没有 qinghe.9", 1),
    ({"name": "Qing-He"}, "当地区编号用", 0),
    ({"name": "weihai"}, "已经有了", 0),
]


@pytest.mark.parametrize(("wrong", "words", "line"), BROKEN)
def test_a_broken_policy_is_refused_with_file_line_and_remedy(
    tmp_path: Path, wrong: dict[str, str], words: str, line: int
) -> None:
    policy(tmp_path, "fine")
    library = load(policy(tmp_path, **wrong))
    assert [*library.policies] == [*corpus.built_in(), "fine"]
    (problem,) = library.problems
    assert words in problem.message
    assert problem.line == line
    assert problem.remedy
    assert str(tmp_path) in str(problem)


def test_rules_that_lack_much_are_refused_entry_by_entry(tmp_path: Path) -> None:
    problems = load(policy(tmp_path, regime_yaml="organ: 机关\n")).problems
    missing = {"scope", "situations", "conditions", "apply", "silences"}
    assert {entry for entry in missing if any(f"缺少条目 {entry}；" in str(p) for p in problems)} == missing


def test_all_that_is_wrong_in_a_folder_is_said_at_once(tmp_path: Path) -> None:
    wrong = policy(
        tmp_path,
        policy_yaml="names: 青禾县\n",
        topics_yaml="apply_to: {ids: [qinghe.9]}\nno_topic: {silent: true}\n",
        first="qinghe.7:\n  told: [甲]\n",
        second=SIGNED + "qinghe.8:\n  told: [乙]\n",
        regime_yaml="organ: 机关\n",
    )
    library = load(wrong)
    assert "qinghe" not in library.policies
    files = [problem.file.name for problem in library.problems]
    assert {file: files.count(file) for file in files} == {
        "policy.yaml": 1, "regime.yaml": 5, "topics.yaml": 2, "first.yaml": 3, "second.yaml": 1,
    }  # fmt: skip


def test_batches_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    own = policy(
        tmp_path,
        second=SIGNED + "qinghe.2.1:\n  told: [拿了他一条鱼]\nqinghe.1:\n  asked: [管谁]\n",
        first=SIGNED + "qinghe.2.1:\n  told: [收了两条烟]\nnone:\n  errands: [青禾县到省城几点有车]\n",
    )
    library = load(own)
    assert library.examples["qinghe.2.1"] == {"told": ("收了两条烟", "拿了他一条鱼")}
    assert library.examples["qinghe.1"] == {"asked": ("管谁",)}
    assert library.negatives["errands"][-1] == "青禾县到省城几点有车"


def test_words_of_a_case_can_be_marked_by_what_they_say(tmp_path: Path) -> None:
    text = "会没开，账也没建，后来两样都补了"
    marks = (
        f"    - text: {text}\n      done: {{corrected: 后来两样都补了}}\n      undone: {{met: [会没开]}}\n"
    )
    library = load(policy(tmp_path, first=SIGNED + "qinghe.2.1:\n  told:\n    - 收了两条烟\n" + marks))
    assert library.examples["qinghe.2.1"] == {"told": ("收了两条烟", text)}
    said = {(words, act, kind) for words, act, kind in library.marked[text]}
    assert said == {("后来两样都补了", "corrected", "done"), ("会没开", "met", "undone")}


def test_a_wording_that_stands_twice_is_refused_with_both_files(tmp_path: Path) -> None:
    batch = SIGNED + "qinghe.2.1:\n  told: [收了两条烟]\n"
    own = policy(tmp_path, first=batch, second=batch.replace("2.1", "1"))
    (problem,) = load(own).problems
    assert "“收了两条烟”写了两次：first.yaml 的 qinghe.2.1 和 second.yaml 的 qinghe.1" in str(problem)


def test_an_operators_single_file_of_wordings_is_still_read(tmp_path: Path) -> None:
    own = policy(
        tmp_path,
        examples_yaml="qinghe.2.1:\n  told: [收了两条烟]\n",
        first=SIGNED + "qinghe.2.1:\n  told: [拿了他一条鱼]\n",
    )
    assert load(own).examples["qinghe.2.1"] == {"told": ("收了两条烟", "拿了他一条鱼")}


def test_our_own_wordings_all_stand_in_batches() -> None:
    assert [*corpus.DATA.glob("*/examples.yaml")] == []
    assert {file.parents[1].name for file in corpus.DATA.glob("*/examples/*.yaml")} == {*corpus.built_in()}


# ── cities come and go ───────────────────────────────────────────────────────────────────────────
@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of all our data."""
    return Path(copytree(corpus.DATA, tmp_path / "data"))


def test_without_one_city_all_the_others_are_as_they_were(library: Library, data: Path) -> None:
    rmtree(data / "weihai")
    rest = load(data=data)
    assert [*rest.policies] == [region for region in library.policies if region != "weihai"]
    assert rest.policies["lishui"] == library.policies["lishui"]
    assert [*rest.examples] == [id_ for id_ in library.examples if not id_.startswith("weihai.")]
    assert {region for topic in rest.topics for region in topic.at} == {*rest.policies}
    assert rest.kin["concealed"] == ()
    assert rest.kin["reform"] == tuple(id_ for id_ in library.kin["reform"] if id_ != "weihai.3.1")
    assert "明天威海有雨没" in {*library.negatives["errands"], *library.negatives["daily_life"]}
    assert not any("威海" in text for texts in rest.negatives.values() for text in texts)


def test_a_sixth_city_is_a_folder_more_and_nothing_else(library: Library, data: Path) -> None:
    copytree(data / "donge", data / "qinghe")
    for file in (data / "qinghe").rglob("*.yaml"):
        text = file.read_text("utf-8").replace("donge.", "qinghe.").replace("东阿", "青禾")
        file.write_text(text.replace("order: 1", "order: 6"), "utf-8")
    text = (data / "qinghe" / "policy.txt").read_text("utf-8").replace("东阿", "青禾")
    (data / "qinghe" / "policy.txt").write_text(text, "utf-8")
    more = load(data=data)
    assert [*more.policies] == [*library.policies, "qinghe"]
    assert more.short["qinghe"] == "青禾县"
    assert all("qinghe" in topic.at for topic in more.topics)
    assert more.kin["gain"] == (*library.kin["gain"], "qinghe.10.3")
    assert more.verdict("qinghe.10.3", "told") == "excluded"
    assert more.regimes["qinghe"].situation("qinghe.7.4") is not None
    assert len(more.examples["qinghe.7.4"]["told"]) == len(library.examples["donge.7.4"]["told"])


def test_cities_stand_in_the_order_that_they_give(data: Path) -> None:
    for name, order in (("lishui", "0"), ("donge", "99")):
        file = data / name / "policy.yaml"
        lines = [
            f"order: {order}" if line.startswith("order") else line
            for line in file.read_text("utf-8").splitlines()
        ]
        file.write_text("\n".join(lines), "utf-8")
    found = corpus.built_in(data)
    assert (found[0], found[-1]) == ("lishui", "donge")
    assert found.index("weihai") < found.index("zaozhuang") < found.index("pingdingshan")


def test_what_belongs_to_no_city_names_none(library: Library) -> None:
    names = {name for names in library.names.values() for name in names} | {*library.policies, "枣庄"}
    shared = "".join(file.read_text("utf-8") for file in (corpus.DATA / "lexicon").rglob("*.yaml"))
    assert {name for name in names if name in shared} == set()


def test_broken_files_of_our_own_stop_the_start_and_all_are_named(data: Path) -> None:
    (data / "donge" / "topics.yaml").write_text("apply_to: {ids: [donge.99]}\n", "utf-8")
    (data / "weihai" / "policy.txt").write_text("没有条款", "utf-8")
    (data / "weights.yaml").write_text("likeness: 多\n", "utf-8")
    with pytest.raises(CorpusError) as caught:
        load(data=data)
    said = str(caught.value)
    assert all(words in said for words in ("没有 donge.99", "没有认出任何条款", "weights.yaml"))


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


def test_the_data_files_are_read_by_the_quick_reader_of_yaml() -> None:
    """The one in Python takes ten times as long."""
    assert yaml.__with_libyaml__
    assert issubclass(files._Strict, yaml.CSafeLoader)


# ── concepts ─────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("facts", "signs: [gain]", "signs: [gian]", "“gian”不是 concepts.yaml 里的概念"),
        ("facts", "against: [alone]", "against: [alnoe]", "“alnoe”不是 concepts.yaml 里的概念"),
        ("topics", "where: {decided: appeal}", "where: {decide: appeal}", "没有 decide 这件事"),
        ("topics", "where: {decided: appeal}", "where: {decided: apeal}", "没有 apeal 这个问题"),
        ("facts", "heard: '优亲厚友|(?:", "heard: '优亲厚友|((?:", "正则写错了"),
        ("words", "personal: [alone,", "personal: [alnoe,", "“alnoe”不是"),
        ("words", "personal: [", "persons: [", "缺少条目 personal；"),
        ("concepts", "death: [死亡,", "death: [死亡, 红包,", "“红包”同时在"),
        ("concepts", "death: [", "death: {a: [", "YAML 写错了"),
        ("topics", "late_apply:", "apply_deadline:", "apply_deadline 写了两次"),
        ("words", "strength: [", "strengths: [", "缺少条目 strength；"),
        ("words", "banned:", "banned: []\nbanning:", "条目 banned 写法不对，应当是几行“名字: 内容”"),
        ("topics", "  name: 申请容错的期限\n", "", "缺少条目 name"),
        ("acts", "needs: ['", "needs: ['((', '", "正则写错了"),
        ("moods", "deed: ['", "deed: ['((', '", "deed 的“((”不是读得了的句式"),
        ("talk", "privacy:\n  ['", "privacy:\n  ['((', '", "privacy 的“((”不是读得了的句式"),
        ("asks", "  - 申请容错最晚什么时候交\n", "  - 申请: 最晚\n", "apply_deadline 下面应当是一个清单"),
        ("asks", "late_apply:", "apply_late:", "没有 apply_late 这个问题"),
        ("negatives", "errands:\n", "errands: 买菜\nerrand:\n", "errands 下面应当是一个清单"),
    ],
)
def test_a_wrong_entry_of_the_lexicon_is_found_with_its_file(
    data: Path, file: str, old: str, new: str, words: str
) -> None:
    path = data / "lexicon" / f"{file}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = corpus.examined(data / "donge", data)
    assert any(words in problem.message and problem.file == path for problem in found), found


def test_nothing_is_wrong_in_our_lexicon() -> None:
    assert lexicon.read(corpus.DATA / "lexicon")


def test_what_has_not_the_shape_of_a_lexicon_stops_the_start(data: Path) -> None:
    """The rest is looked at when data are checked, and by these tests."""
    path = data / "lexicon" / "topics.yaml"
    path.write_text(path.read_text("utf-8").replace("  name: 申请容错的期限\n", ""), "utf-8")
    with pytest.raises(CorpusError, match=r"topics\.yaml.*缺少条目 name"):
        load(data=data)


def test_an_operators_rules_may_name_only_concepts_and_kin_that_there_are(tmp_path: Path) -> None:
    rules = (corpus.DATA / "donge" / "regime.yaml").read_text("utf-8").replace("donge.", "qinghe.")
    text = (corpus.DATA / "donge" / "policy.txt").read_text("utf-8")
    rules = rules.replace("signs: [reform, pilot]", "signs: [reforn]", 1).replace("kin: gain", "kin: gian")
    own = "  chose: {say: 选了, deny: 没选, signs: [gain], against: [agianst]}\n"
    rules = rules.replace("\nfacts:\n", f"\nfacts:\n{own}", 1)
    rules += "concepts:\n  chosen: [红包]\n"
    said = "\n".join(map(str, load(policy(tmp_path, text=text, regime_yaml=rules)).problems))
    assert "qinghe.7.1 的 signs：“reforn”不是 concepts.yaml 里的概念" in said
    assert "qinghe.10.3 的 kin：lexicon/kin.yaml 里没有 gian" in said
    assert "facts.chose 的 signs：“agianst”不是 concepts.yaml 里的概念" in said
    assert "concepts.chosen：“红包”已经在 gain 里" in said


def test_an_operators_rules_may_leave_no_outcome_out_of_reach(tmp_path: Path) -> None:
    rules = (corpus.DATA / "donge" / "regime.yaml").read_text("utf-8").replace("donge.", "qinghe.")
    text = (corpus.DATA / "donge" / "policy.txt").read_text("utf-8")
    changed = rules.replace("{if: excluded, outcome: barred", "{unless: in_scope, outcome: barred")
    assert changed != rules
    (problem,) = load(policy(tmp_path, text=text, regime_yaml=changed)).problems
    assert "barred 这个结果永远到不了" in str(problem)


# ── wordings are read when they are needed ───────────────────────────────────────────────────────
LEARNT_FROM = {"asks.yaml", "negatives.yaml", "examples"}


def test_a_start_reads_no_wording_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    real = files.parsed
    monkeypatch.setattr(files, "parsed", lambda file: read.append(file) or real(file))
    library = load()
    assert not LEARNT_FROM & {part for file in read for part in file.parts}
    assert "errands" in library.negatives
    assert library.asks["apply_deadline"]
    assert library.examples["donge.7.4"]["told"]
    assert {part for file in read for part in file.parts} >= LEARNT_FROM


def test_a_start_makes_ready_no_pattern_of_ours() -> None:
    base.compiled.cache_clear()
    load()
    assert base.compiled.cache_info().currsize == 0


def test_a_wrong_wording_of_ours_is_named_to_whoever_looks(data: Path) -> None:
    (data / "donge" / "examples" / "wrong.yaml").write_text(SIGNED + "donge.99:\n  told: [甲]\n", "utf-8")
    library = load(data=data)
    with pytest.raises(RefusedError, match=r"wrong\.yaml 第 3 行：文件里没有 donge\.99"):
        len(library.examples)
