"""The Ports tab at the real window: all of this computer's ports, whoever holds them, and what can be done about it."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable

from gui.tabs.ports.ports_map import POINT
from gui.tabs.ports.ports_tab import PortsTab
from tests.gui.conftest import StartLab
from tests.gui.person import Person
from tests.support.peers import free_port

LOCAL, STATE, PROGRAM, PID = 2, 4, 5, 6


def go_there(person: Person) -> PortsTab:
    """Press the tab's key, and wait for the first look."""
    person.press("<F2>")
    tab = person.window.tabs.ports
    person.wait(lambda: person.rows(tab.table.table), "the ports")
    return tab


def only(person: Person, words: str) -> None:
    """Narrow the table."""
    form = person.window.tabs.ports.form
    person.write(form.words.entry, words)
    person.press("<Return>", form.words.entry)


def rows(person: Person) -> list[tuple[str, ...]]:
    return person.rows(person.window.tabs.ports.table.table)


def ask(person: Person, port: int | str) -> None:
    form = person.window.tabs.ports.form
    person.write(form.port.entry, str(port))
    person.click(form.ask)


def press(person: Person, label: str) -> None:
    person.click(person.window.tabs.ports.buttons.buttons[label])


def test_ports_of_the_lab_and_of_others_come_change_and_go(
    person: Person, holder: Callable[[], tuple[int, int]]
) -> None:
    port, pid = holder()
    own = person.listen()
    go_there(person)
    only(person, str(pid))
    assert [(row[LOCAL], row[STATE], row[PID]) for row in rows(person)] == [(f"127.0.0.1:{port}", "LISTEN", str(pid))]
    assert rows(person)[0][PROGRAM].startswith("python")
    only(person, f"port:{own}")
    assert rows(person)[0][PROGRAM] == "this lab"
    with socket.create_connection(("127.0.0.1", own)) as caller:
        ask(person, own)  # looks at once
        person.wait(lambda: len(rows(person)) == 3, "both ends of the call")
        ends = {row[LOCAL]: row for row in rows(person)}
        assert ends[f"127.0.0.1:{caller.getsockname()[1]}"][0] == "+ new"
        assert {row[STATE] for row in rows(person)} == {"LISTEN", "ESTABLISHED"}
    ask(person, own)
    person.wait(lambda: any(row[0] in ("≠ changed", "− gone") for row in rows(person)), "the end of the call")


def test_what_is_asked_about_a_port_is_answered_selected_and_can_be_called(
    person: Person, holder: Callable[[], tuple[int, int]]
) -> None:
    port, pid = holder()
    tab = go_there(person)
    for typed in ("", "0", "70000", "eighty"):
        ask(person, typed)
        assert tab.form.port.message
        assert not tab.table.selection
    only(person, "no such thing")
    ask(person, port)
    assert f"TCP 127.0.0.1:{port}: python" in tab.answer.text
    assert f"(pid {pid})" in tab.answer.text
    assert tab.form.words.value == ""  # the filter would have hidden its row
    assert tab.subject.endpoint is not None
    assert tab.subject.endpoint.port == port
    assert tab.buttons.buttons["Listen here"].instate(["disabled"])
    press(person, "Connect to this")
    assert person.window.tabs.name == "client"
    assert (person.client.form.host.value, person.client.form.port.value) == ("127.0.0.1", str(port))
    assert person.clients == []  # filled in, not pressed
    go_there(person)
    ask(person, free := free_port())
    assert tab.answer.text == f"Port {free}.  TCP: nobody.  UDP: nobody."
    press(person, "Listen here")
    assert person.window.tabs.name == "server"
    person.click(person.server.form.button)
    person.wait(lambda: person.bound, "the listener")
    assert f"TCP 127.0.0.1:{free}" in person.bound[0][2]


def test_a_program_is_ended_after_a_question(person: Person) -> None:
    code = "import socket; it = socket.create_server(('127.0.0.1', 0)); print(it.getsockname()[1], flush=True); input()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        port = int(program.stdout.readline())
        tab = go_there(person)
        ask(person, port)
        press(person, "End program…")
        person.wait(lambda: person.window.notices.shown, "the question")
        (notice,) = person.window.notices.shown
        assert f"(pid {program.pid})" in notice.headline
        assert "It holds 1 port and has 0 conversations." in notice.sentence
        card = person.window.notices.show(notice)
        person.click(card.buttons["Leave it"])
        assert program.poll() is None
        press(person, "End program…")
        person.wait(lambda: person.window.notices.shown, "the question")
        person.click(person.window.notices.show(notice).buttons["End this program"])
        person.wait(lambda: "has ended" in tab.buttons.said.text, "the end")
        program.wait(10)
        person.wait(lambda: "TCP: nobody" in tab.answer.text, "the free port")


def test_the_map_says_and_selects_what_is_under_the_pointer(person: Person) -> None:
    port = person.listen()
    tab = go_there(person)
    person.app.root.geometry("1400x880")
    person.wait(tab.map.winfo_ismapped, "the map beside the table")
    person.wait(lambda: tab.map.pane.canvas.winfo_width() > 300, "its size")
    canvas = tab.map.pane.canvas
    canvas.update()
    x, y = tab.map.place_of(port)
    canvas.event_generate("<Motion>", x=x, y=y)
    assert "this lab" in tab.map.said.text
    canvas.event_generate("<Button-1>", x=x, y=y)
    assert tab.subject.line is not None
    assert tab.subject.line.is_this_lab
    assert "this lab" in tab.answer.text
    canvas.event_generate("<Leave>")
    assert tab.map.said.text == POINT


def test_nothing_is_asked_of_the_system_while_the_tab_is_out_of_sight(person: Person) -> None:
    tab = go_there(person)
    person.window.show_tab("server")
    person.let_live(0.1)
    looks = tab.watch.looks
    person.let_live(1.1)
    assert tab.watch.looks == looks
    person.window.show_tab("ports")
    person.wait(lambda: tab.watch.looks > looks, "another look")


def test_the_tab_and_its_columns_are_there_again_at_the_next_start(person: Person, start_lab: StartLab) -> None:
    tab = go_there(person)
    tab.table.set_widths({"local": 222})
    person.app.close()
    again = start_lab(())
    assert again.window.tabs.name == "ports"
    assert again.window.tabs.ports.table.widths["local"] == 222
    person.wait(lambda: rows(again), "the ports")
