"""Numbers that people read out and codes that only they know. Of a code the store keeps a hash alone."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from datetime import datetime, timedelta

from stdnum import damm

from bot.given import Given
from bot.store.applications.reads import Docket
from dialogs.acts import is_number as looks_so

SYMBOLS = "ACDEFHJKMPQRTWXY34679"
"""No two of them look alike."""
LENGTH = 12
"""Symbols of a code: 21 ** 12, over 52 bits."""
_SALT = 16
"""Bytes."""
NOBODY = "0" * (2 * _SALT + 64)
"""What a code is compared with where there is no case, so that the answer takes as long; none has this hash."""

TRIES_AN_HOUR = 5
"""Codes that may be typed wrongly from one chat before it has to wait."""


class Codes:
    """Draws numbers and codes, and compares what is typed with what is kept."""

    def __init__(self, given: Given) -> None:
        self._dice, self._cost = given.dice, given.cost

    def number(self) -> str:
        """A receipt's number: nine digits, the last one a check against slips (Damm)."""
        return checked(self._dice.randrange(10_000_000, 100_000_000))

    def code(self) -> str:
        """A new code, as the store hashes it."""
        return "".join(self._dice.choices(SYMBOLS, k=LENGTH))

    def salted(self, code: str) -> str:
        """Salt and hash of a code that is kept for long."""
        salt = self._dice.randbytes(_SALT)
        return f"{salt.hex()}{self._scrypt(code, salt)}"

    def matches(self, code: str, kept: str) -> bool:
        """Whether this is the code; as slow for a wrong one."""
        salt = bytes.fromhex(kept[: 2 * _SALT])
        return hmac.compare_digest(self._scrypt(code, salt), kept[2 * _SALT :])

    def _scrypt(self, code: str, salt: bytes) -> str:
        return hashlib.scrypt(code.encode(), salt=salt, dklen=32, n=self._cost, r=8, p=1).hex()


def checked(body: int) -> str:
    """Eight digits with the ninth that checks them."""
    return f"{body}{damm.calc_check_digit(str(body))}"


def grouped(code: str) -> str:
    """ACDE-FHJK-MPQR"""
    return "-".join(code[n : n + 4] for n in range(0, len(code), 4))


def typed(text: str) -> str:
    """A number or code as it is kept, however it was typed: full width, small, with blanks or dashes."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if c.isascii() and c.isalnum())


def is_number(text: str) -> bool:
    return looks_so(text) and bool(damm.is_valid(text))


def hashed(code: str) -> str:
    """Of a code that is looked up by its hash: it is used once and dies within days."""
    return hashlib.sha256(b"rongcuo:" + code.encode()).hexdigest()


def tired(docket: Docket, chat: str, now: datetime) -> bool:
    """Whether so many codes were typed wrongly from this chat that it has to wait."""
    return docket.attempts(chat, now - timedelta(hours=1)) >= TRIES_AN_HOUR
