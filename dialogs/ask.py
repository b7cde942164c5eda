"""A question and its answer, what can be done with it, and what a follow-up refers to.

Of a chat it keeps the last questions under a number (`asked`), so that a button under an older answer still works,
the last answer's region and provision (`last`), and a question that waits for a region (`waiting`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from dialogs import phrases, region
from dialogs.core import Button, Feedback, Json, Reply, Say, State, Turn, say
from knowledge.answer import OWN_CASE, REFERENCE, Answer, Assistant
from knowledge.language import MAX_LENGTH, fold

NAME = "ask"
KEPT = 5
"""Questions that are remembered for the buttons under their answers."""
THANKS = re.compile(r"(?:非常|太|好的?)?(?:谢|感谢|多谢|辛苦|麻烦你了)")
HELLO = re.compile(r"(?:您好|你好|在吗|在不在|早上好|上午好|下午好|晚上好|hello|hi|嗨|哈喽)[\W]*")
FOLLOW_UP = re.compile(
    r"(?:那|然后|接下来|接着|所以)?(?:呢|我?(?:该|要|应该)?(?:怎么办|咋办|咋弄|怎么弄|做什么|干啥)|为什么|为啥|详细点|具体点|继续|下一步)?(?:呢|啊|呀|吗)?[？?。！!\s]*"
)
THERE = re.compile(
    r"^[那和还跟与要像在]*(?:如果|要是|换成|换)?(?:是|在)?|(?:那边|那里|那儿|的|市|县|区)?(?:又|也|都|又是)?(?:是?怎么规定的?|怎么说的?|咋规定的?|咋说的?|怎么样|如何|呢|吗|有没有规定|有规定吗)?[？?。！!\s]*$"
)
LEADS_ON = re.compile(r"(?:那|还有|另外|再问|还要|这个|这种|它)")
SHORT = 16
"""Characters up to which a message that names a place and little else is about the last question."""
ASK_HINT = "请把情况或问题打出来，一两句话就行，例如“材料没齐我先给办了，后来发现有出入”。"
WHICH_QUESTION = "请先问一个问题，我再拿它到各地的文件里对照。"
COMPARED = "同样的问题，各地文件这样写。"
ONLY_REFERENCE = "【仅供参考】"
THANK_YOU = "谢谢，记下了。"
KEEP_IT = (
    "对不住，没帮上。要不要把这句问题留给工作人员，用来补全我的知识？里面如有姓名、证件号，请选“只记一次”。"
)
KEPT_TEXT = "好的，这句问题已留给工作人员，只用来改进回答。您也可以换个说法再问一次。"
KEPT_FACT = "好的，只记了一次“没答到点子上”，没有留下文字。您也可以换个说法再问一次。"
NEXT_STEP = "接着上一个问题说，完整的原文和下一步在这里："


@dataclass(frozen=True, slots=True)
class Asked:
    """A remembered question: its number, text, and the region and best provision of its answer."""

    number: int
    text: str
    region: str | None
    best: str | None

    def to_json(self) -> dict[str, Json]:
        return {"number": self.number, "text": self.text, "region": self.region, "best": self.best}


def asked(state: State) -> list[Asked]:
    """Newest last; whatever cannot be read is forgotten."""
    rows: Any = state.of(NAME).get("asked") or []
    try:
        return [Asked(int(row["number"]), str(row["text"]), row["region"], row["best"]) for row in rows]
    except (KeyError, TypeError, ValueError):
        return []


def last(state: State) -> Asked | None:
    rows = asked(state)
    return rows[-1] if rows else None


def waiting(state: State) -> str | None:
    text = state.of(NAME).get("waiting")
    return text if isinstance(text, str) else None


# ── what is typed ────────────────────────────────────────────────────────────────────────────────
def said(state: State, text: str, mind: Assistant, private: bool) -> Turn:
    """Any text that is not a command."""
    folded = fold(text).strip()
    if not folded:
        return Turn(state, (say(phrases.EMPTY),))
    if turn := _small_talk(state, folded):
        return turn
    if turn := _place(state, folded, mind, private):
        return turn
    before = last(state)
    if before and len(folded) <= SHORT and FOLLOW_UP.fullmatch(folded):
        return _go_on(state, before, mind)
    return question(state, text, _region_for(state, folded, before), mind, private)


def _small_talk(state: State, folded: str) -> Turn | None:
    if HELLO.fullmatch(folded):
        return Turn(state, (say(phrases.HELLO),))
    if len(folded) <= SHORT and THANKS.match(folded):
        return Turn(state, (say(phrases.WELCOME),))
    return None


def _region_for(state: State, folded: str, before: Asked | None) -> str | None:
    """The own region; after an answer about another one, a message that leads on from it stays there."""
    if before and before.region and (state.region is None or LEADS_ON.match(folded)):
        return before.region
    return state.region


def _place(state: State, folded: str, mind: Assistant, private: bool) -> Turn | None:
    """A message that is little more than a place: the own region, or the last question repeated there."""
    if len(folded) > SHORT:
        return None
    named = mind.named(folded)
    rest = THERE.sub("", _without_names(folded, mind))
    if len(named) == 1 and len(rest) <= 4 and not re.search(r"几|谁|什么|啥|哪|能|条|章|附件", rest):
        repeats = (
            last(state) is not None
            and (state.region is not None or not waiting(state))
            and not folded.endswith("局")
        )
        return _repeat(state, named[0], mind, private) if repeats else _choose(state, named[0], mind, private)
    if state.region is None and not named and last(state) is None and (near := mind.regions(folded)):
        return Turn(state, (region.maybe(near, mind),))
    if (
        state.region is None
        and not named
        and waiting(state)
        and len(folded) <= 8
        and (near := mind.regions(folded))
    ):
        return Turn(state, (region.maybe(near, mind),))
    return None


def _without_names(folded: str, mind: Assistant) -> str:
    names = sorted((name for names in mind.library.names.values() for name in names), key=len, reverse=True)
    for name in names:
        folded = folded.replace(name, "")
    return re.sub(r"民政局|纪委|组织部|县政府|市政府|街道|镇上?|[县市区]$", "", folded)


def _choose(state: State, chosen: str, mind: Assistant, private: bool) -> Turn:
    """Remember the region, and answer at once what waited for it."""
    turn = region.remember(state, chosen, mind)
    return resume(turn, mind, private)


def resume(turn: Turn, mind: Assistant, private: bool) -> Turn:
    """After a region was chosen: the question that waited for one."""
    text = waiting(turn.state)
    if text is None or turn.state.region is None:
        return turn
    answered = question(turn.state, text, turn.state.region, mind, private)
    return Turn(answered.state, (*turn.replies, *answered.replies))


def _repeat(state: State, there: str, mind: Assistant, private: bool) -> Turn:
    before = last(state)
    if before is None:
        return Turn(state, (say(ASK_HINT),))
    return question(state, before.text, there, mind, private, fixed=True)


def _go_on(state: State, before: Asked, mind: Assistant) -> Turn:
    """「然后呢」: the last answer's article in full, and the next step."""
    if before.region is None or before.best is None:
        return Turn(state, (say(region.ASK, buttons=phrases.region_rows(mind)),))
    passages = mind.next_step(before.best)
    return Turn(state, (Reply((Say(NEXT_STEP), *phrases.parts(passages))),))


# ── an answer ────────────────────────────────────────────────────────────────────────────────────
def question(
    state: State, text: str, where: str | None, mind: Assistant, private: bool, fixed: bool = False
) -> Turn:
    """Answer a question; `fixed`: for this region, whatever the text names."""
    answer = mind.answer_in(text, where) if fixed and where else mind.answer(text, where)
    finding = answer.finding
    best = finding.hits[0].provision.id if finding.hits and finding.verdict != "out_of_scope" else None
    before = last(state)
    number = (before.number + 1) % 1000 if before else 1
    if best is None:
        return Turn(state, (Reply(phrases.parts(answer.passages)),))
    memory = [*asked(state), Asked(number, text[:MAX_LENGTH], finding.region, best)][-KEPT:]
    body: dict[str, Json] = {"asked": [row.to_json() for row in memory]}
    if finding.region is None:
        body["waiting"] = text[:MAX_LENGTH]
    return Turn(state.put(NAME, body), (_reply(state, answer, number, text, mind, private),))


def _reply(state: State, answer: Answer, number: int, text: str, mind: Assistant, private: bool) -> Reply:
    finding = answer.finding
    notes = []
    if len(text) > MAX_LENGTH:
        notes.append(Say(phrases.TOO_LONG.format(count=MAX_LENGTH)))
    if finding.region and state.region and finding.region != state.region:
        short = mind.library.short
        notes.append(
            Say(phrases.ABROAD.format(there=short[finding.region], own=short[state.region], words=REFERENCE))
        )
    hints = () if private or finding.verdict not in OWN_CASE else (Say(phrases.IN_PRIVATE),)
    return Reply((*notes, *phrases.parts(answer.passages), *hints), _buttons(answer, number, mind))


def _buttons(answer: Answer, number: int, mind: Assistant) -> tuple[tuple[Button, ...], ...]:
    finding, best = answer.finding, answer.finding.hits[0].provision.id
    if finding.region is None:
        return phrases.region_rows(mind)
    policy = mind.library.policies[finding.region]
    rows: list[tuple[Button, ...]] = []
    for hit in answer.others:
        rows.append((Button(phrases.provision_label(policy, hit.provision.id), f"ask/hit={hit.provision.id}"),))
    rows.append((Button("原文上下文", f"ask/whole={best}"), Button("其他地区", f"ask/compare={number}")))
    rows.append((Button("有用", f"ask/useful={number}"), Button("没答到点子上", f"ask/useless={number}")))
    return tuple(rows)


# ── comparing ────────────────────────────────────────────────────────────────────────────────────
def compare(state: State, text: str, mind: Assistant) -> Turn:
    """The same question under every policy: the own one first, the others for reference, in a message of their own."""
    before = last(state)
    wanted = text.strip() or (before.text if before else "")
    if not wanted:
        return Turn(state, (say(WHICH_QUESTION),))
    answers = mind.compare(wanted, state.region)
    if all(answer.finding.verdict == "out_of_scope" for answer in answers):
        return Turn(state, (Reply(phrases.parts(answers[0].passages)),))
    own = [answer for answer in answers if answer.finding.region == state.region]
    others = [answer for answer in answers if answer not in own]
    replies = [Reply((Say(COMPARED, strong=True), *phrases.parts(answer.passages))) for answer in own]
    mark = (Say(ONLY_REFERENCE + REFERENCE, strong=True),)
    shown = tuple(part for answer in others for part in phrases.parts(phrases.first_words(answer)))
    return Turn(state, (*replies, Reply((*mark, *shown))))


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(state: State, key: str, value: str, mind: Assistant) -> Turn:
    if key == "hit" and mind.library.has(value):
        return _candidate(state, value, mind)
    if key == "whole" and mind.library.has(value):
        policy = mind.library.policies[value.partition(".")[0]]
        return Turn(state, (Reply((mind.writer.quote(policy.article_of(value).id),)),))
    about = next((row for row in asked(state) if str(row.number) == value), None)
    if about is None:
        return Turn(state, (phrases.stale(),))
    return _about(state, key, about, mind)


def _candidate(state: State, id_: str, mind: Assistant) -> Turn:
    """The provision that the asker meant instead, worded as the answer to the last question."""
    before = last(state)
    text = before.text if before else ""
    passages = mind.chosen(text, id_)
    number = before.number if before else 0
    rows = (
        (Button("原文上下文", f"ask/whole={id_}"), Button("其他地区", f"ask/compare={number}")),
        (Button("有用", f"ask/useful={number}"), Button("没答到点子上", f"ask/useless={number}")),
    )
    return Turn(state, (Reply(phrases.parts(passages), rows if before else ()),))


def _about(state: State, key: str, about: Asked, mind: Assistant) -> Turn:
    provisions = (about.best,) if about.best else ()
    match key:
        case "compare":
            return compare(state, about.text, mind)
        case "useful":
            return Turn(state, (say(THANK_YOU),), (Feedback(True, about.region, provisions),))
        case "useless":
            row = (
                Button("留给工作人员改进", f"ask/keep={about.number}"),
                Button("只记一次，不留文字", f"ask/drop={about.number}"),
            )
            return Turn(state, (say(KEEP_IT, buttons=(row,)),))
        case "keep":
            kept = Feedback(False, about.region, provisions, about.text)
            return Turn(state, (say(KEPT_TEXT, edit=True),), (kept,))
        case "drop":
            return Turn(state, (say(KEPT_FACT, edit=True),), (Feedback(False, about.region, provisions),))
        case _:
            return Turn(state, (phrases.stale(),))
