"""What each state and each ending means, in one sentence (pure, any thread)."""

from __future__ import annotations

from core.contract.sockets import Ending, State

_STATES: dict[State, str] = {
    State.CREATED: "The socket exists, and nothing has been asked of it yet.",
    State.RESOLVING: "The name is being looked up; no connection has been asked for yet.",
    State.CONNECTING: "connect() has asked for the conversation, and the other end has not answered yet.",
    State.LISTENING: "The switchboard operator: it holds on to its port and makes a new socket for each caller.",
    State.BOUND: "It holds on to its port and hears from anybody who sends there.",
    State.CONNECTED: "An end point of a conversation: both sides can send.",
    State.PEER_FINISHED: "The peer has finished sending and still listens: you can still send.",
    State.FINISHED_SENDING: "You have finished sending; what the peer still sends keeps coming in.",
    State.CLOSED: "The socket is gone; the row stays so that you can read what it did.",
}

_ENDINGS: dict[Ending, str] = {
    Ending.CLOSED_HERE: "It was closed on this side, in order: everything the kernel had taken is still delivered.",
    Ending.RESET_HERE: "It was reset on this side: what was under way is thrown away, and the peer sees an error.",
    Ending.PEER_CLOSED: "The peer finished sending, and then this side closed too: an orderly end.",
    Ending.PEER_RESET: "The peer’s computer broke the conversation off (RST): its program closed early, or crashed.",
    Ending.CUT_OFF: "The peer’s bytes ended, without its leave in TLS (close_notify): some may be missing.",
    Ending.REFUSED: "The other computer answered that nothing listens on that port.",
    Ending.TIMED_OUT: "No answer came in time.",
    Ending.CANCELLED: "You cancelled it before the other end had answered.",
    Ending.FAILED: "A call failed; the error beside it says which one and why.",
    Ending.ENGINE_STOPPED: "The lab was closed, and its sockets with it.",
}


def state_text(state: State) -> str:
    """One sentence on what a socket in that state is and can do."""
    return _STATES[state]


def ending_text(ending: Ending) -> str:
    """One sentence on how it came to its end."""
    return _ENDINGS[ending]
