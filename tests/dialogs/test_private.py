"""Numbers of persons are found however they are typed, and hidden; nothing else of a text is touched."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from dialogs.shared.persons import found, hidden, kinds
from tests.harness.examples import examples

ID, PHONE, CARD = "身份证号", "电话号码", "银行卡号"
GOOD = "11010519491231002X"  # the example of GB 11643
FULL_WIDTH = str.maketrans("0123456789X+-()", "０１２３４５６７８９Ｘ＋－（）")


@pytest.mark.parametrize(
    "number",
    [
        GOOD,
        GOOD.lower(),
        GOOD.translate(FULL_WIDTH),
        "110105194912310021",  # a slip in the last figure
        "110105 19491231 002X",
        "110105-19491231-002X",
        "1101 0519 4912 3100 2X",
        "110105　19491231　002Ｘ",
        "110105·19491231·002X",
        "110105—1949-12-31—002X",
        "110105491231002",  # of the fifteen figures that were given out until 1999
    ],
)
def test_an_identity_card_is_found_however_it_is_typed(number: str) -> None:
    text = f"申请人甲，证件{number}，已核对。"
    assert kinds(text) == (ID,)
    assert hidden(text) == "申请人甲，证件（身份证号已隐去），已核对。"


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "138 00 13 80 00",
        "13800138000".translate(FULL_WIDTH),
        "+8613800138000",
        "+86 138-0013-8000",
        "008613800138000",
        "8613800138000",
        "19912345678",
        "0631-5231234",
        "06315231234",
        "010-65123456",
        "010 65123456",
        "(0531)86123456",
        "（0531）86123456",
    ],
)
def test_a_telephone_is_found_however_it_is_typed(number: str) -> None:
    text = f"可打{number}找他"
    assert kinds(text) == (PHONE,)
    assert hidden(text) == "可打（电话号码已隐去）找他"


@pytest.mark.parametrize(
    "number",
    [
        "6222021234567890128",
        "6222 0212 3456 7890 128",
        "622202-1234567890128",
        "6222021234567890129",  # mistyped, but a bank's by its beginning
        "4111111111111111",
        "4111 1111 1111 1111".translate(FULL_WIDTH),
        "9558800200112345679",
    ],
)
def test_a_bank_card_is_found_however_it_is_typed(number: str) -> None:
    assert number == "6222021234567890129" or luhn.is_valid(_figures(number))
    text = f"打到{number}里"
    assert kinds(text) == (CARD,)
    assert hidden(text) == "打到（银行卡号已隐去）里"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("2026-03-05 13800138000", "2026-03-05 （电话号码已隐去）"),
        ("2026年3月5日13800138000", "2026年3月5日（电话号码已隐去）"),
        ("①13800138000；②13900139000", "①（电话号码已隐去）；②（电话号码已隐去）"),
        ("1.13800138000；2.13900139000", "1.（电话号码已隐去）；2.（电话号码已隐去）"),
        ("13800138000/13900139000", "（电话号码已隐去）/（电话号码已隐去）"),
        ("13800138000 万老师", "（电话号码已隐去） 万老师"),
        ("3 4111 1111 1111 1111", "3 （银行卡号已隐去）"),
        ("3512 4111 1111 1111 1111", "3512 （银行卡号已隐去）"),
        ("4111111111111111 3张", "（银行卡号已隐去） 3张"),
        ("4111111111111111 18张", "（银行卡号已隐去） 18张"),  # together they would pass for a longer one
        (f"{GOOD} 5人", "（身份证号已隐去） 5人"),
        (f"{GOOD},13800138000", "（身份证号已隐去）,（电话号码已隐去）"),
        ("4111111111111111\n13800138000", "（银行卡号已隐去）\n（电话号码已隐去）"),
    ],
)
def test_what_stands_beside_a_number_stays(text: str, left: str) -> None:
    assert hidden(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日至2026年3月12日，13:30—15:30",
        "2026-03-05",
        "20260305-20260312",
        "2025-01-05 2026-02-07",  # together they would pass for a bank card
        "3 20240305 20250306",
        "2023-2024 2025-2026学年",
        "2025-01-05—2026-02-07",
        "民发〔2024〕12号、鲁民〔2023〕45号",
        "威民字[2024]第370号",
        "（2023）鲁1002民初1234号",
        "编号482-739-061，查询码ACDE-FHJK-MPQR",
        "统一社会信用代码 11370000MB284656XY",
        "拨付13800138000元，结余13800138000.50元，总额13800138000万元",
        "1,234,567.89元",
        "低保金每月786元，共12个月，9432元",
        "邮编264200，信访热线12345、12349",
        "客服4008123456",
        "第三条第（一）项第1目",
        "20240305123456789",
        "371002202403",
        "370102123456789012",  # no day of birth in it
        "202401201903050001",  # no province
        "2024010120250128",
        "16 20260305 1次",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "13800138",
        "138001380001",  # one figure too many
        "062315231234",
    ],
)
def test_what_is_no_number_of_a_person_is_left_alone(text: str) -> None:
    assert found(text) == ()
    assert hidden(text) == text


def test_two_dates_side_by_side_are_never_a_bank_card() -> None:
    days = [
        f"2026{sign}{month:02}{sign}{day:02}"
        for sign in ("-", "")
        for month in (1, 12)
        for day in (1, 13, 30)
    ]
    lines = [
        f"{count}{one} {two}"
        for count in ("", *(f"{n} " for n in range(30, 60)))
        for one in days
        for two in days
    ]
    assert [line for line in lines if found(line)] == []


def test_each_kind_is_named_once_in_the_order_of_the_text() -> None:
    assert kinds(f"13800138000、{GOOD}、13900139000") == (PHONE, ID)


def test_a_found_number_is_where_it_says() -> None:
    text = "甲１３８００１３８０００，乙"
    (one,) = found(text)
    assert (one.start, one.end, one.kind) == (1, 12, PHONE)
    assert text[one.start : one.end] == "１３８００１３８０００"


NUMBERS = st.sampled_from(
    [GOOD, "13800138000", "+86 138-0013-8000", "4111 1111 1111 1111", "0631-5231234", "110105491231002"]
)
BETWEEN = st.text(alphabet="，。 \n、甲乙说在（）", min_size=1, max_size=6).map(lambda text: f"，{text}，")
NEARLY = st.text(alphabet="0123456789Xx １３８-—（）+年月元万.", max_size=60)


@given(st.lists(st.tuples(BETWEEN, NUMBERS), max_size=5), BETWEEN)
def test_everything_but_the_numbers_stays(parts: list[tuple[str, str]], last: str) -> None:
    text = "".join(between + number for between, number in parts) + last
    kind = {one: kinds(one)[0] for _, one in parts}
    assert hidden(text) == "".join(f"{between}（{kind[one]}已隐去）" for between, one in parts) + last


@examples(400)
@given(NEARLY)
@example("3 4111 1111 1111 1111 13800138000 2025-01-05 2026-02-07")
@example("1101051949123100 2X13800138000")
def test_nothing_is_found_in_hidden_text(text: str) -> None:
    once = hidden(text)
    assert found(once) == ()
    assert hidden(once) == once
    marks = found(text)
    assert all(0 <= one.start < one.end <= len(text) for one in marks)
    assert all(one.end <= two.start for one, two in pairwise(marks))


@given(st.text(max_size=80))
def test_any_text_can_be_looked_through(text: str) -> None:
    assert bool(found(text)) == (hidden(text) != text)


@given(st.dates(date(1930, 1, 1), date(2030, 12, 31)), st.integers(0, 999))
def test_every_identity_card_is_found(born: date, serial: int) -> None:
    body = f"110105{born:%Y%m%d}{serial:03}"
    assert kinds(f"他是{body}{ric.calc_check_digit(body + '0')}。") == (ID,)


def test_a_long_row_of_figures_is_looked_through_once() -> None:
    """A pattern that began anew at every figure would not come to an end in the time of a test."""
    assert found("1 3-" * 100_000 + "13800138000" * 100_000) == ()


def _figures(text: str) -> str:
    return "".join(str(int(c)) for c in text if c.isdecimal())
