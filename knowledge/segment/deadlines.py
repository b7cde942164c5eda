"""Phrases of time in a policy, verbatim."""

from __future__ import annotations

import re

from knowledge.provisions import Policy

_N = r"[\d一二两三四五六七八九十]{1,4}"
_TIME = re.compile(
    rf"{_N}\s*个?\s*工作日(?:之?内|前)?|每\s*[月季年]\s*{_N}\s*日(?:之?前)?|{_N}\s*个\s*月(?:之?[内后]|以[上内])?|"
    rf"{_N}\s*[日天](?:之?[内前]|以内)|作出[\u4e00-\u9fff]{{0,6}}决定之?前|责任追究前|規定期限[内內]|规定期限内|"
    rf"限期|及时|及時|立即|即时|定期|影响期满|影響期滿"
)


def deadlines(policy: Policy) -> list[tuple[str, str]]:
    """(provision id, the phrase as it stands), in order; annexes aside."""
    return [
        (provision.id, match.group())
        for provision in policy.provisions
        if provision.kind != "附件"
        for match in _TIME.finditer(provision.text)
    ]
