"""Which options the panel is to show: those of a socket, or those chosen for sockets that a form will ask for.

Window thread. Law: what is chosen in a form is text as it was typed, and a value only once it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from core.contract.endpoints import Protocol

if TYPE_CHECKING:
    from core.contract.socket_options import SocketOption

NONE_CHOSEN = "Options: as usual"
_SAID = 2
"""Of more than so many chosen options the others are counted."""


class ChosenOptions:
    """What a form sets between socket() and bind() or connect(), by the option's name."""

    def __init__(self, call: str, protocol: Callable[[], Protocol]) -> None:
        """`call`: the one that they are set before; `protocol`: which one is chosen in the form now."""
        self.call = call
        self._protocol = protocol
        self.texts: dict[str, str] = {}
        """What is typed; an option that is not here stays as the system has it."""
        self.on_change: Callable[[], None] = lambda: None

    @property
    def protocol(self) -> Protocol:
        """The one that is chosen in the form."""
        return self._protocol()

    @property
    def offered(self) -> tuple[SocketOption, ...]:
        """The options that such a socket has on this system, of either IP version."""
        from core.contract.socket_options import options_for  # with its table: not before an option is chosen

        return options_for(self.protocol, None)

    def choose(self, name: str, text: str) -> None:
        """Have an option set; "" leaves it as the system has it."""
        self.texts.pop(name, None)
        if text:
            self.texts[name] = text
        self.on_change()

    def forget(self) -> None:
        """All as usual."""
        self.texts.clear()
        self.on_change()

    @property
    def title(self) -> str:
        """In a few words: "Options: No delay on, Linger 5 and 2 more"."""
        if not self.texts:
            return NONE_CHOSEN
        said = [f"{it.title} {self.texts[it.name]}" for it in self.offered if it.name in self.texts]
        if not said:  # of the other protocol all of them
            return NONE_CHOSEN
        more = f" and {len(said) - _SAID} more" if len(said) > _SAID else ""
        return f"Options: {', '.join(said[:_SAID])}{more}"


Subject: TypeAlias = int | ChosenOptions
"""The number of a socket, or what a form chooses."""


class OptionsAsked:
    """What the panel shows."""

    def __init__(self) -> None:
        self.subject: Subject | None = None
        self.on_ask: Callable[[], None] = lambda: None
        """Opens the panel."""

    def ask(self, subject: Subject) -> None:
        """Show the options of this."""
        self.subject = subject
        self.on_ask()
