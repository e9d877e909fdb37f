"""TLS by the command line, against OpenSSL's own programs and curl: what is said inside, and what is told of it."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.capture.capture import Capture
from core.cli.program import main
from core.contract.records import Call
from tests.support.certificates import Authority
from tests.support.lab import LOOPBACK
from tests.support.programs import find, running
from tests.support.terminal import PATIENCE_S, listening, run


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def asked(program: str, *arguments: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """A program that ends soon, and what it wrote."""
    return subprocess.run(
        [find(program), *arguments], input=typed, capture_output=True, timeout=PATIENCE_S, check=False
    )


@contextmanager
def openssl_server(authority: Authority, *options: str) -> Iterator[int]:
    """s_server, which sends what comes back with the order of its letters reversed (-rev), and its port."""
    files = authority.issue("localhost")
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
    arguments = ("-accept", f"{LOOPBACK}:{port}", "-cert", files.certificate, "-key", files.key, "-rev", *options)
    with running("openssl", "s_server", *arguments) as server:
        while server.read_line() != "ACCEPT":
            pass
        yield port


def test_curl_and_s_client_are_answered_and_trust_the_certificate_that_was_named(authority: Authority) -> None:
    files = authority.issue("localhost", LOOPBACK)
    tls = ("--cert", files.certificate, "--key", files.key, "--alpn", "http/1.1")
    with listening("tls://127.0.0.1:0", "--reply", "web-page", *tls) as (_, port):
        page = asked("curl", "-sS", "--cacert", authority.file, f"https://localhost:{port}/")
        assert page.returncode == 0, page.stderr
        assert b"<html" in page.stdout
        refused = asked("curl", "-sS", f"https://localhost:{port}/")
        assert refused.returncode == 60  # it can't check the certificate
        client = ("s_client", "-connect", f"{LOOPBACK}:{port}", "-CAfile", authority.file, "-alpn", "http/1.1")
        shown = asked("openssl", *client, "-servername", "localhost", typed=b"")
        assert b"Verify return code: 0 (ok)" in shown.stdout
        assert b"ALPN protocol: http/1.1" in shown.stdout


def test_a_certificate_that_was_made_on_the_spot_is_good_for_this_computer(tmp_path: Path) -> None:
    with listening("tls://127.0.0.1:0", "--reply", "upper") as (_, port):
        shown = asked("openssl", "s_client", "-connect", f"{LOOPBACK}:{port}", "-showcerts", typed=b"")
        _, begin, rest = shown.stdout.partition(b"-----BEGIN CERTIFICATE-----")
        (tmp_path / "made.pem").write_bytes(begin + rest.partition(b"-----END")[0] + b"-----END CERTIFICATE-----\n")
        ended = run("send", f"tls://localhost:{port}", "hello", "--cacert", str(tmp_path / "made.pem"))
        assert (ended.returncode, ended.stdout) == (0, b"HELLO"), ended.stderr
        assert b"was checked and is good" in ended.stderr


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
def test_openssl_answers_what_is_piped_in(authority: Authority, tmp_path: Path, version: str) -> None:
    record = tmp_path / "talk.socketlab"
    with openssl_server(authority, version) as port:
        trust = ("--cacert", authority.file, "--record", str(record))
        ended = run("send", f"tls://localhost:{port}", r"hello\n", "--expect", "olleh", *trust)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == b"olleh\n"
    with closing(Capture.open(record)) as capture:
        rows = capture.records(range(1, capture.count + 1))
    assert b"".join(row.payload for row in rows if row.call is Call.TLS_WRITE) == b"hello\n"
    assert b"hello" not in b"".join(row.payload for row in rows if row.call is Call.SEND)


def test_a_server_that_asks_for_a_certificate_gets_it(authority: Authority) -> None:
    ours = authority.issue("a caller")
    with openssl_server(authority, "-Verify", "1", "-CAfile", authority.file, "-verify_return_error") as port:
        url, trust = f"tls://localhost:{port}", ("--cacert", authority.file)
        assert main(["send", url, "x", *trust, "--timeout", "5", "--expect", "x"]) == 3
        shown = ("--cert", ours.certificate, "--key", ours.key)
        assert main(["send", url, r"x\n", *trust, *shown, "--expect", "x"]) == 0


def test_why_it_is_not_trusted_is_said_and_with_json_what_was_shown(authority: Authority) -> None:
    with openssl_server(authority) as port:
        ended = run("send", f"tls://localhost:{port}", "x")
        assert ended.returncode == 3
        assert b"that CN=Test Authority signed, and that authority is not one you trust" in ended.stderr
        told = run("send", f"tls://localhost:{port}", r"x\n", "--insecure", "--expect", "x", "--json")
    assert told.returncode == 0
    events = [json.loads(line) for line in told.stdout.splitlines()]
    (sent,) = [it for it in events if it["event"] == "sent"]
    assert sent["text"] == r"x\n"
    shown = [it["tls"] for it in events if it.get("tls", {}).get("established")]
    assert shown[0]["version"] == "TLS 1.3"
    assert not shown[0]["verified"]
    assert shown[0]["certificates"][0]["names"] == ["localhost"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("send", "tcp://127.0.0.1:9", "x", "--insecure"),
        ("listen", "tcp://127.0.0.1:0", "--cert", "x.pem"),
        ("connect", "tls://127.0.0.1:9", "--tls-min", "1.4"),
        ("udp", "tls://127.0.0.1:9"),
    ],
)
def test_what_was_said_of_tls_is_never_ignored(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status: object = main(list(arguments))
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert capsys.readouterr().err
