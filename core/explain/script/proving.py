"""What a record may put into a program: it may come from somebody's file, and hold anything (pure, any thread).

Law: only names and numbers that are what they must be get through, and they mean something on this system.
"""

from __future__ import annotations

import errno
import re
import socket
from dataclasses import replace
from ipaddress import ip_address

from core.capture.stories.stories import endpoint_of
from core.contract.endpoints import Endpoint
from core.contract.records import Call, CallRecord
from core.explain.calls.arguments import membership_of, text_of
from core.explain.script.steps import Deed, Step

_CHANCE = frozenset({"EMFILE", "ENFILE", "ENOBUFS", "ENOMEM"})
"""Errors that tell of the state of the computer then, which no program brings about again."""
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]{1,40}")
LINGER = re.compile(r"(on|off), (\d{1,5}) s")
"""The value of SO_LINGER as the lab records it."""
_INTERFACE = re.compile(r"[\w.@:-]{0,32}")
_ERROR = re.compile(r"E[A-Z0-9]{2,20}")


def can_fail_again(record: CallRecord) -> bool:
    """Whether a program can be told to expect this error."""
    if not record.error:
        return True
    made_here = record.call in (Call.SOCKET, Call.GETADDRINFO)
    return not made_here and record.error not in _CHANCE and is_error(record.error)


def is_error(name: str) -> bool:
    """Whether programs on this system know it."""
    return bool(_ERROR.fullmatch(name)) and hasattr(errno, name)


def failing(step: Step, record: CallRecord) -> Step:
    """The same step with the error that it met. A close() that fails has closed all the same."""
    return step if step.deed is Deed.CLOSE else replace(step, error=record.error)


def remark_of(record: CallRecord) -> Step:
    """Of what can't be made again."""
    failed = f" failed with {record.error}" if _ERROR.fullmatch(record.error.replace("_", "")) else ""
    return Step(Deed.REMARK, record.socket, words=(f"{record.call.label}(){failed}",))


def constant(record: CallRecord, index: int) -> str:
    """An argument that names a constant of the socket module; ValueError when it is none."""
    text = text_of(record, index)
    if not (_CONSTANT.fullmatch(text) and hasattr(socket, text)):
        raise ValueError(text)
    return text


def group_and_interface(record: CallRecord) -> tuple[str, str] | None:
    """Of a setsockopt() that joins or leaves a group; None for others, ValueError where it names no such things."""
    membership = membership_of(record)
    if membership is None:
        return None
    if not _INTERFACE.fullmatch(membership.interface):
        raise ValueError(membership)
    return str(ip_address(membership.group)), membership.interface


def endpoint(text: str) -> Endpoint:
    """The endpoint that a text names; ValueError when it names none."""
    found = endpoint_of(text)
    if found is None:
        raise ValueError(text)
    return found
