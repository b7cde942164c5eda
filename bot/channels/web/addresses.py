"""Where a provision stands on the page: an address that stays, to be sent round and printed."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.library.corpus import Library

ROOT = "/policies"


def address(id_: str) -> str:
    """weihai.3.13 → /policies/weihai/3.13"""
    region, _, rest = id_.partition(".")
    return f"{ROOT}/{region}/{rest}" if rest else f"{ROOT}/{region}"


def by_citation(library: Library) -> Mapping[str, str]:
    """Of every provision."""
    return {
        policy.citation(one.id): address(one.id)
        for policy in library.policies.values()
        for one in policy.provisions
    }
