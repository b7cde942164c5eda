"""A second opinion: what leaves the house, what may change, and that nothing else ever does."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Barrier, Event, Thread
from typing import Any

import pytest

from bot.mind import learnt
from bot.mind.second import FAILURES, KEPT, MOST, PAUSE, Opinion, opinion
from bot.settings import Settings
from knowledge.answer import Advice, Answer, Assistant, Finding, Hit
from knowledge.answer.advice import LOOK
from knowledge.library.corpus import Library

KEY = "sk-geheim-0123456789"
QUESTION = "不服的话找谁说理，几天之内答复"
CASE = "材料没齐我先给办了，他的证是11010519491231002X，电话13800138000"
Body = dict[str, Any]


class Endpoint(ThreadingHTTPServer):
    """Speaks as a model server does, on loopback, and keeps what it was asked. `says`: the content of the reply to
    the message of the user; `raw`: the whole reply instead; `wait` holds it back, `drip` sends it byte by byte."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.says: Callable[[Body], Any] = lambda message: {"order": ids_of(message)[::-1], "facts": []}
        self.status = 200
        self.raw: bytes | None = None
        self.wait = 0.0
        self.drip = 0.0
        self.over = Event()
        self.finished = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def messages(self) -> list[Body]:
        """What it was asked, without the prompt."""
        return [json.loads(body["messages"][-1]["content"]) for body in self.asked]

    def reply(self, body: Body) -> bytes:
        if self.raw is not None:
            return self.raw
        said = self.says(json.loads(body["messages"][-1]["content"]))
        content = said if isinstance(said, str) else json.dumps(said)
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone away: that is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.paths.append(self.path)
        self.server.headers.append(dict(self.headers))
        self.server.asked.append(body)
        content = self.server.reply(body)
        self.server.over.wait(self.server.wait)
        self.send_response(self.server.status)
        if self.server.status in (302, 307):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for piece in (content,) if not self.server.drip else (bytes([byte]) for byte in content):
            self.wfile.write(piece)
            self.server.over.wait(self.server.drip)
        self.server.finished += 1

    def log_message(self, format: str, *args: object) -> None:
        """Not to the test's output."""


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ids_of(message: Body) -> list[str]:
    return [one["id"] for one in message["candidates"]]


def ids(answer: Answer | Finding) -> list[str]:
    finding = answer.finding if isinstance(answer, Answer) else answer
    return [hit.provision.id for hit in finding.hits]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def asking(endpoint: Endpoint, library: Library, clock: Clock) -> Callable[..., Opinion]:
    """Makes the opinion of the endpoint, with other settings where they are given; `kept`: of so many decisions."""

    def make(kept: int = KEPT, **other: Any) -> Opinion:
        given = {"second_url": endpoint.url, "second_key": KEY, "second_model": "m", "second_seconds": 5.0}
        made = opinion(Settings(**given | other), library, clock, kept)
        assert made is not None
        return made

    return make


def situations(library: Library, region: str = "weihai") -> list[str]:
    return [one.at for one in library.regimes[region].situations.items]


def bars(library: Library, region: str = "weihai") -> list[str]:
    return [one.at for one in library.regimes[region].exclusions.items]


def made(library: Library, verdict: str, wanted: list[str], question: str = QUESTION) -> Finding:
    hits = tuple(Hit(library.provision(id_), 1 - n / 10) for n, id_ in enumerate(wanted))
    return Finding(question, wanted[0].partition(".")[0], verdict, 0.9, hits)


@pytest.fixture
def rule(library: Library) -> Finding:
    """A question on the rules, with more provisions than are sent."""
    return made(library, "info", situations(library)[: LOOK + 1])


@pytest.fixture
def case(library: Library) -> Finding:
    return made(library, "eligible", situations(library)[:4], CASE)


def movable(finding: Finding) -> bool:
    """Whether an opinion may be asked for, and can make a difference to the first place."""
    kinds = [hit.provision.type for hit in finding.hits[:LOOK]]
    settled = finding.named or finding.missing or finding.topic or finding.doubt
    return not settled and kinds.count(kinds[0]) > 1 and len(set(kinds)) > 1


def wording(mind: Assistant, kind: str, verdict: str) -> tuple[str, str, Finding]:
    """One of our own wordings that is taken for this: region, words, finding."""
    for id_, kinds in mind.library.examples.items():
        for words in kinds.get(kind, ()):
            finding = mind.engine.find_in(words, id_.partition(".")[0])
            if finding.verdict == verdict and movable(finding):
                return id_.partition(".")[0], words, finding
    raise AssertionError("no such wording")


# ── what it may change ───────────────────────────────────────────────────────────────────────────
def test_a_rule_is_answered_in_the_advised_order(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion], endpoint: Endpoint
) -> None:
    region, words, finding = wording(assistant, "asked", "info")
    kind = finding.hits[0].provision.type
    same = [hit.provision.id for hit in finding.hits[:LOOK] if hit.provision.type == kind]
    endpoint.says = lambda _message: {"order": same[::-1], "facts": []}
    answer = Assistant(library, assistant.engine.model, second=asking()).answer_in(words, region)
    assert [id_ for id_ in ids(answer)[:LOOK] if id_ in same] == same[::-1]
    assert library.provision(same[-1]).text in answer.text.replace("\n", "")
    assert endpoint.paths == ["/v1/chat/completions"]


def test_nothing_but_the_order_within_the_kind_changes(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion]
) -> None:
    region, words, finding = wording(assistant, "told", "eligible")
    mind = Assistant(library, assistant.engine.model, second=asking(second_cases=True))
    turned = mind.answer_in(words, region).finding
    assert ids(turned) != ids(finding)
    assert [hit.provision.type for hit in turned.hits] == [hit.provision.type for hit in finding.hits]
    assert sorted(ids(turned)[:LOOK]) == sorted(ids(finding)[:LOOK])
    assert turned.hits[LOOK:] == finding.hits[LOOK:]
    hanging: dict[str, Any] = {
        "doubt": None,
        "lacks": (),
        "open": (),
        "grounds": (),
        "heard": (),
    }  # on the first one
    assert replace(turned, hits=finding.hits, **hanging) == replace(finding, **hanging)


def test_words_that_it_writes_are_not_read(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion], endpoint: Endpoint
) -> None:
    region, words, finding = wording(assistant, "asked", "info")
    endpoint.says = lambda message: {
        "order": ids_of(message), "facts": [], "answer": "一律免责", "verdict": "eligible", "text": "保证没事",
    }  # fmt: skip
    answer = Assistant(library, assistant.engine.model, second=asking()).answer_in(words, region)
    assert endpoint.asked
    assert answer == assistant.answer_in(words, region)
    assert answer.finding == finding


def test_what_bars_does_not_come_first_because_it_says_so(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion], endpoint: Endpoint
) -> None:
    region, words, finding = wording(assistant, "told", "eligible")
    kind = finding.hits[0].provision.type
    endpoint.says = lambda message: {
        "order": sorted(ids_of(message), key=lambda id_: library.provision(id_).type == kind)
    }
    mind = Assistant(library, assistant.engine.model, second=asking(second_cases=True))
    answer = mind.answer_in(words, region)
    assert endpoint.asked
    assert ids(answer) == ids(finding)
    assert answer.finding.verdict == "eligible"


@pytest.mark.parametrize(
    "said",
    [
        {"order": ["weihai.99.99"], "facts": []},
        {"order": [], "facts": ["没有这个事实"]},
        {"order": "weihai.3.1", "facts": []},
        {"order": [1, 2], "facts": []},
        {"order": [["weihai.3.1"]], "facts": []},
        {"order": None, "facts": None},
        {"order": {}, "facts": {}},
        {"facts": []},
        [],
        "第一条最合适",
        "",
        "null",
    ],
)
def test_a_reply_of_any_other_form_is_no_opinion(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding, said: Any
) -> None:
    endpoint.says = lambda _message: said
    assert asking()(rule) is None
    assert len(endpoint.asked) == 1


def test_what_is_named_twice_counts_once(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    endpoint.says = lambda message: {"order": ids_of(message)[:2] * 2}
    assert asking()(rule) == Advice(tuple(ids(rule)[:2]), ())


# ── what leaves the house ────────────────────────────────────────────────────────────────────────
def test_it_is_sent_the_question_the_best_provisions_and_nothing_else(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    assert asking()(rule) == Advice(tuple(ids(rule)[LOOK - 1 :: -1]), ())
    (body,) = endpoint.asked
    assert set(body) == {"model", "temperature", "messages"}
    assert (body["model"], body["temperature"]) == ("m", 0)
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    shown = [hit.provision for hit in rule.hits[:LOOK]]
    assert endpoint.messages == [
        {
            "question": QUESTION,
            "candidates": [{"id": one.id, "label": one.label, "text": one.text} for one in shown],
            "facts": [],
        }
    ]


def test_own_cases_stay_in_the_house_without_the_switch(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion], endpoint: Endpoint
) -> None:
    second = asking()
    for verdict in ("eligible", "lacking", "excluded", "not_covered", "not_applicable"):
        assert second(made(library, verdict, situations(library)[:4], CASE)) is None
    region, words, _ = wording(assistant, "told", "eligible")
    mind = Assistant(library, assistant.engine.model, second=second)
    assert mind.answer_in(words, region) == assistant.answer_in(words, region)
    assert endpoint.asked == []


def test_with_the_switch_numbers_of_persons_are_hidden(
    asking: Callable[..., Opinion], endpoint: Endpoint, case: Finding
) -> None:
    assert asking(second_cases=True)(case)
    sent = json.dumps(endpoint.asked, ensure_ascii=False)
    assert "11010519491231002X" not in sent
    assert "13800138000" not in sent
    assert (
        endpoint.messages[0]["question"]
        == "材料没齐我先给办了，他的证是（身份证号已隐去），电话（电话号码已隐去）"
    )


def test_numbers_in_a_question_on_the_rules_are_hidden_too(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    assert asking()(replace(rule, question="13800138000打过去问，几天答复"))
    assert endpoint.messages[0]["question"] == "（电话号码已隐去）打过去问，几天答复"


def test_facts_that_are_open_are_offered_and_the_named_one_is_asked_back(
    assistant: Assistant, asking: Callable[..., Opinion], endpoint: Endpoint, case: Finding
) -> None:
    witness = assistant.engine.signals.witness
    missing = witness.evidence(ids(case)[0], witness.told(CASE)).missing
    open_ = {need.fact: need.say for need in missing if need.ask}
    assert open_
    case = assistant.engine.ruled(case)
    name = list(open_)[-1]
    endpoint.says = lambda message: {"order": ids_of(message), "facts": [name]}
    advice = asking(second_cases=True)(case)
    assert endpoint.messages[0]["facts"] == [{"name": key, "say": say} for key, say in open_.items()]
    assert advice == Advice(tuple(ids(case)), (name,))
    doubt = assistant.engine.to_confirm(case, advice.facts).doubt
    assert doubt is not None
    assert doubt.fact == name


@pytest.mark.parametrize("verdict", ["info", "eligible"])
def test_what_is_settled_is_not_asked(
    assistant: Assistant, asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding, verdict: str
) -> None:
    rule = replace(rule, verdict=verdict)
    second = asking(second_cases=True)
    for settled in (
        replace(rule, verdict="out_of_scope"),
        replace(rule, named=("weihai.3",)),
        replace(rule, missing="第九十九条"),
        replace(rule, topic=assistant.library.topics[0]),
        replace(rule, hits=rule.hits[:1]),
        replace(rule, hits=()),
    ):
        assert second(settled) is None
    assert endpoint.asked == []


# ── whatever goes wrong ──────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("drip", [0.0, 0.02])
def test_one_that_is_slow_is_not_waited_for(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion], endpoint: Endpoint, drip: float
) -> None:
    region, words, finding = wording(assistant, "asked", "info")
    endpoint.wait, endpoint.drip = 0.0 if drip else 20.0, drip
    second = asking(second_seconds=0.3)
    assert second(finding) is None
    assert (len(endpoint.asked), endpoint.finished) == (1, 0)  # it is still at it
    mind = Assistant(library, assistant.engine.model, second=second)
    assert mind.answer_in(words, region) == assistant.answer_in(words, region)


@pytest.mark.parametrize(
    ("status", "raw"),
    [
        (500, None),
        (401, None),
        (307, None),
        (204, None),
        (200, b""),
        (200, "<html>网关超时</html>".encode()),
        (200, b"\xff\xfe"),
        (200, b"[]"),
        (200, b'{"choices": []}'),
        (200, b'{"choices": [{"message": {"content": null}}]}'),
        (200, b"[" * 20_000),
        (200, b" " * (MOST + 1)),
        (200, b"x" * 5_000_000),
    ],
)
def test_a_reply_that_is_none_is_done_without(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding, status: int, raw: bytes | None
) -> None:
    endpoint.status, endpoint.raw = status, raw
    assert asking()(rule) is None
    assert endpoint.paths == ["/v1/chat/completions"]


def test_no_more_of_a_reply_is_read_than_it_needs(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    content = json.dumps({"order": []})
    whole = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
    endpoint.raw = whole + b" " * (MOST - len(whole) + 1)
    assert asking()(rule) is None
    endpoint.raw = endpoint.raw[:-1]
    assert asking()(rule) == Advice()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/v1", "http://127.0.0.1:999999", "http://["])
def test_one_that_is_not_there_is_done_without(
    assistant: Assistant, library: Library, asking: Callable[..., Opinion], url: str
) -> None:
    region, words, _ = wording(assistant, "asked", "info")
    mind = Assistant(library, assistant.engine.model, second=asking(second_url=url, second_seconds=1.0))
    assert mind.answer_in(words, region) == assistant.answer_in(words, region)


def test_a_failure_is_logged_once_without_a_word_of_the_message_or_the_key(
    asking: Callable[..., Opinion], endpoint: Endpoint, case: Finding, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    second = asking(second_cases=True)
    endpoint.says = lambda message: {"order": [message["question"]]}
    assert second(case) is None
    endpoint.status, endpoint.raw = 500, f"{KEY} {CASE}".encode()
    assert second(case) is None
    endpoint.status, endpoint.raw = 200, f"{KEY} 13800138000".encode() + b"\xff"
    assert second(case) is None
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.name for record in warnings] == ["rongcuo.second"] * 3
    assert "HTTP 500" in warnings[1].getMessage()
    for words in (KEY, CASE, "材料没齐", "已隐去", "13800138000"):
        assert words not in caplog.text


def test_the_key_goes_into_the_header_and_only_there(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    assert asking()(rule)
    assert endpoint.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert KEY not in json.dumps(endpoint.asked)
    assert asking(second_key=None)(rule)
    assert "Authorization" not in endpoint.headers[1]


def test_what_answers_elsewhere_is_not_followed(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    endpoint.status = 302
    assert asking()(rule) is None
    assert endpoint.paths == ["/v1/chat/completions"]


def test_proxies_of_the_computer_are_not_used(
    asking: Callable[..., Opinion], rule: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert asking()(rule)


def test_a_slash_at_the_end_of_the_url_does_no_harm(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    assert asking(second_url=endpoint.url + "/")(rule)
    assert endpoint.paths == ["/v1/chat/completions"]


# ── left alone, and kept ─────────────────────────────────────────────────────────────────────────
def test_after_three_failures_it_is_left_alone_for_a_while(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding, clock: Clock
) -> None:
    second = asking()
    endpoint.status = 500
    for _ in range(FAILURES + 2):
        assert second(rule) is None
    assert len(endpoint.asked) == FAILURES == 3
    clock.now += PAUSE - 1
    assert second(rule) is None
    assert len(endpoint.asked) == 3
    clock.now += 1
    assert second(rule) is None  # one more is enough now
    assert second(rule) is None
    assert len(endpoint.asked) == 4
    endpoint.status = 200
    clock.now += PAUSE
    assert second(rule)
    assert len(endpoint.asked) == 5


def test_failures_count_only_in_a_row(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    second = asking()
    for turn in range(3):
        endpoint.status = 500
        for n in range(FAILURES - 1):
            assert second(replace(rule, question=f"{turn} {n}")) is None
        endpoint.status = 200
        assert second(replace(rule, question=f"{turn} 好了"))


def test_the_same_decision_is_asked_once(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    second = asking()
    assert second(rule) == second(rule)
    assert len(endpoint.asked) == 1
    second(replace(rule, question="另一个问题"))
    second(replace(rule, region="donge"))
    second(replace(rule, hits=rule.hits[:3]))
    assert len(endpoint.asked) == 4
    endpoint.status = 500
    assert second(rule)  # it is known, whatever has become of the endpoint


def test_a_failure_is_not_kept(asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding) -> None:
    second = asking()
    endpoint.status = 500
    assert second(rule) is None
    endpoint.status = 200
    assert second(rule)


def test_what_was_used_last_is_kept_longest(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    second = asking(kept=2)
    one, two, three = (replace(rule, question=words) for words in ("一", "二", "三"))
    for finding in (one, two, one, three):
        assert second(finding)
    endpoint.status = 500
    assert [bool(second(finding)) for finding in (one, two, three)] == [True, False, True]


def test_nobody_waits_for_the_call_of_another(
    asking: Callable[..., Opinion], endpoint: Endpoint, rule: Finding
) -> None:
    together = Barrier(2)

    def says(message: Body) -> Body:
        together.wait(10)  # both are there at once, or this fails
        return {"order": ids_of(message)}

    endpoint.says = says
    second, got = asking(second_seconds=15), list[Advice | None]()
    threads = [
        Thread(target=lambda n=n: got.append(second(replace(rule, question=f"{n}")))) for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 2
    assert all(got)


# ── set up or not ────────────────────────────────────────────────────────────────────────────────
def test_without_a_url_there_is_none_and_nothing_of_it_is_loaded(library: Library) -> None:
    assert opinion(Settings(), library) is None
    code = (
        "import sys; from bot.mind.learnt import second; from bot.settings import Settings; "
        "assert second(Settings(), None) is None; "
        "print([name for name in ('httpx', 'bot.mind.second') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={})
    assert done.stdout.strip() == "[]"


def test_the_assistant_has_the_one_that_is_set_up(library: Library) -> None:
    ready = learnt.second(Settings(second_url="http://127.0.0.1:1/v1", second_model="m"), library)
    assert isinstance(ready, Opinion)
