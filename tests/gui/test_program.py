"""The program as it is started: a process of its own, driven by keys and mouse of the screen, talking to ncat."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from core.capture.capture import Capture
from tests.support.peers import free_port
from tests.support.programs import find

WaitUntil = Callable[..., None]
TOP = Path(__file__).resolve().parents[2]
PATIENCE_S = 20


class Program:
    """`python -m gui`, with a home folder of its own."""

    def __init__(self, home: Path, arguments: Sequence[str], **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gui", *arguments],
            cwd=TOP,
            env={
                **os.environ,
                "HOME": str(home),
                "XDG_CONFIG_HOME": str(home),
                "XDG_DATA_HOME": str(home),
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self) -> tuple[int, str, str]:
        """Wait for the end: exit status, standard output, standard error."""
        out, err = self.process.communicate(timeout=PATIENCE_S)
        return self.process.returncode, out, err


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """`start(arguments)` starts the program; whatever still runs in the end is killed."""
    programs: list[Program] = []

    def run(arguments: Sequence[str] = (), **environment: str) -> Program:
        programs.append(Program(tmp_path, arguments, **environment))
        return programs[-1]

    yield run
    for program in programs:
        if program.process.poll() is None:
            program.process.kill()
            program.process.communicate()


@pytest.fixture
def xdotool(wait_until: WaitUntil) -> Callable[..., str]:
    """`xdotool(program, command...)` acts on the window of a program as keyboard and mouse do."""

    def act(program: Program, *command: str) -> str:
        search = [find("xdotool"), "search", "--onlyvisible", "--name", "^Socket Lab"]
        wait_until(
            lambda: subprocess.run(search, capture_output=True, check=False).returncode == 0, PATIENCE_S, "the window"
        )
        window = subprocess.run(search, capture_output=True, text=True, check=True).stdout.split()[0]
        subprocess.run(["xdotool", "windowfocus", "--sync", window], check=True)
        return subprocess.run(["xdotool", *command], capture_output=True, text=True, check=True).stdout

    return act


def ncat(port: int, data: bytes) -> bytes:
    """What ncat gets back for what it sends."""
    command = [find("ncat"), "--idle-timeout", "1", "127.0.0.1", str(port)]
    return subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE_S, check=False).stdout


def can_connect(port: int) -> bool:
    with socket.socket() as plain:
        return plain.connect_ex(("127.0.0.1", port)) == 0


def test_ncat_talks_to_a_listener_that_was_made_with_the_keyboard(
    start: Callable[..., Program], xdotool: Callable[..., str], wait_until: WaitUntil
) -> None:
    program, port = start(), free_port()
    xdotool(program, "type", "--delay", "20", str(port))
    xdotool(program, "key", "ctrl+l")
    wait_until(lambda: can_connect(port), PATIENCE_S, "the listener")
    assert ncat(port, b"hello\r\n") == b"hello\r\n"
    xdotool(program, "key", "ctrl+q")
    assert program.end() == (0, "", "")


def test_a_shortcut_opens_listener_udp_port_and_connection_and_keeps_the_recording(
    tmp_path: Path, start: Callable[..., Program], wait_until: WaitUntil
) -> None:
    recording, port = tmp_path / "lesson.socketlab", free_port()
    urls = [f"tcp://127.0.0.1:{port}", f"udp://127.0.0.1:{port}"]
    program = start(
        ["--listen", urls[0], "--bind", urls[1], "--connect", urls[0], "--reply", "ok\\n", "--record", str(recording)]
    )
    wait_until(lambda: can_connect(port), PATIENCE_S, "the listener")
    assert ncat(port, b"hello") == b"ok\n"
    with socket.socket(type=socket.SOCK_DGRAM) as plain:
        plain.settimeout(PATIENCE_S)
        plain.sendto(b"hello", ("127.0.0.1", port))
        assert plain.recv(10) == b"ok\n"
    program.process.send_signal(signal.SIGTERM)
    assert program.end() == (0, "", "")
    capture = Capture.open(recording)
    try:
        records = capture.records(range(1, capture.count + 1))
    finally:
        capture.close()
    assert capture.status.fault is None
    assert sum(record.payload == b"ok\n" for record in records) == 2


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_in_order_and_leaves_no_file(
    tmp_path: Path, start: Callable[..., Program], wait_until: WaitUntil, number: signal.Signals
) -> None:
    port = free_port()
    program = start(["--listen", f"tcp://127.0.0.1:{port}"])
    wait_until(lambda: can_connect(port), PATIENCE_S, "the listener")
    program.process.send_signal(number)
    assert program.end() == (0, "", "")
    assert not can_connect(port)
    assert recordings(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_before_the_window_is_made_leaves_no_file_either(
    tmp_path: Path, start: Callable[..., Program], wait_until: WaitUntil, number: signal.Signals
) -> None:
    program = start()
    wait_until(lambda: recordings(tmp_path), PATIENCE_S, "the recording, which begins before the window is made")
    program.process.send_signal(number)
    assert program.end() == (0, "", "")
    assert recordings(tmp_path) == []


def recordings(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*.socketlab*") if path.is_file()]


def test_two_copies_of_the_lab_talk_to_each_other(
    start: Callable[..., Program], xdotool: Callable[..., str], wait_until: WaitUntil
) -> None:
    port = free_port()
    first = start(["--listen", f"tcp://127.0.0.1:{port}", "--reply", "echo"])
    wait_until(lambda: can_connect(port), PATIENCE_S, "the listener")
    second = start(["--connect", f"tcp://127.0.0.1:{port}"])
    wait_until(lambda: established(port) >= 2, PATIENCE_S, "the conversation")
    for program in (second, first):
        program.process.send_signal(signal.SIGTERM)
        assert program.end() == (0, "", "")


def established(port: int) -> int:
    """How many sockets of this computer are connected to or from that port, as the kernel says."""
    wanted = f":{port:04X} "
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    return sum(" 01 " in line and wanted in line for line in lines)


def test_without_a_screen_it_says_so_and_ends_with_status_1(start: Callable[..., Program]) -> None:
    status, out, err = start((), DISPLAY="").end()
    assert (status, out) == (1, "")
    assert err.startswith("socketlab: no window can be opened here")
    assert "Traceback" not in err


@pytest.mark.parametrize(("option", "words"), [("--version", "Socket Lab"), ("--self-test", "0 failed")])
def test_what_needs_no_window_needs_no_screen(start: Callable[..., Program], option: str, words: str) -> None:
    status, out, err = start((option,), DISPLAY="").end()
    assert (status, err) == (0, "")
    assert words in out


@pytest.mark.parametrize("option", ["--version", "--self-test"])
def test_what_needs_no_window_loads_no_tkinter(option: str) -> None:
    code = (
        f"import sys; sys.argv = ['socketlab', {option!r}]\n"
        "from gui.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('tkinter' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=TOP, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "False"


def test_wrong_use_ends_with_status_2_and_one_sentence(start: Callable[..., Program]) -> None:
    status, out, err = start(["--listen", "9000"]).end()
    assert (status, out) == (2, "")
    assert "tcp://127.0.0.1:9000" in err.splitlines()[-1]
    assert "Traceback" not in err
