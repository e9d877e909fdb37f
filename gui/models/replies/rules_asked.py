"""Whose rules are to be written: between what asks for the editor and the editor (window thread).

Law: what comes of it goes back to who asked.
"""

from __future__ import annotations

from collections.abc import Callable

from core.contract.frozen import frozen


@frozen
class RulesWish:
    """Somebody wants to write rules."""

    whose: str
    """"127.0.0.1:9000", or what else it is that answers by them."""
    rules: str
    """As JSON; "": none yet."""
    use: Callable[[str], None]
    """Have them used, as JSON."""
    left: Callable[[], None] = lambda: None
    """The editor was closed, used or not."""


class RulesAsked:
    """What the editor shows."""

    def __init__(self) -> None:
        self.wish: RulesWish | None = None
        self.on_ask: Callable[[], None] = lambda: None
        """Opens the editor."""

    def ask(self, wish: RulesWish) -> None:
        """Show these."""
        self.wish = wish
        self.on_ask()
