"""Programs and libraries that come from the system and not from pip: which are missing, and how to get them.

Called by build/dev.py before anything else. Law: act only on what was looked for and not found; with the rights to
install, install; without them, say the one line that does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable

from build.interpreter import LIBPYTHON, TK, VENV, Interpreter

# Debian keeps some of these in folders that are not on an ordinary user's path.
SEARCH_PATH = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])

# program -> Debian's packages
PACKAGING_PROGRAMS = {"objdump": "binutils", "strip": "binutils"}
SCREEN_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}
PEERS = {
    "ncat": "ncat",
    "socat": "socat",
    "strace": "strace",
    "ss": "iproute2",
    "curl": "curl",
    "openssl": "openssl",
    "tshark": "tshark",
    "cc": "gcc libc6-dev",
    "chromium": "chromium",
}
TEST_PROGRAMS = {**PACKAGING_PROGRAMS, **SCREEN_PROGRAMS, **PEERS}
BENCH_PROGRAMS = {**TEST_PROGRAMS, "packetsender": "packetsender", "xrandr": "x11-xserver-utils"}

ELSEWHERE = {
    "win32": "Install Python 3.11 or newer from https://www.python.org with 'tcl/tk and IDLE' ticked.",
    "darwin": "Install Python 3.11 or newer from https://www.python.org, or run: brew install python python-tk",
}


def missing_programs(programs: dict[str, str]) -> list[str]:
    """The programs, by name, that are nowhere on the path."""
    return [name for name in programs if shutil.which(name, path=SEARCH_PATH) is None]


def packages_for(missing: Iterable[str], programs: dict[str, str], interpreter: Interpreter | None) -> list[str]:
    """Debian's packages that bring the missing programs and the missing features of its Python."""
    major, minor = interpreter.version if interpreter else (3, 0)
    features = {TK: "python3-tk", VENV: "python3-venv", LIBPYTHON: f"libpython{major}.{minor}"}
    names = {**programs, **features}
    return sorted({package for name in missing for package in names[name].split()})


def install(packages: list[str]) -> None:
    """Install Debian packages; ends the program with the line to run when it may not, or when apt fails."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise SystemExit(f"Missing on this system. Debian calls the packages: {names}")
    become_root = _how_to_become_root()
    if become_root is None:
        steps = f"apt-get update && apt-get install --yes --no-install-recommends {names}"
        line = f"sudo sh -c '{steps}'" if shutil.which("sudo") else f"su -c '{steps}'"
        raise SystemExit(
            f"Some system packages are missing. Run this line once, then the same command again:\n\n{line}"
        )
    print(f"Installing system packages: {names}", flush=True)
    apt = [*become_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300"]
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        if subprocess.call([*apt, *step], stdin=subprocess.DEVNULL) != 0:
            raise SystemExit(f"apt-get {step[0]} failed; its own message is above.")


def how_to_get_python() -> str:
    """The way to a Python with Tk on a system where apt cannot complete the one it has."""
    return ELSEWHERE.get(sys.platform, "Install Python 3.11 or newer with tkinter and venv.")


def _how_to_become_root() -> list[str] | None:
    """The words to put before a command, or None when it would need a password."""
    if sys.platform == "win32":
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    if shutil.which("sudo") and subprocess.call([*sudo, "true"], stderr=subprocess.DEVNULL) == 0:
        return sudo
    return None
