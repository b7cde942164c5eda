"""Choosing the own region: by button, by name, by a typo of a name."""

from __future__ import annotations

from dataclasses import replace

from dialogs.core import Button, Reply, State, Turn, say
from dialogs.phrases import region_rows, stale
from knowledge.answer import Assistant

NAME = "region"
ASK = "您在哪个地区或单位工作？各地规定不同，选好后我只按那一份文件回答。不在其中的，库里还没有您那里的文件。"
NONE = "没有认出“{text}”是哪个地区。库里现在有这几处，请选一个："
MAYBE = "您说的是{names}吗？"
CHOSEN = "好的，已记住：{short}。{about}。\n依据：《{title}》（{number}）。说说情况，或者直接问规则。"


def choose(state: State, argument: str, mind: Assistant) -> Turn:
    """/region [name]"""
    if not argument.strip():
        return Turn(state, (say(ASK, buttons=region_rows(mind)),))
    found = mind.regions(argument)
    if argument.strip().lower() in mind.library.policies:
        found = [argument.strip().lower()]
    if not found:
        return Turn(state, (say(NONE.format(text=argument.strip()[:20]), buttons=region_rows(mind)),))
    return remember(state, found[0], mind) if len(found) == 1 else Turn(state, (maybe(found, mind),))


def maybe(found: list[str], mind: Assistant) -> Reply:
    """Asks which of these regions was meant."""
    names = "还是".join(mind.library.short[region] for region in found[:3])
    buttons = tuple(Button(mind.library.short[region], f"region/set={region}") for region in found[:3])
    return say(MAYBE.format(names=names), buttons=(buttons, (Button("都不是", "region/list=all"),)))


def remember(state: State, region: str, mind: Assistant) -> Turn:
    policy, about = mind.library.policies[region], mind.library.about[region]
    words = CHOSEN.format(
        short=mind.library.short[region],
        about=about.rstrip("。"),
        title=policy.title,
        number=policy.doc_no or "无文号",
    )
    return Turn(replace(state, region=region), (say(words),))


def pressed(state: State, key: str, value: str, mind: Assistant) -> Turn:
    if key == "set" and value in mind.library.policies:
        return remember(state, value, mind)
    if key == "list":
        return choose(state, "", mind)
    return Turn(state, (stale(),))
