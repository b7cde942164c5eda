"""Reading the documents themselves: document → chapter → article → item, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.core import Button, Context, Dialog, Reply, Say, Slash, State, Turn, say
from dialogs.shared.paging import turning
from dialogs.shared.phrases import ABROAD, provision_label, region_rows, stale
from knowledge.answer import Assistant
from knowledge.answer.mentions import absent as missing
from knowledge.answer.mentions import provisions
from knowledge.answer.pointing import gone
from knowledge.hearing.language import fold
from knowledge.policy.provisions import Policy, Provision

NAME = "browse"
PAGE = 8
"""Buttons on one page."""
WHICH = "要看哪一份文件？"
LIST = "我这里有这些文件，点一下可以逐条看："
CHAPTERS = "《{title}》（{number}）\n请选一章："
ARTICLES = "《{title}》{chapter}\n请选一条："
ITEMS = "《{title}》{label}，共 {count} 项，请选一项："
BACK = "回到目录"


# ── commands ─────────────────────────────────────────────────────────────────────────────────────
def policies(state: State, mind: Assistant) -> Turn:
    """/policies"""
    library = mind.library
    lines = [f"· {library.short[region]}：《{policy.title}》（{policy.doc_no or '无文号'}），适用于{library.about[region].rstrip('。')}"
             for region, policy in library.policies.items()]  # fmt: skip
    return Turn(state, (say(LIST + "\n" + "\n".join(lines), buttons=region_rows(mind, "browse/policy")),))


def articles(state: State, argument: str, mind: Assistant) -> Turn:
    """/articles [place] [provision]"""
    if mind.library.has(argument.strip()):
        return Turn(state, (show(state, argument.strip(), mind),))
    found = mind.regions(argument) if argument.strip() else []
    region = found[0] if found else state.region
    if region is None:
        return Turn(state, (say(WHICH, buttons=region_rows(mind, "browse/policy")),))
    policy = mind.library.policies[region]
    words = fold(argument)
    named, absent = provisions(policy, words), missing(policy, words)
    shown = show(state, named[0], mind) if named else contents(policy)
    before = (Say(gone("”“".join(absent))),) if absent else ()
    return Turn(state, (replace(shown, parts=(*before, *shown.parts)),))


# ── lists ────────────────────────────────────────────────────────────────────────────────────────
def contents(policy: Policy, edit: bool = False) -> Reply:
    """The chapters; the articles at once where there are none."""
    if not policy.chapters:
        return page(policy, -1, 0, edit)
    rows = tuple(
        (Button(chapter, f"browse/page={policy.region}.{n}.0"),) for n, chapter in enumerate(policy.chapters)
    )
    return say(CHAPTERS.format(title=policy.title, number=policy.doc_no or "无文号"), buttons=rows, edit=edit)


def page(policy: Policy, chapter: int, number: int, edit: bool = True) -> Reply:
    """One page of a chapter's articles (-1: of all articles)."""
    name = policy.chapters[chapter] if chapter >= 0 else ""
    listed = _articles(policy, chapter)
    back = ((Button(BACK, f"browse/policy={policy.region}"),),) if policy.chapters else ()
    rows = _listed(policy, listed, number, f"browse/page={policy.region}.{chapter}")
    return say(ARTICLES.format(title=policy.title, chapter=name), buttons=(*rows, *back), edit=edit)


def items(policy: Policy, article: Provision, number: int) -> Reply:
    """One page of an article's items."""
    listed = policy.children(article.id)
    rows = _listed(policy, listed, number, f"browse/items={article.id}")
    words = ITEMS.format(title=policy.title, label=policy.place(article.id), count=len(listed))
    back = (Button(f"看{policy.place(article.id)}全文", f"browse/show={article.id}"),)
    return say(words, buttons=(*rows, back), edit=True)


def _listed(
    policy: Policy, listed: Sequence[Provision], number: int, action: str
) -> tuple[tuple[Button, ...], ...]:
    """A page of provisions and the way to its neighbours."""
    rows = [(Button(provision_label(policy, p.id), f"browse/show={p.id}"),)
            for p in listed[number * PAGE : (number + 1) * PAGE]]  # fmt: skip
    return (*rows, *turning(f"{action}.", number, PAGE, len(listed)))


def _articles(policy: Policy, chapter: int) -> list[Provision]:
    """Articles of a chapter; the annexes stand under the last one."""
    wanted = policy.chapters[chapter] if chapter >= 0 else None
    annexes = chapter in (-1, len(policy.chapters) - 1)
    return [a for a in policy.articles if (annexes if a.kind == "附件" else wanted in (None, a.chapter))]


# ── one provision ────────────────────────────────────────────────────────────────────────────────
def show(state: State, id_: str, mind: Assistant, edit: bool = False) -> Reply:
    """A provision with all under it, and the way to its article, its items and its neighbours."""
    policy = mind.library.policies[id_.partition(".")[0]]
    article, count = policy.article_of(id_), len(policy.children(id_))
    rows: list[tuple[Button, ...]] = []
    if article.id != id_:
        rows.append((Button(f"看{policy.place(article.id)}全文", f"browse/show={article.id}"),))
    if count > 1:
        rows.append((Button(f"逐项看（{count} 项）", f"browse/items={id_}.0"),))
    rows += [_neighbours(policy, article), (Button(BACK, f"browse/policy={policy.region}"),)]
    quote = mind.writer.quote(id_)
    return Reply((*_abroad(state, policy, mind), quote), tuple(row for row in rows if row), edit)


def _neighbours(policy: Policy, article: Provision) -> tuple[Button, ...]:
    around = policy.articles
    place = around.index(article)
    turns = [(place - 1, "上一条"), (place + 1, "下一条")]
    return tuple(Button(label, f"browse/show={around[n].id}") for n, label in turns if 0 <= n < len(around))


def _abroad(state: State, policy: Policy, mind: Assistant) -> list[Say]:
    if state.region in (None, policy.region):
        return []
    short = mind.library.short
    return [Say(ABROAD.format(there=short[policy.region], own=short[str(state.region)]))]


# ── buttons ──────────────────────────────────────────────────────────────────────────────────────
def pressed(state: State, key: str, value: str, ctx: Context) -> Turn:
    return Turn(state, (_pressed(state, key, value, ctx.mind) or stale(),))


def _pressed(state: State, key: str, value: str, mind: Assistant) -> Reply | None:
    """None for a button that leads nowhere (any more)."""
    has = mind.library.has(value)
    match key:
        case "policy" if value in mind.library.policies:
            return contents(mind.library.policies[value], edit=True)
        case "show" if has:
            return show(state, value, mind, edit=True)
        case "whole" if has:
            policy = mind.library.policies[value.partition(".")[0]]
            return show(state, policy.article_of(value).id, mind)
        case "page":
            return _page(value, mind)
        case "items":
            return _items(value, mind)
        case _:
            return None


def _page(value: str, mind: Assistant) -> Reply | None:
    """`region.chapter.page`"""
    region, _, rest = value.partition(".")
    chapter, number = _whole(rest.partition(".")[0]), _whole(rest.partition(".")[2])
    policy = mind.library.policies.get(region)
    if policy is None or chapter is None or number is None or number < 0:
        return None
    if chapter not in (range(len(policy.chapters)) if policy.chapters else (-1,)):
        return None
    return page(policy, chapter, number) if number * PAGE < len(_articles(policy, chapter)) else None


def _items(value: str, mind: Assistant) -> Reply | None:
    """`provision.page`"""
    id_, _, last = value.rpartition(".")
    number = _whole(last)
    if number is None or number < 0 or not mind.library.has(id_):
        return None
    policy = mind.library.policies[id_.partition(".")[0]]
    there = number * PAGE < len(policy.children(id_))
    return items(policy, policy.provision(id_), number) if there else None


def _whole(text: str) -> int | None:
    plain = text.removeprefix("-")
    return int(text) if plain.isascii() and plain.isdigit() and len(text) < 4 else None


DIALOG = Dialog(
    NAME,
    pressed,
    commands=(
        Slash("policies", "看有哪些文件", lambda state, _, ctx: policies(state, ctx.mind)),
        Slash("articles", "逐条看", lambda state, which, ctx: articles(state, which, ctx.mind)),
    ),
)
