"""A session as data, and how its file is laid out (any thread).

The file is JSON in UTF-8, made to be read and changed by hand:

    {
      "format": "socketlab-session",
      "version": 1,
      "about": "What it is for, in a sentence or two",
      "listeners": [...],   listeners.py
      "clients": [...],     clients.py
      "messages": {...},    messages.py
      "window": {...}       window.py
    }

Every section may be missing. To add one: a module here, a field of Session, and a line in read_session() and
write_session(). Law: a field that this version does not know is kept where it stands and written back; a file of a
higher version is not opened at all, so that nothing of it is lost.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from core.contract.faults import Fault
from core.session.clients import Client, read_client, write_client
from core.session.errors import SessionError
from core.session.fields import Fields, Rest, written
from core.session.listeners import Listener, read_listener, write_listener
from core.session.messages import Messages, read_messages, write_messages
from core.session.window import Look, read_look

FORMAT = "socketlab-session"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Session:
    """All of it."""

    about: str = ""
    listeners: tuple[Listener, ...] = ()
    clients: tuple[Client, ...] = ()
    messages: Messages = field(default_factory=Messages)
    look: Look = field(default_factory=dict)
    rest: Rest = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to start in it."""
        return not self.listeners and not self.clients


def read_session(text: bytes) -> Session:
    """The session that a file holds. SessionError, with the place."""
    fields = Fields(_parsed(text), "")
    version = fields.take("version", VERSION)
    if version > VERSION:
        raise SessionError(Fault("SESSION_NEWER", count=version))
    about = fields.take("about", "")
    listeners = fields.each("listeners", read_listener)
    clients = fields.each("clients", read_client)
    messages = read_messages(fields.object("messages"))
    look = read_look(fields.object("window"))
    return Session(about, listeners, clients, messages, look, fields.rest)


def write_session(session: Session) -> bytes:
    """The file."""
    sections = written(
        [
            ("about", session.about, ""),
            ("listeners", [write_listener(it) for it in session.listeners], []),
            ("clients", [write_client(it) for it in session.clients], []),
            ("messages", write_messages(session.messages), {}),
            ("window", dict(session.look), {}),
        ],
        session.rest,
    )
    whole = {"format": FORMAT, "version": VERSION} | sections
    try:
        return (json.dumps(whole, indent=2, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can write
        return (json.dumps(whole, indent=2) + "\n").encode()


def _parsed(text: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(text.decode("utf-8-sig"), parse_constant=_no_number, object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise SessionError(Fault("SESSION_SYNTAX", about="this is no text in UTF-8"), f"line {line}") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise SessionError(Fault("SESSION_SYNTAX", about=error.msg), place) from None
    except RecursionError:
        raise SessionError(Fault("SESSION_SYNTAX", about="lists in lists without an end")) from None
    except ValueError as error:  # from the two below, and a number of thousands of digits
        raise SessionError(Fault("SESSION_SYNTAX", about=str(error))) from None
    if not isinstance(found, dict) or found.pop("format", "") != FORMAT:
        raise SessionError(Fault("NOT_A_SESSION"))
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number in JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets a name stand twice, and of such a pair one would be lost."""
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(it for it in names if names.count(it) > 1)} stands twice in one object")
    return made
