"""The page with the names of Python's socket module, at the real window."""

from __future__ import annotations

from gui.frame.socket_names_panel import SocketNamesPanel
from tests.gui.person import Person


def test_a_name_is_found_by_a_word_of_what_it_does(person: Person) -> None:
    person.press("<Shift-F1>")
    panel = person.window.panels.made["names"]
    assert isinstance(panel, SocketNamesPanel)
    person.wait(panel.winfo_viewable, "the page")
    person.wait(lambda: len(person.rows(panel.table.table)) > 5, "the names")
    person.write(panel.search.entry, "switchboard operator")
    person.wait(lambda: [row[0] for row in person.rows(panel.table.table)] == ["listen"], "one name")
    person.click_row(panel.table.table, 0)
    person.wait(lambda: "See it here: Switchboard view" in panel.said.text, "where to see it")
    person.write(panel.search.entry, "zzz")
    person.wait(lambda: person.rows(panel.table.table) == [], "nothing")
    person.press("<Escape>", panel.search.entry)
    person.wait(lambda: not panel.is_open, "the end")
