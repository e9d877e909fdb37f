"""A screen of its own for a measurement, and the moments at which a window appears and is drawn; single-threaded.

Law: the moments come from the X server's own events, not from asking again and again, which slows what is measured.
"""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

SUBSTRUCTURE_NOTIFY_MASK = 1 << 19  # X.h
MAP_NOTIFY = 19
DAMAGE_REPORT_NON_EMPTY = 3  # Xdamage.h: tell once that something was drawn, then not before that was taken note of
Z_PIXMAP = 2  # X.h
ALL_PLANES = ctypes.c_ulong(0xFFFFFFFF)
BLANK_SHARE = 0.99
"""A window is blank while so many of its pixels have one colour: a frame, a border or a cursor is no content yet."""
SAMPLED = 5
"""One of so many pixels is looked at, so that looking takes little of the computer that the program starts on."""


class Shown(NamedTuple):
    """When a window got where; time.perf_counter()."""

    mapped: float
    """It stands on the screen, perhaps with nothing in it."""
    drawn: float
    """There is something to be seen in it."""


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


class _Image(ctypes.Structure):
    """The beginning of XImage of Xlib.h."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    )


class WindowWatch:
    """Sees every top-level window that appears on one display, and what is drawn there."""

    def __init__(self, display: str) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XDefaultRootWindow.restype = ctypes.c_ulong
        opened = self._x11.XOpenDisplay(display.encode())
        if not opened:
            raise OSError(f"cannot open display {display}")
        self._x11.XGetImage.restype = ctypes.POINTER(_Image)
        self._display = ctypes.c_void_p(opened)
        root = ctypes.c_ulong(self._x11.XDefaultRootWindow(self._display))
        self._x11.XSelectInput(self._display, root, ctypes.c_long(SUBSTRUCTURE_NOTIFY_MASK))
        self._damages = ctypes.CDLL("libXdamage.so.1")
        first_event, first_error = ctypes.c_int(), ctypes.c_int()
        numbers = map(ctypes.byref, (first_event, first_error))
        if not self._damages.XDamageQueryExtension(self._display, *numbers):
            raise OSError("this X server does not tell what is drawn")
        self._damage_notify = first_event.value
        self._damages.XDamageCreate.restype = ctypes.c_ulong
        self._damage = ctypes.c_ulong(self._damages.XDamageCreate(self._display, root, DAMAGE_REPORT_NON_EMPTY))
        self._x11.XSync(self._display, 0)

    def wait_for(self, title: str, seconds: float) -> Shown:
        """The next window whose title begins with `title`; TimeoutError when it is not drawn within the time."""
        deadline = time.perf_counter() + seconds
        mapped, window = 0.0, 0
        while True:
            event = self._next_event(deadline)
            if event is None:
                raise TimeoutError(f"no window {title!r} with something in it within {seconds} s")
            now = time.perf_counter()
            if event.type == MAP_NOTIFY and self._title(event.window).startswith(title):
                mapped, window = now, event.window
            elif event.type == self._damage_notify:
                self._damages.XDamageSubtract(self._display, self._damage, ctypes.c_ulong(0), ctypes.c_ulong(0))
                if window and not self._is_blank(window):
                    return Shown(mapped, now)

    def _next_event(self, deadline: float) -> _MapEvent | None:
        connection = self._x11.XConnectionNumber(self._display)
        while not self._x11.XPending(self._display):
            remaining = deadline - time.perf_counter()
            if remaining <= 0:
                return None
            select.select([connection], [], [], remaining)
        event = _MapEvent()
        self._x11.XNextEvent(self._display, ctypes.byref(event))
        return event

    def _is_blank(self, window: int) -> bool:
        """Looks at the screen where the window is: what another window covers can't be asked of the window itself."""
        root = ctypes.c_ulong()
        x, y = ctypes.c_int(), ctypes.c_int()
        width, height, border, depth = (ctypes.c_uint() for _ in range(4))
        numbers = map(ctypes.byref, (root, x, y, width, height, border, depth))
        self._x11.XGetGeometry(self._display, ctypes.c_ulong(window), *numbers)
        image = self._x11.XGetImage(self._display, root, x, y, width, height, ALL_PLANES, Z_PIXMAP)
        try:
            pixels = ctypes.string_at(image.contents.data, image.contents.bytes_per_line * image.contents.height)
        finally:
            self._x11.XDestroyImage(image)
        looked_at = memoryview(pixels).cast("I")[::SAMPLED].tolist()
        return Counter(looked_at).most_common(1)[0][1] > BLANK_SHARE * len(looked_at)

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
