"""The command `rongcuo`. Imports what a command needs only when it runs, so that a question starts quickly."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.settings import Settings, SettingsError, load_settings
from knowledge.corpus import CorpusError

if TYPE_CHECKING:
    from bot.store import Store
    from knowledge.answer import Answer, Assistant

WRONG = 2
"""Exit code for anything that the caller can mend."""


class UsageError(Exception):
    """A sentence for the caller: what is wrong and what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
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


def parser() -> argparse.ArgumentParser:
    """All commands; the README lists them, and a test compares."""
    top = argparse.ArgumentParser(
        prog="rongcuo", description="容错助手：按本地容错纠错文件逐条回答，原文引用，不编不猜。"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="命令")
    _add(commands, "run", run, "开始对话：设置了 RONGCUO_TELEGRAM_TOKEN 就上 Telegram，否则在终端")
    _add(commands, "chat", chat, "在终端里对话；从管道输入时一行一答")
    asking = _add(commands, "ask", ask, "问一个问题，或用 --batch 批量回答")
    asking.add_argument("question", nargs="?", help="问题")
    asking.add_argument("--region", help="地区代号，例如 weihai")
    asking.add_argument("--json", action="store_true", help="输出 JSON")
    asking.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='每行一个 {"id","region","question"}'
    )
    reading = commands.add_parser("policy", help="看文件：list、show、check").add_subparsers(
        dest="action", required=True, metavar="动作"
    )
    _json(_add(reading, "list", policy_list, "列出所有文件"))
    showing = _json(_add(reading, "show", policy_show, "显示一份文件，或其中一条"))
    showing.add_argument("region", help="地区代号")
    showing.add_argument("provision", nargs="?", help="条款编号，例如 weihai.3.13 或 3.13")
    checking = _json(_add(reading, "check", policy_check, "看看一份新文件会被怎样分条，哪里拿不准"))
    checking.add_argument("file", type=Path, help="文件的纯文本，UTF-8")
    _json(_add(commands, "questions", questions, "列出“没答到点子上”的问题，用来补全知识"))
    return top


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
        return _batch(mind, wanted.batch)
    region = _region(mind, wanted.region or settings.region)
    answer = mind.answer(wanted.question, region)
    print(json.dumps(_row("", region, answer), ensure_ascii=False, indent=1) if wanted.json else answer.text)
    return 0


def _batch(mind: Assistant, file: Path) -> int:
    for number, entry in _entries(file):
        region = entry.get("region")
        if region is not None and region not in mind.library.policies:
            raise UsageError(
                f"{file} 第 {number} 行：没有 {region!r} 这个地区，现有 {'、'.join(mind.library.policies)}。"
            )
        row = _row(entry["id"], region, mind.answer(entry["question"], region))
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _entries(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) for every line that is not blank; `UsageError` names the line that is wrong."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"读不了 {file}：{getattr(error, 'strerror', '') or '不是 UTF-8 文本'}。") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                entry = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{file} 第 {number} 行不是 JSON：{error}。") from error
            if not isinstance(entry, dict) or not isinstance(entry.get("question"), str) or "id" not in entry:
                raise UsageError(f'{file} 第 {number} 行要有 "id" 和 "question"，"question" 是文字。')
            yield number, entry


def _row(id_: object, region: str | None, answer: Answer) -> dict[str, Any]:
    provisions = [{"id": hit.provision.id, "citation": citation, "score": round(hit.score, 4),
                   "text": hit.provision.text} for hit, citation in answer.cited]  # fmt: skip
    finding = answer.finding
    return {"id": id_, "region": finding.region or region, "verdict": finding.verdict,
            "confidence": round(finding.confidence, 4), "provisions": provisions, "answer": answer.text}  # fmt: skip


def _mind(settings: Settings) -> Assistant:
    from bot.engine import assistant

    mind = assistant(settings)
    for problem in mind.library.problems:
        print(f"没有采用：{problem}", file=sys.stderr)
    return mind


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
    from bot import policies
    from knowledge import corpus

    print(policies.listed(corpus.load(settings.policies), wanted.json))
    return 0


def policy_show(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot import policies
    from knowledge import corpus

    try:
        print(policies.shown(corpus.load(settings.policies), wanted.region, wanted.provision, wanted.json))
    except policies.UnknownName as error:
        raise UsageError(str(error)) from error
    return 0


def policy_check(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot import policies

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
    from bot.telegram import run as serve
    from dialogs.router import Rongcuo

    return serve(settings, Rongcuo(_mind(settings)))


def chat(wanted: argparse.Namespace, settings: Settings) -> int:
    from bot import terminal
    from bot.app import App
    from dialogs.core import Command
    from dialogs.router import Rongcuo

    del wanted
    mind, store = _mind(settings), _store(settings)
    app, key = App(store, Rongcuo(mind)), terminal.CHAT
    if not sys.stdin.isatty():  # a script starts afresh every time
        key = f"{terminal.CHAT}:pipe"
        store.forget(key)
    if settings.region and key not in store.load((), (key,)).chats:
        app.handle(key, Command("region", str(_region(mind, settings.region))))
    try:
        return terminal.chat(lambda event: app.handle(key, event))
    finally:
        store.close()


def questions(wanted: argparse.Namespace, settings: Settings) -> int:
    store = _store(settings)
    rows = store.questions()
    store.close()
    if wanted.json:
        print(json.dumps([_question(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        print("\n".join(f"{q['at']}  {q['region'] or '未选地区'}  {'、'.join(q['provisions']) or '没有条款'}  "
                        f"{q['question'] or '（本人没有同意留下文字）'}" for q in map(_question, rows))
              or "还没有人说“没答到点子上”。")  # fmt: skip
    return 0


def _question(row: Any) -> dict[str, Any]:
    return {"at": row.at.isoformat(timespec="seconds"), "region": row.region, "provisions": list(row.provisions),
            "question": row.question}  # fmt: skip


def _store(settings: Settings) -> Store:
    from bot.store import Store, StoreError

    try:
        return Store(settings.database)
    except StoreError as error:
        raise UsageError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
