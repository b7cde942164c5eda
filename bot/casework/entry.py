"""Who comes in to the staff's pages: log-in, sessions, and how one becomes known there.

What does not fit is always answered alike, as slowly as what fits, so that nobody learns by trying who is known; who goes
on trying has to wait.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime, timedelta

from bot.casework import codes, passwords
from bot.casework.passwords import Passwords
from bot.clean import clean
from bot.store.applications import entries
from bot.store.applications.entries import LoginRow, SessionRow, Sitting
from bot.store.applications.writing import attempted
from bot.store.mail import Changes, Conflict, Store
from bot.store.records import Write
from bot.store.rows import Member

IDLE, LIFE = timedelta(minutes=30), timedelta(hours=12)
"""How long one is logged in without doing anything, and in all."""
MARK = 16
"""Hexadecimal figures of what a session is known by."""
NOTICED = timedelta(minutes=1)
"""How exactly it is kept when somebody did something last."""
PATIENCE = timedelta(minutes=15)
NAME_TRIES, ADDRESS_TRIES, CODE_TRIES = 10, 60, 20
"""What may fail within that time for one login name, from one address (a whole office may come from one), and of codes."""
NAME_LEAST, NAME_MOST = 2, 40
NAME_LENGTH = f"登录名要 {NAME_LEAST} 到 {NAME_MOST} 个字，中间没有空格"
NAME_TAKEN = "这个登录名已经有人用了，请换一个"
DIFFERENT = "两次写的密码不一样"
NO_CODE = "邀请码不对，或者已经过期、用过了。请核对一遍；还不行，请管理员重新发一个"
WRONG = "现在的密码不对"
NO_STEP = "验证码不对。请等手机上换了新的再填"


class Waiting(Exception):
    """It was tried too often."""


class Door:
    """Threads may share it; whoever calls takes care that not too many passwords are reckoned with at once. Raises
    StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store, self._logins, self._given = store, store.logins, store.given
        self._passwords = Passwords(store.given)

    # ── coming and going ────────────────────────────────────────────────────────────────────────
    def comes(self, key: str, name: str, password: str, code: str, address: str) -> Member | None:
        """Who logs in with this name; `key` is what the session is known by. Raises Waiting."""
        called = folded(name)
        mine, theirs = _hidden("login", called), _hidden("login-from", address)
        self._patient({mine: NAME_TRIES, theirs: ADDRESS_TRIES})
        known = self._logins.named(called)
        fits = self._passwords.fits(password, known.password if known else None)
        step = self._step(known, code) if fits and known else None
        if known is None or step is None:
            self._failed(mine, theirs)
            return None
        try:
            self._write(entries.came(key, known.member, step, self._given.now()))
        except Conflict:  # the same code at the same time
            self._failed(mine, theirs)
            return None
        return next((one for one in self._store.docket.members() if one.id == known.member), None)

    def vouched(self, key: str, name: str) -> bool:
        """Whether somebody of this name is logged in now, whom the office's own proxy knows already."""
        known = self._logins.named(folded(name))
        if known is not None:
            self._write(entries.came(key, known.member, 0, self._given.now()))
        return known is not None

    def is_called(self, sitting: Sitting, name: str) -> bool:
        """Whether whoever is logged in has this name."""
        known = self._logins.of(sitting.member.id)
        return known is not None and known.name == folded(name)

    def _step(self, known: LoginRow, code: str) -> int | None:
        """Which one-time code it is; 0 where none is wanted, None where it does not fit."""
        if known.secret is None:
            return 0
        return passwords.step(known.secret, codes.typed(code), self._given.now(), known.counter) or None

    def sits(self, key: str) -> Sitting | None:
        """Who is logged in by this key; that somebody was seen is noted."""
        now, found = self._given.now(), self._logins.sitting(key)
        if found is None or found.member.left:
            return None
        if now - found.seen >= IDLE or now - found.opened >= LIFE:
            self._write(entries.went(key))
            return None
        if now - found.seen >= NOTICED:
            self._write(entries.seen(key))
        return found

    def goes(self, key: str) -> None:
        self._write(entries.went(key))

    # ── where one is logged in ──────────────────────────────────────────────────────────────────
    def sessions(self, sitting: Sitting) -> list[SessionRow]:
        """One's own, as far as they are not over: first the one that asks, then the latest."""
        now, all_ = self._given.now(), self._logins.sessions(sitting.member.id)
        there = (one for one in all_ if now - one.seen < IDLE and now - one.opened < LIFE)
        return sorted(there, key=lambda one: one.key != sitting.key)

    def ends(self, sitting: Sitting, mark: str) -> bool:
        """Whether another browser of one's own was logged in that is known by this mark; it is not any more."""
        others = [one for one in self._logins.sessions(sitting.member.id) if one.key != sitting.key]
        found = next((one for one in others if marked(one.key) == mark), None)
        if found is not None:
            self._write(entries.ended(sitting.member.id, _by(sitting), key=found.key))
        return found is not None

    def ends_others(self, sitting: Sitting) -> None:
        """This browser alone is logged in from now on."""
        self._write(entries.ended(sitting.member.id, _by(sitting), but=sitting.key))

    # ── becoming known ──────────────────────────────────────────────────────────────────────────
    def invited(self, code: str, address: str) -> Member | None:
        """Whom this code is for, if it is still good. Raises Waiting."""
        theirs = _hidden("code-from", address)
        self._patient({theirs: CODE_TRIES})
        found = self._store.docket.invited(codes.hashed(codes.typed(code)), self._given.now())
        if found is None:
            self._failed(theirs)
        return found

    def joins(self, member: Member, code: str, name: str, password: str, again: str) -> dict[str, str]:
        """Somebody chooses name and password with a code that was looked at; what is wrong, by field."""
        called = folded(name)
        wrong = {"name": _misnamed(called), **_chosen(password, again, called)}
        if any(wrong.values()):
            return {field: why for field, why in wrong.items() if why}
        taken = self._logins.named(called)
        if taken and taken.member != member.id:
            return {"name": NAME_TAKEN}
        hashed = codes.hashed(codes.typed(code))
        try:
            self._write(entries.joined(member, hashed, called, self._passwords.hashed(password)))
        except Conflict:
            return {"code": NO_CODE}
        return {}

    # ── one's own log-in ────────────────────────────────────────────────────────────────────────
    def changes(self, sitting: Sitting, old: str, new: str, again: str) -> dict[str, str]:
        """Another password; all other browsers are logged out."""
        known = self._known(sitting)
        wrong = self._unproved(known, old) or _chosen(new, again, known.name)
        if not any(wrong.values()):
            write = entries.changed(known.member, "password", password=self._passwords.hashed(new))
            self._write(write, entries.went_elsewhere(known.member, sitting.key))
        return {field: why for field, why in wrong.items() if why}

    def offered(self, sitting: Sitting) -> tuple[str, str]:
        """(a new secret of one-time codes, to be confirmed; what a telephone reads)."""
        known, secret = self._known(sitting), self._passwords.secret()
        self._write(entries.changed(known.member, "code-offered", pending=secret))
        return secret, passwords.address(secret, known.name)

    def pending(self, sitting: Sitting) -> tuple[str, str] | None:
        """The same, while it is not confirmed."""
        known = self._known(sitting)
        return (known.pending, passwords.address(known.pending, known.name)) if known.pending else None

    def confirms(self, sitting: Sitting, code: str, password: str) -> dict[str, str]:
        """One-time codes from now on. Raises Waiting."""
        known = self._known(sitting)
        if wrong := self._unproved(known, password):
            return wrong
        fits = known.pending and passwords.step(known.pending, codes.typed(code), self._given.now(), 0)
        if not fits:
            return {"code": NO_STEP}
        write = entries.changed(known.member, "code-on", secret=known.pending, pending=None, counter=fits)
        self._write(write, entries.went_elsewhere(known.member, sitting.key))
        return {}

    def drops(self, sitting: Sitting, password: str) -> dict[str, str]:
        """No one-time codes any more."""
        known = self._known(sitting)
        wrong = self._unproved(known, password)
        if not wrong:
            self._write(entries.changed(known.member, "code-off", secret=None, pending=None, counter=0))
        return wrong

    def has_codes(self, sitting: Sitting) -> bool:
        return self._known(sitting).secret is not None

    def _unproved(self, known: LoginRow, password: str) -> dict[str, str]:
        """Who found an open browser does not know the password. Raises Waiting."""
        whose = _hidden("login", known.name)
        self._patient({whose: NAME_TRIES})
        if self._passwords.fits(password, known.password):
            return {}
        self._failed(whose)
        return {"old": WRONG}

    # ── the rest ────────────────────────────────────────────────────────────────────────────────
    def _known(self, sitting: Sitting) -> LoginRow:
        """Of whoever is logged in; Conflict where the log-in is gone this very moment."""
        known = self._logins.of(sitting.member.id)
        if known is None:
            raise Conflict
        return known

    def _patient(self, most: dict[str, int]) -> None:
        since: datetime = self._given.now() - PATIENCE
        if any(self._logins.tried(whose, since) >= many for whose, many in most.items()):
            raise Waiting

    def _failed(self, *whose: str) -> None:
        self._write(*(attempted(one) for one in whose))

    def _write(self, *writes: Write) -> None:
        self._store.write(Changes(writes=[*writes]))


def key_of(secret: str) -> str:
    """What a session is known by, of what the browser keeps."""
    return hashlib.sha256(b"staff:" + secret.encode()).hexdigest()


def marked(key: str) -> str:
    """By what a page tells one session of somebody's from another."""
    return key[:MARK]


def _by(sitting: Sitting) -> str:
    return f"staff:{sitting.member.id}"


def folded(name: str) -> str:
    """A login name as it is kept, however it was typed."""
    return unicodedata.normalize("NFKC", clean(name)).strip().casefold()


def _misnamed(name: str) -> str:
    fits = NAME_LEAST <= len(name) <= NAME_MOST and not any(letter.isspace() for letter in name)
    return "" if fits else NAME_LENGTH


def _chosen(password: str, again: str, name: str) -> dict[str, str]:
    return {"password": passwords.complaint(password, name), "again": "" if password == again else DIFFERENT}


def _hidden(what: str, whose: str) -> str:
    return f"{what}:{hashlib.sha256(whose.encode()).hexdigest()}"
