"""The vocabulary of every conversation: what happens (events), what is answered (replies), what is remembered (state).

All values are frozen and plain, so that a turn can be replayed in a test exactly as it went on Telegram; nothing here
knows a surface, a database or a clock.
"""

from dialogs.core.days import Calendar, Due
from dialogs.core.dialog import Dialog, Slash
from dialogs.core.ears import Ears
from dialogs.core.events import Command, Event, File, Pressed, Said, Sent
from dialogs.core.replies import BUTTON_BYTES, Button, Cell, Fetch, Form, Part, Reply, Say, Sheet, plain, say
from dialogs.core.state import (
    STATE_VERSION,
    Brought,
    Card,
    Context,
    Effect,
    Feedback,
    Json,
    State,
    Talk,
    Turn,
)
from dialogs.core.venue import PAGE, TELEGRAM, TERMINAL, Venue

__all__ = [
    "BUTTON_BYTES",
    "PAGE",
    "STATE_VERSION",
    "TELEGRAM",
    "TERMINAL",
    "Brought",
    "Button",
    "Calendar",
    "Card",
    "Cell",
    "Command",
    "Context",
    "Dialog",
    "Due",
    "Ears",
    "Effect",
    "Event",
    "Feedback",
    "Fetch",
    "File",
    "Form",
    "Json",
    "Part",
    "Pressed",
    "Reply",
    "Said",
    "Say",
    "Sent",
    "Sheet",
    "Slash",
    "State",
    "Talk",
    "Turn",
    "Venue",
    "plain",
    "say",
]
