"""What was offered and not taken is no gain; what was taken and given back late still is."""

import pytest

from knowledge.answer import Assistant
from knowledge.hearing.language import fold


def gained(assistant: Assistant, text: str) -> bool | None:
    return assistant.engine.signals.witness.told(fold(text)).acts().get("gain_self")


@pytest.mark.parametrize(
    "text",
    [
        "他给我塞了两条烟，我当场退了",
        "老板塞给我一个红包，我当天就原样退回去了",
        "他往我包里塞了张卡，我没要",
        "临走撂下两瓶酒，我隔天给他送回去了",
        "塞给我一篮子鸡蛋，我当场就给放回灶台上了",
    ],
)
def test_what_was_refused_is_not_held_against_anybody(assistant: Assistant, text: str) -> None:
    assert gained(assistant, text) is not True


@pytest.mark.parametrize(
    "text",
    [
        "他给我塞了两条烟，我收下了",
        "收了他家两千块，查到我了才退的",
        "他给的购物卡我没退，自己花了",
        "他给我家装修没收我钱",
    ],
)
def test_what_was_taken_stays_taken(assistant: Assistant, text: str) -> None:
    assert gained(assistant, text) is True
