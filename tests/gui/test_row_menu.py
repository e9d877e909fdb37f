"""The menus of rows and headings at the real window: narrow, copy, read otherwise, and what is remembered of it."""

from __future__ import annotations

import socket
import tkinter as tk
from collections.abc import Iterator, Sequence

import pytest

from tests.gui.conftest import StartLab, close
from tests.gui.person import Person

ECHO = 1


@pytest.fixture
def talked(person: Person) -> Iterator[Person]:
    """Somebody whose lab has echoed two messages."""
    port = person.listen(reply=ECHO)
    with socket.create_connection(("127.0.0.1", port), 10) as caller:
        for message in (b"a\0\x1b[31m\r\n", b"two"):
            caller.sendall(message)
            assert caller.recv(100) == message
        person.wait(lambda: len(person.traffic) == 4, "four rows of traffic")
        yield person


def menu_of_row(person: Person, row: int, view: str = "traffic") -> tk.Menu:
    """The menu that the right button opens on a row in sight."""
    tree = person.table(view).tree
    tree.update_idletasks()
    box = tree.bbox(tree.get_children()[row])
    assert box
    tree.event_generate("<Button-3>", x=box[0] + 20, y=box[1] + 5)
    return opened(person, view)


def opened(person: Person, view: str = "traffic") -> tk.Menu:
    """The menu that has just opened; Escape closes it, as long as it holds the pointer."""
    menu = person.record_view(view).menu.menu
    assert menu is not None
    person.press("<Escape>", menu)
    return menu


def submenu(menu: tk.Menu, label: str) -> tk.Menu:
    found = menu.nametowidget(menu.entrycget(label, "menu"))
    assert isinstance(found, tk.Menu)
    return found


def labels(menu: tk.Menu) -> Sequence[str]:
    last = menu.index("end")
    assert last is not None
    return [str(menu.entrycget(at, "label")) for at in range(last + 1) if menu.type(at) != "separator"]


def clipboard(person: Person, beginning: str) -> str:
    """What is in the clipboard once it begins so."""

    def content() -> str:
        try:
            return str(person.app.root.clipboard_get())
        except tk.TclError:
            return ""

    person.wait(lambda: content().startswith(beginning), "the clipboard")
    return content()


def test_only_this_writes_into_the_filter_line_term_by_term(talked: Person) -> None:
    only = submenu(menu_of_row(talked, 0), "Only")
    assert labels(only)[-4:] == ["This call: recv()", "What came in", "This size: 9 bytes", "These bytes"]
    only.invoke("What came in")
    line = talked.window.records.filter.entry
    talked.wait(lambda: len(talked.traffic) == 2, "what came in")
    submenu(menu_of_row(talked, 1), "Without").invoke("These bytes")
    talked.wait(lambda: len(talked.traffic) == 1, "the other one")
    assert line.value == "in not hex:74776f"


def test_rows_are_copied_as_text_hex_and_c_with_no_nul_to_cut_them(talked: Person) -> None:
    submenu(menu_of_row(talked, 0), "Copy").invoke("Bytes as hex")
    assert clipboard(talked, "61 00 1b") == "61 00 1b 5b 33 31 6d 0d 0a"
    submenu(menu_of_row(talked, 0), "Copy").invoke("Bytes as C strings")
    assert clipboard(talked, '"') == '"a\\000\\033[31m\\r\\n"'
    talked.press("<Control-a>", talked.table("traffic").tree)
    talked.press("<<Copy>>", talked.table("traffic").tree)
    lines = clipboard(talked, talked.traffic[0][6]).split("\n")
    assert [line.split("\t")[-1] for line in lines] == ["a\\0\\x1b[31m\\r\\n"] * 2 + ["two"] * 2
    assert talked.window.records.bars.note.text == "Copied 4 rows."
    submenu(menu_of_row(talked, 0), "Copy").invoke("Rows as CSV")
    assert clipboard(talked, "seq,").count("\r\n") == 5


def test_a_call_without_bytes_has_no_hex_to_copy(talked: Person) -> None:
    talked.window.records.show("calls")
    talked.wait(lambda: talked.calls, "the calls")
    talked.press("<Home>", talked.table("calls").tree)
    copy = submenu(menu_of_row(talked, 0, "calls"), "Copy")
    assert copy.entrycget("Bytes as hex", "state") == "disabled"
    assert copy.entrycget("Rows as text", "state") == "normal"


def test_times_and_texts_are_read_as_chosen_in_both_views_and_at_the_next_start(
    talked: Person, start_lab: StartLab
) -> None:
    submenu(menu_of_row(talked, 0), "Time").invoke("Since the row above")
    submenu(menu_of_row(talked, 0), "Text").invoke("Text as UTF-16 BE")
    tree = talked.table("traffic").tree
    talked.wait(lambda: tree.heading("time", "text") == "since row above", "the heading")
    assert [row[0][0] for row in talked.traffic] == ["–", "+", "+", "+"]
    talked.wait(lambda: talked.traffic[2][5] == "瑷\\x6f", "the other encoding")
    talked.press("<Control-t>")
    talked.wait(lambda: tree.heading("time", "text") == "time", "the key goes round")
    talked.press("<Control-t>")
    talked.table("traffic").move_column("data", "number")
    talked.wait(lambda: tree.heading("time", "text") == "date and time", "the date")
    close(talked)
    again = start_lab(())
    tree = again.table("traffic").tree
    assert (tree.heading("time", "text"), tree.heading("data", "text")) == ("date and time", "data as UTF-16 BE")
    assert tree.cget("displaycolumns")[0] == "data"


def test_the_menu_of_a_heading_is_about_its_column_and_moves_columns_too(talked: Person) -> None:
    table = talked.table("traffic")
    table.move_column("time", None)
    edge = sum(
        int(table.tree.column(key, "width")) for key in ("number", "socket", "direction", "peer", "size", "data")
    )
    table.tree.event_generate("<Button-3>", x=edge + 10, y=5)
    menu = opened(talked)
    assert labels(menu)[0] == "Time of day"
    columns = submenu(menu, "Columns")
    columns.invoke("“peer” first")
    assert table.columns_in_order[:2] == ("peer", "number")
    columns.invoke("As ever")
    assert table.order == {}


def test_a_conversation_is_followed_from_the_menu_of_its_row(talked: Person) -> None:
    record = int(talked.traffic[2][6])
    menu_of_row(talked, 2).invoke("Follow this conversation")
    assert talked.window.records.front == "follow"
    assert talked.app.parts.selection.record == record
