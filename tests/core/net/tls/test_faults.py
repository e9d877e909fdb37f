"""What goes wrong with TLS, each with a word of its own that says who was at fault."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.contract.commands import Close, Connect, Listen
from core.contract.endpoints import Protocol
from core.contract.faults import Fault, Field
from core.contract.records import Call
from core.contract.sockets import Ending
from core.contract.tls import TlsClient, TlsServer, TlsVersion
from core.explain.faults import explain
from core.net.tls import handshaking
from tests.support.certificates import Authority, Files
from tests.support.lab import ECHO, LOOPBACK, Lab

OLD = TlsVersion.TLS_1_2


def server_of(files: Files, **more: Any) -> TlsServer:
    return TlsServer(files.certificate, files.key, **more)


def refusal(lab: Lab, port: int, client: TlsClient, host: str = LOOPBACK, timeout_s: float = 10) -> Fault:
    """Why a call comes to nothing."""
    return lab.refused(lambda id: Connect(id, Protocol.TCP, host, port, timeout_s=timeout_s, tls=client))


def test_a_self_signed_certificate_is_refused_until_a_person_trusts_just_that_one(lab: Lab) -> None:
    port = lab.port(lab.listen(tls=TlsServer()))
    fault = refusal(lab, port, TlsClient())
    assert fault.name == "TLS_SELF_SIGNED"
    assert "self-signed certificate (CN=Socket Lab (made on the spot))" in explain(fault).sentence
    shown = lab.facts(max(lab.sockets)).tls
    facts = next(it.tls for it in lab.sockets.values() if it.fault == fault)
    assert facts is not None
    assert facts.theirs, shown
    trusting = TlsClient(trusted=(facts.theirs[0].der,))
    number = lab.connect(port, tls=trusting)
    tls = lab.facts(number).tls
    assert tls is not None
    assert tls.is_verified
    other = lab.port(lab.listen(tls=TlsServer()))
    assert refusal(lab, other, trusting).name == "TLS_SELF_SIGNED"


@pytest.mark.parametrize(
    ("names", "days", "name", "words"),
    [
        ((LOOPBACK,), (-9, -2), "TLS_EXPIRED", "has expired: it was good until 20"),
        ((LOOPBACK,), (2, 9), "TLS_NOT_YET_VALID", "is not good yet: it will be from 20"),
        (("example.org",), (-1, 1), "TLS_WRONG_NAME", "it names example.org and not 127.0.0.1"),
    ],
)
def test_a_certificate_is_refused_for_its_own_reason(
    lab: Lab, authority: Authority, names: tuple[str, ...], days: tuple[int, int], name: str, words: str
) -> None:
    port = lab.port(lab.listen(tls=server_of(authority.issue(*names, days=days))))
    fault = refusal(lab, port, TlsClient(authority=authority.file))
    assert fault.name == name
    assert words in explain(fault).sentence
    lab.connect(port, tls=TlsClient(verify=False))  # tested without checking


def test_an_authority_that_is_not_trusted_is_named(lab: Lab, authority: Authority) -> None:
    port = lab.port(lab.listen(tls=server_of(authority.issue(LOOPBACK))))
    fault = refusal(lab, port, TlsClient())
    assert (fault.name, fault.detail) == ("TLS_UNKNOWN_AUTHORITY", "CN=Test Authority")


def test_what_a_certificate_says_is_shown_escaped(lab: Lab, authority: Authority, tmp_path: Path) -> None:
    nasty = Authority(tmp_path, "evil\x1b[31m\u202e").issue(LOOPBACK, subject="a\x07b")
    fault = refusal(lab, lab.port(lab.listen(tls=server_of(nasty))), TlsClient())
    sentence = explain(fault).sentence
    assert "evil\\x1b[31m\\u{202e}" in sentence
    assert sentence.isprintable()


def test_a_caller_finds_a_plain_port_that_answers(lab: Lab) -> None:
    """An echo sends the hello back; other programs say something else."""
    assert refusal(lab, lab.port(lab.listen(reply=ECHO)), TlsClient()).name == "TLS_NOT_SPOKEN"
    with socket.create_server((LOOPBACK, 0)) as server:
        asked = lab.ask(lambda id: Connect(id, Protocol.TCP, LOOPBACK, server.getsockname()[1], tls=TlsClient()))
        peer = lab.peer(server.accept()[0])
        peer.sendall(b"220 mail.example ready\r\n")
        assert lab.fault_of(asked).name == "TLS_NOT_SPOKEN"


def test_a_caller_finds_a_plain_port_that_is_silent(lab: Lab) -> None:
    port = lab.port(lab.listen())
    fault = refusal(lab, port, TlsClient(), timeout_s=0.3)
    assert fault.name == "TLS_HANDSHAKE_TIMEOUT"
    ended = next(it for it in lab.sockets.values() if it.fault == fault)
    assert ended.ending is Ending.TIMED_OUT


def test_a_plain_caller_of_a_tls_port_is_told_of_and_others_go_on(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    peer, number = lab.caller(listener)
    peer.sendall(b"GET / HTTP/1.1\r\n\r\n")
    ended = lab.ended(number)
    assert ended.fault is not None
    assert ended.fault.name == "TLS_PLAIN_HEARD"
    assert peer.recv(100) == b""
    lab.connect(lab.port(listener), tls=TlsClient(verify=False))


def test_a_handshake_that_never_finishes_holds_up_nobody_and_is_ended(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handshaking, "CALLERS_LIMIT_S", 0.5)
    listener = lab.listen(tls=TlsServer())
    silent = [lab.caller(listener) for _ in range(3)]
    silent[0][0].sendall(b"\x16\x03\x01")  # begins, and goes no further
    lab.connect(lab.port(listener), tls=TlsClient(verify=False))
    assert all(lab.facts(number).is_shaking_hands for _, number in silent)
    for peer, number in silent:
        ended = lab.ended(number)
        assert (ended.ending, ended.fault and ended.fault.name) == (Ending.TIMED_OUT, "TLS_HANDSHAKE_TIMEOUT")
        assert peer.recv(100) == b""


def test_a_peer_that_goes_in_the_middle_of_the_handshake_is_told_of(lab: Lab) -> None:
    peer, number = lab.caller(lab.listen(tls=TlsServer()))
    peer.sendall(b"\x16\x03\x01")
    peer.close()
    fault = lab.ended(number).fault
    assert fault is not None
    assert fault.name == "TLS_ENDED_EARLY"


@pytest.mark.parametrize(
    ("server", "client", "name"),
    [
        (TlsServer(highest=OLD), TlsClient(verify=False, lowest=TlsVersion.TLS_1_3), "TLS_NO_COMMON_VERSION"),
        (TlsServer(alpn=("h2",)), TlsClient(verify=False, alpn=("chat",)), ""),
    ],
)
def test_without_a_version_in_common_there_is_no_conversation(
    lab: Lab, server: TlsServer, client: TlsClient, name: str
) -> None:
    port = lab.port(lab.listen(tls=server))
    if name:
        assert refusal(lab, port, client).name == name
    else:  # nothing in common inside is no fault: OpenSSL then goes on without
        tls = lab.facts(lab.connect(port, tls=client)).tls
        assert tls is not None
        assert tls.alpn == ""


def test_who_must_show_a_certificate_and_does_not_is_told_so(lab: Lab, authority: Authority) -> None:
    server = server_of(authority.issue(LOOPBACK), client_authority=authority.file, highest=OLD)
    listener = lab.listen(tls=server)
    assert refusal(lab, lab.port(listener), TlsClient(authority=authority.file)).name in (
        "TLS_CERTIFICATE_WANTED",
        "TLS_HANDSHAKE_REFUSED",
    )
    accepted = next(it.number for it in lab.sockets.values() if it.parent == listener)
    fault = lab.ended(accepted).fault
    assert fault is not None
    assert fault.name == "TLS_CLIENT_SHOWED_NONE"


def test_in_tls_1_3_the_refusal_comes_after_the_handshake(lab: Lab, authority: Authority) -> None:
    listener = lab.listen(tls=server_of(authority.issue(LOOPBACK), client_authority=authority.file))
    number = lab.connect(lab.port(listener), tls=TlsClient(authority=authority.file))
    fault = lab.ended(number).fault
    assert fault is not None
    assert fault.name == "TLS_CERTIFICATE_WANTED"


def test_a_caller_who_gives_up_cancels(lab: Lab) -> None:
    port = lab.port(lab.listen())
    asked = lab.ask(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port, tls=TlsClient()))
    lab.until(lambda: lab.count(2, Call.SEND), "the hello")
    lab.done(lambda id: Close(id, 2))
    assert lab.fault_of(asked).name == "CANCELLED"
    assert lab.ended(2).ending is Ending.CANCELLED


@pytest.mark.parametrize(
    ("certificate", "key", "name", "field"),
    [
        ("nowhere.pem", "", "TLS_FILE_UNREADABLE", Field.CERTIFICATE),
        ("nul\0", "", "TLS_FILE_UNREADABLE", Field.CERTIFICATE),
        ("KEY", "", "TLS_NO_CERTIFICATE_FILE", Field.CERTIFICATE),
        ("CERT", "", "TLS_NO_KEY_FILE", Field.CERTIFICATE),
        ("CERT", "nowhere.pem", "TLS_FILE_UNREADABLE", Field.KEY),
        ("CERT", "CERT", "TLS_NO_KEY_FILE", Field.KEY),
        ("CERT", "OTHER", "TLS_KEY_MISMATCH", Field.KEY),
        ("BROKEN", "KEY", "TLS_NO_CERTIFICATE_FILE", Field.CERTIFICATE),
    ],
)
def test_a_file_at_fault_is_named_before_any_socket_is_made(
    lab: Lab, authority: Authority, tmp_path: Path, certificate: str, key: str, name: str, field: Field
) -> None:
    good, other, broken = authority.issue(LOOPBACK), authority.issue("other"), tmp_path / "broken.pem"
    broken.write_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    files = {"CERT": good.certificate, "KEY": good.key, "OTHER": other.key, "BROKEN": str(broken)}
    tls = TlsServer(files.get(certificate, certificate), files.get(key, key))
    fault = lab.refused(lambda id: Listen(id, LOOPBACK, 0, tls=tls))
    assert (fault.name, fault.field) == (name, field)
    assert explain(fault).sentence.isprintable()
    assert not lab.rows()


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        (TlsClient(lowest=TlsVersion.TLS_1_3, highest=OLD), "TLS_VERSIONS_CROSSED"),
        (TlsClient(alpn=("x" * 256,)), "TLS_ALPN_BAD"),
        (TlsClient(authority="nowhere.pem"), "TLS_FILE_UNREADABLE"),
        (TlsClient(server_name=".example"), "HOST_BAD"),
    ],
)
def test_what_makes_no_sense_is_refused(lab: Lab, choice: TlsClient, name: str) -> None:
    assert refusal(lab, 9, replace(choice, verify=False)).name == name
