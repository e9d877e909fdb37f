"""The start: what stands on the screen first, and what must not be loaded for that."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TOO_EARLY = {
    "argparse": "10 ms, for whoever starts it with options",
    "core.cli": "the command line needs no window, and a window no command line",
    "core.engine.loop": "30 ms; there is nothing to do before somebody can ask for it",
    "core.explain.why.card": "looks into failures, and there was none",
    "core.explain.words": "hundreds of sentences about failures",
    "crccheck": "check sums: when one is asked for",
    "cryptography": "certificates: when one is made",
    "gui.models.lab.help_text": "when the help is opened",
    "gui.tabs.sending.send_row": "stands below the form, and follows it",
    "gui.views.records_pane": "the lower half: follows the first picture",
    "gui.widgets.table.list_table": "the lists: they follow the form",
    "h11": "the web page's requests: when a browser comes",
    "psutil": "15 ms; the addresses of this computer are looked up once the window stands",
    "resvg_py": "pictures as PNG: when one is saved",
    "sqlite3": "an export",
    "ssl": "10 ms: with the first socket that uses it",
}
"""Modules that the first picture of the window can do without, and why each is worth a line here."""

_AT_THE_FIRST_PICTURE = """
import sys
from gui.__main__ import main
from gui.window import Window

def complete(window):
    print(window.winfo_viewable(), *sys.modules)
    raise SystemExit

Window.complete = complete
sys.argv = sys.argv[:1]
main()
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that a window without options has loaded when its first picture stands."""
    home = str(tmp_path_factory.mktemp("home"))
    lab = subprocess.run(
        [sys.executable, "-c", _AT_THE_FIRST_PICTURE],
        cwd=ROOT,
        env={**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home, "TMPDIR": home},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    visible, *modules = lab.stdout.split()
    assert visible == "1"
    return set(modules)


@pytest.mark.parametrize("module", TOO_EARLY)
def test_the_first_picture_does_not_wait_for(module: str, loaded: set[str]) -> None:
    assert module not in loaded, TOO_EARLY[module]
