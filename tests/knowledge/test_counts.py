"""Numbers as people say them, and what they count."""

import pytest
from pydantic import ValidationError

from knowledge.answer.orientation import orientation
from knowledge.hearing.counts import least, reached
from knowledge.hearing.facts import heard as listened
from knowledge.library.corpus import Library
from knowledge.rules.fact import Count, Fact, Law

DEATHS = Count(of="(?<![老病])死(?:亡|了)?|遇难|人命", at_least=10)


@pytest.mark.parametrize(
    ("number", "about", "value"),
    [
        ("12", "", 12),
        ("十二", "", 12),
        ("十几", "多", 11),
        ("十", "来", 8),
        ("三十", "多", 30),
        ("三四十", "", 30),
        ("七八", "", 7),
        ("几百", "", 200),
        ("一百零三", "", 103),
        ("6000万", "", 60_000_000),
        ("六千万", "", 60_000_000),
        ("1.2亿", "", 120_000_000),
    ],
)
def test_a_number_comes_to_what_it_is_at_least(number: str, about: str, value: float) -> None:
    assert least(number, about) == pytest.approx(value)


@pytest.mark.parametrize(
    "clause",
    ["死了十几个人", "死亡11人", "二十多名老人遇难", "12死30伤", "十一条人命", "死的有十四个", "死了三十多"],
)
def test_a_number_that_is_reached(clause: str) -> None:
    assert reached(clause, DEATHS)


@pytest.mark.parametrize(
    "clause",
    ["死了两个月", "死了十个多月", "死亡3个月后还在领", "死了十来个", "不到十个人死了", "死亡10人以下", "死了十几年",
     "三十个人里死了两个", "四十个人的大院死了一位老人", "差点死了十几个人", "死了十二头猪", "近十人遇难"],
)  # fmt: skip
def test_a_number_that_is_not_reached_or_counts_something_else(clause: str) -> None:
    assert not reached(clause, DEATHS)


@pytest.mark.parametrize(("deaths", "heard"), [("九个人", False), ("十个人", True), ("三十一个人", True)])
def test_ten_deaths_make_a_grave_accident_and_nine_do_not(library: Library, deaths: str, heard: bool) -> None:
    facts = library.lexicon.facts
    told = listened(f"仓库爆炸，死了{deaths}", facts, ["major_safety_accident"])
    assert told == ({"major_safety_accident": True} if heard else {})


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"title": "第493号令", "at": "第三条", "says": "是重大事故"}, "要写出《名称》"),
        ({"title": "《条例》", "at": "3", "says": "是重大事故"}, "要写出第几条"),
        ({"title": "《条例》", "at": "第三条", "says": "是重大事故。"}, "末尾不加句号"),
    ],
)
def test_a_law_in_a_wrong_shape_is_refused_with_its_remedy(wrong: dict[str, str], remedy: str) -> None:
    with pytest.raises(ValidationError, match=remedy):
        Law.model_validate(wrong)


@pytest.mark.parametrize("more", [{"weak": "备案"}, {"counts": (DEATHS,)}, {"beside": "失火"}])
def test_what_is_weak_alone_says_beside_what_it_is_heard(more: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="要一起写"):
        Fact.model_validate({"say": "有", "deny": "没有", **more})


def test_words_of_strength_stand_in_the_question_as_in_the_statement(library: Library) -> None:
    strong = ("严重", "重大", "重特大", "恶劣", "积极", "及时", "明确", "主动", "强制性")
    facts = [library.lexicon.facts, *(rules.facts for rules in library.regimes.values())]
    lost = {
        (name, word)
        for known in facts
        for name, fact in known.items()
        for word in strong
        if fact.ask and word in fact.say and word not in fact.ask
    }
    assert lost == set()


def test_a_city_that_words_a_fact_of_its_own_keeps_the_law_beside_it(library: Library) -> None:
    for region in ("donge", "zaozhuang", "pingdingshan"):
        law = library.regimes[region].facts["major_safety_accident"].law
        assert law is not None
        assert law.oriented.startswith("按国务院令第493号《生产安全事故报告和调查处理条例》第三条，")
        assert law.oriented.endswith("（供参考，由机关认定）。")


@pytest.mark.parametrize(
    ("region", "id_", "article"),
    [("donge", "donge.10.4", "第三条"), ("zaozhuang", "zaozhuang.6.4", "第三条"),
     ("pingdingshan", "pingdingshan.7.5", "第三条"), ("weihai", "weihai.3.19", "第一千零四十五条")],
)  # fmt: skip
def test_an_answer_is_oriented_by_the_law_of_what_its_provision_hangs_on(
    library: Library, region: str, id_: str, article: str
) -> None:
    told = {"major_safety_accident", "kept_by_near_kin"}
    assert [article in said for said in orientation(library.regimes[region], id_, told)] == [True]


def test_where_nothing_hangs_on_a_law_none_is_named(library: Library) -> None:
    assert orientation(library.regimes["donge"], "donge.10.1", {"breaks_political_discipline"}) == ()
    assert orientation(library.regimes["donge"], "donge.10.4", {"serious_mass_incident"}) == ()
    assert orientation(None, "donge.10.4", ()) == ()


def test_a_city_that_says_how_it_hears_a_fact_hears_nothing_weaker() -> None:
    shared = Fact(say="备过案", deny="没有", heard="已备案", weak="登记", beside="镇里")
    own = shared.under(Fact(say="按规定备案了", deny="没有按规定备案", heard="按规定备案"))
    assert (own.say, own.heard, own.weak, own.beside) == ("按规定备案了", "按规定备案", "", "")
    assert shared.under(Fact(say="已备案", deny="没有备案")).weak == "登记"
