"""Numbers that people read out and codes that only they know. Of a code the store keeps a hash alone."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

from stdnum import damm

from dialogs.acts import is_number as looks_so

SYMBOLS = "ACDEFHJKMPQRTWXY34679"
"""No two of them look alike."""
LENGTH = 12
"""Symbols of a code: 21 ** 12, over 52 bits."""
_SALT = 16
_COST = {"n": 2**13, "r": 8, "p": 1}
"""About 20 ms a hash: nothing to a person, much to somebody with a stolen database."""


def number() -> str:
    """A receipt's number: nine digits, the last one a check against slips (Damm)."""
    body = f"{secrets.randbelow(90_000_000) + 10_000_000}"
    return body + damm.calc_check_digit(body)


def code() -> str:
    """A new code, as the store hashes it."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))


def grouped(code_: str) -> str:
    """ACDE-FHJK-MPQR"""
    return "-".join(code_[n : n + 4] for n in range(0, len(code_), 4))


def typed(text: str) -> str:
    """A number or code as it is kept, however it was typed: full width, small, with blanks or dashes."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if c.isascii() and c.isalnum())


def is_number(text: str) -> bool:
    return looks_so(text) and bool(damm.is_valid(text))


def salted(code_: str) -> str:
    """Salt and hash of a code that is kept for long."""
    salt = secrets.token_bytes(_SALT)
    return f"{salt.hex()}{_scrypt(code_, salt)}"


def matches(code_: str, kept: str) -> bool:
    """Whether this is the code; as slow for a wrong one."""
    salt = bytes.fromhex(kept[: 2 * _SALT])
    return secrets.compare_digest(_scrypt(code_, salt), kept[2 * _SALT :])


def hashed(code_: str) -> str:
    """Of a code that is looked up by its hash: it is used once and dies within days."""
    return hashlib.sha256(b"rongcuo:" + code_.encode()).hexdigest()


def _scrypt(code_: str, salt: bytes) -> str:
    return hashlib.scrypt(code_.encode(), salt=salt, dklen=32, **_COST).hex()


NOBODY = salted("")
"""What a code is compared with where there is no case, so that the answer takes as long."""
