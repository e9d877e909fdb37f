"""Rules over real sockets: patterns, delays, endings, and peers that try to keep the lab busy."""

from __future__ import annotations

import socket
import subprocess
from time import monotonic

import pytest

from core.contract.commands import Listen, ReplyChoice, SetReply
from core.contract.records import Call
from core.contract.sockets import Ending
from core.replies.rulebook.json_form import to_json
from core.replies.rulebook.rule import Rule, RuleBook, Take, Then, When
from tests.core.net.test_services import read_all, read_line
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab

SLOW = Rule(When.REGEX, "(a+)+$", answer="found")
COSTLY = b"a" * 30_000 + b"!"
WAIT_MS = 120


def ruled(*rules: Rule, ends_with: str = "", take: Take = Take.FIRST) -> ReplyChoice:
    return ReplyChoice("rules", to_json(RuleBook(rules, take, ends_with)))


def test_ncat_and_socat_are_answered_by_what_they_ask(lab: Lab) -> None:
    reply = ruled(
        Rule(When.REGEX, r"^set (\w+)=(\d+)$", answer=r"{{1}} is {{2}}\n"),
        Rule(When.STARTS, "QUIT", ignores_case=True, answer=r"bye\n", then=Then.CLOSE),
        Rule(When.ANYTHING, answer=r"what?\n"),
        ends_with=r"\n",
    )
    port = lab.port(lab.listen(reply=reply))
    for command in (["ncat", LOOPBACK, str(port)], ["socat", "-t10", "-", f"TCP:{LOOPBACK}:{port}"]):
        asked = b"set x=7\nhm\nquit\nno more\n"
        done = subprocess.run(command, input=asked, capture_output=True, timeout=PATIENCE_S, check=False)
        assert done.stdout == b"x is 7\nwhat?\nbye\n"


def test_messages_end_where_they_were_told_to_however_they_come(lab: Lab) -> None:
    listener = lab.listen(reply=ruled(Rule(When.ANYTHING, answer="<{{0}}>"), ends_with=r"\r\n"))
    peer, number = lab.caller(listener)
    for size, piece in ((3, b"one"), (4, b"\r"), (9, b"\ntwo\r"), (20, b"\n" + b"3" * 10)):
        peer.sendall(piece)
        lab.until_received(number, {3: 3, 4: 4, 9: 9, 20: 20}[size])
    peer.shutdown(socket.SHUT_WR)
    assert read_all(peer) == b"<one><two><3333333333>", "the last one ends with the stream"
    assert lab.ended(number).ending is Ending.PEER_CLOSED


def test_an_answer_waits_its_time_and_those_after_it_wait_behind_it(lab: Lab) -> None:
    slow = Rule(When.STARTS, "slow", answer="1", delay_ms=WAIT_MS)
    listener = lab.listen(reply=ruled(slow, Rule(When.ANYTHING, answer="2"), ends_with=r"\n"))
    peer, number = lab.caller(listener)
    begun = monotonic()
    peer.sendall(b"slow\nquick\n")
    peer.shutdown(socket.SHUT_WR)
    assert read_all(peer) == b"12", "closed only when all has been said"
    assert monotonic() - begun >= WAIT_MS / 1000
    assert lab.ended(number).ending is Ending.PEER_CLOSED


def test_a_datagram_does_not_wait_behind_the_answer_to_another(lab: Lab) -> None:
    slow = Rule(When.STARTS, "slow", answer="1 {{0}}", delay_ms=WAIT_MS)
    number = lab.bind_udp(reply=ruled(slow, Rule(When.ANYTHING, answer="2 {{peer:port}}", then=Then.CLOSE)))
    with socket.socket(type=socket.SOCK_DGRAM) as peer:
        peer.settimeout(PATIENCE_S)
        peer.connect((LOOPBACK, lab.port(number)))
        peer.send(b"slow")
        peer.send(b"quick")
        assert peer.recv(100) == f"2 {peer.getsockname()[1]}".encode()
        assert peer.recv(100) == b"1 slow"
    assert lab.facts(number).is_open


@pytest.mark.parametrize(("then", "ending"), [(Then.CLOSE, Ending.CLOSED_HERE), (Then.RESET, Ending.RESET_HERE)])
def test_a_rule_may_end_the_conversation_once_its_answer_is_out(lab: Lab, then: Then, ending: Ending) -> None:
    answer = Rule(When.ANYTHING, answer="{{0}}" * 4, then=then)
    listener = lab.listen(reply=ruled(answer, ends_with=r"\n"))
    peer, number = lab.caller(listener)
    peer.sendall(b"x" * 16_000 + b"\n")
    with peer.makefile("rb") as stream:
        assert stream.read(64_000) == b"x" * 64_000
    assert lab.ended(number).ending is ending


def test_a_peer_whose_messages_are_costly_keeps_nobody_else_waiting_for_all_of_them(lab: Lab) -> None:
    listener = lab.listen(reply=ruled(SLOW, Rule(When.ANYTHING, answer=r"{{0}}\n"), ends_with=r"\n"))
    echo, _ = lab.caller(lab.listen(reply=ECHO))
    evil, number = lab.caller(listener)
    evil.sendall((COSTLY + b"\n") * 30)
    lab.until(lambda: lab.facts(number).reading_paused, "reading paused")
    echo.sendall(b"hello")
    assert echo.recv(100) == b"hello"
    other, _ = lab.caller(listener)
    other.sendall(b"hello\n")
    assert read_line(other) == b"hello\n"
    sent = sum(raw[6] for raw in lab.raw if raw[2] == number and raw[4] is Call.SEND)
    assert sent < 16 * len(COSTLY), "it came to its turn before those that were there"
    lab.until(lambda: (fault := lab.facts(number).fault) and fault.name == "RULE_TOO_SLOW", "the word about it")


def test_another_reply_takes_over_from_one_that_still_had_something_to_say(lab: Lab) -> None:
    listener = lab.listen(reply=ruled(Rule(When.ANYTHING, answer="late", delay_ms=60_000)))
    peer, number = lab.caller(listener)
    peer.sendall(b"x")
    peer.shutdown(socket.SHUT_WR)
    lab.until_received(number, 1)
    assert lab.facts(number).is_open
    lab.done(lambda id: SetReply(id, listener, ruled(Rule(When.ANYTHING, answer="new"))))
    assert read_all(peer) == b""
    assert lab.ended(number).ending is Ending.PEER_CLOSED


def test_changed_rules_answer_in_the_same_conversation(lab: Lab) -> None:
    listener = lab.listen(reply=ruled(Rule(When.ANYTHING, answer="old")))
    peer, number = lab.caller(listener)
    for answer in ("new", "newer"):
        choice = ruled(Rule(When.ANYTHING, answer=answer))
        lab.done(lambda id: SetReply(id, listener, choice))  # noqa: B023  # it is carried out in this round
        peer.sendall(b"x")
        assert peer.recv(100) == answer.encode()
        lab.until(lambda: lab.facts(number).reply_data == choice.data, "the rules are told")  # noqa: B023


def test_what_is_no_rule_book_is_refused_and_leaves_all_as_it_was(lab: Lab) -> None:
    bad = ReplyChoice("rules", b"{}")
    assert lab.refused(lambda id: Listen(id, LOOPBACK, 0, bad)).name == "RULES_FOREIGN"
    listener = lab.listen(reply=ECHO)
    assert lab.refused(lambda id: SetReply(id, listener, bad)).name == "RULES_FOREIGN"
    peer, _ = lab.caller(listener)
    peer.sendall(b"still here")
    assert peer.recv(100) == b"still here"
