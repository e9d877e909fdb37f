"""Start and end: the first start, what is remembered, and closing within two seconds whatever goes on."""

from __future__ import annotations

import socket
import threading
import time
import tkinter as tk
from pathlib import Path

import pytest

from core.capture.capture import Capture
from gui.settings import Settings, SettingsFile
from tests.gui.conftest import StartLab, close
from tests.gui.person import Person
from tests.support.peers import black_hole

CLOSED_WITHIN_S = 2.0
CALLERS = 1_000


def closing_time(person: Person) -> float:
    began = time.monotonic()
    close(person)
    return time.monotonic() - began


def test_the_first_start_shows_two_programs_talking_and_cleans_up(start_lab: StartLab) -> None:
    person = start_lab(())
    (offer,) = person.window.notices.shown
    card = person.window.notices.show(offer)
    person.click(card.buttons["Show me two programs talking"])
    person.wait(lambda: len(person.traffic) >= 3, "the traffic")
    person.wait(lambda: person.window.notices.shown and person.window.notices.shown[0] != offer, "the story")
    (story,) = person.window.notices.shown
    assert all(f"#{number}" in story.sentence for number in (1, 2, 3))
    assert person.bound[0][4] == "listening"
    person.click(person.window.notices.show(story).buttons["Clean up"])
    person.wait(lambda: person.bound[0][4] == "closed here", "the end of the listener")
    person.wait(lambda: not person.window.notices.shown, "the card to go")


def test_a_closed_card_is_not_offered_again_but_the_help_has_it(start_lab: StartLab) -> None:
    first = start_lab(())
    first.press("<Escape>")
    assert first.window.notices.shown == ()
    close(first)
    second = start_lab(())
    assert second.window.notices.shown == ()
    second.press("<F1>")
    second.wait(lambda: second.window.help_is_open, "the help")
    second.press("<Escape>")
    assert not second.window.help_is_open


def test_what_the_window_looked_like_is_remembered(start_lab: StartLab) -> None:
    first = start_lab(())
    first.press("<Control-Key-2>")
    first.press("<Control-plus>")
    first.press("<Control-T>")
    first.press("<Control-Key-4>")
    first.write(first.client.form.port.entry, "4711")
    first.press("<Control-j>")
    dark = first.app.parts.theme.is_dark
    close(first)
    second = start_lab(())
    second.wait(second.window.records.winfo_viewable, "the views")
    assert not second.client.winfo_viewable()
    second.press("<Control-j>")
    second.wait(second.client.winfo_viewable, "the Client tab")
    assert second.client.form.port.value == "4711"
    assert second.app.parts.theme.percent == 110
    assert second.app.parts.theme.is_dark is dark
    assert second.window.records.front == "calls"


def test_damaged_settings_are_set_aside_and_said(tmp_path: Path, start_lab: StartLab) -> None:
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "settings.json").write_text("{ damaged")
    person = start_lab(())
    assert any("set aside" in notice.sentence for notice in person.window.notices.shown)
    assert (tmp_path / "settings" / "settings-damaged.json").exists()


def test_an_unwritable_settings_folder_is_said_once(tmp_path: Path, start_lab: StartLab) -> None:
    (tmp_path / "settings").write_text("a file where the folder should be")
    person = start_lab(())
    person.wait(lambda: any("can't be" in notice.sentence for notice in person.window.notices.shown), "the notice")
    person.let_live(0.3)
    assert sum(notice.headline == "Settings" for notice in person.window.notices.shown) == 1


def test_closing_with_open_sockets_stops_in_order_and_keeps_the_capture(tmp_path: Path, person: Person) -> None:
    port = person.listen(reply=1)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(b"last words")
        assert plain.recv(100) == b"last words"
        assert closing_time(person) < CLOSED_WITHIN_S
        assert plain.recv(1) == b""
    capture = Capture.open(tmp_path / "capture-0.socketlab")
    try:
        payloads = [record.payload for record in capture.records(range(1, capture.count + 1))]
    finally:
        capture.close()
    assert payloads.count(b"last words") == 2


def test_closing_while_connecting_does_not_wait_for_an_answer(person: Person) -> None:
    with black_hole() as port:
        person.connect(port)
        person.wait(lambda: person.clients and person.clients[0][7] == "connecting", "connecting")
        assert closing_time(person) < CLOSED_WITHIN_S


def test_closing_while_flooded_takes_no_longer(person: Person) -> None:
    port = person.listen()
    stop = threading.Event()

    def flood() -> None:
        with socket.create_connection(("127.0.0.1", port), 10) as plain:
            while not stop.is_set():
                try:
                    plain.sendall(b"x" * 65_536)
                except OSError:
                    return

    flooder = threading.Thread(target=flood)
    flooder.start()
    try:
        person.wait(lambda: person.app.parts.capture.overall.bytes_in > 50_000_000, "the flood")
        assert closing_time(person) < CLOSED_WITHIN_S
    finally:
        stop.set()
        flooder.join(10)


def test_closing_with_a_thousand_clients_takes_no_longer(person: Person) -> None:
    port = person.listen()
    plain = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(CALLERS)]
    try:
        person.wait(lambda: person.app.parts.sockets.open_connections == CALLERS, "the callers", 60)
        assert closing_time(person) < CLOSED_WITHIN_S
    finally:
        for one in plain:
            one.close()


def test_a_mistake_in_a_callback_becomes_a_card_and_the_window_lives(
    person: Person, tk_callback_errors: list[BaseException], tmp_path: Path
) -> None:
    def mistaken() -> None:
        raise ValueError("something odd")

    person.app.root.after(0, mistaken)
    person.wait(lambda: any("mistake" in notice.headline for notice in person.window.notices.shown), "the card")
    assert [str(error) for error in tk_callback_errors] == ["something odd"]
    tk_callback_errors.clear()
    notice = person.window.notices.shown[-1]
    card = person.window.notices.show(notice)
    person.click(card.buttons["Copy report"])
    assert "something odd" in person.app.root.clipboard_get()
    person.click(card.buttons["Save report"])
    person.wait(lambda: list((tmp_path / "settings").glob("report-*.txt")), "the report")
    person.listen()


@pytest.mark.parametrize("size", [80, 300])
def test_the_window_works_at_the_smallest_and_the_largest_text(person: Person, size: int) -> None:
    person.app.parts.theme.set_percent(size)
    person.app.root.update()
    assert person.listen() > 0


def test_selecting_a_row_of_traffic_selects_the_same_record_in_calls(person: Person) -> None:
    port = person.listen(reply=1)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(b"one")
        assert plain.recv(10) == b"one"
        person.wait(lambda: len(person.traffic) == 2, "the traffic")
        person.click_row(person.table("traffic"), 0)
        person.press("<Control-Key-4>")
        table = person.table("calls")
        person.wait(lambda: table.selected is not None, "the same record in Calls")
        assert table.selected is not None
        record = person.app.parts.selection.record
        assert person.record_view("calls").records.seq_at(table.selected) == record
        assert "recv" in person.window.records.detail.sentence


def test_only_the_selected_socket_or_this_tab_can_be_shown(person: Person) -> None:
    port = person.listen(reply=1)
    at = ("127.0.0.1", port)
    with socket.create_connection(at, 10) as one, socket.create_connection(at, 10) as two:
        for plain, word in ((one, b"one"), (two, b"two")):
            plain.sendall(word)
            assert plain.recv(10) == word
        person.wait(lambda: len(person.traffic) == 4, "the traffic")
        person.click_row(person.server.conversations.table.table, 1)
        person.choose(person.window.records.scope, 2)
        person.wait(lambda: [row[5] for row in person.traffic] == ["two", "two"], "one socket's rows")
        person.press("<Control-Key-2>")
        person.choose(person.window.records.scope, 1)
        person.wait(lambda: person.traffic == [], "no row of the Client tab")
        person.press("<Control-Key-1>")
        person.wait(lambda: len(person.traffic) == 4, "the rows of the Server tab")


def test_the_status_bar_counts_ports_connections_and_bytes(person: Person) -> None:
    nothing = "0 ports bound  ·  0 connections  ·  in 0 B  ·  out 0 B  ·  0 rows lost"
    person.wait(lambda: person.window.status.text == nothing, "the counts")
    port = person.listen(reply=1)
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(b"four")
        assert plain.recv(10) == b"four"
        person.wait(lambda: "in 4 B  ·  out 4 B" in person.window.status.text, "the bytes")
        assert person.window.status.text.startswith("1 port bound  ·  1 connection  ·")
    person.wait(lambda: "0 connections" in person.window.status.text, "the end")


def test_saved_settings_of_another_copy_are_not_mixed_with_ours(tmp_path: Path, person: Person) -> None:
    SettingsFile(tmp_path / "settings").save(Settings(connect_port="1"))
    person.press("<Control-Key-2>")
    person.write(person.client.form.port.entry, "2")
    close(person)
    assert SettingsFile(tmp_path / "settings").load()[0].connect_port == "2"


def test_the_tab_key_goes_through_the_form_before_the_lists(person: Person) -> None:
    form, bound = person.server.form, person.server.bound
    form.protocol.focus_entry()
    reached: list[tk.Misc | None] = [form.protocol.entry]
    for _ in range(6):
        assert reached[-1] is not None
        reached.append(reached[-1].tk_focusNext())
    entries = [form.address.entry, form.port.entry, form.reply.which.entry]
    assert reached[1:] == [*entries, form.options, form.button, bound.table.tree]
