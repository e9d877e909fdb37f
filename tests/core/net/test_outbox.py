"""What waits to be sent: its order, its counts and its limits, whatever is done to it."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.contract.records import Cause, CauseKind
from core.net.outbox import MOST_OF_ALL, MOST_PER_SOCKET, Budget, Outbox, Outgoing

CAUSE = Cause(CauseKind.REPLY)


class Queue(RuleBasedStateMachine):
    """An outbox beside the plainest model of one: a list of the bytes that are left of each entry."""

    def __init__(self) -> None:
        super().__init__()
        self.budget = Budget(waiting=1000)  # of other sockets
        self.outbox = Outbox(self.budget)
        self.model: list[bytes] = []

    @rule(data=st.binary(max_size=20))
    def put(self, data: bytes) -> None:
        self.outbox.put(Outgoing(data, CAUSE))
        self.model.append(data)

    @rule(data=st.binary(min_size=1, max_size=20), taken=st.integers(1, 20))
    def put_what_is_left(self, data: bytes, taken: int) -> None:
        taken = min(taken, len(data) - 1)
        self.outbox.put(Outgoing(data, CAUSE, taken=taken))
        self.model.append(data[taken:])

    @precondition(lambda self: self.model)
    @rule(size=st.integers(0, 20))
    def the_kernel_takes_some(self, size: int) -> None:
        size = min(size, len(self.model[0]))
        self.model[0] = self.model[0][size:]
        done = self.outbox.took(size)
        assert (done is not None) is (not self.model[0])
        if not self.model[0]:
            self.model.pop(0)

    @precondition(lambda self: self.model)
    @rule()
    def the_first_is_dropped(self) -> None:
        entry = self.outbox.drop_first()
        assert entry.data[entry.taken :] == self.model.pop(0)

    @rule()
    def all_are_dropped(self) -> None:
        assert [entry.data[entry.taken :] for entry in self.outbox.drop_all()] == self.model
        self.model.clear()

    @invariant()
    def it_counts_what_waits(self) -> None:
        waiting = sum(map(len, self.model))
        assert self.outbox.waiting == waiting
        assert self.budget.waiting == 1000 + waiting
        assert bool(self.outbox) is bool(self.model)

    @precondition(lambda self: self.model)
    @invariant()
    def the_first_in_is_the_first_out(self) -> None:
        first = self.outbox.first
        assert first.data[first.taken :] == self.model[0]


TestQueue = Queue.TestCase


def test_one_socket_has_room_up_to_its_limit() -> None:
    outbox = Outbox(Budget())
    assert outbox.has_room(MOST_PER_SOCKET)
    assert not outbox.has_room(MOST_PER_SOCKET + 1)
    outbox.put(Outgoing(bytes(1000), CAUSE))
    assert outbox.has_room(MOST_PER_SOCKET - 1000)
    assert not outbox.has_room(MOST_PER_SOCKET - 999)


def test_all_sockets_share_one_limit() -> None:
    outbox = Outbox(Budget(waiting=MOST_OF_ALL - 1000))
    assert outbox.has_room(1000)
    assert not outbox.has_room(1001)
