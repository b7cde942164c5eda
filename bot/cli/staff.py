"""`rongcuo staff`: who may handle applications."""

from __future__ import annotations

import argparse
from datetime import datetime

from bot.casework.people import INVITATION, People
from bot.casework.rules import ROLES
from bot.clean import clean
from bot.cli import places
from bot.cli.listing import minute, options, short, time_of
from bot.cli.printing import as_json, line, table
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from bot.store.applications.reads import Docket
from bot.store.mail import Store
from bot.store.rows import Member
from knowledge.library.corpus import Library

NAME = 40
"""Characters of a name of staff."""


def add(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, library):
        print(invite(store, library, wanted.name, wanted.role, wanted.region))
    return 0


def list_all(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, library):
        now = store.given.now()
        print(as_object(store.docket, now) if wanted.json else as_table(store.docket, library, now))
    return 0


def remove(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, _library):
        print(dismiss(store, wanted.id))
    return 0


def invite(store: Store, library: Library, name: str, role: str | None, region: str | None) -> str:
    """Somebody new; the invitation is told this once, the store keeps its hash."""
    called, role, region = _name(name), _role(role), region and places.region(library, region)
    code, new = People(store).invites(called, role, region)
    number = f"，编号 {new.id}" if new else ""
    return (f"已加上{called}（{ROLES[role]}，{_reach(library, region)}）{number}。邀请码只显示这一次：{code}\n"
            f"请本人在浏览器里打开网页的 /staff/join，填邀请码，自己定登录名和密码；"
            f"要在 Telegram 里办的，私下对机器人发（或者在终端的对话里打）：/staff {code}。"
            f"{INVITATION.days} 天内有效，只能用一次")  # fmt: skip


def _name(typed: str) -> str:
    name = line(clean(typed))
    if not 1 <= len(name) <= NAME:
        raise UsageError(f"姓名要写 1 到 {NAME} 个字，{f'这里有 {len(name)} 个' if name else '这里是空的'}。")
    return name


def _role(wanted: str | None) -> str:
    known = {said: name for name, words in ROLES.items() for said in (name, words)}
    if wanted in known:
        return known[wanted]
    wrong = "请用 --role 写明职责" if wanted is None else f"没有 {line(wanted)} 这个职责"
    raise UsageError(f"{wrong}。有：{options(ROLES)}。")


def _reach(library: Library, region: str | None) -> str:
    return "所有地区" if region is None else short(library, region)


def as_table(docket: Docket, library: Library, now: datetime) -> str:
    """Everybody, also those who have left."""
    rows = [(str(one.id), one.name, ROLES[one.role], _reach(library, one.region), _standing(one, now)[1])
            for one in docket.members()]  # fmt: skip
    if not rows:
        return "还没有工作人员。用 rongcuo staff add 姓名 --role 经办 加一位。"
    return "\n".join(table([("编号", "姓名", "职责", "地区", "情况"), *rows]))


def as_object(docket: Docket, now: datetime) -> str:
    return as_json([{"id": one.id, "name": one.name, "role": one.role, "region": one.region, "standing": _standing(one, now)[0],
                   "invited_until": one.invited_until and time_of(one.invited_until)} for one in docket.members()])  # fmt: skip


def _standing(one: Member, now: datetime) -> tuple[str, str]:
    if one.left:
        return "left", "已离开"
    if one.invited_until is None:
        return "bound", "已登记"
    if one.invited_until > now:
        return "invited", f"邀请码到 {minute(one.invited_until)} 有效"
    return "expired", "邀请码已过期，请 remove 后重新 add"


def dismiss(store: Store, number: str) -> str:
    """Somebody may do nothing any more."""
    people = People(store)
    one = people.find(number)
    if one is None:
        raise UsageError(f"没有编号是 {line(number)} 的工作人员。编号见 rongcuo staff list。")
    if people.dismisses(one):
        return f"{one.name} 从现在起不能再查看和办理申请。"
    raise UsageError(f"{one.name} 已经离开了，没有改动。")
