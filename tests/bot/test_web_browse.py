"""The documents as pages: every word as printed, every provision at its own address, helpful where there is none."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from bot.channels.web.addresses import address
from bot.channels.web.browse import LONGEST_QUERY, Looked, Shelf, marked
from bot.channels.web.templates import filled
from knowledge.answer import Assistant
from knowledge.library.corpus import Library


@pytest.fixture(scope="module")
def shelf(assistant: Assistant) -> Shelf:
    return Shelf(assistant)


class Shown(HTMLParser):
    """A page: its verbatim text, its links, all its text."""

    def __init__(self, looked: Looked) -> None:
        super().__init__()
        self.verbatim, self.links, self.text = "", list[str](), ""
        self._within = list[str]()
        self.feed(filled(looked.template, **looked.values))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("p", "h1"):
            self._within = told.get("class", "").split()
        if tag == "a":
            self.links.append(told.get("href", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "h1"):
            self._within = []

    def handle_data(self, data: str) -> None:
        self.text += data
        if "verbatim" in self._within:
            self.verbatim += data


def letters(text: str) -> str:
    return "".join(text.split())


def test_a_document_is_shown_word_for_word(shelf: Shelf, library: Library) -> None:
    for region, policy in library.policies.items():
        page = Shown(shelf.policy(region))
        marks = [one.number or (one.label if one.kind == "附件" else "") for one in policy.provisions]
        printed = "".join(mark + one.text for mark, one in zip(marks, policy.provisions, strict=True))
        assert letters(page.verbatim) == letters(printed)
        assert {address(one.id) for one in policy.provisions} - set(page.links) <= {
            address(one.id) for one in policy.provisions if not one.number and one.kind != "附件"
        }
        assert policy.doc_no in page.text


def test_every_provision_has_a_page_with_its_words_and_its_neighbours(shelf: Shelf, library: Library) -> None:
    for policy in library.policies.values():
        for one in policy.provisions:
            looked = shelf.provision(*one.id.split(".", 1))
            page = Shown(looked)
            assert looked.status == 200
            assert letters(one.text) in letters(page.verbatim)
            assert policy.citation(one.id) in page.text
            for other in policy.children(one.id):
                assert letters(other.number + other.text) in letters(page.verbatim)


def test_one_after_the_other_leads_through_all_items(shelf: Shelf, library: Library) -> None:
    policy = library.policies["weihai"]
    seen, there = list[str](), "3.1"
    while there and len(seen) < 99:
        seen.append(there)
        behind = shelf.provision("weihai", there).values["behind"]
        there = behind.id.partition(".")[2] if behind else ""
    assert seen == [one.id.partition(".")[2] for one in policy.children("weihai.3")]


def test_the_lead_of_an_item_stands_above_it(shelf: Shelf) -> None:
    page = Shown(shelf.provision("weihai", "3.13"))
    assert page.verbatim.index("符合下列情形之一的") < page.verbatim.index("经巡访、摸排、比对")


@pytest.mark.parametrize(
    ("region", "rest", "said", "link"),
    [
        ("beijing", "3", "这里没有代号是“beijing”的文件", "/policies/weihai"),
        ("weihai", "3.99", "只有第三部分", "/policies/weihai/3.13"),
        ("weihai", "77", "没有编号是“77”的条款", "/policies/weihai"),
        ("weihai", "<b>", "没有编号是“<b>”的条款", "/policies/weihai"),
    ],
)
def test_what_is_not_there_is_helped_on(shelf: Shelf, region: str, rest: str, said: str, link: str) -> None:
    looked = shelf.provision(region, rest)
    page = Shown(looked)
    assert looked.status == 404
    assert said in page.text
    assert link in page.links


def test_a_search_finds_the_words_in_every_document_or_in_one(shelf: Shelf) -> None:
    page = Shown(shelf.policies("容缺受理"))
    assert {"/policies/weihai/3.6", "/policies/lishui/9.4"} <= set(page.links)
    only = [link for link in Shown(shelf.policies("容缺受理", "weihai")).links if link.count("/") == 3]
    assert only[0] == "/policies/weihai/3.6"
    assert {link.split("/")[2] for link in only} == {"weihai"}


def test_an_empty_or_strange_search_shows_all_documents(shelf: Shelf, library: Library) -> None:
    for query in ("", "   "):
        assert {address(region) for region in library.policies} <= set(Shown(shelf.policies(query)).links)
    strange = Shown(shelf.policies("'><script>alert(1)</script>" + "长" * 5_000, "nowhere"))
    assert "alert(1)" not in strange.verbatim
    assert len(shelf.policies("长" * 5_000).values["query"]) == LONGEST_QUERY


def test_words_are_marked_and_nothing_else_changes() -> None:
    assert marked("容缺受理、容缺审核", ["容缺"]) == "<mark>容缺</mark>受理、<mark>容缺</mark>审核"
    assert marked("<i>甲</i>", []) == "&lt;i&gt;甲&lt;/i&gt;"
    assert marked("a.b", ["."]) == "a<mark>.</mark>b"
