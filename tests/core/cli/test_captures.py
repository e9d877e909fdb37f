"""A saved capture by the command line: exported in every format, and its bytes sent again to a plain server."""

from __future__ import annotations

import json
import re
import socket
from contextlib import closing
from pathlib import Path
from time import monotonic

import pytest

from core.capture.capture import Capture
from core.cli.program import main
from core.contract.records import Call, RawRecord
from tests.core.capture.rows import CONNECTION, PEER, UDP, row, sample
from tests.support.terminal import PATIENCE_S, free_port, run, serving


def save(path: Path, rows: list[RawRecord], payload_most: int = 1 << 20) -> str:
    with closing(Capture.create(path, payload_most=payload_most)) as capture:
        for raw in rows:
            capture.append(raw)
    return str(path)


def sent(payload: bytes, after_ms: int = 0, socket: int = CONNECTION) -> RawRecord:
    made = row(Call.SEND, socket=socket, result=len(payload), payload=payload)
    return (made[0] + after_ms * 1_000_000, *made[1:])


@pytest.mark.parametrize(
    ("format", "begins"),
    [
        ("text", b""),
        ("csv", b"\xef\xbb\xbf"),
        ("jsonl", b'{"format":'),
        ("sqlite", b"SQLite format 3\0"),
        ("pcapng", b"\x0a\x0d\x0d\x0a"),
        ("raw", b"hello\r\n"),
    ],
)
def test_each_format_is_written_to_the_file_that_was_named(tmp_path: Path, format: str, begins: bytes) -> None:
    file, out = save(tmp_path / "a.socketlab", sample()), tmp_path / "out"
    status = main(["export", file, "--format", format, "--socket", str(CONNECTION), "-o", str(out)])
    assert status == 0
    assert out.read_bytes().startswith(begins)
    assert out.stat().st_size > 0


def test_without_a_file_it_goes_to_standard_output_and_a_filter_picks_its_rows(tmp_path: Path) -> None:
    file = save(tmp_path / "a.socketlab", sample())
    ended = run("export", file, "--format", "jsonl", "--filter", "call:recv size>0")
    assert ended.returncode == 0, ended.stderr
    header, *rows = map(json.loads, ended.stdout.splitlines())
    assert header["format"]
    assert [(it["call"], it["size"]) for it in rows] == [("recv", 7)]


def test_the_bytes_that_came_in_are_told_from_those_that_went_out(tmp_path: Path) -> None:
    file, out = save(tmp_path / "a.socketlab", sample()), tmp_path / "out"
    assert main(["export", file, "--format", "raw", "--direction", "received", "--socket", "3", "-o", str(out)]) == 0
    assert out.read_bytes() == b"a\0b"
    of_one_peer = ["--socket", str(UDP), "--peer", PEER, "--direction", "sent"]
    assert main(["export", file, "--format", "raw", *of_one_peer, "-o", str(out)]) == 0
    assert out.read_bytes() == b""


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["--format", "raw"], 2, r"several sockets sent something: #2 \(7 B\), #3 \(2 B\)"),
        (["--format", "text", "--filter", "size>"], 2, "size"),
        (["--format", "sqlite"], 2, "-o OUT"),
        (["--format", "text", "--json"], 2, "-o OUT"),
        (["--format", "text", "-o", "no/such/folder/out"], 1, "no/such/folder"),
    ],
)
def test_what_can_not_be_exported_is_said(
    tmp_path: Path, arguments: list[str], status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", save(tmp_path / "a.socketlab", sample()), *arguments]) == status
    said = capsys.readouterr()
    assert re.search(words, said.err)
    assert said.out == ""


def test_of_a_damaged_capture_the_whole_rows_are_exported_and_the_damage_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "a.socketlab", tmp_path / "out"
    save(path, sample())
    path.write_bytes(path.read_bytes()[:-20])
    assert main(["export", str(path), "--format", "jsonl", "-o", str(out)]) == 1
    assert str(path) in capsys.readouterr().err
    assert out.read_bytes().startswith(b'{"format":')
    assert main(["export", str(out), "--format", "text"]) == 1
    assert "Socket Lab" in capsys.readouterr().err


def test_each_send_of_a_capture_goes_over_again_and_not_before_its_time(tmp_path: Path) -> None:
    file = save(tmp_path / "a.socketlab", [sent(b"one"), sent(b"two", 200), sent(b"three", 1000)])
    heard: list[tuple[float, bytes]] = []

    def listen(peer: socket.socket) -> None:
        while data := peer.recv(100):
            heard.append((monotonic(), data))
        peer.sendall(b"thanks")

    with serving(listen) as port:
        ended = run("replay", file, f"tcp://127.0.0.1:{port}", "--speed", "4", "--expect", "thanks", "--wait", "1")
        assert ended.returncode == 1, "it did not finish sending, so nobody thanks"
    assert [data for _, data in heard] == [b"one", b"two", b"three"]
    (first, _), (second, _), (third, _) = heard
    assert second - first > 0.03
    assert third - first > 0.2


def test_what_is_answered_to_a_replay_is_written_out(tmp_path: Path) -> None:
    file = save(tmp_path / "a.socketlab", [sent(b"x" * 70_000), sent(b"y", 5)])

    def answer(peer: socket.socket) -> None:
        size = 0
        while data := peer.recv(1 << 16):
            size += len(data)
        peer.sendall(b"%d bytes" % size)

    with serving(answer) as port:
        ended = run("replay", file, f"tcp://127.0.0.1:{port}")
    assert (ended.stdout, ended.returncode) == (b"70001 bytes", 0), ended.stderr


def test_received_datagrams_go_over_again_with_their_edges(tmp_path: Path) -> None:
    file = save(tmp_path / "a.socketlab", sample())
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(PATIENCE_S)
        peer.bind(("127.0.0.1", 0))
        url = f"udp://127.0.0.1:{peer.getsockname()[1]}"
        assert main(["replay", file, url, "--socket", str(UDP), "--direction", "received", "--wait", "0"]) == 0
        assert [peer.recv(100), peer.recv(100)] == [b"a\0b", b""]


def test_a_replay_that_can_not_be_whole_is_not_begun(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = save(tmp_path / "a.socketlab", [sent(b"hello")], payload_most=3)
    assert main(["replay", file, f"tcp://127.0.0.1:{free_port()}"]) == 2
    assert "first 3 bytes" in capsys.readouterr().err


def test_a_replay_that_is_cut_off_is_a_failure_of_the_network(tmp_path: Path) -> None:
    rows = [sent(b"x" * 60_000) for _ in range(300)]
    file = save(tmp_path / "a.socketlab", rows)

    def hang_up(peer: socket.socket) -> None:
        peer.recv(1)  # and closes with bytes unread: a reset

    with serving(hang_up) as port:
        ended = run("replay", file, f"tcp://127.0.0.1:{port}", "--speed", "0")
    assert ended.returncode == 3
    assert b"of 300 sends went over" in ended.stderr
