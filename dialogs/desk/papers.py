"""Official papers of a case that staff have made in a chat: which one, what for, with or without names."""

from __future__ import annotations

from dialogs import acts
from dialogs.acts import PaperChoice, is_number, spelled
from dialogs.core import Button, Reply, Say, State, Turn, say
from dialogs.desk import words
from dialogs.desk.form import NAME
from dialogs.desk.steps import opening
from dialogs.shared.paging import in_rows
from dialogs.shared.phrases import stale

CHOOSE, MAKE = "paper", "print"
HIDDEN = "1"
LONGEST = 20
"""Of the name of a paper, and of a purpose, in a button."""


def offering(number: str) -> Button:
    """Leads to the papers of a case."""
    return Button(words.PAPERS, f"{NAME}/{CHOOSE}={number}")


def pressed(state: State, key: str, value: str) -> Turn:
    """All that is wanted stands in the button; nothing is waited for."""
    number, paper, *more = (*value.split("."), "")
    if not is_number(number) or len(value) > len(number) + 3 * LONGEST:
        return Turn(state, (stale(),))
    if key == CHOOSE:
        return Turn(state, (), (acts.ChoosePaper(number, paper, more[:1] == [HIDDEN]),))
    purpose, hide, *_ = (*more, "", "")
    return Turn(state, (), (acts.MakePaper(number, paper, purpose, hide == HIDDEN),))


def offered(event: acts.PapersOffered) -> Reply:
    """Which one; of one that was chosen, what for."""
    chosen = next((one for one in event.choices if one.id == event.act.paper and not one.lacks), None)
    return _what_for(chosen, event) if chosen else _which(event)


def _which(event: acts.PapersOffered) -> Reply:
    number = event.act.number
    lacking = [
        words.TOLD.format(label=f"· {one.title}", value=one.lacks) for one in event.choices if one.lacks
    ]
    there = [
        Button(one.title, f"{NAME}/{CHOOSE}={number}.{one.id}") for one in event.choices if not one.lacks
    ]
    head = (words.WHICH_PAPER if there else words.NO_PAPER).format(number=spelled(number))
    later = ("\n".join([words.NOT_YET_PAPERS, *lacking]),) if lacking else ()
    return say(head, *later, buttons=(*in_rows(there, 2), _back(number)))


def _what_for(paper: PaperChoice, event: acts.PapersOffered) -> Reply:
    """In the place of the list: one message from first to last."""
    number, hide = event.act.number, event.act.hide
    told = words.HIDING.format(note=event.note) if hide else words.NAMED
    end = HIDDEN if hide else "0"
    purposes = [
        Button(said, f"{NAME}/{MAKE}={number}.{paper.id}.{key}.{end}") for key, said in event.purposes
    ]
    turned = f"{NAME}/{CHOOSE}={number}.{paper.id}.{'0' if hide else HIDDEN}"
    switch = Button(words.SHOW if hide else words.HIDE, turned)
    parts = (Say(words.WHAT_FOR.format(paper=paper.title), strong=True), Say(told))
    return Reply(parts, (*in_rows(purposes, 2), (switch,), _back(number)), edit=True)


def ordered(event: acts.PaperOrdered) -> Reply:
    wish = event.wish
    head = words.ORDERED.format(number=spelled(wish.number), paper=wish.name, purpose=event.purpose)
    note = (Say(event.note),) if event.note else ()
    row = (offering(wish.number), *_back(wish.number))
    return Reply((Say(head), *note), (row,), prints=(wish,))


def _back(number: str) -> tuple[Button, ...]:
    return (opening(number, words.BACK.format(number=spelled(number))),)
