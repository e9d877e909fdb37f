"""What is typed into a send row: its bytes, and whom they go to (window thread).

Law: what was typed is never changed and never padded; the same text always gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias
from typing import Protocol as Interface

from core.contract.commands import Command, Send, SendTo
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.frozen import frozen
from core.contract.job_commands import Repeat, RunSequence
from core.contract.jobs import Message
from core.contract.sockets import Role, SocketSnapshot, State

if TYPE_CHECKING:
    from core.engine.jobs.sequence_text import Written
    from core.payload.composition import Composition
    from core.payload.macros import Moment
    from gui.models.sending.repeat_form import Timing


Make: TypeAlias = Callable[[int], Command]
"""Makes a command of the id that it is given."""


@frozen
class Target:
    """Whom one send goes to: a connection, or a peer of a bound UDP socket."""

    socket: int
    peer: Endpoint | None = None

    def command(self, number: int, data: bytes) -> Command:
        """The command that sends to it."""
        return Send(number, self.socket, data) if self.peer is None else SendTo(number, self.socket, data, self.peer)


@frozen
class Recipient:
    """Somebody a send can go to, and the socket it leaves by."""

    target: Target
    snapshot: SocketSnapshot


class Recipients(Interface):
    """A list that a send row stands under."""

    def selected_recipients(self) -> Sequence[Recipient]:
        """The selected ones."""
        ...

    def all_recipients(self) -> Sequence[Recipient]:
        """Everybody in the list."""
        ...


def moment_of(count: int, recipient: Recipient | None = None) -> Moment:
    """What macros are worked out from, now: for the message of that number, from 1, to that recipient."""
    from datetime import datetime

    from core.payload.macros import Moment

    peer = (recipient.target.peer or recipient.snapshot.remote) if recipient is not None else None
    return Moment(datetime.now().astimezone(), count, peer)


def parse_data(composition: Composition, moment: Moment, *, empty_allowed: bool) -> bytes:
    """The bytes that were composed; BadInput with the position at fault. Only a datagram may be empty."""
    from core.payload.composition import compose

    data = compose(composition, moment)
    if not data and not empty_allowed:
        raise BadInput(Fault("DATA_EMPTY", field=Field.DATA))
    return data


def message_of(composition: Composition, recipient: Recipient) -> Message:
    """What a repetition sends to that recipient: the bytes, or with macros what makes them anew for each message."""
    from datetime import datetime

    empty_allowed = recipient.snapshot.protocol is Protocol.UDP
    begun = moment_of(1, recipient)

    def make(count: int) -> bytes:
        # The same source of chance for all: to seed one takes longer than to make the rest of a message.
        moment = replace(begun, now=datetime.now().astimezone(), count=count)
        return parse_data(composition, moment, empty_allowed=empty_allowed)

    first = make(1)  # what cannot be sent is refused before anything is begun
    return make if composition.has_macros else first


def repeat_command(target: Target, message: Message, timing: Timing, title: str, number: int) -> Command:
    """The command that sends to somebody again and again."""
    return Repeat(
        number, target.socket, message, timing.interval_ns, timing.count, timing.duration_ns, target.peer, title
    )


def sequence_command(target: Target, written: Written, title: str, number: int) -> Command:
    """The command that goes through steps with somebody."""
    return RunSequence(number, target.socket, written.steps, written.times, target.peer, title)


def why_not(snapshots: Sequence[SocketSnapshot]) -> str:
    """Why nothing can be sent to these sockets, "" when something can; a sentence for the Send button's tooltip."""
    if not snapshots:
        return "Select a connection first."
    if any(can_send(snapshot) for snapshot in snapshots):
        return ""
    first = snapshots[0]
    if first.role is Role.LISTENER:
        return "A listener only answers calls. Select one of its connections."
    if not first.is_open:
        return f"#{first.number} has ended: nothing can be sent on it."
    if first.state is State.FINISHED_SENDING:
        return f"#{first.number} has finished sending: nothing more can be sent on it."
    return f"#{first.number} is still {first.state.value}."


def can_send(snapshot: SocketSnapshot) -> bool:
    """Whether a Send to this socket makes sense now."""
    return snapshot.role is not Role.LISTENER and snapshot.can_write
