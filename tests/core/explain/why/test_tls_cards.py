"""Cards about TLS: what is wrong with a certificate or a handshake, and buttons that help, each pressed."""

from __future__ import annotations

import pytest

from core.contract.commands import Connect, Send
from core.contract.endpoints import Protocol
from core.contract.sockets import State
from core.contract.tls import TlsClient, TlsServer, TlsVersion
from core.explain.why.case import Answer
from tests.support.certificates import Authority
from tests.support.lab import ECHO, LOOPBACK, Lab
from tests.support.why import answers, card_when_noticed, card_when_refused, carry_out, remedy

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


def call(port: int, tls: TlsClient, host: str = LOOPBACK, timeout_s: float = 10) -> object:
    return lambda id: Connect(id, Protocol.TCP, host, port, tls=tls, timeout_s=timeout_s)


def test_a_self_signed_certificate_can_be_trusted_or_let_pass(lab: Lab) -> None:
    port = lab.port(lab.listen(tls=TlsServer()))
    card = card_when_refused(lab, call(port, TlsClient()))  # type: ignore[arg-type]
    assert (card.kind, answers(card)) == ("error", [NO, YES, YES])
    for label, verified in (("Trust this certificate", True), ("Test without checking", False)):
        tls = lab.facts(carry_out(lab, remedy(card, label))[0]).tls
        assert tls is not None
        assert tls.is_verified is verified


@pytest.mark.parametrize(
    ("names", "days", "said"),
    [
        ((LOOPBACK,), (-9, -2), [UNKNOWN, NO, YES]),
        (("example.org",), (-1, 1), [UNKNOWN, YES, NO]),
    ],
)
def test_what_openssl_saw_of_a_certificate_is_shown(
    lab: Lab, tmp_path_factory: pytest.TempPathFactory, names: tuple[str], days: tuple[int, int], said: list[Answer]
) -> None:
    authority = Authority(tmp_path_factory.mktemp("ca"))
    files = authority.issue(*names, days=days)
    port = lab.port(lab.listen(tls=TlsServer(files.certificate, files.key)))
    card = card_when_refused(lab, call(port, TlsClient(authority=authority.file)))  # type: ignore[arg-type]
    assert answers(card) == said
    if names == ("example.org",):
        carry_out(lab, remedy(card, "Ask for example.org"))
    carry_out(lab, remedy(card, "Test without checking"))


def test_a_plain_port_is_called_without_tls_and_a_tls_port_with_it(lab: Lab) -> None:
    plain, secured = lab.port(lab.listen(reply=ECHO)), lab.port(lab.listen(tls=TlsServer()))
    card = card_when_refused(lab, call(plain, TlsClient()))  # type: ignore[arg-type]
    carry_out(lab, remedy(card, "Connect without TLS"))
    number = lab.connect(secured)
    lab.done(lambda id: Send(id, number, b"hello"))
    lab.until_state(number, State.PEER_FINISHED)
    card = card_when_noticed(lab, number, "PEER_FINISHED")
    assert "speaks TLS" in card.diagnosis.cause
    assert remedy(card, "Connect with TLS").commands[-1].tls == TlsClient()  # type: ignore[union-attr]


def test_old_versions_are_allowed_by_a_click(lab: Lab) -> None:
    server = TlsServer(lowest=TlsVersion.TLS_1_0, highest=TlsVersion.TLS_1_1)
    port = lab.port(lab.listen(tls=server))
    card = card_when_refused(lab, call(port, TlsClient(verify=False)))  # type: ignore[arg-type]
    tls = lab.facts(carry_out(lab, remedy(card, "Allow TLS 1.0 to 1.3"))[0]).tls
    assert tls is not None
    assert tls.version == "TLS 1.1"


def test_a_caller_who_speaks_plain_is_a_warning(lab: Lab) -> None:
    listener = lab.listen(tls=TlsServer())
    peer, number = lab.caller(listener)
    peer.sendall(b"hello")
    card = card_when_noticed(lab, number, "TLS_PLAIN_HEARD")
    assert (card.kind, card.diagnosis.remedies) == ("warning", ())
