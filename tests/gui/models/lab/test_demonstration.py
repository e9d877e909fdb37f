"""The demonstration: its steps, what it says went wrong, and that it leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

from core.contract.commands import CloseAll, Command, Connect, Listen, Send
from core.contract.endpoints import Endpoint, Protocol
from core.contract.events import Done, Failed
from core.contract.faults import Fault
from core.contract.sockets import Role, SocketSnapshot, State
from gui.models.lab.demonstration import GREETING, Demonstration, Phase
from gui.models.sockets.sockets import Sockets


class Asked:
    """Stands where the bridge is: keeps what was asked for until the test answers."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self._on_done: Callable[[Done], None] = lambda _: None
        self._on_failed: Callable[[Failed], None] = lambda _: None

    def submit(
        self, make: Callable[[int], Command], on_done: Callable[[Done], None], on_failed: Callable[[Failed], None]
    ) -> int:
        self.commands.append(make(len(self.commands) + 1))
        self._on_done, self._on_failed = on_done, on_failed
        return len(self.commands)

    def done(self, socket: int | None = None) -> None:
        self._on_done(Done(len(self.commands), socket))

    def failed(self) -> None:
        self._on_failed(Failed(len(self.commands), Fault("EMFILE", "socket", 24)))


def listening(sockets: Sockets) -> None:
    local = Endpoint("127.0.0.1", 40123)
    sockets.apply(SocketSnapshot(1, Role.LISTENER, Protocol.TCP, "127.0.0.1:0", State.LISTENING, 0, local=local))


def test_it_listens_calls_sends_and_cleans_up() -> None:
    asked, sockets, phases = Asked(), Sockets(), list[Phase]()
    show = Demonstration(asked.submit, sockets, lambda: phases.append(show.phase))
    show.start()
    show.start()
    listening(sockets)
    asked.done(1)
    sockets.apply(SocketSnapshot(3, Role.ACCEPTED, Protocol.TCP, "", State.CONNECTED, 0, parent=1))
    asked.done(2)
    asked.done(2)
    assert (show.listener, show.client, show.accepted) == (1, 2, 3)
    show.clean_up()
    asked.done()
    assert [type(command) for command in asked.commands] == [Listen, Connect, Send, CloseAll]
    listen, connect, send, close = asked.commands
    assert isinstance(listen, Listen)
    assert (listen.host, listen.port, listen.reply.name) == ("127.0.0.1", 0, "echo")
    assert isinstance(connect, Connect)
    assert connect.port == 40123
    assert isinstance(send, Send)
    assert send.data == GREETING
    assert isinstance(close, CloseAll)
    assert close.sockets == (2, 1)
    assert phases == [Phase.RUNNING, Phase.SHOWN, Phase.CLEANING, Phase.OFFERED]


def test_when_a_step_fails_it_closes_what_it_made_and_can_be_tried_again() -> None:
    asked, sockets = Asked(), Sockets()
    show = Demonstration(asked.submit, sockets, lambda: None)
    show.start()
    listening(sockets)
    asked.done(1)
    asked.failed()
    assert show.phase is Phase.FAILED
    assert show.fault is not None
    assert show.fault.name == "EMFILE"
    close = asked.commands[-1]
    assert isinstance(close, CloseAll)
    assert close.sockets == (1,)
    show.start()
    assert isinstance(asked.commands[-1], Listen)
