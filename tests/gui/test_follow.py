"""The Follow view: one conversation as a sheet, read and clicked in the real window."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.capture.capture import Capture
from gui.views.follow_view import FollowView
from gui.views.tables.record_view import RecordView
from tests.core.capture.rows import CONNECTION, sample
from tests.gui.person import Person


class Reader:
    """Somebody who has the Follow view before them, and a plain program that talks to the lab."""

    def __init__(self, person: Person, plain: socket.socket) -> None:
        self.person = person
        self.plain = plain
        person.look_at("follow")
        view = person.window.records.views["follow"]
        assert isinstance(view, FollowView)
        self.view = view

    def say(self, data: bytes) -> None:
        """Have it sent, and wait until the lab's echo is back."""
        heard = bytearray()

        def listen() -> None:
            while len(heard) < len(data):
                heard.extend(self.plain.recv(1 << 16))

        ear = threading.Thread(target=listen)
        ear.start()
        self.plain.sendall(data)
        ear.join(15)
        assert heard == data

    @property
    def lines(self) -> list[str]:
        """What can be read, without times."""
        rows = self.view.text.text.get("1.0", "end").splitlines()
        return [" ".join(row[17:].split()) for row in rows if row]

    def sees(self, *lines: str) -> None:
        """Wait until these are the last lines in sight."""
        self.person.wait(lambda: self.lines[-len(lines) :] == list(lines), f"{lines} instead of {self.lines}")


@pytest.fixture
def reader(person: Person) -> Iterator[Reader]:
    port = person.listen(reply=1)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        yield Reader(person, plain)


def test_both_sides_of_the_selected_connection_are_read_live(reader: Reader) -> None:
    reader.say(b"one\r\n")
    reader.sees("← 0 one\\r\\n", "→ 0 one\\r\\n")
    reader.say(b"two\x1b[31m")
    reader.sees("→ 0 one\\r\\n", "← 5 two\\x1b[31m", "→ 5 two\\x1b[31m")
    assert reader.view.title.text.endswith("← 13 B  → 13 B")


def test_one_direction_and_hex_can_be_chosen(reader: Reader) -> None:
    for line in (b"one\n", b"two\n"):
        reader.say(line)
    reader.person.click(reader.view.directions.buttons["in"])
    reader.sees("← 0 one\\n", "← 4 two\\n")
    assert len(reader.lines) == 2
    reader.person.click(reader.view.style_switch.buttons["hex"])
    reader.sees("← 0 6f 6e 65 0a 74 77 6f 0a one·two·")


def test_a_click_selects_the_call_that_moved_the_bytes_and_the_arrow_keys_go_on(reader: Reader) -> None:
    for line in (b"one, ", b"two\n"):
        reader.say(line)
    person, selection = reader.person, reader.person.app.parts.selection
    person.click(reader.view.directions.buttons["in"])
    reader.sees("← 0 one, two\\n")
    person.click_text(reader.view.text.text, "two")
    assert selection.record is not None
    assert person.app.parts.capture.record(selection.record).payload == b"two\n"
    assert "4 bytes" in person.window.records.detail.sentence
    text = reader.view.text.text
    assert [text.get(*text.tag_ranges("mark"))] == ["two\\n"]
    person.press("<Left>", text)
    assert person.app.parts.capture.record(selection.record).payload == b"one, "


def test_a_record_that_is_selected_elsewhere_is_brought_into_sight(reader: Reader) -> None:
    reader.say(b"the first line\n")
    reader.say(b"".join(b"%d\n" % number for number in range(500)))
    reader.sees("→ 1,901 499\\n")
    person = reader.person
    person.look_at("traffic")
    person.wait(lambda: person.traffic, "the traffic")
    person.table("traffic").scroll_to(0)
    person.click_row(person.table("traffic"), 0)
    person.look_at("follow")
    person.wait(lambda: reader.lines[0] == "← 0 the first line\\n", "the beginning")


def test_the_end_is_followed_only_by_who_is_there(reader: Reader) -> None:
    reader.say(b"".join(b"%d\n" % number for number in range(500)))
    text = reader.view.text.text
    reader.sees("→ 1,886 499\\n")
    reader.person.press("<Home>", text)
    assert reader.lines[0] == "← 0 0\\n"
    reader.say(b"more\n")
    reader.person.wait(lambda: "1.9 KB" in reader.view.title.text, "the new bytes")
    assert reader.lines[0] == "← 0 0\\n"
    reader.person.press("<End>", text)
    reader.sees("→ 1,890 more\\n")
    reader.say(b"and more\n")
    reader.sees("→ 1,890 more\\n", "← 1,895 and more\\n", "→ 1,895 and more\\n")


def test_a_click_into_a_long_record_and_another_style_move_nothing_away(reader: Reader) -> None:
    reader.say(b"".join(b"%d\n" % number for number in range(500)))
    reader.sees("→ 1,886 499\\n")
    before = reader.lines
    reader.person.click_text(reader.view.text.text, "495")
    reader.person.let_live(0.3)
    assert reader.lines == before
    reader.view.text.text.tag_add("sel", "1.0", "2.end")
    reader.person.click(reader.view.style_switch.buttons["hex"])
    reader.person.wait(lambda: reader.lines != before, "the dump")
    assert reader.lines[-1].startswith("→ 1,888 ")


def test_selected_text_is_copied_as_the_sender_wrote_it(reader: Reader) -> None:
    reader.say(b"one\ntwo\n")
    reader.sees("→ 4 two\\n")
    text = reader.view.text.text
    text.tag_add("sel", "1.0", "2.end")
    reader.person.press("<<Copy>>", text)
    assert text.clipboard_get() == "one\\n\ntwo\\n"


def test_the_encoding_that_is_chosen_is_the_one_it_is_read_and_copied_in(reader: Reader) -> None:
    data = "世界\n😀".encode("utf-16-le")
    reader.say(data[:3])
    reader.say(data[3:])
    person, view = reader.person, reader.view
    person.click(view.directions.buttons["in"])
    person.click(view.encoding_button)
    menu = view.encoding_button.popup.menu
    assert menu is not None
    menu.invoke("Text as UTF-16 LE")
    person.press("<Escape>", menu)
    reader.sees("← 0 世界\\n", "← 6 😀")
    assert view.encoding_button.cget("text") == "text as UTF-16 LE ▾"
    view.text.text.tag_add("sel", "1.0", "2.end")
    person.press("<<Copy>>", view.text.text)
    assert person.app.root.clipboard_get() == "世界\\n\n😀"
    person.click(view.directions.buttons["both"])
    reader.sees("← 0 世\\x4c", "→ 0 世\\x4c", "← 3 \\x75\\n", "← 6 😀", "→ 3 \\x75\\n", "→ 6 😀")


def test_datagrams_of_the_selected_peer_are_followed(person: Person) -> None:
    person.choose(person.server.form.protocol, 1)
    port = person.listen(reply=1)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as two,
    ):
        for plain, words in ((one, b"from one"), (two, b"from two"), (one, b"")):
            plain.settimeout(10)
            plain.sendto(words, ("127.0.0.1", port))
            assert plain.recv(100) == words
        person.wait(lambda: len(person.connections) == 2, "both peers")
        reader = Reader(person, one)
        reader.sees("← 0 from two", "→ 0 from two")
        person.click_row(person.server.conversations.table.table, 0)
        reader.sees("← 0 from one", "→ 0 from one", "← 8 (empty datagram)", "→ 8 (empty datagram)")


def test_a_conversation_of_a_saved_capture_is_read_in_its_own_window(person: Person, tmp_path: Path) -> None:
    with closing(Capture.create(tmp_path / "lesson.socketlab")) as capture:
        for raw in sample():
            capture.append(raw)
        assert capture.flush()
    person.window.opened.open(tmp_path / "lesson.socketlab")
    person.wait(lambda: person.window.opened.windows, "the capture's window")
    (window,) = person.window.opened.windows
    person.wait(lambda: len(person.rows(window.sockets.table)) == 3, "its sockets")
    person.press("<Control-Key-5>", window)
    view = window.records.views["follow"]
    assert isinstance(view, FollowView)
    row = [cells[0] for cells in person.rows(window.sockets.table)].index(f"#{CONNECTION}")
    person.click_row(window.sockets.table, row)
    person.wait(lambda: [row.text for row in view.rows] == ["hello\\r\\n"] * 2, "the conversation")
    window.records.show("traffic")
    traffic = window.records.views["traffic"]
    assert isinstance(traffic, RecordView)
    person.wait(lambda: len(person.rows(traffic.table)) == 5, "the traffic")
    person.click_row(traffic.table, 2)
    window.records.show("follow")
    person.wait(lambda: [row.text for row in view.rows] == ["a\\0b"], "what one peer sent to the UDP socket")
