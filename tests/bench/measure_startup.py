"""P6 and P9: how soon the packaged program shows its window, and how large it is, beside bare Tk and Packet Sender.

A script of its own: python3 build/dev.py bench startup. Law: the programs take turns in every round, so that a noisy
moment of the machine hits all of them.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.bench.screen import WindowWatch, virtual_screen

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "build" / "dist"
ROUNDS = 9
PATIENCE_SECONDS = 30.0
MEGABYTE = 1_000_000

BARE_TK = "import tkinter; root = tkinter.Tk(); root.title('Bare Tk'); root.mainloop()"


class Program(NamedTuple):
    """What is started, and how its window's title begins."""

    name: str
    command: list[str]
    title: str


def programs() -> list[Program]:
    """Ours, and the peers that are installed."""
    found = [
        Program("bare Tk", [sys.executable, "-I", "-c", BARE_TK], "Bare Tk"),
        Program("folder build", [str(DIST / "socketlab" / "socketlab")], "Socket Lab"),
        Program("single file", [str(DIST / "socketlab-portable")], "Socket Lab"),
    ]
    packet_sender = shutil.which("packetsender")
    if packet_sender:
        found.append(Program("Packet Sender", [packet_sender], "Packet Sender"))
    return found


def milliseconds_to_window(program: Program, watch: WindowWatch, variables: dict[str, str]) -> float:
    """Start the program, wait for its window, end it."""
    started = time.perf_counter()
    process = subprocess.Popen(program.command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return (watch.wait_for(program.title, PATIENCE_SECONDS) - started) * 1000
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):  # the single file is two processes
            child.kill()
        process.kill()
        process.wait()


def print_start_times() -> None:
    """P6. The first round only warms the file cache."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as home, virtual_screen() as display:
        watch = WindowWatch(display)
        variables = {"DISPLAY": display, "HOME": home, "PATH": os.defpath}
        for round_number in range(ROUNDS + 1):
            for program in programs():
                elapsed = milliseconds_to_window(program, watch, variables)
                if round_number > 0:
                    times.setdefault(program.name, []).append(elapsed)
        watch.close()
    print(f"P6 exec to visible window, {ROUNDS} rounds      median    least     most   x bare Tk")
    bare = statistics.median(times["bare Tk"])
    for name, each in times.items():
        median = statistics.median(each)
        print(f"   {name:36} {median:6.0f} ms {min(each):5.0f} ms {max(each):5.0f} ms {median / bare:8.2f}")
    if "Packet Sender" in times:
        ratio = statistics.median(times["folder build"]) / statistics.median(times["Packet Sender"])
        print(f"   folder build is {ratio:.2f} x Packet Sender (to be at most 1.2)")
    else:
        print("   Packet Sender is not installed (Debian: packetsender), so P6 has no verdict")


def print_sizes() -> None:
    """P9."""
    folder = DIST / "socketlab"
    unpacked = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    with tempfile.TemporaryFile() as target:
        with tarfile.open(fileobj=target, mode="w:gz") as archive:
            archive.add(folder, "socketlab")
        compressed = target.tell()
    print("P9 sizes")
    print(f"   folder build                         {unpacked / MEGABYTE:6.1f} MB")
    print(f"   folder build as tar.gz               {compressed / MEGABYTE:6.1f} MB (to be under 20)")
    print(f"   single file                          {(DIST / 'socketlab-portable').stat().st_size / MEGABYTE:6.1f} MB")


def main() -> None:
    """Build what is measured, then measure it."""
    subprocess.run([sys.executable, str(ROOT / "build" / "dev.py"), "package"], check=True)
    print_start_times()
    print_sizes()


if __name__ == "__main__":
    main()
