"""Two hosts with a cable between them: network namespaces of this computer, made for one test (test thread, as root).

Law: they are gone afterwards, whatever happened. A socket belongs to the host it was made on, for good; a thread to the
one it was started on.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.lab import Lab, open_lab
from tests.support.programs import output_of

CLONE_NEWNET = 0x40000000
SETTINGS = Path("/proc/sys/net")


@dataclass(frozen=True)
class Host:
    """One of them; the other one is 1 for 2 and 2 for 1."""

    name: str
    number: int
    descriptor: int

    @property
    def interface(self) -> str:
        """Where the cable is plugged in."""
        return f"cable{self.number}"

    @property
    def ipv4(self) -> str:
        """Its address: private, and on no other computer's network."""
        return f"10.77.0.{self.number}"

    @property
    def ipv6(self) -> str:
        """Its unique local address."""
        return f"fd77::{self.number}"

    @property
    def link_local(self) -> str:
        """Its address on the cable alone; whoever calls it adds the zone."""
        return f"fe80::{self.number}"

    @contextmanager
    def inside(self) -> Iterator[None]:
        """What this thread makes meanwhile (sockets, threads) belongs to this host."""
        home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
        try:
            _enter(self.descriptor)
            yield
        finally:
            _enter(home)
            os.close(home)

    def ip(self, *arguments: str) -> None:
        """Run ip(8) on this host."""
        output_of("ip", "-netns", self.name, *arguments)

    def set(self, setting: str, value: object) -> None:
        """Change a setting of this host's network: sysctl net/SETTING."""
        with self.inside():
            (SETTINGS / setting).write_text(str(value))


@contextmanager
def two_hosts() -> Iterator[tuple[Host, Host]]:
    """Both ready: links up, addresses usable."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.fail("network namespaces are needed, which are Linux's, and only root may make them")
    with ExitStack() as stack:
        hosts = [stack.enter_context(_host(number)) for number in (1, 2)]
        one, two = hosts
        one.ip("link", "add", one.interface, "type", "veth", "peer", two.interface, "netns", two.name)
        for host in hosts:
            host.set(f"ipv6/conf/{host.interface}/accept_dad", 0)  # addresses are usable at once
            host.set(f"ipv6/conf/{host.interface}/addr_gen_mode", 1)  # no link-local address but the one given here
            host.ip("link", "set", "lo", "up")
            host.ip("link", "set", host.interface, "up")
            for address in (f"{host.ipv4}/24", f"{host.ipv6}/64", f"{host.link_local}/64"):
                host.ip("address", "add", address, "dev", host.interface)
        yield one, two


@contextmanager
def _host(number: int) -> Iterator[Host]:
    name = f"socketlab-{os.getpid()}-{number}"
    output_of("ip", "netns", "add", name)
    try:
        descriptor = os.open(f"/run/netns/{name}", os.O_RDONLY)
        try:
            yield Host(name, number, descriptor)
        finally:
            os.close(descriptor)
    finally:
        output_of("ip", "netns", "delete", name)


def _enter(descriptor: int) -> None:
    if ctypes.CDLL(None, use_errno=True).setns(descriptor, CLONE_NEWNET) != 0:  # os.setns is Python 3.12
        raise OSError(ctypes.get_errno(), "setns")


@contextmanager
def lab_on(host: Host, path: Path) -> Iterator[Lab]:
    """A lab whose engine, and so its sockets, belongs to a host."""
    with ExitStack() as stack:
        with host.inside():
            lab = stack.enter_context(open_lab(path))
        yield lab
