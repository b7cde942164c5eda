"""Numbers survive slips, codes cannot be guessed, and nothing in the database gives a code away."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from pathlib import Path
from random import SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.casework import codes
from bot.casework.codes import Codes
from bot.given import REAL
from bot.store.mail import Store
from bot.workdays import Workdays
from dialogs.acts import spelled
from dialogs.core import Command, Pressed
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.bot.test_applying import CODE, FORM, ME, SUBMIT, SURE, does, number
from tests.harness.given import CODES
from tests.harness.office import Office, everything, gate_of

NUMBERS = st.builds(CODES.number)
ANY_CODE = st.text(alphabet=codes.SYMBOLS, min_size=codes.LENGTH, max_size=codes.LENGTH)
FULL_WIDTH = str.maketrans({chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)})
ALIKE = [
    "0O",
    "0Q",
    "0D",
    "OQ",
    "OD",
    "1I",
    "1L",
    "IL",
    "17",
    "2Z",
    "5S",
    "8B",
    "6G",
    "6B",
    "UV",
    "VY",
    "MN",
    "CG",
]
"""Pairs of which one is written or read for the other."""


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────
def test_a_number_has_nine_digits_and_checks_itself() -> None:
    drawn = [CODES.number() for _ in range(2000)]
    assert all(re.fullmatch(r"[1-9][0-9]{8}", one) and codes.is_number(one) for one in drawn)
    assert len(set(drawn)) > 1990


@given(NUMBERS)
def test_a_slip_in_one_digit_is_always_noticed(good: str) -> None:
    wrong = [good[:n] + digit + good[n + 1 :] for n in range(9) for digit in "0123456789" if digit != good[n]]
    assert [one for one in wrong if codes.is_number(one)] == []


@given(NUMBERS)
def test_two_neighbours_that_change_places_are_always_noticed(good: str) -> None:
    wrong = [good[:n] + good[n + 1] + good[n] + good[n + 2 :] for n in range(8) if good[n] != good[n + 1]]
    assert [one for one in wrong if codes.is_number(one)] == []


@pytest.mark.parametrize(
    "text",
    ["", "48273906", "4827390610", "48273906x", "４８２７３９０６１", "482-739-061", "٤٨٢٧٣٩٠٦١", "٤" * 9],
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert not codes.is_number(text)


@given(NUMBERS)
def test_a_number_is_read_however_it_is_typed(good: str) -> None:
    for typed in (
        spelled(good),
        spelled(good).replace("-", " "),
        f" {good}\n",
        good.translate(FULL_WIDTH),
        spelled(good).replace("-", "－"),
    ):
        assert codes.typed(typed) == good


# ── codes ───────────────────────────────────────────────────────────────────────────────────────
def test_no_two_symbols_of_a_code_look_alike() -> None:
    assert len(set(codes.SYMBOLS)) == len(codes.SYMBOLS)
    assert all(one.isascii() and (one.isupper() or one.isdigit()) for one in codes.SYMBOLS)
    assert [pair for pair in ALIKE if set(pair) <= set(codes.SYMBOLS)] == []


def test_a_code_cannot_be_guessed() -> None:
    assert codes.LENGTH * math.log2(len(codes.SYMBOLS)) >= 50
    drawn = [CODES.code() for _ in range(3000)]
    assert len(set(drawn)) == len(drawn)
    for place in range(codes.LENGTH):
        seen = Counter(one[place] for one in drawn)
        assert set(seen) == set(codes.SYMBOLS)
        assert max(seen.values()) < 2 * min(seen.values())


@given(ANY_CODE)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    assert codes.grouped(code) == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    shown = codes.grouped(code)
    for typed in (
        shown,
        shown.lower(),
        shown.replace("-", " "),
        f"  {code}\t",
        shown.translate(FULL_WIDTH),
        shown.replace("-", "—"),
        f"〔{code}〕",
    ):
        assert codes.typed(typed) == code


@given(st.text())
def test_anything_may_be_typed(text: str) -> None:
    typed = codes.typed(text)
    assert typed.isascii()
    assert codes.typed(typed) == typed
    codes.hashed(typed)


def test_a_kept_code_fits_itself_alone() -> None:
    code, other = CODES.code(), CODES.code()
    kept = CODES.salted(code)
    assert CODES.matches(code, kept)
    assert not any(CODES.matches(one, kept) for one in (other, "", code[:-1], code + "A", code.lower()))
    assert CODES.salted(code) != kept  # salted anew
    assert code not in kept
    assert not CODES.matches(code, codes.NOBODY)


def test_a_hash_costs_whoever_tries_codes_without_end() -> None:
    """Outside of tests; here it costs next to nothing."""
    kept = Codes(REAL).salted("ACDEFHJKMPQR")
    salt = bytes.fromhex(kept[:32])
    assert kept[32:] == hashlib.scrypt(b"ACDEFHJKMPQR", salt=salt, dklen=32, n=2**13, r=8, p=1).hex()
    assert len(codes.NOBODY) == len(kept)


def test_what_is_drawn_is_drawn_with_dice_that_nobody_can_foresee() -> None:
    assert isinstance(REAL.dice, SystemRandom)
    assert len({Codes(REAL).code() for _ in range(100)} | {REAL.token() for _ in range(100)}) == 200


def test_the_hash_of_a_code_that_is_looked_up_is_always_the_same() -> None:
    code, other = CODES.code(), CODES.code()
    assert codes.hashed(code) == codes.hashed(code) != codes.hashed(other)
    assert re.fullmatch("[0-9a-f]{64}", codes.hashed(code))


# ── what the database holds ─────────────────────────────────────────────────────────────────────
def variants(code: str) -> set[str]:
    plain = codes.typed(code)
    return {one for form in (plain, codes.grouped(plain)) for one in (form, form.lower())}


def test_no_code_is_in_the_database_in_clear(store: Store, store_url: str, assistant: Assistant) -> None:
    app, office = App(store, Rongcuo(assistant, Workdays()), office=gate_of(store)), Office(store)
    shown = [office.invites("李四", "clerk", None), office.invites("王五", "clerk", None)]
    does(app, "telegram:12", Command("staff", shown[0]))
    does(app, ME, *FORM)
    shown += [CODE.findall(does(app, ME, Pressed("intake/lend=1")))[0] for _ in range(2)]
    does(app, "web:1", Command("apply", shown[-1]))
    shown += CODE.findall(does(app, "web:1", SUBMIT, SURE))
    which = number(store)
    does(app, "telegram:5", Command("status", f"{spelled(which)} {shown[-1]}"))
    does(app, "telegram:5", Command("status", f"{spelled(which)} {codes.grouped(CODES.code())}"))
    shown += CODE.findall(does(app, "web:1", Pressed(f"status/renew={which}")))
    assert len(set(shown)) == 6
    dump = str(everything(store)) + _file(store_url)
    assert [code for code in shown if any(one in dump for one in variants(code))] == []
    assert which in dump


def _file(url: str) -> str:
    """All that is on the disk, also what is deleted there but not overwritten yet."""
    if not url.startswith("sqlite"):
        return ""
    file = Path(url.removeprefix("sqlite:///"))
    return "".join(
        one.read_bytes().decode("latin-1")
        for one in (file, file.with_name(file.name + "-wal"))
        if one.exists()
    )


def test_the_search_for_codes_would_find_one(store: Store, store_url: str) -> None:
    code = CODES.code()
    Office(store).invites(code, "clerk", None)  # as somebody's name
    assert code in str(everything(store))
    assert code in _file(store_url) or not store_url.startswith("sqlite")
