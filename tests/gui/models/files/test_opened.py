"""A saved capture is opened with what its records tell of its sockets; a real lab made the records."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.capture.recording.retention import Retention
from core.contract.faults import Fault
from core.contract.records import Call, RawRecord
from core.contract.sockets import Ending, Role, State
from core.payload.numbers import show_size
from gui.models.files.opened import OpenedCapture, Opening
from gui.models.files.opened_words import summary
from gui.models.sockets.sockets import Side
from tests.core.capture.rows import CONNECTION, LISTENER, UDP, echo, row, sample


def save(path: Path, rows: list[RawRecord]) -> Path:
    with closing(Capture.create(path)) as capture:
        for raw in rows:
            capture.append(raw)
        assert capture.flush()
    return path


def opened(path: Path) -> OpenedCapture:
    return Opening(path).run(lambda _done, _all: None, Event())


def test_its_sockets_are_known_as_if_the_lab_had_just_made_them(tmp_path: Path) -> None:
    rows = [
        row(Call.SOCKET, socket=LISTENER, args=("AF_INET", "SOCK_STREAM", 0), result=8),
        row(Call.BIND, socket=LISTENER, args=("127.0.0.1:9000",)),
        row(Call.LISTEN, socket=LISTENER),
        row(Call.ACCEPT, socket=LISTENER, result=9, address="127.0.0.1:51324"),
        row(Call.RECV, result=5, payload=b"hello"),
        row(Call.RECV, error="ECONNRESET", result=-104),
        row(Call.CLOSE),
        row(Call.RECVFROM, socket=UDP, result=3, address="127.0.0.1:9001", payload=b"a\0b"),
    ]
    found = opened(save(tmp_path / "a.socketlab", rows))
    with closing(found.capture):
        sockets = found.sockets
        listener, accepted = sockets.get(LISTENER), sockets.get(CONNECTION)
        assert listener is not None
        assert accepted is not None
        assert (listener.role, listener.state, str(listener.local)) == (
            Role.LISTENER,
            State.LISTENING,
            "127.0.0.1:9000",
        )
        assert (accepted.role, accepted.ending, accepted.parent) == (Role.ACCEPTED, Ending.PEER_RESET, LISTENER)
        assert sockets.remote_text(CONNECTION) == "127.0.0.1:51324"
        assert sockets.get(UDP) is None  # of which no row tells what it is
        assert sockets.highest == UDP
        assert sockets.family_mask([LISTENER]) == bytes([0, 1, 1, 0])
        assert sockets.family_mask([UDP]) == bytes([0, 0, 0, 1])
        assert sockets.side_mask(Side.CLIENT) == bytes(4)
        cells = [line.cells for line in found.rows]
        assert [line[0] for line in cells] == ["#1", "#2", "#3"]
        assert cells[1][1:5] == ("accepted connection", "TCP", "–", "127.0.0.1:51324")
        assert cells[1][8:] == ("reset by peer  ECONNRESET", "5 B", "0 B")
        assert cells[2][1:3] == ("–", "–")
        assert cells[2][6:10] == ("before the first row", "", "open at the last row", "3 B")


def test_more_sockets_than_a_live_window_shows_are_all_known(tmp_path: Path) -> None:
    rows = [row(Call.SOCKET, socket=number, args=("AF_INET", "SOCK_STREAM", 0)) for number in range(1, 2502)]
    rows += [row(Call.CONNECT, socket=number, args=("127.0.0.1:9",)) for number in range(1, 2502)]
    rows += [row(Call.CLOSE, socket=number) for number in range(1, 2502)]
    found = opened(save(tmp_path / "many.socketlab", rows))
    with closing(found.capture):
        assert len(found.sockets.clients()) == len(found.stories) == len(found.rows) == 2501


def test_a_number_that_no_lab_would_give_takes_no_memory(tmp_path: Path) -> None:
    odd = row(Call.CLOSE, socket=4_000_000_000)
    found = opened(save(tmp_path / "odd.socketlab", [*sample(), odd]))
    with closing(found.capture):
        assert found.sockets.highest == UDP
        assert found.capture.count == len(sample()) + 1


def test_what_is_no_capture_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not one")
    with pytest.raises(CaptureError) as refused:
        opened(path)
    assert refused.value.fault == Fault("NOT_A_CAPTURE", about=str(path))


def test_progress_grows_to_all_of_it(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = save(tmp_path / "a.socketlab", sample())
    with closing(Opening(path).run(lambda done, total: told.append((done, total)), Event()).capture):
        assert told == sorted(told)
        assert told[-1] == (1000, 1000)


def test_one_that_nobody_wants_any_more_is_closed_again(tmp_path: Path) -> None:
    opening = Opening(save(tmp_path / "a.socketlab", echo(10)))
    opening.give_up()
    with pytest.raises(CaptureError) as stopped:
        opening.run(lambda _done, _all: None, Event())
    assert stopped.value.fault.name == "CANCELLED"
    assert opening.take() is None


def test_one_that_nobody_took_is_closed_when_it_is_given_up(tmp_path: Path) -> None:
    opening = Opening(save(tmp_path / "a.socketlab", echo(10)))
    found = opening.run(lambda _done, _all: None, Event())
    opening.give_up()
    assert opening.take() is None
    with pytest.raises(CaptureError) as closed:
        found.capture.record(1)
    assert closed.value.fault.name == "EBADF"


def test_what_limits_took_from_it_is_said(tmp_path: Path) -> None:
    limits = Retention(rows=800, payload_most=10)
    with closing(Capture.create_live(tmp_path / "live", retention=limits)) as capture:
        for _ in range(12):
            for raw in echo(100):
                capture.append(raw)
            assert capture.flush()
        gone = capture.status.dropped_rows
        path = tmp_path / "saved.socketlab"
        assert gone
        capture.save_as(path, lambda _done, _all: None, Event())
    whole = opened(path)
    with closing(whole.capture) as capture:
        said, cut = summary(whole), capture.overall.bytes_in + capture.overall.bytes_out - 10 * len(capture.traffic)
    assert f"without the oldest {gone:,} rows, which a limit let go" in said
    assert f"of each row the first 10 bytes kept, {show_size(cut)} not" in said
