"""Faults in words, with what only the system knows found out in a worker thread first (window thread).

Law: the words come from core.explain alone; here they only get their facts, and the lab's own listener its number.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from core.contract.endpoints import Endpoint
from core.contract.endpoints import Protocol as Transport
from core.contract.faults import Fault
from core.explain.faults import Explanation, explain
from gui.models.sockets import Sockets


class Ask(Protocol):
    """Bridge.ask, as far as it is used here."""

    def __call__(self, question: Callable[[], Any], on_answer: Callable[[Any], None]) -> None:
        """Answer a slow question elsewhere, and call back on the window thread."""
        ...


class Explainer:
    """Says what a fault means; at once, or as soon as the system has been asked."""

    def __init__(self, ask: Ask, sockets: Sockets) -> None:
        self._ask = ask
        self._sockets = sockets

    def explain(self, fault: Fault, protocol: Transport, on_words: Callable[[Explanation], None]) -> None:
        """Call `on_words` once with the best words there are."""
        endpoint = _endpoint(fault)
        match fault.name, fault.call:
            case "EADDRINUSE", "bind" | "listen" if endpoint is not None and endpoint.port:
                self._explain_port(fault, protocol, endpoint, on_words)
            case "EADDRNOTAVAIL", "bind":
                self._ask(_bindable, lambda own: on_words(explain(fault, own_addresses=own)))
            case _:
                on_words(explain(fault))

    def _explain_port(
        self, fault: Fault, protocol: Transport, endpoint: Endpoint, on_words: Callable[[Explanation], None]
    ) -> None:
        own = self._sockets.holder_of(protocol, endpoint)
        if own is None:
            self._ask(lambda: _owner(protocol, endpoint), lambda owner: on_words(explain(fault, owner=owner)))
            return
        kind = "listener" if protocol is Transport.TCP else "UDP socket"
        on_words(
            Explanation(
                f"Port {endpoint.port} is already held by your own {kind} #{own.number}.",
                f"Use #{own.number}, or stop it first, or pick another port.",
                explain(fault).error,
            )
        )


def _owner(protocol: Transport, endpoint: Endpoint) -> Any:
    from core.machine.ports import owner_of  # loads psutil: not before it is needed

    return owner_of(protocol, endpoint)


def _bindable() -> list[str]:
    from core.machine.interfaces import own_addresses  # loads psutil: not before it is needed

    return [own.address for own in own_addresses()]


def _endpoint(fault: Fault) -> Endpoint | None:
    try:
        return Endpoint.from_text(fault.about)
    except ValueError:
        return None
