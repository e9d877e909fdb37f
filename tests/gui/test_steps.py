"""Sequences in the window: written below the send row, run, seen on their way, kept."""

from __future__ import annotations

import tkinter as tk

from gui.tabs.sending.job_list import JobList
from gui.tabs.sending.messages_panel import MessagesPanel
from gui.tabs.sending.send_row import STEPS, SendRow
from gui.tabs.sending.steps_bar import StepsBar
from tests.gui.person import Person
from tests.gui.talking import child, talking


def write(text: tk.Text, lines: str) -> None:
    """As from the clipboard."""
    text.focus_force()
    text.update()
    text.delete("1.0", "end")
    text.insert("1.0", lines)
    text.update()


def states(person: Person, row: SendRow) -> list[str]:
    lists = [widget for widget in row.winfo_children() if isinstance(widget, JobList)]
    return [cells[-1] for jobs in lists for cells in person.rows(jobs.table.table)]


def test_steps_are_run_seen_on_their_way_and_what_is_wrong_is_shown_in_its_line(person: Person) -> None:
    with talking(person) as peer:
        row = person.client.send_row
        person.choose(row.notation, row.notation["values"].index(STEPS))
        bar = child(row, StepsBar)
        person.wait(bar.winfo_ismapped, "the steps")
        assert not row.entry.winfo_ismapped()
        assert row.button.cget("text") == "Run"
        person.click(row.messages.how.button)
        person.click(row.messages.how.made().macros)
        write(bar.text, "send hello {{counter}}\nexpect wel.ome\nsend bye {{counter}}\nsay x")
        person.press("<Control-Return>", bar.text)
        person.wait(lambda: bar.message.startswith("Line 4: “say” begins no step."), "the words")
        assert bar.text.get("sel.first", "sel.last") == "say"
        assert row.button.instate(["disabled"])
        write(bar.text, "send hello {{counter}}\nexpect wel.ome\nsend bye {{counter}}")
        person.press("<Control-Return>", bar.text)
        assert peer.recv(100) == b"hello 1"
        person.wait(lambda: states(person, row) == ["step 2 of 3"], "the second step")
        peer.sendall(b"you are welcome")
        assert peer.recv(100) == b"bye 2"
        person.wait(lambda: states(person, row) == ["complete"], "its end")
        write(bar.text, "within 10 ms expect more")
        person.click(row.button)
        person.wait(lambda: states(person, row)[-1:] != ["complete"] and "failed" in states(person, row)[-1], "its end")
        assert states(person, row)[-1] == "failed: Nothing came in time that fits “more” (line 1)."


def test_steps_are_kept_and_put_back_with_how_their_messages_are_made(person: Person) -> None:
    person.window.show_tab("client")
    row = person.client.send_row
    person.write(row.entry.entry, "typed")
    person.choose(row.notation, row.notation["values"].index(STEPS))
    bar = child(row, StepsBar)
    write(bar.text, "send a\nwait 1 s")
    person.click(row.kept)
    panel = person.window.panels.made["messages"]
    assert isinstance(panel, MessagesPanel)
    person.write(panel.name.entry, "both")
    person.click(panel.keep)
    person.wait(lambda: len(person.rows(panel.table.table)) == 1, "the row")
    assert person.rows(panel.table.table)[0][3] == r"steps: send a\nwait 1 s"
    write(bar.text, "")
    person.choose(row.notation, 0)
    assert row.entry.value == "typed"
    person.click_row(panel.table.table, 0)
    person.click(panel.use)
    person.wait(bar.winfo_ismapped, "the steps")
    assert bar.value == "send a\nwait 1 s"
    assert row.notation.get() == STEPS
