"""A screen of its own for a measurement, and the moment at which a window appears on it; single-threaded.

Law: the moment comes from the X server's own event, not from asking again and again, which would slow what is measured.
"""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

SUBSTRUCTURE_NOTIFY_MASK = 1 << 19  # X.h
MAP_NOTIFY = 19


class _MapEvent(ctypes.Structure):
    """XMapEvent of Xlib.h, padded to the size of the XEvent union."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("event", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
        ("padding", ctypes.c_long * 24),
    )


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Start Xvfb on a free display and yield the display's name (":7")."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-dpi", "96", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise OSError("Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


class WindowWatch:
    """Sees every top-level window that appears on one display."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        opened = self._x11.XOpenDisplay(display.encode())
        if not opened:
            raise OSError(f"cannot open display {display}")
        self._display = ctypes.c_void_p(opened)
        root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._display))
        self._x11.XSelectInput(self._display, root, ctypes.c_long(SUBSTRUCTURE_NOTIFY_MASK))
        self._x11.XSync(self._display, 0)

    def wait_for(self, title: str, seconds: float) -> float:
        """time.perf_counter() at which a window whose title begins with `title` became visible."""
        deadline = time.perf_counter() + seconds
        connection = self._x11.XConnectionNumber(self._display)
        event = _MapEvent()
        while True:
            while self._x11.XPending(self._display):
                self._x11.XNextEvent(self._display, ctypes.byref(event))
                if event.type == MAP_NOTIFY and self._title(event.window).startswith(title):
                    return time.perf_counter()
            remaining = deadline - time.perf_counter()
            if remaining <= 0:
                raise TimeoutError(f"no window {title!r} within {seconds} s")
            select.select([connection], [], [], remaining)

    def close(self) -> None:
        """Leave the display."""
        self._x11.XCloseDisplay(self._display)

    def _title(self, window: int) -> str:
        name = ctypes.c_char_p()
        if not self._x11.XFetchName(self._display, ctypes.c_ulong(window), ctypes.byref(name)):
            return ""
        title = (name.value or b"").decode("utf-8", "replace")
        self._x11.XFree(name)
        return title
