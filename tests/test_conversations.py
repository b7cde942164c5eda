"""Conversations as users read them: every file under conversations/ is replayed, button by button.

`用户> ` is typed (a leading slash makes it a command, （图片） sends one), `按> ` presses the newest button whose label
begins so, `按旧> ` presses one that carries these data; `助手> ` begins each message of the bot's, `记录> ` is what is
written down. `# 群聊` plays in a group. After a change of wording: `python -m tests.test_conversations` writes all of
them anew; read them aloud before committing.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.engine import assistant as ready
from bot.settings import Settings
from bot.terminal import rendered
from bot.workdays import Workdays
from dialogs.core import Button, Command, Event, Pressed, Reply, Said, Sent, State
from dialogs.router import Rongcuo
from knowledge.answer import Assistant

FOLDER = Path(__file__).parent / "conversations"
USER, PRESS, OLD, BOT, RECORD = "用户> ", "按> ", "按旧> ", "助手> ", "记录> "
SENT = {"（图片）": "photo", "（语音）": "voice", "（文件）": "document"}
GROUP = "# 群聊"
TODAY = date(2026, 11, 20)


class Reader:
    """Plays one side of a conversation and writes down the other; the state goes through JSON at every step."""

    def __init__(self, mind: Assistant, private: bool = True) -> None:
        self.talk, self.state, self.private = Rongcuo(mind, Workdays()), State(), private
        self.buttons: list[Button] = []

    def plays(self, line: str) -> str:
        turn = self.talk.step(self.state, self.event(line), private=self.private, today=TODAY)
        self.state = State.from_json(turn.state.to_json())
        assert self.state == turn.state
        self.buttons += [button for reply in turn.replies for row in reply.buttons for button in row]
        told = [BOT + shown(reply) for reply in turn.replies] + [f"{RECORD}{one}" for one in turn.effects]
        return "\n".join(told)

    def event(self, line: str) -> Event:
        if line.startswith(PRESS):
            return Pressed(self.button(line.removeprefix(PRESS)))
        if line.startswith(OLD):
            return Pressed(line.removeprefix(OLD))
        text = line.removeprefix(USER)
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
    return "\n".join([rendered(reply), *sheet, *rows])


def replayed(text: str, mind: Assistant) -> str:
    """A file's text with all answers as they are now; its first lines, which say what it is about, kept."""
    lines = text.splitlines()
    about = [line for line in lines if line.startswith("# ")]
    reader = Reader(mind, private=GROUP not in about)
    played = [f"{line}\n{reader.plays(line)}" for line in lines if line.startswith((USER, PRESS, OLD))]
    return "\n".join([*about, *played]) + "\n"


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_a_conversation_reads_as_written(file: Path, assistant: Assistant) -> None:
    text = file.read_text("utf-8")
    assert replayed(text, assistant) == text


def test_every_policy_has_its_conversations(assistant: Assistant) -> None:
    text = "\n".join(file.read_text("utf-8") for file in FOLDER.glob("*.txt"))
    assert all(policy.doc_no in text for policy in assistant.library.policies.values())


def test_no_conversation_judges_a_person_or_promises_anything() -> None:
    for file in FOLDER.glob("*.txt"):
        text = file.read_text("utf-8")
        assert not [word for word in ("不合格", "保证", "一定能", "肯定能", "放心") if word in text], (
            file.name
        )


if __name__ == "__main__":
    mind = ready(Settings())
    for file in sorted(FOLDER.glob("*.txt")):
        file.write_text(replayed(file.read_text("utf-8"), mind), "utf-8")
