"""The State view at the real window."""

from __future__ import annotations

from gui.models.sockets.socket_deeds import Deed
from gui.views.pictures.state_view import StateView
from tests.gui.person import Person
from tests.gui.pictures import words


def states(person: Person) -> StateView:
    person.look_at("state")
    view = person.window.records.views["state"]
    assert isinstance(view, StateView)
    return view


def reads(view: StateView, part: str) -> bool:
    return any(part in text for text in words(view.pane.canvas))


def test_both_ends_are_shown_with_what_the_kernel_says_and_follow_what_happens(person: Person) -> None:
    view = states(person)
    person.wait(lambda: reads(view, "There is no socket yet"), "the hint")
    port = person.listen()
    person.wait(lambda: reads(view, "The kernel says LISTEN"), "the listener")
    person.connect(port)
    person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the connection")
    person.click_row(person.client.conversations.table.table, 0)
    person.wait(lambda: reads(view, "Client #2") and reads(view, "Connection #3"), "both ends")
    person.wait(lambda: sum("The kernel says ESTABLISHED" in text for text in words(view.pane.canvas)) == 2, "both")
    person.click(person.client.bar.buttons[Deed.FINISH])
    person.wait(lambda: reads(view, "The kernel says FIN-WAIT-2"), "the half that is closed")
    assert reads(view, "The kernel says CLOSE-WAIT")
    person.window.show_tab("server")
    person.wait(lambda: person.connections, "the connection's row")
    person.click_row(person.server.conversations.table.table, 0)
    person.click(person.server.bar.buttons[Deed.CLOSE])
    person.wait(lambda: reads(view, "TIME-WAIT, ") and reads(view, "s left"), "the countdown")


def test_udp_has_a_life_but_no_states_of_tcp(person: Person) -> None:
    person.choose(person.server.form.protocol, 1)
    person.listen()
    view = states(person)
    person.wait(lambda: reads(view, "UDP knows no connection"), "the words")
    assert reads(view, "It holds on to its port")
    assert not reads(view, "FIN-WAIT-1")
