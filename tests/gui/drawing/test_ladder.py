"""The ladder laid out: who has a lane, which way arrows go, and that places depend on nothing but the rows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from core.contract.endpoints import Endpoint, Family, Protocol
from core.contract.records import Call, CallRecord, Cause, CauseKind
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from gui.drawing.cast import Cast, Lane
from gui.drawing.ladder import Picture, Rung, head_height, ladder, row_height
from gui.drawing.measure import Measure, fitted
from gui.drawing.shapes import Box, Line, Words
from gui.drawing.steps import Step, Way, short_form, step_of
from gui.drawing.svg import png, svg
from gui.models.sockets.sockets import Sockets

MEASURE = Measure(round, lambda text, font: 8 * len(text), lambda font: 16)
HERE, THERE = Endpoint("127.0.0.1", 9000), Endpoint("127.0.0.1", 51324)
CLIENT, LISTENER, ACCEPTED, UDP = 2, 1, 3, 4


def sockets(*, with_client: bool = True) -> Sockets:
    """A listener, the connection it made, who called, and a UDP socket."""
    made = Sockets()
    base = SocketSnapshot(LISTENER, Role.LISTENER, Protocol.TCP, "", State.LISTENING, 0, Family.IPV4, 8, local=HERE)
    made.apply(base)
    if with_client:
        made.apply(replace(base, number=CLIENT, role=Role.CLIENT, local=THERE, remote=HERE, fd=9, opened_ns=10))
    made.apply(replace(base, number=ACCEPTED, role=Role.ACCEPTED, remote=THERE, parent=LISTENER, fd=10, opened_ns=20))
    udp = Endpoint("0.0.0.0", 9001)
    made.apply(replace(base, number=UDP, role=Role.BOUND, protocol=Protocol.UDP, local=udp, fd=11))
    return made


def record(call: Call, socket: int, **more: object) -> CallRecord:
    fields = {"args": (), "result": 0, "error": "", "address": "", "payload": b""} | more
    cause = Cause(CauseKind.READY)
    return CallRecord(7, 50, 0, socket, 9, call, cause=cause, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("call", "socket", "more", "far"),
    [
        (Call.CONNECT, CLIENT, {"args": (str(HERE),)}, "#1"),
        (Call.CONNECT, CLIENT, {"args": ("192.0.2.1:9000",)}, "192.0.2.1:9000"),
        (Call.ACCEPT, LISTENER, {"address": str(THERE), "result": 10}, "#3"),
        (Call.SEND, CLIENT, {"payload": b"x", "result": 1}, "#3"),
        (Call.RECV, ACCEPTED, {"payload": b"x", "result": 1}, "#2"),
        (Call.SENDTO, CLIENT, {"address": "127.0.0.1:9001"}, "127.0.0.1:9001"),  # TCP's ports are not UDP's
        (Call.RECVFROM, UDP, {"address": "192.0.2.1:5"}, "192.0.2.1:5"),
        (Call.SENDTO, UDP, {"address": "127.0.0.1:9001"}, "#4"),
        (Call.LISTEN, LISTENER, {}, None),
    ],
)
def test_the_far_end_of_a_call_is_one_of_ours_when_its_ends_say_so(
    call: Call, socket: int, more: dict[str, object], far: str | None
) -> None:
    found = Cast(sockets()).far_end(record(call, socket, **more))
    assert (found.key if found else None) == far


def test_whoever_is_not_in_the_lab_is_another_program() -> None:
    cast = Cast(sockets(with_client=False))
    lanes = cast.lanes([record(Call.RECV, ACCEPTED, payload=b"x", result=1)], [LISTENER])
    assert [(lane.title, lane.subtitle) for lane in lanes] == [
        ("Another program", str(THERE)),
        ("Listener #1  fd 8", str(HERE)),
        ("Connection #3  fd 10", str(HERE)),
    ]


def test_of_many_sockets_only_those_in_sight_have_lanes() -> None:
    made = sockets()
    listener = made.get(LISTENER)
    assert listener is not None
    for number in range(10, 40):
        made.apply(replace(listener, number=number))
    cast, everything = Cast(made), [snapshot.number for snapshot in made.everything()]
    assert [lane.socket for lane in cast.lanes([record(Call.LISTEN, 12)], everything)] == [12]


@pytest.mark.parametrize(
    ("made", "form"),
    [
        (record(Call.SEND, 2, payload=b"hello", result=5), "send() = 5"),
        (record(Call.ACCEPT, 1, result=10), "accept() → fd 10"),
        (record(Call.BIND, 1, args=("127.0.0.1:9000",)), "bind(127.0.0.1:9000)"),
        (record(Call.CONNECT, 2, error="EINPROGRESS", result=-115), "connect()"),
        (record(Call.RECV, 2, error="ECONNRESET", result=-104), "recv()  ECONNRESET"),
        (record(Call.SHUTDOWN, 2, args=("SHUT_WR",)), "shutdown(SHUT_WR)"),
    ],
)
def test_a_call_is_said_in_a_few_characters(made: CallRecord, form: str) -> None:
    assert short_form(made) == form


@pytest.mark.parametrize(
    ("made", "ours", "finished", "ending", "way", "words"),
    [
        (record(Call.SEND, 2, payload=b"hi\r\n", result=4), True, False, None, Way.OUT, "4 B  hi\\r\\n"),
        (record(Call.RECV, 2, payload=b"hi", result=2), True, False, None, Way.NONE, "2 B  hi"),
        (record(Call.RECV, 2, payload=b"hi", result=2), False, False, None, Way.IN, "2 B  hi"),
        (record(Call.RECV, 2), False, False, None, Way.IN, "has finished sending (FIN)"),
        (record(Call.SHUTDOWN, 2), False, False, None, Way.OUT, "has finished sending (FIN)"),
        (record(Call.CLOSE, 2), False, False, Ending.RESET_HERE, Way.OUT, "resets (RST)"),
        (record(Call.CLOSE, 2), False, False, Ending.CLOSED_HERE, Way.OUT, "closes: nothing more will come (FIN)"),
        (record(Call.CLOSE, 2), False, True, Ending.CLOSED_HERE, Way.NONE, ""),
        (record(Call.CLOSE, 2), False, False, Ending.PEER_RESET, Way.NONE, ""),
        (
            record(Call.CONNECT, 2, error="ECONNREFUSED"),
            False,
            False,
            None,
            Way.IN,
            "nothing listens there: refused (RST)",
        ),
        (record(Call.RECV, 2, error="ECONNRESET"), False, False, None, Way.IN, "resets (RST)"),
        (record(Call.BIND, 2, error="EADDRINUSE"), False, False, None, Way.NONE, ""),
    ],
)
def test_an_arrow_says_what_the_call_proves(
    made: CallRecord, ours: bool, finished: bool, ending: Ending | None, way: Way, words: str
) -> None:
    step = step_of(made, far_is_ours=ours, has_finished=finished, ending=ending)
    assert (step.way, step.caption) == (way, words)


LEFT, RIGHT = Lane(0, 2, "#2", 2, "Client #2", ""), Lane(2, 3, "#3", 3, "Connection #3", "")


def rungs(count: int, first: int = 1) -> list[Rung]:
    step = Step("send() = 5", Way.OUT, "5 B  hello", "outgoing")
    return [Rung(seq, "14:03:11.204", seq, LEFT, RIGHT, step) for seq in range(first, first + count)]


def draw(rows: list[Rung], **more: object) -> Picture:
    return ladder(rows, [LEFT, RIGHT], 900, MEASURE, **more)  # type: ignore[arg-type]


def test_an_arrow_leads_from_lane_to_lane_and_its_words_fit_between_them() -> None:
    picture = draw(rungs(1))
    arrow = next(shape for shape in picture.shapes if isinstance(shape, Line) and shape.head)
    upright = sorted({shape.x1 for shape in picture.shapes if isinstance(shape, Line) and shape.x1 == shape.x2})
    assert [arrow.x1, arrow.x2] == upright
    assert arrow.y1 == arrow.y2
    words = next(shape for shape in picture.shapes if isinstance(shape, Words) and "hello" in shape.text)
    assert arrow.x1 < words.x - MEASURE.text_width(words.text, words.font) // 2
    assert words.x + MEASURE.text_width(words.text, words.font) // 2 < arrow.x2


def test_there_are_no_slanted_lines() -> None:
    lines = [shape for shape in draw(rungs(20)).shapes if isinstance(shape, Line)]
    assert all(line.x1 == line.x2 or line.y1 == line.y2 for line in lines)


def test_a_row_stands_where_its_number_says_whatever_comes_after_it() -> None:
    few = [shape for shape in draw(rungs(3)).shapes if getattr(shape, "key", 0)]
    many = [shape for shape in draw(rungs(30)).shapes if getattr(shape, "key", 0)]
    assert set(few) <= set(many)


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_every_row_can_be_clicked_over_its_whole_width(zoom: float) -> None:
    picture = draw(rungs(5), zoom=zoom, selected=3)
    rows = [shape for shape in picture.shapes if isinstance(shape, Box) and shape.key]
    assert [(box.key, box.x1, box.x2) for box in rows] == [(seq, 0, picture.width) for seq in range(1, 6)]
    assert rows[0].y1 == head_height(MEASURE)
    assert {box.y2 - box.y1 for box in rows} == {row_height(MEASURE, zoom)}
    assert [box.key for box in rows if box.fill == "soft"] == [3]


@pytest.mark.parametrize(("text", "width", "shown"), [("hello", 40, "hello"), ("hello", 32, "hel…"), ("hello", 7, "")])
def test_what_does_not_fit_is_cut_with_a_sign(text: str, width: int, shown: str) -> None:
    assert fitted(text, width, "LabMono", MEASURE) == shown


def test_a_saved_picture_is_a_document_with_the_words_in_it_whatever_they_are() -> None:
    wicked = Step("send() = 5", Way.OUT, "<b>&\"'</text>", "outgoing")
    picture = draw([rungs(1)[0]._replace(step=wicked)])
    document = svg(picture, lambda name: "#102030", MEASURE)
    texts = [element.text for element in ET.fromstring(document).iter("{http://www.w3.org/2000/svg}text")]
    assert "<b>&\"'</text>" in texts
    pixels = png(document)
    assert pixels.startswith(b"\x89PNG\r\n")
    width, height = (int.from_bytes(pixels[at : at + 4]) for at in (16, 20))
    assert (width, height) == (picture.width + 32, picture.height + 32)
