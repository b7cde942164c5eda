"""The README tells the truth: every command, every setting, and a conversation that goes just as printed.

`python -m tests.bot.test_readme` writes the tables and the conversation anew.
"""

from __future__ import annotations

import argparse
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.casework.rules import BY_PROCEDURE, ROLES, RULES, OnCase
from bot.channels import terminal
from bot.cli.parser import parser
from bot.mind.learnt import assistant as ready
from bot.settings import PREFIX, Settings
from bot.workdays import Workdays
from dialogs import acts
from dialogs.core import State
from dialogs.router import COMMANDS, Rongcuo
from dialogs.shared.states import NAMES
from knowledge.answer import Assistant

README = Path(__file__).parents[2] / "README.md"
SAID = (
    "威海",
    "老人在外地儿子家没的，我们走访比对都没查出来，四个月后才知道，当天停发，钱在追，会追我责吗",
    "那要几天告诉我",
    "收了人家两条烟还能容吗",
)


def commands(parser: argparse.ArgumentParser, path: str = "rongcuo") -> Iterator[str]:
    """Every command with its options, as it is typed."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in inner:
        for name, command in action.choices.items():
            yield from commands(command, f"{path} {name}")
    if not inner:
        yield path
        yield from (f"{path} {option}" for action in parser._actions for option in action.option_strings
                    if option.startswith("--") and option != "--help")  # fmt: skip


def settings_table() -> str:
    rows = [
        f"| `{PREFIX}{name.upper()}` | {field.description} |" for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| 变量 | 做什么 |", "|---|---|", *rows])


ACTS: dict[type[OnCase], str] = {
    acts.See: "看全部内容", acts.Supplement: "补充材料", acts.Withdraw: "撤回", acts.Recode: "换查询码", acts.Open: "打开",
    acts.Papers: "下载申请表和材料", acts.ChoosePaper: "选文书", acts.MakePaper: "做文书", acts.Prepare: "准备请申请人补充", acts.Request: "请申请人补充",
    acts.Enter: "准备办一步", acts.Jot: "存填到一半的", acts.Enact: "登记一步、拟好交负责人、同意、退回、不办",
}  # fmt: skip


def chat_table() -> str:
    """Every command of the chat, as its dialog declares it."""
    rows = []
    for dialog, slash in COMMANDS:
        where = "工作人员，私聊" if slash.staff else "私聊" if dialog and dialog.in_group else "哪里都行"
        rows.append(f"| `/{slash.name}` | {slash.words} | {where} |")
    return "\n".join(["| 对话命令 | 做什么 | 在哪里 |", "|---|---|---|", *rows])


def permissions_table() -> str:
    """Who may do what in which state, as the one table says that decides."""
    rows = []
    for act, rule in RULES.items():
        who = "、".join(words for role, words in ROLES.items() if role in rule.roles) or "申请人本人"
        states = "；".join(NAMES[one] for one in rule.before)
        states = "由文件的办理步骤定" if act in BY_PROCEDURE else states
        rows.append(f"| {ACTS[act]} | {who} | {states} |")
    return "\n".join(["| 做什么 | 谁 | 申请在什么状态 |", "|---|---|---|", *rows])


def conversation(mind: Assistant) -> str:
    """What `rongcuo chat` prints for these lines, each line in front of its answer."""
    talk, state, told = Rongcuo(mind, Workdays()), State(), []
    for line in SAID:
        out = io.StringIO()

        def handle(event: object) -> object:
            nonlocal state
            turn = talk.step(state, event)  # type: ignore[arg-type]
            state = turn.state
            return turn.replies

        terminal.chat(handle, io.StringIO(line + "\n"), out)  # type: ignore[arg-type]
        told.append(f"> {line}\n\n{out.getvalue().strip()}\n")
    return "```\n" + "\n".join(told) + "```"


def between(text: str, mark: str) -> str:
    found = re.search(rf"<!-- {mark} -->\n(.*?)\n?<!-- /{mark} -->", text, re.S)
    assert found, mark
    return found.group(1)


@pytest.mark.parametrize("command", sorted(commands(parser())))
def test_every_command_and_option_is_documented(command: str) -> None:
    words = command.split(" --")
    lines = [line for line in README.read_text("utf-8").splitlines() if f"`{words[0]}" in line]
    assert lines, f"{words[0]} is not in the README"
    assert len(words) == 1 or any(f"--{words[1]}" in line for line in lines)


def test_every_setting_is_documented_in_its_own_words() -> None:
    assert between(README.read_text("utf-8"), "settings") == settings_table()


def test_every_command_of_the_chat_is_documented_as_its_dialog_declares_it() -> None:
    assert between(README.read_text("utf-8"), "chat") == chat_table()


def test_who_may_do_what_is_documented_as_it_is_decided() -> None:
    assert between(README.read_text("utf-8"), "permissions") == permissions_table()


def test_the_conversation_goes_as_printed(assistant: Assistant) -> None:
    assert between(README.read_text("utf-8"), "conversation") == conversation(assistant)


def test_every_file_that_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text("utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []


if __name__ == "__main__":
    body = README.read_text("utf-8")
    tables = {"settings": settings_table(), "chat": chat_table(), "permissions": permissions_table()}
    for mark, content in {**tables, "conversation": conversation(ready(Settings()))}.items():
        body = body.replace(f"<!-- {mark} -->\n{between(body, mark)}", f"<!-- {mark} -->\n{content}", 1)
    README.write_text(re.sub(r"(?<!\n)<!-- /", "\n<!-- /", body), "utf-8")
