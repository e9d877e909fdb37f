"""What the README says that there is, is there: tests, folders, start options, replies, subcommands."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.replies.catalogue import KINDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text below a heading, up to the next one."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[1]


def in_code(text: str, shape: str) -> set[str]:
    """What stands in code quotes and has this shape."""
    return {it for quoted in re.findall(r"`([^`]+)`", text) for it in re.findall(shape, quoted)}


def help_of(package: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", package, *arguments, "--help"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def test_each_capability_names_a_test_that_is_there() -> None:
    named = in_code(section("What it can do"), r"^[\w/]+\.py$")
    assert len(named) > 20
    assert [it for it in sorted(named) if not (ROOT / "tests" / it).is_file()] == []


def test_each_folder_of_the_map_is_there() -> None:
    named = in_code(section("Change it"), r"^(?:core|gui|tests|assets|build)/[\w/]*$")
    assert len(named) > 15
    assert [it for it in sorted(named) if it not in {"build/work", "build/dist"} and not (ROOT / it).is_dir()] == []


@pytest.mark.parametrize(("package", "heading"), [("gui", "Use it"), ("core", "Without a window")])
def test_each_option_is_one_that_the_program_has(package: str, heading: str) -> None:
    commands = re.findall(r"^    (\w[\w-]*)", help_of("core"), re.MULTILINE) if package == "core" else []
    offered = "".join([help_of(package), *(help_of(package, it) for it in commands)])
    told = in_code(section(heading), r"(?<![\w-])--[a-z][\w-]*")
    assert told
    assert [it for it in sorted(told) if not re.search(rf"{it}\b", offered)] == []


def test_every_start_option_is_told() -> None:
    offered = set(re.findall(r"--[a-z][\w-]*", help_of("gui"))) - {"--help"}
    assert offered - in_code(section("Use it"), r"--[a-z][\w-]*") == set()


def test_every_reply_is_told_by_its_name() -> None:
    assert [kind.name for kind in KINDS if not re.search(rf"`{kind.name}[`:]", README)] == []
