"""A conversation in a terminal: numbers as buttons, readable lines, quiet through a pipe."""

from __future__ import annotations

import io
import stat
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import documents
from bot.channels import screen, terminal
from bot.clean import columns
from bot.files import Keep
from bot.store.mail import StoreUnavailable
from dialogs.acts import Kept, NotKept
from dialogs.core import Button, Command, Event, Fetch, Pressed, Reply, Said, Say, Sent, Sheet, say
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


def test_of_several_messages_the_last_ones_buttons_count_from_one() -> None:
    heard: list[Event] = []

    def twice(event: Event) -> Iterable[Reply]:
        heard.append(event)
        first = say("先说的", buttons=((Button("丁", "a/y=1"),),))
        return (first, say("后说的", buttons=BUTTONS))

    shown = chat("问\n1\n4\n", handle=twice)[1]
    assert heard == [Said("问"), Pressed("a/x=1"), Pressed("a/y=1")]
    assert shown.count("先说的\n[4] 丁\n") == shown.count("后说的\n[1] 甲  [2] 乙\n[3] 丙\n") == 3


STEADY = (Button("返回", "a/back=1"), Button("看原文", "a/text=1"), Button("暂停", "a/pause=1"))


def test_what_stands_under_every_message_keeps_its_number_and_answers_are_counted_from_one() -> None:
    heard: list[Event] = []
    few, many = ((Button("是", "a/x=1"),), STEADY), ((*BUTTONS[0], *BUTTONS[1]), STEADY)

    def asks(event: Event) -> Iterable[Reply]:
        heard.append(event)
        return (say("问", buttons=few if len(heard) % 2 else many),)

    shown = chat("一\n90\n91\n1\n94\n", handle=asks)[1]
    assert heard[1:] == [Pressed("a/back=1"), Pressed("a/text=1"), Pressed("a/x=1"), Pressed("a/pause=1")]
    assert shown.count("[90] 返回  [91] 看原文  [94] 暂停\n") == 5
    assert "[1] 甲  [2] 乙  [3] 丙\n[90] 返回" in shown


def test_of_two_steady_buttons_the_last_messages_has_the_number() -> None:
    heard: list[Event] = []

    def twice(event: Event) -> Iterable[Reply]:
        heard.append(event)
        return (say("先", buttons=((Button("返回", "a/old=1"),),)), say("后", buttons=(STEADY,)))

    shown = chat("问\n90\n1\n", handle=twice)[1]
    assert heard[1:] == [Pressed("a/back=1"), Pressed("a/old=1")]
    assert "先\n[1] 返回\n" in shown


def ticking(event: Event) -> Iterable[Reply]:
    """A list of twenty lines; pressing ticks the third one."""
    pressed = isinstance(event, Pressed)
    lines = "\n".join(f"{'☑' if pressed and n == 3 else '☐'} 第 {n} 行" for n in range(1, 21))
    more = (Button("选好了", "a/done=1"),) if pressed else ()
    return (say(lines, buttons=((Button("三", "a/x=3"), *more),), edit=pressed),)


def test_one_tick_does_not_print_the_whole_screen_again() -> None:
    shown = chat("看\n1\n", live=True, handle=ticking)[1]
    assert shown.count("第 20 行") == 2  # as it greets, and for the line; not for the tick
    assert "☑ 第 3 行\n[1] 三  [2] 选好了\n（其余没有变。）" in shown


def test_through_a_pipe_every_message_is_whole() -> None:
    assert chat("看\n1\n", handle=ticking)[1].count("第 20 行") == 2


def test_pasted_paragraphs_are_one_message() -> None:
    heard = chat("\033[200~第一段。\n\n第二段。\n第三段。\033[201~\n下一句\n", live=True)[0]
    assert heard[1:] == [Said("第一段。\n\n第二段。\n第三段。"), Said("下一句")]


def test_a_paste_that_does_not_end_is_no_end(tmp_path: Path) -> None:
    assert chat("\033[200~第一段。\n第二段。\n", live=True)[0][1:] == [Said("第一段。\n第二段。")]


@pytest.mark.parametrize("live", [True, False])
def test_that_a_print_takes_its_time_is_said_to_whoever_sits_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, live: bool
) -> None:
    monkeypatch.setattr(documents, "kinds", lambda _: ("docx", "pdf"))
    monkeypatch.setattr(documents, "made", lambda _, kind: kind.encode())
    out, source = (Live() if live else io.StringIO()), (Live("存\n") if live else io.StringIO("存\n"))
    sheet = Sheet("自评", "自评", (Say("可能"),))
    answers = iter(
        [(), (Reply((Say("好"),), sheet=sheet),)] if live else [(Reply((Say("好"),), sheet=sheet),)]
    )
    terminal.chat(lambda _: next(answers), source, out, tmp_path)
    assert ("正在做PDF，要几秒钟" in out.getvalue()) is live
    assert "自评.pdf" in out.getvalue()


def test_what_came_meanwhile_is_told_before_the_answer() -> None:
    out, waiting = io.StringIO(), {7: say("您的申请有新消息")}

    def told(numbers: Sequence[int]) -> None:
        assert "听到" in out.getvalue()  # only what was shown is told
        for number in numbers:
            del waiting[number]

    terminal.chat(Echo(), io.StringIO("一\n二\n"), out, news=waiting.items, told=told)
    assert [line for line in out.getvalue().splitlines() if line and "[" not in line] == [
        "您的申请有新消息",
        "听到1",
        "听到2",
    ]


def test_each_user_of_the_computer_has_a_conversation_of_their_own() -> None:
    assert terminal.chat_of("li") != terminal.chat_of("wang")


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
    assert screen.rendered(reply) == "要紧的\n\n《文件》第一条\n│ 原文\n│ 第二行"
    assert screen.rendered(reply, live=True).startswith("\033[1m要紧的\033[0m")


def test_nothing_that_is_shown_steers_the_terminal() -> None:
    assert "\033" not in screen.rendered(say("\033[2J清屏\a\u202e"))


# ── files ────────────────────────────────────────────────────────────────────────────────────────
class Counter:
    """Takes a file in whenever one is handed over, and hands it back with every other word."""

    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.kept: tuple[Kept, ...] = ()

    def __call__(self, event: Event) -> Iterable[Reply]:
        self.heard.append(event)
        if isinstance(event, Sent) and event.file:
            return (Reply((), fetch=Fetch(event.file, "d")),)
        if isinstance(event, Kept):
            self.kept = (*self.kept, event)
        return (Reply((Say("好"),), papers=tuple(one.piece for one in self.kept)),)


def handed(counter: Counter, typed: str, folder: Path) -> str:
    out = io.StringIO()
    (folder / "out").mkdir(exist_ok=True)
    terminal.chat(counter, io.StringIO(typed), out, folder / "out", Keep(folder / "kept"))
    return out.getvalue()


def test_a_file_that_is_handed_over_is_kept_and_comes_back_for_this_user_alone(tmp_path: Path) -> None:
    file, counter = tmp_path / "纪要.pdf", Counter()
    file.write_bytes(b"%PDF-1.4 x")
    shown = handed(counter, f"@{file}\n", tmp_path)
    sent, kept = counter.heard
    assert isinstance(sent, Sent)
    assert isinstance(kept, Kept)
    assert kept.piece.name == "纪要.pdf"
    copy = tmp_path / "out" / "纪要.pdf"
    assert f"已存到 {copy}" in shown
    assert copy.read_bytes() == b"%PDF-1.4 x"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("there", "into"), [((), "."), (("Downloads",), "Downloads"), (("下载", "Downloads"), "下载")]
)
def test_what_is_saved_is_put_where_downloads_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: tuple[str, ...], into: str
) -> None:
    for name in there:
        (tmp_path / name).mkdir()
    (tmp_path / "program").mkdir()
    (tmp_path / "纪要.pdf").write_bytes(b"%PDF-1.4 x")
    monkeypatch.chdir(tmp_path / "program")
    monkeypatch.setenv("HOME", str(tmp_path))
    out = io.StringIO()
    with (tmp_path / "纪要.pdf").open("rb") as content:
        piece = (keep := Keep(tmp_path / "kept")).keep(content, "回执.pdf")
    terminal.chat(lambda _: (Reply((Say("这里"),), papers=(piece,)),), io.StringIO("要\n"), out, keep=keep)
    assert f"已存到 {tmp_path / into / '回执.pdf'}" in out.getvalue()
    assert (tmp_path / into / "回执.pdf").read_bytes() == b"%PDF-1.4 x"
    assert list((tmp_path / "program").iterdir()) == []


def test_a_copy_never_takes_the_place_of_an_older_file(tmp_path: Path) -> None:
    file, counter = tmp_path / "纪要.pdf", Counter()
    file.write_bytes(b"%PDF-1.4 x")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "纪要.pdf").write_text("我的")
    shown = handed(counter, f"@{file}\n", tmp_path)
    assert (tmp_path / "out" / "纪要.pdf").read_text() == "我的"
    assert (tmp_path / "out" / "纪要-2.pdf").read_bytes() == b"%PDF-1.4 x"
    assert f"已存到 {tmp_path / 'out' / '纪要-2.pdf'}" in shown


def test_a_file_that_vanishes_before_it_is_brought_in_ends_nothing(tmp_path: Path) -> None:
    file = tmp_path / "纪要.pdf"
    file.write_bytes(b"%PDF-1.4 x")

    class Slow(Counter):
        def __call__(self, event: Event) -> Iterable[Reply]:
            if isinstance(event, Sent):
                file.unlink()
            return super().__call__(event)

    counter = Slow()
    handed(counter, f"@{file}\n还在吗\n", tmp_path)
    assert counter.heard[1:] == [NotKept("d", str(file), "纪要.pdf", "gone"), Said("还在吗")]


def test_a_wide_character_takes_two_columns_and_an_accent_none() -> None:
    assert [columns(text) for text in ("中", "a", "e\u0301", "“")] == [2, 1, 1, 2]


TEXT = st.text(st.sampled_from("中文字，。；：！？、）（《》“”abc 7个〔2023〕…"), max_size=400)


@given(TEXT)
def test_wrapping_loses_nothing_keeps_the_width_and_starts_no_line_with_a_closing_mark(text: str) -> None:
    lines = screen.wrapped(text, screen.WIDTH).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(columns(line) <= screen.WIDTH for line in lines)


@given(
    st.lists(st.sampled_from(["工作日", "容错", "《", "“", "7个", "，", "。", "）", "”", "；"]), max_size=200)
)
def test_no_line_starts_with_a_single_closing_mark(words: list[str]) -> None:
    text = "".join(
        word for n, word in enumerate(words) if not (n and _closes(word) and _closes(words[n - 1]))
    )
    lines = screen.wrapped("起" + text, screen.WIDTH).split("\n")
    assert not [line for line in lines[1:] if _closes(line[0])]


def _closes(text: str) -> bool:
    return text[0] in "，。；）”" or unicodedata.category(text[0]) == "Pe"
