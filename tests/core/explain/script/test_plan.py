"""Records become steps: what is left out is said, what is the same becomes a loop, what is odd does no harm."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contract.records import LABS_OWN, Argument, Call, CallRecord, Cause, CauseKind, RawRecord
from core.explain.script import plan, write_c, write_netcat, write_plain_python, write_python
from core.explain.script.bulk import pieces, repeated
from core.explain.script.loops import fold
from core.explain.script.planning import MOST_DATA
from core.explain.script.steps import Deed, Loop, Placed, Step
from tests.core.capture.rows import any_row
from tests.support.programs import output_of

COMMAND = Cause(CauseKind.COMMAND, 1)
READY = Cause(CauseKind.READY)
REPLY = Cause(CauseKind.REPLY)
LISTENER, CALLER, UDP = 1, 2, 3


def rows(*made: tuple[int, Call, tuple[Argument, ...], int, str, Cause, str, bytes]) -> list[CallRecord]:
    """Records in a row, numbered from 1."""
    return [
        CallRecord(seq, seq * 1000, 100, number, 8, call, args, result, error, cause, address, payload)
        for seq, (number, call, args, result, error, cause, address, payload) in enumerate(made, 1)
    ]


SOCKET = (CALLER, Call.SOCKET, ("AF_INET", "SOCK_STREAM", 0), 8, "", COMMAND, "", b"")


def connected(*more: tuple[int, Call, tuple[Argument, ...], int, str, Cause, str, bytes]) -> list[CallRecord]:
    """A socket, and what was done with it."""
    return rows(SOCKET, *more)


def recv(data: bytes) -> tuple[int, Call, tuple[Argument, ...], int, str, Cause, str, bytes]:
    return CALLER, Call.RECV, (65536,), len(data), "", READY, "", data


def send(
    data: bytes, asked: int | None = None, cause: Cause = COMMAND
) -> tuple[int, Call, tuple[Argument, ...], int, str, Cause, str, bytes]:
    return CALLER, Call.SEND, (len(data) if asked is None else asked,), len(data), "", cause, "", data


def code(records: Sequence[CallRecord]) -> str:
    text = write_python(plan(records)).text
    ast.parse(text)
    return text


def test_a_call_that_found_nothing_is_left_out_and_counted() -> None:
    again = (CALLER, Call.RECV, (65536,), -11, "EAGAIN", READY, "", b"")
    made = plan(connected(again, again, recv(b"now")))
    assert made.idle == 2
    assert [step.deed for step in made.steps()] == [Deed.OPEN, Deed.RECEIVE]
    assert "Left out: 2 calls that found nothing to do yet" in code(connected(again, again, recv(b"now")))


def test_idle_calls_belong_to_the_line_that_waits() -> None:
    again = (CALLER, Call.RECV, (65536,), -11, "EAGAIN", READY, "", b"")
    script = write_python(plan(connected(again, recv(b"now"))))
    (line,) = script.lines_of(2)
    assert script.lines[line].text == "data = receive(s2, 3)"


def test_an_echo_sends_what_came_and_not_a_copy_of_it() -> None:
    assert "s2.send(data)" in code(connected(recv(b"hello"), send(b"hello", cause=REPLY)))
    assert 's2.send(b"hello")' in code(connected(recv(b"hello"), send(b"hello")))
    assert 's2.send(b"other")' in code(connected(recv(b"hello"), send(b"other", cause=REPLY)))


def test_many_rounds_of_the_same_become_a_loop() -> None:
    rounds = [it for _ in range(500) for it in (recv(b"ping!"), send(b"ping!", cause=REPLY))]
    script = write_python(plan(connected(*rounds)))
    assert "for _ in range(500):\n" in script.text
    assert len(script.lines) < 60
    assert script.lines_of(1001) == script.lines_of(3), "a line of a loop stands for its calls in all rounds"


def test_a_bulk_of_uneven_recvs_becomes_one_step() -> None:
    made = plan(connected(*(recv(bytes(size)) for size in range(1, 101))))
    assert [step.size for step in made.steps() if step.deed is Deed.RECEIVE] == [5050]


def test_a_message_taken_in_pieces_is_sent_whole() -> None:
    text = code(connected(send(b"abc", 10), send(b"def", 7), send(b"ghij", 4)))
    assert 'rest2 = b"abcdefghij"' in text
    assert "send(s2, rest2)" in text


def test_what_the_capture_did_not_keep_is_filled_with_zeros() -> None:
    cut = (CALLER, Call.SEND, (6,), 6, "", COMMAND, "", b"abc")
    assert r's2.send(b"abc\x00\x00\x00")' in code(connected(cut))


def test_calls_on_a_socket_whose_beginning_is_gone_are_left_out_and_said() -> None:
    text = code(rows(recv(b"late"), send(b"late")))
    assert "Left out: 2 calls on #2, of which the beginning is not known." in text
    assert "s2" not in text.split('"""')[2]


def test_a_port_that_the_kernel_gave_is_asked_for_and_not_written_down() -> None:
    records = rows(
        (LISTENER, Call.SOCKET, ("AF_INET", "SOCK_STREAM", 0), 8, "", COMMAND, "", b""),
        (LISTENER, Call.BIND, ("127.0.0.1:0",), 0, "", COMMAND, "", b""),
        (LISTENER, Call.GETSOCKNAME, (), 0, "", Cause(CauseKind.LOOKUP), "127.0.0.1:43210", b""),
        SOCKET,
        (CALLER, Call.CONNECT, ("127.0.0.1:43210",), 0, "", COMMAND, "", b""),
    )
    assert 's2.connect(("127.0.0.1", name1[1]))' in code(records)
    assert "43210" not in code(records)
    assert 's2.connect(("127.0.0.1", 43210))' in code(records[3:])


def test_an_error_is_expected_and_one_of_chance_is_told() -> None:
    in_use = (CALLER, Call.BIND, ("127.0.0.1:9000",), -98, "EADDRINUSE", COMMAND, "", b"")
    assert 'expect("EADDRINUSE", s2.bind, ("127.0.0.1", 9000))' in code(connected(in_use))
    full = (CALLER, Call.ACCEPT, (), -24, "EMFILE", READY, "", b"")
    assert "# Left out: accept() failed with EMFILE; nothing brings that about again." in code(connected(full))


def test_options_are_set_and_asked_for_by_their_names() -> None:
    def option(call: Call, *args: Argument) -> tuple[int, Call, tuple[Argument, ...], int, str, Cause, str, bytes]:
        return CALLER, call, args, 0, "", COMMAND, "", b""

    text = code(
        connected(
            option(Call.SETSOCKOPT, "SOL_SOCKET", "SO_LINGER", "on, 5 s"),
            option(Call.SETSOCKOPT, "SOL_SOCKET", "SO_LINGER", "off, 0 s"),
            option(Call.SETSOCKOPT, "SOL_SOCKET", "SO_KEEPALIVE", 1),
            option(Call.GETSOCKOPT, "SOL_SOCKET", "SO_KEEPALIVE"),
        )
    )
    for part in ('SO_LINGER, struct.pack("ii", 1, 5))', 'SO_LINGER, struct.pack("ii", 0, 0))', "SO_KEEPALIVE, 1)",
                 "s2.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)"):  # fmt: skip
        assert part in text
    assert "import struct\n" in text


def test_groups_are_joined_and_left_in_both_languages(tmp_path: Path) -> None:
    def option(*args: Argument) -> tuple[int, Call, tuple[Argument, ...], int, str, Cause, str, bytes]:
        return CALLER, Call.SETSOCKOPT, args, 0, "", COMMAND, "", b""

    records = connected(
        option("IPPROTO_IP", "IP_ADD_MEMBERSHIP", "239.1.2.3 on lo"),
        option("IPPROTO_IP", "IP_DROP_MEMBERSHIP", "239.1.2.3"),
        option("IPPROTO_IPV6", "IPV6_JOIN_GROUP", "ff15::1 on lo"),
        option("IPPROTO_IP", "IP_MULTICAST_IF", "127.0.0.1"),
        option("IPPROTO_IP", "IP_ADD_MEMBERSHIP", '239.1.2.3 on ");evil("'),
        option("IPPROTO_IP", "IP_ADD_MEMBERSHIP", "nobody on lo"),
    )
    text = code(records)
    for part in ("# Hear what is sent to the group 239.1.2.3 on lo.", "# Leave the group 239.1.2.3.",
                 'IP_ADD_MEMBERSHIP, struct.pack("@4s4xi", socket.inet_aton("239.1.2.3"), socket.if_nametoindex("lo"))',
                 'IPV6_JOIN_GROUP, struct.pack("@16sI", socket.inet_pton(socket.AF_INET6, "ff15::1"), ',
                 'IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))'):  # fmt: skip
        assert part in text
    assert "evil" not in text
    assert "nobody" not in text
    assert "# Left out: setsockopt()" in text
    ast.parse(text)
    source = tmp_path / "program.c"
    source.write_text(write_c(plan(records)).text, encoding="utf-8")
    output_of("cc", "-Wall", "-Werror", "-fsyntax-only", str(source))


def test_too_many_bytes_end_the_program_with_a_remark() -> None:
    noise = [Random(seed).randbytes(40_000) for seed in (1, 2)]
    assert 40_000 < MOST_DATA < 80_000
    made = plan(connected(*map(send, noise)), not_read=5)
    assert made.not_read == 6
    assert "# The program ends here: 6 calls more would make it too long." in write_python(made).text


def test_a_textbook_waits_in_the_call_and_knows_how_a_connect_came_out() -> None:
    begun = (CALLER, Call.CONNECT, ("127.0.0.1:9000",), -115, "EINPROGRESS", COMMAND, "", b"")
    decided = (CALLER, Call.GETSOCKOPT, ("SOL_SOCKET", "SO_ERROR"), 111, "", READY, "ECONNREFUSED", b"")
    not_blocking = (CALLER, Call.SETBLOCKING, (0,), 0, "", COMMAND, "", b"")
    script = write_plain_python(plan(connected(not_blocking, begun, decided, recv(b"late"))))
    assert 'expect("ECONNREFUSED", s2.connect, ("127.0.0.1", 9000))' in script.text
    assert "data = s2.recv(65536)" in script.text
    assert "setblocking" not in script.text
    assert "select" not in script.text
    given_up = write_plain_python(plan(connected(not_blocking, begun)))
    assert "# Left out: connect(), which got no answer in time" in given_up.text


def test_nothing_is_a_program_too() -> None:
    assert "No call has been made here yet" in code([])
    assert "int main(void)" in write_c(plan([])).text


@pytest.mark.parametrize("call", [call for call in Call if call not in LABS_OWN], ids=lambda it: it.label)
def test_each_call_may_fail_in_a_program(call: Call, tmp_path: Path) -> None:
    args: dict[Call, tuple[Argument, ...]] = {
        Call.SOCKET: ("AF_INET", "SOCK_STREAM", 0),
        Call.BIND: ("127.0.0.1:9000",),
        Call.LISTEN: (5,),
        Call.CONNECT: ("127.0.0.1:9000",),
        Call.SEND: (3,),
        Call.SENDTO: (3,),
        Call.RECV: (65536,),
        Call.RECVFROM: (65535,),
        Call.SHUTDOWN: ("SHUT_WR",),
        Call.SETSOCKOPT: ("SOL_SOCKET", "SO_LINGER", "on, 0 s"),
        Call.GETSOCKOPT: ("SOL_SOCKET", "SO_ERROR"),
        Call.SETBLOCKING: (0,),
        Call.GETADDRINFO: ("localhost", 80, "SOCK_STREAM"),
    }
    failed = (CALLER, call, args.get(call, ()), -104, "ECONNRESET", COMMAND, "127.0.0.1:9000", b"")
    records = connected(failed)
    assert "ECONNRESET" in code(records) or call is Call.CLOSE
    ast.parse(write_plain_python(plan(records)).text)
    source = tmp_path / "program.c"
    source.write_text(write_c(plan(records)).text, encoding="utf-8")
    output_of("cc", "-Wall", "-Werror", "-fsyntax-only", str(source))


def test_what_a_file_says_is_never_code() -> None:
    bad = 'x"); __import__("os").system("reboot") #\n'
    records = connected(
        (CALLER, Call.SETSOCKOPT, (bad, bad, 1), 0, "", COMMAND, "", b""),
        (CALLER, Call.BIND, (bad,), 0, "", COMMAND, "", b""),
        (CALLER, Call.SHUTDOWN, (bad,), 0, "", COMMAND, bad, b""),
        (CALLER, Call.GETADDRINFO, (bad, 80, "SOCK_STREAM"), 0, "", COMMAND, "", b""),
        (CALLER, Call.RECV, (65536,), -1, bad, READY, "", b""),
    )
    tree = ast.parse(code(records))
    assert not any(isinstance(node, ast.Name) and node.id == "__import__" for node in ast.walk(tree))


def test_calls_that_nothing_brings_about_again_are_remarks_and_no_loop() -> None:
    odd: RawRecord = (0, 0, 0, 0, Call.SOCKET, (), 0, "", COMMAND, "", b"")
    ast.parse(code([CallRecord(seq, *odd) for seq in range(1, 6)]))


@given(st.lists(any_row, max_size=12))
def test_no_records_however_odd_make_a_program_that_does_not_parse(made: list[RawRecord]) -> None:
    records = [CallRecord(seq, *raw) for seq, raw in enumerate(made, 1)]
    code(records)
    ast.parse(write_plain_python(plan(records)).text)
    write_c(plan(records))
    write_netcat(records)


@given(st.lists(st.integers(0, 2), max_size=60))
def test_loops_unrolled_are_the_steps_they_were_made_of(kinds: list[int]) -> None:
    steps = [Placed(Step(Deed.NAME, kind), (at,)) for at, kind in enumerate(kinds)]
    unrolled = []
    for item in fold(steps):
        body = item.body if isinstance(item, Loop) else (item,)
        unrolled += [placed.step for placed in body] * (item.times if isinstance(item, Loop) else 1)
    assert unrolled == [placed.step for placed in steps]


@given(st.binary(max_size=400) | st.binary(min_size=1, max_size=9).map(lambda it: it * 50 + it[:3]))
def test_bytes_cut_or_folded_are_the_same_bytes(data: bytes) -> None:
    assert b"".join(pieces(data)) == data
    piece, times, rest = repeated(data)
    assert piece * times + rest == data
