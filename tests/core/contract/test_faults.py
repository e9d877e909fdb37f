"""A failure as a value."""

from __future__ import annotations

import errno
import socket

import pytest

from core.contract.faults import BadInput, Fault, Field, eai_name, errno_name, fault_of
from core.explain.faults import explain


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (errno.ECONNREFUSED, "ECONNREFUSED"),
        (errno.EAGAIN, "EAGAIN"),
        (errno.EOPNOTSUPP, "EOPNOTSUPP"),
        (9999, "E9999"),
        (None, "EUNKNOWN"),
    ],
)
def test_an_error_has_the_name_that_posix_gives_it(number: int | None, name: str) -> None:
    assert errno_name(number) == name


@pytest.mark.parametrize("name", ["EAI_NONAME", "EAI_AGAIN", "EAI_FAIL", "EAI_ADDRFAMILY"])
def test_a_look_ups_error_has_a_name_too(name: str) -> None:
    assert eai_name(getattr(socket, name)) == name


def test_a_look_ups_number_is_never_taken_for_an_errno() -> None:
    fault = fault_of(socket.gaierror(socket.EAI_NONAME, "?"), "getaddrinfo", about="nowhere", field=Field.HOST)
    assert fault == Fault("EAI_NONAME", "getaddrinfo", socket.EAI_NONAME, "nowhere", Field.HOST)


def test_an_oserror_without_a_number_harms_nothing() -> None:
    assert fault_of(OSError("AF_UNIX path too long"), "bind") == Fault("EUNKNOWN", "bind")


@pytest.mark.parametrize(("winerror", "name"), [(32, "FILE_LOCKED"), (33, "FILE_LOCKED"), (5, "EACCES")])
def test_a_file_that_another_program_holds_is_told_from_one_without_the_right(winerror: int, name: str) -> None:
    error = PermissionError(errno.EACCES, "Permission denied")
    error.winerror = winerror  # type: ignore[attr-defined, unused-ignore]  # as Windows gives it
    fault = fault_of(error, "open", about="a.csv")
    assert fault == Fault(name, "open", errno.EACCES, "a.csv")
    assert explain(fault).error == "EACCES (13)"


def test_a_bad_input_carries_its_fault() -> None:
    fault = Fault("HOST_EMPTY", field=Field.HOST)
    assert BadInput(fault).fault is fault
