"""What was asked for to make each socket of the window (window thread).

Law: it holds commands that were carried out, with the reply and the options that are in force now, so that what runs
can be started again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from core.contract.commands import BindUdp, Command, Connect, Listen, SetReply
from core.contract.option_commands import OptionValue, SetOption

Making: TypeAlias = Listen | BindUdp | Connect

MOST_KEPT = 20_000
"""Of the newest sockets; a window that has called so often is no session that somebody would keep."""


class Asked:
    """By socket number."""

    def __init__(self) -> None:
        self._made: dict[int, Making] = {}

    @staticmethod
    def wants(command: Command) -> bool:
        """Whether done() is to be told of it."""
        return isinstance(command, Making | SetReply | SetOption)

    def done(self, command: Command, socket: int | None) -> None:
        """A command was carried out, and was about that socket."""
        if socket is None:
            return
        match command:
            case Listen() | BindUdp() | Connect():
                self._made[socket] = command
                if len(self._made) > MOST_KEPT:
                    del self._made[next(iter(self._made))]
            case SetOption(name=name, value=value) if (made := self._made.get(socket)) is not None:
                others = [option for option in made.options if option.name != name]
                self._made[socket] = replace(made, options=(*others, OptionValue(name, value)))
            case SetReply(reply=reply):
                made = self._made.get(socket)
                if isinstance(made, Listen | BindUdp):
                    self._made[socket] = replace(made, reply=reply)

    def of(self, socket: int | None) -> Making | None:
        """What made it; None for one that nobody asked for by itself."""
        return self._made.get(socket) if socket is not None else None
