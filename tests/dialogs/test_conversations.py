"""Conversations as users read them: every file under conversations/ is replayed through the whole product, button by button.

`用户> ` is typed (a leading slash makes it a command, （图片） sends one), `按> ` presses the newest button whose label
begins so, `按旧> ` presses one that carries these data; `助手> ` begins each message of the bot's, `记录> ` is what is
written down. `员> ` and `员按> ` are a member of the staff in a chat of their own, `长> ` and `长按> ` a leader, `别处> ` and `别处按> ` the same
person on another surface, `通知> ` a message that nobody there asked for; 〔邀请码〕 and 〔负责人邀请码〕 stand for their invitations,
〔码〕 for the last code that was shown. `# 群聊` plays in a group. After a change of wording: `python -m tests.dialogs.test_conversations` writes all of
them anew; read them aloud before committing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.screen import rendered
from bot.mind.learnt import assistant as ready
from bot.settings import Settings
from bot.workdays import Workdays
from dialogs.core import Button, Command, Event, File, Pressed, Reply, Said, Sent
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from tests.harness.desk import Desk
from tests.harness.weighty import REQUIRED, kinds, wrong

FOLDER = Path(__file__).parents[1] / "conversations"
USER, PRESS, OLD, BOT, RECORD, NOTICE = "用户> ", "按> ", "按旧> ", "助手> ", "记录> ", "通知> "
PEOPLE = {"员> ": USER, "员按> ": PRESS, "长> ": USER, "长按> ": PRESS, "别处> ": USER, "别处按> ": PRESS}
CHATS = {"员": "telegram:2", "别": "telegram:3", "长": "telegram:4"}
SENT = {"（图片）": "photo", "（语音）": "voice", "（文件）": "document"}
FILE = re.compile(r"（文件：(.+?)(?:，(\d+) MB)?）(.*)")
CODE = re.compile(r"[A-Z0-9]{4}(?:-[A-Z0-9]{4}){2}")
GROUP = "# 群聊"


class Reader:
    """Plays one side of a conversation and writes down the other."""

    def __init__(self, mind: Assistant, private: bool = True) -> None:
        self.talk = Rongcuo(mind, Workdays())
        self.desk, self.private, self.chat = Desk(self.talk), private, "telegram:1"
        self.pressable: dict[str, list[Button]] = {}
        self.heard: list[Reply] = []
        self.code = ""

    def close(self) -> None:
        self.desk.close()

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
        if "〔负责人邀请码〕" in line:
            line = line.replace("〔负责人邀请码〕", self.desk.invites("王五", "leader"))
        return line.replace("〔码〕", self.code)

    def _played(self, event: Event) -> Iterator[str]:
        for reply in self.desk.hears(self.chat, event, self.private):
            self.heard.append(reply)
            self.buttons.extend(button for row in reply.buttons for button in row)
            if reply.parts:
                self.code = (CODE.findall(reply.text) or [self.code])[-1]
                yield BOT + shown(reply)
        yield from (f"{RECORD}{one}" for one in self.desk.written())

    def _notices(self) -> Iterator[str]:
        for one in self.desk.notices():
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


def replayed(text: str, mind: Assistant) -> str:
    """A file's text with all answers as they are now; its first lines, which say what it is about, kept."""
    about = [line for line in text.splitlines() if line.startswith("# ")]
    _, played = read(text, mind)
    return "\n".join([*about, *played]) + "\n"


def read(text: str, mind: Assistant) -> tuple[list[Reply], list[str]]:
    """All that is answered in a conversation; and what its file holds."""
    reader = Reader(mind, private=GROUP not in text.splitlines())
    lines = [line for line in text.splitlines() if line.startswith((USER, PRESS, OLD, *PEOPLE))]
    played = [f"{line}\n{reader.plays(line)}" for line in lines]
    reader.close()
    return reader.heard, played


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
        heard, _ = read(file.read_text("utf-8"), assistant)
        for reply in heard:
            assert wrong(reply) == [], (file.name, reply.text)
            seen.update(kinds(reply))
    assert seen == {kind.name for kind in REQUIRED}


if __name__ == "__main__":
    mind = ready(Settings())
    for file in sorted(FOLDER.glob("*.txt")):
        file.write_text(replayed(file.read_text("utf-8"), mind), "utf-8")
