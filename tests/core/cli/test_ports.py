"""The command line says who holds which port, as ss does; a script can go by its status."""

from __future__ import annotations

import json
import os
import socket

import pytest

from core.cli.program import main
from tests.support.ss import Listed, agree
from tests.support.terminal import free_port, run


def listed() -> set[Listed]:
    """Whatever is held."""
    ended = run("ports", "--held", "--json")
    assert ended.returncode == 0, ended.stderr
    found = map(json.loads, ended.stdout.splitlines())
    return {
        (it["protocol"], it["local"], it["remote"], frozenset(owner["pid"] for owner in it["owners"])) for it in found
    }


def test_what_is_held_and_by_whom_is_what_ss_lists() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as datagrams,
    ):
        datagrams.bind(("::1", 0))
        both = agree(listed, "-l")
        ports = listener.getsockname()[1], datagrams.getsockname()[1]
    me = frozenset({os.getpid()})
    assert {("tcp", f"127.0.0.1:{ports[0]}", "", me), ("udp", f"[::1]:{ports[1]}", "", me)} <= both


def test_one_port_is_a_table_that_people_read(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.create_connection(listener.getsockname()) as caller:
        port, far = listener.getsockname()[1], caller.getsockname()[1]
        assert main(["ports", str(port)]) == 0
    headings, held, talk = capsys.readouterr().out.splitlines()
    assert headings.split() == ["PROTOCOL", "LOCAL", "REMOTE", "STATE", "PROGRAM", "PID", "USER"]
    assert held.split()[:6] == ["TCP", f"127.0.0.1:{port}", "LISTEN", "this", "lab", str(os.getpid())]
    assert talk.split() == ["TCP", f"127.0.0.1:{port}", f"127.0.0.1:{far}", "ESTABLISHED", "not", "accepted"]
    assert {line.index(word) for line, word in ((headings, "STATE"), (held, "LISTEN"), (talk, "ESTA"))} == {
        headings.index("STATE")
    }


def test_status_1_says_that_nobody_has_the_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ports", str(free := free_port())]) == 1
    assert f"Nobody has port {free}." in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as listener:
        caller = socket.create_connection(listener.getsockname())
        with caller:
            talks_from = str(caller.getsockname()[1])
            assert main(["ports", talks_from]) == 0
            assert main(["ports", talks_from, "--held"]) == 1


def test_what_is_no_port_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    for typed in ("0", "65536", "http", "-1"):
        with pytest.raises(SystemExit) as ended:
            main(["ports", typed])
        assert ended.value.code == 2
    assert "65536" in capsys.readouterr().err
