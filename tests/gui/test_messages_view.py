"""A conversation as messages in the window: cut where a person says, above the rows, which stay."""

from __future__ import annotations

from gui.views.messages_view import MessagesView
from tests.gui.person import Person
from tests.gui.talking import talking


def view_of(person: Person) -> MessagesView:
    person.look_at("split")
    view = person.window.records.views["split"]
    assert isinstance(view, MessagesView)
    return view


def test_messages_are_cut_where_a_person_says_and_lead_to_their_calls(person: Person) -> None:
    with talking(person) as peer:
        peer.sendall(b"\x03one\x05th")
        person.wait(lambda: len(person.traffic) == 1, "the first piece")
        peer.sendall(b"ree\x04four")
        person.wait(lambda: len(person.traffic) == 2, "the second piece")
        view = view_of(person)
        person.wait(lambda: view.title.text.endswith("0 messages, 15 bytes of an unfinished one received"), "what came")
        person.choose(view.edges, 1)
        person.choose(view.length, 0)

        def said() -> list[tuple[str, str]]:
            return [(cells[2], cells[4]) for cells in person.rows(view.table)]

        person.wait(lambda: said() == [("← in", "one"), ("← in", "three"), ("← in", "four")], "the messages")
        assert view.title.text.endswith("3 messages")
        person.click_row(view.table, 2)
        selected = person.app.parts.selection.record
        person.look_at("traffic")
        person.wait(lambda: len(person.traffic) == 2, "the rows, as they were")
        assert selected is not None
        assert person.traffic[1][-1] == f"{selected:,}"
        person.look_at("split")
        person.choose(view.edges, 0)
        person.write(view.ends.entry, "\\q")
        person.wait(lambda: "is not an escape" in view.ends.message, "the words")
        person.write(view.ends.entry, "e")
        person.wait(lambda: [data for _, data in said()] == [r"\x03on", r"\x05thr", "(empty)"], "other messages")
