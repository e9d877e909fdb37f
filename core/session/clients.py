"""The section "clients": whom to call (any thread).

    {"url": "tcp://localhost:9000"}
    {"url": "udp://192.168.1.20:5000", "local": "192.168.1.4:0", "fixed_peer": false, "timeout_s": 3}

"local": where to call from; "fixed_peer": UDP, whether connect() names the one peer; "timeout_s": seconds to connect;
"options": options.py; "tls", for a URL that begins with tls://: tls.py.
Law: an entry that was read can be started: whatever would be refused later is refused here, with its place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.contract.commands import CONNECT_TIMEOUT_S, Connect
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.option_commands import Options
from core.contract.tls import TlsClient
from core.payload.addresses import Target, numeric_endpoint, parse_port, parse_url
from core.payload.numbers import parse_time_limit
from core.session.fields import Fields, Rest, written
from core.session.listeners import url_of
from core.session.options import read_options, write_options
from core.session.tls import read_tls_client, write_tls_client


@dataclass(frozen=True, slots=True)
class Client:
    """A conversation to begin."""

    target: Target
    local_host: str = ""
    """"": the system chooses; so with port 0."""
    local_port: int = 0
    fixed_peer: bool = True
    timeout_s: float = CONNECT_TIMEOUT_S
    note: str = ""
    options: Options = ()
    tls: TlsClient | None = None
    rest: Rest = field(default_factory=dict)

    @property
    def url(self) -> str:
        """As the start options have it."""
        return url_of(self.target)

    @property
    def make(self) -> Callable[[int], Connect]:
        """The command that starts it, but for its id."""
        protocol, host, port = self.target[:3]
        fixed_peer = self.fixed_peer or protocol is Protocol.TCP
        return lambda id: Connect(
            id,
            protocol,
            host,
            port,
            self.local_host,
            self.local_port,
            fixed_peer,
            self.timeout_s,
            self.options,
            self.tls,
        )


def client_of(command: Connect) -> Client:
    """What a command started."""
    target = Target(command.protocol, command.host, command.port, command.tls is not None)
    local, fixed_peer = (command.local_host, command.local_port), command.fixed_peer
    return Client(target, *local, fixed_peer, command.timeout_s, "", command.options, command.tls)


def read_client(value: object, place: str) -> Client:
    """One member of the list. SessionError."""
    fields = Fields(value, place)
    target = fields.parse("url", fields.need("url"), parse_url)
    local = fields.parse("local", fields.take("local", ""), _local)
    timeout_s = fields.parse("timeout_s", f"{fields.take('timeout_s', CONNECT_TIMEOUT_S):g}", parse_time_limit)
    fixed_peer, note = fields.take("fixed_peer", True), fields.take("note", "")
    options = read_options(fields.object("options"))
    tls = read_tls_client(fields.object("tls")) if target.is_tls else None
    return Client(target, local.address, local.port, fixed_peer, timeout_s, note, options, tls, fields.rest)


def write_client(client: Client) -> dict[str, Any]:
    """One member of the list."""
    has_local = client.local_host or client.local_port
    local = str(Endpoint(client.local_host or "0.0.0.0", client.local_port)) if has_local else ""
    return written(
        [
            ("url", client.url, ""),
            ("local", local, ""),
            ("fixed_peer", client.fixed_peer, True),
            ("timeout_s", client.timeout_s, CONNECT_TIMEOUT_S),
            ("note", client.note, ""),
            ("options", write_options(client.options), {}),
            ("tls", write_tls_client(client.tls), {}),
        ],
        client.rest,
    )


def _local(text: str) -> Endpoint:
    """An address of this computer, in digits, and a port."""
    if not text:
        return Endpoint("", 0)
    host, _, port = text.rpartition(":")
    found = numeric_endpoint(host.removeprefix("[").removesuffix("]"), 0)
    if found is None:
        raise BadInput(Fault("HOST_BAD", about=text, field=Field.LOCAL_HOST))
    number = parse_port(port, Field.LOCAL_PORT, allow_zero=True)
    return Endpoint("" if found.address == "0.0.0.0" else found.address, number)
