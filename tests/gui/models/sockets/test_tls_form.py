"""What is typed of TLS: as a listener or a caller is asked for it, and as the form's button says it."""

from __future__ import annotations

import pytest

from core.contract.faults import BadInput, Field
from core.contract.tls import TlsClient, TlsServer, TlsVersion
from gui.models.sockets.tls_form import ChosenTls, TlsForm, form_of

FULL_SERVER = TlsServer("a.pem", "a.key", "ca.pem", ("h2", "http/1.1"), TlsVersion.TLS_1_0, TlsVersion.TLS_1_2)
FULL_CLIENT = TlsClient(
    False, "ca.pem", (b"\x30",), "example.org", "a.pem", "a.key", ("h2",), TlsVersion.TLS_1_3, TlsVersion.TLS_1_3
)


@pytest.mark.parametrize(
    ("form", "server"),
    [
        (TlsForm(), TlsServer()),
        (TlsForm(" a.pem ", alpn=" h2 ,, http/1.1 "), TlsServer("a.pem", alpn=("h2", "http/1.1"))),
        (form_of(FULL_SERVER), FULL_SERVER),
    ],
)
def test_a_listener_is_asked_for_as_it_was_typed(form: TlsForm, server: TlsServer) -> None:
    assert form.server() == server


@pytest.mark.parametrize(
    ("form", "client"),
    [
        (TlsForm(), TlsClient()),
        (TlsForm(server_name=" localhost "), TlsClient(server_name="localhost")),
        (form_of(FULL_CLIENT), FULL_CLIENT),
    ],
)
def test_a_caller_is_asked_for_as_it_was_typed(form: TlsForm, client: TlsClient) -> None:
    assert form.client() == client


def test_a_name_that_can_be_no_host_is_refused_at_its_field() -> None:
    with pytest.raises(BadInput) as refused:
        TlsForm(server_name="a b").client()
    assert refused.value.fault.field is Field.SERVER_NAME


@pytest.mark.parametrize(
    ("form", "is_server", "title"),
    [
        (TlsForm(), True, "TLS: certificate made on the spot…"),
        (TlsForm("/etc/x/a.pem", authority="ca.pem"), True, "TLS: certificate a.pem, asks callers for theirs…"),
        (TlsForm(), False, "TLS: as usual…"),
        (TlsForm(authority="/etc/ca.pem"), False, "TLS: trusts ca.pem…"),
        (TlsForm(trusted=(b"1", b"2")), False, "TLS: trusts 2 certificates beside the system’s…"),
        (TlsForm(authority="ca.pem", verify=False), False, "TLS: ⚠ certificate not checked…"),
    ],
)
def test_the_button_says_what_is_folded_away(form: TlsForm, is_server: bool, title: str) -> None:
    assert ChosenTls(is_server=is_server, form=form).title == title


def test_a_change_is_told_and_forgotten_again() -> None:
    told = []
    chosen = ChosenTls(is_server=False, form=TlsForm())
    chosen.on_change = lambda: told.append(chosen.title)
    chosen.change(verify=False)
    chosen.forget()
    assert told == ["TLS: ⚠ certificate not checked…", "TLS: as usual…"]
