"""Who may import whom: each line of core only the lines above it, and neither core nor gui/models the window."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("contract", "payload", "machine", "replies", "net", "capture", "explain", "engine", "session")
"""From the ground up. What lies in core/ itself stands on all of them (but the version, which stands on nothing), the
command line on that, and __main__ on the command line."""
WITHOUT_A_WINDOW = [it for part in ("core", "gui/models", "gui/drawing") for it in sorted((ROOT / part).rglob("*.py"))]
IMPORT_ALL = """
import importlib, sys
sys.modules.update(tkinter=None, _tkinter=None)  # as on a system that has no Tk
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
CHECK_INSTALLATION = """
import sys
sys.modules.update(tkinter=None, _tkinter=None)
from core.self_test import run
sys.exit(run())
"""


def module_name(path: Path) -> str:
    """ "core.net.calls" for core/net/calls.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_by(path: Path) -> Iterator[str]:
    """The modules a file names in its imports, wherever in the file these stand."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            assert node.module is not None
            yield node.module


def height(module: str) -> int:
    """How far above the ground a module of core lies."""
    folder = module.split(".")[1] if "." in module else ""
    if folder in FLOORS:
        return FLOORS.index(folder) + 1
    return 0 if folder == "version" else len(FLOORS) + 1 + (folder == "cli") + 2 * (folder == "__main__")


def is_allowed(mine: str, module: str) -> bool:
    """Whether a module of core may import another."""
    return mine.split(".")[:2] == module.split(".")[:2] or height(module) < height(mine)


def test_core_imports_only_what_lies_below() -> None:
    imports = [(module_name(path), it) for path in sorted((ROOT / "core").rglob("*.py")) for it in imported_by(path)]
    of_ours = [(mine, module) for mine, module in imports if module.split(".")[0] == "core"]
    assert len(of_ours) > 100
    assert [f"{mine} imports {module}" for mine, module in of_ours if not is_allowed(mine, module)] == []


def test_no_window_is_needed_by_core_and_the_models() -> None:
    imports = [(module_name(path), it) for path in WITHOUT_A_WINDOW for it in imported_by(path)]
    of_tk = [f"{mine} imports {it}" for mine, it in imports if it.split(".")[0] in ("tkinter", "_tkinter")]
    of_gui = [f"{mine} imports {it}" for mine, it in imports if it.startswith("gui") and not mine.startswith("gui")]
    assert of_tk + of_gui == []


def test_every_folder_of_core_has_its_place() -> None:
    folders = {path.name for path in (ROOT / "core").iterdir() if (path / "__init__.py").exists()}
    assert folders == {*FLOORS, "cli"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a process of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_core_and_the_models_can_be_imported_without_tk() -> None:
    modules = [name for name in map(module_name, WITHOUT_A_WINDOW) if not name.endswith("__main__")]
    done = run(IMPORT_ALL, *modules)
    assert done.returncode == 0, done.stderr


def test_core_works_without_tk() -> None:
    done = run(CHECK_INSTALLATION)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed, 0 failed" in done.stdout
