"""A file sent from the window: chosen, seen on its way, stopped, and what is wrong with one is said."""

from __future__ import annotations

import socket
from pathlib import Path

from gui.tabs.sending.file_bar import FileBar
from gui.tabs.sending.job_list import JobList
from gui.tabs.sending.send_row import FILE, SendRow
from tests.gui.person import Person
from tests.gui.talking import child, talking


def take_files(person: Person, row: SendRow) -> FileBar:
    person.choose(row.notation, row.notation["values"].index(FILE))
    bar = child(row, FileBar)
    person.wait(bar.winfo_ismapped, "the bar")
    return bar


def jobs(person: Person, row: SendRow) -> list[tuple[str, ...]]:
    lists = [widget for widget in row.winfo_children() if isinstance(widget, JobList)]
    return [cells for job_list in lists for cells in person.rows(job_list.table.table)]


def test_a_file_goes_out_whole_can_be_stopped_and_one_that_is_gone_is_said(person: Person, tmp_path: Path) -> None:
    small, large = tmp_path / "small.txt", tmp_path / "large.bin"
    small.write_bytes(b"from a file\n")
    with large.open("wb") as file:
        file.truncate(1 << 30)
    with talking(person) as peer:
        row = person.client.send_row
        person.write(row.entry.entry, "typed before")
        bar = take_files(person, row)
        assert row.entry.value == ""
        assert not row.messages.how.button.winfo_ismapped()
        person.answers.paths = [small, large]
        person.click(bar.choose)
        assert row.entry.value == str(small)
        person.click(row.button)
        assert peer.recv(100) == b"from a file\n"
        person.wait(lambda: [job[-1] for job in jobs(person, row)] == ["complete"], "its end")
        assert jobs(person, row)[0][1:4] == ("small.txt", "–", "100 %, 12 B of 12 B")
        person.click(bar.choose)
        person.click(row.button)
        person.wait(lambda: jobs(person, row)[-1][-1].startswith("waits"), "the large one to wait")
        assert jobs(person, row)[-1][3].endswith(" of 1.1 GB")
        person.click(child(row, JobList).stop_all)
        person.wait(lambda: jobs(person, row)[-1][-1].startswith("stopped here"), "its end")
        person.write(row.entry.entry, str(tmp_path / "gone"))
        person.press("<Return>", row.entry.entry)
        person.wait(lambda: "failed: There is no file" in jobs(person, row)[-1][-1], "the words")
        person.choose(row.notation, 0)
        assert row.entry.value == "typed before"
        assert not bar.winfo_ismapped()


def test_over_udp_it_is_cut_into_datagrams_of_the_size_that_was_chosen(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_bytes(bytes(2_500))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.settimeout(10)
        peer.bind(("127.0.0.1", 0))
        person.window.show_tab("client")
        person.choose(person.client.form.protocol, 1)
        person.connect(peer.getsockname()[1])
        person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the socket")
        row = person.client.send_row
        bar = take_files(person, row)
        person.wait(bar.datagram_size.winfo_ismapped, "the fields")
        person.write(bar.datagram_size.entry, "1000")
        person.write(row.entry.entry, str(file))
        person.press("<Return>", row.entry.entry)
        assert [len(peer.recv(65_536)) for _ in range(3)] == [1_000, 1_000, 500]
