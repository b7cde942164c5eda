"""A small soak with every run of the tests; the large one is tests/measure/soak.py."""

import pytest

from tests.harness.crowd import soak


async def test_people_side_by_side_each_get_one_application_though_the_bot_is_killed() -> None:
    found = await soak(users=12, kills=3)
    assert found["kills"] == 3
    assert found["steps"] == 12 * 20


@pytest.mark.timeout(180)
async def test_so_they_do_where_several_processes_serve_them(postgres_copy: str) -> None:
    found = await soak(users=8, kills=4, processes=2, database=postgres_copy)
    assert found["kills"] == 4
    assert found["steps"] == 8 * 20
