"""Choosing the own region: by button, by name, by a typo of a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.core import Button, Context, Dialog, Reply, Slash, State, Turn, say
from dialogs.shared.phrases import region_rows, stale
from knowledge.answer import Assistant

NAME = "region"
ASK = "您在哪个地区或单位工作？各地规定不同，选好后我只按那一份文件回答。\n不在其中的，我这里还没有您那里的文件。"
NOW = "现在按{short}的文件回答。要换，请点一个或者打出名字："
KNOWN = "现在按{short}的文件回答，可用 /region 更改。说说情况，或者直接问规则。"
NONE = "我这里没有“{text}”的容错纠错文件。现在有这几处，如果您在其中，请点一个："
MAYBE = "您说的是{names}吗？"
CHOSEN = "好的，记住了：{short}。\n依据《{title}》（{number}），适用于{about}。"
INVITE = "说说遇到的情况，或者直接问规则。"
SHOWN = 20
"""Characters of an unknown name that are repeated."""


def choose(state: State, argument: str, mind: Assistant) -> Turn:
    """/region [name]"""
    typed = argument.strip()
    if not typed:
        words = NOW.format(short=mind.library.short[state.region]) if state.region else ASK
        return Turn(state, (say(words, buttons=region_rows(mind)),))
    found = [typed.lower()] if typed.lower() in mind.library.policies else mind.regions(typed)
    if not found:
        return Turn(state, (unknown(typed, mind),))
    return remember(state, found[0], mind) if len(found) == 1 else Turn(state, (maybe(found, mind),))


def unknown(place: str, mind: Assistant) -> Reply:
    """A place whose document is not here."""
    return say(NONE.format(text=place[:SHOWN]), buttons=region_rows(mind))


def maybe(found: Sequence[str], mind: Assistant) -> Reply:
    """Asks which of these regions was meant."""
    names = "还是".join(mind.library.short[region] for region in found[:3])
    buttons = tuple(Button(mind.library.short[region], f"region/set={region}") for region in found[:3])
    return say(MAYBE.format(names=names), buttons=(buttons, (Button("都不是", "region/list=all"),)))


def remember(state: State, region: str, mind: Assistant) -> Turn:
    policy, library = mind.library.policies[region], mind.library
    words = CHOSEN.format(
        short=library.short[region],
        about=library.about[region].rstrip("。"),
        title=policy.title,
        number=policy.doc_no or "无文号",
    )
    return Turn(replace(state, region=region), (say(words),), chosen=True)


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    if key == "set" and value in ctx.mind.library.policies:
        return remember(state, value, ctx.mind)
    if key == "list":
        return Turn(state, (say(ASK, buttons=region_rows(ctx.mind)),))
    return Turn(state, (stale(),))


DIALOG = Dialog(
    NAME,
    pressed,
    commands=(Slash("region", "选地区", lambda state, name, ctx: choose(state, name, ctx.mind)),),
)
