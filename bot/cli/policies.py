"""The words and the JSON of `rongcuo policy list | show | check`."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rapidfuzz import process

from bot.clean import said
from bot.cli import coverage, places, printing, rulebook
from bot.cli.assessing import with_rules
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UnknownName, UsageError
from knowledge.library import corpus
from knowledge.library.corpus import Library
from knowledge.library.files import Problem
from knowledge.policy.provisions import Policy, Provision
from knowledge.segment import deadlines, segment

TYPES = {
    "situation": "容错情形",
    "exclusion": "不予容错",
    "condition": "条件",
    "criterion": "分析标准",
    "procedure": "程序",
    "deadline": "期限",
    "effect": "结果运用",
    "scope": "适用范围",
    "form": "表单",
    "definition": "定义",
    "principle": "原则",
    "purpose": "制定目的",
    "responsibility": "职责",
    "correction": "纠错",
    "effective": "施行",
    "interpretation": "解释",
    "other": "其他",
}


SURE = 0.7
"""What the type of a provision is sure from, 0 to 1."""


def list_all(wanted: argparse.Namespace, around: Surroundings) -> int:
    print(listed(around.library() if wanted.json else around.load(), wanted.json))
    return 0


def show(wanted: argparse.Namespace, around: Surroundings) -> int:
    print(shown(around.library(), wanted.region, wanted.provision, wanted.json))
    return 0


def rules(wanted: argparse.Namespace, around: Surroundings) -> int:
    library = around.library()
    regions = [with_rules(library, wanted.region)] if wanted.region else None
    print((coverage if wanted.coverage else rulebook).page(library, regions))
    return 0


def check(wanted: argparse.Namespace, around: Surroundings) -> int:
    """A policy's text, or a folder with all that belongs to it; 1 where something is wrong in the folder, or where the
    text has no provision."""
    del around
    if wanted.file.is_dir():
        problems = corpus.examined(wanted.file)
        print(examined(problems, wanted.json))
        return 1 if problems else 0
    policy = segment(_text(wanted.file), "policy")
    print(_checked(policy, str(wanted.file), wanted.json))
    return 0 if policy.provisions else 1


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"读不了 {file}（{said(error)}）。请检查文件名和权限。") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UsageError(f"{file} 第 {line} 行不是 UTF-8 文字，请另存为 UTF-8 文本再试。") from error


def listed(library: Library, as_json: bool) -> str:
    """All policies, and those of the operator's that were refused."""
    rows = [_row(library, policy) for policy in library.policies.values()]
    if as_json:
        return printing.as_json(rows)
    lines = [
        f"{row['region']:<14}{row['title']}（{row['doc_no'] or '没有文号'}） {row['provisions']} 条款"
        for row in rows
    ]
    return "\n".join([*lines, *(f"没有采用：{problem}" for problem in library.problems)])


def _row(library: Library, policy: Policy) -> dict[str, Any]:
    return {
        "region": policy.region,
        "title": policy.title,
        "doc_no": policy.doc_no,
        "short": library.short[policy.region],
        "about": library.about[policy.region],
        "provisions": sum(provision.kind != "附件" for provision in policy.provisions),
        "annexes": sum(provision.kind == "附件" for provision in policy.provisions),
    }


def shown(library: Library, region: str, provision: str | None, as_json: bool) -> str:
    """A policy, or one of its provisions with all under it; `UnknownName` where there is none."""
    policy = library.policies[places.region(library, region)]
    chosen = _chosen(policy, provision)
    if as_json:
        return printing.as_json(_object(policy, chosen))
    if provision:
        return f"{policy.citation(chosen[0].id)}\n{policy.full_text(chosen[0].id)}"
    number = f"（{policy.doc_no}）" if policy.doc_no else ""
    return "\n".join([f"《{policy.title}》{number}", *_printed(policy)])


def _chosen(policy: Policy, wanted: str | None) -> tuple[Provision, ...]:
    if wanted is None:
        return policy.provisions
    id_ = _id(policy, wanted)
    if policy.find(id_) is None:
        ids = [provision.id for provision in policy.provisions]
        near = "、".join(match[0] for match in process.extract(id_, ids, limit=3))
        raise UnknownName(f"{policy.region} 没有 {wanted} 这一条。相近的有：{near}。")
    return tuple(item for item in policy.provisions if item.id == id_ or item.id.startswith(id_ + "."))


def _id(policy: Policy, wanted: str) -> str:
    """donge.7.6, 7.6 or 第七条第（六）项 → donge.7.6"""
    label = "".join(wanted.split()).replace("(", "（").replace(")", "）")
    for item in policy.provisions:
        if item.label == label:
            return item.id
    return wanted if wanted.startswith(policy.region + ".") else f"{policy.region}.{wanted}"


def _object(policy: Policy, chosen: Iterable[Provision]) -> dict[str, Any]:
    rows = [{"id": item.id, "citation": policy.citation(item.id), "kind": item.kind, "type": item.type,
             "label": item.label, "text": item.text} for item in chosen]  # fmt: skip
    return {"region": policy.region, "title": policy.title, "doc_no": policy.doc_no, "provisions": rows}


def _printed(policy: Policy) -> list[str]:
    lines, chapter = [], ""
    for item in policy.provisions:
        if item.chapter != chapter and item.kind != "附件":
            chapter = item.chapter
            lines.append(f"\n{chapter}")
        lines.append(f"{item.id}\t{item.number or item.label} {item.text}")
    return lines


def checked(text: str, name: str, as_json: bool) -> str:
    """How any policy text would be read: `name` is shown as its source."""
    return _checked(segment(text, "policy"), name, as_json)


def _checked(policy: Policy, name: str, as_json: bool) -> str:
    report = _found(policy)
    return printing.as_json(report) if as_json else "\n".join([name, *_report(policy, report)])


def _found(policy: Policy) -> dict[str, Any]:
    articles = [item for item in policy.articles if item.kind in ("条", "节")]
    items = [item for item in policy.provisions if item.kind == "项" and _under_article(policy, item)]
    return {
        "title": policy.title,
        "doc_no": policy.doc_no,
        "chapters": len(policy.chapters),
        "articles": len(articles),
        "items": len(items),
        "provisions": [{"id": item.id, "kind": item.kind, "type": item.type, "sure": item.sure, "label": item.label,
                        "text": item.text} for item in policy.provisions],
        "deadlines": [{"id": id_, "phrase": phrase} for id_, phrase in deadlines(policy)],
        "warnings": [{"line": w.line, "text": w.text, "remedy": w.remedy} for w in policy.warnings],
    }  # fmt: skip


def examined(problems: Sequence[Problem], as_json: bool) -> str:
    """All that is wrong in a folder."""
    if as_json:
        rows = [
            {"file": str(p.file), "line": p.line, "message": p.message, "remedy": p.remedy} for p in problems
        ]
        return printing.as_json(rows)
    return "\n".join(map(str, problems)) or "这个文件夹没有发现错处。"


def _under_article(policy: Policy, item: Provision) -> bool:
    """Of the first level: directly under an article, or under one of its paragraphs."""
    parent = policy.provision(item.parent) if item.parent else None
    return parent is not None and parent.kind in ("条", "节", "款")


def _report(policy: Policy, found: dict[str, Any]) -> Iterator[str]:
    """Line by line what was found, then what is doubtful."""
    kinds = Counter(item.type for item in policy.provisions)
    due = [f"{policy.provision(id_).label} {phrase}" for id_, phrase in deadlines(policy)]
    yield f"标题：{policy.title or '没有找到'}"
    yield f"文号：{policy.doc_no or '没有找到'}"
    yield f"{found['chapters']} 章，{found['articles']} 条，{found['items']} 项"
    yield "类型：" + "，".join(f"{TYPES[kind]} {count}" for kind, count in kinds.most_common())
    yield f"期限：{'；'.join(due) or '没有写'}"
    yield from _doubts(policy)


def _doubts(policy: Policy) -> Iterator[str]:
    if unsure := [item for item in policy.provisions if item.sure < SURE]:
        yield "类型拿不准：" + "、".join(f"{item.label}（{TYPES[item.type]}？）" for item in unsure)
    for one in policy.warnings:
        place = f" 第 {one.line} 行" if one.line else ""
        yield f"注意{place}：{one.text}。{one.remedy}。"
    if not policy.warnings:
        yield "没有发现疑点。"
