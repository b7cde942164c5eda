"""The sentences about an application that is in."""

from __future__ import annotations

from dialogs.acts import CaseState

STATES: dict[CaseState, str] = {
    "submitted": "已递交，等工作人员查看",
    "returned": "要补材料，等您补充",
    "withdrawn": "已撤回",
}
IN_GROUP = "申请是您自己的事，请私下和我说：点我的头像，发 /status。"
NONE = "您在这里还没有提交过申请。要填一份，发 /apply；在别处提交的，把编号和查询码发给我就能查。"
LIST = "您在这里提交的申请："
LIST_CUT = "只列最近的 {count} 份；更早的用编号和查询码查。"
LINE = "{number} · {short} · {state}（{since}起）"
FILED = "提交：{day}"
NEXT = "下一步：{next}"
RETURNED = "工作人员要您补充：“{asked}”。越早补上越好。"
WAITS_FOR_APPLICANT = "下一步：等申请人补充材料。"
WITHDRAWN = "这份申请已经结束；想再申请，可以重新填。"
ERASED = "内容已经按您的要求删除，只留编号、日期和状态。"
FIND = "用编号和查询码查"
FIND_HOW = "请发编号和查询码，可以把回执里那两行直接粘过来，例如：482-739-061 ACDE-FHJK-MPQR"
CODE_TOO = "记下了编号 {number}。请再发查询码，就是回执第二行那一串，例如 ACDE-FHJK-MPQR。"
NUMBER_TOO = "记下了查询码。请再发编号，就是回执第一行，例如 482-739-061。"
NOT_FOUND = "没有查到。请核对编号和查询码；查询码丢了，要在提交申请的那个地方换一个。"
NOT_YOURS = "没有找到这份申请。发 /status 看您在这里提交的。"
CHANGED = "这份申请现在的状态是“{state}”，这一步做不了了。"
WHY_WITHDRAW = "为什么撤回 {number}？写一句，工作人员会看到；不想写就按“不写原因”。撤回以后这份申请就结束了，想再申请要重新填。"
SURE_WITHDRAW = "撤回 {number}，原因：{reason}。确定吗？"
NO_REASON = "本人没有写原因"
WITHDRAWN_NOW = "已经撤回 {number}。想再申请，发 /apply；想把内容也删掉，发 /forget。"
NOT_WITHDRAWN, NOT_RECODED = "好的，没有撤回。", "好的，查询码没有换。"
MORE_HOW = "工作人员要的是：“{asked}”。请直接发文件、照片或者打字说明，可以发几次；齐了按“补好了，交上去”。"
MORE_OWN = "请直接发要补交的文件、照片，或者打字说明，可以发几次；齐了按“补好了，交上去”。"
MORE_TEXT = "记下了。还可以接着发；齐了按“补好了，交上去”。"
MORE_THERE = "已经有：{text}{files}"
MORE_NOTHING = "还没有收到文件，也没有说明。请先发一样；齐了再按。"
MORE_DONE = "补充已经交上去了，{number} 现在是“{state}”。"
MORE_LATER = "好的，补到一半的先放着，收下的都在。想接着补，发 /status，按“补充材料”。"
MORE_DROPPED = "好的，收下的都删了，没有交上去。想再补，发 /status。"
MORE_OVER = "这份补充已经交上去或者不要了。发 /status 看现在的情况。"
SUBMIT, LATER, DROP = "补好了，交上去", "先放着", "不补了，删掉"
FETCHING = "还有 {count} 份材料正在收，收好了再交；一直收不到的，按“不等了”，再发一次。"
TOO_LONG = "最多 {limit} 个字，您写了 {count} 个，没有存。请精简后再发。"
MASKED = "话里像有{kinds}，我已经遮住。"
RECODED = "{number} 的新查询码：{code}\n只显示这一次，请抄下来；原来的查询码已经作废。"
SURE_RECODE = "要换一个新的查询码吗？换了以后，原来的就不能用了。"
COPY = "这是您提交的申请表。"
TOLD_WITHDRAWN = "{number} 已由申请人撤回。"
TOLD_MORE = "{number} 的补充材料到了（{count} 份文件）。"
