"""Who may import whom: each line of core only the lines above it, and neither core nor gui/models the window."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("contract", "payload", "machine", "replies", "net", "capture", "explain", "engine")
"""From the ground up. What lies in core/ itself stands on all of them (but the version, which stands on nothing)."""
WITHOUT_A_WINDOW = [*sorted((ROOT / "core").rglob("*.py")), *sorted((ROOT / "gui" / "models").rglob("*.py"))]
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
    return 0 if folder == "version" else len(FLOORS) + 1


def identify(path: Path) -> str:
    """A parameter's name in the list of tests."""
    return module_name(path)


@pytest.mark.parametrize("path", sorted((ROOT / "core").rglob("*.py")), ids=identify)
def test_core_imports_only_what_lies_below(path: Path) -> None:
    mine = module_name(path)
    for module in imported_by(path):
        if module.split(".")[0] == "core":
            is_same_folder = mine.split(".")[:2] == module.split(".")[:2]
            assert is_same_folder or height(module) < height(mine), f"{mine} imports {module}"


@pytest.mark.parametrize("path", WITHOUT_A_WINDOW, ids=identify)
def test_no_window_is_needed_by_core_and_the_models(path: Path) -> None:
    for module in imported_by(path):
        top = module.split(".")[0]
        assert top not in ("tkinter", "_tkinter"), f"{path} imports {module}"
        assert path.is_relative_to(ROOT / "gui") or top != "gui", f"{path} imports {module}"


def test_every_folder_of_core_has_its_place() -> None:
    folders = {path.name for path in (ROOT / "core").iterdir() if (path / "__init__.py").exists()}
    assert folders == set(FLOORS)


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
    assert "5 passed, 0 failed" in done.stdout
