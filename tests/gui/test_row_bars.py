"""Find and Go to at the real window: what is found is selected and marked, and wrong input says why."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from gui.views.tables.find_bar import FindBar
from gui.views.tables.jump_bar import JumpBar
from tests.gui.person import Person

ECHO = 1


@pytest.fixture
def talked(person: Person) -> Iterator[Person]:
    """Somebody whose lab got three messages, the last in two pieces, and answered none."""
    port = person.listen()
    with socket.create_connection(("127.0.0.1", port), 10) as caller:
        for count, message in enumerate((b"one needle", b"nothing", b"a need", b"le in pieces"), 1):
            caller.sendall(message)
            person.wait(lambda count=count: len(person.traffic) == count, "the message")  # type: ignore[misc]
        yield person


def open_find(person: Person) -> FindBar:
    person.press("<Control-f>")
    bar = person.window.records.bars.find_bar
    person.wait(bar.winfo_ismapped, "the find bar")
    return bar


def open_jump(person: Person) -> JumpBar:
    person.press("<Control-g>")
    bar = person.window.records.bars.jump_bar
    person.wait(bar.winfo_ismapped, "the bar")
    return bar


def chosen(person: Person) -> str:
    """The data of the selected row of Traffic."""
    table = person.table("traffic")
    (item,) = table.tree.selection()
    return str(table.tree.set(item, "data"))


def marked(person: Person) -> list[str]:
    """The text that is marked in the selected record."""
    person.app.root.update()
    text = person.window.records.detail._bytes._text.text
    ends = text.tag_ranges("mark")
    return [text.get(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]


def test_typing_goes_to_the_first_hit_and_marks_its_bytes(talked: Person) -> None:
    bar = open_find(talked)
    talked.write(bar.entry.entry, "needle")
    talked.wait(lambda: bar.found.text == "1 of 2", "the count")
    assert (chosen(talked), marked(talked)) == ("one needle", ["needle"])
    talked.press("<F3>", bar.entry.entry)
    talked.wait(lambda: bar.found.text == "2 of 2", "the next one")
    assert (chosen(talked), marked(talked)) == ("le in pieces", ["le"])
    assert bar.split.text.startswith("split: begins in call ")
    talked.press("<F3>", bar.entry.entry)
    talked.wait(lambda: bar.found.text == "1 of 2", "the first one again")
    assert bar.split.text == "from the other end again"
    talked.press("<Shift-F3>", bar.entry.entry)
    talked.wait(lambda: bar.found.text == "2 of 2", "the last one")


def test_both_pieces_of_a_split_hit_are_marked(talked: Person) -> None:
    bar = open_find(talked)
    talked.write(bar.entry.entry, "needle i")
    talked.wait(lambda: bar.found.text == "1 of 1", "the hit")
    talked.press("<Up>", talked.table("traffic").tree)
    assert (chosen(talked), marked(talked)) == ("a need", ["need"])


def test_hex_is_found_and_wrong_hex_says_why(talked: Person) -> None:
    bar = open_find(talked)
    talked.choose(bar.notation, 1)
    talked.write(bar.entry.entry, "6e 6")
    talked.wait(lambda: bar.entry.message, "the message")
    assert "hex digit" in bar.entry.message
    talked.write(bar.entry.entry, "6e 6f")
    talked.wait(lambda: bar.found.text == "1 of 1", "the hit")
    assert (chosen(talked), marked(talked)) == ("nothing", ["no"])


def test_it_looks_only_where_the_filter_looks_and_says_so(talked: Person) -> None:
    talked.write(talked.window.records.filter.entry.entry, "text:nothing")
    talked.wait(lambda: len(talked.traffic) == 1, "the filter")
    bar = open_find(talked)
    talked.write(bar.entry.entry, "needle")
    talked.wait(lambda: "not found" in bar.found.text, "the answer")
    assert "filter" in bar.found.text
    talked.click(talked.window.records.filter.clear_button)
    talked.wait(lambda: bar.found.text.endswith("2"), "what the filter left out")


def test_the_encoding_that_is_shown_is_the_one_that_is_looked_for(talked: Person) -> None:
    bar = open_find(talked)
    talked.write(bar.entry.entry, "nothing")
    talked.wait(lambda: bar.found.text == "1 of 1", "the hit")
    button = talked.window.records.detail.reading_button
    talked.click(button)
    menu = button.popup.menu
    assert menu is not None
    menu.invoke("Text as UTF-16 LE")
    menu.unpost()
    talked.wait(lambda: "not found" in bar.found.text, "the same letters in UTF-16")
    assert talked.table("traffic").tree.heading("data", "text") == "data as UTF-16 LE"


def test_escape_ends_the_search_and_leaves_the_row_selected(talked: Person) -> None:
    bar = open_find(talked)
    talked.write(bar.entry.entry, "needle")
    talked.wait(lambda: bar.found.text == "1 of 2", "the count")
    talked.press("<Escape>", bar.entry.entry)
    assert not bar.winfo_ismapped()
    assert (chosen(talked), marked(talked)) == ("one needle", [])
    talked.press("<F3>")
    talked.wait(lambda: bar.found.text == "2 of 2", "F3 looks for the same again")


def test_from_the_sequence_traffic_comes_to_the_front(talked: Person) -> None:
    talked.window.records.show("sequence")
    open_find(talked)
    assert talked.window.records.front == "traffic"


def test_a_search_rests_while_a_view_without_rows_is_in_front_and_goes_on_behind_it(talked: Person) -> None:
    bar = open_find(talked)
    talked.write(bar.entry.entry, "needle")
    talked.wait(lambda: bar.found.text == "1 of 2", "the count")
    talked.window.records.show("sequence")
    talked.app.root.update()
    assert not bar.winfo_ismapped()
    port = int(talked.bound[0][2].split("  ")[0].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as caller:
        caller.sendall(b"another needle")
        talked.wait(lambda: "14 B" in talked.window.status.text or talked.connections[-1][8] == "14 B", "the message")
    assert talked.window.records.front == "sequence"
    talked.window.records.show("calls")
    talked.wait(lambda: bar.winfo_ismapped() and bar.found.text == "1 of 3", "what came meanwhile")


def test_a_jump_goes_to_a_call_a_time_or_seconds(talked: Person) -> None:
    numbers = [row[6] for row in talked.traffic]
    bar = open_jump(talked)
    talked.write(bar.field.entry, numbers[1])
    talked.press("<Return>", bar.field.entry)
    assert chosen(talked) == "nothing"
    assert not bar.winfo_ismapped()
    bar = open_jump(talked)
    talked.write(bar.field.entry, "+0")
    talked.press("<Return>", bar.field.entry)
    assert chosen(talked) == "one needle"
    bar = open_jump(talked)
    talked.write(bar.field.entry, "1")
    talked.press("<Return>", bar.field.entry)
    assert bar.field.message == f"Call 1 is not shown here: the next row is call {numbers[0]}."


def test_a_jump_to_nowhere_says_why_and_moves_nothing(talked: Person) -> None:
    talked.click_row(talked.table("traffic"), 1)
    bar = open_jump(talked)
    for typed, says in (("noon", "neither the number of a call"), ("25:00", "not a time of day"), ("+x", "seconds")):
        talked.write(bar.field.entry, typed)
        talked.press("<Return>", bar.field.entry)
        assert says in bar.field.message
    assert chosen(talked) == "nothing"
    talked.press("<Escape>", bar.field.entry)
    assert not bar.winfo_ismapped()
