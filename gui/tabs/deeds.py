"""Does to sockets what the buttons, menus and keys of the lists ask for (window thread).

Law: a socket that has gone meanwhile is an expected race and no error; every other failure is said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import assert_never

from core.contract.commands import Close, CloseAll, Command, FinishSending, ReplyChoice, Reset, SetReply
from core.contract.events import Failed
from core.contract.sockets import SocketSnapshot
from core.explain.faults import explain
from gui.frame.notices import Notice, Notices
from gui.models.sockets.socket_deeds import Deed, doable
from gui.parts import Parts


class Deeds:
    """Commands for selected sockets."""

    def __init__(self, parts: Parts, notices: Notices) -> None:
        self._parts = parts
        self._notices = notices

    def do(self, deed: Deed, snapshots: Sequence[SocketSnapshot]) -> None:
        """Do it with those it can be done with."""
        numbers = tuple(snapshot.number for snapshot in doable(deed, snapshots))
        if not numbers:
            return
        match deed:
            case Deed.FINISH:
                for number in numbers:
                    self._submit(deed.value, _finish(number))
            case Deed.RESET:
                for number in numbers:
                    self._submit(deed.value, _reset(number))
            case Deed.CLOSE | Deed.STOP:
                for number in numbers:
                    self._submit(deed.value, _close(number))
            case Deed.CLOSE_ALL:
                self._submit(deed.value, lambda command: CloseAll(command, numbers))
            case Deed.OPTIONS:
                self._parts.options.ask(numbers[0])
            case _:
                assert_never(deed)

    def set_reply(self, number: int, reply: ReplyChoice) -> None:
        """Have a listener or UDP socket answer differently from now on."""
        self._submit("Change the reply", lambda command: SetReply(command, number, reply))

    def tell(self, headline: str, sentence: str) -> None:
        """Say what did not come about."""
        self._notices.show(Notice("warning", headline, sentence))

    def _submit(self, what: str, make: Callable[[int], Command]) -> None:
        self._parts.bridge.submit(make, lambda _: None, lambda failed: self._failed(what, failed))

    def _failed(self, what: str, failed: Failed) -> None:
        if failed.fault.name == "SOCKET_GONE":
            return
        snapshot = self._parts.sockets.get(failed.socket)
        headline = f"{what} #{failed.socket} did not work" if snapshot is not None else f"{what} did not work"
        self._notices.show_words(headline, explain(failed.fault))


def _finish(number: int) -> Callable[[int], Command]:
    return lambda command: FinishSending(command, number)


def _reset(number: int) -> Callable[[int], Command]:
    return lambda command: Reset(command, number)


def _close(number: int) -> Callable[[int], Command]:
    return lambda command: Close(command, number)
