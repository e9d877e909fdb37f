"""Opens the display (main thread), with Python free to do something else meanwhile.

Law: whatever way Tk gets loaded, the result is the same hidden main window, or tkinter.TclError.
"""

from __future__ import annotations

import contextlib
import sys
import tkinter as tk


def open_display() -> tk.Tk:
    """The main window, not yet on the screen; tkinter.TclError when there is no screen."""
    root = tk.Tk(className="Socketlab", useTk=False)
    library = _tk_library()
    if library is not None:
        # tkinter loads Tk with the interpreter lock held. A Tcl call gives the lock away, so the other modules of the
        # program are imported during the 20 to 45 ms that Tk takes.
        with contextlib.suppress(tk.TclError):  # there is no screen: loadtk() says so
            root.tk.call("load", library, "Tk")
    root.loadtk()
    root.withdraw()
    root.tk.call("font", "actual", "TkDefaultFont")  # reads the system's font configuration, with the lock free as well
    return root


def _tk_library() -> str | None:
    """The very file of Tk that tkinter is linked to; None when it can't be told, or is no file of its own."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            paths = [line.split(maxsplit=5)[5].rstrip("\n") for line in maps if "/libtk" in line]
    except OSError:
        return None
    return paths[0] if paths else None
