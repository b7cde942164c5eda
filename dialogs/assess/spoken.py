"""What a typed answer does to the open question: it is taken, told back where it was said softly, or asked back."""

from __future__ import annotations

import re

from dialogs.assess import act, words
from dialogs.assess.ask import rows
from dialogs.assess.questions import BEGIN, Question
from dialogs.assess.record import NO, NOT_APPLICABLE, UNSURE, WORDS, YES, Assessment
from dialogs.core import Context, Part, Say, State, Turn
from dialogs.shared import answers, dates, mending, persons
from dialogs.shared.answers import Picks, Plainly, Side, Unclear
from dialogs.shared.paging import Rows
from knowledge.hearing.language import fold

SIDES = {"yes": YES, "no": NO, "unsure": UNSURE, "na": NOT_APPLICABLE}
_AFTER, _BEFORE = re.compile(r"(?:以|之)?后|施行了|已经?施行"), re.compile(r"(?:以|之)?前|还没施行")
_GO_ON, _LEAVE = (
    re.compile(r"接着|继续|自评|做完|再选|再看|要的?"),
    re.compile(r"不用|不要|不了|算了|不选|不看|跳过|只看"),
)


def short(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    """None where it is no answer."""
    match question.kind:
        case "list":
            return _list(state, record, question, text, ctx)
        case "pick":
            return _pick(state, record, question, text, ctx)
        case "choice" if question.id == "stage":
            return _taken(state, record, question, answers.stage(text), ctx, soft=True)
        case "choice" if question.id == "event":
            return _taken(state, record, question, _event(record, text, ctx), ctx, soft=True)
        case "choice":
            return _choice(state, record, question, text, ctx)
        case _:
            return None


def asked_back(state: State, record: Assessment, ctx: Context, why: str) -> Turn:
    """The question once more, and why it was not taken."""
    return act.onward(state, record, ctx, (Say(why),))


def _taken(
    state: State,
    record: Assessment,
    question: Question,
    value: str | Unclear | None,
    ctx: Context,
    soft: bool,
) -> Turn | None:
    """An answer is kept, and told back where it was not the words of a button."""
    options = dict(question.options)
    if isinstance(value, Unclear):
        return asked_back(state, record, ctx, value.words)
    if value is None or value not in options:
        return asked_back(state, record, ctx, words.NOT_UNDERSTOOD) if value else None
    note: tuple[Part, ...] = (Say(words.TAKEN_AS.format(label=options[value])),) if soft else ()
    return act.answered(state, record, question, value, ctx, note)


# ── one of a few answers ─────────────────────────────────────────────────────────────────────────
def _choice(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    values = [value for value, _ in question.options]
    if question.facts or question.id in (BEGIN, "overlay"):
        told = answers.heard(text, question.ask if question.facts else "")
        if not isinstance(told, Plainly):
            return _taken(state, record, question, told, ctx, soft=False)
        return _taken(
            state,
            record,
            question,
            _value(question, told.side),
            ctx,
            told.soft or answers.heard(text) != told,
        )
    told = answers.heard(text)
    side = told.side if isinstance(told, Plainly) else None
    if side == "unsure" and UNSURE in values:
        return _taken(state, record, question, UNSURE, ctx, soft=False)
    if side == "yes" or _GO_ON.fullmatch(fold(text).strip("。!！ ")):
        return _taken(
            state,
            record,
            question,
            values[0] if question.id in ("weigh", "again", "after") else YES,
            ctx,
            soft=True,
        )
    if side == "no" or _LEAVE.match(fold(text)):
        return _taken(
            state,
            record,
            question,
            values[1] if question.id in ("weigh", "again", "after") else NO,
            ctx,
            soft=True,
        )
    return asked_back(state, record, ctx, told.words) if isinstance(told, Unclear) else None


def _value(question: Question, side: Side) -> str:
    """The first option is the one that says yes to what is asked, whatever is kept of it."""
    if side in ("yes", "no") and len(question.options) > 1:
        return question.options[0 if side == "yes" else 1][0]
    return SIDES[side]


def _event(record: Assessment, text: str, ctx: Context) -> str | Unclear | None:
    """Before or after the document took effect, in words or by a day that is named."""
    rule = ctx.mind.library.regimes[record.region].document.in_force
    told, found = answers.heard(text), dates.when(text, ctx.today)
    if isinstance(told, Plainly) and told.side == "unsure":
        return UNSURE
    rest = dates.rest(text, ctx.today)
    said = {name for name, way in (("after", _AFTER), ("before", _BEFORE)) if way.search(rest)}
    if isinstance(found, dates.Span) and rule is not None:
        said |= {
            "after" if found.first >= rule.since else "before",
            "after" if found.last >= rule.since else "before",
        }
    elif found is not None and not isinstance(found, dates.Span):
        return Unclear(found.words)
    if len(said) == 1 and len(text) <= answers.LONGEST:
        return said.pop()
    return Unclear(words.WHICH_SIDE) if said or told else None


# ── lists ────────────────────────────────────────────────────────────────────────────────────────
def _list(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    """The numbers that are said, or that none of it is so."""
    told, right = answers.heard(text), "no" if question.style == "has" else "yes"
    found = answers.picks(text, len(question.lines))
    if isinstance(found, Picks):
        return _marked(state, record, question, found, ctx)
    if isinstance(found, Unclear):
        return asked_back(state, record, ctx, found.words)
    none, all_ = answers.none_of_them(text), answers.all_of_them(text)
    side = "no" if none else "yes" if all_ else told.side if isinstance(told, Plainly) else None
    if side == "unsure" and question.style != "heard":
        return act.listed(state, record, question, ctx, unsure=True)
    if question.style == "heard" and (turn := _corrected(state, record, text, ctx)):
        return turn
    if side in ("yes", "no") and record.marks:
        return asked_back(state, record, ctx, words.MARKED_ALREADY)
    if side == right:
        return act.listed(state, record, question, ctx)
    if side or told:
        return asked_back(state, record, ctx, words.WHICH_LINES)
    return None


def _corrected(state: State, record: Assessment, text: str, ctx: Context) -> Turn | None:
    """What is said in place of something that was heard: it is listened to anew."""
    right = mending.correction(text) or (text.strip() if mending.may_correct(text) else "")
    if not right:
        return None
    told = ctx.mind.amended(record.text("words"), persons.hidden(right)).text
    return act.onward(state, record.put({"words": told[:WORDS]}), ctx, (Say(words.AMENDED),))


def _marked(state: State, record: Assessment, question: Question, found: Picks, ctx: Context) -> Turn:
    """These lines, as the list asks for them; what is said of them must fit."""
    lines = [question.lines[n - 1] for n in found.numbers]
    if found.side == "unsure" and question.style != "heard":
        return act.set_to(state, record, question, lines, UNSURE, ctx)
    wanted: Side = "yes" if question.style == "has" else "no"
    if found.side not in (None, wanted):
        return asked_back(state, record, ctx, words.WHICH_LINES)
    return act.marked(state, record, question, lines, ctx)


def _pick(state: State, record: Assessment, question: Question, text: str, ctx: Context) -> Turn | None:
    """Situations by their place on the page, or by their number in the document."""
    told, shown = answers.heard(text), _on_page(rows(ctx.ears, record, question))
    if ids := _by_place(record, text, ctx):
        return act.ticked(state, record, ids, ctx)
    found = answers.picks(text, len(shown)) if shown else None
    if isinstance(found, Picks):
        if found.side in ("no", "unsure", "na"):
            return asked_back(state, record, ctx, words.WHICH_ONES)
        return act.ticked(state, record, [shown[n - 1] for n in found.numbers], ctx)
    if isinstance(found, Unclear):
        return asked_back(state, record, ctx, found.words)
    side = "no" if answers.none_of_them(text) else told.side if isinstance(told, Plainly) else None
    if side in ("no", "unsure"):
        return act.picked(state, record, "none" if side == "no" else "unsure", ctx)
    return asked_back(state, record, ctx, words.WHICH_ONES) if told else None


def _on_page(shown: Rows) -> list[str]:
    data = [button.data for row in shown for button in row]
    return [one.partition("=")[2] for one in data if one.startswith("assess/p=")]


def _by_place(record: Assessment, text: str, ctx: Context) -> list[str]:
    """第七条第六项, and nothing else."""
    policy, regime = ctx.mind.library.policies[record.region], ctx.mind.library.regimes[record.region]
    said = _flat(text)
    return [one.at for one in regime.situations.items if said and _flat(policy.place(one.at)) == said]


def _flat(text: str) -> str:
    return re.sub(r"[()（）第\s。,，、]|选|就|是|的", "", dates.evened(text))
