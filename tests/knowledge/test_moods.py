"""Who says that life is too much is heard; who says it of somebody else tells a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.hearing.moods import Moods
from knowledge.library import lexicon
from knowledge.library.corpus import DATA, Library
from knowledge.library.files import RefusedError

MINE = """
不想活了
我不想活了
我真的不想活了，太累了
活着没意思
活着真没意思，天天被骂
活着还有什么意义
我想跳楼
想从楼上跳下去
我想死
真想死了算了
死了算了
我死的心都有了
谈完话出来，我死的心都有
一死了之得了
我想一了百了
不如死了算了
还不如死了
活不下去了
我活不下去了，家里也不理解
我是真的活不下去了
我活够了
活腻了
这日子没法活了
我没脸活在这个世上了
没有活下去的勇气了
我不愿意再活了
想自杀
我想自杀
我要自杀
有过自杀的念头
最近老想轻生
我准备上吊
我站在楼顶了，想跳下去
恨不得从桥上跳下去
我想喝农药
买了安眠药，想一觉睡过去再也不醒
不想醒过来了
希望明天不要醒来了，不想再醒了
遗书我都写好了
我写好了遗书，只想证明清白
我想以死证明清白
只能以死明志了
用我的命证明行不行
拿命赔给他们好了，我不活了
我不活了
我想结束自己的生命
想了结自己
我想自我了断
我只想解脱
好想消失
好想永远离开这个世界
这个世界没什么可留恋的了
我对这个世界没有留恋
生不如死
天天被叫去谈话，生不如死
一头撞死算了
我一头撞死算了
我都想不开了，真想去跳河
我要跳楼
俺不想活了，俺冤
被处分了，不想活了
领导逼得我想跳楼
领导说要处分我，我不想活了
低保户天天来闹，我不想活了
家属天天堵我门口骂，我真不想活了
钱是老人多领的，却要追我的责，我想死的心都有
材料没齐我先给办了，现在要处分我，我活着还有什么意思
我就是好心先行救助，现在天天查我，我真想从楼上跳下去
纪委找我谈话了，我想死
我走了家里怎么办，可是我真的撑不住，想死
想割腕
忍不住自残了
控制不住想伤害自己
我有时候想去卧轨
不想活啦
吾不想活，我想寻短见
我想離開這個世界
我不想活著了
活着太累了，死了就解脱了
死了是不是就清净了
我是不是死了他们才满意，我死给他们看
活着也没什么盼头
活着一点意思都没有
跳楼
想死
bu xiang huo le
"""
THEIRS = """
救助对象说要跳楼
救助对象拿跳楼威胁我
低保户说不给办就不想活了
老人说活着没意思，绝食了
他说他不想活了
她说不想活了，我先给了两千块
有个残疾人闹着要跳楼，我先把钱发了
申请人扬言跳楼，我当场答应了
申请人找我闹，说要跳楼
老人喝农药了，我们送的医院
群众上访要跳楼怎么办
对象情绪激动，说再不批就死给我看
家属打电话说，我不想活了
那户的女儿想自杀，我们报了警
孩子割腕，急救费我先垫了
特困户自杀了，家属要追我们的责
老人说低保停了活不下去了
一户困难家庭活不下去了，我没等手续先给了救助
人家都活不下去了，我还等公示吗
学生想跳楼，我没请示就砸了门
学生轻生，班主任先行处置
怕老人想不开，我先把救助金送去了
怕他跳楼，我就先答应了
她在办公室闹着要上吊
他威胁说不办就从楼上跳下去
来访的人站在楼顶要往下跳，我先答应给钱
有人跳河，我们救人耽误了公示
邻居说老人不想活了，我去看了看
对象发微信说我不想活了，我连夜送了钱
老汉哭着说我死了算了
群众以死相逼，我才先批的
服务对象有轻生念头，我们怎么处理
救助对象自杀，我会被追责吗
工作对象跳楼，当时值班的是我
家属抬着遗体来闹
老人去世三个月还在领钱
人死了钱还在发，会追我责吗
死亡人员没及时停发低保
想让老人活下去，我先行救助了
为了让他活下去我垫了钱
没发现老人死亡
我没想死卡条件，就先办了
死办法不灵，我换了个办法
跳楼价的物资是不是不能买
流浪汉快冻死了，我先接进站了
重病户没钱治要放弃，我先给批了
老太太说她活够了，我们没当回事
大爷写了遗书，我们上门劝的
他家媳妇喝药了，欠的医药费我先垫
当事人扬言自杀，领导让我先办
信访人说今天不解决就去跳楼
信访户在县政府门口要跳楼，我口头答应了
有个单亲妈妈说活着没意思
那个小伙说要自杀，我报警了
他们闹着要喝农药
困难户家里人跳楼了怎么算突发事件
村民跳楼算不算突发事件
对象自残，我们把她送医院算不算越权
对方拿自杀要挟
一个老师要轻生，学院先调了岗
学生写遗书，辅导员没上报
烂尾楼业主要跳楼，我让财政先垫了
劝住了要跳楼的居民，过后补的手续
我劝住了一个要跳楼的人
我们阻止了一名群众跳楼
我拦下一个想自杀的救助对象
死亡比对没做全
五保老人上吊，家属说我们没走访到
家属说老人是想不开
他妈说孩子不想活了，让我先给办
我没想过自杀
我不会想不开的，就是问问
不是不想活，就是想问问能不能容错
两口子吵架，女的要跳楼，我先给了临时救助
一家三口活不下去，我先发了救助金
失业的人来说没法活了，我就按急难型办了
他跪下说我给你磕头，不然我不活了
户主说你们停我低保我就不活了
领导说企业活不下去了，要我先批
企业快活不下去了，我先兑现了政策
店都活不下去了，我放宽了准入
"""
WEARY = """
我睡不着
这几天整夜睡不着，材料没齐我先给办了
撑不住了
我快撑不住了
扛不住了，真的
心里堵得慌
心里难受
我快崩溃了
压力太大了
吃不下饭
想哭
太累了
心里憋屈，好心办事还要问责
喘不过气来
我觉得好委屈
"""
SCARED = """
吓死了
吓死我了，纪委来电话了
怕被处分
我害怕
我好怕
我怕被追责
心里慌
我现在腿软
我是不是完了
这下我死定了
天天提心吊胆
怕丢饭碗
有点心慌
"""
CALM = """
他睡不着来找我，我先给办了
老人心里堵，天天来
材料没齐先给办了
几天告知
怕麻烦就没上会
群众怕他冻着
家属崩溃了
老人吓坏了，我先送了医院
申请人压力大，一直哭
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.fixture(scope="module")
def moods(library: Library) -> Moods:
    return library.lexicon.moods


def test_there_are_eighty_each_way() -> None:
    assert len(set(lines(MINE))) >= 80
    assert len(set(lines(THEIRS))) >= 80


@pytest.mark.parametrize("said", lines(MINE))
def test_who_is_in_despair_is_heard(moods: Moods, said: str) -> None:
    assert moods.of(said) == "despair"


@pytest.mark.parametrize("said", lines(THEIRS))
def test_somebody_else_in_danger_is_a_case(moods: Moods, said: str) -> None:
    assert moods.of(said) != "despair"


@pytest.mark.parametrize("said", lines(WEARY))
def test_who_is_worn_out_is_heard(moods: Moods, said: str) -> None:
    assert moods.of(said) == "tired"


@pytest.mark.parametrize("said", lines(SCARED))
def test_who_is_afraid_is_heard(moods: Moods, said: str) -> None:
    assert moods.of(said) == "afraid"


@pytest.mark.parametrize("said", lines(CALM))
def test_others_and_cases_have_no_mood(moods: Moods, said: str) -> None:
    assert moods.of(said) is None


@pytest.mark.parametrize("said", ["我睡不着", "吓死我了", "真的好累，快撑不住了", "心里堵得慌", "怕被处分"])
def test_a_feeling_alone_is_no_story(moods: Moods, said: str) -> None:
    assert moods.alone(said)


@pytest.mark.parametrize("said", ["材料没齐先给办了，我睡不着", "怕被处分，会上没研究过", "睡不着，几天告知"])
def test_a_story_with_a_feeling_is_one(moods: Moods, said: str) -> None:
    assert not moods.alone(said)


def test_a_question_is_hardly_ever_taken_for_despair(moods: Moods) -> None:
    folder = Path(__file__).parents[1] / "measure"
    asked = [json.loads(line)["question"] for file in sorted(folder.glob("questions*.jsonl"))
             for line in file.read_text("utf-8").splitlines()]  # fmt: skip
    taken = [text for text in asked if moods.of(text) == "despair"]
    assert len(taken) <= 0.01 * len(asked), taken


def test_a_pattern_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for file in (file for file in (DATA / "lexicon").glob("*.yaml") if file.is_file()):
        text = file.read_text("utf-8")
        wrong = text.replace("despair:\n  [", "despair:\n  ['(活',")
        (tmp_path / file.name).write_text(wrong if file.stem == "moods" else text, "utf-8")
    with pytest.raises(RefusedError, match="despair 的“\\(活”不是读得了的句式"):
        lexicon.read(tmp_path)
