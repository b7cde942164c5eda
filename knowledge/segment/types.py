"""What kind of rule a provision is, by its lead-in, its chapter and its words. Names no place and no document."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.provisions import Policy, Provision

CUES: tuple[tuple[str, str, float], ...] = (
    ("exclusion", r"(?:不予|不得|不适用)(?:容[错錯]|免责)(?:纠错)?(?:的?情形)?(?:清单)?[：:]?$|情形[^。]{0,12}不予容[错錯]", 0.95),
    ("condition", r"必须同时具备|必須同時具備|同时符合(?:下列|以下)|同时具备(?:下列|以下)|应当同时(?:符合|具备)", 0.95),
    ("situation", r"(?:可以|可)[^。；]{0,16}容[错錯][^。]{0,6}[：:]$|下列情形(?:之一)?[^。]{0,6}(?:适用|適用|可以)|可[^。]{0,4}容错免责[：:]$|适用情形", 0.95),
    ("procedure", r"(?:下列|以下)(?:程序|流程|步骤)", 0.85),
    ("interpretation", r"负责解释|負責解釋|解释权", 0.95),
    ("effective", r"(?:自|从)[^。]{0,16}(?:施行|实施|生效|起执行)|同时废止", 0.95),
    ("scope", r"适用于|適用於|适用对象|参照本", 0.9),
    ("definition", r"(?:所称|是指|指的是)", 0.85),
    ("criterion", r"综合分析|评判标准|等标准进行区分|分清是|主要看是|是出于公心", 0.85),
    ("principle", r"(?:下列|以下)原则|坚持[^。]{0,30}原则|应坚持以下", 0.85),
    ("purpose", r"^(?:为|為)[^。]{3,}(?:制定|制订|结合)", 0.9),
    ("responsibility", r"主体责任|负总责|职责范围内", 0.85),
    ("correction", r"纠错(?:工作|程序|通知|整改)|限期(?:纠正|整改)|督促[^。]{0,10}整改|自查自纠", 0.8),
    ("effect", r"不受影响|影响期满|结果运用|考核评价|以下方面免责|处分[^。]{0,20}(?:从轻|减轻)", 0.85),
    ("form", r"^[^。]{0,12}(?:申请表|决定书|备案表|登记表)", 0.8),
    ("deadline", r"\d+\s*个?工作日|[一二三五七十]+个工作日|每月\d+日", 0.75),
    ("procedure", r"申请|受理|调查|核实|认定|会商|告知|申诉|复核|备案|反馈|程序", 0.7),
    ("responsibility", r"主体责任|负总责|承担|组织领导|协助|牵头|配合", 0.7),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern), sure) for name, pattern, sure in CUES)
CHAPTERS = (
    ("situation", r"(?:容错|适用)[^不]{0,6}情形|条件和情形"),
    ("exclusion", r"不予容错"),
    ("criterion", r"标准"),
    ("procedure", r"程序|流程"),
    ("correction", r"纠错"),
    ("effect", r"结果运用|运用"),
)
INHERITED = ("situation", "exclusion", "condition", "criterion", "principle", "correction", "effect", "scope")


def typed(policy: Policy) -> Policy:
    """The policy with a type and its sureness on every provision; items take that of their lead-in."""
    known: dict[str, tuple[str, float]] = {}
    provisions = []
    for provision in policy.provisions:
        known[provision.id] = _type(provision, known)
        name, sure = known[provision.id]
        provisions.append(replace(provision, type=name, sure=sure))
    return replace(policy, provisions=tuple(provisions))


def _type(provision: Provision, known: dict[str, tuple[str, float]]) -> tuple[str, float]:
    above = known.get(provision.parent or "", ("", 0.0))
    if provision.kind == "附件":
        return "form", 0.9
    if provision.kind == "项" and above[0] in INHERITED:
        return above[0], round(above[1] - 0.02, 2)
    found = next(((name, sure) for name, cue, sure in _COMPILED if cue.search(provision.text)), None)
    chapter = next((name for name, pattern in CHAPTERS if re.search(pattern, provision.chapter)), None)
    if found is None or found[1] < 0.8:
        if chapter in ("situation", "exclusion") and re.search(r"情形|的[。；]?$", provision.text):
            return chapter, 0.7
        return found or ((chapter, 0.6) if chapter else ("other", 0.3))
    return found
