"""The packets in the pcapng, byte by byte, and those that no live conversation brings about at will."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.capture.capture import Capture
from core.capture.export.formats import Pcapng
from core.contract.records import Arguments, Call, Cause, CauseKind, RawRecord
from tests.core.capture.export.files import all_of, capture_of, exported
from tests.core.capture.export.pcapng_reader import Packet, blocks, options, packets
from tests.core.capture.rows import START_NS, any_row, row

LISTENER, CLIENT, ACCEPTED, UDP = 1, 2, 3, 4
HERE, THERE = "127.0.0.1:9000", "127.0.0.1:51324"
BY_HAND = Cause(CauseKind.COMMAND, 7)


def call(number: int, name: Call, *args: int | str, payload: bytes = b"", **more: object) -> RawRecord:
    """A row of a socket whose descriptor is its number and 10."""
    raw = row(name, socket=number, args=args, payload=payload, result=len(payload))
    fields = dict(zip(("result", "error", "address"), (raw[6], raw[7], raw[9]), strict=True)) | more
    return (*raw[:3], number + 10, *raw[4:6], fields["result"], fields["error"], raw[8], fields["address"], raw[10])  # type: ignore[return-value]


def socket_made(number: int, kind: str = "SOCK_STREAM") -> RawRecord:
    return call(number, Call.SOCKET, "AF_INET", kind, 0, result=number + 10)


def accepted(number: int = ACCEPTED, caller: str = THERE, local: str = HERE) -> list[RawRecord]:
    """A listener's accept(), and what follows of the socket it made."""
    return [
        call(LISTENER, Call.ACCEPT, result=number + 10, address=caller),
        call(number, Call.GETSOCKNAME),
        call(number, Call.GETSOCKNAME, address=local),
    ]


def connected(number: int = CLIENT, target: str = HERE, local: str = THERE) -> list[RawRecord]:
    """A client's way to a connection."""
    return [
        socket_made(number),
        call(number, Call.CONNECT, target, result=-115, error="EINPROGRESS"),
        call(number, Call.GETSOCKOPT, "SOL_SOCKET", "SO_ERROR"),
        call(number, Call.GETSOCKNAME, address=local),
    ]


def sent(number: int, data: bytes) -> RawRecord:
    return call(number, Call.SEND, len(data), payload=data)


def received(number: int, data: bytes) -> RawRecord:
    return call(number, Call.RECV, 65536, payload=data)


def failed(number: int, name: Call, error: str) -> RawRecord:
    return call(number, name, result=-1, error=error)


def packets_of(*rows: RawRecord, seqs: list[int] | None = None) -> list[Packet]:
    with capture_of(rows) as capture:
        return packets(exported(capture, Pcapng(), seqs))


def story(found: list[Packet]) -> list[str]:
    """Who sent what: "51324 S"; plain acknowledgements left out."""
    texts = (f"{packet.source[1]} {packet.payload.decode() or packet.flags}" for packet in found)
    return [text for text in texts if not text.endswith(" A")]


BEGINNING = ["51324 S", "9000 SA"]


def test_the_section_says_how_it_was_made() -> None:
    with capture_of([], lab="1.2.3") as capture:
        (_kind, about), _interface = blocks(exported(capture, Pcapng()))
    found = options(about[16:])
    assert found[1].startswith(b"Rebuilt by Socket Lab from the socket calls it recorded")
    assert found[4] == b"Socket Lab 1.2.3"


def test_numbers_follow_the_bytes_and_every_segment_is_acknowledged() -> None:
    data = bytes(range(256)) * 600
    found = packets_of(*accepted(), received(ACCEPTED, b"hello"), sent(ACCEPTED, data))
    segments = [packet for packet in found[5:] if packet.payload]
    assert b"".join(packet.payload for packet in segments) == data
    first = found[0].seq
    for packet, answer in zip(found[3::2], found[4::2], strict=True):
        assert answer.ack == packet.seq + len(packet.payload)
        assert packet.ack == answer.seq
    assert found[3].seq == first + 1
    assert {packet.time_ns for packet in found} == {START_NS}


def test_another_conversation_on_the_same_ports_begins_with_another_number() -> None:
    ending = [call(ACCEPTED, Call.RECV, 65536), call(ACCEPTED, Call.CLOSE)]
    again = [(*raw[:2], raw[2] + 10 if raw[2] != LISTENER else LISTENER, *raw[3:]) for raw in [*accepted(), *ending]]
    found = packets_of(*accepted(), *ending, *again)
    beginnings = [packet.seq for packet in found if packet.flags == "S"]
    assert len(set(beginnings)) == 2


def test_a_close_with_bytes_unread_is_a_reset_when_the_other_end_says_so() -> None:
    rows = [*connected(), *accepted(), sent(ACCEPTED, b"unread"), call(CLIENT, Call.CLOSE)]
    assert story(packets_of(*rows)) == [*BEGINNING, "9000 unread", "51324 FA"]
    rows += [failed(ACCEPTED, Call.RECV, "ECONNRESET"), call(ACCEPTED, Call.CLOSE)]
    assert story(packets_of(*rows)) == [*BEGINNING, "9000 unread", "51324 RA"]


def test_bytes_that_only_their_sender_recorded_are_shown_and_those_of_both_ends_once() -> None:
    rows = [*connected(), *accepted(), sent(CLIENT, b"one"), received(ACCEPTED, b"one"), sent(CLIENT, b"two")]
    assert story(packets_of(*rows)) == [*BEGINNING, "51324 one", "51324 two"]
    received_alone = [seq for seq, raw in enumerate(rows, 1) if raw[4] is not Call.SEND]
    assert story(packets_of(*rows, seqs=received_alone)) == [*BEGINNING, "51324 one"]


def test_what_is_sent_to_an_end_that_has_closed_is_answered_with_a_reset() -> None:
    rows = [*connected(), *accepted(), call(CLIENT, Call.CLOSE), sent(ACCEPTED, b"late"), call(ACCEPTED, Call.CLOSE)]
    assert story(packets_of(*rows)) == [*BEGINNING, "51324 FA", "9000 late", "51324 RA"]


@pytest.mark.parametrize(
    ("error", "end"),
    [
        ("ECONNRESET", ["51324 RA"]),
        ("EPIPE", ["51324 FA", "51324 RA"]),
        ("ECONNABORTED", ["9000 RA"]),
        ("ETIMEDOUT", []),
        ("EAGAIN", ["9000 FA"]),
    ],
)
def test_an_error_is_shown_as_what_brought_it_about(error: str, end: list[str]) -> None:
    rows = [*accepted(), failed(ACCEPTED, Call.SEND, error), call(ACCEPTED, Call.CLOSE)]
    assert story(packets_of(*rows)) == [*BEGINNING, *end]


@pytest.mark.parametrize(
    ("args", "end"),
    [(("SHUT_RD",), ["9000 more", "9000 FA"]), (("SHUT_RDWR",), ["9000 FA"]), (("SHUT_WR",), ["9000 FA"])],
)
def test_only_a_shutdown_of_sending_is_a_fin(args: Arguments, end: list[str]) -> None:
    more = [sent(ACCEPTED, b"more")] if args == ("SHUT_RD",) else []
    rows = [*accepted(), call(ACCEPTED, Call.SHUTDOWN, *args), *more, call(ACCEPTED, Call.CLOSE)]
    assert story(packets_of(*rows)) == [*BEGINNING, *end]


@pytest.mark.parametrize("error", ["ENETUNREACH", "EADDRNOTAVAIL", "EINVAL"])
def test_a_call_that_never_left_this_computer_is_no_packet(error: str) -> None:
    assert packets_of(socket_made(CLIENT), failed(CLIENT, Call.CONNECT, error), call(CLIENT, Call.CLOSE)) == []


def test_an_end_that_nobody_named_has_the_number_of_its_socket_for_a_port() -> None:
    (packet,) = packets_of(socket_made(CLIENT), call(CLIENT, Call.CONNECT, "192.0.2.1:80", error="EINPROGRESS"))
    assert (packet.source, packet.target) == (("0.0.0.0", CLIENT), ("192.0.2.1", 80))
    data, _ack = packets_of(received(7, b"from nowhere"))
    assert (data.source, data.target, data.payload) == (("0.0.0.0", 0), ("0.0.0.0", 7), b"from nowhere")


def test_a_conversation_whose_beginning_is_no_longer_kept_has_its_bytes_and_its_end() -> None:
    rows = [received(7, b"late"), sent(7, b"yes"), received(7, b""), call(7, Call.CLOSE)]
    assert story(packets_of(*rows)) == ["0 late", "7 yes", "0 FA", "7 FA"]


def test_a_zone_is_no_part_of_a_packet_and_neither_is_a_family_too_many() -> None:
    rows = [*accepted(caller="[fe80::1%eth0]:51324", local="[fe80::2%eth0]:9000")]
    rows += accepted(ACCEPTED + 1, "[::ffff:192.0.2.1]:51325", "[::ffff:192.0.2.2]:9000")
    ends = [(packet.source[0], packet.target[0]) for packet in packets_of(*rows) if packet.flags == "S"]
    assert ends == [("fe80::1", "fe80::2"), ("192.0.2.1", "192.0.2.2")]


def datagram(name: Call, number: int, peer: str, data: bytes) -> RawRecord:
    return call(number, name, payload=data, address=peer)


def test_datagrams_lost_within_the_lab_are_shown_where_they_were_sent() -> None:
    bound = [socket_made(UDP, "SOCK_DGRAM"), call(UDP, Call.BIND, "0.0.0.0:9001")]
    asking = [socket_made(CLIENT, "SOCK_DGRAM"), call(CLIENT, Call.GETSOCKNAME, address="0.0.0.0:40000")]
    said = [b"lost", b"same", b"lost too", b"same", b"last"]
    heard = [b"same", b"same", b"stranger", b"last"]
    rows = [
        *bound, *asking, *(datagram(Call.SENDTO, CLIENT, "127.0.0.1:9001", data) for data in said),
        *(datagram(Call.RECVFROM, UDP, "127.0.0.1:40000", data) for data in heard),
    ]  # fmt: skip
    found = packets_of(*rows)
    assert [packet.payload for packet in found] == [*said, b"stranger"]
    assert {(packet.source, packet.target) for packet in found} == {(("127.0.0.1", 40000), ("127.0.0.1", 9001))}
    heard_alone = [seq for seq, raw in enumerate(rows, 1) if raw[4] is Call.RECVFROM]
    assert [packet.payload for packet in packets_of(*rows, seqs=heard_alone)] == heard


def test_payloads_of_which_the_beginning_was_kept_are_packets_cut_short(tmp_path: Path) -> None:
    rows = [*accepted(), received(ACCEPTED, b"x" * 70_000), sent(ACCEPTED, b"yes")]
    rows.append(datagram(Call.RECVFROM, UDP, THERE, b"z" * 500))
    with closing(Capture.create(tmp_path / "cut.socketlab", payload_most=100)) as capture:
        for raw in rows:
            capture.append(raw)
        assert capture.flush()
        found = [packet for packet in packets(exported(capture, Pcapng())) if packet.size]
    assert [(packet.payload, packet.size) for packet in found] == [
        (b"x" * 100, 65_495), (b"", 70_000 - 65_495), (b"yes", 3), (b"z" * 100, 500),
    ]  # fmt: skip
    assert found[2].ack == found[0].seq + 70_000


@given(st.integers(0, 0xFFFF), st.binary(max_size=40))
@example(0, b"")
def test_every_check_sum_is_right_whatever_is_sent(port: int, data: bytes) -> None:
    rows = [row(Call.RECVFROM, socket=UDP, address=f"[2001:db8::{port:x}]:{port}", payload=data)]
    rows += [*accepted(caller=f"10.0.0.1:{port}"), sent(ACCEPTED, data)]
    found = packets_of(*rows)
    assert found[0].payload == data
    assert sum(packet.payload == data for packet in found) >= 2


def test_every_check_sum_is_right_where_it_wraps_round() -> None:
    payloads = [word.to_bytes(2, "big") for word in range(0, 0x10000, 7)] + [b"\xff\xff" * 30_000, bytes(60_000)]
    rows = [datagram(Call.RECVFROM, UDP, THERE, data) for data in payloads]
    assert [packet.payload for packet in packets_of(*rows)] == payloads


@given(st.lists(any_row, max_size=30))
def test_any_rows_at_all_make_a_file_that_can_be_read(rows: list[RawRecord]) -> None:
    with capture_of(rows) as capture:
        found = packets(exported(capture, Pcapng()))
        moved = [record.payload for record in all_of(capture) if record.moved_bytes and record.payload]
    assert len([packet for packet in found if packet.payload]) <= len(moved)
    assert {packet.payload for packet in found if packet.payload} <= set(moved)


DATA = st.binary(min_size=1, max_size=5)
BOTH = st.sampled_from([CLIENT, ACCEPTED])
DEEDS = st.one_of(
    st.builds(sent, BOTH, DATA),
    st.builds(received, BOTH, DATA),
    st.builds(received, BOTH, st.just(b"")),
    st.builds(call, BOTH, st.just(Call.SHUTDOWN), st.just("SHUT_WR")),
    st.builds(call, BOTH, st.just(Call.SETSOCKOPT), st.just("SO_LINGER"), st.just("on, 0 s")),
    st.builds(call, BOTH, st.just(Call.CLOSE)),
    st.builds(
        failed, BOTH, st.sampled_from([Call.SEND, Call.RECV]), st.sampled_from(["ECONNRESET", "EPIPE", "EAGAIN"])
    ),
)
BEGINNINGS = st.sampled_from([[], connected(), accepted(), [*connected(), *accepted()]])


@given(BEGINNINGS, st.lists(DEEDS, max_size=12), st.sets(st.integers(1, 20)))
def test_whatever_two_ends_do_in_whatever_order_the_numbers_stay_right(
    beginning: list[RawRecord], deeds: list[RawRecord], left_out: set[int]
) -> None:
    """With rows left out there may be gaps; what is there never overlaps, and acknowledges nothing still to come."""
    rows = [*beginning, *deeds]
    found = packets_of(*rows, seqs=[seq for seq in range(1, len(rows) + 1) if seq not in left_out])
    following: dict[tuple[tuple[str, int], tuple[str, int]], int] = {}
    for packet in found:
        way, back = (packet.source, packet.target), (packet.target, packet.source)
        expected = following.get(way, packet.seq)
        assert packet.seq >= expected if left_out else packet.seq == expected
        following[way] = packet.seq + packet.size + ("S" in packet.flags) + ("F" in packet.flags)
        if "A" in packet.flags and back in following and not left_out:
            assert packet.ack == following[back]


def test_what_is_inside_tls_is_in_no_packet() -> None:
    """Only its records are, which send() and recv() moved."""
    wire = [*connected(), sent(CLIENT, b"\x17\x03\x03\x00\x05....."), received(CLIENT, b"\x17\x03\x03\x00\x01.")]
    inside = [
        call(CLIENT, Call.TLS_HANDSHAKE, "TLS 1.3"),
        call(CLIENT, Call.TLS_WRITE, 6, payload=b"secret"),
        call(CLIENT, Call.TLS_READ, payload=b"secret too"),
        call(CLIENT, Call.TLS_READ),
    ]
    closing_ = call(CLIENT, Call.CLOSE)
    assert data_of(*wire, *inside, closing_) == data_of(*wire, closing_)
    assert b"secret" not in b"".join(data_of(*wire, *inside, closing_))


def data_of(*rows: RawRecord) -> list[bytes]:
    """What the packets hold."""
    return [packet.payload for packet in packets_of(*rows)]
