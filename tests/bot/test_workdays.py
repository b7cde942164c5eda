from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import workdays
from bot.workdays import CalendarError, Workdays
from dialogs.core import Due
from dialogs.shared.calendar import read_date, spoken

DAYS = Workdays()


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2026, 2, 5), 7, date(2026, 2, 14)),  # a Saturday that is worked
        (date(2026, 2, 10), 7, date(2026, 2, 26)),
        (date(2026, 9, 29), 7, date(2026, 10, 14)),
        (date(2026, 11, 20), 7, date(2026, 12, 1)),
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 12, 22), 7, date(2026, 12, 31)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, days: int, last: date) -> None:
    assert DAYS.due(start, days) == Due(last)


def test_a_year_that_is_not_published_is_counted_provisionally() -> None:
    due = DAYS.due(date(2026, 12, 23), 7)
    assert due.provisional
    assert due.day > date(2026, 12, 31)


def test_statutory_holidays_count_even_where_no_calendar_is_published() -> None:
    assert DAYS.is_working(date(2027, 1, 1)) == (False, True)


def test_a_correction_goes_before_every_calendar(tmp_path: Path) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text("2027-01-02: 班\n2027-01-04: 休\n", "utf-8")
    days = workdays.read(file)
    assert days.is_working(date(2027, 1, 2)) == (True, False)
    assert days.is_working(date(2027, 1, 4)) == (False, False)
    assert days.due(date(2026, 12, 31), 1) == Due(date(2027, 1, 2), True)  # the first of January is a guess


@pytest.mark.parametrize(("text", "word"), [("2027-01-02: 上班\n", "2027-01-02"), ("2027-01-02 08:00:00: 班\n", "2027-01-02"),
                                            ("明天: 班\n", "明天"),
                                            ("- 班\n", "最外层"), ("a: [\n", "读不了")])  # fmt: skip
def test_a_wrong_correction_names_file_entry_and_remedy(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "2027.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(CalendarError, match=word) as caught:
        workdays.read(file)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"# x\n2027-02-30: \xe7\x8f\xad\n", ["第 2 行“2027-02-30: 班”：没有这一天"]),
        (b"hello", ["第 1 行：最外层应当是"]),
        (b"\n2027-02-06: \xb0\xe0\n", ["第 2 行读不了：不是 UTF-8 文字"]),
        (b"\n2027-02-06: \x00\n", ["读不了：写法不对"]),
        (b"2027-02-06: ok\n? [a]\n: b\n2027-13-01: 1\n", ["第 1 行“2027-02-06: ok”：只能是班或休", "第 2 行“…: b”：日期不对",
                                                    "第 4 行“2027-13-01: 1”：没有这一天"]),
        ("2027-02-06: 班\n2027-02-06: 休\n".encode(), ["第 2 行“2027-02-06: 休”：这一天写了两次"]),
        (b"2027-02-06: !!python/object:x {}\n", ["第 1 行“2027-02-06: …”：只能是班或休"]),
        (b"a: *b\n", ["第 1 行读不了：写法不对"]),
        (b"[" * 9999, ["读不了：写法不对"]),
    ],
    ids=range(9),
)  # fmt: skip
def test_all_that_is_wrong_in_the_file_is_told_at_once_line_by_line(
    tmp_path: Path, text: bytes, told: list[str]
) -> None:
    file = tmp_path / "2027.yaml"
    file.write_bytes(text)
    with pytest.raises(CalendarError) as caught:
        workdays.read(file)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(told)
    for line, words in zip(lines, told, strict=True):
        assert line.startswith(f"{file}")
        assert words in line
        assert "请" in line


@pytest.mark.parametrize("text", ["", "# 还没有\n", "\ufeff2027-01-02: 班\r\n", '"2027-01-02": 班 # 通知\n'])
def test_a_file_without_mistakes_is_read_however_it_is_written(tmp_path: Path, text: str) -> None:
    file = tmp_path / "2027.yaml"
    file.write_bytes(text.encode())
    assert workdays.read(file).is_working(date(2027, 1, 2)) == (
        (True, False) if "2027" in text else (False, True)
    )


def test_a_missing_file_of_corrections_is_named(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match=r"nothing\.yaml"):
        workdays.read(tmp_path / "nothing.yaml")


@given(st.dates(date(2020, 1, 1), date(2026, 11, 1)), st.integers(1, 30))
def test_the_last_day_is_a_working_day_and_each_day_more_moves_it_on(start: date, days: int) -> None:
    due = DAYS.due(start, days)
    assert DAYS.is_working(due.day) == (True, False)
    assert DAYS.due(start, days + 1).day > due.day > start
    counted = sum(DAYS.is_working(start + timedelta(n))[0] for n in range(1, (due.day - start).days + 1))
    assert counted == days


def test_a_period_of_no_days_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        DAYS.due(date(2026, 1, 1), 0)


def test_the_last_working_day_before_the_25th() -> None:
    assert DAYS.before(date(2026, 10, 25)) == Due(date(2026, 10, 23))
    assert DAYS.before(date(2027, 4, 25)) == Due(date(2027, 4, 23), provisional=True)


@pytest.mark.parametrize(
    ("last", "days"), [(date(2026, 11, 20), 1), (date(2026, 11, 22), 1), (date(2026, 11, 24), 3)]
)
def test_what_is_left_counts_today_and_the_last_day(last: date, days: int) -> None:
    assert DAYS.count(date(2026, 11, 20), last) == days


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 11, 20, 15, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=timezone(timedelta(hours=-8))), date(2026, 11, 21)),
    ],
)
def test_today_is_shanghais(now: datetime, day: date) -> None:
    assert workdays.day(now) == day


# ── dates as people type them ────────────────────────────────────────────────────────────────────
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-02-05", date(2026, 2, 5)),
        ("2026年2月5号上午", date(2026, 2, 5)),
        ("11月3日", date(2026, 11, 3)),
        ("１１．３", date(2026, 11, 3)),
        ("12月3号", date(2025, 12, 3)),
        ("昨天", date(2026, 11, 19)),
        ("前天下午", date(2026, 11, 18)),
        ("今天", TODAY),
        ("三天前", date(2026, 11, 17)),
        ("两周前", date(2026, 11, 6)),
        ("上周五", date(2026, 11, 13)),
        ("周一", date(2026, 11, 16)),
        ("星期天", date(2026, 11, 15)),
    ],
)
def test_a_typed_date_is_read(typed: str, day: date) -> None:
    assert read_date(typed, TODAY) == day


@pytest.mark.parametrize("typed", ["2026年2月30日", "13月1日", "明年", "2027-01-01", "不记得", ""])
def test_what_is_no_day_of_the_past_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_without_a_today_only_whole_dates_are_read() -> None:
    assert read_date("2026-02-05", None) == date(2026, 2, 5)
    assert read_date("昨天", None) is None


def test_a_day_is_spoken_without_leading_zeros() -> None:
    assert spoken(date(2026, 2, 5)) == "2026年2月5日（星期四）"
