"""A small soak with every run of the tests; the large one is tests/measure/soak.py."""

from tests.harness.crowd import soak


async def test_people_side_by_side_each_get_one_application_though_the_bot_is_killed() -> None:
    found = await soak(users=12, kills=3)
    assert found["kills"] == 3
    assert found["steps"] == 12 * 20
