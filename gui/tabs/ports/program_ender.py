"""Ends the program that holds a port: asks first, then asks the program, and kills it only when that is wanted.

Window thread; the system is asked by workers. Law: a card names the program by name, pid and user before anything is
done, and what the system refuses is said.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.payload.escapes import show_name
from gui.frame.notices import Notice, Notices
from gui.parts import Parts

if TYPE_CHECKING:
    from core.machine.ending import End, Program

_ASKS = sys.platform != "win32"
"""Windows knows no way to ask a program that has no window: there it is ended at once."""


class ProgramEnder:
    """See the module."""

    def __init__(self, parts: Parts, notices: Notices, on_end: Callable[[str], None]) -> None:
        """`on_end` hears in words what has ended."""
        self._parts = parts
        self._notices = notices
        self._on_end = on_end

    def ask(self, pid: int, besides: str) -> None:
        """Open the card that asks; `besides`: what else goes with the program."""
        from core.machine.ending import running_program

        self._parts.bridge.ask(lambda: running_program(pid), lambda found: self._offer(found, pid, besides))

    def _offer(self, program: Program | None, pid: int, besides: str) -> None:
        if program is None:
            self._notices.show(Notice("info", f"Program {pid} has ended by itself, or the system does not show it."))
            return
        how = "It is asked to end (SIGTERM)" if _ASKS else "It is ended at once"
        question = Notice(
            "warning",
            f"End {_name(program)}?",
            f"It runs as {show_name(program.user)}. {besides} {how}; what it has not saved may be lost.",
        )
        self._put(question, "End this program", program, kill=False)

    def _put(self, question: Notice, label: str, program: Program, *, kill: bool) -> None:
        def go() -> None:
            self._notices.close(question)
            self._end(program, kill=kill)

        card = self._notices.show(question, ((label, go), ("Leave it", lambda: self._notices.close(question))))
        card.buttons["Leave it"].focus_set()  # Return at once must not end anything

    def _end(self, program: Program, *, kill: bool) -> None:
        from core.machine.ending import end_program

        self._parts.bridge.ask(
            lambda: end_program(program, kill=kill), lambda end: self._ended(program, end, kill=kill)
        )

    def _ended(self, program: Program, end: End, *, kill: bool) -> None:
        from core.machine.ending import End

        name = _name(program)
        if end is End.GONE:
            self._on_end(f"{name} has ended.")
        elif end is End.REFUSED:
            words = f"It belongs to {show_name(program.user)}: only that user or an administrator may end it (EPERM)."
            self._notices.show(Notice("error", f"The system does not let you end {name}", words))
        elif kill:
            words = "The system ends it as soon as what it waits for in the kernel is over."
            self._notices.show(Notice("warning", f"{name} is still there", words))
        else:
            question = Notice(
                "warning",
                f"{name} is still there",
                "It was asked to end and goes on. Killed (SIGKILL), it can’t save or tidy up anything.",
            )
            self._put(question, "Kill it", program, kill=True)


def _name(program: Program) -> str:
    return f"{show_name(program.name) or 'a program'} (pid {program.pid})"
