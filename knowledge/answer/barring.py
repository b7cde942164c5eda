"""What is said where a told case may fall under what bars: the provision's own words for it, never another's, and who
judges what its words leave to judgement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge.policy.provisions import Policy
from knowledge.rules import Condition, Exclusion, Regime, logic

ALTERNATIVES = re.compile("，(?:或者)?|或者")
DEGREES = re.compile("重特大|特别重大|重大|严重|恶劣")
"""Words of degree: whether harm comes up to them, no teller of a story can know."""
NOT_HEARD = "是不是这样，我没有听准"
"""What is said of a bar that no plain word speaks of; whoever reads it needs no other word of doubt."""
Heard = Mapping[str, bool]
"""Facts that a message tells, true or false."""


def says(policy: Policy, id_: str, quote: str) -> bool:
    """Whether words stand in a provision, or in the own words of those above it."""
    wanted = "".join(quote.split())
    at: str | None = id_
    while at is not None:
        provision = policy.provision(at)
        if wanted in "".join(provision.text.split()):
            return True
        at = provision.parent
    return False


def barred(policy: Policy, regime: Regime | None, id_: str, heard: Heard, plain: bool = True) -> str:
    """The first sentence on a case that this provision may bar. `plain`: what it rests on was said plainly."""
    label = policy.place(id_)
    if regime is None:
        return f"您说的可能碰到{label}。"
    if regime.conditions.at in (id_, policy.provision(id_).parent):
        return _unmet(policy, regime, id_, heard)
    if regime.exclusions.bar and says(policy, id_, regime.exclusions.bar.quote):
        return _excluded(policy, regime, id_, heard, plain)
    return f"您说的可能和{label}有关。"


def _excluded(policy: Policy, regime: Regime, id_: str, heard: Heard, plain: bool) -> str:
    bar, also = regime.exclusions.bar, regime.exclusions.also
    item = next((one for one in regime.exclusions.items if one.at == id_), None)
    start, quote = f"您说的可能碰到{policy.place(id_)}", bar.quote if bar else ""
    more = f"{policy.place(also.at)}还写明“{also.quote}”。" if also else ""
    if item and (doubt := weighed(item, policy, regime.organ, heard)):
        return f"{start}。{doubt}；是的话，文件写的是“{quote}”。{more}"
    if note := noted(regime, id_):
        return f"{start}。碰到的话，文件写的是“{quote}”。{note}{more}"
    if item and (part := _weighed_in_part(item, regime.organ, heard)):
        return f"{start}。{part}；碰到的话，文件写的是“{quote}”。{more}"
    if item and not plain and not any(heard.get(fact) for fact in item.any):
        return f"{start}；{NOT_HEARD}。是的话，文件写的是“{quote}”。{more}"
    return f"{start}，文件写的是“{quote}”。{_readings(regime, id_, heard)}{more}"


def _readings(regime: Regime, id_: str, heard: Heard) -> str:
    """What is easily misread in these words, where what was told hangs on it."""
    return "".join(trap.say for trap in regime.traps if trap.at == id_ and logic.value(trap.test, heard))


def noted(regime: Regime, id_: str) -> str:
    """How an entry may be read; of one that only the authority can judge, the note is for whoever answers a question."""
    return next((one.note for one in regime.exclusions.items if one.at == id_ and not one.judged), "")


def weighed(item: Exclusion, policy: Policy, organ: str, heard: Heard) -> str:
    """What of an entry is left to judgement, where all of it is; empty where some of it is plain."""
    if item.judged:
        return f"是不是属于这一条，由{organ}判断"
    quotes = _meant(item, heard) or [policy.provision(item.at).text]
    return _degree(quotes, organ) if all(map(is_graded, quotes)) else ""


def _weighed_in_part(item: Exclusion, organ: str, heard: Heard) -> str:
    """What of an entry is left to judgement where the rest is plain, and it is not known which was told."""
    quotes = [quote for quote in _meant(item, heard) if is_graded(quote)]
    return f"其中{_listed(quotes)}算不算，{_by('，'.join(quotes), organ)}" if quotes else ""


def _meant(item: Exclusion, heard: Heard) -> list[str]:
    """The entry's words for those of its facts that were told, for all of them where none was."""
    told = [item.quotes[fact] for fact in item.any if heard.get(fact) and fact in item.quotes]
    return told or list(item.quotes.values())


def is_graded(quote: str) -> bool:
    """Each of the things that it names has its word of degree."""
    return all(DEGREES.search(part) for part in ALTERNATIVES.split(quote))


def _degree(quotes: Iterable[str], organ: str) -> str:
    """That words of degree in these quotes are for the authority to judge."""
    text = "".join(quotes)
    return f"是不是条文里的{_listed(DEGREES.findall(text))}，{_by(text, organ)}"


def _by(text: str, organ: str) -> str:
    """Who judges, and for an accident or an incident by what."""
    found = "、".join(word for word in ("事故", "事件") if word in text)
    return f"要看{found}认定，由{organ}判断" if found else f"由{organ}判断"


def _listed(quotes: Iterable[str]) -> str:
    return "".join(f"“{quote}”" for quote in dict.fromkeys(quotes))


def _unmet(policy: Policy, regime: Regime, id_: str, heard: Heard) -> str:
    """A condition that may be lacking: of all or none, or of what the policy calls tolerance."""
    c, label = regime.conditions, policy.place(id_)
    here, more = [one for one in c.items if one.at == id_], _readings(regime, id_, heard)
    if c.role == "gate" and c.at and c.all:
        doubt = ""
        if here and all(is_graded(one.quote) for one in here):
            doubt = _degree((one.quote for one in here), regime.organ) + "。"
        elif not any(logic.value(one.test, heard) is False and not one.judged for one in here):
            doubt = f"是不是不符合，由{regime.organ}判断。"
        gate = policy.place(c.at)
        return (
            f"您说的可能不符合{label}。{doubt}{gate}写的是“{c.all.quote}”，缺一项就可能不能容错免责。"
            f"{_excepted(here)}{more}"
        )
    broken = _listed(one.quote for one in here if logic.value(one.test, heard) is False)
    needs = _listed(one.quote for one in here)
    start = (
        f"您说的可能不符合{label}的说法：{broken}" if broken else f"您说的可能和{label}的说法有关：{needs}"
    )
    return f"{start}；是否影响认定，由{regime.organ}判断。{more}"


def crossed(policy: Policy, regime: Regime | None, id_: str, heard: Mapping[str, bool]) -> str:
    """What an article that is no list bars besides, where the message tells what that is about."""
    x = regime.exclusions if regime else None
    if regime is None or x is None or x.at is None or x.bar is None or id_ == x.at or policy.children(x.at):
        return ""
    told = any(heard.get(fact) for one in x.items for fact in one.any)
    return f"{policy.place(x.at)}还写了“{x.bar.quote}”。" if told else ""


def _excepted(conditions: Iterable[Condition]) -> str:
    """What the policy itself excepts from a condition."""
    quotes = [one.exception.quote.strip("（）") for one in conditions if one.exception]
    return f"条文也写了例外：{_listed(quotes)}；当时是这样的，请把经过说清楚。" if quotes else ""


def mends(regime: Regime | None, id_: str) -> list[str]:
    """How a condition without which nothing is tolerated can still be made good."""
    conditions = regime.conditions.items if regime and regime.conditions.role == "gate" else ()
    return [one.mend for one in conditions if one.at == id_ and one.mend]
