"""Which dialog an event belongs to. The dialogs themselves do not know each other."""

from __future__ import annotations

from collections.abc import Callable

from dialogs import ask, browse, cards, phrases, region
from dialogs.core import Card, Command, Event, Pressed, Said, Sent, State, Turn, say
from knowledge.answer import Assistant

Press = Callable[[State, str, str, Assistant], Turn]
PRESSED: dict[str, Press] = {ask.NAME: ask.pressed, region.NAME: region.pressed, browse.NAME: browse.pressed}


class Rongcuo:
    """All dialogs, bound to one assistant; holds no state of any chat."""

    def __init__(self, mind: Assistant) -> None:
        self.mind = mind

    def step(self, state: State, event: Event, *, private: bool = True) -> Turn:
        """One event in, all it causes out."""
        match event:
            case Said(text):
                return ask.said(state, text, self.mind, private)
            case Pressed(data):
                return self._pressed(state, data, private)
            case Command(name, argument):
                return self._command(state, name, argument, private)
            case Sent(kind, caption):
                if caption.strip():
                    return ask.said(state, caption, self.mind, private)
                return Turn(state, (say(phrases.NOT_TEXT.format(kind=phrases.KINDS.get(kind, "这种消息"))),))

    def cards(self, state: State, query: str) -> tuple[Card, ...]:
        return cards.cards(state.region, query, self.mind)

    def _pressed(self, state: State, data: str, private: bool) -> Turn:
        dialog, _, rest = data.partition("/")
        key, _, value = rest.partition("=")
        if dialog not in PRESSED:
            return Turn(state, (phrases.stale(),))
        turn = PRESSED[dialog](state, key, value, self.mind)
        return ask.resume(turn, self.mind, private) if dialog == region.NAME and key == "set" else turn

    def _command(self, state: State, name: str, argument: str, private: bool) -> Turn:
        match name:
            case "start":
                return self._start(state, argument.strip(), private)
            case "help":
                return Turn(state, (say(phrases.HELP),))
            case "ask":
                if argument.strip():
                    return ask.said(state, argument, self.mind, private)
                return Turn(state, (say(ask.ASK_HINT),))
            case "region":
                turn = region.choose(state, argument, self.mind)
                return ask.resume(turn, self.mind, private) if turn.state.region != state.region else turn
            case "policies":
                return browse.policies(state, self.mind)
            case "articles":
                return browse.articles(state, argument, self.mind)
            case "compare":
                return ask.compare(state, argument, self.mind)
            case "cancel":
                return Turn(state.put(ask.NAME, {}), (say(phrases.CANCELLED),))
            case _:
                return Turn(state, (say(phrases.UNKNOWN.format(name=name[:20])),))

    def _start(self, state: State, payload: str, private: bool) -> Turn:
        """A greeting, or what a deep link asks for: a region (weihai) or a provision (weihai_3_13)."""
        if payload in self.mind.library.policies:
            return ask.resume(region.remember(state, payload, self.mind), self.mind, private)
        id_ = payload.replace("_", ".")
        if self.mind.library.has(id_):
            return Turn(state, (browse.show(state, id_, self.mind),))
        rows = () if state.region else phrases.region_rows(self.mind)
        ending = (
            region.ASK
            if state.region is None
            else f"您选的是{self.mind.library.short[state.region]}，可用 /region 更改。"
        )
        return Turn(state, (say(*phrases.GREETING, ending, buttons=rows),))
