"""What argparse complains of, in Chinese: it says it in English alone, in the same few forms since Python 3.11."""

from __future__ import annotations

import re

_FORMS = (
    (r"the following arguments are required: (.+)", "还缺：{0}"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)", "没有 {1} 这个{0}，有：{2}"),
    (r"argument (.+?): expected one argument", "{0} 后面要写一项"),
    (r"argument (.+?): expected at least one argument", "{0} 后面至少要写一项"),
    (r"argument (.+?): expected at most one argument", "{0} 后面最多写一项"),
    (r"argument (.+?): expected (\d+) arguments?", "{0} 后面要写 {1} 项"),
    (r"argument (.+?): not allowed with argument (.+)", "{0} 和 {1} 不能一起写"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} 后面不用写 {1}"),
    (r"argument (.+?): invalid \S+ value: (.+)", "{0} 不能是 {1}"),
    (r"ambiguous option: (.+?) could match (.+)", "{0} 不止一个意思，请写全：{1}"),
    (r"unrecognized arguments: (.+)", "看不懂 {0}"),
    (r"one of the arguments (.+) is required", "这几项要写一项：{0}"),
)


def told(message: str) -> str:
    """The same in Chinese; of what nobody foresaw only that the usage says how it is written."""
    for form, words in _FORMS:
        if found := re.fullmatch(form, message, re.DOTALL):
            return words.format(*map(_listed, found.groups()))
    return "写法请对照下面的用法"


def _listed(words: str) -> str:
    """Without the signs of a list in English."""
    return re.sub(r"'([^']*)'", r"\1", words).replace(", ", "、")
