"""What stands after a document's last article: signature, date, 抄送, 印发, lists of annexes, a web page's foot."""

from __future__ import annotations

import re

_NUMBER = r"[\d一二三四五六七八九十]{1,3}"
_DATE = rf"[二〇零○Ｏ一三四五六七八九十\d]{{4}}\s*年\s*{_NUMBER}\s*月\s*{_NUMBER}\s*日"
_LABELS = (
    r"(?:抄\s*[送报]|校\s*[对對]|主\s*题\s*词|主題詞|联\s*系\s*人|联系电话|印\s*制|打印|责任编辑|信息来源|来\s*源|主办单位|"
    r"承办单位|版权所有|上一篇|下一篇|相关(?:附件|解读|文件|链接|文档)|文件下载|分享到?|扫一扫)\s*(?:[:：].*|$)"
)
_NOTE = re.compile(
    rf"[-*\s]*附\s*[件表]\s*[:：].*|{_LABELS}|[【\[（(]\s*(?:打印|关闭|返回)[^。]{{0,20}}|[（(](?:此件|联系人|本文).{{0,40}}[）)].*",
    re.S,
)
_DATED = re.compile(rf"[^。；：]{{0,80}}{_DATE}\s*(?:印\s*[发發]|发布|發佈)?\s*(?:共.{{0,8}}份)?")
_ORGAN = r"[^。；，：:\d]{2,60}"
_GLUED = re.compile(
    rf"(?<=[。！])\s*(?:附\s*件\s*[:：]|{_ORGAN}{_DATE}\s*(?:$|印\s*[发發]|抄\s*送|附\s*件|[（(])|抄\s*送\s*[:：]|主题词\s*[:：])"
)
_IN_ANNEX = re.compile(
    rf"[^。]{{0,60}}(?:办公室|局|委|委员会)|[^。：:]{{0,60}}{_DATE}\s*印\s*[发發]|(?:校\s*对|抄\s*送)\s*[:：].*"
)
LAST = 600
"""A glued ending is looked for in so many characters at the end."""


def is_tail(text: str) -> bool:
    """A paragraph with which the body is over."""
    return is_note(text) or _DATED.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """附件：…, 抄送：…, （此件公开发布）: a line of its own."""
    return _NOTE.fullmatch(text[:2000]) is not None


def is_print_note(text: str) -> bool:
    """A line below an annex that belongs to the print, not to the form."""
    return _IN_ANNEX.fullmatch(text) is not None and "盖章" not in text


def without_ending(text: str) -> str:
    """The last paragraph of a text run together, cut where the signature begins."""
    start = max(0, len(text) - LAST)
    match = _GLUED.search(text, start)
    return text[: match.start()].rstrip() if match else text
