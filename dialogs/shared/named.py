"""What somebody says of themselves and of who asked: name, post, authority, told in a sentence as people speak. Only what is
named plainly is found; everything else is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_PIECES = re.compile(r"[\n，,；;。！!]+")
_ORGAN = r"[一-鿿（）()]{0,16}?(?:纪委监委|纪工委|纪检组|纪委|监委|巡察办|巡察组|民政局|审计局|组织部|党组|党委|党工委|街道办事处|办事处|街道办|人民政府|区政府|县政府|镇政府|乡政府|局)"
_AUTHORITY = (
    re.compile(
        rf"(?:发(?:来|出)?(?:的)?(?:通知|函|告知书)|通知我|找我|查我|函询|追责|问责|追究)[一-鿿]{{0,6}}的?(?:机关|部门|单位)?(?:就)?是({_ORGAN})"
    ),
    re.compile(rf"(?:机关|部门)(?:就)?(?:是|[:：])\s*({_ORGAN})"),
    re.compile(
        rf"^(?:是|由)?({_ORGAN})(?:给我|向我|对我|打?来?电话|通知|说|来|要|正|在)*(?:发|找我|通知我|问责|追责|查|函询|约谈|立案|在追责|在查)"
    ),
    re.compile(rf"(?:收到|接到)({_ORGAN})(?:发来|寄来)?的?(?:问责|追责|告知|通知|函|公函)"),
)
_AHEAD = re.compile(
    r"^(?:上个?(?:周|星期|礼拜)[一二三四五六日天末]?|这周[一二三四五六日天]?|上个?月|昨天|前天|今天|刚刚?|刚才|后来|现在|上午|下午|晚上|去年|今年|"
    r"[0-9一二三四五六七八九十]+(?:月|[日号])|说是|就是|是|由|被|让|我们?|从|的)+"
)
"""When, and what leads to the name."""
_NAME = re.compile(
    r"^(?:我)?(?:的)?(?:叫|名字叫|名字是|姓名是?|大名)[:：]?(?![不他她你啥什])([一-鿿·]{2,6})$"
)
_ROLE = "(?:办事员|科员|经办人员?|经办|主任|科长|所长|站长|局长|镇长|乡长|书记|委员|干事|会计|协理员|网格员|专干|工作人员|临时工|合同工|民政员|社工|干部|负责人|主办|文书)"
_POST = re.compile(
    rf"^(?:我)?(?:是|在|任|职务是|单位是|现任|目前是)*((?:[一-鿿]{{0,20}}?(?:局|镇|乡|街道|街道办|办事处|社区|村|委会|所|站|科|室|中心|院|办|大厅|队))[一-鿿　 ]{{0,8}}{_ROLE})(?:一职)?的?$"
)


def found(text: str) -> dict[str, str]:
    """box key → the words for it."""
    return dict(_found([one.strip() for one in _PIECES.split(text) if one.strip()]))


def _found(pieces: list[str]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        if organ := next(
            (match[1] for one in _AUTHORITY if (match := one.search(_AHEAD.sub("", piece)))), ""
        ):
            yield "authority", _AHEAD.sub("", organ)
        elif match := _NAME.match(piece):
            yield "applicant", match[1]
        elif match := _POST.match(piece):
            yield "post", match[1].strip()


def in_order(text: str, keys: Sequence[str]) -> dict[str, str]:
    """box key → piece of a sentence that names just these in their order; nothing where a piece is not of its box's kind. The
    last one may have commas of its own."""
    parts = [one.strip() for one in _PIECES.split(text.strip(" 。！!"), maxsplit=len(keys) - 1)]
    pairs = {key: _LEADS.sub("", part) for key, part in zip(keys, parts, strict=False)}
    plain = len(pairs) == len(keys) and all(pairs.values())
    return pairs if plain and all(_KINDS[key].search(pairs[key]) for key in keys if key in _KINDS) else {}


_LEADS = re.compile(
    r"^(?:我(?:的)?(?:名字)?叫|姓名是?|名字是?|我的?(?:单位|职务)(?:和职务)?是|事项是|机关是)[:：]?"
)
_KINDS = {
    "first": re.compile(r"^[^，,]{0,20}(?:党委|党组|支部|总支|党工委|党组织)$"),
    "authority": re.compile(rf"^{_ORGAN}$"),
    "applicant": re.compile(r"^[一-鿿·]{2,4}$"),
    "event_date": re.compile(r"年|月|日|号|天|周"),
    "told_on": re.compile(r"年|月|日|号|天|周"),
}
