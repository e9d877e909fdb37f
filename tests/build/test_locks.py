"""The lock files: what people install is exactly what was tested, from wherever they get their packages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parents[2] / "build"
LOCKS = [BUILD / "requirements.txt", BUILD / "requirements-dev.txt"]


def pinned(lock: Path) -> set[str]:
    """The name==version lines of a lock file."""
    return set(re.findall(r"^([\w.-]+==[\w.]+)", lock.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_file_names_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*--(?!hash=sha256:)", text, re.MULTILINE), "only hashes, no index or links option"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_requirement_has_a_version_and_a_hash(lock: Path) -> None:
    joined = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in joined.splitlines():
        assert re.match(r"[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}", line), line


def test_tests_run_with_the_very_libraries_that_the_program_runs_with() -> None:
    runtime, everything = map(pinned, LOCKS)
    assert runtime
    assert runtime < everything
