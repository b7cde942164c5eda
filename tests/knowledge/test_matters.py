"""Which messages ask about several things."""

import pytest

from knowledge.hearing.matters import matters

STORY = "老人瘫了办不了卡，低保打在他儿子折子上，备过案的。"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (STORY + "这能容吗？另外申请表交到哪里？", 2),
        (STORY + "这能容吗", 1),
        (STORY, 1),
        ("结论几天告诉我？要不要告诉我们支部？", 2),
        ("头一件，名单录串了一行；第二件，多发的钱还没追，哪样能容", 2),
        ("我这种够不够容？够的话材料交给谁", 2),
        ("谁也没拦我，我就给办了。后来多发了三百。能容不？", 1),
        (STORY + "另外申请表交到哪里", 2),
        (STORY + "另外想问一下，申请要几天内提", 2),
        (STORY + "另外这种能容吗", 1),
        (STORY + "另外两户是别人办的", 1),
        ("过了第一关，另外三个条件都够了才行，是哪三个", 1),
        ("能容吗", 1),
        ("", 1),
        ("？？？", 1),
    ],
)
def test_matters(text: str, count: int) -> None:
    assert len(matters(text)) == count


def test_nothing_of_a_message_is_lost() -> None:
    text = STORY + "这能容吗？另外申请表交到哪里？还有几天能有结果？"
    assert "".join(part.text for part in matters(text)) == text


def test_a_question_that_points_back_belongs_to_its_story() -> None:
    first, second = matters("上头没个准话，我们先定了三户。这种能容吗？还有几天给我回话？")
    assert first.text.endswith("这种能容吗？")
    assert not first.marked
    assert second.marked
    assert second.after


def test_a_story_that_is_told_before_two_listed_questions_belongs_to_the_first() -> None:
    first, second = matters(STORY + "一来这种能不能容，二来通知书几天送到")
    assert first.text == STORY + "这种能不能容，"
    assert second.text == "通知书几天送到"


def test_what_is_asked_beside_a_story_comes_after_no_question() -> None:
    first, second = matters(STORY + "另外申请表交到哪里")
    assert first.text == STORY
    assert (second.marked, second.after) == (True, False)
