"""Sockets of a computer that a test makes up, for what is said of them and made of them."""

from __future__ import annotations

from core.contract.endpoints import Endpoint, Protocol
from core.contract.tcp import TcpState
from core.machine.port_table import PortLine, Told
from core.machine.ports import Owner

PYTHON = Owner("python3", 4121, "ann")
LAB = Owner("python3", 5000, "ann", is_this_lab=True)


def listener(local: str, *owners: Owner, told: Told = Told.NOT_TOLD, user: str = "") -> PortLine:
    """A TCP listener."""
    return _line(Protocol.TCP, local, "", TcpState.LISTEN, owners, told, user)


def conversation(
    local: str, remote: str, *owners: Owner, state: TcpState = TcpState.ESTABLISHED, told: Told = Told.NOT_TOLD
) -> PortLine:
    """One end of a TCP conversation."""
    return _line(Protocol.TCP, local, remote, state, owners, told)


def udp(local: str, *owners: Owner, remote: str = "") -> PortLine:
    """A UDP socket, with or without a fixed peer."""
    return _line(Protocol.UDP, local, remote, None, owners, Told.NOT_TOLD)


def _line(
    protocol: Protocol,
    local: str,
    remote: str,
    state: TcpState | None,
    owners: tuple[Owner, ...],
    told: Told,
    user: str = "",
) -> PortLine:
    """`told` counts where there are no owners."""
    far = Endpoint.from_text(remote) if remote else None
    known = Told.KNOWN if owners else told
    whose = owners[0].user if owners else user
    return PortLine(protocol, Endpoint.from_text(local), far, state, owners, known, whose, 1)
