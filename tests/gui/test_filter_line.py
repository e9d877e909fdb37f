"""The filter line at the real window: what is typed narrows both views, and a wrong line says where."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.gui.person import Person

ECHO = 1


@pytest.fixture
def talked(person: Person) -> Iterator[Person]:
    """Somebody whose lab has echoed three messages."""
    port = person.listen(reply=ECHO)
    with socket.create_connection(("127.0.0.1", port), 10) as caller:
        for message in (b"hello", b"good day", b"bye"):
            caller.sendall(message)
            assert caller.recv(100) == message
        person.wait(lambda: len(person.traffic) == 6, "six rows of traffic")
        yield person


def test_typing_narrows_both_views_without_a_return(talked: Person) -> None:
    line = talked.window.records.filter
    talked.write(line.entry.entry, "in")
    talked.wait(lambda: [row[5] for row in talked.traffic] == ["hello", "good day", "bye"], "what came in")
    assert line.found.text == "3 rows"
    talked.window.records.show("calls")
    talked.wait(lambda: talked.calls and all("recv(" in row[4] for row in talked.calls), "the calls that received")


def test_what_comes_later_is_found_too(talked: Person) -> None:
    line = talked.window.records.filter
    talked.write(line.entry.entry, "size>6")
    talked.press("<Return>", line.entry.entry)
    talked.wait(lambda: len(talked.traffic) == 2, "the long ones")
    port = int(talked.bound[0][2].split("  ")[0].rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), 10) as other:
        other.sendall(b"much longer")
        talked.wait(lambda: len(talked.traffic) == 4, "the new ones")


def test_a_wrong_filter_says_where_and_shows_what_it_showed(talked: Person) -> None:
    line = talked.window.records.filter
    talked.write(line.entry.entry, "in and size>x")
    talked.wait(lambda: line.entry.message, "the message")
    assert "“x” is not a size" in line.entry.message
    assert len(talked.traffic) == 6
    talked.press("<Return>", line.entry.entry)
    assert line.entry.entry.index("insert") == 12
    talked.write(line.entry.entry, "out")
    talked.wait(lambda: len(talked.traffic) == 3, "what went out")
    assert not line.entry.message


def test_tab_takes_what_is_offered_and_clear_shows_everything(talked: Person) -> None:
    line = talked.window.records.filter
    talked.write(line.entry.entry, "call:se")
    talked.wait(lambda: line.entry.list.is_shown, "the list")
    assert [text for text, _ in line.entry.list.choices][:2] == ["send", "sendto"]
    talked.press("<Tab>", line.entry.entry)
    assert line.entry.value == "call:send"
    talked.press("<Return>", line.entry.entry)
    talked.wait(lambda: len(talked.traffic) == 3, "what was sent")
    talked.click(line.clear_button)
    talked.wait(lambda: len(talked.traffic) == 6, "everything")


def test_an_example_of_the_help_is_taken_into_the_line(talked: Person) -> None:
    line = talked.window.records.filter
    talked.click(line.help_button)
    help = talked.window.records._filter_help
    assert help is not None
    talked.wait(help.winfo_ismapped, "the help")
    button = next(button for button in help.examples if button.cget("text") == "in")
    talked.click(button)
    talked.wait(lambda: len(talked.traffic) == 3 and not help.winfo_ismapped(), "what came in")
    assert line.entry.value == "in"


def test_the_filter_combines_with_the_scope(talked: Person) -> None:
    talked.write(talked.window.records.filter.entry.entry, "in")
    talked.wait(lambda: len(talked.traffic) == 3, "what came in")
    talked.window.show_tab("client")
    talked.choose(talked.window.records.scope, 1)
    talked.wait(lambda: not talked.traffic, "nothing of the Client tab")
