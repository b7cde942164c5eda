"""Who was just told of an inquiry, called to a talk, asked by letter or has a decision already: at which stage he is.

Only what is told as having happened to the writer or the office, not what is feared, asked for as a rule, or somebody
else's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.hearing.language import fold

Kind = Literal["told", "talk", "letter", "investigating", "decided"]
STAGES = {"told": "told", "talk": "investigating", "letter": "investigating", "investigating": "investigating",
          "decided": "decided"}  # fmt: skip
"""The stage of a policy that each kind belongs to."""


@dataclass(frozen=True, slots=True)
class News:
    """`alone`: hardly anything else is told; `words`: those in which the day of it may stand; `said`: the clause that tells
    it."""

    kind: Kind
    alone: bool
    words: str
    said: str


_ORGAN = "(?:市|县|区|镇|乡|局|院|校)?(?:纪工?委|监委|纪检(?:组|室|监察)?|监察(?:组|室)?|巡察(?:组)?|督查(?:组)?|审计(?:组|局)?|组织部|派驻组?|调查组|核查组|检查组|民政局|局里|镇里|县里|区里|上级|上面|上头|单位|领导|办案的?)(?:的?人|的?同志|那边|监委|那儿)?"
_MINE = "(?:我们?单位|我们?|俺们?|咱们?|本人|单位|科室|所里)"
_GOT = "(?:刚刚?|才|今天|昨天|前天|已经|又|都|也|是|在)*(?:收到|接到|拿到|接着|收着|等来|来了|发来|送来|送达|下达|发给我|寄来|签收)(?:了|过)?"
_PENALTY = "(?:处分|记大?过|警告|诫勉|撤职|降级|降职|开除|政务|通报批评|批评教育|处理决定|问责决定)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("decided", re.compile(
        f"{_PENALTY}(?:的)?(?:决定书?|通知书?|文件|结果|决定)?(?:都|已经|也|今天|昨天|刚刚?|就)*(?:下来|下了|下达|作出|宣布|送达|出来|定了|定下|给了|到了|发了|生效)"
        f"|(?:给|受|挨|背|吃|得|领)(?:了|到|过)?{_MINE}?(?:一个|一次|个|了|的|党内|严重|政务|行政|这个|那个)*{_PENALTY}(?!之前|前|吗|的情形)"
        f"|被(?:给予|给了|给|处以|下了?)?(?:了|一个|党内|严重|政务|行政)*{_PENALTY}(?:了|处分)"
        f"|{_GOT}.{{0,6}}{_PENALTY}|(?:处分|处理|问责)决定书?.{{0,6}}(?:收到|拿到|送到|签收|寄到)")),
    ("letter", re.compile(
        f"(?:{_GOT}|给{_MINE}(?:发|来|寄)了?|被).{{0,8}}函询|函询(?:函|通知书?|我|{_MINE})|让{_MINE}?.{{0,12}}(?:书面说明|写(?:个|份)?(?:情况|书面)?说明|回函)")),
    ("talk", re.compile(
        f"(?:{_ORGAN})?.{{0,6}}(?:找|约|叫|喊|通知|传|请|要|让){_MINE}.{{0,6}}(?:谈话|约谈|问话|谈了?话|谈谈|了解情况|核实情况|说明情况|问情况)"
        f"|(?:刚|今天|昨天|前天|上午|下午|已经|要|让|明天|后天)*被?(?:{_ORGAN})?(?:约谈|谈话|问话)了(?!解)|被(?:{_ORGAN})?(?:约谈|谈话|问话)"
        f"|{_GOT}.{{0,8}}(?:谈话|约谈)(?:的)?(?:通知|电话)")),
    ("investigating", re.compile(
        f"(?:正在|在|开始|要|来)(?:调查|查|核查|审查){_MINE}(?!查)|(?:调查|核查|办案)组?.{{0,3}}(?:进驻|来了|进来了|找上门)|{_MINE}.{{0,4}}(?:正在)?被(?:{_ORGAN})?(?:调查|审查|核查|立案|查)了?"
        f"|(?:对{_MINE}|把{_MINE})?立案(?:调查|审查)?了|被立案")),
    ("told", re.compile(
        f"{_GOT}.{{0,14}}(?:问责|追责|责任追究|调查|核查|纪委|监委|巡察|审计|立案)?.{{0,4}}(?:通知|告知书|通知书|公函|文书|函|信)(?!用卡|访|息)"
        f"|给{_MINE}(?:发|寄|送|来)了?.{{0,6}}(?:问责|追责|责任追究|调查|核查|立案).{{0,4}}(?:通知|告知)书?|给{_MINE}(?:发|寄|送|来)了?.{{0,4}}告知书"
        f"|(?:通知|告知|告诉|电话通知)(?:了)?{_MINE}.{{0,10}}(?:问责|追责|责任追究|接受调查|配合调查|被查|启动|追究)"
        f"|(?:问责|追责|责任追究)(?:程序)?(?:已经|都)?启动了?|启动了?(?:对{_MINE}的?)?(?:问责|追责|责任追究)"
        f"|^被(?:{_ORGAN})?(?:问责|追责|追究责任)了?$|{_MINE}.{{0,4}}(?:要|正|已经|就)?被(?:{_ORGAN})?(?:问责|追责|追究责任|追究)|(?:要|说要|准备|决定)(?:对|向){_MINE}(?:进行|启动)?(?:问责|追责|追究)|(?:要|说要|准备|决定)(?:问责|追责|追究){_MINE}|(?:问|追)我(?:的)?责(?!的)")),
)  # fmt: skip
_FEARED = re.compile(
    "(?:要|会).{0,12}(?:吗|么|不|嘛)$|谁来查|不是被|(?:处分|问责|约谈)的(?:可能|风险)|整改|谈谈?心|派出所|法院|(?:要|得|还得|该|想|会)(?:给|受|挨|背|吃|追究).{0,6}(?:处分|吗)|没(?:有)?(?:接|收|等)|的那(?:家|个)|(?:还要|会).{0,10}吗$|如果|要是|万一|假如|会不会|怕被|怕(?:会|要)|担心|是不是会|以后会|可能会被|免得|避免|怎样才会|什么情况下|还没(?:有)?(?:被)?(?:问责|追责|调查|通知|谈话|处分)|没(?:有)?(?:被)?(?:问责|追责|调查|谈话|处分|收到)"
)
_OTHERS = re.compile(
    "(?:他|她|别人|人家|同事|科长|主任|书记|局长|村民|低保户|群众|老乡|申请人|对象|家属|老人|邻居|朋友|老师|同学|所长|处长|站长|的人|员|隔壁.{0,4})(?:们|都|也|刚|今天|昨天|前天|已经|后来)*(?:被|收到|接到|受|挨|因)"
)
_OWN = re.compile(
    f"{_MINE}|刚刚?|今天|昨天|前天|上午|下午|怎么办|咋办|怎么弄|咋整|最后一天|截止|[0-9一二三四五六七八九十]+[号日]"
)
_PAPER = re.compile(f"{_GOT}.{{0,6}}(?:{_PENALTY}|函询|问责|追责)")
"""Who gets such a paper is the one whom it is about."""
_CLAUSE = re.compile(r"[，。；！？,;!?\s]+")
SHORT = 6
"""Characters of a clause that may be a day and nothing else."""
REST = 4
"""Characters besides from which a message tells of the matter, or asks something else, too."""
LONGEST = 17
"""Characters of such a clause that tells nothing but the news."""
_ABOUT = re.compile(
    "怎么办|咋办|怎么弄|咋整|该怎么|几天|期限|截止|最后|哪天|几号|找谁|交给谁|先找|带什么|交什么|慌|怕|急|帮|谢|您好|你好|在吗"
    "|^(?:就是?|是)?(?:今天|昨天|前天|刚刚?|刚才|上周.?|[0-9一二三四五六七八九十]+(?:月[0-9一二三四五六七八九十]+)?[号日])(?:上午|下午|早上|晚上)?(?:才|刚)?(?:收到|接到|拿到|来|发)?[的了]*$"
)


_ASKED = re.compile("能不能|要不要|是不是|凭啥|凭什么|有权|想知道|不想|(?:吗|对吗)[?？。]*$")
"""Something else is asked or told besides."""


def heard(text: str) -> News | None:
    """None where nothing of the kind happened to the writer."""
    folded = fold(text)
    clauses = [one for one in _CLAUSE.split(folded) if one]
    told: list[tuple[Kind, str]] = []
    for clause in clauses:
        if kind := _kind(clause):
            told.append((kind, clause))
    if not told or not (_OWN.search(folded) or _PAPER.match(folded)):
        return None
    order = [kind for kind, _ in _KINDS]
    of_it = [clause for _, clause in told]
    long = any(len(one) > LONGEST for one in of_it)
    rest = sum(len(one) for one in clauses if one not in of_it and not _ABOUT.search(one))
    day = "，".join(one for one in clauses if one in of_it or len(one) <= SHORT)
    kind, said = min(told, key=lambda one: order.index(one[0]))
    return News(kind, rest < REST and not long and not _ASKED.search(folded), day, said)


def _kind(clause: str) -> Kind | None:
    if _FEARED.search(clause) or _OTHERS.search(clause):
        return None
    return next((kind for kind, pattern in _KINDS if pattern.search(clause)), None)
