"""Reading the documents themselves: /policies, /articles, chapter → article → item, with paging."""

from __future__ import annotations

from dialogs.core import Button, Reply, Say, State, Turn, say
from dialogs.phrases import provision_label, region_rows, stale
from knowledge.answer import Assistant, Quote
from knowledge.provisions import Policy, Provision

NAME = "browse"
PAGE = 8
"""Articles on one page of buttons."""
WHICH = "要看哪一份文件？"
LIST = "库里有这些文件，点一下可以逐条看："
CHAPTERS = "《{title}》（{number}）\n请选一章："
ARTICLES = "《{title}》{chapter}\n请选一条："
REFERENCE_MARK = "这是{there}的文件，对您所在的{own}仅供参考。"


def policies(state: State, mind: Assistant) -> Turn:
    """/policies"""
    lines = [f"· {mind.library.short[r]}：《{p.title}》（{p.doc_no or '无文号'}），{mind.library.about[r].rstrip('。')}"
             for r, p in mind.library.policies.items()]  # fmt: skip
    rows = tuple(
        (Button(mind.library.short[region], f"browse/policy={region}"),) for region in mind.library.policies
    )
    return Turn(state, (say(LIST + "\n" + "\n".join(lines), buttons=rows),))


def articles(state: State, argument: str, mind: Assistant) -> Turn:
    """/articles [place or provision]"""
    found = mind.regions(argument) if argument.strip() else []
    region = found[0] if found else state.region
    if region is None:
        rows = tuple(tuple(Button(b.label, b.data.replace("region/set", "browse/policy")) for b in row)
                     for row in region_rows(mind))  # fmt: skip
        return Turn(state, (say(WHICH, buttons=rows),))
    return Turn(state, (contents(mind.library.policies[region]),))


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
    listed = _articles(policy, chapter)
    shown = listed[number * PAGE : (number + 1) * PAGE]
    rows: list[tuple[Button, ...]] = [
        (Button(provision_label(policy, a.id), f"browse/show={a.id}"),) for a in shown
    ]
    turns = [(number - 1, "上一页", number > 0), (number + 1, "下一页", (number + 1) * PAGE < len(listed))]
    turning = tuple(
        Button(label, f"browse/page={policy.region}.{chapter}.{n}") for n, label, there in turns if there
    )
    back = (Button("回到目录", f"browse/policy={policy.region}"),) if policy.chapters else ()
    rows += [row for row in (turning, back) if row]
    name = policy.chapters[chapter] if chapter >= 0 else ""
    return say(ARTICLES.format(title=policy.title, chapter=name), buttons=tuple(rows), edit=edit)


def _articles(policy: Policy, chapter: int) -> list[Provision]:
    wanted = policy.chapters[chapter] if 0 <= chapter < len(policy.chapters) else None
    annexes = chapter in (-1, len(policy.chapters) - 1)
    return [a for a in policy.articles
            if (annexes if a.kind == "附件" else wanted is None or a.chapter == wanted)]  # fmt: skip


def show(state: State, id_: str, mind: Assistant, edit: bool = False) -> Reply:
    """A provision with all under it, its article, and the neighbours to turn to."""
    policy = mind.library.policies[id_.partition(".")[0]]
    article = policy.article_of(id_)
    parts = [Quote(policy.full_text(id_), policy.citation(id_))]
    notes = _abroad(state, policy, mind)
    around = list(policy.articles)
    place = around.index(article)
    rows: list[tuple[Button, ...]] = []
    if article.id != id_:
        rows.append((Button(f"看{article.label}全文", f"browse/show={article.id}"),))
    turns = [(place - 1, "上一条"), (place + 1, "下一条")]
    rows.append(
        tuple(Button(label, f"browse/show={around[n].id}") for n, label in turns if 0 <= n < len(around))
    )
    rows.append((Button("回到目录", f"browse/policy={policy.region}"),))
    return Reply((*notes, *parts), tuple(row for row in rows if row), edit)


def _abroad(state: State, policy: Policy, mind: Assistant) -> list[Say]:
    if state.region in (None, policy.region):
        return []
    return [
        Say(
            REFERENCE_MARK.format(
                there=mind.library.short[policy.region], own=mind.library.short[str(state.region)]
            )
        )
    ]


def pressed(state: State, key: str, value: str, mind: Assistant) -> Turn:
    if key == "policy" and value in mind.library.policies:
        return Turn(state, (contents(mind.library.policies[value], edit=True),))
    if key == "show" and mind.library.has(value):
        return Turn(state, (show(state, value, mind, edit=True),))
    if key == "page" and (reply := _paged(value, mind)):
        return Turn(state, (reply,))
    return Turn(state, (stale(),))


def _paged(value: str, mind: Assistant) -> Reply | None:
    region, _, rest = value.partition(".")
    chapter, _, number = rest.partition(".")
    policy = mind.library.policies.get(region)
    if policy is None or not (_whole(chapter) and _whole(number)):
        return None
    if not -1 <= int(chapter) < max(len(policy.chapters), 1) or (int(chapter) < 0) != (not policy.chapters):
        return None
    return (
        page(policy, int(chapter), int(number))
        if int(number) * PAGE < len(_articles(policy, int(chapter)))
        else None
    )


def _whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 4
