"""Limits and rights of this very process, taken away for a moment and given back (test thread).

Law: whatever the test does, they are given back.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_CAPABILITIES_V3 = 0x20080522
_NET_BIND_SERVICE = 1 << 10
_SYS_CAPGET, _SYS_CAPSET = {"x86_64": (125, 126), "aarch64": (90, 91)}[platform.machine()]


@contextmanager
def no_descriptor_free() -> Iterator[None]:
    """Every open() and accept() of this process gives EMFILE; what is open already goes on."""
    if sys.platform == "win32":
        raise NotImplementedError("processes have no such limit there")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def room_for_descriptors(count: int) -> Iterator[None]:
    """The process may open so many more than it has now."""
    if sys.platform == "win32":
        raise NotImplementedError("processes have no such limit there")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = len(os.listdir("/proc/self/fd")) + count
    assert hard == resource.RLIM_INFINITY or hard >= wanted, f"`ulimit -Hn` is {hard}: the test needs {wanted}"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def no_right_to_low_ports() -> Iterator[None]:
    """This thread, and those it starts, may not bind ports below 1024: root without CAP_NET_BIND_SERVICE.

    An ordinary user never may.
    """
    header = struct.pack("Ii", _CAPABILITIES_V3, 0)
    before = ctypes.create_string_buffer(24)
    _call(_SYS_CAPGET, header, before)
    effective, *rest = struct.unpack("6I", before.raw)
    _call(_SYS_CAPSET, header, struct.pack("6I", effective & ~_NET_BIND_SERVICE, *rest))
    try:
        yield
    finally:
        _call(_SYS_CAPSET, header, before.raw)


def _call(number: int, header: bytes, data: object) -> None:
    if ctypes.CDLL(None, use_errno=True).syscall(number, header, data) != 0:
        raise OSError(ctypes.get_errno(), "capabilities could not be read or set")
