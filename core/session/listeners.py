r"""The section "listeners": ports to hold on to, and what is answered there (any thread).

    {"url": "tcp://127.0.0.1:9000", "reply": "echo"}
    {"url": "udp://127.0.0.1:9001", "reply": "fixed", "text": "OK\r\n", "note": "what it is for"}

"url" as the start options have it, with port 0 for any free port; "reply": a name of core.replies, "none" without it;
"text": what that reply is given, with escapes; "backlog": how many callers may wait.
Law: an entry that was read can be started: whatever would be refused later is refused here, with its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.contract.commands import LISTEN_BACKLOG, NO_REPLY, BindUdp, Listen, ReplyChoice
from core.contract.endpoints import Endpoint, Protocol
from core.payload.addresses import Target, parse_url
from core.payload.escapes import parse_text, show_text
from core.replies.catalogue import BY_NAME
from core.session.fields import Fields, Rest, written

_REPLIES = {name: name for name in BY_NAME}
BOTH_FAMILIES = "::"
"""Bound to it, a socket takes IPv4 peers too, where the system allows it."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener, or a UDP socket bound to a port."""

    target: Target
    reply: ReplyChoice = NO_REPLY
    note: str = ""
    backlog: int = LISTEN_BACKLOG
    rest: Rest = field(default_factory=dict)

    @property
    def url(self) -> str:
        """As the start options have it."""
        return url_of(self.target)

    @property
    def make(self) -> Callable[[int], Listen | BindUdp]:
        """The command that starts it, but for its id."""
        host, port = self.target.host, self.target.port
        dual = host == BOTH_FAMILIES
        if self.target.protocol is Protocol.UDP:
            return lambda id: BindUdp(id, host, port, self.reply, dual=dual)
        return lambda id: Listen(id, host, port, self.reply, dual=dual, backlog=self.backlog)


def listener_of(command: Listen | BindUdp) -> Listener:
    """What a command started."""
    if isinstance(command, BindUdp):
        return Listener(Target(Protocol.UDP, command.host, command.port), command.reply)
    target = Target(Protocol.TCP, command.host, command.port)
    return Listener(target, command.reply, backlog=command.backlog)


def read_listener(value: object, place: str) -> Listener:
    """One member of the list. SessionError."""
    fields = Fields(value, place)
    target = fields.parse("url", fields.need("url"), lambda url: parse_url(url, allow_zero=True))
    name = fields.choose("reply", _REPLIES, "none")
    data = fields.parse("text", fields.take("text", ""), parse_text)
    note, backlog = fields.take("note", ""), fields.take("backlog", LISTEN_BACKLOG)
    return Listener(target, ReplyChoice(name, data), note, backlog, fields.rest)


def write_listener(listener: Listener) -> dict[str, Any]:
    """One member of the list."""
    reply = listener.reply
    return written(
        [
            ("url", listener.url, ""),
            ("reply", reply.name, "none"),
            ("text", show_text(reply.data, len(reply.data)), ""),
            ("note", listener.note, ""),
            ("backlog", listener.backlog, LISTEN_BACKLOG),
        ],
        listener.rest,
    )


def url_of(target: Target) -> str:
    """tcp://127.0.0.1:9000, udp://[::1]:9001."""
    return f"{target.protocol.value}://{Endpoint(target.host, target.port)}"
