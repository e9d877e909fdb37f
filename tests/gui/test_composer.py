"""The composer in the window: how a message is made, seen before it goes, and received by a plain program."""

from __future__ import annotations

from core.payload.checksums import ALGORITHMS
from core.payload.composition import LineEnd
from gui.models.sending.compose_form import Edges
from gui.tabs.sending.compose_bar import ComposeBar
from tests.gui.person import Person
from tests.gui.talking import child, talking

MODBUS = [algorithm.key for algorithm in ALGORITHMS].index("crc-16-modbus") + 1


def unfolded(person: Person) -> ComposeBar:
    row = person.client.send_row
    person.click(row.messages.how.button)
    bar = child(row, ComposeBar)
    person.wait(bar.winfo_ismapped, "the fields")
    return bar


def send(person: Person, text: str) -> None:
    entry = person.client.send_row.entry.entry
    person.write(entry, text)
    person.press("<Return>", entry)


def test_a_request_is_sent_with_its_check_sum_as_the_preview_says(person: Person) -> None:
    with talking(person) as peer:
        row = person.client.send_row
        bar = unfolded(person)
        person.choose(row.notation, 1)
        person.choose(bar.checksum, MODBUS)
        person.write(row.entry.entry, "01 03 00 00 00 01")
        assert bar.preview.text == "8 bytes: 01 03 00 00 00 01 84 0a"
        assert row.messages.how.button.cget("text") == "CRC-16/MODBUS"
        person.press("<Return>", row.entry.entry)
        assert peer.recv(100) == bytes.fromhex("010300000001840a")


def test_the_counter_counts_messages_and_each_has_its_end_and_length(person: Person) -> None:
    with talking(person) as peer:
        bar = unfolded(person)
        person.click(bar.macros)
        person.choose(bar.line_end, list(LineEnd).index(LineEnd.CR_LF))
        person.choose(bar.edges, list(Edges).index(Edges.LENGTH))
        send(person, "no. {{counter}}")
        assert peer.recv(100) == b"\0\x07no. 1\r\n"
        send(person, "no. {{counter}}")
        assert peer.recv(100) == b"\0\x07no. 2\r\n"


def test_what_is_typed_keeps_its_bytes_from_text_to_hex_and_back(person: Person) -> None:
    person.press("<Control-Key-2>")
    row = person.client.send_row
    person.write(row.entry.entry, r"hi\x00\r\n")
    person.choose(row.notation, 1)
    assert row.entry.value == "68 69 00 0d 0a"
    person.choose(row.notation, 0)
    assert row.entry.value == r"hi\0\r\n"
    person.write(row.entry.entry, r"a\q")
    person.choose(row.notation, 1)
    assert row.entry.value == r"a\q"  # what cannot be read stays as it was typed


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_sent(person: Person) -> None:
    with talking(person) as peer:
        row = person.client.send_row
        bar = unfolded(person)
        person.choose(bar.edges, list(Edges).index(Edges.SIZE))
        person.write(bar.fixed_size.entry, "ten")
        send(person, "hello")
        person.wait(lambda: "“ten” is not a number of bytes" in bar.fixed_size.message, "the words")
        person.choose(bar.edges, 0)
        person.click(bar.macros)
        send(person, "{{tme}}")
        person.wait(lambda: "There is no macro “tme”" in row.entry.message, "the words")
        send(person, "{{counter}}")
        assert peer.recv(100) == b"1"
