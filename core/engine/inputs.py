"""The hosts and ports in a command, looked at once more before any call is made (engine thread).

Law: nothing reaches the system that it would misread (port 65536 for 0, a host up to its NUL, "" for every address) or
would have to look up while the engine waits; whoever drives the engine, the answer is a fault with a name.
"""

from __future__ import annotations

import encodings.idna  # noqa: F401  # Python loads it with the first name, when no descriptor may be left to do so

from core.contract import commands
from core.contract.commands import Command
from core.contract.endpoints import NO_NAME, Endpoint, Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.job_commands import Repeat, RunSequence, SendFile
from core.contract.option_commands import LEAST_OPTION, MOST_OPTION, JoinGroup, LeaveGroup, Options, SetOption
from core.engine.jobs.checks import check_job
from core.payload.addresses import numeric_endpoint, parse_host, parse_path, parse_port
from core.payload.escapes import show_name

LONGEST_WAIT_MS = 3_600_000


def check(command: Command) -> None:
    """BadInput, as parse_host() and parse_port() raise it, when the command can't be carried out as it stands."""
    match command:
        case commands.Listen() | commands.BindUdp():
            _must_be_place(command.host, command.port, allow_zero=True)
            protocol = Protocol.TCP if isinstance(command, commands.Listen) else Protocol.UDP
            _check_options(command.options, protocol)
        case commands.Connect():
            _must_be_place(command.host, command.port)
            parse_port(str(command.local_port), Field.LOCAL_PORT, allow_zero=True)
            if command.local_host:
                _must_be_numeric(command.local_host, Field.LOCAL_HOST)
            _check_options(command.options, command.protocol)
        case commands.SetReading(reading=reading):
            if not (1 <= reading.most <= commands.READ_MOST and 0 <= reading.wait_ms <= LONGEST_WAIT_MS):
                raise BadInput(Fault("READING_BAD", about=f"{reading.most}, {reading.wait_ms}"))
        case Repeat() | SendFile() | RunSequence():
            check_job(command)
            _check_peer(command.peer)
        case SetOption(name=name, value=value):
            _must_fit(name, value)
        case JoinGroup(membership=membership) | LeaveGroup(membership=membership):
            _must_be_numeric(membership.group, Field.GROUP)
        case commands.SendTo():
            _check_peer(command.peer)


def _check_peer(peer: Endpoint | None) -> None:
    if peer is not None:
        if peer.address == NO_NAME:
            raise BadInput(Fault("PEER_UNNAMED", "sendto", field=Field.HOST))
        _must_be_numeric(peer.address, Field.HOST)
        _must_be_place(peer.address, peer.port)


def _check_options(options: Options, protocol: Protocol) -> None:
    """Of either IP version: which one it will be is known only once the name is looked up."""
    for name, value, _ in options:
        from core.contract.socket_options import option_named  # with its table: not before an option is chosen

        if option_named(name, protocol, None) is None:
            raise BadInput(Fault("OPTION_UNKNOWN", about=name, field=Field.OPTION))
        _must_fit(name, value)


def _must_fit(name: str, value: int) -> None:
    if not LEAST_OPTION <= value <= MOST_OPTION:
        raise BadInput(Fault("OPTION_RANGE", about=f"{name} {value}", field=Field.OPTION))


def _must_be_place(host: str, port: int, *, allow_zero: bool = False) -> None:
    """A host and a port; or a path, which has none."""
    if Endpoint(host, 0).is_path:
        parse_path(host)
    else:
        parse_host(host)
        parse_port(str(port), allow_zero=allow_zero)


def _must_be_numeric(host: str, field: Field) -> None:
    if numeric_endpoint(host, 0) is None:
        raise BadInput(Fault("HOST_BAD", about=show_name(host), field=field))
