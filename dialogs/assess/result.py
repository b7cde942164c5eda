"""What stands at the end: the card and its buttons, how to apply, what is left after a decision."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.assess import words
from dialogs.assess.card import ResultCard, bulleted
from dialogs.assess.elsewhere import elsewhere
from dialogs.assess.first import first
from dialogs.assess.questions import CARRY_ON, STOPPING, Way
from dialogs.assess.record import Assessment
from dialogs.core import Button, Context, Part, Reply, Say, Sheet, say
from dialogs.shared.paging import Rows
from knowledge.answer.besides import cited
from knowledge.policy.quote import Quote
from knowledge.rules import Regime, Stage

SEE = Button(words.SEE, "assess/go=on")
CLOSED: tuple[Stage, ...] = ("decided", "effective")


def result(ctx: Context, record: Assessment, way: Way) -> Reply:
    """The card; or, where the decision has been made and only that is wanted, what is left to do."""
    if record.answers.get("after") == "appeal":
        return remedies(ctx, record, way)
    card = _card(ctx, record, way)
    below = [Button("保存／打印", "assess/save=1"), Button("改答案", "assess/change=0")]
    if card.judgement.only != "not_applicable":
        label = words.TO_APPEAL if is_closed(ctx, record) else words.TO_APPLY
        below.insert(0, Button(label, "assess/apply=1"))
    last = [Button("其他地区怎么规定", "assess/elsewhere=1"), Button(words.MORE, "assess/more=all")]
    if record.told_first and card.regime.criteria and "weigh" not in record.answers:
        last.insert(0, Button(words.WEIGH_TOO, "assess/weigh=1"))
    if card.judgement.only in STOPPING and CARRY_ON not in record.answers:
        last.insert(0, Button("仍想看其余分析", "assess/carry=on"))
    return Reply(tuple(_front(card)), (*_ways_on(card), tuple(below), tuple(last)))


def _front(card: ResultCard) -> Iterator[Part]:
    """How it looks and what to do first; the rest is behind the buttons."""
    yield Say(words.HEAD.format(short=card.short), strong=True)
    looks = tuple(card.looks())
    quotes = [part for part in looks if isinstance(part, Quote)]
    yield from (part for part in looks if part not in quotes[1:])
    yield _first(card)
    yield Say(words.NOT_A_RULING.format(organ=card.regime.organ))


def _first(card: ResultCard) -> Say:
    return Say(
        "\n".join([words.FIRST, *(f"{n}. {one}" for n, one in enumerate(first(card), 1))]), strong=True
    )


def _ways_on(card: ResultCard, but: str = "") -> Rows:
    buttons = [Button(words.MORE_HEAD[name], f"assess/more={name}") for name in card.more() if name != but]
    return (tuple(buttons),) if buttons else ()


def more(ctx: Context, record: Assessment, way: Way, name: str) -> Reply | None:
    """One part of the rest, or what else can be done with it."""
    if name == "all":
        row = (Button(words.AFRESH, "assess/go=afresh"), Button(words.DELETE, "assess/go=delete"))
        return say(words.MORE_SAYS, buttons=(row, (SEE,)))
    card = _card(ctx, record, way)
    parts = card.more().get(name)
    return Reply(parts, (*_ways_on(card, name), (SEE,))) if parts else None


def is_closed(ctx: Context, record: Assessment) -> bool:
    """The policy speaks of applying before a decision, and there is one; whether a later one is taken, it may not say."""
    nudge = ctx.mind.library.regimes[record.region].nudge(record.answers.get("stage"))
    return nudge is not None and nudge.closed


def applying(ctx: Context, record: Assessment, way: Way) -> Reply:
    """To whom, by when, with what; all in the policy's words."""
    if is_closed(ctx, record):
        return remedies(ctx, record, way)
    card = _card(ctx, record, way)
    return Reply(tuple(_how(ctx, card)), ((Button(words.FILL_IN, "intake/begin=1"),), (SEE,)))


def _how(ctx: Context, card: ResultCard) -> Iterator[Part]:
    regime, policy = card.regime, card.policy
    yield Say(words.APPLY_HEAD.format(short=card.short), strong=True)
    if card.judgement.only in STOPPING:
        yield Say(words.APPLY_NOT_YET)
    lines = [f"交给谁：{regime.addressee or regime.organ}", f"谁来申请：{regime.applicant or '文件没有写'}",
             f"用什么表：{_form(ctx, regime, card.region)}"]  # fmt: skip
    yield from bulleted("", lines)
    yield from (Say(cited(policy, phrase)) for phrase in regime.apply)
    yield from bulleted("要准备的材料：", card.proofs())
    yield from bulleted("期限：", card.days())
    yield Say(words.NOT_A_RULING.format(organ=regime.organ))


def _form(ctx: Context, regime: Regime, region: str) -> str:
    if regime.form is None:
        return "文件没有附申请表，可以用同样的几项写《申请书》：申请事项、主要事实及理由、证明材料"
    form = next((one for one in regime.forms if one.at == regime.form), None)
    label = ctx.mind.library.policies[region].place(regime.form)
    fields = f"，要填：{'、'.join(form.fields)}；“所在党组织意见”由党组织填写" if form else ""
    return f"{label}《容错申请表》{fields}"


def remedies(ctx: Context, record: Assessment, way: Way) -> Reply:
    """The decision has been made: what the policy still allows."""
    card = _card(ctx, record, way)
    regime, policy = ctx.mind.library.regimes[record.region], ctx.mind.library.policies[record.region]
    parts: list[Part] = [Say(words.APPEAL_HEAD.format(short=card.short), strong=True)]
    for name in CLOSED:
        if nudge := regime.stages.get(name):
            parts += [Say(nudge.say), Quote(policy.full_text(nudge.at), policy.citation(nudge.at))]
    parts.append(Say(words.NOT_A_RULING.format(organ=regime.organ), strong=True))
    if record.answers.get("after") != "appeal":
        return Reply(tuple(parts), ((SEE,),))
    row = (Button("接着自评", "assess/a=after:go_on"), Button(words.CHANGE, "assess/change=0"))
    return Reply(tuple(parts), (row,))


def beside(ctx: Context, record: Assessment, way: Way) -> Reply:
    """The same answers elsewhere."""
    return Reply(tuple(elsewhere(ctx.mind.library, record, way, ctx.calendar)), ((SEE,),))


def sheet(ctx: Context, record: Assessment, way: Way) -> Reply:
    """The card as a document."""
    card = _card(ctx, record, way)
    title = words.HEAD.format(short=card.short)
    kept = Sheet(words.FILE_NAME.format(short=card.short), title, (_first(card), *card.parts()[1:]))
    return Reply((Say(words.SAVED),), ((SEE,),), sheet=kept)


def _card(ctx: Context, record: Assessment, way: Way) -> ResultCard:
    return ResultCard(ctx.mind.library, record.region, record, way, ctx.calendar, ctx.today)
