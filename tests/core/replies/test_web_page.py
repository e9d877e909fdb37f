"""The web page, from bytes to bytes: what a browser may send, and what nobody should."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.commands import ReplyChoice
from core.contract.endpoints import Endpoint
from core.contract.records import Call, Cause, CauseKind, RawRecord
from core.replies import make
from core.replies.reply import Ends, Talk
from core.replies.web_page import MOST_AT_ONCE, MOST_BODY, MOST_HEAD
from tests.support.voices import Ear

HERE = Endpoint("127.0.0.1", 9000)
LISTENER = Ends(1, 8, HERE, None)
GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass
class Others:
    """A listener with these conversations."""

    conversations: list[Ends]
    listener: Ends | None = LISTENER
    made: dict[int, list[RawRecord]] = field(default_factory=dict)

    def calls(self, socket: int) -> Sequence[RawRecord]:
        return self.made.get(socket, [])


def caller(number: int, port: int, address: str = "127.0.0.1") -> Ends:
    return Ends(number, number + 10, HERE, Endpoint(address, port))


def talk(company: Others | None = None) -> Talk:
    company = company or Others([caller(3, 51000)])
    return make(ReplyChoice("web-page")).begin(company.conversations[0], company, Ear())


def status_of(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    assert found, answer[:100]
    return int(found[1])


def body_of(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    assert length is None or int(length[1]) == len(body)
    return body.decode()


def test_the_page_tells_the_real_numbers() -> None:
    conversations = [caller(3, 51000), caller(4, 51001), caller(5, 51002, "192.0.2.7")]
    company = Others(conversations)
    company.made[3] = [(1, 1, 3, 13, Call.RECV, (65536,), 77, "", Cause(CauseKind.READY), "", b"")]
    company.made[1] = [(0, 1, 1, 8, Call.ACCEPT, (), 13, "", Cause(CauseKind.READY), "127.0.0.1:51000", b"")]
    page = body_of(talk(company).answer(GET))
    for words in ("127.0.0.1:51000", "127.0.0.1:9000", "#1, fd 8", "#3, fd 13", "2 connections are open from your"):
        assert words in page
    assert "nothing yet" in page
    assert "192.0.2.7" not in page, "somebody else's connection"
    assert page.index("accept()") < page.index("recv(65536)")
    assert "fd 13 (127.0.0.1:51000, you)" in page


def test_a_connection_serves_one_request_after_the_other() -> None:
    browser = talk()
    assert "Reload the page" in body_of(browser.answer(GET))
    assert "request number 2 on the same connection" in body_of(browser.answer(GET))
    assert not browser.is_over


@pytest.mark.parametrize(
    ("request_", "is_over"),
    [
        (GET, False),
        (b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", True),
        (b"GET / HTTP/1.0\r\n\r\n", True),
        (b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", False),
    ],
)
def test_it_is_over_when_the_browser_says_so(request_: bytes, is_over: bool) -> None:
    browser = talk()
    answer = browser.answer(request_)
    assert status_of(answer) == 200
    assert browser.is_over is is_over
    assert (b"connection: close" in answer.lower()) is is_over


def test_head_has_the_length_of_the_page_and_no_page() -> None:
    answer = talk().answer(b"HEAD /?again HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer.endswith(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", answer)
    assert length
    assert int(length[1]) > 1000


def test_a_request_may_come_byte_by_byte() -> None:
    browser = talk()
    answers = [browser.answer(bytes([byte])) for byte in GET]
    assert not any(answers[:-1])
    assert status_of(answers[-1]) == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n", 404),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 405),
        (b"hello, socket\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"y" * MOST_HEAD, 431),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999\r\n\r\n" + b"z" * (MOST_BODY + 1), 413),
    ],
)
def test_what_is_not_here_or_no_request_is_answered_as_http_says(request_: bytes, status: int) -> None:
    browser = talk()
    assert status_of(browser.answer(request_)) == status
    assert browser.is_over is (status not in (404, 405))
    if browser.is_over:
        assert browser.answer(GET) == b""


def test_a_browser_that_asks_before_it_uploads_is_told_to_go_on() -> None:
    browser = talk()
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
    assert browser.answer(head).startswith(b"HTTP/1.1 100 ")
    assert status_of(browser.answer(b"abc")) == 405


def test_nothing_that_is_sent_becomes_part_of_the_page() -> None:
    bad = b"<script>alert(1)</script>"
    for answer in (
        talk().answer(b"GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: " + bad + b"\r\n\r\n"),
        talk().answer(b"GET /" + bad + b" HTTP/1.1\r\nHost: a\r\n\r\n"),
        talk().answer(bad + b"\r\n\r\n"),
    ):
        assert b"<script" not in answer
    assert b"&lt;script&gt;" in talk().answer(b"GET / HTTP/1.1\r\nHost: a\r\nX: " + bad + b"\r\n\r\n")


def test_a_flood_of_requests_gets_a_few_answers_and_an_end() -> None:
    browser = talk()
    answer = browser.answer(GET * 1000)
    assert answer.count(b"HTTP/1.1 200 OK") == MOST_AT_ONCE
    assert browser.is_over


def test_a_udp_socket_stays_silent() -> None:
    company = Others([])
    silent = make(ReplyChoice("web-page")).begin(Ends(2, 9, HERE, None), company, Ear())
    assert silent.answer(GET) == b""


@given(st.lists(st.binary(max_size=60) | st.sampled_from([GET, b"\r\n", b"GET ", b"HTTP/1.1\r\n"]), max_size=10))
def test_no_bytes_however_odd_break_it(pieces: list[bytes]) -> None:
    browser = talk()
    for piece in pieces:
        answer = browser.answer(piece)
        assert not answer or answer.startswith(b"HTTP/1.1 ")
