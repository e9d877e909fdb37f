"""The table of a socket's life."""

from __future__ import annotations

import pytest

from core.contract.lifecycle import NEXT, Step, next_state
from core.contract.sockets import READABLE, WRITABLE, State


def test_every_state_but_the_first_can_be_reached() -> None:
    reached, new = {State.CREATED}, {State.CREATED}
    while new:
        new = {after for (before, _), after in NEXT.items() if before in new} - reached
        reached |= new
    assert reached == set(State)


def test_every_step_is_used() -> None:
    assert {step for _, step in NEXT} == set(Step)


def test_nothing_comes_after_closed() -> None:
    assert State.CLOSED not in {before for before, _ in NEXT}


@pytest.mark.parametrize("state", [state for state in State if state is not State.CLOSED])
def test_every_open_socket_can_end(state: State) -> None:
    assert next_state(state, Step.END) is State.CLOSED


def test_both_ends_finish_in_either_order() -> None:
    for first, second in ((Step.FINISH, Step.PEER_FINISH), (Step.PEER_FINISH, Step.FINISH)):
        assert next_state(next_state(State.CONNECTED, first), second) is State.CLOSED


def test_finishing_takes_away_one_direction_only() -> None:
    assert State.CONNECTED in READABLE
    assert State.CONNECTED in WRITABLE
    finished_here, finished_there = (next_state(State.CONNECTED, it) for it in (Step.FINISH, Step.PEER_FINISH))
    assert (finished_here in READABLE, finished_here in WRITABLE) == (True, False)
    assert (finished_there in READABLE, finished_there in WRITABLE) == (False, True)


@pytest.mark.parametrize(
    ("state", "step"),
    [(State.CLOSED, Step.END), (State.LISTENING, Step.CONNECT), (State.FINISHED_SENDING, Step.FINISH)],
)
def test_a_step_that_cannot_happen_is_a_mistake(state: State, step: Step) -> None:
    with pytest.raises(ValueError, match=step.name):
        next_state(state, step)
