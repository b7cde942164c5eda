"""What kind of rule a provision is, by its lead-in, its chapter and its words. Names no place and no document."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.policy.provisions import Policy, Provision

_N = r"[一二三四五六七八九十\d]"
_NAMED = r"(?:本[办细规制意实][法则定度见施]|容错|免责|免除|追究|问责)"
_PARDON = r"(?:容错|免责|免除|免予|免于|从轻|减轻|不予追究|不追究|不予问责|不予处理)"
CUES: tuple[tuple[str, str, float], ...] = (
    ("exclusion", r"(?:不予|不得|不能|不可|不应|不适用|不属于|不纳入)[^。；，]{0,10}(?:容错|免责|本[办细规]法?)[^。；]{0,14}[：:]$", 0.95),
    ("exclusion", r"不予(?:容错|免责)(?:纠错)?(?:的?情形)?(?:清单)?$|负面清单|情形[^。]{0,12}不予(?:容错|免责)", 0.95),
    ("condition", r"必须同时具备|同时(?:符合|具备|满足)(?:下列|以下)|应当?同时(?:符合|具备|满足)|符合(?:下列|以下)(?:全部|所有)条件", 0.95),
    ("effect", r"(?:下列|以下)方面[^。]{0,8}(?:免责|不受影响)", 0.85),
    ("situation", rf"情形[^。]{{0,24}}{_PARDON}[^。；]{{0,12}}[：:]$|(?:可以?|予以|应当?)[^。；]{{0,16}}{_PARDON}[^。；]{{0,8}}[：:]$", 0.95),
    ("situation", rf"(?:下列|以下)情形(?:之一)?[^。]{{0,6}}(?:适用|可以|予以|属于){_NAMED}?|适用情形|(?:容错|免责)情形(?:清单)?[：:]?$", 0.95),
    ("correction", r"纠错[^。；，]{0,8}(?:下列|以下)(?:程序|步骤|措施)|纠错改正[^。]{0,40}(?:下列|以下)措施", 0.9),
    ("procedure", r"(?:下列|以下)(?:程序|流程|步骤)", 0.85),
    ("interpretation", r"负责(?:具体)?解释|解释权", 0.95),
    ("effective", r"(?:自|从)[^。]{0,16}(?:施行|实施|生效|起执行)|同时废止", 0.95),
    ("scope", r"适用于|^适用(?:对象|范围)|参照本", 0.9),
    ("definition", r"(?:所称|是指|指的是)", 0.85),
    ("condition", r"不能同时(?:具备|符合|满足)|同时符合“", 0.85),
    ("responsibility", r"主体责任|负总责|职责范围内|实施主体", 0.85),
    ("criterion", r"(?:下列|以下)标准|评判标准|等标准进行区分|分清是|主要看是|是出于公心|从动机态度", 0.85),
    ("purpose", r"^为[^。]{3,}(?:制定|制订|结合)", 0.9),
    ("principle", r"(?:下列|以下)原则|坚持[^。]{0,40}原则|应坚持以下", 0.85),
    ("principle", r"区分开来|^(?:总体要求|指导思想|基本原则)|准确把握政策界限", 0.8),
    ("effect", r"不受影响|影响期满|结果运用|考核评价|处分[^。]{0,20}(?:从轻|减轻)", 0.85),
    ("exclusion", r"触及党规党纪[^。]{0,20}追责", 0.7),
    ("form", r"^[^。]{0,12}(?:申请表|决定书|备案表|登记表)", 0.8),
    ("deadline", rf"{_N}+\s*个?工作日|每月\s*{_N}+\s*日", 0.75),
    ("procedure", r"^(?:启动|调查|核实|备案|告知|会商|作出决定|申请|认定|受理|综合分析|畅通申)[^。，；]{0,6}。", 0.8),
    ("correction", r"(?<!容错)纠错(?:工作|程序|通知|整改)|限期(?:纠正|整改)|督促[^。]{0,10}整改|自查自纠", 0.8),
    ("procedure", r"申请|受理|调查|核实|认定|会商|告知|申诉|复核|备案|反馈|程序", 0.7),
    ("responsibility", r"承担|组织领导|协助|牵头|配合", 0.7),
)  # fmt: skip
"""The first that fits decides, so what is said most plainly stands first."""
_COMPILED = tuple((name, re.compile(pattern), sure) for name, pattern, sure in CUES)
CHAPTERS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("situation", r"(?:容错|免责|适用)[^不]{0,6}情形|条件和情形"),
        ("exclusion", r"不予(?:容错|免责)"),
        ("criterion", r"标准"),
        ("procedure", r"程序|流程"),
        ("correction", r"(?<!容错)纠错"),
        ("effect", r"结果运用|运用"),
    )
)
_SIMPLE = str.maketrans(
    "錯糾為適應當條時備責釋實發標準則稱納認調請處級領導組織報復後響於結運進辦規細區圍範對開斷總職權誰間從減輕單個來屬於滿約協",
    "错纠为适应当条时备责释实发标准则称纳认调请处级领导组织报复后响于结运进办规细区围范对开断总职权谁间从减轻单个来属于满约协",
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
    own = _told(provision.text.translate(_SIMPLE), provision.chapter.translate(_SIMPLE))
    leads = provision.text[-1:] in ("：", ":") and own[1] > 0.9
    if provision.kind == "项" and above[0] in INHERITED and not leads:
        return above[0], round(above[1] - 0.02, 2)
    return own


def _told(text: str, heading: str) -> tuple[str, float]:
    """By its words; where they say little, by the chapter that it stands in."""
    found = next(((name, sure) for name, cue, sure in _COMPILED if cue.search(text)), None)
    if found and found[1] >= 0.8:
        return found
    chapter = next((name for name, pattern in CHAPTERS if pattern.search(heading)), None)
    if chapter in ("situation", "exclusion") and re.search(r"情形|的[。；]?$", text):
        return chapter, 0.7
    return found or ((chapter, 0.6) if chapter else ("other", 0.3))
