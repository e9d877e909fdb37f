"""Does what a remedy's button says: commands one after the other, at once or after a wait (window thread).

Law: it does only what a person could do with the forms and buttons, and one remedy at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from core.contract.commands import Command
from core.contract.faults import Fault, fault_of

if TYPE_CHECKING:
    from core.explain.why.case import Remedy

GiveCommand = Callable[[Command, Callable[[], None]], None]
"""Has a command carried out where it belongs, and calls back when it is done; a failure is told there too."""


class Timer(Protocol):
    """What is needed of Tk."""

    def after(self, ms: int, func: Callable[[], None], /) -> str:
        """Call `func` once, later, on the window thread."""
        ...

    def after_cancel(self, id: str, /) -> None:
        """Don't."""
        ...


class Remedies:
    """Carries remedies out, and counts down to those that wait."""

    def __init__(
        self,
        give: GiveCommand,
        timer: Timer,
        on_failed: Callable[[str, Fault], None],
        show_port: Callable[[int], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`on_failed`: what could not be done, and what the system said. `show_port`: in the Ports tab."""
        self._give = give
        self._timer = timer
        self._on_failed = on_failed
        self._show_port = show_port
        self._clock = clock
        self._pending = ""
        self._due = 0.0

    def do(self, remedy: Remedy, on_tick: Callable[[], None]) -> None:
        """Begin; `on_tick` is called every second of a wait, and when it is over."""
        from core.explain.why.case import Ask, RaiseLimit, RemoveFile, ShowPort, Wait

        self.cancel()
        match remedy:
            case Ask(commands=commands):
                self._go_on(commands)
            case Wait(seconds=seconds, commands=commands):
                self._due = self._clock() + seconds
                self._count_down(commands, on_tick)
            case RaiseLimit(to=to):
                self._raise_limit(to)
            case ShowPort(port=port):
                self._show_port(port)
            case RemoveFile(path=path, commands=commands):
                self._remove(path, commands)

    @property
    def left_s(self) -> float | None:
        """How long the wait still is; None: nothing is waited for."""
        return max(0.0, self._due - self._clock()) if self._pending else None

    def cancel(self) -> None:
        """Wait no more."""
        if self._pending:
            self._timer.after_cancel(self._pending)
            self._pending = ""

    def _count_down(self, commands: tuple[Command, ...], on_tick: Callable[[], None]) -> None:
        left = self._due - self._clock()
        if left <= 0:
            self._pending = ""
            self._go_on(commands)
        else:
            ms = max(1, round(min(left, left % 1 or 1.0) * 1000))
            self._pending = self._timer.after(ms, lambda: self._count_down(commands, on_tick))
        on_tick()

    def _go_on(self, commands: tuple[Command, ...]) -> None:
        """The first command; the others when it is done."""
        if commands:
            self._give(commands[0], lambda: self._go_on(commands[1:]))

    def _raise_limit(self, to: int) -> None:
        from core.machine.limits import raise_descriptor_limit

        try:
            raise_descriptor_limit(to)
        except OSError as refused:
            self._on_failed("The limit could not be raised", fault_of(refused, "setrlimit"))

    def _remove(self, path: str, commands: tuple[Command, ...]) -> None:
        from core.machine.paths import remove_left_over

        try:
            remove_left_over(path)
        except OSError as refused:
            self._on_failed("The file could not be removed", fault_of(refused, "unlink", about=path))
        else:
            self._go_on(commands)
