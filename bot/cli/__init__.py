"""The command `rongcuo`. Imports what a command needs only when it runs, so that a question starts quickly."""

from __future__ import annotations

import argparse
import getpass
import io
import json
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from bot.settings import Settings, SettingsError, load_settings
from knowledge.library.corpus import CorpusError

if TYPE_CHECKING:
    from bot.store.mail import Store
    from bot.workdays import Workdays
    from knowledge.answer import Assistant
    from knowledge.library.corpus import Library

WRONG = 2
"""Exit code for anything that the caller can mend."""


class UsageError(Exception):
    """A sentence for the caller: what is wrong and what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # another encoding never ends a conversation
            stream.reconfigure(errors="replace")
    wanted = parser().parse_args(arguments)
    try:
        code: int = wanted.run(wanted, load_settings())
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except (SettingsError, CorpusError, UsageError) as error:
        print(error, file=sys.stderr)
        return WRONG
    return code


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
        self.exit(WRONG, f"命令没写对（{message}）。\n{self.format_usage()}")


def parser() -> argparse.ArgumentParser:
    """All commands; the README lists them, and a test compares."""
    top = Parser(prog="rongcuo", description="容错助手：按本地容错纠错文件逐条回答，原文引用，不编不猜。")
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    _add(commands, "run", run, "开始对话：设置了 RONGCUO_TELEGRAM_TOKEN 就上 Telegram，否则在终端")
    _add(commands, "chat", chat, "在终端里对话；从管道输入时一行一答")
    asking = _add(commands, "ask", ask, "问一个问题，或用 --batch 批量回答")
    asking.add_argument("question", nargs="?", help="问题")
    asking.add_argument("--region", help="地区代号或名字，例如 weihai、威海市")
    asking.add_argument("--json", action="store_true", help="输出 JSON")
    asking.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='每行一个 {"id","region","question"}'
    )
    explaining = _json(
        _add(commands, "explain", explain, "为什么这样回答：认出的词、概念、事实，各条的得分，排除了什么")
    )
    explaining.add_argument("question", help="问题")
    explaining.add_argument("--region", help="地区代号或名字，例如 weihai、威海市")
    assessing = _add(
        commands,
        "assess",
        assess,
        "按事实对照一份文件的规则，看还可能是什么结果；没有提到的情形算没有主张，没有提到的其他事实算不知道",
    )
    assessing.add_argument("--region", help="地区代号或名字，例如 weihai、威海市")
    assessing.add_argument(
        "--facts", type=Path, metavar="FILE.json", help='事实，例如 {"in_scope": true, "donge.7.6": true}'
    )
    assessing.add_argument("--json", action="store_true", help="输出 JSON")
    assessing.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='每行一个 {"id","region","facts":{…}}'
    )
    policy = commands.add_parser("policy", help="看文件：list、show、rules、check", description="看文件。")
    reading = policy.add_subparsers(dest="action", required=True, metavar="动作")
    _json(_add(reading, "list", policy_list, "列出所有文件"))
    showing = _json(_add(reading, "show", policy_show, "显示一份文件，或其中一条"))
    showing.add_argument("region", help="地区代号")
    showing.add_argument("provision", nargs="?", help="条款编号，例如 weihai.3.13 或 3.13")
    ruling = _add(reading, "rules", policy_rules, "一份文件（或全部）的规则：判断表、要件、期限，Markdown")
    ruling.add_argument("region", nargs="?", help="地区代号；不写就是全部")
    checking = _json(_add(reading, "check", policy_check, "看看一份新文件会被怎样分条，哪里拿不准"))
    checking.add_argument("file", type=Path, help="文件的纯文本，UTF-8")
    _applications(commands)
    _staff(commands)
    _json(_add(commands, "audit", audit, "核对办理记录有没有被改过或删过；有就逐条指出，退出码 1"))
    _json(_add(commands, "questions", questions, "列出“没答到点子上”的问题，用来补全知识"))
    return top


def _applications(commands: Any) -> None:
    words = "看申请：list、show、export"
    reading = commands.add_parser("applications", help=words, description=f"{words}。").add_subparsers(
        dest="action", required=True, metavar="动作"
    )
    listing = _json(_choosing(_add(reading, "list", applications_list, "列出申请，新的在前")))
    listing.add_argument("--limit", default="50", metavar="N", help="最多列几份，默认 50")
    words = "显示一份申请的全部内容；看过会记进它的办理记录"
    showing = _json(_add(reading, "show", applications_show, words))
    showing.add_argument("number", metavar="编号", help="例如 482-739-061，不写横线也行")
    showing.add_argument("--docx", type=Path, metavar="FILE.docx", help="另存申请表")
    showing.add_argument("--files", type=Path, metavar="FOLDER", help="把材料复制到一个文件夹")
    words = "把申请导出成一张表，一份一行；导出会记进办理记录"
    exporting = _choosing(_add(reading, "export", applications_export, words))
    exporting.add_argument("file", type=Path, metavar="FILE", help="FILE.xlsx 或 FILE.json")
    exporting.add_argument("--force", action="store_true", help="已有这个文件就换掉")


def _choosing(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--region", metavar="R", help="只要一个地区的，写代号或名字")
    command.add_argument("--state", metavar="S", help="只要一个状态的：已递交、已要求补充、已撤回")
    command.add_argument("--search", metavar="WORDS", help="编号或摘要里都有这几个词的，词之间空一格")
    return command


def _staff(commands: Any) -> None:
    words = "管工作人员：add、list、remove"
    managing = commands.add_parser("staff", help=words, description=f"{words}。").add_subparsers(
        dest="action", required=True, metavar="动作"
    )
    adding = _add(managing, "add", staff_add, "加一位工作人员，给出只能用一次的邀请码")
    adding.add_argument("name", metavar="姓名", help="会显示给同事")
    adding.add_argument("--role", metavar="ROLE", help="职责：viewer 查看、clerk 经办、leader 负责人")
    adding.add_argument("--region", metavar="R", help="只管一个地区，写代号或名字；不写就是全部")
    _json(_add(managing, "list", staff_list, "列出工作人员"))
    removing = _add(managing, "remove", staff_remove, "让一位工作人员从现在起不能再查看和办理")
    removing.add_argument("id", metavar="编号", help="见 staff list")


def _add(commands: Any, name: str, run: Callable[..., int], words: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=words, description=words)
    command.set_defaults(run=run)
    return command


def _json(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--json", action="store_true", help="输出 JSON")
    return command


# ── asking ───────────────────────────────────────────────────────────────────────────────────────
def ask(wanted: argparse.Namespace, settings: Settings) -> int:
    if (wanted.batch is None) == (wanted.question is None):
        raise UsageError("请写一个问题，或用 --batch 给一个文件，两者选一。")
    mind = _mind(settings)
    if wanted.batch:
        return _batch(wanted.batch, mind)
    from bot.cli.asking import row

    region = _region(mind, wanted.region or settings.region)
    answer = mind.answer(wanted.question, region)
    shown = json.dumps(row("", answer, region), ensure_ascii=False, indent=1) if wanted.json else answer.text
    print(shown)
    return 0


def explain(wanted: argparse.Namespace, settings: Settings) -> int:
    mind = _mind(settings)
    why = mind.explain(wanted.question, _region(mind, wanted.region or settings.region))
    print(json.dumps(why.to_json(), ensure_ascii=False, indent=1) if wanted.json else why.text)
    return 0


def _batch(file: Path, mind: Assistant) -> int:
    from bot.cli.asking import BadLine, rows

    try:
        for line in rows(file, mind):
            sys.stdout.write(line + "\n")
    except BadLine as error:
        raise UsageError(str(error)) from error
    return 0


# ── assessing ────────────────────────────────────────────────────────────────────────────────────
def assess(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import assessing
    from bot.cli.asking import BadLine

    if (wanted.batch is None) == (wanted.facts is None):
        raise UsageError(
            "请用 --facts 给一个文件，或用 --batch 给一批，两者选一。对话里的自评：rongcuo chat，然后 /assess。"
        )
    library = _library(settings)
    try:
        if wanted.batch:
            for line in assessing.rows(wanted.batch, library):
                sys.stdout.write(line + "\n")
            return 0
        region = _ruled(library, wanted.region or settings.region)
        facts = assessing.read(wanted.facts, library, region)
    except BadLine as error:
        raise UsageError(str(error)) from error
    if wanted.json:
        print(json.dumps(assessing.row("", library, region, facts), ensure_ascii=False, indent=1))
    else:
        print(assessing.text(library, region, facts, _calendar(settings)))
    return 0


def _ruled(library: Library, wanted: str | None) -> str:
    """A region that has rules, by its key or one of its names."""
    from bot.cli.assessing import ruled

    if region := ruled(library, wanted or ""):
        return region
    known = "、".join(
        f"{name}（{library.short[name]}）" for name, rules in library.regimes.items() if rules.decision
    )
    raise UsageError(
        f"{'请用 --region 说明地区' if wanted is None else f'没有 {wanted} 这个地区的自评规则'}。现有：{known}。"
    )


def _mind(settings: Settings) -> Assistant:
    from bot.mind.learnt import assistant

    mind = assistant(settings, lambda words: print(words, file=sys.stderr))
    _complain(mind.library)
    return mind


def _library(settings: Settings) -> Library:
    from knowledge.library import corpus

    library = corpus.load(settings.policies)
    _complain(library)
    return library


def _complain(library: Library) -> None:
    for problem in library.problems:
        print(f"没有采用：{problem}", file=sys.stderr)


def _region(mind: Assistant, wanted: str | None) -> str | None:
    if wanted is None or wanted in mind.library.policies:
        return wanted
    found = mind.regions(wanted)
    if len(found) == 1:
        return found[0]
    known = "、".join(f"{region}（{short}）" for region, short in mind.library.short.items())
    raise UsageError(f"没有 {wanted} 这个地区。现有：{known}。")


# ── policies ─────────────────────────────────────────────────────────────────────────────────────
def policy_list(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import policies
    from knowledge.library import corpus

    print(policies.listed(corpus.load(settings.policies), wanted.json))
    return 0


def policy_show(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import policies
    from knowledge.library import corpus

    try:
        print(policies.shown(corpus.load(settings.policies), wanted.region, wanted.provision, wanted.json))
    except policies.UnknownName as error:
        raise UsageError(str(error)) from error
    return 0


def policy_rules(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import rulebook

    library = _library(settings)
    print(rulebook.page(library, [_ruled(library, wanted.region)] if wanted.region else None))
    return 0


def policy_check(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import policies

    del settings
    try:
        text = wanted.file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"读不了 {wanted.file}：{error.strerror}。") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{wanted.file} 第 {line} 行不是 UTF-8 文字，请另存为 UTF-8 文本再试。") from error
    print(policies.checked(text, str(wanted.file), wanted.json))
    return 0


# ── talking ──────────────────────────────────────────────────────────────────────────────────────
def run(wanted: argparse.Namespace, settings: Settings) -> int:
    if settings.telegram_token is None:
        return chat(wanted, settings)
    from bot.channels.telegram import run as serve
    from dialogs.router import Rongcuo

    return serve(settings, Rongcuo(_mind(settings), _calendar(settings)))


def chat(wanted: argparse.Namespace, settings: Settings) -> int:
    from datetime import UTC, datetime

    from bot.app import App
    from bot.casework.tidy import tidy
    from bot.channels import terminal
    from bot.files import Keep
    from dialogs.core import Command
    from dialogs.router import Rongcuo

    del wanted
    mind, store, keep = _mind(settings), _store(settings), Keep(settings.data / "files")
    app, key = App(store, Rongcuo(mind, _calendar(settings)), keep), terminal.chat_of(getpass.getuser())
    piped = not sys.stdin.isatty()
    if piped:  # a script starts afresh every time and leaves nothing behind
        key = f"{terminal.CHAT}:{secrets.token_hex(8)}"
    try:
        tidy(store, keep, datetime.now(UTC))
        if not piped:
            store.rename(
                terminal.CHAT, key
            )  # what it was called before each user had a conversation of their own
        if settings.region and (piped or key not in store.load((), (key,)).chats):
            app.handle(key, Command("region", str(_region(mind, settings.region))))
        return terminal.chat(lambda event: app.handle(key, event), keep=keep, news=lambda: store.notices(key))
    finally:
        if piped:
            store.forget(key)
        store.close()


def _calendar(settings: Settings) -> Workdays:
    from bot import workdays

    try:
        return workdays.read(settings.workdays) if settings.workdays else workdays.Workdays()
    except workdays.CalendarError as error:
        raise UsageError(str(error)) from error


def questions(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.store.mail import StoreError

    store = _store(settings)
    try:
        rows = store.questions()
    except StoreError as error:
        raise UsageError(str(error)) from error
    finally:
        store.close()
    if wanted.json:
        print(json.dumps([_question(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print("\n".join(f"{q['at']}  {q['region'] or '未选地区'}  {'、'.join(q['provisions']) or '没有条款'}  "
                        f"{q['question'] or '（本人没有同意留下文字）'}" for q in map(_question, rows))
              or "还没有人留下问题。")  # fmt: skip
    return 0


def _question(row: Any) -> dict[str, Any]:
    return {"at": row.at.isoformat(timespec="seconds"), "region": row.region, "provisions": list(row.provisions),
            "question": row.question}  # fmt: skip


# ── applications ─────────────────────────────────────────────────────────────────────────────────
def applications_list(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import registry

    limit = int(wanted.limit) if wanted.limit.isdecimal() and len(wanted.limit) < 10 else 0
    if not limit:
        raise UsageError(f"--limit 要写正整数，例如 100，不能是 {wanted.limit}。")
    with _registry(settings) as (store, library):
        choice = registry.chosen(library, wanted.region, wanted.state, wanted.search)
        if wanted.json:
            print(registry.listed_json(store.docket, choice, limit))
        else:
            width = shutil.get_terminal_size((120, 24)).columns
            print(registry.listed(store.docket, library, choice, limit, width))
    return 0


def applications_show(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import registry
    from bot.files import Keep

    with _registry(settings) as (store, library):
        if wanted.docx:
            registry.writable(wanted.docx, (".docx",))
        found = registry.opened(store, wanted.number, "papers" if wanted.docx or wanted.files else "open")
        live = sys.stdout.isatty()
        print(registry.shown_json(found) if wanted.json else registry.shown(library, found, live))
        told, whole = [], True
        if wanted.docx:
            told.append(registry.print_form(library, found.case, wanted.docx))
        if wanted.files:
            lines, whole = registry.copy_files(Keep(settings.data / "files"), found.case, wanted.files)
            told += lines
    for line in told:  # what is printed with --json stays one JSON object
        print(line, file=sys.stderr if wanted.json else sys.stdout)
    return 0 if whole else 1


def applications_export(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import exporting, registry

    with _registry(settings) as (store, library):
        choice = registry.chosen(library, wanted.region, wanted.state, wanted.search)
        count = exporting.export(store, library, choice, wanted.file, wanted.force)
    print(f"已导出 {count} 份申请到 {wanted.file}。里面有个人信息，请妥善保管。")
    return 0


@contextmanager
def _registry(settings: Settings) -> Iterator[tuple[Store, Library]]:
    """The store and the policies; what cannot be done with them is a sentence."""
    from bot.cli.registry import Unusable
    from bot.store.mail import StoreError

    library, store = _library(settings), _store(settings)
    try:
        yield store, library
    except (StoreError, Unusable) as error:
        raise UsageError(str(error)) from error
    finally:
        store.close()


# ── staff and audit ──────────────────────────────────────────────────────────────────────────────
def staff_add(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import registry

    with _registry(settings) as (store, library):
        print(registry.invite(store, library, wanted.name, wanted.role, wanted.region))
    return 0


def staff_list(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import registry

    with _registry(settings) as (store, library):
        print(registry.staff_json(store.docket) if wanted.json else registry.staff(store.docket, library))
    return 0


def staff_remove(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import registry

    with _registry(settings) as (store, _library):
        print(registry.dismiss(store, wanted.id))
    return 0


def audit(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot.cli import registry

    with _registry(settings) as (store, _library):
        told, whole = (registry.audited_json if wanted.json else registry.audited)(store.docket)
    print(told)
    return 0 if whole else 1


def _store(settings: Settings) -> Store:
    from bot.store.mail import Store, StoreError

    try:
        return Store(settings.database)
    except StoreError as error:
        raise UsageError(str(error)) from error
