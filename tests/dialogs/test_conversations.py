"""Conversations as users read them: every file under conversations/ is replayed, button by button.

`用户> ` is typed (a leading slash makes it a command, （图片） sends one), `按> ` presses the newest button whose label
begins so, `按旧> ` presses one that carries these data; `助手> ` begins each message of the bot's, `记录> ` is what is
written down. `员> ` and `员按> ` are a member of the staff in a chat of their own, `别处> ` and `别处按> ` the same
person on another surface, `通知> ` a message that nobody there asked for; 〔邀请码〕 stands for the staff's invitation,
〔码〕 for the last code that was shown. `# 群聊` plays in a group. After a change of wording: `python -m tests.test_conversations` writes all of
them anew; read them aloud before committing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from bot.channels.terminal import rendered
from bot.mind.learnt import assistant as ready
from bot.settings import Settings
from bot.workdays import Workdays
from dialogs.core import Button, Command, Event, Feedback, File, Pressed, Reply, Said, Sent, State, Turn
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness.desk import Desk, brought
from tests.harness.weighty import REQUIRED, kinds, wrong

FOLDER = Path(__file__).parents[1] / "conversations"
USER, PRESS, OLD, BOT, RECORD, NOTICE = "用户> ", "按> ", "按旧> ", "助手> ", "记录> ", "通知> "
PEOPLE = {"员> ": USER, "员按> ": PRESS, "别处> ": USER, "别处按> ": PRESS}
CHATS = {"员": "telegram:2", "别": "telegram:3"}
SENT = {"（图片）": "photo", "（语音）": "voice", "（文件）": "document"}
FILE = re.compile(r"（文件：(.+?)(?:，(\d+) MB)?）(.*)")
CODE = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}")
GROUP = "# 群聊"
TODAY = date(2026, 11, 20)


class Reader:
    """Plays one side of a conversation and writes down the other; the state goes through JSON at every step."""

    def __init__(self, mind: Assistant, private: bool = True) -> None:
        self.talk, self.private, self.chat = Rongcuo(mind, Workdays()), private, "telegram:1"
        self.states: dict[str, State] = {}
        self.pressable: dict[str, list[Button]] = {}
        self.code = self.invitation = ""

    def close(self) -> None:
        if "desk" in self.__dict__:
            self.desk.close()

    @cached_property
    def desk(self) -> Desk:
        """Only where an application is at stake."""
        return Desk()

    @property
    def buttons(self) -> list[Button]:
        return self.pressable.setdefault(self.chat, [])

    def plays(self, line: str) -> str:
        self.chat = CHATS.get(line[0], "telegram:1")
        person = next((PEOPLE[one] + line.removeprefix(one) for one in PEOPLE if line.startswith(one)), line)
        return "\n".join([*self._played(self.event(self._named(person))), *self._notices()])

    def _named(self, line: str) -> str:
        if "〔邀请码〕" in line:
            line = line.replace("〔邀请码〕", self.desk.invites("李四", "clerk"))
        return line.replace("〔码〕", self.code)

    def _played(self, event: Event) -> Iterator[str]:
        events = deque([event])
        while events:
            state = self.states.get(self.chat, State())
            if "desk" in self.__dict__:
                state = self.desk.remembers(self.chat, state)
            turn = self.talk.step(state, events.popleft(), private=self.private, today=TODAY)
            self.states[self.chat] = State.from_json(turn.state.to_json())
            assert self.states[self.chat] == turn.state
            self.buttons.extend(button for reply in turn.replies for row in reply.buttons for button in row)
            for reply in turn.replies:
                if reply.fetch:
                    events.append(brought(reply.fetch))
                if reply.parts:
                    self.code = (CODE.findall(reply.text) or [self.code])[-1]
                    yield BOT + shown(reply)
            for one in turn.effects:
                if isinstance(one, Feedback):
                    yield f"{RECORD}{one}"
                else:
                    events.append(self.desk.perform(self.chat, turn.state, one))

    def _notices(self) -> Iterator[str]:
        for one in self.desk.notices() if "desk" in self.__dict__ else ():
            buttons = [Button(label, data) for row in one["buttons"] for label, data in row]
            self.pressable.setdefault(one["chat"], []).extend(buttons)
            yield f"{NOTICE}{one['text']}\n" + "  ".join(f"[{button.label}]" for button in buttons)

    def event(self, line: str) -> Event:
        if line.startswith(PRESS):
            return Pressed(self.button(line.removeprefix(PRESS)))
        if line.startswith(OLD):
            return Pressed(line.removeprefix(OLD))
        text = line.removeprefix(USER)
        if match := FILE.fullmatch(text):
            size = int(match[2] or 1) * 2**20
            return Sent("document", match[3], File(match[1], match[1], size))
        if (end := text.find("）") + 1) and text[:end] in SENT:
            return Sent(SENT[text[:end]], text[end:])
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return Command(name, argument)
        return Said(text)

    def button(self, label: str) -> str:
        for button in reversed(self.buttons):
            if button.label.startswith(label):
                return button.data
        raise AssertionError(f"no button {label!r}")


def shown(reply: Reply) -> str:
    rows = ["  ".join(f"[{button.label}]" for button in row) for row in reply.buttons]
    sheet = [f"（文件：{reply.sheet.name}）"] if reply.sheet else []
    sheet += [f"（文件：{piece.name}）" for piece in reply.papers]
    return "\n".join([rendered(reply), *sheet, *rows])


def replayed(text: str, mind: Assistant, talk: Rongcuo | None = None) -> str:
    """A file's text with all answers as they are now; its first lines, which say what it is about, kept."""
    lines = text.splitlines()
    about = [line for line in lines if line.startswith("# ")]
    reader = Reader(mind, private=GROUP not in about)
    reader.talk = talk or reader.talk
    played = [
        f"{line}\n{reader.plays(line)}" for line in lines if line.startswith((USER, PRESS, OLD, *PEOPLE))
    ]
    reader.close()
    return "\n".join([*about, *played]) + "\n"


def replies(text: str, mind: Assistant) -> list[Reply]:
    """All that is answered in a conversation."""
    found: list[Reply] = []
    talk = Rongcuo(mind, Workdays())

    class Listening(Rongcuo):
        def step(self, *given: Any, **more: Any) -> Turn:
            turn = talk.step(*given, **more)
            found.extend(turn.replies)
            return turn

    replayed(text, mind, Listening(mind, Workdays()))
    return found


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_a_conversation_reads_as_written(file: Path, assistant: Assistant) -> None:
    text = file.read_text("utf-8")
    assert replayed(text, assistant) == text


def test_every_policy_has_its_conversations(assistant: Assistant) -> None:
    text = "\n".join(file.read_text("utf-8") for file in FOLDER.glob("*.txt"))
    assert all(policy.doc_no in text for policy in assistant.library.policies.values())


def test_every_message_holds_the_words_that_weigh_and_none_that_judges_or_promises(
    assistant: Assistant,
) -> None:
    seen: set[str] = set()
    for file in FOLDER.glob("*.txt"):
        for reply in replies(file.read_text("utf-8"), assistant):
            assert wrong(reply) == [], (file.name, reply.text)
            seen.update(kinds(reply))
    assert seen == {kind.name for kind in REQUIRED}


if __name__ == "__main__":
    mind = ready(Settings())
    for file in sorted(FOLDER.glob("*.txt")):
        file.write_text(replayed(file.read_text("utf-8"), mind), "utf-8")
