"""`rongcuo applications`: list, show, export."""

from __future__ import annotations

import argparse
import shutil
import sys

from bot.cli import exporting, listing, opening, papers
from bot.cli.surroundings import Surroundings
from bot.cli.usage import UsageError
from bot.workdays import day
from dialogs.acts import Case
from knowledge.library.corpus import Library


def list_all(wanted: argparse.Namespace, around: Surroundings) -> int:
    limit = int(wanted.limit) if wanted.limit.isdecimal() and len(wanted.limit) < 10 else 0
    if not limit:
        raise UsageError(f"--limit 要写正整数，例如 100，不能是“{wanted.limit}”。")
    with around.registry() as (store, library):
        choice = listing.chosen(library, wanted.region, wanted.state, wanted.search)
        today = day(store.given.now())
        if wanted.json:
            print(listing.listed_json(store.docket, choice, limit, today))
        else:
            width = shutil.get_terminal_size((120, 24)).columns
            print(listing.listed(store.docket, library, choice, limit, width, today))
    return 0


def show(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, library):
        if wanted.docx:
            papers.writable(wanted.docx, (".docx",))
        found = opening.opened(store, wanted.number, "papers" if wanted.docx or wanted.files else "open")
        live = sys.stdout.isatty()
        print(opening.shown_json(found) if wanted.json else opening.shown(library, found, live))
        told, whole = _written(wanted, library, found.case, around)
    for line in told:  # what is printed with --json stays one JSON object
        print(line, file=sys.stderr if wanted.json else sys.stdout)
    return 0 if whole else 1


def _written(
    wanted: argparse.Namespace, library: Library, case: Case, around: Surroundings
) -> tuple[list[str], bool]:
    """What is put into files as well: (a line on each, whether all of them are there and as they came)."""
    told, whole = [], True
    if wanted.docx:
        told.append(papers.print_form(library, case, wanted.docx))
    if wanted.files:
        lines, whole = papers.copy_files(around.keep(), case, wanted.files)
        told += lines
    return told, whole


def export(wanted: argparse.Namespace, around: Surroundings) -> int:
    with around.registry() as (store, library):
        choice = listing.chosen(library, wanted.region, wanted.state, wanted.search)
        count, head = exporting.export(store, library, around.calendar(), choice, wanted.file, wanted.force)
    print(f"已导出 {count} 份申请到 {wanted.file}。里面有个人信息，请妥善保管。\n办理记录的核对码：{head}")
    return 0
