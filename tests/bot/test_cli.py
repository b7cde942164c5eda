"""The command line: what it prints, how it ends, what it imports."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.cli.surroundings import Surroundings
from bot.store.mail import Store
from dialogs.core import Feedback
from knowledge.answer import Assistant
from tests.harness.given import Played
from tests.harness.operator import Operator, Ready, prints

QUESTION = "结论几天告知"


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but a data folder of this test."""
    for name in [name for name in os.environ if name.startswith("RONGCUO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RONGCUO_DATA", str(tmp_path / "data"))


@pytest.fixture
def operator(capsys: pytest.CaptureFixture[str], assistant: Assistant, given: Played) -> Operator:
    return Operator(capsys, lambda settings: Ready(settings, given, assistant.library, assistant))


def fails(operator: Operator, *arguments: str) -> str:
    """What a command that ends with 2 says on stderr; it is one sentence or two, no traceback."""
    code, _, err = operator.runs(*arguments)
    assert code == 2
    assert "Traceback" not in err
    return err


# ── ask ──────────────────────────────────────────────────────────────────────────────────────────
def test_a_question_is_answered_with_the_words_of_the_policy(operator: Operator) -> None:
    shown = prints(operator, "ask", "--region", "weihai", QUESTION)
    assert "威民发〔2023〕24号" in shown
    assert "7个工作日" in shown


@pytest.mark.parametrize("region", ["weihai", "威海市", "荣成市民政局"])
def test_a_region_is_known_by_code_or_name(operator: Operator, region: str) -> None:
    assert json.loads(prints(operator, "ask", "--json", "--region", region, QUESTION))["region"] == "weihai"


def test_a_name_is_taken_wherever_a_region_is(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import io

    assert prints(operator, "policy", "show", "威海市", "3.13") == prints(
        operator, "policy", "show", "weihai", "3.13"
    )
    assert "## 威海市" in prints(operator, "policy", "rules", "威海")
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": 1, "region": "威海市", "question": QUESTION}), "utf-8")
    assert json.loads(prints(operator, "ask", "--batch", str(file)))["region"] == "weihai"
    assert "没有符合的申请" in prints(operator, "applications", "list", "--region", "威海")
    monkeypatch.setenv("RONGCUO_REGION", "威海")
    assert "7个工作日" in prints(operator, "ask", QUESTION)
    monkeypatch.setattr(sys, "stdin", io.StringIO(QUESTION))
    assert "7个工作日" in prints(operator, "chat")


def test_a_database_is_not_put_where_no_folder_is(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RONGCUO_DATABASE_URL", f"sqlite:///{tmp_path / 'nope' / 'dir' / 'x.db'}")
    assert f"没有 {tmp_path / 'nope' / 'dir'} 这个文件夹" in fails(operator, "questions")
    assert not (tmp_path / "nope").exists()


def test_an_unknown_region_names_the_known_ones(operator: Operator) -> None:
    said = fails(operator, "ask", "--region", "北京", QUESTION)
    assert "weihai（威海市）" in said
    assert said.count("\n") == 1


def test_json_is_the_same_object_as_a_line_of_a_batch(operator: Operator, tmp_path: Path) -> None:
    alone = json.loads(prints(operator, "ask", "--json", "--region", "donge", QUESTION))
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": "", "region": "donge", "question": QUESTION}), "utf-8")
    assert json.loads(prints(operator, "ask", "--batch", str(file))) == alone
    keys = ["id", "region", "verdict", "confidence", "provisions", "answer", "heard", "missing", "answers"]
    assert list(alone) == keys
    assert set(alone["provisions"][0]) == {"id", "citation", "score", "text"}
    assert alone["provisions"][0]["id"] == "donge.14"


def test_what_was_heard_and_what_is_missing_is_told_to_programs(operator: Operator) -> None:
    told = "录入串了行，多发了两个月，后来改过来了，但是没有备案"
    alone = json.loads(prints(operator, "ask", "--json", "--region", "weihai", told))
    assert alone["verdict"] == "lacking"
    assert {"say": "备过案", "true": False, "who": "me", "words": "但是没有备案"} in alone["heard"]
    (missing,) = alone["missing"]
    assert missing == {"at": "weihai.3.18", "say": "已及时按规定备案修正", "can_be_made_good": True}
    assert alone["answers"] == []


def test_several_matters_are_told_apart_to_programs(operator: Operator) -> None:
    told = "老人瘫了办不了卡，低保打在他儿子折子上，没备案。这能容吗？另外申请表交到哪里？"
    whole = json.loads(prints(operator, "ask", "--json", "--region", "weihai", told))
    first, second = whole["answers"]
    assert (first["verdict"], first["provisions"][0]["id"]) == ("lacking", "weihai.3.19")
    assert second["verdict"] == "info"
    assert [one["provisions"][0]["id"] for one in whole["answers"]] == [
        one["id"] for one in whole["provisions"][:2]
    ]
    for one in whole["answers"]:
        assert one["answer"].partition("\n")[0] in whole["answer"]


def test_a_batch_is_answered_in_order_with_or_without_a_region(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    entries: list[dict[str, Any]] = [
        {"id": 7, "region": None, "question": QUESTION},
        {"id": "b", "region": "lishui", "question": "今天天\u2028气怎么样"},
        {"id": "c", "question": ""},
    ]
    file.write_text(
        "\ufeff" + "\n\n".join(json.dumps(e, ensure_ascii=False) for e in entries) + "\n", "utf-8"
    )
    rows = [json.loads(line) for line in prints(operator, "ask", "--batch", str(file)).split("\n") if line]
    assert [row["id"] for row in rows] == [7, "b", "c"]
    assert [row["region"] for row in rows] == [None, "lishui", None]
    assert rows[1]["verdict"] == "out_of_scope"
    assert all(len(row["provisions"]) <= 10 for row in rows)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "1", '{"id": 1}', '{"question": "a"}', '{"id": 1, "question": 2}',
     '{"id": 1, "question": "a", "region": "beijing"}', '{"id": 1, "question": "a", "region": ["weihai"]}', "[" * 9999],
    ids=range(9),
)  # fmt: skip
def test_a_wrong_line_names_file_and_line_before_anything_is_printed(
    operator: Operator, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": 1, "question": QUESTION}) + "\n\n" + line, "utf-8")
    assert f"{file} 第 3 行" in fails(operator, "ask", "--batch", str(file))


def test_a_batch_file_that_cannot_be_read_is_said_so(operator: Operator, tmp_path: Path) -> None:
    assert "读不了" in fails(operator, "ask", "--batch", str(tmp_path / "none.jsonl"))
    file = tmp_path / "gbk.jsonl"
    file.write_bytes(b"\n" + "容错".encode("gbk"))
    assert "第 2 行不是 UTF-8" in fails(operator, "ask", "--batch", str(file))


@pytest.mark.parametrize(
    "arguments", [["ask"], ["ask", "--batch", "x", "y"], ["nonsense"], [], ["ask", "a", "--what"]]
)
def test_a_command_that_is_not_right_says_so(operator: Operator, arguments: list[str]) -> None:
    assert fails(operator, *arguments)


def test_help_is_chinese(operator: Operator) -> None:
    shown = prints(operator, "--help")
    assert "用法：rongcuo" in shown
    assert not {"usage", "options", "positional", "show"} & set(shown.replace(":", " ").split())


# ── policies ─────────────────────────────────────────────────────────────────────────────────────
def test_policies_are_listed_and_shown(operator: Operator) -> None:
    assert "东民发〔2023〕17号" in prints(operator, "policy", "list")
    assert len(json.loads(prints(operator, "policy", "list", "--json"))) == 5
    assert "三（十三）" in prints(operator, "policy", "show", "weihai", "3.13")
    assert json.loads(prints(operator, "policy", "show", "weihai", "--json"))["region"] == "weihai"


def test_an_unknown_policy_or_provision_is_said_so(operator: Operator) -> None:
    assert "weihai" in fails(operator, "policy", "show", "beijing")
    assert "相近的有" in fails(operator, "policy", "show", "weihai", "3.99")


def test_a_new_policy_can_be_checked(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_text(
        "容错办法\n第一条 为了担当，制定本办法。\n第二条 下列情形可以容错：\n（一）先行先试的；\n", "utf-8"
    )
    assert "2 条" in prints(operator, "policy", "check", str(file))
    assert json.loads(prints(operator, "policy", "check", str(file), "--json"))["articles"] == 2
    assert "读不了" in fails(operator, "policy", "check", str(tmp_path / "none.txt"))
    file.write_bytes("容错".encode("gbk"))
    assert "不是 UTF-8" in fails(operator, "policy", "check", str(file))


def test_a_refused_policy_is_named_and_the_others_serve(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own" / "atlantis").mkdir(parents=True)
    (tmp_path / "own" / "atlantis" / "policy.txt").write_bytes("容错".encode("gbk"))
    monkeypatch.setenv("RONGCUO_POLICIES", str(tmp_path / "own"))
    code, out, err = Operator(capsys, Surroundings).runs("ask", "--region", "weihai", QUESTION)
    assert code == 0
    assert "7个工作日" in out
    assert "atlantis" in err
    assert "UTF-8" in err


# ── settings, questions, chat ────────────────────────────────────────────────────────────────────
def test_a_wrong_setting_is_one_sentence(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RONGCUO_LOG_LEVEL", "LOUD")
    assert "RONGCUO_LOG_LEVEL" in fails(operator, "ask", QUESTION)


def test_questions_that_readers_left_are_listed(operator: Operator, tmp_path: Path) -> None:
    assert "还没有" in prints(operator, "questions")
    store = Store(f"sqlite:///{tmp_path / 'data' / 'rongcuo.db'}")
    store.feedback(Feedback(False, "weihai", ("weihai.3.13",), "低保户去世了怎么办"))
    store.feedback(Feedback(False, "weihai", ("weihai.3.13",)))
    store.close()
    assert "低保户去世了怎么办" in prints(operator, "questions")
    rows = json.loads(prints(operator, "questions", "--json"))
    assert [row["question"] for row in rows] == ["低保户去世了怎么办"]
    assert rows[0]["provisions"] == ["weihai.3.13"]


@pytest.mark.parametrize("command", ["chat", "run"])
def test_a_talk_through_a_pipe_starts_afresh_and_leaves_nothing_behind(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    import io

    for _ in range(2):
        monkeypatch.setattr(sys, "stdin", io.StringIO(f"威海\n{QUESTION}\n1\n"))
        shown = prints(operator, command)
        assert shown.startswith("好的，记住了：威海市")
        assert shown.count("威民发〔2023〕24号") == 3
        assert ">" not in shown
    store = Store(f"sqlite:///{tmp_path / 'data' / 'rongcuo.db'}")
    assert store.load((), (f"terminal:{os.getpid()}",)).chats == {}
    store.close()


def test_who_asks_in_despair_gets_people(operator: Operator) -> None:
    shown = prints(operator, "ask", "--region", "weihai", "我不想活了")
    assert "12356" in shown
    assert "《" not in shown


def test_the_region_that_is_set_needs_no_asking(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    monkeypatch.setenv("RONGCUO_REGION", "donge")
    monkeypatch.setattr(sys, "stdin", io.StringIO(QUESTION))
    assert "第十四条" in prints(operator, "chat")
    monkeypatch.setenv("RONGCUO_REGION", "beijing")
    assert "没有 beijing" in fails(operator, "chat")


def test_a_database_that_cannot_be_opened_is_one_sentence(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RONGCUO_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'x.db'}")
    assert fails(operator, "questions")
    assert fails(operator, "chat")


# ── the process ──────────────────────────────────────────────────────────────────────────────────
def rongcuo(*arguments: str, typed: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        input=typed, capture_output=True, env={**os.environ, **environment}, timeout=60, check=False,
    )  # fmt: skip


HEAVY = (
    "dialogs",
    "asyncio",
    "scipy",
    "sqlmodel",
    "sqlalchemy",
    "telegram",
    "alembic",
    "aiohttp",
    "zhconv",
    "pypinyin",
)


def test_a_question_imports_no_database_and_no_telegram() -> None:
    code = (
        "import sys; from bot import cli; assert cli.main(['ask', '--region', 'weihai', '结论几天告知']) == 0;"
        f"print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stderr.decode().splitlines()[-1] == "[]"


def test_a_reader_who_goes_away_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps({"id": n, "question": QUESTION}) for n in range(300)), "utf-8")
    command = f"{sys.executable} -m bot.cli ask --batch {file} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.stderr == b""
    assert done.returncode == 0


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    done = rongcuo("chat", typed=b"\xff\xfe\n" + QUESTION.encode() + b"\n", RONGCUO_DATA=str(tmp_path))
    assert done.returncode == 0
    assert "告知" in done.stdout.decode()


def test_in_a_terminal_it_remembers_greets_and_says_goodbye(tmp_path: Path) -> None:
    assert "您在哪个地区" in talked(tmp_path, "威海\n", "\x04")
    assert "现在按威海市的文件回答" in talked(tmp_path, "\x04")


def talked(data: Path, *typed: str) -> str:
    """What a chat on a terminal shows; each piece is typed when the prompt is there."""
    import pty

    main, side = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "bot.cli", "chat"], stdin=side, stdout=side, stderr=side,
                               env={**os.environ, "RONGCUO_DATA": str(data), "TERM": "dumb"})  # fmt: skip
    os.close(side)
    try:
        shown = read_until(main, "\n> ")
        for piece in typed:
            os.write(main, piece.encode())
            shown += read_until(main, "再见" if piece == "\x04" else "\n> ")
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        os.close(main)
    return shown


def read_until(terminal: int, end: str) -> str:
    """What comes until these words; fails after twenty seconds."""
    shown, until = b"", time.monotonic() + 20
    while end.encode() not in shown.replace(b"\r", b""):
        assert select.select([terminal], [], [], max(0.0, until - time.monotonic()))[0], shown.decode()
        shown += os.read(terminal, 65536)
    return shown.decode("utf-8", "replace")


# ── assess ───────────────────────────────────────────────────────────────────────────────────────
FACTS = {"in_scope": True, "weihai.3.15": True, "recovery_before_accountability": False,
         "breaks_political_discipline": False, "breaks_eight_rules": False, "serious_violation": False,
         "gain_self": False, "gain_family": False, "gain_others": False, "gain_unit": False, "other_bar": False}  # fmt: skip


def facts(tmp_path: Path, content: object) -> str:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    return str(file)


def test_facts_are_judged_by_the_policys_own_rules(operator: Operator, tmp_path: Path) -> None:
    shown = prints(operator, "assess", "--region", "weihai", "--facts", facts(tmp_path, FACTS))
    assert "没有对得上的" in shown
    assert "责任追究前还没有组织追缴 → 三（十五）" in shown
    found = json.loads(
        prints(operator, "assess", "--region", "威海市", "--facts", facts(tmp_path, FACTS), "--json")
    )
    assert found["outcomes"] == ["no_situation"]
    assert {"provision": "weihai.3.15", "fact": "recovery_before_accountability", "value": False,
            "effect": "situation_lost"} in found["reasons"]  # fmt: skip


def test_a_batch_is_answered_line_by_line(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "batch.jsonl"
    lines = [{"id": 1, "region": "donge", "facts": {"in_scope": True, "gain_self": True}},
             {"id": "b", "region": "donge", "facts": {"in_scope": None, "gain_family": True}},
             {"id": None, "region": "weihai", "facts": {"in_scope": True, "gain_family": True, "donge.7.1": True}}]  # fmt: skip
    file.write_text("\n\n".join(json.dumps(line) for line in lines), "utf-8")
    rows = [json.loads(line) for line in prints(operator, "assess", "--batch", str(file)).splitlines()]
    assert [(row["id"], row["outcomes"]) for row in rows] == [
        (1, ["barred"]), ("b", ["not_applicable", "barred"]), (None, ["barred"])]  # fmt: skip
    assert rows[0]["missing"] == []
    assert rows[1]["missing"][0] == "in_scope"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": 1, "region": "beijing", "facts": {}}', "没有 'beijing'"),
        ('{"id": 1, "region": "donge"}', '"facts"'),
        ('{"id": 1, "region": "donge", "facts": {"gain_slef": true}}', "是不是想写 gain_self"),
        ('{"id": 1, "region": "donge", "facts": {"gain_self": "yes"}}', "true、false 或 null"),
        ('{"id": 1, "region": "donge", "facts": {"donge.7.6": true, "donge.7.6.a": false}}', "矛盾"),
        ('{"region": "donge", "facts": {}}', '"id"'),
        ("[1]", '"id"'),
        ("{", "不是 JSON"),
    ],
)
def test_a_wrong_line_of_a_batch_is_named_before_anything_is_printed(
    operator: Operator, tmp_path: Path, line: str, words: str
) -> None:
    file = tmp_path / "batch.jsonl"
    file.write_text('{"id": 0, "region": "donge", "facts": {}}\n' + line, "utf-8")
    said = fails(operator, "assess", "--batch", str(file))
    assert "第 2 行" in said
    assert words in said


def test_assess_says_what_it_needs(operator: Operator, tmp_path: Path) -> None:
    assert "两者选一" in fails(operator, "assess")
    assert "请用 --region" in fails(operator, "assess", "--facts", facts(tmp_path, {}))
    assert "没有 火星" in fails(operator, "assess", "--region", "火星", "--facts", facts(tmp_path, {}))
    assert "读不了" in fails(operator, "assess", "--region", "donge", "--facts", str(tmp_path / "nothing"))
    assert "facts.json" in fails(
        operator, "assess", "--region", "donge", "--facts", facts(tmp_path, {"gain": True})
    )


def test_the_rules_are_printed(operator: Operator) -> None:
    shown = prints(operator, "policy", "rules", "donge")
    assert "## 东阿县" in shown
    assert "威海市" not in shown
    assert "没有 火星" in fails(operator, "policy", "rules", "火星")
    assert prints(operator, "policy", "rules", "donge", "--coverage").startswith("东阿县（donge）\n")


def test_wrong_corrections_of_the_calendar_are_named(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "days.yaml"
    file.write_text("2027-02-06: 上班\n", "utf-8")
    monkeypatch.setenv("RONGCUO_WORKDAYS", str(file))
    assert "2027-02-06" in fails(operator, "assess", "--region", "donge", "--facts", facts(tmp_path, {}))


# ── explain ──────────────────────────────────────────────────────────────────────────────────────
def test_an_answer_is_explained(operator: Operator) -> None:
    shown = prints(operator, "explain", "--region", "东阿", "材料没齐我先给办了，会上定的")
    heads = [line.partition("：")[0] for line in shown.splitlines() if not line.startswith(" ")]
    assert heads[:5] == ["词", "概念", "分句", "事实", "结论"]
    assert "   “会上定的”：集体研究过（" in shown
    assert "东阿县第七条" in shown


def test_an_explanation_as_json(operator: Operator) -> None:
    body = json.loads(prints(operator, "explain", "--region", "donge", "--json", "没上会，我一个人定的"))
    assert {"name": "alone", "words": "没上会", "sense": "yes"} in body["concepts"]
    assert body["facts"]["democratic_decision_and_reporting"] is False
    assert [clause["words"] for clause in body["clauses"]] == ["没上会", "我一个人定的"]
    assert [(one["act"], one["true"]) for one in body["clauses"][0]["heard"]] == [("met", False)]


def test_an_explanation_without_a_question_is_a_usage_error(operator: Operator) -> None:
    assert "还缺：问题" in fails(operator, "explain")
