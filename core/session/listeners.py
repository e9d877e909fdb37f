r"""The section "listeners": ports to hold on to, and what is answered there (any thread).

    {"url": "tcp://127.0.0.1:9000", "reply": "echo"}
    {"url": "udp://127.0.0.1:9001", "reply": "fixed", "text": "OK\r\n", "note": "what it is for"}

"url" as the start options have it, with port 0 for any free port; "reply": a name of core.replies, "none" without it,
and what it is given: replies.py; "backlog": how many callers may wait; "options": options.py; "tls", for a URL that
begins with tls://: tls.py.
Law: an entry that was read can be started: whatever would be refused later is refused here, with its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.contract.commands import LISTEN_BACKLOG, NO_REPLY, BindUdp, Listen, ReplyChoice
from core.contract.endpoints import Endpoint, Protocol
from core.contract.option_commands import Options
from core.contract.tls import TlsServer
from core.payload.addresses import Target, parse_url
from core.session.fields import Fields, Rest, written
from core.session.options import read_options, write_options
from core.session.replies import read_reply, write_reply
from core.session.tls import read_tls_server, write_tls_server

BOTH_FAMILIES = "::"
"""Bound to it, a socket takes IPv4 peers too, where the system allows it."""


@dataclass(frozen=True, slots=True)
class Listener:
    """A listener, or a UDP socket bound to a port."""

    target: Target
    reply: ReplyChoice = NO_REPLY
    note: str = ""
    backlog: int = LISTEN_BACKLOG
    options: Options = ()
    tls: TlsServer | None = None
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
            return lambda id: BindUdp(id, host, port, self.reply, dual, self.options)
        return lambda id: Listen(id, host, port, self.reply, dual, self.backlog, self.options, self.tls)


def listener_of(command: Listen | BindUdp) -> Listener:
    """What a command started."""
    if isinstance(command, BindUdp):
        target = Target(Protocol.UDP, command.host, command.port)
        return Listener(target, command.reply, options=command.options)
    target = Target(Protocol.TCP, command.host, command.port, command.tls is not None)
    return Listener(target, command.reply, "", command.backlog, command.options, command.tls)


def read_listener(value: object, place: str) -> Listener:
    """One member of the list. SessionError."""
    fields = Fields(value, place)
    target = fields.parse("url", fields.need("url"), lambda url: parse_url(url, allow_zero=True))
    reply = read_reply(fields)
    note, backlog = fields.take("note", ""), fields.take("backlog", LISTEN_BACKLOG)
    options = read_options(fields.object("options"))
    tls = read_tls_server(fields.object("tls")) if target.is_tls else None
    return Listener(target, reply, note, backlog, options, tls, fields.rest)


def write_listener(listener: Listener) -> dict[str, Any]:
    """One member of the list."""
    return written(
        [
            ("url", listener.url, ""),
            *write_reply(listener.reply),
            ("note", listener.note, ""),
            ("backlog", listener.backlog, LISTEN_BACKLOG),
            ("options", write_options(listener.options), {}),
            ("tls", write_tls_server(listener.tls), {}),
        ],
        listener.rest,
    )


def url_of(target: Target) -> str:
    """tcp://127.0.0.1:9000, udp://[::1]:9001."""
    scheme = "tls" if target.is_tls else target.protocol.value
    return f"{scheme}://{Endpoint(target.host, target.port)}"
