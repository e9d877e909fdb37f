"""What the export offers, for captures of known rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.capture.capture import Capture
from core.capture.export.formats import Csv, Format, JsonLines, Pcapng, Raw, Sqlite, Text
from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.files.export_form import (
    FORMATS,
    MOST_SOCKETS,
    ExportForm,
    Rows,
    chosen_format,
    chosen_rows,
    direction_labels,
    peers_of,
    proposed_ending,
    row_labels,
    socket_label,
    talkers,
    why_not,
)
from gui.models.finding.record_filter import RecordFilter
from gui.models.records.record_index import RecordIndex
from gui.models.records.record_list import RecordList, Shown
from gui.models.records.selection import Scope, Selection
from gui.models.sockets.sockets import Sockets
from tests.core.capture.export.files import capture_of
from tests.core.capture.rows import CONNECTION, LISTENER, OTHER_PEER, PEER, UDP, echo, sample


@pytest.fixture
def capture() -> Iterator[Capture]:
    """The sample of rows: 11, of which some moved bytes."""
    with capture_of(sample()) as capture:
        yield capture


@pytest.fixture
def sockets() -> Sockets:
    """The sockets of the sample, as the window hears of them."""
    known = Sockets()
    local = Endpoint("127.0.0.1", 9000)
    for number, role, protocol, remote in (
        (LISTENER, Role.LISTENER, Protocol.TCP, None),
        (CONNECTION, Role.ACCEPTED, Protocol.TCP, Endpoint.from_text(PEER)),
        (UDP, Role.BOUND, Protocol.UDP, None),
    ):
        state = State.BOUND if remote is None else State.CONNECTED
        known.apply(snapshot_of(number, role, protocol, state, local, remote))
    for peer in (PEER, OTHER_PEER):
        known.heard(UDP, Endpoint.from_text(peer))
    return known


def snapshot_of(
    number: int, role: Role, protocol: Protocol, state: State, local: Endpoint, remote: Endpoint | None
) -> SocketSnapshot:
    return SocketSnapshot(
        number=number,
        role=role,
        protocol=protocol,
        state=state,
        requested="127.0.0.1:9000",
        opened_ns=0,
        family=Family.IPV4,
        fd=9,
        last_fd=9,
        local=local,
        remote=remote,
    )


def shown_in(capture: Capture, filter: str) -> Shown:
    """A view of the calls with that filter, which has been brought up to date."""
    line, selection = RecordFilter(capture), Selection(Sockets())
    assert line.set(filter) is None
    try:
        records = RecordList(
            RecordIndex(line.calls, lambda: capture.count, capture.columns.socket), list, selection, line
        )
        while line.progress < 1:
            line.follow()
        records.narrow()
        records.advance(0)
        return Shown("Calls", records)
    finally:
        line.close()


def test_every_choice_of_rows_says_how_many_it_is(capture: Capture) -> None:
    assert row_labels(capture, None) == {
        Rows.ALL: "Every call: 11 rows",
        Rows.TRAFFIC: f"Calls that moved bytes: {len(capture.traffic)} rows",
    }
    assert row_labels(capture, shown_in(capture, "call:bind"))[Rows.SHOWN] == "What Calls shows now: 1 row"


def test_the_rows_that_are_chosen_are_those_of_the_moment(capture: Capture) -> None:
    shown = shown_in(capture, "call:recvfrom")
    assert chosen_rows(ExportForm(rows=Rows.ALL), capture, shown) is None
    traffic = chosen_rows(ExportForm(rows=Rows.TRAFFIC), capture, shown)
    some = chosen_rows(ExportForm(rows=Rows.SHOWN), capture, shown)
    assert (list(traffic or ()), list(some or ())) == (list(capture.traffic), [8, 9])
    for raw in echo(10):
        capture.append(raw)
    assert capture.flush()
    assert len(traffic or ()) == len(capture.traffic) - 10


@pytest.mark.parametrize(
    ("key", "format"),
    [
        ("text", Text()),
        ("csv", Csv()),
        ("jsonl", JsonLines()),
        ("sqlite", Sqlite()),
        ("pcapng", Pcapng()),
        ("raw", Raw(CONNECTION, incoming=False, peer="")),
    ],
)
def test_every_format_on_offer_is_one_that_core_writes(key: str, format: Format) -> None:
    assert chosen_format(ExportForm(format=key, socket=CONNECTION, incoming=False)) == format
    assert key in [choice.key for choice in FORMATS]


def test_the_formats_on_offer_have_names_that_end_differently() -> None:
    assert len({choice.kind.suffix for choice in FORMATS}) == len(FORMATS)
    assert all(choice.purpose.endswith(".") for choice in FORMATS)


def test_only_sockets_that_moved_bytes_are_offered_and_the_selected_ones_first(
    capture: Capture, sockets: Sockets
) -> None:
    assert set(talkers(capture, sockets, ())) == {CONNECTION, UDP}
    for selected in (CONNECTION, UDP):
        assert talkers(capture, sockets, (LISTENER, selected))[0] == selected


def test_of_very_many_sockets_the_newest_are_offered() -> None:
    known, many = Sockets(), MOST_SOCKETS + 50
    rows = [(*raw[:2], 1 + at, *raw[3:]) for at, raw in enumerate(echo(many))]
    local = Endpoint("127.0.0.1", 9000)
    known.apply(snapshot_of(many, Role.CLIENT, Protocol.TCP, State.CONNECTED, local, local))
    with capture_of(rows) as capture:
        assert talkers(capture, known, (3,)) == [3, *range(many, many - MOST_SOCKETS + 1, -1)]


def test_a_socket_is_named_by_number_protocol_and_whom_it_talks_to(capture: Capture, sockets: Sockets) -> None:
    assert socket_label(capture, sockets, CONNECTION) == f"#{CONNECTION}  TCP with {PEER}  (in 7 B, out 7 B)"
    assert socket_label(capture, sockets, UDP) == f"#{UDP}  UDP at 127.0.0.1:9000  (in 3 B, out 2 B)"
    assert socket_label(capture, Sockets(), UDP) == f"#{UDP}  (in 3 B, out 2 B)"


def test_one_of_several_peers_can_be_chosen_for_datagrams_only(capture: Capture, sockets: Sockets) -> None:
    assert peers_of(sockets, UDP) == [PEER, OTHER_PEER]
    assert peers_of(sockets, CONNECTION) == peers_of(sockets, None) == []
    form = ExportForm(format="raw", socket=UDP)
    assert direction_labels(capture, form) == ("Received: 3 B", "Sent: 2 B")
    form.peer = OTHER_PEER
    assert direction_labels(capture, form) == ("Received: 0 B", "Sent: 2 B")


def test_what_cannot_be_exported_says_why_not(capture: Capture) -> None:
    assert why_not(ExportForm(format="raw"), None) == "No socket has moved any bytes yet."
    assert why_not(ExportForm(format="raw", socket=CONNECTION), None) == ""
    selection = Selection(Sockets())
    index = RecordIndex(lambda last: range(1, last + 1), lambda: capture.count, capture.columns.socket)
    records = RecordList(index, list, selection)
    selection.choose_scope(Scope.TAB)
    records.narrow()
    records.advance(0)  # nobody has told yet which tab the sockets belong to
    assert why_not(ExportForm(rows=Rows.SHOWN), Shown("Calls", records)) == (
        "The filter is still looking through the recording (0%)."
    )


@pytest.mark.parametrize(
    ("form", "ending"),
    [
        (ExportForm(), ""),
        (ExportForm(format="raw", socket=3), " #3 received"),
        (ExportForm(format="raw", socket=3, incoming=False), " #3 sent"),
    ],
)
def test_the_proposed_name_says_whose_bytes_they_are(form: ExportForm, ending: str) -> None:
    assert proposed_ending(form) == ending
