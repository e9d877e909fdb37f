"""Peers that try to deceive, to flood or to tire the window: it stays readable, small and quick."""

from __future__ import annotations

import socket
import threading
import tkinter as tk
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from unicodedata import category

import pytest

from core.payload.numbers import show_size
from gui.diagnostics import resident_bytes
from tests.gui.person import Person

ECHO = 1
MIB = 1 << 20
FLOOD = 64 * MIB
LONGEST_CELL = 2_000
MOST_MEMORY = 100 * MIB
"""Rows that wait to be written are 64 MiB at most (core.engine.loop); a window that kept them all would hold more."""

DECEPTIVE = {
    "escape sequences": b"\x1b[2J\x1b]0;owned\x07\x9b31m",
    "right to left": "invoice \u202egpj.exe \u2067x\u2069".encode(),
    "nothing to see": "a\u200b\ufeff\U000e0041b".encode(),
    "NUL and backspaces": b"seen\0hidden\b\b\b\b\r",
    "no text at all": bytes(range(256)),
}


@contextmanager
def calling(port: int) -> Iterator[socket.socket]:
    """A plain peer."""
    with socket.create_connection(("127.0.0.1", port), 10) as peer:
        yield peer


def texts_below(widget: tk.Misc) -> str:
    """All that stands in the text widgets there, control characters as they are."""
    children = widget.winfo_children()
    own = "".join(child.get("1.0", "end-1c") for child in children if isinstance(child, tk.Text))
    return own + "".join(map(texts_below, children))


@pytest.mark.parametrize("data", DECEPTIVE.values(), ids=DECEPTIVE.keys())
def test_what_could_deceive_is_shown_and_not_obeyed(person: Person, data: bytes) -> None:
    with calling(person.listen()) as peer:
        peer.sendall(data)
        person.wait(lambda: person.traffic, "the row")
        person.click_row(person.table("traffic"), 0)
        person.wait(lambda: texts_below(person.window.records.detail), "the bytes")
    assert person.traffic[0][4] == show_size(len(data))
    shown = person.traffic[0][5] + texts_below(person.window.records.detail)
    hidden = {character for character in shown if category(character) in ("Cc", "Cf") and character != "\n"}
    assert not hidden
    assert "\\" in shown


def test_a_flood_without_a_line_end_is_counted_shown_in_part_and_not_held(person: Person) -> None:
    port = person.listen()
    before = resident_bytes()

    def flood() -> None:
        with calling(port) as peer:
            for _ in range(FLOOD // MIB):
                peer.sendall(b"x" * MIB)

    flooding = threading.Thread(target=flood)
    flooding.start()
    person.wait(lambda: person.connections and person.connections[0][8] == show_size(FLOOD), "all of it", 60)
    flooding.join()
    person.wait(lambda: person.app.parts.capture.overall.bytes_in == FLOOD and person.traffic, "the rows")
    assert f"in {show_size(FLOOD)}" in person.window.status.text
    assert max(len(row[5]) for row in person.traffic) < LONGEST_CELL
    assert resident_bytes() - before < MOST_MEMORY


def test_a_peer_that_sends_byte_by_byte_is_answered_byte_by_byte(person: Person) -> None:
    sent = b"slow"
    with calling(person.listen(reply=ECHO)) as peer:
        for number in sent:
            peer.sendall(bytes([number]))
            assert peer.recv(100) == bytes([number])
        table = person.table("traffic")
        person.wait(lambda: table.count == 2 * len(sent), "a row for each of them")
    copied = table.cells_as_text((range(table.count),)).splitlines()
    assert [line.split("\t")[5] for line in copied[::2]] == list(sent.decode())
    assert person.connections[0][8:10] == (show_size(len(sent)),) * 2


def test_a_peer_that_never_reads_is_told_apart_and_holds_no_memory(person: Person) -> None:
    before = resident_bytes()
    with calling(person.listen(reply=ECHO)) as peer:
        peer.settimeout(1)
        with suppress(TimeoutError):
            while True:
                peer.sendall(bytes(MIB))
        person.wait(lambda: person.connections and "reading paused" in person.connections[0][7], "its state in words")
        assert "waiting" in person.connections[0][7]
        assert resident_bytes() - before < MOST_MEMORY
