"""Did an answer help? Its question is handed on only if the reader says so."""

from __future__ import annotations

from dialogs.core import Button, Context, Dialog, Feedback, State, Turn, say
from dialogs.shared import memory, phrases
from dialogs.shared.memory import Asked

NAME = "feedback"
THANKS = "谢谢，记下了。"
SORRY = (
    "对不住，没帮上忙。这句问题愿意留给工作人员吗？愿意的，会把这句话原样记下，只用来改进回答；"
    "里面如果有姓名、证件号，请选“只记一次”。"
)
KEEP, DROP = "留给工作人员改进", "只记一次，不留文字"
KEPT = "好的，这句问题留给工作人员了，只用来改进回答。您也可以换个说法再问一次。"
DROPPED = "好的，只记了一次“没答到点子上”，没有留下文字。您也可以换个说法再问一次。"
ALREADY = "这条您已经评价过了，谢谢。还有别的情况，直接打字就行。"


def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    if key not in ("useful", "useless", "keep", "drop") or not value.isdecimal():
        return Turn(state, (phrases.stale(),))
    asked = memory.recall(state).find(value)
    if asked is None:
        return Turn(state, (phrases.forgotten(),))
    if asked.rated:
        return Turn(state, (say(ALREADY),))
    return _ask(state, asked) if key == "useless" else _rated(state, asked, key)


def _ask(state: State, asked: Asked) -> Turn:
    rows = (
        (Button(KEEP, f"feedback/keep={asked.number}"),),
        (Button(DROP, f"feedback/drop={asked.number}"),),
    )
    return Turn(state, (say(SORRY, buttons=rows),))


def _rated(state: State, asked: Asked, key: str) -> Turn:
    provisions = (asked.best,) if asked.best else ()
    effect = Feedback(key == "useful", asked.region, provisions, asked.text if key == "keep" else None)
    reply = say(THANKS) if key == "useful" else say(KEPT if key == "keep" else DROPPED, edit=True)
    return Turn(memory.keep(state, memory.recall(state).rate(asked.number)), (reply,), (effect,))


DIALOG = Dialog(NAME, pressed)
