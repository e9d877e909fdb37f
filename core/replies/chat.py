"""Chat room: whatever one caller writes, all the others read, with a name before it (engine thread).

A caller is called by the number of the socket here (#7), until he writes /name and a name; /who lists who is there.
Lines end in \\n, and are UTF-8; what would not be seen on a terminal is passed on as text (\\x1b), never as it is. Who
does not read what he is sent misses lines, and is told how many. Only TCP: with UDP nobody could tell who has left.
"""

from __future__ import annotations

from core.contract.endpoints import Endpoint
from core.payload.escapes import show_name, show_text
from core.replies.reply import Company, Ends, Part, Talk, Voice

LONGEST_LINE = 4096
"""Bytes; a longer one is passed on in pieces."""
LONGEST_NAME = 32


class ChatRoom:
    """The room: everybody in it, in the order in which they came."""

    greets = True
    finishes = True
    wants_calls = False

    def __init__(self) -> None:
        self.guests: list[_Guest] = []

    def begin(self, ends: Ends, _company: Company, voice: Voice) -> Talk:
        """Somebody comes in."""
        return _Guest(self, f"#{ends.socket}", voice) if ends.remote is not None else Part()

    def tell_others(self, but: _Guest, line: str) -> None:
        """A line for everybody else."""
        for guest in list(self.guests):
            if guest is not but:
                guest.hear(line)

    @property
    def names(self) -> str:
        """Who is there."""
        return ", ".join(guest.name for guest in self.guests)


class _Guest(Part):
    """One caller in the room."""

    def __init__(self, room: ChatRoom, name: str, voice: Voice) -> None:
        self.name = name
        self._room = room
        self._voice = voice
        self._begun = b""
        """A line that has not ended yet."""
        self._missed = 0

    def greet(self) -> bytes:
        self._room.guests.append(self)
        self._room.tell_others(self, f"* {self.name} has come in")
        return _line(f"* You are {self.name}. In the room: {self._room.names}. Change your name with /name NAME.")

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        *lines, rest = (self._begun + data).split(b"\n")
        while len(rest) >= LONGEST_LINE:
            lines.append(rest[:LONGEST_LINE])
            rest = rest[LONGEST_LINE:]
        self._begun = rest
        return b"".join(map(self._write, lines))

    def hear(self, line: str) -> None:
        """A line of somebody else; missed when too many wait already."""
        if not self._voice.has_room:
            self._missed += 1
            return
        if self._missed:
            self._voice.say(_line(f"* You did not read: {self._missed} lines were left out here."))
            self._missed = 0
        self._voice.say(_line(line))

    def leave(self) -> None:
        if self in self._room.guests:
            if self._begun:
                self._write(self._begun)
            self._room.guests.remove(self)
            self._room.tell_others(self, f"* {self.name} has left")

    def _write(self, line: bytes) -> bytes:
        """One line of this caller; what he is to read himself."""
        line = line.rstrip(b"\r")
        if line.startswith(b"/name "):
            return self._rename(line[6:].strip())
        if line == b"/who":
            return _line(f"* In the room: {self._room.names}")
        if line:
            self._room.tell_others(self, f"{self.name}: {show_text(line)}")
        return b""

    def _rename(self, wanted: bytes) -> bytes:
        name = show_name(wanted.decode("utf-8", "backslashreplace"))
        if not name or len(name) > LONGEST_NAME or name.startswith(("*", "#")) or ":" in name:
            return _line(f"* A name has 1 to {LONGEST_NAME} characters, no colon, and does not begin with * or #.")
        if any(guest.name == name for guest in self._room.guests):
            return _line(f"* Somebody here is {name} already.")
        self._room.tell_others(self, f"* {self.name} is now {name}")
        self.name = name
        return _line(f"* You are now {name}")


def _line(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace") + b"\r\n"
