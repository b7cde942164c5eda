"""What was told of the decision leads the answer on how to apply, and to what comes after it."""

import pytest

from knowledge.answer import Assistant
from knowledge.library.corpus import Library

WINDOW = {"donge": "donge.11.p2", "zaozhuang": "zaozhuang.7.1"}
REMEDY = {"donge": "申诉、复核", "zaozhuang": "申诉、复审"}


@pytest.mark.parametrize("region", WINDOW)
@pytest.mark.parametrize(
    "question",
    ["上周三给的处分决定，我现在写申请要求容错还赶趟不", "处分书礼拜一送来的，这会儿递容错申请还来得及不"],
)
def test_after_the_decision_an_application_is_said_to_be_late(
    assistant: Assistant, region: str, question: str
) -> None:
    answer = assistant.answer(question, region)
    assert answer.finding.topic is not None
    assert answer.finding.topic.key in {"late_apply", "appeal"}
    assert "决定后还收不收没写" in answer.text or "决定作出后还收不收容错申请没写" in answer.text
    assert REMEDY[region][:2] in answer.text


@pytest.mark.parametrize("region", WINDOW)
def test_before_the_decision_it_is_in_time(assistant: Assistant, region: str) -> None:
    finding = assistant.answer("处分还没下来，现在申请来得及吗", region).finding
    assert finding.topic is not None
    assert (finding.topic.key, finding.hits[0].provision.id) == ("apply_deadline", WINDOW[region])


def test_a_topic_turns_only_to_topics_by_acts_that_there_are(library: Library) -> None:
    turned = [(act, other) for topic in library.topics for act, other in topic.where.items()]
    assert len(turned) >= 2
    assert {other for _, other in turned} <= {topic.key for topic in library.topics}
    assert {act for act, _ in turned} <= set(library.lexicon.acts)
