"""Ways of naming a time, one reader each: in figures, by year and month, by weeks, by how long ago."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from dialogs.shared.feasts import NAMES, of_feast
from dialogs.shared.spans import (
    YEAR,
    NoSuch,
    OddYear,
    Read,
    Reader,
    Span,
    days,
    one_day,
    that,
    written,
    year_of,
)

# ── of a year that cannot be ─────────────────────────────────────────────────────────────────────
ODD = "“{said}”？请再看一遍年份，按公历打四位。"
_TAIL = rf"的?(?:\d{{1,2}}月份?(?:的?\d{{1,2}}[日号]?)?|(?:{NAMES})节?|[春夏秋冬]|[上下]半年|年?[初中底末])"
_ODD_YEAR = re.compile(
    rf"民国(?:\d{{1,3}}|元)年(?:{_TAIL})?|(?<!\d)(?!20\d\d|[0-3]\d年)\d{{2,4}}年{_TAIL}"
    r"|(?<!\d)(?!20)\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)|(?<!\d)[4-9]\d[-./]\d{1,2}[-./]\d{1,2}(?!\d)"
    r"|(?<!\d)(?:1[89]|0\d)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d)"
)


def _odd_year(match: re.Match[str], today: date, _: Span | None) -> Read:
    """1986年3月5日 and 86年3月 are no days of this year, and 民国 is counted by nobody here."""
    return OddYear(ODD.format(said=match[0]))


# ── in figures ───────────────────────────────────────────────────────────────────────────────────
def _figures(match: re.Match[str], today: date, _: Span | None) -> Read:
    return that(*(int(one) for one in match.groups()[:3]))


def _short_figures(match: re.Match[str], today: date, before: Span | None) -> Read:
    return _month_day(int(match[1]), int(match[2]), today, before)


def _year_month(match: re.Match[str], today: date, _: Span | None) -> Read:
    return month_of(int(match[1]), int(match[2]), "")


def _month_day(month: int, day: int, today: date, before: Span | None) -> Read:
    """The last one that there was; behind another the next."""
    if before is not None:
        return that(before.first.year + (month < before.first.month), month, day)
    read = that(today.year, month, day)
    late = isinstance(read, Span) and read.first > today
    return that(today.year - 1, month, day) if late else read


# ── by year and month ────────────────────────────────────────────────────────────────────────────
_PARTS = {
    "初": (1, 7),
    "上旬": (1, 10),
    "中旬": (11, 20),
    "中": (11, 20),
    "下旬": (21, 31),
    "底": (25, 31),
    "末": (25, 31),
}
_OF_A_YEAR = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "上半": (1, 6), "下半": (7, 12), "1季": (1, 3), "2季": (4, 6),
              "3季": (7, 9), "4季": (10, 12), "初": (1, 2), "中": (5, 7), "底": (11, 12), "末": (11, 12)}  # fmt: skip
_MONTH = r"(?:(?<!\d)(\d{1,2})月份?|(上+个?月|[这本当]个?月|下个?月))的?"


def _of_month(match: re.Match[str], today: date, before: Span | None) -> Read:
    """去年3月, 上个月底, 10月7日, 2023年10月7号"""
    year = year_of(match[1], match[2], today)
    if match[4]:
        year, month = _counted(match[4], today)
    else:
        month = int(match[3])
    if match[6] and year is None:
        return _month_day(month, int(match[6]), today, before)
    if year is None:
        year = before.first.year if before else today.year - (month > today.month)
    return that(year, month, int(match[6])) if match[6] else month_of(year, month, match[5] or "")


def _counted(word: str, today: date) -> tuple[int, int]:
    """上上个月"""
    back = word.count("上") - word.count("下")
    months = today.year * 12 + today.month - 1 - back
    return months // 12, months % 12 + 1


def month_of(year: int, month: int, part: str) -> Read:
    if not 1 <= month <= 12:
        return NoSuch(f"一年里没有{month}月。")
    last = monthrange(year, month)[1]
    first, end = _PARTS.get(part, (1, 31))
    return days(date(year, month, first), date(year, month, min(end, last)), f"{year}年{month}月{part}")


def _of_year(match: re.Match[str], today: date, _: Span | None) -> Read | None:
    """前年夏天, 2025年上半年, 去年年底, 去年"""
    year = year_of(match[1], match[2], today)
    if year is None:
        return None
    word = match[3] or ""
    key = next((one for one in _OF_A_YEAR if one in word), "")
    if "冬" in word:
        return days(date(year, 12, 1), date(year + 1, 2, monthrange(year + 1, 2)[1]), f"{year}年冬天")
    first, last = _OF_A_YEAR.get(key, (1, 12))
    return days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), f"{year}年{_told(key)}")


def _told(key: str) -> str:
    match key:
        case "春" | "夏" | "秋":
            return f"{key}天"
        case "上半" | "下半":
            return f"{key}年"
        case "初" | "中" | "底" | "末":
            return f"年{key}"
        case _:
            return f"第{key}度" if key else ""


def _this_year(match: re.Match[str], today: date, _: Span | None) -> Read:
    """年初, 上半年; the last one that there was."""
    key = next(one for one in _OF_A_YEAR if one in match[0])
    first, last = _OF_A_YEAR[key]
    year = today.year - (date(today.year, first, 1) > today)
    return days(date(year, first, 1), date(year, last, monthrange(year, last)[1]), f"{year}年{_told(key)}")


def _of_day(match: re.Match[str], today: date, before: Span | None) -> Read:
    """23号: the last one; 10月7日到9日: of that month."""
    day = int(match[1])
    if not 1 <= day <= 31:
        return NoSuch(f"没有{day}号。")
    if before is not None:
        return that(before.first.year, before.first.month, day)
    year, month = today.year, today.month
    while day > monthrange(year, month)[1] or date(year, month, day) > today:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return one_day(date(year, month, day))


# ── by weeks, and by how long ago ────────────────────────────────────────────────────────────────
_NEAR = {"大前天": 3, "前天": 2, "前晚": 2, "昨": 1, "今": 0, "刚": 0, "明": -1, "大后天": -3, "后天": -2}
_WEEKDAYS = "一二三四五六日"


def of_week(match: re.Match[str], today: date, _: Span | None) -> Read:
    """上上周五, 这周一, 周三 (the last one)"""
    back = (match[1] or "").count("上") - (match[1] or "").count("下")
    monday = today - timedelta(days=today.weekday() + 7 * back)
    word = match[2].replace("天", "日")
    if word in ("末", "周末"):
        return days(monday + timedelta(days=5), monday + timedelta(days=6))
    found = monday + timedelta(days=int(word) - 1 if word.isdigit() else _WEEKDAYS.index(word))
    return one_day(found - timedelta(days=7) if found > today and not match[1] else found)


def weekday(match: re.Match[str], beside: Span) -> Read | None:
    """星期五 behind a date: nothing of its own, or a word that it is another."""
    day = one_day(beside.first)
    own = _WEEKDAYS[beside.first.weekday()]
    said = match[2].replace("天", "日")
    right = said == own or said == str(beside.first.isoweekday())
    return None if right else NoSuch(f"{day.label}是星期{own}，不是星期{said}。")


def _whole_week(match: re.Match[str], today: date, _: Span | None) -> Read:
    back = match[1].count("上") - match[1].count("下")
    monday = today - timedelta(days=today.weekday() + 7 * back)
    return days(monday, monday + timedelta(days=6))


def _near(match: re.Match[str], today: date, _: Span | None) -> Read:
    back = next(days for word, days in _NEAR.items() if match[0].startswith(word))
    return one_day(today - timedelta(days=back))


LONG_AGO = 3000
"""Days beyond which nobody counts in days."""


def _ago(match: re.Match[str], today: date, _: Span | None) -> Read | None:
    """三天前 is a day; 两个月前 and 三四天前 are about one."""
    number, unit = match[1], match[3]
    if number is None:
        return _about(today - timedelta(days=15), 3) if match[4] == "个月" else _months(today, 6, False)
    low, _sign, high = number.partition("~")
    size = 1 if unit in "天日" else 7 if unit in ("周", "星期", "礼拜", "个星期", "个礼拜") else 30
    if unit == "年":
        year = today.year - int(low)
        return days(date(year, 1, 1), date(year, 12, 31), f"{year}年")
    count = int(low) * size + (15 if match[2] else 0)
    if high:
        return days(today - timedelta(days=int(high) * size), today - timedelta(days=count))
    near = size < 30 and count < LONG_AGO
    return one_day(today - timedelta(days=count)) if near else _months(today, int(low), bool(match[2]))


def _months(today: date, count: int, half: bool) -> Span:
    months = today.year * 12 + today.month - 1 - count
    year, month = months // 12, months % 12 + 1
    day = date(year, month, min(today.day, monthrange(year, month)[1]))
    return _about(day - timedelta(days=15 if half else 0), 7)


def _about(day: date, give: int) -> Span:
    return days(day - timedelta(days=give), day + timedelta(days=give), f"{written(day)}前后")


# ── all of them ──────────────────────────────────────────────────────────────────────────────────
_NOT_COUNTED = r"(?![\d个万元岁次条项人户%份分秒])"
_BEFORE = "(?:以前|之前|前)"
AGO = re.compile(
    rf"(?:(?<!\d)(\d{{1,3}}(?:~\d)?)个?(半)?(天|日|周|个?星期|个?礼拜|个月|年)|半(个月|年)){_BEFORE}(?!后)"
)
READERS: tuple[tuple[re.Pattern[str], Reader, bool], ...] = (
    (_ODD_YEAR, _odd_year, True),
    (re.compile(r"(20\d\d)[-./年](\d{1,2})[-./月](\d{1,2})(?:[日号]|(?!\d))"), _figures, True),
    (re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)"), _figures, True),
    (re.compile(rf"(?:{YEAR})?(?:的)?({NAMES})节?(?:(?:假期?|的)?([前头后]\d?天|[前头后]第?\d+天|第\d天|次日)|(期间|假期|放假|前后|前|后|假))?"), of_feast, False),
    (AGO, _ago, False),
    (re.compile(rf"(?:{YEAR})?{_MONTH}(?:(初(?!\d)|上旬|中旬|下旬|中|底|末)|(\d{{1,2}})[日号]?)?"), _of_month, False),
    (re.compile(r"(20\d\d)[-./](\d{1,2})(?!\d)"), _year_month, True),
    (re.compile(rf"{YEAR}(春|夏|秋|冬|[上下]半年|第?[1-4]个?季度?|年?[初中底末])?"), _of_year, False),
    (re.compile(rf"(?<![\d.])(\d{{1,2}})[-./](\d{{1,2}})(?!\.?\d){_NOT_COUNTED}"), _short_figures, False),
    (re.compile(r"(上+|下+|[这本])?个?(?:周|星期|礼拜)([一二三四五六日天1-6末])(?!\d)"), of_week, False),
    (re.compile(r"(上+|下+|[这本])个?(?:周|星期|礼拜)(?!期|[一二三四五六日天末\d])"), _whole_week, False),
    (re.compile(r"大前[天日]|大后天|前[天日晚](?!后)|昨[天日晚儿]?|今[天日早晚儿]|明[天日]|后天|刚刚|刚才|刚收到"), _near, False),
    (re.compile(r"(?<![今去前明本当上大每\d全])年[初底末]|(?<![\d年])[上下]半年"), _this_year, False),
    (re.compile(r"(?<![\d第.])(\d{1,2})[日号](?![文楼院件])"), _of_day, False),
)  # fmt: skip
"""(how it is named, its reader, whether it needs no today)."""
