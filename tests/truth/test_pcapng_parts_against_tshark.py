"""The exported pcapng as a file, and files of some of the rows: what is left out is missing, nothing else is wrong.

Law: what is expected is what the test itself sent; tshark and capinfos alone read the file.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from core.contract.records import Call
from tests.support.lab import ECHO, Lab
from tests.truth.tshark import complaints, export_packets, read, run

SAID = [f"message {number}\r\n".encode() for number in range(6)]


@pytest.fixture
def ends(lab: Lab) -> tuple[str, str]:
    """The two ends of a conversation in which each message was echoed before the next was sent, both still open."""
    peer, _number = lab.caller(lab.listen(reply=ECHO))
    for message in SAID:
        peer.sendall(message)
        assert peer.recv(100) == message
    there, here = peer.getsockname(), peer.getpeername()
    return f"{there[0]}:{there[1]}", f"{here[0]}:{here[1]}"


def test_the_file_says_that_it_was_rebuilt_and_keeps_nanoseconds(
    lab: Lab, ends: tuple[str, str], tmp_path: Path
) -> None:
    path = export_packets(lab, tmp_path)
    about = run("capinfos", str(path))
    assert "Rebuilt by Socket Lab from the socket calls it recorded; these packets were not captured" in about
    assert "Raw IP" in about
    assert "nanoseconds (9)" in about
    assert "Strict time order:   True" in about
    times = [row.time_ns for row in lab.rows(call=Call.RECV) if row.payload]
    moved = [packet for packet in read(path).packets if packet.ends == ends and packet["tcp.len"] != "0"]
    shown = [packet["frame.time_epoch"] for packet in moved]
    assert [int(time.replace(".", "")) for time in shown] == times


def test_rows_that_moved_bytes_alone_make_a_conversation_without_a_beginning(
    lab: Lab, ends: tuple[str, str], tmp_path: Path
) -> None:
    seen = read(export_packets(lab, tmp_path, lab.capture.traffic), "tcp 0")
    assert complaints(seen) == Counter()
    assert {packet.flags for packet in seen.packets} == {"AP", "A"}
    assert seen.sent["tcp 0"] == dict.fromkeys(ends, b"".join(SAID))


def test_rows_from_the_middle_on_make_a_conversation_without_its_first_half(
    lab: Lab, ends: tuple[str, str], tmp_path: Path
) -> None:
    lab.stop()
    middle = next(row.seq for row in lab.rows(call=Call.RECV) if row.payload == SAID[3])
    seen = read(export_packets(lab, tmp_path, range(middle, lab.capture.count + 1)), "tcp 0")
    assert complaints(seen) == Counter()
    assert seen.sent["tcp 0"] == dict.fromkeys(ends, b"".join(SAID[3:]))


def test_rows_left_out_in_the_middle_are_missing_bytes_and_never_a_seam(
    lab: Lab, ends: tuple[str, str], tmp_path: Path
) -> None:
    left_out = [row.seq for row in lab.rows() if row.payload == SAID[2]]
    path = export_packets(lab, tmp_path, [seq for seq in range(1, lab.capture.count + 1) if seq not in left_out])
    said = complaints(read(path))
    assert said
    assert all("not captured" in note or "wasn't captured" in note for note in said)
    text = run("tshark", "-r", str(path), "-q", "-z", "follow,tcp,ascii,0")
    assert text.count(f"[{len(SAID[2])} bytes missing in capture file]") == 2
