"""Starts the window: python -m gui (main thread).

Law: what needs no window needs no screen and no tkinter either, and whoever has no screen is told so in one sentence.
"""

from __future__ import annotations

import sys
from pathlib import Path

from gui.options import Options, parse_options


def main() -> int:
    """Run the program; the exit status: 0, 1 when it can't work here, 2 for wrong use."""
    options = parse_options(sys.argv[1:])
    if options.self_test:
        from core.self_test import run

        return run(print)
    return _open_window(options)


def _open_window(options: Options) -> int:
    try:
        import tkinter as tk
    except ImportError:
        return _fail("the window needs tkinter, which this Python lacks (on Debian: apt install python3-tk).")
    import platformdirs

    from gui.app import App
    from gui.recording import begin_recording
    from gui.settings import SettingsFile
    from gui.theme.screen import announce_dpi_awareness

    announce_dpi_awareness()
    try:
        capture, fault = begin_recording(options.record)
    except OSError as error:
        return _fail(f"no folder takes the recording ({error.strerror}: {error.filename}).")
    folder = Path(platformdirs.user_config_dir("socketlab", appauthor=False))
    try:
        file = SettingsFile(folder)
        app = App(capture, file, options.wishes, not_recorded_there=fault, diagnostics=options.diagnostics)
    except tk.TclError as error:
        capture.close()
        return _fail(f"no window can be opened here ({error}).")
    app.run()
    return 0


def _fail(sentence: str) -> int:
    print(f"socketlab: {sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
