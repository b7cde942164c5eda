"""A list of which several may be ticked: its numbered lines, a button a number, on and off."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dialogs.core import Button


def toggled(ticked: Sequence[str], one: str) -> tuple[str, ...]:
    """On, behind the others; or off again."""
    rest = tuple(other for other in ticked if other != one)
    return rest if one in ticked else (*rest, one)


def numbered(lines: Sequence[tuple[str, str]], ticked: Collection[str]) -> str:
    """(key, what is said of it) each; what is ticked is marked."""
    return "\n".join(
        f"{n}. {'【选上】' if key in ticked else ''}{text}" for n, (key, text) in enumerate(lines, 1)
    )


def numbers(keys: Sequence[str], ticked: Collection[str], action: str) -> list[Button]:
    """`action`: what the buttons carry, without the key."""
    return [
        Button(("✓" if key in ticked else "") + str(n), f"{action}{key}") for n, key in enumerate(keys, 1)
    ]
