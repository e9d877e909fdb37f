"""This computer's addresses are offered with the names of their interfaces, to listen on and to call from."""

from __future__ import annotations

import socket

from core.contract.endpoints import Family
from core.machine.interfaces import own_addresses
from gui.widgets.entry.field import Field
from tests.gui.person import Person


def offered(field: Field) -> list[str]:
    return list(field.tk.splitlist(field.entry.cget("values")))


def test_both_forms_offer_every_address_by_its_interface(person: Person) -> None:
    own = [f"{own.address}  {own.interface}" for own in own_addresses() if not own.is_loopback]
    listen, call = person.server.form.address, person.client.form.local_host
    person.wait(lambda: set(own) <= set(offered(listen)), "the addresses to listen on")
    person.window.show_tab("client")
    person.click(person.client.form.origin.button)
    person.wait(lambda: set(own) <= set(offered(call)), "the addresses to call from")
    assert offered(call)[:2] == ["any  the system chooses", "127.0.0.1  this computer only"]


def test_a_call_comes_from_the_address_that_was_chosen(person: Person) -> None:
    """The system would choose the address that is called, if that is not loopback's."""
    called = next((own.address for own in reversed(own_addresses()) if own.family is Family.IPV4), "127.0.0.1")
    with socket.create_server(("0.0.0.0", 0)) as server:
        person.window.show_tab("client")
        person.choose(person.client.form.local_host, 1)
        assert person.client.form.origin.button.cget("text") == "From: 127.0.0.1, any local port"
        person.connect(server.getsockname()[1], called)
        person.wait(lambda: [row[7] for row in person.clients] == ["connected"], "the conversation")
        accepted, peer = server.accept()
        accepted.close()
    assert peer[0] == "127.0.0.1"
