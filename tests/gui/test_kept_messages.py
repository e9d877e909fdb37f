"""Messages that are kept: named, found, put back, sent by a key, imported, and there again at the next start."""

from __future__ import annotations

from pathlib import Path

from gui.tabs.sending.messages_panel import MessagesPanel
from tests.gui.conftest import StartLab
from tests.gui.person import Person
from tests.gui.talking import talking


def panel(person: Person) -> MessagesPanel:
    person.click(person.client.send_row.kept)
    made = person.window.panels.made["messages"]
    assert isinstance(made, MessagesPanel)
    person.wait(made.winfo_ismapped, "the panel")
    return made


def names(person: Person, messages: MessagesPanel) -> list[str]:
    return [cells[1] for cells in person.rows(messages.table.table)]


def keep(person: Person, messages: MessagesPanel, name: str, *, folder: str, key: int) -> None:
    person.write(messages.name.entry, name)
    person.write(messages.folder.entry, folder)
    person.choose(messages.key, key)
    person.click(messages.keep)


def test_a_message_is_kept_found_put_back_changed_and_sent_by_its_key(person: Person, start_lab: StartLab) -> None:
    with talking(person) as peer:
        row = person.client.send_row
        person.click(row.messages.how.button)
        person.click(row.messages.how.made().macros)
        person.write(row.entry.entry, "no. {{counter}}")
        messages = panel(person)
        assert messages.keep.instate(["disabled"])
        person.write(messages.name.entry, "count")
        person.click(messages.keep)
        person.wait(lambda: names(person, messages) == ["count"], "the row")
        person.click(messages.keep)
        assert "Press Keep again" in messages.said.text
        person.write(row.entry.entry, "bye")
        person.click(row.messages.how.made().macros)
        keep(person, messages, "end", folder="odd", key=3)
        person.wait(lambda: names(person, messages) == ["count", "end"], "both rows")
        person.write(messages.search.entry, "bye od")
        person.wait(lambda: names(person, messages) == ["end"], "what was found")
        person.write(messages.search.entry, "c")
        person.click_row(messages.table.table, 0)
        person.click(messages.use)
        assert row.entry.value == "no. {{counter}}"
        person.press("<Return>", row.entry.entry)
        assert peer.recv(100) == b"no. 1"
        person.click(messages.delete)
        person.wait(lambda: "is deleted" in messages.said.text, "the words")
        person.click(messages.back)
        person.press("<Escape>")
        person.wait(lambda: not messages.winfo_ismapped(), "the panel to go")
        person.press("<Alt-Key-3>", row.entry.entry)
        assert peer.recv(100) == b"bye"
        assert row.entry.value == "no. {{counter}}"
        person.press("<Alt-Key-4>", row.entry.entry)
        person.wait(lambda: row.entry.message == "No message is kept with Alt+4.", "the words")
    again = start_lab(())
    again.window.show_tab("client")
    kept = panel(again)
    again.wait(lambda: names(again, kept) == ["count", "end"], "both rows at the next start")


def test_messages_of_packet_sender_are_imported_and_what_is_left_out_is_said(person: Person, tmp_path: Path) -> None:
    person.window.show_tab("client")
    export = tmp_path / "packets.ini"
    export.write_text("[a%20b]\nhexString=68 69\nport=9\ntcpOrUdp=UDP\ntoIP=localhost\n[c]\nhexString=5\n")
    messages = panel(person)
    person.answers.paths = [export]
    person.click(messages.take_over)
    person.wait(lambda: names(person, messages) == ["a b"], "the row")
    assert person.rows(messages.table.table)[0] == ("Packet Sender", "a b", "", "hi", "udp://localhost:9")
    assert messages.said.text == "1 message imported; 1 could not be read (“c”: its bytes are not in hex)."
