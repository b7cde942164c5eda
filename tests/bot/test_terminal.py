"""A conversation in a terminal: numbers as buttons, readable lines, quiet through a pipe."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels import terminal
from bot.clean import columns
from bot.store.mail import StoreUnavailable
from dialogs.core import Button, Command, Event, Pressed, Reply, Said, Say, say
from knowledge.policy.quote import Quote

BUTTONS = ((Button("甲", "a/x=1"), Button("乙", "a/x=2")), (Button("丙", "a/x=3"),))


class Echo:
    """Writes down what it hears; every answer has three buttons."""

    def __init__(self) -> None:
        self.heard: list[Event] = []

    def __call__(self, event: Event) -> Iterable[Reply]:
        self.heard.append(event)
        return (say(f"听到{len(self.heard)}", buttons=BUTTONS),)


class Live(io.StringIO):
    def isatty(self) -> bool:
        return True


def chat(typed: str, live: bool = False, handle: terminal.Handle | None = None) -> tuple[list[Event], str]:
    echo, out = Echo(), Live() if live else io.StringIO()
    source = Live(typed) if live else io.StringIO(typed)
    assert terminal.chat(handle or echo, source, out) == 0
    return echo.heard, out.getvalue()


def test_through_a_pipe_there_is_one_answer_a_line_and_no_noise() -> None:
    heard, shown = chat("第一句\n\n第二句\n")
    assert heard == [Said("第一句"), Said("第二句")]
    assert shown == "听到1\n[1] 甲  [2] 乙\n[3] 丙\n\n听到2\n[1] 甲  [2] 乙\n[3] 丙\n\n"


def test_a_last_line_without_an_end_is_heard_too() -> None:
    assert chat("没有换行")[0] == [Said("没有换行")]


def test_a_number_presses_the_button_of_the_last_message() -> None:
    assert chat("问\n3\n")[0] == [Said("问"), Pressed("a/x=3")]


@pytest.mark.parametrize("number", ["4", "0", "99"])
def test_a_number_without_a_button_is_said_to_be_none(number: str) -> None:
    heard, shown = chat(f"问\n{number}\n")
    assert heard == [Said("问")]
    assert f"没有 {number} 号按钮" in shown


def test_a_number_before_any_button_is_a_text() -> None:
    assert chat("3\n")[0] == [Said("3")]


def test_a_slash_makes_a_command() -> None:
    assert chat("/region 威海 市\n/HELP\n/\n")[0] == [
        Command("region", "威海 市"),
        Command("help"),
        Said("/"),
    ]


def test_live_it_greets_prompts_and_says_goodbye_at_the_end() -> None:
    heard, shown = chat("你好\n", live=True)
    assert heard == [Command("start"), Said("你好")]
    assert shown.count(terminal.PROMPT) >= 2
    assert shown.rstrip().endswith(terminal.FAREWELL)


def test_an_interruption_ends_it_kindly() -> None:
    def interrupted(event: Event) -> Iterable[Reply]:
        if isinstance(event, Said):
            raise KeyboardInterrupt
        return (say("您好"),)

    assert terminal.FAREWELL in chat("停\n接着说\n", live=True, handle=interrupted)[1]


def test_a_database_that_is_away_is_said_and_the_talk_goes_on() -> None:
    def away(event: Event) -> Iterable[Reply]:
        del event
        raise StoreUnavailable("数据库太忙，请稍后再试。")

    assert chat("一\n二\n", handle=away)[1].count("数据库太忙") == 2


def test_a_quote_has_a_bar_and_only_a_terminal_gets_bold() -> None:
    reply = Reply((Say("要紧的", strong=True), Quote("原文\n第二行", "《文件》第一条")))
    assert terminal.rendered(reply) == "要紧的\n\n《文件》第一条\n│ 原文\n│ 第二行"
    assert terminal.rendered(reply, live=True).startswith("\033[1m要紧的\033[0m")


def test_nothing_that_is_shown_steers_the_terminal() -> None:
    assert "\033" not in terminal.rendered(say("\033[2J清屏\a\u202e"))


TEXT = st.text(st.sampled_from("中文字，。；：！？、）（《》“”abc 7个〔2023〕…"), max_size=400)


@given(TEXT)
def test_wrapping_loses_nothing_keeps_the_width_and_starts_no_line_with_a_closing_mark(text: str) -> None:
    lines = terminal.wrapped(text, terminal.WIDTH).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= terminal.WIDTH for line in lines)


@given(
    st.lists(st.sampled_from(["工作日", "容错", "《", "“", "7个", "，", "。", "）", "”", "；"]), max_size=200)
)
def test_no_line_starts_with_a_single_closing_mark(words: list[str]) -> None:
    text = "".join(
        word for n, word in enumerate(words) if not (n and _closes(word) and _closes(words[n - 1]))
    )
    lines = terminal.wrapped("起" + text, terminal.WIDTH).split("\n")
    assert not [line for line in lines[1:] if _closes(line[0])]


def _closes(text: str) -> bool:
    return text[0] in "，。；）”" or unicodedata.category(text[0]) == "Pe"
