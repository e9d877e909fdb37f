"""Offers this computer's addresses, with the names of their interfaces, in the list of a field (window thread).

Law: a worker asks for them, each time that somebody comes to the field: cables and radios come and go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from gui.bridge import Bridge
from gui.models.sockets.addresses import AddressChoice
from gui.widgets.entry.field import Field
from gui.widgets.when_quiet import WhenQuiet

Own = list[tuple[str, str]]
"""(address, interface)."""
_FIRST_SIGHT_MS = 50
"""After it is shown, and not before the window stands: the question loads psutil, which slows the window's thread."""


class AddressOffer:
    """Belongs to one field."""

    def __init__(self, field: Field, bridge: Bridge, choices: Callable[[Own], Iterable[AddressChoice]]) -> None:
        """`choices`: which lines the field offers, given the addresses that there are."""
        self._field = field
        self._bridge = bridge
        self._choices = choices
        self._own: Own = []
        self._offered: list[AddressChoice] = []
        self._asking = WhenQuiet(field, self._ask, _FIRST_SIGHT_MS)
        self._offer([])
        for widget, event in ((field, "<Map>"), (field.entry, "<FocusIn>"), (field.entry, "<Enter>")):
            widget.bind(event, lambda _: self._asking.ask(), add=True)

    def line_of(self, address: str) -> str:
        """The line that stands for an address, or the address itself."""
        return next((str(choice) for choice in self._offered if choice.address == address), address)

    def again(self) -> None:
        """Offer anew: `choices` chooses otherwise now."""
        self._offer(self._own)

    def _ask(self) -> None:
        self._bridge.ask(_own_addresses, self._offer)

    def _offer(self, own: Own) -> None:
        self._own = own
        offered = list(self._choices(own))
        if offered != self._offered:
            self._offered = offered
            self._field.set_values([str(choice) for choice in offered])


def _own_addresses() -> Own:
    from core.machine.interfaces import own_addresses

    return [(own.address, own.interface) for own in own_addresses()]
