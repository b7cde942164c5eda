"""`rongcuo policy procedure`: how a case is handled under one policy, in words."""

import pytest

from bot.cli import main, procedures
from knowledge.library.corpus import Library, built_in


@pytest.mark.parametrize("region", built_in())
def test_every_step_stands_there_with_who_does_it_and_what_it_rests_on(library: Library, region: str) -> None:
    page = procedures.page(library, region)
    for act in library.procedures[region].acts.values():
        assert f"| {act.do} |" in page
        assert (f"“{act.quote}”（{act.place}）" if act.quote else f"本系统的做法：{act.ours}") in page


def test_periods_outcomes_and_what_is_owed_are_told_in_the_policys_words(library: Library) -> None:
    page = procedures.page(library, "zaozhuang")
    assert "| 7 个工作日，从作出结论起 |" in page
    assert "| 每月 25 日前 |" in page
    assert "| 从轻、减轻或者免于处理 | 从轻、减轻、免于处理 |" in page
    assert "| 不予容错 | 登记告知；说明原因、做思想政治工作 |" in page
    assert "已递交 → 未启动；“有没有第六条的情形”是“有”的" in page
    assert "| 作出结论 |  |  | 负责人 |  |  |  |  |" in page


def test_the_command_takes_a_name_and_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "procedure", "丽水"]) == 0
    assert "# 丽水市怎么办一件申请" in capsys.readouterr().out
    assert main(["policy", "procedure", "nowhere"]) != 0
    assert "donge（东阿县）" in capsys.readouterr().err
