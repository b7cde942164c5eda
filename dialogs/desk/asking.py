"""How a field of a step is asked, and all that was entered, once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dialogs.acts import spelled
from dialogs.core import Button, Context, Part, Reply, Say
from dialogs.desk import words
from dialogs.desk.form import BESIDE, BETWEEN, FILES, NAME, StepForm
from dialogs.shared import persons
from dialogs.shared.paging import Rows, in_rows
from dialogs.shared.spans import written
from dialogs.shared.ticks import numbered
from dialogs.shared.tray import NO_WAIT
from knowledge.rules.casework import ActField

LATER = Button(words.LATER, f"{NAME}/later=1")
LONGEST_LABEL = 30
SHORT = 40
"""Characters of a provision that are shown."""


def shown(form: StepForm, ctx: Context, *above: str) -> Reply:
    """What stands: a question, or all that was entered."""
    field = form.pending
    if form.changing:
        return _changing(form, above)
    return _asked(form, field, ctx, above) if field else _whole(form, ctx, above)


def so_far(form: StepForm, ctx: Context) -> str:
    """What is entered already, where there is more to be asked; at the end all is told anyway."""
    there = [one for one in form.fields if form.entered.get(one.key)] if form.pending else []
    lines = [words.TOLD.format(label=f"· {one.label}", value=told(form, one, ctx)) for one in there]
    head = words.RESUMED.format(number=spelled(form.number), do=form.act.do)
    return "\n".join([head, *([words.SO_FAR, *lines] if lines else [])])


def asked(form: StepForm) -> str:
    """A name of what stands."""
    return f"{form.number}.{form.step}.{form.shown}"


# ── a question ──────────────────────────────────────────────────────────────────────────────────
def _asked(form: StepForm, field: ActField, ctx: Context, above: tuple[str, ...]) -> Reply:
    parts: list[Part] = [Say(one) for one in above if one]
    if not form.done and not form.entered:
        parts += _heading(form)
    parts += [Say(_question(form, field), strong=True), *_how(form, field, ctx)]
    return Reply(tuple(parts), (*_rows(form, field, ctx), (LATER,)), files=field.kind in FILES)


def _heading(form: StepForm) -> Iterator[Say]:
    act = form.act
    yield Say(words.HEAD.format(number=spelled(form.number), do=act.do), strong=True)
    if act.quote or act.ours:
        yield Say(words.BASIS.format(basis=act.basis.told))
    if act.note:
        yield Say(act.note)
    yield from (Say(words.HINT.format(hint=one)) for one in form.hints)


def _question(form: StepForm, field: ActField) -> str:
    place = {"n": form.fields.index(field) + 1, "count": len(form.fields), "label": field.label}
    if field.kind == "criteria":
        name, sides = form.aspects(field)[0]
        pair = "\n".join(f"· {one}" for one in sides.split(BESIDE))
        return f"{words.ASPECT.format(aspect=name, **place)}\n{pair}"
    return words.ASK.format(**place) + (f"（{field.hint}）" if field.hint else "")


def _how(form: StepForm, field: ActField, ctx: Context) -> Iterator[Say]:
    match field.kind:
        case "date":
            yield Say(words.UNTIL_HOW if field.key == "until" else words.DATE_HOW)
        case "text" | "maybe_text" | "people":
            yield Say(words.TEXT_HOW)
        case "file" | "maybe_file":
            yield Say(words.FILE_HOW)
        case "provisions":
            yield Say(numbered(_provisions(form, field, ctx), picked(form, field)) or words.EMPTY)
            yield Say(words.PROVISIONS_HOW)
        case "choice" | "condition" | "tick" | "criteria":
            return


def offered(form: StepForm, field: ActField, ctx: Context) -> tuple[tuple[str, str], ...]:
    """(what the button stands for, its words)."""
    match field.kind:
        case "date":
            return () if field.key == "until" else (("0", words.TODAY), ("1", words.YESTERDAY))
        case "choice" | "condition":
            return tuple((str(n), label) for n, (_, label) in enumerate(form.options(field)))
        case "tick":
            return ("1", words.YES), ("0", words.NO)
        case "maybe_text":
            return (("", words.NONE),)
        case "file" | "maybe_file":
            return _of_files(form, field)
        case "provisions":
            return (*_ticks(form, field, ctx), ("done", words.PICKED))
        case "criteria":
            _, sides = form.aspects(field)[0]
            told = [(str(n), words.SIDE.format(side=one)) for n, one in enumerate(sides.split(BESIDE))]
            return (*told, ("none", words.UNSURE))
        case "text" | "people":
            return ()


def _of_files(form: StepForm, field: ActField) -> tuple[tuple[str, str], ...]:
    if form.tray.fetching:
        return ("done", words.SENT_ALL), ("nowait", NO_WAIT)
    if form.entered.get(field.key):
        return (("done", words.SENT_ALL),)
    return (("", words.NO_FILE),) if field.kind == "maybe_file" else ()


def _ticks(form: StepForm, field: ActField, ctx: Context) -> tuple[tuple[str, str], ...]:
    there, on = listed(form, field), picked(form, field)
    return tuple((str(n), ("✓" if at in on else "") + str(n + 1)) for n, at in enumerate(there))


def listed(form: StepForm, field: ActField) -> list[str]:
    """Provisions that may be picked by a button: those that the application rests on, and what was typed; of a list of
    exclusions, these."""
    of_field = {at for at, _ in field.choices}
    claimed = [at for at in form.claims if not of_field or at in of_field]
    short = [at for at, _ in field.choices] if not claimed and len(of_field) <= SHORT // 4 else []
    return list(dict.fromkeys((*claimed, *short, *picked(form, field))))


def picked(form: StepForm, field: ActField) -> list[str]:
    return [one for one in form.entered.get(field.key, "").split(BETWEEN) if one]


def _provisions(form: StepForm, field: ActField, ctx: Context) -> list[tuple[str, str]]:
    policy = ctx.mind.library.policies[form.region]
    there = [at for at in listed(form, field) if policy.find(at)]
    return [(at, f"{policy.place(at)} {_cut(policy.provision(at).flat)}") for at in there]


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _rows(form: StepForm, field: ActField, ctx: Context) -> Rows:
    buttons = [
        Button(
            label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…",
            f"{NAME}/a={form.shown}.{token}",
        )
        for token, label in offered(form, field, ctx)
    ]
    wide = field.kind in ("choice", "condition", "criteria")
    return in_rows(buttons, 1 if wide else 5 if field.kind == "provisions" else 2)


# ── all of it ───────────────────────────────────────────────────────────────────────────────────
def _whole(form: StepForm, ctx: Context, above: tuple[str, ...]) -> Reply:
    lines = [words.TOLD.format(label=one.label, value=told(form, one, ctx)) for one in form.fields]
    parts: list[Part] = [Say(one) for one in above if one]
    parts += _heading(form)
    parts += [Say("\n".join([words.CHECK, *lines]))] if lines else []
    parts += [Say(form.early)] if form.early else []
    if kinds := persons.kinds(
        "\n".join(form.entered.get(one.key, "") for one in form.fields if one.kind == "text")
    ):
        parts.append(Say(words.NUMBERS.format(kinds="、".join(kinds))))
    number = form.shown
    change = (Button(words.CHANGE, f"{NAME}/edit={number}"),) if form.fields else ()
    sure = Button(words.SURE[form.how], f"{NAME}/sure={number}")
    return Reply(tuple(parts), ((sure, *change), (Button(words.DROP, f"{NAME}/drop={number}"), LATER)))


def _changing(form: StepForm, above: tuple[str, ...]) -> Reply:
    buttons = [
        Button(one.label[:LONGEST_LABEL], f"{NAME}/field={form.shown}.{n}")
        for n, one in enumerate(form.fields)
    ]
    parts = (*(Say(one) for one in above if one), Say(words.TO_CHANGE))
    return Reply(parts, (*in_rows(buttons, 2), (LATER,)))


def told(form: StepForm, field: ActField, ctx: Context) -> str:
    """What was entered, as a person reads it."""
    value = form.entered.get(field.key, "")
    match field.kind:
        case _ if not value:
            return words.EMPTY
        case "date":
            return written(date.fromisoformat(value))
        case "choice" | "condition":
            return dict(field.choices).get(value, value)
        case "provisions":
            policy = ctx.mind.library.policies[form.region]
            return "、".join(policy.place(at) for at in value.split(BETWEEN) if policy.find(at))
        case "tick":
            return words.YES
        case "file" | "maybe_file":
            return words.FILES.format(count=len(value.split(BETWEEN)))
        case "criteria":
            return "\n" + value
        case "text" | "maybe_text" | "people":
            return value
