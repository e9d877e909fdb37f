"""P6 and P9: how soon the packaged program shows its window and what is in it, and how large it is; beside two others.

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

from tests.bench.screen import Shown, WindowWatch, virtual_screen

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "build" / "dist"
ROUNDS = 9
PATIENCE_SECONDS = 30.0
MEGABYTE = 1_000_000

BARE_TK = """
import tkinter
root = tkinter.Tk()
root.title('Bare Tk')
tkinter.Label(text='The least that Python and Tk can show').pack()
root.mainloop()
"""


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


def time_start(program: Program, watch: WindowWatch, variables: dict[str, str]) -> Shown:
    """Start the program, wait for its window and what is in it, end it; milliseconds since the start."""
    started = time.perf_counter()
    process = subprocess.Popen(program.command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        shown = watch.wait_for(program.title, PATIENCE_SECONDS)
        return Shown(*((moment - started) * 1000 for moment in shown))
    finally:
        for child in psutil.Process(process.pid).children(recursive=True):  # the single file is two processes
            child.kill()
        process.kill()
        process.wait()


def print_start_times() -> None:
    """P6. The first round only warms the file cache.

    The goal holds for the second moment: an empty window is none to whoever waits for it.
    """
    times: dict[str, list[Shown]] = {}
    with tempfile.TemporaryDirectory() as home, virtual_screen() as display:
        watch = WindowWatch(display)
        variables = {"DISPLAY": display, "HOME": home, "PATH": os.defpath}
        for round_number in range(ROUNDS + 1):
            for program in programs():
                shown = time_start(program, watch, variables)
                if round_number > 0:
                    times.setdefault(program.name, []).append(shown)
        watch.close()
    medians = {}
    print(f"P6 from exec, {ROUNDS} rounds: median (least to most)    window stands              first drawn")
    for name, each in times.items():
        moments = [sorted(moment) for moment in zip(*each, strict=True)]
        medians[name] = Shown(*map(statistics.median, moments))
        columns = (f"{statistics.median(each):5.0f} ms ({each[0]:4.0f} to {each[-1]:4.0f})" for each in moments)
        print(f"   {name:43}", *columns, sep="   ")
    if "Packet Sender" in medians:
        ours, theirs = medians["folder build"], medians["Packet Sender"]
        print(
            f"   folder build, to Packet Sender: first drawn {ours.drawn / theirs.drawn:.2f} x (to be at most 1.2),"
            f" window stands {ours.mapped / theirs.mapped:.2f} x"
        )
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
