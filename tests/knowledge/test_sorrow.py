"""Despair in words that nobody has written down before: heard by what was learnt, and hardly ever where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.hearing.moods import Moods
from knowledge.hearing.sorrow import LONGEST, NONE
from knowledge.learning import sorrow as learning
from knowledge.library import sorrow
from knowledge.library.corpus import Library

UNSEEN = """
真不如死了痛快
我不想熬这个年了，想早点走
一个人在江堤上走，越走越想下去
手机关机前说一声，别等我回家
睡前我都希望别有明早
这条路我不走了，我要去找我娘
我写好了几封信，给家里每人一封
我现在站的地方往前一步就是空的
吃药的量我算过了
人走茶凉，我走了他们也记不住，正好
天天晚上做梦自己吊在办公室
拿刀比划过几次没下得去手
哪天我没来上班，你们就去河里捞我
我这口气早晚自己断
没有活着的理由了
熬不到结论那天了，我先了断
让我安静地消失吧
不求清白了，求个了断
人世间太苦，不来了
反正没人在意我死活
我没用，活着浪费粮食
就当我没来过这世上
看见绳子就想套上
看见高楼就想上去
听说跳楼几秒钟就完了
老公孩子我都对不起，只能下辈子还
我已经订好了那一天
日子定了，就等收拾完
我把孩子的学费都存好了，以后靠他自己
遗嘱公证了，心也定了
活得像行尸走肉，早埋早好
求老天让我今晚别醒
骂我的人多了，我死了他们高兴
我宁愿躺进坟里
我自己挖个坑跳进去算了
死后别让领导来吊唁
我跳了你们才信我没拿钱吧
身边有老鼠药
想把方向盘往江里打
冷静下来还是想死
"""
"""Written before anything was learnt, and kept out of it."""
ALIKE = """
老人在江堤上走丢了
他写好了几封信访信
让孩子安静点我在填表
吃药的补助标准怎么算
骂我的人多了，我不怕
学费补助存到孩子卡里，用了我的户
遗嘱公证的老人，房产算不算收入
坟里那个人的低保没停
老鼠药中毒的贫困户先救助了
方向盘打滑撞了村口的墙
高楼那户没上去入户
没用的材料能不能不交
没有活动经费
结论那天几点宣布
早晚会查到我头上
反正没人在意基层
挖坑修路超了预算
清白还能还给我吗
死后三个月还在领钱
日子定了，下周上会研究
下辈子的事下辈子说
我不来了，让同事去
手机关机没接到纪委电话
别等我吃饭，我在加班录系统
这条路我不走了，改申请复核
熬不到退休了，能提前退吗
跳过了集体研究这一步
我跳了一个环节
人走茶凉，调走了没人替我说话
冷静下来想申请容错
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.fixture(scope="module")
def moods(library: Library) -> Moods:
    return library.lexicon.moods


def test_most_is_heard_that_nobody_has_written_down(library: Library, moods: Moods) -> None:
    known = set(library.lexicon.despair["said"]) | set(library.lexicon.despair["not"])
    unseen = lines(UNSEEN)
    assert not known & {*unseen, *lines(ALIKE)}
    assert sum(moods.despair(said) for said in unseen) >= 0.55 * len(unseen)
    assert sum(moods.of(said) in ("despair", "tired") for said in unseen) >= 0.75 * len(unseen)


def test_what_sounds_alike_seldom_is(moods: Moods) -> None:
    assert sum(moods.despair(said) for said in lines(ALIKE)) <= 0.1 * len(lines(ALIKE))


def test_no_question_is_taken_for_it(moods: Moods) -> None:
    files = sorted((Path(__file__).parents[1] / "measure").glob("*.jsonl"))
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    asked = [row["question"] for row in rows if "question" in row]
    assert len(asked) > 1000
    assert sum(moods.despair(said) for said in asked) <= 0.001 * len(asked)


def test_nothing_and_a_long_story_are_left_to_the_patterns() -> None:
    heard, _ = sorrow.kept()
    assert heard.of("") == heard.of("我真的不想活了" * LONGEST) == NONE


@pytest.mark.slow
def test_it_is_learnt_from_the_wordings_as_they_are(library: Library) -> None:
    assert sorrow.kept()[1] == learning.stamp(library), "请运行 make model，把 knowledge/learnt/ 一起提交"
