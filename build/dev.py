"""The project's own commands: run, test, lint, bench, package; each first sets up whatever it needs.

Needs only the standard library and works from any folder, in its one thread. Law: the second start of a command
installs nothing, and its exit status is that of the program it runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from build import environment, interpreter, system_packages
from build.environment import ROOT

CODE = ["core", "gui", "build", "tests"]
ON_EVERY_CORE = ["-n", "logical", "--maxprocesses", "8", "--dist", "loadgroup", "--max-worker-restart", "0"]
"""As many processes as the computer has cores ("auto" would count a core with two threads once). One that crashes ends
the run, which fails: pytest-xdist may wait for ever for the one that takes its place."""
RUN_FEATURES = frozenset({interpreter.TK, interpreter.VENV})


def run(arguments: list[str]) -> int:
    """Open the window; arguments go to the program."""
    _set_up(RUN_FEATURES, {}, environment.RUN_LOCK)
    # -P: a folder named "gui" where the person stands must not win over ours; their folder stays the current one, so
    # that the file names they pass mean what they say.
    return _become(["-P", "-m", "gui", *arguments], Path.cwd())


def test(arguments: list[str]) -> int:
    """Run the tests: all of them, on every core at once; or as the arguments tell pytest, whose paths start here."""
    _set_up(interpreter.ALL_FEATURES, system_packages.TEST_PROGRAMS, environment.DEV_LOCK)
    screen = [] if sys.platform.startswith("linux") else ["--no-xvfb"]
    return _become(["-m", "pytest", *screen, *(arguments or ON_EVERY_CORE)], ROOT)


def lint(arguments: list[str]) -> int:
    """Check style, format and types (for Linux, Windows and macOS); arguments go to `ruff check`."""
    _set_up(RUN_FEATURES, {}, environment.DEV_LOCK)
    checks = [["ruff", "check", *arguments, *CODE], ["ruff", "format", "--check", *CODE]]
    for platform in "linux", "win32", "darwin":
        # A cache each: a change of platform throws away what mypy remembered.
        checks.append(["mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}", *CODE])
    failed = 0
    for check in checks:
        print("$", " ".join(check), flush=True)
        failed |= subprocess.call([environment.python_of(), "-m", *check], cwd=ROOT)
    return failed


def bench(arguments: list[str]) -> int:
    """Measure the packaged program and its peers; arguments are names of measurements."""
    _set_up(interpreter.ALL_FEATURES, system_packages.BENCH_PROGRAMS, environment.DEV_LOCK)
    return _become([str(ROOT / "tests" / "bench" / "run.py"), *arguments], ROOT)


def package(arguments: list[str]) -> int:
    """Build the program that needs no Python into build/dist; arguments go to PyInstaller."""
    _set_up(interpreter.ALL_FEATURES, system_packages.PACKAGING_PROGRAMS, environment.DEV_LOCK)
    folders = ["--distpath", "build/dist", "--workpath", "build/work"]
    return _become(
        ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, *arguments, "build/socketlab.spec"], ROOT
    )


def main(arguments: list[str]) -> int:
    """Parse the command line and run one command."""
    commands = {command.__name__: command for command in (run, test, lint, bench, package)}
    parser = argparse.ArgumentParser(
        prog="python3 build/dev.py",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="\n".join(f"{name:8} {command.__doc__}" for name, command in commands.items()),
    )
    parser.add_argument("command", choices=commands)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="passed on; a leading -- is dropped")
    options = parser.parse_args(arguments)
    passed_on = options.arguments[1:] if options.arguments[:1] == ["--"] else options.arguments
    return commands[options.command](passed_on)


def _set_up(features: frozenset[str], programs: dict[str, str], lock: Path) -> None:
    """Have a Python with `features`, the system's `programs` and a .venv with what `lock` pins."""
    python = interpreter.find(features)
    missing = system_packages.missing_programs(programs)
    if sys.platform.startswith("linux"):
        lacking = sorted(features - python.features) if python else [interpreter.TK, interpreter.VENV]
        if missing or lacking:
            system_packages.install(system_packages.packages_for([*missing, *lacking], programs, python))
            python = interpreter.find(features)
    elif missing:
        print(f"Not found on this system: {', '.join(missing)}. What needs them will fail.", flush=True)
    if python is None or not python.features >= features:
        raise SystemExit(system_packages.how_to_get_python())
    environment.make_ready(python, lock)


def _become(arguments: list[str], folder: Path) -> int:
    """Run the .venv's Python in `folder`, in place of this process where the system can do that."""
    command = [environment.python_of(), *arguments]
    python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    variables = {**os.environ, "PATH": system_packages.SEARCH_PATH, "PYTHONPATH": python_path}
    sys.stdout.flush()
    if sys.platform == "win32":  # its exec returns to the shell at once and loses the exit status
        return subprocess.call(command, cwd=folder, env=variables)
    os.chdir(folder)
    os.execve(command[0], command, variables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
