"""TCP's states and what leads from one to the next (RFC 9293, figure 5), as a table (read by any thread).

Law: this is the only list of them: the pictures are drawn from it, the paths of sockets are walked along it, and a test
drives real sockets along it and asks the kernel.
"""

from __future__ import annotations

from enum import Enum, IntEnum


class TcpState(IntEnum):
    """The numbers are Linux's (include/net/tcp_states.h); other systems number them otherwise."""

    ESTABLISHED = 1
    SYN_SENT = 2
    SYN_RECEIVED = 3
    FIN_WAIT_1 = 4
    FIN_WAIT_2 = 5
    TIME_WAIT = 6
    CLOSED = 7
    CLOSE_WAIT = 8
    LAST_ACK = 9
    LISTEN = 10
    CLOSING = 11

    @property
    def label(self) -> str:
        """As the RFC spells it: FIN-WAIT-1."""
        return self.name.replace("_", "-")


class TcpStep(Enum):
    """What happens; the value is how a picture says it: the call, and what goes over (→ sent, ← came)."""

    LISTEN = "listen()"
    CONNECT = "connect()  SYN →"
    CALLED = "SYN ←  SYN+ACK →"
    ANSWERED = "SYN+ACK ←  ACK →"
    ACCEPTED = "ACK ←"
    FINISH = "shutdown(), close()  FIN →"
    PEER_FINISHED = "FIN ←  ACK →"
    ACKNOWLEDGED = "ACK ← of our FIN"
    WAITED = "after 2 MSL"
    BROKEN = "RST, or given up"


_S = TcpState
NEXT_TCP: dict[tuple[TcpState, TcpStep], TcpState] = {
    (_S.CLOSED, TcpStep.LISTEN): _S.LISTEN,
    (_S.CLOSED, TcpStep.CONNECT): _S.SYN_SENT,
    (_S.LISTEN, TcpStep.CALLED): _S.SYN_RECEIVED,
    (_S.SYN_RECEIVED, TcpStep.ACCEPTED): _S.ESTABLISHED,
    (_S.SYN_SENT, TcpStep.ANSWERED): _S.ESTABLISHED,
    (_S.SYN_SENT, TcpStep.BROKEN): _S.CLOSED,
    (_S.ESTABLISHED, TcpStep.FINISH): _S.FIN_WAIT_1,
    (_S.ESTABLISHED, TcpStep.PEER_FINISHED): _S.CLOSE_WAIT,
    (_S.FIN_WAIT_1, TcpStep.ACKNOWLEDGED): _S.FIN_WAIT_2,
    (_S.FIN_WAIT_1, TcpStep.PEER_FINISHED): _S.CLOSING,
    (_S.FIN_WAIT_2, TcpStep.PEER_FINISHED): _S.TIME_WAIT,
    (_S.CLOSING, TcpStep.ACKNOWLEDGED): _S.TIME_WAIT,
    (_S.TIME_WAIT, TcpStep.WAITED): _S.CLOSED,
    (_S.CLOSE_WAIT, TcpStep.FINISH): _S.LAST_ACK,
    (_S.LAST_ACK, TcpStep.ACKNOWLEDGED): _S.CLOSED,
}
"""Without what a reset does: from every state it leads to CLOSED."""

MEANING: dict[TcpState, str] = {
    _S.CLOSED: "no conversation",
    _S.LISTEN: "waits for callers",
    _S.SYN_SENT: "has asked to connect",
    _S.SYN_RECEIVED: "was asked, has answered",
    _S.ESTABLISHED: "both sides can send",
    _S.FIN_WAIT_1: "has said: no more from here",
    _S.FIN_WAIT_2: "that was heard; peer may send",
    _S.CLOSING: "both said it at once",
    _S.TIME_WAIT: "over; waits for stragglers",
    _S.CLOSE_WAIT: "peer has finished; we may send",
    _S.LAST_ACK: "both have finished",
}


def next_tcp(state: TcpState, step: TcpStep) -> TcpState:
    """Where a step leads; a step that has no place there leaves the state, and a break always ends it."""
    if step is TcpStep.BROKEN:
        return TcpState.CLOSED
    return NEXT_TCP.get((state, step), state)
