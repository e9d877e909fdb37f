"""The path that a reply is given, and whether its file is good, before a port is held (any thread that may wait).

Law: looking at a hook's file runs nothing of it, and looking at a file to save to makes none.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from core.contract.commands import ReplyChoice
from core.contract.faults import BadInput, Fault, Field, fault_of
from core.machine.file_pieces import refuse_special
from core.replies.catalogue import path_of
from core.replies.hook import compiled
from core.replies.save_file import path_for


def file_choice(name: str, text: str) -> ReplyChoice:
    """A reply with the path that somebody typed, made whole. BadInput: REPLY_FILE_EMPTY, ENOENT."""
    if not text.strip():
        raise BadInput(Fault("REPLY_FILE_EMPTY", field=Field.FILE))
    try:
        return ReplyChoice(name, os.path.abspath(os.path.expanduser(text)).encode())
    except ValueError:  # a NUL, or bytes that are no text in this system's file names
        raise BadInput(Fault("ENOENT", "read", about=text, field=Field.FILE)) from None


def check(choice: ReplyChoice) -> None:
    """Look at the file as far as can be without using it. BadInput: what is wrong with it, with Field.FILE."""
    path = path_of(choice)
    try:
        match choice.name:
            case "send-file":
                refuse_special(path, Field.FILE)
                Path(path).open("rb").close()
            case "save-file":
                _check_place(path_for(path, 0))
            case "python":
                compiled(path, Field.FILE)
    except BadInput:
        raise
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        known = error if isinstance(error, OSError) else FileNotFoundError(errno.ENOENT, "")
        raise BadInput(fault_of(known, "read", about=path, field=Field.FILE)) from None


def _check_place(path: str) -> None:
    """Of a file that may not be there yet. What the system allows is known for sure only when it is written."""
    place = Path(path)
    if place.is_dir():
        raise _refused(errno.EISDIR, path)
    if place.exists():
        refuse_special(path, Field.FILE)
    elif not place.parent.is_dir():
        raise _refused(errno.ENOENT, str(place.parent))
    if not os.access(place if place.exists() else place.parent, os.W_OK):
        raise _refused(errno.EACCES, path)


def _refused(number: int, about: str) -> BadInput:
    """As the system would say it."""
    return BadInput(fault_of(OSError(number, ""), "write", about=about, field=Field.FILE))
