"""What a button or typed words are for the field that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from dialogs.core import Context
from dialogs.desk import words
from dialogs.desk.asking import listed, picked
from dialogs.desk.form import BESIDE, BETWEEN, StepForm
from dialogs.shared import dates
from dialogs.shared.spans import written
from dialogs.shared.ticks import toggled
from knowledge.answer.mentions import provisions
from knowledge.hearing.language import fold
from knowledge.rules.casework import ActField

LIMIT = 4_000
"""Characters of a field."""
UNTIL = "until"
"""The one day that lies ahead."""


@dataclass(frozen=True, slots=True)
class Amiss:
    """It is no answer; `words` say why."""

    words: str


Heard: TypeAlias = StepForm | Amiss | None
"""The form with it; None: it means nothing here."""


# ── a button ────────────────────────────────────────────────────────────────────────────────────
def pressed(form: StepForm, field: ActField, token: str, ctx: Context) -> Heard:
    """`token` is one that was offered."""
    match field.kind:
        case "date":
            return _day(form, field, (ctx.today or date.max) - timedelta(days=int(token)))
        case "choice" | "condition":
            return form.with_value(field, form.options(field)[int(token)][0])
        case "tick":
            return (
                form.with_value(field, "1")
                if token == "1"
                else Amiss(words.NOT_YET.format(label=field.label))
            )
        case "file" | "maybe_file":
            return _files(form, field, token)
        case "provisions":
            return _picked(form, field, token)
        case "criteria":
            return _leaning(form, field, token)
        case "text" | "maybe_text" | "people":
            return form.with_value(field, "")


def _day(form: StepForm, field: ActField, day: date) -> Heard:
    return form.with_value(field, day.isoformat())


def _files(form: StepForm, field: ActField, token: str) -> Heard:
    if form.tray.fetching:
        return Amiss(words.FETCHING.format(count=len(form.tray.fetching)))
    return form.with_value(field, form.entered.get(field.key, ""))


def _picked(form: StepForm, field: ActField, token: str) -> Heard:
    on = picked(form, field)
    if token != "done":
        on = list(toggled(on, listed(form, field)[int(token)]))
        return form.with_value(field, BETWEEN.join(on), done=False)
    return form.with_value(field, BETWEEN.join(on)) if on else Amiss(words.NOTHING_YET)


def _leaning(form: StepForm, field: ActField, token: str) -> StepForm:
    sides = form.aspects(field)[0][1].split(BESIDE)
    return _aspect(form, field, words.UNSURE if token == "none" else f"偏向“{sides[int(token)]}”")


def _aspect(form: StepForm, field: ActField, text: str) -> StepForm:
    return form.with_aspect(field, form.aspects(field)[0][0], " ".join(text.split()))


# ── typed ───────────────────────────────────────────────────────────────────────────────────────
def typed(form: StepForm, field: ActField, text: str, ctx: Context) -> Heard:
    if len(text) > LIMIT:
        return Amiss(words.TOO_LONG.format(limit=LIMIT, count=len(text)))
    return _typed(form, field, text, ctx)


def _typed(form: StepForm, field: ActField, text: str, ctx: Context) -> Heard:
    match field.kind:
        case "date":
            return _dated(form, field, text, ctx)
        case "choice" | "condition":
            return _chosen(form, field, text)
        case "provisions":
            return _named(form, field, text, ctx)
        case "criteria":
            return _aspect(form, field, text)
        case "text" | "maybe_text" | "people":
            return form.with_value(field, text.strip())
        case "tick" | "file" | "maybe_file":
            return None


def _dated(form: StepForm, field: ActField, text: str, ctx: Context) -> Heard:
    """One day; what was done lies behind, what is set lies ahead."""
    found = dates.when(text, ctx.today)
    if found is None:
        return None
    if not isinstance(found, dates.Span):
        return Amiss(found.words)
    if found.day is None:
        return Amiss(words.WHICH_DAY)
    if field.key == UNTIL:
        return _ahead(form, field, found.day, text, ctx)
    if ctx.today and found.day > ctx.today:
        return Amiss(words.FUTURE.format(day=written(found.day)))
    return _day(form, field, found.day)


def _ahead(form: StepForm, field: ActField, day: date, text: str, ctx: Context) -> Heard:
    """1月15日 without a year is the next one."""
    today = ctx.today or day
    if day < today and "年" not in text and str(day.year) not in text and (day.month, day.day) != (2, 29):
        day = day.replace(year=day.year + 1)
    return _day(form, field, day) if day >= today else Amiss(words.OVER.format(day=written(day)))


def _chosen(form: StepForm, field: ActField, text: str) -> Heard:
    said, options = fold(text).strip(), form.options(field)
    by_number = (
        options[int(said) - 1 : int(said)] if said.isascii() and said.isdigit() and said != "0" else ()
    )
    found = by_number or [one for one in options if fold(one[1]) == said]
    return form.with_value(field, found[0][0]) if found else None


def _named(form: StepForm, field: ActField, text: str, ctx: Context) -> Heard:
    """Provisions by number are added to those that are picked; of an article that is named with its item, the item."""
    policy = ctx.mind.library.policies[form.region]
    named = provisions(policy, fold(text))
    found = [at for at in named if not any(one.startswith(f"{at}.") for one in named)]
    if not found:
        return Amiss(words.NO_PROVISION) if "条" in text or "项" in text else None
    if field.strange(found):
        return Amiss(words.ONLY.format(label=field.label, allowed=field.allowed))
    return form.with_value(field, BETWEEN.join(dict.fromkeys((*picked(form, field), *found))), done=False)
