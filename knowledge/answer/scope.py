"""What is said where a policy may not apply: a maybe where the message says who or where the asker is, else a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.answer import steering
from knowledge.answer.finding import NOT_APPLICABLE, OWN_CASE, Finding
from knowledge.hearing.language import fold

_WHOSE = "(?:我|俺|咱|本人)(?:们)?(?:自己|爸|妈|爹|娘|爷|奶|儿子|闺女|女儿|孩子|对象|媳妇|老公|姐|哥|弟|妹|朋友|家)?"
WHO = re.compile(
    f"{_WHOSE}(?:就|也|其实|现在|以前|原来)?(?:是(?!不是|说|想|问|按|照|怕)|在[^，。？]{{2,}}|开|种|当|吃低保|领)"
    "|(?:^|[，。])(?:在|从)[^，。？]{1,14}(?:当|干|上班|教|工作|打工|做|开|挂职)"
    "|老百姓|个体户|学生|学校|老师|家长|退休|医院|护士|大夫|医生|交警|警察|城管|快递|骑手|司机|保安|物业|律所|律师|银行"
    "|公司|工厂|厂里|私企|民企|国企|民营|企业|合作社|包工头|施工队|志愿者|社工|临时工|合同工|劳务派遣|外包|外聘|协管"
    "|^[^，。？]{2,16}[的员长任]，|^[^，。？]{0,12}(?:记者|干部|书记|主任|园长|诊所|网格员|辅导员|低保户|新生)|我妈|我爸|家属|毕业"
    "|外地|外省|隔壁|那边|[省市县区镇乡局所院](?:的|里的|上的|直单位|那边|这边|机关)"
)
"""Who or where somebody is, in everyday words."""

BEYOND = "这份文件管的是{about}。您要是在别处做这项工作，不归它管，请选您自己的地区或单位。"


def asks_who(finding: Finding) -> bool:
    """The policy may not apply, and neither who nor where the asker is was told for certain."""
    if finding.verdict != NOT_APPLICABLE:
        return False
    return finding.confidence < steering.SURE or not WHO.search(finding.question)


def scope_said(finding: Finding, label: str) -> str:
    """The first sentence; `label`: the article on whom the policy is for."""
    if asks_who(finding):
        return f"这份文件管哪些人、哪些事，写在{label}。您在哪里、做什么工作？告诉我，我再对照。"
    return f"照您说的身份或事情，可能不在这份文件的适用范围内（{label}）。"


def beyond(finding: Finding, words: Iterable[str], about: str) -> Iterator[str]:
    """A warning before a case that is of work which the policy is not for; `words`: by which that is known."""
    told = finding.verdict in OWN_CASE and finding.verdict != NOT_APPLICABLE
    if told and any(word in fold(finding.question) for word in words):
        yield BEYOND.format(about=about.rstrip("。"))
