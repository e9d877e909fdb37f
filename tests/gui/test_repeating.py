"""Repeating in the window: begun in the send row, listed below it, each stopped on its own."""

from __future__ import annotations

from gui.models.sending.repeat_form import Limit
from gui.tabs.sending.compose_bar import ComposeBar
from gui.tabs.sending.job_list import JobList
from gui.tabs.sending.repeat_bar import RepeatBar
from gui.tabs.sending.send_row import SendRow
from tests.gui.person import Person
from tests.gui.talking import child, talking


def repeating(person: Person, row: SendRow) -> RepeatBar:
    person.click(row.messages.often.button)
    bar = child(row, RepeatBar)
    person.wait(bar.winfo_ismapped, "the fields")
    person.click(bar.tick)
    return bar


def send(person: Person, row: SendRow, text: str) -> None:
    person.write(row.entry.entry, text)
    person.press("<Return>", row.entry.entry)


def states(person: Person, row: SendRow) -> list[str]:
    lists = [widget for widget in row.winfo_children() if isinstance(widget, JobList)]
    return [cells[-1] for jobs in lists for cells in person.rows(jobs.table.table)]


def test_messages_repeat_with_their_counter_and_each_job_is_stopped_on_its_own(person: Person) -> None:
    with talking(person) as peer, peer.makefile("rb") as stream:
        row = person.client.send_row
        bar = repeating(person, row)
        person.click(row.messages.how.button)
        person.click(child(row, ComposeBar).macros)
        person.write(bar.every.entry, "5 ms")
        assert row.messages.often.button.cget("text") == "every 5 ms"
        assert row.button.cget("text") == "Repeat"
        send(person, row, "no. {{counter}}\\n")
        assert [stream.readline() for _ in range(3)] == [b"no. 1\n", b"no. 2\n", b"no. 3\n"]
        person.choose(bar.limit, list(Limit).index(Limit.COUNT))
        person.write(bar.count.entry, "4")
        send(person, row, "x")
        person.wait(lambda: states(person, row) == ["running", "complete"], "the end of the second")
        jobs = child(row, JobList)
        assert jobs.heading.text == "Sending by itself: 1 running, 1 ended"
        assert person.rows(jobs.table.table)[1][1:4] == ("x", "5 ms", "4 of 4, 4 B")
        person.click_row(jobs.table.table, 0)
        person.click(jobs.stop)
        person.wait(lambda: states(person, row) == ["stopped here", "complete"], "the end of the first")
        person.click(jobs.remove)
        person.wait(lambda: not jobs.winfo_ismapped(), "the list to go")
        person.choose(bar.limit, 0)
        person.write(bar.every.entry, "soon")
        send(person, row, "y")
        person.wait(lambda: "“soon” is not an interval" in bar.every.message, "the words")
        assert row.button.instate(["disabled"])


def test_why_it_ended_stays_in_the_list_when_the_peer_has_gone(person: Person) -> None:
    with talking(person) as peer:
        row = person.client.send_row
        person.write(repeating(person, row).every.entry, "10 ms")
        send(person, row, "x")
        assert peer.recv(10) == b"x"
    person.wait(lambda: states(person, row) == ["ended with its socket: reset by peer"], "the reason")
