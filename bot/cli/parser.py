"""The words of the command line: every command with its options, and the room where it is done."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, NoReturn

from bot.cli.misuse import told
from bot.cli.usage import WRONG


class Parser(argparse.ArgumentParser):
    """argparse with the few words of its own in Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """One sentence and the usage, exit code 2."""
        self.exit(WRONG, f"命令没写对（{told(message)}）。\n{self.format_usage()}")


def parser() -> argparse.ArgumentParser:
    """All commands; the README lists them, and a test compares."""
    top = Parser(prog="rongcuo", description="容错助手：按本地容错纠错文件逐条回答，原文引用，不编不猜。")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    _add(
        commands,
        "run",
        "talking:run",
        "开始对话：打开内网网页；设置了 RONGCUO_TELEGRAM_TOKEN 就上 Telegram，否则同时在终端里",
    )
    _add(commands, "chat", "talking:chat", "在终端里对话；从管道输入时一行一答")
    _asking(commands)
    _assessing(commands)
    _policies(commands)
    _applications(commands)
    _staff(commands)
    _looking_after(commands)
    return top


def _looking_after(commands: Any) -> None:
    """For whoever keeps the bot running: what was done, what works, what was not answered."""
    words = "核对申请、工作人员和办理记录有没有被改过或删过；有就逐条指出，退出码 1；没有就给出核对码"
    checking = _json(_add(commands, "audit", "auditing:audit", words))
    checking.add_argument("--against", metavar="HEAD", help="和以前抄在别处的核对码比对")
    words = "逐项检查设置、数据库、材料、代理、Telegram、LibreOffice、字体行不行；有不行的退出码 1"
    _add(commands, "doctor", "doctor:doctor", words)
    _json(_add(commands, "questions", "auditing:questions", "列出“没答到点子上”的问题，用来补全知识"))


def _asking(commands: Any) -> None:
    asking = _json(_placed(_add(commands, "ask", "asking:ask", "问一个问题，或用 --batch 批量回答")))
    asking.add_argument("question", nargs="?", metavar="问题", help="要问的话")
    asking.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='每行一个 {"id","region","question"}'
    )
    words = "为什么这样回答：认出的词、概念、事实，各条的得分，排除了什么"
    explaining = _placed(_json(_add(commands, "explain", "asking:explain", words)))
    explaining.add_argument("question", metavar="问题", help="要问的话")


def _assessing(commands: Any) -> None:
    assessing = _add(
        commands,
        "assess",
        "assessing:assess",
        "按事实对照一份文件的规则，看还可能是什么结果；没有提到的情形算没有主张，没有提到的其他事实算不知道",
    )
    _placed(assessing)
    assessing.add_argument(
        "--facts", type=Path, metavar="FILE.json", help='事实，例如 {"in_scope": true, "donge.7.6": true}'
    )
    assessing.add_argument("--json", action="store_true", help="输出 JSON")
    assessing.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='每行一个 {"id","region","facts":{…}}'
    )


def _policies(commands: Any) -> None:
    words = "看文件：list、show、rules、procedure、check、try"
    reading = _several(commands, "policy", words, "看文件。")
    _json(_add(reading, "list", "policies:list_all", "列出所有文件"))
    showing = _json(_add(reading, "show", "policies:show", "显示一份文件，或其中一条"))
    showing.add_argument("region", metavar="REGION", help="地区，写代号或名字")
    showing.add_argument(
        "provision", nargs="?", metavar="PROVISION", help="条款编号，例如 weihai.3.13 或 3.13"
    )
    words = "一份文件（或全部）的规则：判断表、要件、期限，Markdown"
    ruling = _add(reading, "rules", "policies:rules", words)
    ruling.add_argument("region", nargs="?", metavar="REGION", help="地区，写代号或名字；不写就是全部")
    ruling.add_argument("--coverage", action="store_true", help="改为列出每一条里没有写进规则的原文")
    words = "一份文件怎么办一件申请：每一步的依据和期限、谁在什么时候能办、结论以后要办什么，Markdown"
    handling = _add(reading, "procedure", "procedures:procedure", words)
    handling.add_argument("region", metavar="REGION", help="地区，写代号或名字")
    _own_policies(reading)


def _own_policies(reading: Any) -> None:
    """For whoever writes a policy of their own."""
    words = "看看一份新文件怎样分条，哪里拿不准；给文件夹就核对里面的全部"
    checking = _json(_add(reading, "check", "policies:check", words))
    checking.add_argument("file", type=Path, metavar="FILE", help="文件的纯文本，UTF-8；或者一个地区的文件夹")
    trying = _add(reading, "try", "trying:run", "用自己写的一份文件试答几句，不用改设置")
    trying.add_argument("folder", type=Path, metavar="FOLDER", help="这份文件的文件夹，里面有 policy.txt")
    trying.add_argument("questions", nargs="+", metavar="QUESTION", help="要试的话，几句都行")


def _applications(commands: Any) -> None:
    words = "看申请：list、show、export"
    reading = _several(commands, "applications", words, f"{words}。")
    listing = _json(_choosing(_add(reading, "list", "applications:list_all", "列出申请，新的在前")))
    listing.add_argument("--limit", default="50", metavar="N", help="最多列几份，默认 50")
    words = "显示一份申请的全部内容；看过会记进它的办理记录"
    showing = _json(_add(reading, "show", "applications:show", words))
    showing.add_argument("number", metavar="编号", help="例如 482-739-061，不写横线也行")
    showing.add_argument("--docx", type=Path, metavar="FILE.docx", help="另存申请表")
    showing.add_argument("--files", type=Path, metavar="FOLDER", help="把材料复制到一个文件夹")
    words = "把申请导出成一张表，一份一行；导出会记进办理记录"
    exporting = _choosing(_add(reading, "export", "applications:export", words))
    exporting.add_argument("file", type=Path, metavar="FILE", help="FILE.xlsx 或 FILE.json")
    exporting.add_argument("--force", action="store_true", help="已有这个文件就换掉")


def _choosing(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--region", metavar="R", help="只要一个地区的，写代号或名字")
    command.add_argument("--state", metavar="S", help="只要一个状态的，例如 已递交、已受理、已归档")
    command.add_argument("--search", metavar="WORDS", help="编号或摘要里都有这几个词的，词之间空一格")
    return command


def _staff(commands: Any) -> None:
    words = "管工作人员：add、list、remove"
    managing = _several(commands, "staff", words, f"{words}。")
    adding = _add(managing, "add", "staff:add", "加一位工作人员，给出只能用一次的邀请码")
    adding.add_argument("name", metavar="姓名", help="会显示给同事")
    adding.add_argument(
        "--role", metavar="ROLE", help="职责：viewer 查看、clerk 经办、leader 负责人、admin 管理"
    )
    adding.add_argument("--region", metavar="R", help="只管一个地区，写代号或名字；不写就是全部")
    _json(_add(managing, "list", "staff:list_all", "列出工作人员"))
    removing = _add(managing, "remove", "staff:remove", "让一位工作人员从现在起不能再查看和办理")
    removing.add_argument("id", metavar="编号", help="见 staff list")


def _add(commands: Any, name: str, run: str, words: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    return command


def _several(commands: Any, name: str, words: str, description: str) -> Any:
    """A command that has commands of its own."""
    command = commands.add_parser(name, help=words, description=description)
    return command.add_subparsers(dest="action", required=True, metavar="动作")


def _placed(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--region", metavar="R", help="地区代号或名字，例如 weihai、威海市")
    return command


def _json(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--json", action="store_true", help="输出 JSON")
    return command
