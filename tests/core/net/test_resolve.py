"""Names to endpoints, in threads of their own."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from queue import SimpleQueue

from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import Call, Cause, CauseKind, RawRecord
from core.net.resolve import MOST_AT_ONCE, Found, Resolver
from tests.support.lab import PATIENCE_S
from tests.support.peers import NameService

CAUSE = Cause(CauseKind.COMMAND, 1)


class Asker:
    """A resolver with a stand-in for the engine's thread: this one."""

    def __init__(self) -> None:
        self.soon: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self.records: list[RawRecord] = []
        self.found: list[Found] = []
        self.threads: set[int] = set()
        self.resolver = Resolver(self.soon.put, self.records.append)

    def ask(self, host: str) -> None:
        """Begin a look-up."""
        self.resolver.look_up(host, 9, Protocol.TCP, 1, CAUSE, self.take)

    def take(self, found: Found) -> None:
        """An answer came."""
        self.threads.add(threading.get_ident())
        self.found.append(found)

    def turn(self) -> None:
        """Make the next call that was handed to the engine's thread."""
        self.soon.get(timeout=PATIENCE_S)()


def test_the_answer_comes_on_the_engines_thread_after_its_record(name_service: NameService) -> None:
    name_service.know("127.0.0.1", "::1", "127.0.0.1")
    asker = Asker()
    asker.ask("server.example")
    asker.turn()
    assert [(record[4], record[9]) for record in asker.records] == [(Call.GETADDRINFO, "127.0.0.1:9, [::1]:9")]
    asker.turn()
    (found,) = asker.found
    assert found.endpoints == (Endpoint("127.0.0.1", 9), Endpoint("::1", 9))  # each once
    assert asker.threads == {threading.get_ident()}


def test_a_name_that_cannot_be_encoded_is_a_bad_host() -> None:
    asker = Asker()
    asker.ask("a..b")
    asker.turn()
    asker.turn()
    (found,) = asker.found
    assert found.fault is not None
    assert (found.fault.name, found.endpoints) == ("HOST_BAD", ())


def test_it_is_full_until_one_comes_back(name_service: NameService) -> None:
    name_service.hang()
    asker = Asker()
    for _ in range(MOST_AT_ONCE):
        assert not asker.resolver.is_full
        asker.ask("slow.example")
    assert asker.resolver.is_full
    name_service.answer()
    asker.turn()
    assert not asker.resolver.is_full
    for _ in range(2 * MOST_AT_ONCE - 1):
        asker.turn()
    assert {found.fault and found.fault.number for found in asker.found} == {socket.EAI_AGAIN}
