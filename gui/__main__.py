"""Starts the window: python -m gui (main thread).

Law: what needs no window needs no screen and no tkinter either, and whoever has no screen is told so in one sentence.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False  # type checkers know the name; typing itself takes 3 ms to load, here before all else
if TYPE_CHECKING:
    from gui.options import Options


def main() -> int:
    """Run the program; the exit status: 0, 1 when it can't work here, 2 for wrong use."""
    options = _read_options(sys.argv[1:])
    if options is not None and options.self_test:
        from core.self_test import run

        return run(print)
    return _open_window(options)


def _read_options(arguments: list[str]) -> Options | None:
    """What the command line asks for; without arguments that takes no argparse, which takes 10 ms to load."""
    if not arguments:
        return None
    from gui.options import parse_options

    return parse_options(arguments)


def _open_window(options: Options | None) -> int:
    gc.disable()  # until App.start() is through: to look for garbage among new modules took a tenth of their loading
    try:
        import tkinter as tk
    except ImportError:
        return _fail("the window needs tkinter, which this Python lacks (on Debian: apt install python3-tk).")
    from gui.ahead import Ahead
    from gui.display import announce_dpi_awareness, open_display, show_window

    announce_dpi_awareness()
    ahead = Ahead(options)
    try:
        root = open_display()
    except tk.TclError as error:
        ahead.give_up()
        return _fail(f"no window can be opened here ({error}).")
    from gui.signals import EndSignals

    ahead.may_record(EndSignals())
    try:
        show_window(root, ahead.settings)
        app = ahead.app(root)
    except OSError as error:
        return _fail(f"no folder takes the recording ({error.strerror}: {error.filename}).")
    app.run()
    return 0


def _fail(sentence: str) -> int:
    print(f"socketlab: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
