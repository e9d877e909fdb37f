"""The Code view at the real window: read, copied, saved, and run in a Python of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from gui.views.code_view import CodeView
from tests.gui.person import Person
from tests.support.peers import free_port

ECHO = 1


def code(person: Person) -> CodeView:
    person.press("<Control-Key-9>")
    view = person.window.records.views["code"]
    assert isinstance(view, CodeView)
    return view


def text_of(view: CodeView) -> str:
    """What can be read in it."""
    return view.code.text.get("1.0", "end-1c")


def output_of(view: CodeView) -> str:
    return view.output.text.get("1.0", "end-1c")


def talk(person: Person) -> int:
    """Both ends in the lab: one line goes there and back; the port."""
    port = person.listen(reply=ECHO)
    person.connect(port)
    person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the connection")
    row = person.client.send_row
    person.write(row.entry.entry, "hello")
    person.press("<Return>", row.entry.entry)
    person.wait(lambda: len(person.traffic) == 4, "both ways")
    return port


def test_a_conversation_is_shown_as_code_and_the_lines_of_the_selected_row_are_marked(person: Person) -> None:
    port = talk(person)
    view = code(person)
    person.wait(lambda: f's2.connect_ex(("127.0.0.1", {port}))' in text_of(view), "the selected client's calls")
    assert "s1.accept()" not in text_of(view)
    person.press("<Control-Key-3>")
    person.click_row(person.record_view("traffic").table, 1)
    view = code(person)
    person.wait(lambda: "s3, caller = s1.accept()" in text_of(view), "the conversation")
    assert "the conversation of the selected row" in view.heading.cget("text")
    person.wait(lambda: view.code.marked == ["data = receive(s3, 5)"], "the row's line")


def test_languages_and_subjects_are_a_click_away(person: Person) -> None:
    port = talk(person)
    view = code(person)
    person.click(view.language.buttons["c"])
    person.wait(lambda: f'set_place("127.0.0.1", {port});' in text_of(view), "C")
    assert view.run.instate(["disabled"])
    person.click(view.language.buttons["plain"])
    person.wait(lambda: f's2.connect(("127.0.0.1", {port}))' in text_of(view), "a textbook's Python")
    assert view.run.instate(["!disabled"])
    person.click(view.language.buttons["netcat"])
    person.wait(lambda: f"printf 'hello' | ncat 127.0.0.1 {port}\n" in text_of(view), "ncat's line")
    assert "--exec" not in text_of(view)
    person.choose(view.what, 2)
    person.wait(lambda: f"ncat --listen --keep-open --exec /bin/cat 127.0.0.1 {port}" in text_of(view), "everything")
    person.click(view.copy)
    assert view.clipboard_get().rstrip("\n") == text_of(view)


def test_the_saved_program_runs_by_itself(person: Person, tmp_path: Path) -> None:
    talk(person)
    view = code(person)
    person.choose(view.what, 2)
    person.wait(lambda: "s3" in text_of(view), "both ends")
    path = tmp_path / "saved.py"
    person.answers.paths = [path, tmp_path / "no" / "folder.py"]
    person.click(view.save)
    person.wait(lambda: "Saved as" in view.heading.cget("text"), "the file")
    said = subprocess.run([sys.executable, path], input=b"\n", capture_output=True, timeout=10, check=True).stdout
    assert said.count(b"received 5 bytes: b'hello'") == 2
    person.click(view.save)
    person.wait(lambda: "ENOENT" in view.heading.cget("text"), "the trouble")


def test_the_program_runs_when_it_is_told_to_and_stops(person: Person) -> None:
    talk(person)
    view = code(person)
    person.choose(view.what, 2)
    person.wait(lambda: "s3" in text_of(view), "both ends")
    assert not view.output.winfo_viewable()
    person.click(view.run)
    person.wait(lambda: "Press Return to end" in output_of(view), "the program's last words")
    assert output_of(view).count("received 5 bytes: b'hello'") == 2
    assert view.run.instate(["disabled"])
    person.press("<Return>", view.output.text)
    person.wait(lambda: "status 0" in view.output.status.cget("text"), "its end")
    person.click(view.run)
    person.wait(lambda: "Press Return to end" in output_of(view), "the program's last words")
    person.click(view.output.stop)
    person.wait(lambda: "was stopped" in view.output.status.cget("text"), "its end")


def test_a_port_that_the_lab_holds_is_named_before_the_program_fails(person: Person) -> None:
    port = person.listen(port=str(free_port()))
    view = code(person)
    person.wait(lambda: f's1.bind(("127.0.0.1", {port}))' in text_of(view), "the program")
    person.click(view.run)
    person.wait(lambda: "Address already in use" in output_of(view), "the failure")
    assert output_of(view).startswith(f"In this lab #1 holds on to port {port}: close that first")
    person.wait(lambda: "status 1" in view.output.status.cget("text"), "its end")
