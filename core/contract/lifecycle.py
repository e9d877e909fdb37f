"""The life of a socket as a table: what can happen in which state, and where it leads (read by any thread).

Law: the engine moves a socket only along this table, and every picture of the states is drawn from it.
"""

from __future__ import annotations

from enum import Enum

from core.contract.sockets import State


class Step(Enum):
    """What can happen to a socket; the value is how people say it."""

    LOOK_UP = "its name is looked up"
    DIAL = "connect() is under way"
    BIND = "bind() gives it a port to hold on to"
    LISTEN = "listen() makes it a switchboard operator"
    ACCEPT = "accept() makes it for one conversation"
    CONNECT = "the conversation begins"
    PEER_FINISH = "the peer finished sending"
    FINISH = "shutdown(SHUT_WR) finishes sending here"
    END = "close(), or an error ends it"


NEXT: dict[tuple[State, Step], State] = {
    (State.CREATED, Step.LOOK_UP): State.RESOLVING,
    (State.CREATED, Step.DIAL): State.CONNECTING,
    (State.CREATED, Step.BIND): State.BOUND,
    (State.CREATED, Step.ACCEPT): State.CONNECTED,
    (State.RESOLVING, Step.DIAL): State.CONNECTING,
    (State.RESOLVING, Step.BIND): State.BOUND,
    (State.BOUND, Step.LISTEN): State.LISTENING,
    (State.CONNECTING, Step.CONNECT): State.CONNECTED,
    (State.CONNECTED, Step.PEER_FINISH): State.PEER_FINISHED,
    (State.CONNECTED, Step.FINISH): State.FINISHED_SENDING,
    (State.PEER_FINISHED, Step.FINISH): State.CLOSED,
    (State.FINISHED_SENDING, Step.PEER_FINISH): State.CLOSED,
} | {(state, Step.END): State.CLOSED for state in State if state is not State.CLOSED}


def next_state(state: State, step: Step) -> State:
    """Where a step leads; ValueError for a step that cannot happen in that state (a mistake in the lab)."""
    try:
        return NEXT[state, step]
    except KeyError:
        raise ValueError(f"{step.name} cannot happen to a socket that is {state.value}") from None
