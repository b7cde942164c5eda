"""Choosing the own region: by button, by name, by a typo of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dialogs.core import Button, Context, Dialog, Reply, Say, Slash, State, Turn, plain, say
from dialogs.shared import answers, memory, places
from dialogs.shared.memory import Memory
from dialogs.shared.phrases import region_rows, rows_elsewhere, stale
from knowledge.answer import REFERENCE, Assistant, Quote
from knowledge.answer.wording import CHOOSE
from knowledge.hearing.language import fold

NAME = "region"
ASK = "您在哪个地区或单位工作？各地规定不同，选好后我只按那一份文件回答。\n下面没有您那里的，就是我还没有那里的文件。"
NOW = "现在按{short}的文件回答。要换，请点一个或者打出名字："
KNOWN = "现在按{short}的文件回答，可用 /region 更改。说说情况，或者直接问规则。"
NONE = "我这里没有“{text}”的容错纠错文件。{within}现在有这几处，如果您在其中，请点一个："
NONE_MINE = "我这里没有{place}的容错纠错文件，别处的规定只能参考，不能当依据；{place}有没有这样的文件，请问您所在的单位。{within}要看别处的作参考，点一个："
WITHIN = "{place}那一带，我手上只有{mine}；您要是归它管，点一下就行。"
FOR_REFERENCE = "我这里没有{place}的文件。下面是{own}的规定，只供参考，不能当依据。"
ELSEWHERE = "别处"
MOVING = "您提到{there}，原来记的是{own}。换成{there}吗？没定之前，先按{there}的说。"
STAYED = "好的，还是按{own}的说。"
STAY = "不换，还是{own}"
MAYBE = "您说的是{names}吗？"
CHOSEN = "好的，记住了：{short}。\n依据《{title}》（{number}），适用于{about}。"
INVITE = "说说遇到的情况，或者直接问规则。"
_CHANGED = re.compile(r"(?:换|要换|就换|换成.{0,6}|换过来|确定|要)(?:吧|呀|啊|啦|了)*")
_STAYED = re.compile(r"(?:先?不换|不用换?|别换|不要|没换|还是.{1,6})(?:吧|呀|啊|啦|了)*")
REFERENCES = "别处的只能参考，不能当依据。要看哪一份，点一个；申请要照您当地的文件，先问所在单位有没有。"
_REFERENCES = re.compile(
    r"(?:那|我|就|还|现在)*(?:能|可以|该|要)?(?:参考|参照|看看?|用|照着?|按照?)(?:一下)?(?:谁|哪个?|哪里|哪儿|哪一?[份处]|什么|别处|别的|其他|外地).{0,8}"
)
SHOWN = 20
"""Characters of an unknown name that are repeated."""


def choose(state: State, argument: str, mind: Assistant) -> Turn:
    """/region [name]"""
    typed = argument.strip()
    if not typed:
        words = NOW.format(short=mind.library.short[state.region]) if state.region else ASK
        return Turn(state, (say(words, buttons=region_rows(mind)),))
    found = [typed.lower()] if typed.lower() in mind.library.policies else mind.regions(typed)
    if (place := places.place(fold(typed).strip(), mind, Memory(), state.region)) and isinstance(
        place, places.Nowhere
    ):
        return Turn(state, (unknown(typed, place.near, mind),))
    if not found:
        return Turn(state, (unknown(typed, (), mind),))
    return remember(state, found[0], mind) if len(found) == 1 else Turn(state, (maybe(found, mind),))


# ── somewhere else than was known ────────────────────────────────────────────────────────────────
def moving(state: State, there: str, mind: Assistant) -> tuple[State, Reply]:
    """Who says that they work there is there for the time being, and asked once whether they have moved."""
    own, short = str(state.region), mind.library.short
    row = (
        Button(f"换成{short[there]}", f"region/set={there}"),
        Button(STAY.format(own=short[own]), f"region/set={own}"),
    )
    asking = say(MOVING.format(there=short[there], own=short[own]), buttons=(row,))
    return replace(state, region=there).put(NAME, {"was": own}), asking


def answered_move(state: State, folded: str, mind: Assistant) -> Turn | None:
    """A bare yes or no to that; None where it was not asked just now, or is not answered."""
    was = state.of(NAME).get("was")
    if not isinstance(was, str) or was not in mind.library.policies or state.region is None:
        return None
    plain = answers.heard(folded)
    if _CHANGED.fullmatch(folded) or plain == answers.Plainly("yes"):
        return remember(state, state.region, mind)
    if not _STAYED.fullmatch(folded) and plain != answers.Plainly("no"):
        return None
    back = replace(state.put(NAME, {}), region=was)
    return Turn(back, (say(STAYED.format(own=mind.library.short[was])),), chosen=True)


def asked_once(state: State) -> State:
    """The question has passed; what was said of the place holds."""
    return state.put(NAME, {}) if "was" in state.of(NAME) else state


def nowhere(state: State, place: str, near: Sequence[str], mind: Assistant) -> Turn:
    """Who works where no document is from: nothing here is theirs, but for those who belong to one that lies in it."""
    words = NONE_MINE.format(place=place, within=_within(place, near, mind))
    reply = say(words, buttons=rows_elsewhere(mind, near))
    return Turn(state.put(NAME, {"nowhere": place}), (reply,))


def for_reference(turn: Turn, mind: Assistant) -> Turn:
    """A word before every answer to who works where no document is from; who has said so is not asked to choose."""
    state, place = turn.state, places.nowhere_known(turn.state)
    if place is None or not any(isinstance(one, Quote) for reply in turn.replies for one in reply.parts):
        return turn
    last = memory.recall(state).last
    there = state.region or (last.region if last else None)
    own = mind.library.short[there] if there else ELSEWHERE
    note = Say(FOR_REFERENCE.format(place=place, own=own), strong=True)
    first, *others = turn.replies
    parts = (one for one in first.parts if plain(one) not in (CHOOSE, REFERENCE))
    return replace(turn, replies=(replace(first, parts=(note, *parts)), *others))


def references(state: State, text: str, mind: Assistant) -> Turn | None:
    """Which other place's document may be looked at, asked by who works where none is from."""
    if places.nowhere_known(state) is None or not _REFERENCES.fullmatch(fold(text).strip()):
        return None
    return Turn(state, (say(REFERENCES, buttons=rows_elsewhere(mind)),))


def unknown(place: str, near: Sequence[str], mind: Assistant) -> Reply:
    """A place whose document is not here."""
    shown = place[:SHOWN]
    words = NONE.format(text=shown, within=_within(shown, near, mind))
    return say(words, buttons=region_rows(mind))


def _within(place: str, near: Sequence[str], mind: Assistant) -> str:
    """Whose documents are here that lie in that place."""
    if not near:
        return ""
    short, about = mind.library.short, mind.library.about
    mine = "；".join(f"{short[one]}的，管{about[one].rstrip('。')}" for one in near)
    return WITHIN.format(place=place, mine=mine)


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
    state = state.put(NAME, {}) if state.of(NAME) else state
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
