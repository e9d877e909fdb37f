"""The packaged program: built by the project's own command, run as on a computer that has no Python.

Law: nothing of this computer's Python reaches what is run: no PATH, no PYTHON... variable, a home of its own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 20  # sanity only; how quick it really is, `build/dev.py bench startup` measures
STOP_SECONDS = 10
ONE_FREE_PORT = ("127.0.0.1", 0)

pytestmark = [
    pytest.mark.timeout(400),  # the build comes out of the first test's time
    pytest.mark.xdist_group("packages"),  # one process runs these, and builds once
]


class Packages(NamedTuple):
    """The two programs that were built."""

    folder: Path
    portable: Path

    @property
    def command_line(self) -> Path:
        """What stands in the folder for terminals and scripts."""
        return self.folder.with_name("socketlab-cli")


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Build both, away from build/dist, so that a person's own build stays what it is."""
    made = tmp_path_factory.mktemp("packages")
    command = [sys.executable, str(ROOT / "build" / "dev.py"), "package"]
    folders = ["--distpath", str(made / "dist"), "--workpath", str(made / "work")]
    built = subprocess.run([*command, *folders], check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    return Packages(made / "dist" / "socketlab" / "socketlab", made / "dist" / "socketlab-portable")


@contextmanager
def started(program: Path, *arguments: str, home: Path) -> Iterator[None]:
    """Run the program with a display, a home of its own and nothing else; afterwards it has to end when told to."""
    output = home / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [str(program), *arguments],
            env={"DISPLAY": os.environ["DISPLAY"], "HOME": str(home)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        yield
        process.terminate()
        assert process.wait(STOP_SECONDS) == 0
        assert output.read_text(encoding="utf-8") == ""
    except BaseException as failure:
        failure.add_note(f"{program.name} said: {output.read_text(encoding='utf-8')}")
        raise
    finally:
        kill_with_children(process)


def kill_with_children(process: subprocess.Popen[bytes]) -> None:
    """End it at once if it still runs; the single file is two processes."""
    if process.poll() is None:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait()


def window_is_visible() -> bool:
    """Whether a window of the lab stands on the tests' screen."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "^Socket Lab"]
    return subprocess.run(search, check=False, capture_output=True).returncode == 0


def free_port() -> int:
    """A TCP port that nobody holds at this moment."""
    with socket.create_server(ONE_FREE_PORT) as listener:
        port: int = listener.getsockname()[1]
        return port


def connection_to(port: int) -> socket.socket | None:
    """A connection, or None while nobody listens yet."""
    try:
        return socket.create_connection(("127.0.0.1", port), timeout=START_SECONDS)
    except ConnectionRefusedError:
        return None


@pytest.mark.parametrize("kind", Packages._fields)
def test_the_built_program_passes_its_own_test_with_only_a_display(packages: Packages, kind: str) -> None:
    program: Path = getattr(packages, kind)
    answer = subprocess.run(
        [str(program), "--self-test"],
        check=False,
        env={"DISPLAY": os.environ["DISPLAY"]},
        stdin=subprocess.DEVNULL,
        timeout=START_SECONDS,
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    *checks, summary = answer.stdout.splitlines()
    assert len(checks) > 1
    assert all(line.startswith(("ok ", "absent ")) for line in checks), answer.stdout
    assert summary.endswith("0 failed")
    assert answer.stderr == ""


@pytest.mark.parametrize("kind", Packages._fields)
def test_its_window_appears_and_a_client_talks_to_the_port_it_was_started_with(
    packages: Packages, kind: str, tmp_path: Path, wait_until: Callable[..., Any]
) -> None:
    port = free_port()
    program: Path = getattr(packages, kind)
    begun = time.monotonic()
    with started(program, "--listen", f"tcp://127.0.0.1:{port}", "--reply", "echo", home=tmp_path):
        wait_until(window_is_visible, seconds=START_SECONDS, what="the window")
        print(f"{kind}: window after {time.monotonic() - begun:.2f} s")
        with wait_until(lambda: connection_to(port), what="its port") as client:
            client.sendall(b"hello, socket\r\n")
            client.shutdown(socket.SHUT_WR)
            assert client.makefile("rb").read() == b"hello, socket\r\n"


def command_line(packages: Packages, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end with no environment at all, from another folder."""
    command = [str(packages.command_line), *arguments]
    return subprocess.run(
        command, check=False, env={}, cwd="/", stdin=subprocess.DEVNULL, timeout=START_SECONDS, capture_output=True,
        text=True,
    )  # fmt: skip


def test_the_command_line_passes_its_own_test_with_no_display_and_no_environment(packages: Packages) -> None:
    answer = command_line(packages, "self-test")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stdout.splitlines()[-1].endswith("0 failed")
    assert answer.stderr == ""


def test_the_command_line_talks_to_a_plain_program(packages: Packages) -> None:
    heard: list[bytes] = []

    def answer_one(listener: socket.socket) -> None:
        with listener.accept()[0] as caller:
            heard.append(caller.recv(100))
            caller.sendall(b"ready\n")

    with socket.create_server(ONE_FREE_PORT) as listener:
        listener.settimeout(START_SECONDS)
        plain = threading.Thread(target=answer_one, args=[listener])
        plain.start()
        url = f"tcp://127.0.0.1:{listener.getsockname()[1]}"
        answer = command_line(packages, "send", url, r"status?\n", "--expect", "^ready")
        plain.join(START_SECONDS)
    assert (heard, answer.stdout, answer.returncode) == ([b"status?\n"], "ready\n", 0), answer.stderr
    nobody = command_line(packages, "send", url, "hello")
    assert nobody.returncode == 3
    assert "ECONNREFUSED" in nobody.stderr


RULES = """{"socketlab-rules": 1, "messages-end-with": "\\n",
"rules": [{"when": "regex", "pattern": "SET (\\\\w+)", "answer": "{{1}} is set\\\\n"}]}"""
HOOK = "import ctypes\ndef reply(data, peer): return data.upper()\n"
"""With what the program itself ends a hook by that hangs."""


@pytest.mark.parametrize(
    ("reply", "said", "answer"),
    [
        ("web-page", b"GET / HTTP/1.0\r\n\r\n", b"HTTP/1.1 200 OK\r\n"),
        ("rules:{home}/rules.json", b"SET speed\n", b"speed is set\n"),
        ("python:{home}/hook.py", b"hello\n", b"HELLO\n"),
    ],
)
def test_the_libraries_of_a_reply_are_packaged_with_it(
    packages: Packages, reply: str, said: bytes, answer: bytes, tmp_path: Path, wait_until: Callable[..., Any]
) -> None:
    (tmp_path / "rules.json").write_text(RULES, encoding="utf-8")
    (tmp_path / "hook.py").write_text(HOOK, encoding="utf-8")
    port = free_port()
    command = [packages.command_line, "listen", f"tcp://127.0.0.1:{port}", "--reply", reply.format(home=tmp_path)]
    said_aside = tmp_path / "stderr.txt"
    with said_aside.open("wb") as aside:
        lab = subprocess.Popen([*map(str, command), "--once"], env={}, stdout=subprocess.DEVNULL, stderr=aside)
    try:
        with wait_until(lambda: connection_to(port), what="its port") as client:
            client.sendall(said)
            assert client.makefile("rb").readline() == answer
        assert lab.wait(STOP_SECONDS) == 0, said_aside.read_text(encoding="utf-8")
    finally:
        kill_with_children(lab)


def test_what_people_download_is_under_20_mb(packages: Packages, tmp_path: Path) -> None:
    folder = packages.folder.parent
    packed = Path(shutil.make_archive(str(tmp_path / "socketlab"), "gztar", folder.parent, folder.name))
    assert packed.stat().st_size < 20_000_000


def test_a_file_named_portable_keeps_settings_and_recordings_beside_the_program(
    packages: Packages, tmp_path: Path, wait_until: Callable[..., Any]
) -> None:
    beside = packages.folder.parent
    mark, settings, captures = beside / "portable", beside / "settings.json", beside / "captures"
    mark.touch()
    try:
        with started(packages.folder, home=tmp_path):
            wait_until(lambda: [*captures.glob("*.socketlab")], seconds=START_SECONDS, what="the recording")
            wait_until(settings.is_file, what="the settings")
        assert [*tmp_path.rglob("*")] == [tmp_path / "output.txt"]
    finally:
        mark.unlink()
        settings.unlink(missing_ok=True)
        shutil.rmtree(captures, ignore_errors=True)


def test_the_folder_build_carries_its_menu_entry_and_its_icon(packages: Packages) -> None:
    beside = packages.folder.parent
    entry = (beside / "socketlab.desktop").read_text(encoding="utf-8")
    assert "\nExec=socketlab %F\n" in entry
    assert (beside / "socketlab.png").read_bytes() == (ROOT / "assets" / "icon-256.png").read_bytes()
