"""Carries out what a why card's button asks for, by the form that it belongs to where there is one (window thread).

Law: a form is filled in before it is pressed, so that a person sees what is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.contract.commands import BindUdp, Command, Connect, Listen
from core.contract.events import Failed
from core.contract.faults import Fault
from core.explain.faults import explain
from gui.frame.notices import Notices
from gui.models.why.remedies import Remedies, Timer
from gui.parts import Parts
from gui.tabs.connect_bar import ConnectBar
from gui.tabs.listen_bar import ListenBar


class RemedyHands:
    """Both forms, and the bridge for the rest."""

    def __init__(self, parts: Parts, notices: Notices, listen: ListenBar, connect: ConnectBar) -> None:
        self._parts = parts
        self._notices = notices
        self._listen = listen
        self._connect = connect

    def give(self, command: Command, on_done: Callable[[], None]) -> None:
        """Have a command carried out; `on_done` when it is. A failure opens a card of its own."""
        match command:
            case Listen() | BindUdp():
                self._listen.take(command, on_done)
            case Connect():
                self._connect.take(command, on_done)
            case _:
                self._parts.bridge.submit(
                    lambda number: replace(command, id=number),
                    lambda _: on_done(),
                    lambda failed: self._failed(command, failed),
                )

    def remedies(self, timer: Timer, show_port: Callable[[int], None]) -> Remedies:
        """What does whole remedies with these hands."""
        return Remedies(self.give, timer, self._say, show_port)

    def _say(self, what: str, fault: Fault) -> None:
        self._notices.show_words(what, explain(fault))

    def _failed(self, command: Command, failed: Failed) -> None:
        from core.explain.why.case import Case  # only a failure needs it

        snapshot = self._parts.sockets.get(failed.socket)
        if snapshot is not None:
            case = Case(failed.fault, snapshot.protocol, command, snapshot)
            self._parts.reasons.failed(case, lambda _: None)
