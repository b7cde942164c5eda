"""Passwords, and the one-time codes of a telephone: made, checked, never kept as they are."""

from __future__ import annotations

import base64
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.given import Given

LEAST, MOST = 10, 200
"""Characters of a password."""
PERIOD = 30
"""Seconds for which a one-time code is shown; the one before and the one after are taken too, as clocks differ."""
ISSUER = "容错助手"
TOO_SHORT = "密码至少 10 个字"
TOO_LONG = "密码最多 200 个字"
TOO_PLAIN = "密码太好猜：不能和登录名一样，也不能总是那几个字"
KINDS = 5
"""Different characters that a password has at least."""


class Passwords:
    """Each takes most of a second and a whole core. Threads may share it."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._hasher = PasswordHasher(memory_cost=given.memory)
        self._nobodys = self._hasher.hash("nobody's")

    def hashed(self, password: str) -> str:
        return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """As slow where there is nothing to compare with."""
        try:
            return self._hasher.verify(kept or self._nobodys, password) and kept is not None
        except (Argon2Error, InvalidHashError):
            return False

    def secret(self) -> str:
        """Of one-time codes: 160 bits."""
        return base64.b32encode(self._given.dice.randbytes(20)).decode()


def complaint(password: str, name: str) -> str:
    """Why a password is not taken; empty where it is."""
    if len(password) < LEAST:
        return TOO_SHORT
    if len(password) > MOST:
        return TOO_LONG
    plain = len(set(password)) < KINDS or password.casefold() == name
    return TOO_PLAIN if plain else ""


def step(secret: str, code: str, now: datetime, last: int) -> int:
    """Which code it is, by its place in time; 0 where it is none, or one that was used before."""
    codes, present = pyotp.TOTP(secret, interval=PERIOD), int(now.timestamp()) // PERIOD
    near = (one for one in (present, present - 1, present + 1) if one > last)
    return next((one for one in near if pyotp.utils.strings_equal(codes.generate_otp(one), code)), 0)


def address(secret: str, name: str) -> str:
    """What a telephone reads from a picture."""
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=name, issuer_name=ISSUER)
