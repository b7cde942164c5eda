"""Phrases of time in a policy, verbatim."""

from __future__ import annotations

import re

from knowledge.policy.provisions import Policy

_N = r"[\d一二两三四五六七八九十]{1,4}"
_TIME = re.compile(
    rf"{_N}\s*个?\s*工作日(?:之?[内內后後前]|以[内內])?|每\s*[月季年]\s*{_N}\s*[日号](?:之?前)?|"
    rf"{_N}\s*[个個]\s*月(?:之?[内內后後]|以[上内內])?|"
    rf"{_N}\s*(?:日|天|小时|小時)(?:之?[内內前]|以[内內])|{_N}\s*年(?:之?[内內]|以[内內])|"
    r"作出[\u4e00-\u9fff]{0,6}[决決]定之?前|(?:责任|責任)追究前|[规規]定(?:期限|时间|時間)[内內]?|"
    r"限期|及[时時]|立即|即[时時]|定期|逾期|影[响響]期[满滿]|同[时時](?=[，,]?[启啟][动動])"
)


def deadlines(policy: Policy) -> list[tuple[str, str]]:
    """(provision id, the phrase as it stands), in order; annexes aside."""
    return [
        (provision.id, match.group())
        for provision in policy.provisions
        if provision.kind != "附件"
        for match in _TIME.finditer(provision.text)
    ]
