"""A policy's provisions: found by id, walked in order, cited and printed as they stand."""

import pytest

from knowledge.library.corpus import Library
from knowledge.policy.provisions import Policy
from knowledge.segment import segment


@pytest.fixture
def donge(library: Library) -> Policy:
    return library.policies["donge"]


@pytest.mark.parametrize(
    ("id_", "citation"),
    [
        ("donge.7.6", "《东阿县社会救助工作容错纠错实施细则（试行）》（东民发〔2023〕17号）第七条第（六）项"),
        ("donge.9.p2", "《东阿县社会救助工作容错纠错实施细则（试行）》（东民发〔2023〕17号）第九条第二款"),
        ("weihai.3.13", "《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）三（十三）"),
        ("weihai.annex1", "《关于健全社会救助工作容错纠错机制的通知》（威民发〔2023〕24号）附件1"),
        ("zaozhuang.7.10", "《激励干部担当作为容错纠错工作实施细则》（枣职发〔2023〕32号）第七条第（十）项"),
    ],
)
def test_a_citation_names_document_number_and_place(library: Library, id_: str, citation: str) -> None:
    assert library.policies[id_.partition(".")[0]].citation(id_) == citation


def test_a_policy_without_a_number_is_cited_without_empty_brackets() -> None:
    assert segment("青禾县容错办法\n第一条 好。", "x").citation("x.1") == "《青禾县容错办法》第一条"


def test_children_are_items_and_further_paragraphs_in_printed_order(donge: Policy) -> None:
    assert [p.id for p in donge.children("donge.9")] == [
        "donge.9.1", "donge.9.2", "donge.9.3", "donge.9.4", "donge.9.p2"
    ]  # fmt: skip
    assert donge.children("donge.24") == ()


def test_the_full_text_is_what_is_printed(donge: Policy) -> None:
    assert donge.full_text("donge.15") == (
        "责任追究对象对责任追究机关处理决定不服的，可以按照有关规定提出申诉或者申请复核。\n申诉、复核期间，不停止处理决定的执行。"
    )
    lines = donge.full_text("donge.10").split("\n")
    assert lines[0] == "有下列情形之一的，不予容错："
    assert lines[5] == "（五）其他不应予以容错的情形。"


def test_every_provision_belongs_to_an_article(library: Library) -> None:
    for policy in library.policies.values():
        for provision in policy.provisions:
            article = policy.article_of(provision.id)
            assert article.parent is None
            assert provision.id == article.id or provision.id.startswith(article.id + ".")


def test_articles_are_paged_forth_and_back(donge: Policy) -> None:
    assert donge.previous("donge.1") is None
    assert donge.next("donge.24") is None
    forth = donge.next("donge.9.p2")
    assert forth is not None
    assert forth.id == "donge.10"
    back = donge.previous("donge.10.5")
    assert back is not None
    assert back.id == "donge.9"


def test_paging_goes_on_into_the_annexes(library: Library) -> None:
    after = library.policies["weihai"].next("weihai.5.4")
    assert after is not None
    assert after.id == "weihai.annex1"


def test_an_unknown_id_is_none_or_an_error(donge: Policy) -> None:
    assert donge.find("donge.99") is None
    with pytest.raises(KeyError):
        donge.provision("donge.99")
