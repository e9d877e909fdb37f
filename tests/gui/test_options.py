"""The command line: what a shortcut can ask for, and that wrong use is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.capture.format import WHOLE_PAYLOAD
from core.contract.commands import BindUdp, Connect, Listen, ReplyChoice
from core.contract.endpoints import Protocol
from gui.models.files.limits import AskedLimits
from gui.options import AskedSession, Options, parse_options


def test_without_options_nothing_is_opened() -> None:
    assert parse_options([]) == Options()


@pytest.mark.parametrize(
    ("arguments", "commands"),
    [
        (["--listen", "tcp://127.0.0.1:9000"], [Listen(1, "127.0.0.1", 9000)]),
        (["--listen", "tcp://[::]:0"], [Listen(1, "::", 0, dual=True)]),
        (["--bind", "udp://[::1]:9001"], [BindUdp(1, "::1", 9001)]),
        (["--connect", "tcp://localhost:80"], [Connect(1, Protocol.TCP, "localhost", 80)]),
        (["--connect", "udp://h:80"], [Connect(1, Protocol.UDP, "h", 80)]),
        (
            ["--listen", "tcp://127.0.0.1:1", "--reply", "echo", "--bind", "udp://127.0.0.1:2"],
            [Listen(1, "127.0.0.1", 1, ReplyChoice("echo")), BindUdp(1, "127.0.0.1", 2, ReplyChoice("echo"))],
        ),
        (["--reply", "ok\\n", "--listen", "tcp://h:1"], [Listen(1, "h", 1, ReplyChoice("fixed", b"ok\n"))]),
        (["--reply", "chat", "--listen", "tcp://h:1"], [Listen(1, "h", 1, ReplyChoice("chat"))]),
        (["--reply", "fixed:echo", "--listen", "tcp://h:1"], [Listen(1, "h", 1, ReplyChoice("fixed", b"echo"))]),
        (["--reply", "web-page", "--listen", "tcp://h:1"], [Listen(1, "h", 1, ReplyChoice("web-page"))]),
        (["--reply", "none", "--listen", "tcp://127.0.0.1:1"], [Listen(1, "127.0.0.1", 1, ReplyChoice("none"))]),
        (
            ["--listen", "tcp://127.0.0.1:1", "--connect", "tcp://h:2", "--listen", "tcp://127.0.0.1:3"],
            [Listen(1, "127.0.0.1", 1), Connect(1, Protocol.TCP, "h", 2), Listen(1, "127.0.0.1", 3)],
        ),
    ],
)  # fmt: skip
def test_sockets_are_asked_for_in_the_order_given(arguments: list[str], commands: list[object]) -> None:
    assert [wish.make(1) for wish in parse_options(arguments).wishes] == commands


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--listen", "127.0.0.1:9000"], "tcp://127.0.0.1:9000"),
        (["--listen", "udp://127.0.0.1:9000"], "--bind"),
        (["--bind", "tcp://127.0.0.1:9000"], "--listen"),
        (["--connect", "tcp://127.0.0.1:0"], "Port 0"),
        (["--connect", "tcp://127.0.0.1:65536"], "65536"),
        (["--listen", "tcp://127.0.0.1:abc"], "abc"),
        (["--listen", "tcp://:9000"], "empty"),
        (["--reply", "\\q"], "\\q"),
        (["--reply", ""], "nothing to send"),
        (["--reply", "ehco"], "do you mean echo?"),
        (["--reply", "rules:/nowhere.json"], "There is no file /nowhere.json"),
        (["--listen"], "expected one argument"),
        (["--no-such"], "--no-such"),
        (["--start"], "--open-session"),
        (["--keep-size", "5"], "such as 500 MB"),
        (["--keep-bytes", "0"], "a number from 1 on"),
        (["--record", "a.socketlab", "--keep-size", "1GB"], "--record keeps every row"),
        (["tcp://127.0.0.1:9000"], "--listen"),
    ],
)
def test_wrong_use_ends_with_status_2_and_says_what_is_wrong(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_options(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


def test_the_version_and_the_help_end_with_status_0(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as ended:
            parse_options([option])
        assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "Socket Lab 0." in said
    assert "--record FILE" in said


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["--open", "a", "--open", "b"], ["a", "b"]),
        (["a"], ["a"]),
        (["a", "--reply", "echo", "b", "--open", "c"], ["c", "a", "b"]),
    ],
)
def test_captures_are_opened_with_the_option_and_without(arguments: list[str], files: list[str]) -> None:
    assert parse_options(arguments).to_open == tuple(map(Path, files))


def test_the_other_options_are_read_too() -> None:
    options = parse_options(["--record", "a.socketlab", "--diagnostics", "d.json", "--self-test"])
    assert options == Options(record=Path("a.socketlab"), diagnostics=Path("d.json"), self_test=True)


def test_a_session_is_told_from_a_capture_and_started_only_when_that_is_said() -> None:
    assert parse_options(["a.labsession", "b.socketlab"]) == Options(
        to_open=(Path("b.socketlab"),), session=AskedSession(Path("a.labsession"))
    )
    assert parse_options(["--open-session", "a", "--start"]).session == AskedSession(Path("a"), starts=True)


def test_limits_of_the_recording_are_asked_for_as_sizes() -> None:
    assert parse_options(["--keep-size", "500MB", "--keep-bytes", "1000"]).limits == AskedLimits(500_000_000, 1000)
    assert parse_options(["--record", "a", "--keep-bytes", "all"]).limits == AskedLimits(None, WHOLE_PAYLOAD)
