"""A session file: opened, and written whole or not at all (a worker thread's, for a disk may be slow).

Law: whatever is wrong with a file is one SessionError; a file that is being replaced is never half of each.
"""

from __future__ import annotations

import errno
from pathlib import Path

from core.capture.export.replacement import replacing
from core.contract.faults import Fault, fault_of
from core.session.errors import SessionError
from core.session.session import FORMAT, Session, read_session, write_session

SUFFIX = ".labsession"
MOST_BYTES = 16 << 20
"""A thousand listeners take 100 KB. More is no session, and would only fill the memory."""
_HEAD = 4096


def open_session(path: Path) -> Session:
    """The session in a file. SessionError."""
    try:
        if path.exists() and not path.is_file():  # a pipe would wait for somebody who writes into it
            raise SessionError(Fault("EISDIR", "read", errno.EISDIR, str(path)) if path.is_dir() else _foreign(path))
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SessionError(fault_of(error, "read", about=str(path))) from None
    if len(text) > MOST_BYTES:
        raise SessionError(Fault("SESSION_TOO_LARGE", about=str(path), count=MOST_BYTES))
    try:
        return read_session(text)
    except SessionError as error:
        if error.fault.name == "NOT_A_SESSION":
            raise SessionError(_foreign(path)) from None
        raise


def save_session(path: Path, session: Session) -> None:
    """Write it, in place of what was there. SessionError."""
    try:
        with replacing(path) as part:
            part.write_bytes(write_session(session))
    except OSError as error:
        raise SessionError(fault_of(error, "open", about=str(path))) from None


def looks_like_session(path: Path) -> bool:
    """Whether a file that somebody double-clicked is a session, by its name or by its first bytes."""
    if path.suffix.lower() == SUFFIX:
        return True
    try:
        with path.open("rb") as file:
            return path.is_file() and f'"{FORMAT}"'.encode() in file.read(_HEAD)
    except OSError:
        return False


def _foreign(path: Path) -> Fault:
    return Fault("NOT_A_SESSION", about=str(path))
