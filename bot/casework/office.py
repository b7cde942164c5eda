"""The office: one gate for all that staff do with applications, whoever asks (console, chat, command line).

    office = Office(store, library, workdays)
    page = office.listed(member, Listing(words="…", due="overdue"))
    case = office.case(member, number)                       # CaseView or None
    came = office.perform(member, number, case.version, "accept", {"day": "2026-12-01"})

What is to be shown of it is in views; every `Came` is Performed, Barred (`say`) or Stale (`say`).
"""

from __future__ import annotations

from bot.casework.handling import HandlingRoom
from bot.casework.jotting import JottingRoom
from bot.casework.layouts import LayoutRoom
from bot.casework.printing import PrintingRoom
from bot.casework.receiving import ReceivingRoom
from bot.casework.reminding import RemindingRoom
from bot.casework.viewing import ViewingRoom


class Office(ViewingRoom, HandlingRoom, JottingRoom, ReceivingRoom, RemindingRoom, PrintingRoom, LayoutRoom):
    """The whole of it. Threads may share it; StoreUnavailable from every call, and then nothing has happened.

    Who asks is a Member as the store has it; whether they are still here, and may, is looked up anew every time.
    """
