"""The self-assessment step by step; whole conversations stand in conversations/自评-*.txt."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workdays import Workdays
from dialogs.assess.record import NAME, Assessment, keep, recall
from dialogs.assess.walk import walk
from dialogs.assess.words import SECTIONS
from dialogs.core import Button, Command, Ears, Event, Json, Pressed, Reply, Said, Say, Sent, State, Turn
from dialogs.router import Rongcuo
from knowledge.answer import Assistant
from knowledge.library.corpus import Library, built_in
from knowledge.policy.quote import Quote
from knowledge.rules import squeeze
from knowledge.rules.judge import Judge
from tests.harness.examples import examples
from tests.harness.weighty import wrong

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Rongcuo:
    return Rongcuo(assistant, Workdays())


class Worker:
    """Somebody who types and presses; the state goes through JSON at every step."""

    def __init__(self, talk: Rongcuo, region: str) -> None:
        self.talk, self.state, self.replies = talk, State(region), tuple[Reply, ...]()

    def does(self, event: Event) -> str:
        turn: Turn = self.talk.step(self.state, event, today=TODAY)
        self.state = State.from_json(turn.state.to_json())
        assert self.state == turn.state
        self.replies = turn.replies
        return self.text

    def types(self, *texts: str) -> str:
        for text in texts:
            self.does(Command(text[1:]) if text.startswith("/") else Said(text))
        return self.text

    def presses(self, *labels: str) -> str:
        for label in labels:
            found = [button for button in self.buttons if button.label.startswith(label)]
            assert found, f"no button {label!r} among {[button.label for button in self.buttons]}"
            self.does(Pressed(found[0].data))
        return self.text

    def begins(self) -> str:
        self.types("/assess")
        return self.presses("开始自评")

    @property
    def text(self) -> str:
        """What is shown, and what the buttons below a result open."""
        more = [
            b.data for b in self.buttons if b.data.startswith("assess/more=") and b.data != "assess/more=all"
        ]
        opened = (r for data in more for r in self.talk.step(self.state, Pressed(data), today=TODAY).replies)
        return "\n".join(reply.text for reply in (*self.replies, *opened))

    @property
    def buttons(self) -> list[Button]:
        return [button for reply in self.replies for row in reply.buttons for button in row]

    @property
    def record(self) -> Assessment:
        found = recall(self.state)
        assert found is not None
        return found


@pytest.fixture
def donge(talk: Rongcuo) -> Worker:
    worker = Worker(talk, "donge")
    worker.begins()
    return worker


def finished(worker: Worker) -> Worker:
    """Through the whole of donge's, everything well."""
    worker.presses(
        "是", "是", "以后", "正在调查", "跳过", "☐ 第七条第（四）项", "选好了", "都符合", "以上都没有"
    )
    worker.presses("没有", "有", "没有", "有", "不用")
    assert "自评结果" in worker.text
    return worker


# ── the way through ──────────────────────────────────────────────────────────────────────────────
def test_everything_well_leads_to_no_liability_in_the_policys_words(donge: Worker) -> None:
    text = finished(donge).text
    assert "不予追究责任" in text
    assert "这是自评，不是认定结论。最终由责任追究机关认定。" in text


def test_not_being_sure_leaves_both_outcomes_and_says_what_would_decide(donge: Worker) -> None:
    donge.presses(
        "是", "是", "以后", "正在调查", "跳过", "☐ 第七条第（四）项", "选好了", "都符合", "以上都没有"
    )
    donge.presses("没有", "拿不准", "没有", "有", "不用")
    assert "还有 2 种可能：不予追究责任；从轻、减轻或者免予处理" in donge.text
    assert (
        "如果决策中严格执行了民主集中制、“三重一大”决策程序和请示报告等规定 → 可能不予追究责任" in donge.text
    )
    assert (
        "如果决策中没有严格执行民主集中制、“三重一大”决策程序和请示报告等规定 → 可能从轻、减轻或者免予处理"
        in donge.text
    )


def test_no_not_sure_and_not_applicable_are_three_answers(talk: Rongcuo) -> None:
    texts = {}
    for answer in ("没有", "拿不准", "不适用"):
        worker = Worker(talk, "donge")
        worker.begins()
        worker.presses(
            "是", "是", "以后", "正在调查", "跳过", "☐ 第七条第（四）项", "选好了", "都符合", "以上都没有"
        )
        worker.presses("没有", "有", "没有", answer, "不用")
        texts[answer] = worker.text
    assert len(set(texts.values())) == 3
    assert "您答的是不适用（" in texts["不适用"]
    assert "可能从轻、减轻或者免予处理" in texts["没有"]


def test_after_what_bars_nothing_more_is_asked_unless_the_user_wants_to(donge: Worker) -> None:
    donge.presses(
        "是", "是", "以后", "正在调查", "跳过", "☐ 第七条第（四）项", "选好了", "都符合", "5", "其余没有"
    )
    assert "自评结果" in donge.text
    assert "不予容错" in donge.text
    donge.presses("仍想看")
    assert "第九条第（一）项写的是" in donge.text


def test_out_of_scope_ends_it_at_once(donge: Worker) -> None:
    assert "可能不在这份文件的适用范围内" in donge.presses("不是")


def test_situations_are_ranked_by_the_own_words(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查")
    donge.types("半夜抢救，家里没钱，我先行救助批了三千，后来核出有存款")
    assert donge.buttons[0].label.startswith("☐ 第七条第（六）项")


def test_what_is_heard_is_offered_and_taken_only_when_confirmed(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查")
    assert "1. “没有上会” → 决策中没有严格执行民主集中制、“三重一大”决策程序和请示报告等规定" in donge.types(
        "没有上会，我一个人拍的板，材料没齐先办了"
    )
    assert "democratic_decision_and_reporting" not in donge.record.answers
    donge.presses("都对")
    assert donge.record.answers["democratic_decision_and_reporting"] == "no"


def test_what_is_heard_wrongly_is_turned_round_or_asked_again(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查")
    donge.types("没有上会，材料没齐先办了，没收过他什么好处")
    donge.presses("2", "1", "1", "其余都对")
    assert donge.record.answers["democratic_decision_and_reporting"] == "yes"
    assert donge.record.answers.get("gain_self") is None


@pytest.mark.parametrize(
    ("marked", "then"), [(("1", "其余没有"), "第十八条写的是"), (("以上都没有",), "照您的回答可能都缺前提")]
)
def test_alternatives_are_one_list_and_any_of_them_is_enough(
    talk: Rongcuo, marked: tuple[str, ...], then: str
) -> None:
    worker = Worker(talk, "lishui")
    worker.begins()
    worker.presses("是", "是", "没有", "以后", "还没人", "跳过", "应急处突", "☐ 第十条第（一）项", "选好了")
    assert "是哪一种" in worker.presses("都符合", "是")
    assert then in worker.presses(*marked)


def test_of_alternatives_nothing_more_is_asked_once_one_was_heard(talk: Rongcuo) -> None:
    worker = Worker(talk, "lishui")
    worker.begins()
    worker.presses("是", "是", "没有", "以后", "还没人")
    worker.types("塌方那天来不及开会，我当场处置，第二天就把程序补齐了")
    worker.presses("都对", "☐ 第十条第（一）项", "选好了")
    assert "第十八条写的是" in worker.presses("都符合")
    assert "error_in_emergency" not in worker.record.answers


def test_nothing_found_is_an_answer_of_its_own_and_so_is_not_being_sure(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查", "跳过")
    before = donge.state
    donge.presses("以上都没有")
    assert "三个区分开来" in donge.text
    donge.presses("不是", "以上都没有")
    assert "列明的情形里可能没有对得上的" in donge.text
    donge.state = before
    donge.types("拿不准")
    donge.presses("以上都没有", "没有", "有", "没有", "有", "不用")
    assert "没有对应情形；不予追究责任" in donge.text
    assert "哪一种情形对得上，还没有定" in donge.text


def test_the_count_of_steps_is_told_and_grows_no_smaller_than_the_step(talk: Rongcuo) -> None:
    for region in built_in():
        way = walk(Ears(talk.mind), Assessment(region, {"begin": "yes"}))
        number, count = way.place
        assert number == 1
        assert count >= 5


# ── changing, going back, pausing ────────────────────────────────────────────────────────────────
def test_changing_one_answer_keeps_all_others(donge: Worker) -> None:
    finished(donge)
    before = dict(donge.record.answers)
    donge.types("改第9题")
    assert "原来答的是：没有" in donge.text
    donge.presses("有")
    assert "可能从轻、减轻或者免予处理" in donge.text
    after = dict(donge.record.answers)
    assert after.pop("violates_explicit_prohibition") == "yes"
    before.pop("violates_explicit_prohibition")
    assert after == before


def test_what_becomes_irrelevant_leaves_the_result_and_comes_back_with_its_question(donge: Worker) -> None:
    finished(donge)
    donge.types("改第1题")
    donge.presses("不是")
    assert "不在这份文件的适用范围" in donge.text
    assert "第七条" not in donge.text
    assert donge.record.answers["donge.7.4.a"] == "yes"
    donge.types("改第1题")
    assert "可能的结果是：不予追究责任" in donge.presses("是")


def test_back_shows_the_question_before_with_its_answer_and_loses_nothing(donge: Worker) -> None:
    donge.presses("是", "不是")
    donge.types("改第2题")
    donge.presses("返回")
    assert "原来答的是：是" in donge.text
    donge.presses("是")
    assert donge.record.answers["works_on_social_assistance"] == "no"


def test_a_pause_survives_and_typing_goes_elsewhere_meanwhile(donge: Worker) -> None:
    donge.presses("是")
    donge.types("暂停")
    assert "7 个工作日" in donge.types("结论几天告知")
    assert "回到自评" not in donge.text
    donge.types("/assess")
    assert "做到第 2 步" in donge.text
    donge.presses("接着做")
    assert "第 2 步" in donge.text


def test_cancel_pauses_and_nothing_is_lost(donge: Worker) -> None:
    donge.presses("是")
    donge.types("/cancel")
    assert donge.record.paused
    assert donge.record.answers == {"begin": "yes", "employed_in_area": "yes"}


def test_afresh_forgets_only_when_it_really_begins(donge: Worker) -> None:
    donge.presses("是")
    donge.types("重新开始")
    assert donge.record.answers == {"begin": "yes", "employed_in_area": "yes"}
    donge.presses("确定")
    assert donge.record.answers == {}


def test_delete_leaves_no_trace(donge: Worker) -> None:
    donge.presses("是")
    donge.types("/assess")
    donge.presses("删除")
    assert NAME not in donge.state.dialogs


# ── in between ───────────────────────────────────────────────────────────────────────────────────
def test_a_question_on_the_rules_is_answered_and_then_asked_again_unchanged(donge: Worker) -> None:
    asked = donge.replies[-1]
    donge.types("结论几天告知")
    answer, again = donge.replies
    assert "7 个工作日" in answer.text
    assert again.parts[1:] == asked.parts
    assert again.buttons == asked.buttons


def test_a_photo_in_between_loses_nothing(donge: Worker) -> None:
    donge.does(Sent("photo"))
    assert "看不了" in donge.replies[0].text
    assert "第 1 步" in donge.replies[-1].text


def test_the_text_and_the_reason_are_shown_on_request(donge: Worker) -> None:
    assert "本细则适用于县直各有关部门" in donge.presses("看原文")
    assert "为什么问：细则只管本县" in donge.presses("为什么问")
    assert "第 1 步" in donge.text


@pytest.mark.parametrize(
    "data", ["assess/a=stage:told", "assess/a=employed_in_area:perhaps", "assess/m=bars:1", "assess/done=bars",
             "assess/p=donge.7.1", "assess/picked=none", "assess/back=stage", "assess/a=", "assess/a=:", "assess/m=x:y"]
)  # fmt: skip
def test_an_old_or_forged_button_changes_no_answer(donge: Worker, data: str) -> None:
    donge.does(Pressed(data))
    assert "已经失效" in donge.text
    assert "第 1 步" in donge.text
    assert donge.record.answers == {"begin": "yes"}


@pytest.mark.parametrize("data", ["assess/save=1", "assess/apply=1", "assess/elsewhere=1"])
def test_what_needs_a_result_waits_for_it(donge: Worker, data: str) -> None:
    donge.does(Pressed(data))
    assert "第 1 步" in donge.text


@pytest.mark.parametrize("data", ["assess/sleep=1", "assess/go=away"])
def test_a_button_that_nobody_knows_says_so(donge: Worker, data: str) -> None:
    assert "失效" in donge.does(Pressed(data)) or "不在了" in donge.text


def test_a_button_of_an_assessment_that_is_gone_says_so(talk: Rongcuo) -> None:
    assert "已经不在了" in Worker(talk, "donge").does(Pressed("assess/a=stage:told"))
    assert "已经不在了" in Worker(talk, "donge").does(Pressed("assess/with=1"))


def test_in_a_group_nobody_is_assessed(talk: Rongcuo) -> None:
    for event in (Command("assess"), Pressed("assess/a=begin:yes")):
        turn = talk.step(State("donge"), event, private=False)
        assert "私下" in turn.replies[0].text
        assert NAME not in turn.state.dialogs


def test_without_a_region_it_is_asked_for_first(talk: Rongcuo) -> None:
    worker = Worker(talk, "donge")
    worker.state = State()
    worker.types("/assess")
    worker.presses("威海市")
    assert "照威海市的文件" in worker.text
    assert worker.state.region == "weihai"


def test_from_an_answer_the_words_come_along(talk: Rongcuo) -> None:
    worker = Worker(talk, "donge")
    worker.types("材料没齐我先给办了，后来发现有出入")
    told = worker.presses("一步步自评")
    assert "这是自评，不是认定" in told
    assert worker.record.answers == {
        "words": "材料没齐我先给办了，后来发现有出入",
        "words_on": TODAY.isoformat(),
    }


# ── private things ───────────────────────────────────────────────────────────────────────────────
def test_numbers_of_people_are_hidden_before_anything_is_kept(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查")
    donge.types("给张三110101199001011234先办了，电话13800138000，卡6222020200112233445")
    assert "已经遮住" in donge.text
    kept = donge.state.to_json()
    assert not [
        number for number in ("110101199001011234", "13800138000", "6222020200112233445") if number in kept
    ]


def test_long_words_are_cut_and_it_is_said(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查")
    assert "只留了前面 800 个字" in donge.types("材料没齐我先办了。" * 200)
    assert len(donge.record.text("words")) == 800


def test_a_record_of_another_version_is_started_afresh(talk: Rongcuo) -> None:
    worker = Worker(talk, "donge")
    for broken in (
        {"region": "donge", "answers": 3},
        {"region": "atlantis"},
        {"region": "donge", "marks": [1]},
        {},
    ):
        worker.state = State("donge", {NAME: broken})  # type: ignore[dict-item]
        assert worker.types("/assess")
        assert "自评" in worker.text


def test_a_state_without_a_record_stays_as_it_is() -> None:
    assert keep(State("donge", {"ask": {"count": 1}}), None) == State("donge", {"ask": {"count": 1}})


# ── at once ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("region", "before", "stage", "words"),
    [
        ("weihai", ("是", "是"), "还没人", "该追缴的马上组织追缴"),
        ("pingdingshan", ("是", "没有"), "已被告知", "七个工作日内"),
        ("donge", ("是", "是"), "已被告知", "处理决定作出之前"),
        ("zaozhuang", ("是",), "已被告知", "处理决定作出之前"),
        ("zaozhuang", ("是",), "还没人", "列在“不予容错”里"),
        ("lishui", ("是", "是", "没有"), "已被告知", "2016年的实施办法里，我手上没有"),
    ],
)
def test_what_is_urgent_is_said_at_once(
    talk: Rongcuo, region: str, before: tuple[str, ...], stage: str, words: str
) -> None:
    worker = Worker(talk, region)
    worker.begins()
    worker.presses(*before, "以后", stage)
    assert words in worker.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2026-02-05", "到2026年2月14日（星期六）为止"),
        ("11月16日", "到2026年11月25日（星期三）为止"),
        ("昨天", "到2026年11月30日（星期一）为止"),
        ("11月11日", "今天是最后一天"),
    ],
)
def test_seven_working_days_are_told_as_a_date(talk: Rongcuo, typed: str, words: str) -> None:
    worker = Worker(talk, "pingdingshan")
    worker.begins()
    worker.presses("是", "没有", "以后", "已被告知")
    assert words in worker.types(typed)


def test_a_day_that_does_not_exist_is_asked_again(talk: Rongcuo) -> None:
    worker = Worker(talk, "pingdingshan")
    worker.begins()
    worker.presses("是", "没有", "以后", "已被告知")
    assert "2月没有30日" in worker.types("2月30日")
    assert "told_on" not in worker.record.answers
    worker.types("记不清")
    assert worker.record.answers["told_on"] == "unsure"


def test_after_the_decision_what_is_left_is_said_and_going_on_is_free(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "已经作出")
    assert "申诉或者申请复核" in donge.text
    assert "不停止处理决定的执行" in donge.text
    assert "现在还能做什么" in donge.presses("只看现在")
    assert "用自己的话" in donge.presses("接着自评")


def test_the_exception_is_asked_only_where_the_rule_is_not_met_and_asks_for_the_report(talk: Rongcuo) -> None:
    worker = Worker(talk, "pingdingshan")
    worker.begins()
    worker.presses("是", "没有", "以后", "还没人", "跳过", "是", "没有")
    assert "临机决断、紧急避险" in worker.text
    assert "事后有没有及时履行报告程序" in worker.presses("是")
    assert "谋取私利" in worker.presses("有")


# ── the card ─────────────────────────────────────────────────────────────────────────────────────
def test_other_regions_are_for_reference_only(donge: Worker) -> None:
    finished(donge)
    text = donge.presses("其他地区")
    assert "仅供参考" in text
    assert "三（六）" in text
    assert all(short in text for short in ("威海市", "枣庄职业学院", "平顶山市", "丽水市"))


def test_the_card_can_be_kept_as_a_document(donge: Worker) -> None:
    finished(donge)
    donge.presses("保存")
    sheet = donge.replies[0].sheet
    assert sheet is not None
    assert sheet.title == "自评结果 · 东阿县"
    assert any(isinstance(part, Quote) for part in sheet.parts)


@pytest.mark.parametrize(
    ("region", "words"),
    [("donge", "没有附申请表"), ("weihai", "附件1《容错申请表》"), ("zaozhuang", "附件1《容错申请表》"),
     ("pingdingshan", "所在单位党组织"), ("lishui", "2016年实施办法")],
)  # fmt: skip
def test_how_to_apply_is_each_policys_own(talk: Rongcuo, region: str, words: str) -> None:
    worker = Worker(talk, region)
    answered = {
        "begin": "yes",
        "event": "after",
        "stage": "told",
        "words": "skip",
        "pick": [],
        "weigh": "skip",
        "overlay": "no",
        "told_on": "unsure",
    }
    rules = talk.mind.library.regimes[region]
    answered |= dict.fromkeys((*rules.scope.all, *rules.scope.any), "yes")
    answered |= {
        "bars": "done",
        "fit": "done",
        **{f: "no" for one in rules.exclusions.items for f in one.any},
    }
    answered |= {f: "no" for one in rules.conditions.items for f in one.facts}
    answered |= {f"cond:{one.id}": "done" for one in rules.conditions.items}
    answered |= {f"{rules.situations.catch_all}.a": "no"}
    worker.state = keep(State(region), Assessment(region, answered))
    worker.does(Pressed("assess/go=on"))
    assert "自评结果" in worker.text
    assert words in worker.presses("去申请")


# ── whatever is pressed ──────────────────────────────────────────────────────────────────────────
def sound(worker: Worker, library: Library) -> None:
    """What holds of every message: it says something, quotes verbatim, and neither accuses nor promises."""
    assert worker.replies
    for reply in worker.replies:
        assert reply.text.strip()
        assert wrong(reply) == []
        for part in reply.parts:
            if isinstance(part, Quote):
                texts = [squeeze(policy.full_text(p.id)) for policy in library.policies.values()
                         for p in policy.provisions if policy.citation(p.id) == part.source]  # fmt: skip
                assert any(squeeze(part.text) in text for text in texts), part.source
            else:
                assert isinstance(part, Say)
        for row in reply.buttons:
            assert row


@pytest.mark.slow
@pytest.mark.parametrize("region", built_in())
def test_any_way_through_ends_in_a_card_that_agrees_with_the_rules(talk: Rongcuo, region: str) -> None:
    library = talk.mind.library

    @examples(25)
    @given(st.data())
    def check(data: st.DataObject) -> None:
        worker = Worker(talk, region)
        worker.begins()
        for _ in range(60):
            sound(worker, library)
            way = walk(Ears(talk.mind), worker.record)
            if way.current is None:
                break
            forward = [b for b in worker.buttons if b.data.startswith(("assess/a=", "assess/done", "assess/unsure",
                                                                       "assess/m=", "assess/p=", "assess/picked", "assess/g="))]  # fmt: skip
            worker.does(Pressed(data.draw(st.sampled_from(forward)).data))
        else:
            return  # it went round in circles on a list, as a person may
        found = Judge(library.regimes[region]).judge(way.facts)
        assert "自评结果" in worker.text or "现在还能做什么" in worker.text
        if "自评结果" in worker.text and found.only == "barred":
            assert "不予容错" in worker.text or "严肃追责问责" in worker.text
        unsure = [question for question in way.questions if not question.answered]
        assert not unsure

    check()


@pytest.mark.parametrize("region", built_in())
def test_anything_at_all_keeps_a_state_that_goes_on(talk: Rongcuo, region: str) -> None:
    texts = st.sampled_from(["返回", "拿不准", "没有", "是", "改第3题", "结论几天告知", "暂停", "继续", "看结果", "进度", "重新开始",
                             "收了两条烟", "11月3日", "为什么", "原文", "不适用", "/assess", "/cancel", "1", "谢谢", "东阿呢"])  # fmt: skip

    @examples(20)
    @given(st.lists(st.one_of(texts, st.integers(0, 50)), max_size=25))
    def check(events: list[str | int]) -> None:
        worker = Worker(talk, region)
        worker.begins()
        for event in events:
            if isinstance(event, str):
                worker.types(event)
            elif worker.buttons:
                worker.does(Pressed(worker.buttons[event % len(worker.buttons)].data))
            sound(worker, talk.mind.library)

    check()


def test_every_question_quotes_its_provision(talk: Rongcuo) -> None:
    """With everything picked and nothing known, every question there is; its words stand where it says."""
    library = talk.mind.library
    for region, rules in library.regimes.items():
        answers = {
            "begin": "yes",
            "pick": [one.at for one in rules.situations.items],
            "stage": "told",
            "carry_on": "yes",
            "weigh": "yes",
        }
        for question in walk(Ears(talk.mind), Assessment(region, answers)).questions:
            assert (question.ask and question.why) or question.id == "begin"
            if question.quote:
                text = library.provision(question.sources[0]).text
                assert squeeze(question.quote) in squeeze(text), question.id


def test_nobody_else_reads_the_record(donge: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else is done while a self-assessment is there, only its own room looks at it."""
    readers: set[str] = set()
    real = State.of

    def watched(state: State, name: str) -> dict[str, Json]:
        if name == NAME:
            readers.add(sys._getframe(1).f_globals["__name__"])
        return real(state, name)

    donge.presses("是")
    monkeypatch.setattr(State, "of", watched)
    for command in (
        "start",
        "help",
        "ask",
        "policies",
        "articles",
        "compare",
        "apply",
        "status",
        "queue",
        "region",
    ):
        donge.does(Command(command))
        donge.types("结论几天告知", "收了两条烟还能容吗", "返回")
    assert readers
    assert {name for name in readers if not name.startswith("dialogs.assess.")} == set()


# ── as people type ───────────────────────────────────────────────────────────────────────────────
def test_a_word_brings_a_paused_one_back(donge: Worker) -> None:
    donge.presses("是")
    donge.types("暂停", "结论几天告知")
    assert "第 2 步" in donge.types("继续")


def test_while_it_is_paused_beginning_afresh_is_still_asked_about(donge: Worker) -> None:
    donge.presses("是")
    donge.types("暂停")
    assert "确定吗" in donge.types("重新开始")
    assert donge.record.answers["employed_in_area"] == "yes"


def test_a_region_that_was_asked_for_may_be_typed(talk: Rongcuo) -> None:
    worker = Worker(talk, "donge")
    worker.state = State()
    worker.types("/assess", "威海")
    assert "照威海市的文件" in worker.text
    assert worker.record.region == "weihai"


def test_moving_to_another_region_sets_it_aside_and_says_so(donge: Worker) -> None:
    donge.presses("是")
    donge.does(Command("region", "weihai"))
    assert "东阿县的自评先放着" in donge.text
    assert donge.record.paused
    donge.types("/assess")
    assert "按东阿县文件做的自评，现在选的是威海市" in donge.text


@pytest.mark.parametrize("typed", ["是", "好的", "开始", "开始自评"])
def test_the_beginning_may_be_typed(talk: Rongcuo, typed: str) -> None:
    worker = Worker(talk, "donge")
    worker.types("/assess")
    assert "第 1 步" in worker.types(typed)


def test_the_words_of_a_button_are_as_good_as_the_button(donge: Worker) -> None:
    donge.types("是", "是", "以后", "还没人追责", "跳过")
    donge.presses("☐ 第七条第（四）项", "选好了")
    donge.types("都符合", "以上都没有", "没有", "有", "没有", "有")
    assert "自评结果" in donge.types("不用")


@pytest.mark.parametrize("typed", ["1、3", "1和3", "１ ３", "第1个，第3个"])
def test_several_lines_of_a_list_may_be_named_at_once(donge: Worker, typed: str) -> None:
    donge.presses("是", "是", "以后", "正在调查", "跳过", "☐ 第七条第（四）项", "选好了", "都符合")
    donge.types(typed)
    assert [key for key, mark in donge.record.marks.items() if mark] == [
        "breaks_political_discipline",
        "serious_violation",
    ]


def test_several_situations_may_be_named_at_once(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查", "跳过")
    donge.types("2、4")
    donge.presses("选好了（2 条）")
    assert donge.record.picked("pick") == ("donge.7.2", "donge.7.4")


def test_an_answer_that_does_not_fit_is_no_question_on_the_rules(donge: Worker) -> None:
    donge.types("不适用")
    assert "请点一个按钮" in donge.text
    assert "第 1 步" in donge.text


def test_none_of_a_shortlist_shows_the_rest_before_it_counts(donge: Worker) -> None:
    donge.presses("是", "是", "以后", "正在调查")
    donge.types("老人住院，急事先办了，材料没齐")
    donge.presses("以上都没有")
    assert "再看看其余的情形" in donge.text
    assert "第七条第（一）项" in donge.text
    donge.presses("以上都没有")
    assert "前面都对不上" in donge.text
    assert "自评结果" not in donge.presses("是")


def test_results_asked_for_too_early_say_so(donge: Worker) -> None:
    assert "还没答完" in donge.types("看结果")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2027年1月3日", "还没到"), ("去年", "里是哪一天"), ("大概前阵子", "是哪一天，我算不准")],
)
def test_a_date_that_cannot_be_is_said_to_be_so(talk: Rongcuo, typed: str, words: str) -> None:
    worker = Worker(talk, "pingdingshan")
    worker.begins()
    worker.presses("是", "没有", "以后", "已被告知")
    assert words in worker.types(typed)
    assert "told_on" not in worker.record.answers


def test_after_a_decision_the_way_on_is_not_to_apply(donge: Worker) -> None:
    donge.presses(
        "是",
        "是",
        "以后",
        "已经作出",
        "接着自评",
        "跳过",
        "☐ 第七条第（四）项",
        "选好了",
        "都符合",
        "以上都没有",
    )
    donge.presses("没有", "有", "没有", "有", "不用")
    assert "去申请" not in [button.label for button in donge.buttons]
    assert "申诉或者申请复核" in donge.presses("现在还能做什么")


def test_outside_the_scope_nobody_is_told_to_apply(donge: Worker) -> None:
    donge.presses("不是")
    assert "去申请" not in [button.label for button in donge.buttons]
    assert "该用哪一份文件" in donge.text
    assert "期限：" not in donge.text


def without_recovery(talk: Rongcuo, stage: str) -> str:
    """The card of an overpaid case in which nothing was recovered up to this stage."""
    worker = Worker(talk, "weihai")
    worker.begins()
    worker.presses("是", "是", "以后", stage, "跳过", "救助对象的原因", "☐ 三（十五）", "选好了", "都符合")
    worker.presses("没有", "不用", "以上都没有")
    return worker.text


@pytest.mark.parametrize("stage", ["还没人", "已被告知", "正在调查"])
def test_what_can_still_be_made_good_is_said(talk: Rongcuo, stage: str) -> None:
    shown = without_recovery(talk, stage)
    assert f"{SECTIONS['mend']}：\n· 组织追缴，留好通知、日期和凭证" in shown
    assert "现在组织追缴算不算，由机关判断" in shown


def test_what_came_too_late_is_not_offered_to_be_made_good(talk: Rongcuo) -> None:
    assert "· 组织追缴，留好通知、日期和凭证" not in without_recovery(talk, "已经作出")


def test_what_was_weighed_and_noted_stands_on_the_card_and_nobody_accuses_himself(donge: Worker) -> None:
    donge.presses(
        "是", "是", "以后", "正在调查", "跳过", "☐ 第七条第（四）项", "选好了", "都符合", "以上都没有"
    )
    donge.presses("没有", "有", "没有", "有", "过一遍", "没有人得好处")
    donge.types("当时就我一个人在", "他家老人等着用钱")
    donge.presses("没写清", "一个人定的", "说不准", "说不准", "发现后做了补救")
    assert "说理要点：" in donge.text
    assert "他家老人等着用钱" in donge.text
    assert "个人专断" not in donge.text


def test_the_rest_is_shown_to_whoever_wants_it_though_something_bars(donge: Worker) -> None:
    donge.presses(
        "是",
        "是",
        "以后",
        "正在调查",
        "跳过",
        "☐ 第七条第（四）项",
        "选好了",
        "都符合",
        "5",
        "其余没有",
        "仍想看",
    )
    donge.presses("没有", "有", "没有", "有", "不用")
    assert "照其余的回答，可能的结果：不予追究责任" in donge.text
    assert "要由机关查清" in donge.text


def test_an_own_answer_in_hand_is_not_overwritten_by_a_new_story(donge: Worker) -> None:
    donge.presses("是")
    donge.types("/cancel")
    donge.types("材料没齐我先给办了，后来发现有出入")
    donge.presses("一步步自评")
    assert "没做完的自评" in donge.text
    assert donge.record.answers["employed_in_area"] == "yes"
    donge.presses("重新开始")
    assert donge.record.answers["words"] == "材料没齐我先给办了，后来发现有出入"


def test_after_a_button_of_another_dialog_the_question_comes_again(donge: Worker) -> None:
    donge.types("结论几天告知")
    assert "第 1 步" in donge.presses("原文上下文")


def test_the_buttons_of_the_result_may_be_typed_too(donge: Worker) -> None:
    finished(donge)
    donge.types("保存")
    assert donge.replies[0].sheet is not None
    assert "怎么申请" in donge.types("去申请")
    assert "仅供参考" in donge.types("其他地区")
    assert "7 个工作日" in donge.types("结论几天告知")
