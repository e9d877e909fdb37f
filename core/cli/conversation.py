"""One conversation from the terminal: standard input to the peer, what the peer sends to standard output (main thread).

Law: it ends when both have finished, and nothing that was read is thrown away silently; who types by hand is not
waited for once the peer has finished.
"""

from __future__ import annotations

from core.cli.driver import Driver, Moved, Typed
from core.cli.outcome import NETWORK_FAILURE, status_of
from core.cli.output import Output
from core.cli.standard_input import Typing
from core.contract.events import Done, Failed, InternalError, SocketChanged
from core.contract.sockets import SocketSnapshot, State


def converse(driver: Driver, output: Output, number: int, *, typing: Typing | None = None) -> int:
    """Hold a TCP conversation to its end; the exit status. Without `typing` nothing is read from standard input."""
    talk = _Talk(output, number, typing)
    if typing is not None:
        typing.input.start()
    while (news := driver.next()) is not None:
        status = talk.hear(news)
        if status is not None:
            return status
    return NETWORK_FAILURE


class _Talk:
    def __init__(self, output: Output, number: int, typing: Typing | None) -> None:
        self._output = output
        self._number = number
        self._typing = typing

    def hear(self, news: object) -> int | None:
        """Take in what happened; the status when that was the end."""
        match news:
            case Moved() if news.socket == self._number:
                self._output.moved(news)
            case Typed(data):
                self._type(data)
            case Done() | Failed():
                self._answered(news)
            case SocketChanged(now):
                self._output.socket_changed(now)
                return self._changed(now) if now.number == self._number else None
            case InternalError(report):
                self._output.say(report)
                return NETWORK_FAILURE
        return None

    def _type(self, data: bytes) -> None:
        if self._typing is None:
            return
        self._typing.send(data, (self._number,))
        if self._typing.has_ended:
            self._typing.finish(self._number)

    def _answered(self, answer: Done | Failed) -> None:
        is_ours = self._typing is not None and self._typing.answered(answer)
        if is_ours and isinstance(answer, Failed) and answer.fault.name not in ("NOT_CONNECTED", "SOCKET_GONE"):
            self._output.fault(answer.fault)

    def _changed(self, now: SocketSnapshot) -> int | None:
        if not now.is_open:
            if now.fault is not None:
                self._output.fault(now.fault)
            return status_of(now)
        typing = self._typing
        if now.state is State.PEER_FINISHED and typing is not None and typing.input.is_typed and not typing.has_ended:
            typing.has_ended = True
            typing.finish(self._number)
        return None
