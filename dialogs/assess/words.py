"""The sentences of a self-assessment that belong to no single policy."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.answer import MEND
from knowledge.rules import Outcome

INTRO = (
    "这是自评，不是认定，也不是申请：照{short}的文件一步步对照，看看可能是什么结果、还缺什么。\n"
    "自评只有您自己能看到，不会自动进入申请材料。请不要写服务对象的姓名和证件号。\n"
    "随时可以返回、改答案、暂停；中间想问规则，直接打字问。"
)
OR_TELL = "也可以现在就把经过打给我：做了什么、为什么、后来怎么样。听出来的请您核对，核对过的就不再问。"
OR_TYPED = "说错的，打字告诉我也行，例如“不是，钱没追回来”。"
ONLY_TEXT = "只查条文"
UNFINISHED = "您有一份没做完的自评（{short}，做到第 {number} 步，共约 {count} 步）。要接着做吗？"
FINISHED = "您做过一份自评（{short}）。要看结果，还是重新开始？"
OTHER_REGION = "您有一份按{there}文件做的自评，现在选的是{here}。"
GO_ON, AFRESH, SEE = "接着做", "重新开始", "看结果"
NO_RULES = "{short}的文件还没有整理成自评的规则。您可以直接打字问，我给您看原文。"
CHOOSE = "各地规定不一样，请先选您所在的地区或单位，我再按那一份陪您自评。"
IN_GROUP = "自评是您自己的事，请私下和我说：{alone}，发 /assess。"
STEP = "{short} · 第 {number} 步，共约 {count} 步"
SAYS = "{label}写的是“{quote}”。"
BACK, TEXT, WHY, CHANGE, PAUSE = "返回", "看原文", "为什么问", "改前面的", "暂停"
PAUSED = "好的，自评先放着，答过的都在。想接着做，发“继续”或者 /assess；不想留了，按“删除”。"
DELETE = "删除"
DELETED = "好的，这份自评已经删除，我这里一个字也没留。您自己存下的文件不会跟着删。"
SURE_AFRESH = "重新开始会清掉这份自评里答过的。确定吗？"
SURE, NOT_SURE = "确定，重新开始", "不，接着做"
FIRST_STEP = "已经是第一题了。"
STALE = "这个按钮已经失效了，现在是这一题："
OVER = "这份自评已经不在了。发 /assess 可以重新开始。"
WHY_SAYS = "为什么问：{why}"
PROOF = "能证明的材料：{proof}。"
FILL_IN = "现在就填申请表"
TO_APPLY, TO_APPEAL = "去申请", "现在还能做什么"
CHANGE_WHICH = "要改哪一题？改一题，其余的答案都还在。"
NOT_UNDERSTOOD = "这一题请点一个按钮，或者打按钮上的字。想问规则，请把问题说完整一点。"
AMENDED = "好，按您说的改过了。再请核对一遍："
WEIGH_TOO = "再过一遍要看的几个方面"
TAKEN_AS = "按“{label}”记下了；不对就发“返回”。"
SAY_MORE = "这里要的是经过，做了什么、怎么发生的，一两句就行；不想说，按“跳过，我直接选”。"
WHICH_SIDE = "是以后还是以前，没听准。请选一个："
WHICH_LINES = "没听准说的是哪几条。请打要标的号，例如“1和3”；都不用标，按最下面的按钮。"
MARKED_ALREADY = "上面已经标了几条。标好了，请按最下面的按钮；要取消哪条，再打一次它的号。"
WHICH_ONES = "没听准选的是哪几条。请打号，例如“1和3”；都对不上按“以上都没有”，拿不准按“拿不准”。"
WHICH_DAY = "“{span}”里是哪一天？期限要从那一天数起，请打一个日期；记不清就按“记不清了”。"
NOT_YET = "还没答完，答完就出结果。现在是这一题："
FUTURE = "这一天还没到，请核对一下日期。"
AFTER_REGION = "{there}的自评先放着，答过的都在；要照{here}的文件自评，发 /assess。"
BACK_TO_IT = "回到自评："
NO_DATE = "没看懂这个日期。请打成“11月3日”“2026-11-03”或“昨天”，不能晚于今天；记不清就按“记不清了”。"
MASKED = "您写的话里有像{kinds}的数字，我已经遮住，没有保存。姓名我认不全，也请不要写。"
CUT = "话有点长，我只留了前面 {count} 个字。"
NOTED = "这句话记下了。再请按一个："
REMINDER = "提醒：{say}（{label}“{quote}”）"
REMINDER_PLAIN = "提醒：{say}（{label}）"
NOW_URGENT = "现在就要做：{say}"
NOW = "先说一下：{say}"
OVERLAY = "那一份可能要先看。我手上没有那一份，下面只照{short}的这一份对照。"
OVERLAY_TOO = "文件写了“{quote}”（{label}）。您那里另有没有，请先问一声；有的话，那一份可能要先看。"
REFERENCE = "照您的回答，您可能属于“参照”执行的人员，由机关认定；下面按这份文件对照。"

NONE_OF_THEM, ALL_OF_THEM, ALL_RIGHT = "以上都没有", "都符合", "都对"
NONE_BESIDES, ALL_BESIDES, RIGHT_BESIDES = "其余没有，选好了", "其余都符合，选好了", "其余都对"
ALL_UNSURE = "都拿不准"
THE_REST = "再看看其余的情形；都对不上，再按一次“以上都没有”。"
PICKED_ALL, NO_SITUATION, UNSURE_OF_IT, ALL_SITUATIONS, BEST = (
    "选好了",
    "以上都没有",
    "拿不准",
    "看全部情形",
    "回到推荐的几条",
)
NOTHING_PICKED = "还没有选。请先点一条；都对不上就按“以上都没有”，拿不准就按“拿不准”。"
PICK_BY_WORDS = "按您说的经过，这几条最接近："
PICK_GROUP = "先选一类，再选里面的情形："
PICK_LIST = "列明的情形："

LOOKS: Mapping[Outcome, str] = {
    "not_applicable": "照您的回答，可能不在这份文件的适用范围内。",
    "barred": "照您的回答，可能碰到文件写的“{quote}”。",
    "gate_failed": "照您的回答，必备的条件可能没有同时具备。",
    "no_situation": "照您的回答，列明的情形里可能没有对得上的。",
    "exempt": "照您的回答，可能的结果是：{local}。",
    "mitigated": "照您的回答，可能{options}；是哪一种，由机关决定。",
    "tolerated": "照您的回答，可能予以容错。是哪一档（{options}），文件没有写判断标准。",
}
UNTIERED = "照您的回答，可能予以容错；怎么处理，由机关决定。"
"""Where the policy does not say what tolerance may come to."""
BARRED_IF = "照您的回答，可能碰到{places}；是的话，文件写的是“{quote}”。"
"""Where what bars is left to judgement."""
NAMES: Mapping[Outcome, str] = {
    "not_applicable": "不在适用范围",
    "barred": "不予容错",
    "gate_failed": "未同时具备必备条件",
    "no_situation": "没有对应情形",
    "exempt": "不予追究责任",
    "mitigated": "从轻、减轻或者免予处理",
    "tolerated": "予以容错（档次由机关定）",
}
"""For policies that have no name of their own for it."""
SEVERAL = "目前看，还有 {count} 种可能：{names}。哪一种，要看下面“取决于”里的几点；都以机关认定为准。"
HEAD = "自评结果 · {short}"
FIRST = "现在先做这几件事："
APPLY_BY = "{do}，交给{to}：“{quote}”（{label}）。{when}"
COUNT_FROM = "是从被告知那天数{days}个工作日；哪天被告知的，按“改答案”告诉我，我给您算出最晚到哪一天。"
BEFORE = "没有写天数，处理决定作出前都算，越早交越稳妥。"
NO_DAYS = "没有写截止的日子，早一点交稳妥。"
MEND_FIRST = "{mend}（{label}）。"
PROVE_FIRST = "把能证明的材料找齐：{proof}。是给{label}用的。"
SETTLE_FIRST = "把这一点弄清：{ask}结果要看这一点（{label}）。"
MORE_HEAD = {"why": "为什么这样看", "lack": "还缺什么", "proof": "要准备的材料", "rest": "期限和提醒"}
"""What else can be looked at, by the buttons under a result."""
MORE, MORE_SAYS = "更多", "这份自评还可以："
SECTIONS = {
    "grounds": "依据（您的回答 → 条款）",
    "besides": "先不看上面这一条，其余部分",
    "open": "取决于",
    "mend": MEND,
    "weighed": "说理要点",
    "proof": "要准备的材料",
    "risks": "风险提示",
    "silent": "本文件没有规定的",
    "days": "期限",
}
CATCH_ALL = "您选的是兜底，只能说“可以主张”，能不能用由{organ}判断。"
JUDGED = "这一点由{organ}判断，您的回答供参考。"
NOT_A_RULING = "这是自评，不是认定结论。最终由{organ}认定。"
STILL_USEFUL = "补救的事，文件写的是："
BARRED_NEXT = "是不是属于这一条，要由机关查清。现在能做的：如实说明情况，尽快纠正，挽回损失、消除影响。"
OUTSIDE_NEXT = "该用哪一份文件，请向单位或当地纪检监察机关问清。"
NA_ANSWERED = "{label}：您答的是不适用（{na}）；算不算具备，由{organ}判断。"
BESIDES = "如果机关查清不属于上面这一条，照其余的回答，可能的结果：{names}；能不能容错，由机关认定"
NO_REST = "这份文件没有写兜底的情形。"
LOST = "您选的情形，照您的回答可能还缺前提；没有选的情形，这次没有逐条核对。"
APPEAL_HEAD = "现在还能做什么 · {short}"
ELSEWHERE = "【仅供参考】同样的回答，放到其他地区的文件里。"
ELSEWHERE_NOTE = "都假定您在那里工作。"
NO_LIKE = "{short}：没有找到写法相同的情形，近似的和兜底的要另看原文。"
NO_LIKE_NOR_REST = "{short}：没有找到写法相同的情形，近似的要另看原文；那份文件没有写兜底的情形。"
LIKE = "{short}：下面的前提都成立，可能的结果是：{names}"
STOPPED = "{short}：{look}"
PREMISES = "前提是："
"""What a policy wants to know besides, of the situation, of what bars, of its conditions; and what it has no word for."""
OWN_LIMITS = "对得上{label}自己的限定：{limits}"
OWN_LIKE = "对得上{label}说的情形"
NO_BARS = "没有{label}里“{quote}”的情形"
ALL_THERE = "{label}的条件：{conditions}"
NOT_NAMED = "您答的“{fact}”，那里没有单列；算不算，由那里的机关判断"
UNNAMED = "{short}：您答的“{facts}”，那里没有单列；算不算，由那里的机关判断，不能照您的回答说结果。"
APPLY_HEAD = "怎么申请 · {short}"
APPLY_NOT_YET = "照您的回答，对照下来还有缺口；要不要申请由您定，下面是文件写的办法。"
FILE_NAME = "容错自评-{short}"
SAVED = "自评结果在这份文件里，只发给您自己。请妥善保管。"
