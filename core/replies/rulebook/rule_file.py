"""Rule books in files (any thread that may wait for a disk).

Law: a file is written whole or not at all, and what is read from one makes sense from its first rule to its last.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from core.contract.faults import BadInput, Field, fault_of
from core.replies.rulebook.answering import ReadyBook
from core.replies.rulebook.json_form import MOST_BYTES, from_json, to_json
from core.replies.rulebook.rule import RuleBook


def read_rules(path: Path) -> RuleBook:
    """Raises BadInput: what the system says of the file, from_json() of its bytes, ReadyBook() of its rules."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise _at_fault(error, path, "read") from None
    book = from_json(data)
    ReadyBook(book)
    return book


def write_rules(path: Path, book: RuleBook) -> None:
    """Raises BadInput with what the system says."""
    try:
        handle, name = tempfile.mkstemp(prefix=path.name, suffix=".tmp", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(to_json(book))
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise _at_fault(error, path, "write") from None


def _at_fault(error: OSError | ValueError, path: Path, call: str) -> BadInput:
    known = error if isinstance(error, OSError) else OSError(2, str(error))
    return BadInput(fault_of(known, call, about=str(path), field=Field.RULES))
