import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Answer, Assistant, Doubt, Quote, mentions
from knowledge.answer.doubt import Chance
from knowledge.answer.finding import ELIGIBLE, EXCLUDED
from knowledge.answer.signals import COLUMN
from knowledge.answer.wording import CANNOT, CHOOSE, REFERENCE
from knowledge.hearing.language import fold
from knowledge.learning.model import TOLD, Entry
from knowledge.library.corpus import Library, built_in
from knowledge.policy.numerals import value
from tests.harness.examples import examples


def squeeze(text: str) -> str:
    return "".join(text.split())


def ids(answer: Answer) -> list[str]:
    return [hit.provision.id for hit in answer.finding.hits]


# ── what a question names ────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("region", "text", "named"),
    [
        ("donge", "第七条第六项说的啥", ["donge.7.6", "donge.7"]),
        ("donge", "七条六项", ["donge.7.6", "donge.7"]),
        ("donge", "东阿第10条", ["donge.10"]),
        ("donge", "第二十三条", ["donge.23"]),
        ("donge", "第十一条第二款", ["donge.11.p2", "donge.11"]),
        ("weihai", "三（十三）", ["weihai.3.13"]),
        ("weihai", "三(13)怎么写的", ["weihai.3.13"]),
        ("weihai", "附件1", ["weihai.annex1"]),
        ("weihai", "第九十九条", []),
        ("zaozhuang", "第七条（五）", ["zaozhuang.7.5", "zaozhuang.7"]),
        ("lishui", "三条低保都停了", []),
        ("lishui", "我跑了第三趟", []),
        ("donge", "14条", ["donge.14"]),
        ("donge", "十四条讲的什么", ["donge.14"]),
        ("donge", "东阿14条怎么说", ["donge.14"]),
        ("weihai", "三的十三", ["weihai.3.13"]),
        ("weihai", "三之十三", ["weihai.3.13"]),
        ("weihai", "3.13", ["weihai.3.13"]),
        ("weihai", "第3部分第13项", ["weihai.3.13", "weihai.3"]),
        ("donge", "第16－18条", ["donge.16", "donge.17", "donge.18"]),
        ("donge", "第十六至十八条", ["donge.16", "donge.17", "donge.18"]),
        ("donge", "16到18条", ["donge.16", "donge.17", "donge.18"]),
        ("donge", "第二十三条和第十六条分别", ["donge.23", "donge.16"]),
        ("donge", "第十、十一条", ["donge.10", "donge.11"]),
        ("donge", "第十条、第十一条说啥", ["donge.10", "donge.11"]),
        ("donge", "第七条的第六项", ["donge.7.6", "donge.7"]),
        ("donge", "第十二条之一", ["donge.12"]),
        ("donge", "第一百零一条", []),
        ("donge", "第7条第12项", ["donge.7"]),
        ("donge", "东民发2023 17号第十五条", ["donge.15"]),
        ("pingdingshan", "办法第七条", ["pingdingshan.7"]),
        ("donge", "一共14条", []),
        ("donge", "有三条线索", []),
        ("donge", "我办了三条", []),
        ("donge", "监察法第十五条", []),
        ("donge", "《社会救助暂行办法》第十五条", []),
    ],
)
def test_articles_are_found_as_people_write_them(
    library: Library, region: str, text: str, named: list[str]
) -> None:
    assert mentions.provisions(library.policies[region], fold(text)) == named


@pytest.mark.parametrize(
    ("region", "question", "gone", "quoted"),
    [
        ("donge", "第十二条之一", "没有“第十二条之一”这一条", "情况疑难复杂"),
        ("donge", "第一百零一条", "没有“第一百零一条”这一条", ""),
        ("donge", "第7条第12项", "没有“第7条第12项”这一项", "先行救助"),
        ("donge", "请问咱们东阿的细则第九十九条具体是怎么规定的呢", "没有“第九十九条”这一条", ""),
        ("donge", "三的十三", "没有“三的十三”这一条", ""),
        ("donge", "第二十三条和第三十三条", "没有“第33条”这一条", "负责解释"),
        ("weihai", "14条", "没有“14条”这一条", ""),
        ("weihai", "第16－18条", "没有“第16-18条”这几条", ""),
        ("weihai", "威民发〔2022〕1号", "“威民发〔2022〕1号”这份文件我手上没有", ""),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(
    assistant: Assistant, region: str, question: str, gone: str, quoted: str
) -> None:
    answer = assistant.answer(question, region)
    assert gone in answer.text
    assert quoted in answer.text
    assert ("「" in answer.text) == bool(quoted)


def test_all_that_is_named_is_quoted_and_nothing_twice(assistant: Assistant) -> None:
    assert assistant.answer("第16－18条", "donge").text.count("「") == 3
    assert assistant.answer("第七条第六项", "donge").text.count("「") == 1


@pytest.mark.parametrize("region", ["weihai", "donge", None])
def test_a_document_number_alone_shows_its_document(assistant: Assistant, region: str | None) -> None:
    answer = assistant.answer("威民发[2023]24号", region)
    assert answer.finding.region == "weihai"
    assert "就是《关于健全社会救助工作容错纠错机制的通知》" in answer.text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("东阿呢", ["donge"]),
        ("威海和东阿哪个宽", ["weihai", "donge"]),
        ("平办〔2017〕2号", ["pingdingshan"]),
        ("东民发2023 17号", ["donge"]),
        ("东民发2023 17号第十五条", ["donge"]),
        ("威民发[2023]24号", ["weihai"]),
        ("威民发2023年24号", ["weihai"]),
        ("丽委办发[2018]82号第三条", ["lishui"]),
        ("我在枣庄市民政局", []),
        ("结论几天告知", []),
    ],
)
def test_places_and_document_numbers_are_found(library: Library, text: str, named: list[str]) -> None:
    assert mentions.regions(library, fold(text)) == named


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十三", 13),
        ("二十", 20),
        ("廿三", 23),
        ("7", 7),
        ("百", 0),
        ("一百零一", 101),
        ("二百三十", 230),
    ],
)
def test_chinese_numbers_are_read(text: str, number: int) -> None:
    assert value(text) == number


def test_a_named_article_is_shown_as_it_stands(assistant: Assistant) -> None:
    answer = assistant.answer("第七条第六项", "donge")
    assert ids(answer)[0] == "donge.7.6"
    assert "先行救助" in answer.text


def test_a_question_that_names_another_place_goes_there(assistant: Assistant) -> None:
    assert assistant.answer("东阿的结论几天告知", "weihai").finding.region == "donge"


def test_a_question_that_names_its_own_place_too_stays(assistant: Assistant) -> None:
    assert assistant.answer("威海和东阿，结论几天告知", "weihai").finding.region == "weihai"


# ── verdicts and words ───────────────────────────────────────────────────────────────────────────
CASES = [
    (
        "donge",
        "材料差一份我先收下给办了，后来补来的跟原先说的对不上",
        "eligible",
        "donge.7.4",
        "可以依照有关规定予以容错处理",
    ),
    ("donge", "先把救急的钱打过去了，可他是我表叔，还分了我八百", "excluded", "donge.10.3", "不予容错"),
    ("donge", "结论做出来以后多少天要通知我", "info", "donge.14", "7 个工作日"),
    (
        "donge",
        "我在私人养鸡场打工，不是公家的人，出了错也想照这个免",
        "not_applicable",
        "donge.6",
        "适用范围",
    ),
    (
        "pingdingshan",
        "没上会，我自己就把项目定了，也不着急",
        "excluded",
        "pingdingshan.7.2",
        "必须同时具备以下条件",
    ),
    ("pingdingshan", "不服认定结果去哪申诉", "not_covered", None, "本文件没有规定"),
    ("zaozhuang", "学院叫我整改，我拖到现在也没动", "excluded", "zaozhuang.6.5", "不应启动容错程序"),
    ("zaozhuang", "今天食堂吃什么", "out_of_scope", None, CANNOT),
]


@pytest.mark.parametrize(("region", "question", "verdict", "top", "words"), CASES)
def test_an_answer_has_its_verdict_its_provision_and_its_words(
    assistant: Assistant, region: str, question: str, verdict: str, top: str | None, words: str
) -> None:
    answer = assistant.answer(question, region)
    assert answer.finding.verdict == verdict
    assert top is None or ids(answer)[0] == top
    assert words in answer.text


@pytest.mark.parametrize("question", [question for _, question, *_ in CASES[:3]])
@pytest.mark.parametrize("region", built_in())
def test_an_answer_for_a_region_quotes_that_region_alone(
    assistant: Assistant, region: str, question: str
) -> None:
    assert {id_.partition(".")[0] for id_ in ids(assistant.answer(question, region))} == {region}


def test_without_a_region_each_policy_that_is_silent_is_said_to_be(
    assistant: Assistant, library: Library
) -> None:
    answer = assistant.answer("申请容错最迟几天内提")
    topic = answer.finding.topic
    assert topic
    silent = {library.short[region] for region, place in topic.at.items() if place.silent}
    (said,) = [line for line in answer.text.splitlines() if "没有规定" in line]
    assert set(said.removesuffix(f"的文件没有规定{topic.name}。").split("、")) == silent
    quoted = [line.removesuffix("的规定：") for line in answer.text.splitlines() if line.endswith("的规定：")]
    assert quoted
    assert not silent & set(quoted)


def test_what_no_policy_says_is_said_to_be_said_nowhere(assistant: Assistant, library: Library) -> None:
    answer = assistant.answer("停职期间工资怎么发")
    topic = answer.finding.topic
    assert topic
    assert {region for region in library.policies if topic.silent_in(region)} == {*library.policies}
    assert answer.text.startswith(f"库里的文件都没有规定{topic.name}。")
    assert answer.text.count("最接近的") == 2
    assert len(answer.passages) == 4


def test_without_a_region_every_quote_names_its_policy_and_the_region_is_asked_for(
    assistant: Assistant,
) -> None:
    answer = assistant.answer("材料没齐先给办了，后来出了岔子")
    assert CHOOSE in answer.text
    assert REFERENCE in answer.text
    assert answer.finding.region is None


def test_a_place_that_the_policy_does_not_have_is_said_to_be_missing(assistant: Assistant) -> None:
    answer = assistant.answer("第七条第六项", "weihai")
    assert "没有“第七条第六项”" in answer.text
    assert "三（一）" in answer.text


def test_a_section_is_found_right_after_the_name_of_its_place(assistant: Assistant) -> None:
    assert ids(assistant.answer("威海三（十三）", None))[0] == "weihai.3.13"


@pytest.mark.parametrize(
    ("question", "words"), [("要交什么材料", "证明材料"), ("结论多少天内告诉我", "7个工作日")]
)
def test_a_policy_is_not_said_to_be_silent_on_what_it_rules(
    assistant: Assistant, question: str, words: str
) -> None:
    text = assistant.answer(question, "weihai").text
    assert "本文件没有规定" not in text
    assert words in text


@pytest.mark.parametrize(
    ("typed", "top"),
    [("rongque shouli", "lishui.9.4"), ("tai feng tian mei pi jiu na le wuzi", "lishui.10.2")],
)
def test_spelled_chinese_is_read_by_its_sounds(assistant: Assistant, typed: str, top: str) -> None:
    assert ids(assistant.answer(typed, "lishui"))[0] == top


@pytest.mark.parametrize(
    "typed", ["1", "666", "hello", "What is the weather today", "asdfghjkl", "😂", "。。。"]
)
def test_what_is_no_chinese_is_refused_plainly(assistant: Assistant, typed: str) -> None:
    assert assistant.answer(typed, "lishui").text == CANNOT


def test_a_policy_that_is_silent_is_said_to_be_so_with_confidence(assistant: Assistant) -> None:
    finding = assistant.answer("结论几天告知", "lishui").finding
    assert (finding.verdict, finding.confidence > 0.5) == ("not_covered", True)


@pytest.mark.parametrize("region", built_in())
def test_an_innocent_story_with_denials_accuses_nobody(assistant: Assistant, region: str) -> None:
    question = "头一回搞试点改革没经验，开会研究过，没拿一分钱，后来没达到效果，也补救了"
    assert assistant.answer(question, region).finding.verdict == "eligible"


def test_denied_gain_is_not_taken_for_gain(assistant: Assistant) -> None:
    question = "没收过他一分钱，跟他也不是亲戚，就是材料差一张先给受理了"
    assert assistant.answer(question, "donge").finding.verdict == "eligible"


def test_a_comparison_has_the_own_policy_first_and_all_of_them_once(assistant: Assistant) -> None:
    regions = [answer.finding.region for answer in assistant.compare("材料没齐先给办了", "lishui")]
    assert regions[0] == "lishui"
    assert sorted(map(str, regions)) == sorted(built_in())


@pytest.mark.parametrize("region", built_in())
def test_every_answer_about_an_own_case_ends_with_who_decides(assistant: Assistant, region: str) -> None:
    answer = assistant.answer("头一回搞改革没经验，没弄好", region)
    assert answer.passages[-1] == f"最终由{assistant.library.regimes[region].organ}认定。"


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("威海", "weihai"),
        ("东阿县民政局", "donge"),
        ("维海", "weihai"),
        ("平顶上市", "pingdingshan"),
        ("lishui", "lishui"),
    ],
)
def test_a_place_is_known_by_its_names_and_by_a_typo_of_them(
    assistant: Assistant, typed: str, region: str
) -> None:
    assert assistant.regions(typed)[:1] == [region]


@pytest.mark.parametrize("typed", ["", "我", "材料没齐先办了", "北京市"])
def test_what_is_no_place_is_none(assistant: Assistant, typed: str) -> None:
    assert assistant.regions(typed) == []


@examples(150)
@given(st.one_of(st.text(max_size=80), st.text("容错申请低保第七条三（）没收好处几天ａB3", max_size=40)),
       st.sampled_from([*built_in(), None]))  # fmt: skip
def test_whatever_is_asked_an_answer_quotes_only_what_stands_in_the_policies(
    assistant: Assistant, question: str, region: str | None
) -> None:
    answer = assistant.answer(question, region)
    text = squeeze(answer.text)
    assert text
    assert answer.finding.verdict == "out_of_scope" or any(
        squeeze(hit.provision.text) in text for hit in answer.finding.hits
    )


# ── what was understood, and what is asked back ──────────────────────────────────────────────────
def test_what_was_understood_is_said_in_the_messages_own_clauses(assistant: Assistant) -> None:
    text = assistant.answer("户口本回头补，先给他办了，班子会没开，没收过他好处", "donge").text
    heard = next(line for line in text.splitlines() if line.startswith("我理解到："))
    assert "没有集体研究（“班子会没开”）" in heard
    assert "自己没有得好处（“没收过他好处”）" in heard


def test_of_what_was_heard_only_what_the_provision_hangs_on_is_told_again(assistant: Assistant) -> None:
    """Whether a meeting decided does not matter for what the city of Weihai lists under 三（十八）."""
    text = assistant.answer("录入串了行，多发了两个月，班子会没开，但是没有备案", "weihai").text
    assert "没有备案（“但是没有备案”）" in text
    assert "集体研究" not in text.partition("《")[0]


@pytest.mark.parametrize(
    ("told", "reading"),
    [("材料缺一份我先给他办了，后来出了岔子", "两种读法都有，由机关判断"),
     ("卧床的老人办不了卡，他侄子代管着账户，备过案", "民法典第一千零四十五条没有列侄子、外甥、儿媳，通知里是不是同一个意思")],
)  # fmt: skip
def test_what_a_situation_leaves_open_is_said_with_it(assistant: Assistant, told: str, reading: str) -> None:
    assert reading in assistant.answer(told, "weihai").text


def test_somebody_elses_doing_is_not_told_as_the_askers(assistant: Assistant) -> None:
    text = assistant.answer("入户核对都查了，他把存款转给了小舅子瞒着我们，低保批错了", "weihai").text
    assert "亲友得了好处" not in text


@pytest.mark.parametrize("question", ["结论几天告知", "讲个笑话"])
def test_nothing_is_retold_of_a_question_that_tells_nothing(assistant: Assistant, question: str) -> None:
    assert "我理解到" not in assistant.answer(question, "donge").text


@pytest.fixture
def in_doubt(assistant: Assistant, doubtful: tuple[str, str]) -> tuple[str, str, Doubt]:
    """(words, region, what would be asked back)"""
    region, words = doubtful
    doubt = assistant.engine.find_in(words, region).doubt
    assert doubt
    return words, region, doubt


def test_the_fact_that_separates_two_provisions_decides_between_them(
    assistant: Assistant, in_doubt: tuple[str, str, Doubt]
) -> None:
    text, region, doubt = in_doubt
    needs = assistant.engine.signals.witness.needs
    about = next(id_ for id_ in doubt.ids if any(need.fact == doubt.fact for need in needs[id_]))
    yes, no = (assistant.answer_in(text, region, {doubt.fact: truth}).finding for truth in (True, False))
    assert yes.hits[0].provision.id == about
    assert no.hits[0].provision.id != about


def test_a_fact_that_was_answered_is_not_asked_again(
    assistant: Assistant, in_doubt: tuple[str, str, Doubt]
) -> None:
    text, region, doubt = in_doubt
    for truth in (True, False, None):
        again = assistant.answer_in(text, region, {doubt.fact: truth}).finding.doubt
        assert again is None or again.fact != doubt.fact


def test_not_to_know_changes_no_chance(assistant: Assistant, in_doubt: tuple[str, str, Doubt]) -> None:
    text, region, doubt = in_doubt
    open_, unsure = (assistant.answer_in(text, region, known).finding for known in ({}, {doubt.fact: None}))
    assert unsure.chances == open_.chances


@pytest.mark.parametrize("question", ["结论几天告知", "今天食堂吃什么", "第七条第六项"])
def test_questions_on_the_rules_are_not_asked_back(assistant: Assistant, question: str) -> None:
    assert assistant.answer(question, "donge").finding.doubt is None


def test_the_first_provision_always_says_what_the_verdict_says(assistant: Assistant) -> None:
    """What bars is never comfort: over the project's own wordings, sound or not."""
    for id_, kinds in list(assistant.library.examples.items())[::3]:
        for text in kinds.get("told", ())[:4]:
            finding = assistant.engine.find_in(text, id_.partition(".")[0])
            if finding.verdict in ("eligible", "excluded"):
                assert assistant.library.verdict(finding.hits[0].provision.id, "told") == finding.verdict, (
                    text
                )


# ── why ──────────────────────────────────────────────────────────────────────────────────────────
def test_an_explanation_names_words_concepts_facts_and_what_spoke_for_each_reading(
    assistant: Assistant,
) -> None:
    why = assistant.explain("没上会，我一个人定的，他还塞了红包", "donge")
    assert {"alone", "gain"} <= {mention.name for mention in why.mentions}
    assert why.facts["democratic_decision_and_reporting"] is False
    assert why.reasons[0].id.startswith("donge.10")
    assert "像这一条的各种说法" in why.text
    assert "结论：可能不予容错" in why.text


def test_the_signals_of_a_reading_add_up_to_its_chance(assistant: Assistant) -> None:
    first, second = assistant.explain("材料没齐先给办了", "donge").reasons[:2]
    scores = [sum(reason.signals.values()) for reason in (first, second)]
    assert first.chance / second.chance == pytest.approx(np.exp(scores[0] - scores[1]), rel=0.2)


def test_an_explanation_goes_through_json(assistant: Assistant) -> None:
    body = json.loads(json.dumps(assistant.explain("结论几天告知", "lishui").to_json(), ensure_ascii=False))
    assert body["verdict"] == "not_covered"
    assert body["readings"][0]["kind"] == "silent"
    assert sum(body["verdicts"].values()) == pytest.approx(1, abs=0.01)


# ── what bars goes first ─────────────────────────────────────────────────────────────────────────
ADMITTED = [
    ("donge", "急难救助先发的钱，会也开过，后来全补救了，就是他分了我八百", "donge.10.3"),
    ("weihai", "核查都做了，材料也齐，他装修没收我钱，别的都按规矩来", "weihai.4.3"),
    ("zaozhuang", "头一回搞学分改革，民主决策过，经费是我虚列套取的，效果没达到", "zaozhuang.6.2"),
    ("donge", "头一回搞改革没经验，纪委来之前我们串供了，后来都补救了", "donge.10.1"),
    ("lishui", "材料齐，会也开了，就是工程队给我家免了八千工钱，后来都补救了", "lishui.2"),
    ("weihai", "入户查了平台也比了，检查前把入户表补造了三份，钱都追回来了", "weihai.4.2"),
    ("zaozhuang", "头一回弄这个系统没经验，出错当天就改了，采购回扣我拿了五千", "zaozhuang.6.3"),
    (
        "pingdingshan",
        "试点是省里批的，会上定的，损失也赔了，中间我从专款里垫了我儿子的房款",
        "pingdingshan.7.3",
    ),
]


def test_one_admission_in_an_innocent_story_decides(assistant: Assistant) -> None:
    """What is heard is learnt: no single wording is sure to be. At most a quarter may be missed."""
    missed = []
    for region, story, bar in ADMITTED:
        finding = assistant.answer(story, region).finding
        if finding.verdict != "excluded" or bar not in [hit.provision.id for hit in finding.hits[:3]]:
            missed.append((story, finding.verdict))
    assert len(missed) <= len(ADMITTED) // 4, missed


def test_denied_asked_or_supposed_it_decides_nothing(assistant: Assistant) -> None:
    for words in ("他没分我钱", "他是不是分了我钱，别人问的", "听说他分了我钱"):
        told = assistant.engine.signals.witness.told(words)
        assert not assistant.engine.signals.witness.admits("donge.10.3", told), words


def chances(eligible: float, excluded: float) -> list[Chance]:
    """That a case told is one that may be tolerated, or one that is barred."""
    may, bars = Entry("donge.7.1", TOLD), Entry("donge.10.1", TOLD)
    return [Chance("donge", may, ELIGIBLE, eligible), Chance("donge", bars, EXCLUDED, excluded)]


def test_where_it_is_barred_no_likelier_provision_stands_before_what_bars(assistant: Assistant) -> None:
    hits = {verdict: assistant.engine._hits(chances(0.6, 0.4), verdict) for verdict in (EXCLUDED, ELIGIBLE)}
    shown = {verdict: [one.provision.id for one in found] for verdict, found in hits.items()}
    assert shown == {EXCLUDED: ["donge.10.1", "donge.7.1"], ELIGIBLE: ["donge.7.1", "donge.10.1"]}


def test_facts_that_are_told_speak_for_the_provision_that_needs_them(assistant: Assistant) -> None:
    signals, id_ = assistant.engine.signals, "zaozhuang.5.1"
    asked = signals.question("开会集体决定的，当天就补救了")
    row = signals.field("zaozhuang").readings.index(Entry(id_, TOLD))
    found = signals.table(asked, "zaozhuang")[row, COLUMN["found"]]
    assert found == pytest.approx(signals.evidence(asked, id_).share)
    assert found > 0


# ── how a rule is quoted ─────────────────────────────────────────────────────────────────────────
BROKEN_OFF = ("和", "且", "并", "或", "但", "同时", "，", "“")


@pytest.mark.parametrize("region", built_in())
def test_the_words_that_answer_a_topic_do_not_begin_in_the_middle(library: Library, region: str) -> None:
    quotes = {topic.key: topic.at[region].quote for topic in library.topics if region in topic.at}
    assert {key: quote for key, quote in quotes.items() if quote.startswith(BROKEN_OFF)} == {}


@pytest.mark.parametrize("region", ["donge", "weihai"])
def test_whether_gain_is_tolerated_is_answered_with_what_bars_it(assistant: Assistant, region: str) -> None:
    assert "列在“不予容错”的情形里" in str(assistant.answer("谋取私利能不能容错", region).passages[0])


@pytest.mark.parametrize("question", ["要几天", "那要多久", "处分怎么定", "申请不批怎么办"])
@pytest.mark.parametrize("region", built_in())
def test_nothing_is_quoted_and_offered_as_well(assistant: Assistant, question: str, region: str) -> None:
    answer = assistant.answer(question, region)
    offered = {assistant.library.policies[region].citation(hit.provision.id) for hit in answer.others}
    assert not offered & {quote.source for quote in answer.passages if isinstance(quote, Quote)}
