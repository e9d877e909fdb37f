"""A person's own function, loaded from a file and called with a time limit (worker thread).

It runs in this program's own Python, so that it works in the packaged program too, which has no other, with the modules
that are in it. Each call has a thread of its own. A thread can't be killed: a call that is over its time is given up,
and its thread told to end, which it does as soon as it runs Python again (a loop at once, a sleep when it is over).
Those that stay are counted, and too many of them stop the hook. They are daemons: none keeps the program from ending.
What no limit helps against is one call into C that keeps the interpreter to itself, like a regular expression that
backtracks for hours.

Law: whatever the function does, answer() comes back within the limit, with bytes or with a fault that says why not.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path, PurePath
from types import CodeType
from typing import Any

from core.contract.endpoints import Endpoint
from core.contract.faults import BadInput, Fault, Field, fault_of
from core.machine.file_pieces import refuse_special

LIMIT_S = 2.0
"""For one call, and for loading the file."""
MOST_GIVEN_UP = 4
"""Calls that were given up and still go on; then the hook is not called any more."""
MOST_ANSWER = 8 * 1024 * 1024
"""Bytes of one answer: what may wait on one socket."""


def compiled(path: str, field: Field = Field.NONE) -> CodeType:
    """The file as code; nothing of it is run. OSError; BadInput: HOOK_SYNTAX, NO_PLAIN_FILE."""
    refuse_special(path, field)
    source = Path(path).read_bytes()
    try:
        return compile(source, path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:  # ValueError: a NUL in it
        line = getattr(error, "lineno", None)
        where = f"{PurePath(path).name}, line {line}" if line else PurePath(path).name
        about = error.msg if isinstance(error, SyntaxError) else str(error)
        raise BadInput(Fault("HOOK_SYNTAX", about=about, field=field, detail=where)) from None


class Hook:
    """One file; never two calls at a time, but for those that were given up."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._reply: Callable[[bytes, tuple[str, int]], object] | None = None
        self._given_up: list[_Call] = []

    def answer(self, data: bytes, peer: Endpoint | None) -> bytes:
        """What the function answers; b"": nothing. BadInput: why there is no answer."""
        if self._reply is None:
            self._reply = self._within_limit(self._load)
        ends = (peer.address, peer.port) if peer is not None else ("", 0)
        said = self._within_limit(partial(self._reply, data, ends))
        return self._bytes_of(said)

    def _load(self) -> Callable[[bytes, tuple[str, int]], object]:
        try:
            code = compiled(self._path)
        except OSError as error:
            raise BadInput(fault_of(error, "read", about=self._path)) from None
        # A windowed program has no standard output, and on the command line that is for what the peers send.
        names: dict[str, Any] = {
            "__name__": "hook", "__file__": self._path, "print": partial(print, file=sys.stderr),
        }  # fmt: skip
        exec(code, names)
        reply = names.get("reply")
        if not callable(reply):
            raise BadInput(Fault("HOOK_MISSING", about=PurePath(self._path).name))
        return reply  # type: ignore[no-any-return]  # what it takes and gives is seen when it is called

    def _within_limit(self, work: Callable[[], Any]) -> Any:
        self._given_up = [call for call in self._given_up if call.is_alive()]
        if len(self._given_up) >= MOST_GIVEN_UP:
            raise BadInput(Fault("HOOK_STUCK", about=self._path, count=MOST_GIVEN_UP))
        call = _Call(work)
        call.start()
        call.join(LIMIT_S)
        if not call.is_done:
            self._given_up.append(call)
            call.give_up()
            raise BadInput(Fault("HOOK_TOO_SLOW", about=self._path, count=round(LIMIT_S)))
        if isinstance(call.mistake, BadInput):
            raise call.mistake
        if call.mistake is not None:
            raise BadInput(_fault_of(call.mistake, self._path))
        return call.said

    def _bytes_of(self, said: object) -> bytes:
        if said is None:
            return b""
        if isinstance(said, str):
            said = said.encode("utf-8", "backslashreplace")
        if not isinstance(said, bytes | bytearray | memoryview):
            raise BadInput(Fault("HOOK_TYPE", about=type(said).__name__))
        if len(said) > MOST_ANSWER:
            raise BadInput(Fault("HOOK_TOO_LONG", count=len(said)))
        return bytes(said)


class _Call(threading.Thread):
    """One call, in a thread of its own."""

    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__(name="hook", daemon=True)
        self._work = work
        self.is_done = False
        self.said: Any = None
        self.mistake: BaseException | None = None

    def run(self) -> None:
        """Whatever it raises, even SystemExit, is the hook's own mistake."""
        try:
            self.said = self._work()
        except BaseException as mistake:
            self.mistake = mistake
        self.is_done = True

    def give_up(self) -> None:
        """Have it end when it next runs Python: a thread that is told SystemExit ends without a word."""
        import ctypes  # only a call that is over its time needs it

        if self.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident), ctypes.py_object(SystemExit))


def _fault_of(mistake: BaseException, path: str) -> Fault:
    """What was raised, and in which line of the file; both may hold what a peer sent, and are shown as such."""
    lines = [line for frame, line in traceback.walk_tb(mistake.__traceback__) if frame.f_code.co_filename == path]
    name = PurePath(path).name
    about = traceback.format_exception_only(mistake)[-1].strip()
    return Fault("HOOK_FAILED", about=about, detail=f"{name}, line {lines[-1]}" if lines else name)
