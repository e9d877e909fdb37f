"""Why a TLS handshake came to nothing, or what is inside ended without its leave (pure, any thread).

Law: a certificate is judged by OpenSSL alone; what is checked here only shows what it saw. Nothing that makes a check
weaker is done without a button that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from core.contract.commands import Connect
from core.contract.sockets import Role
from core.contract.tls import Certificate, TlsClient, TlsVersion
from core.explain.why.calling import again
from core.explain.why.case import Answer, Ask, Case, Check, Diagnosis, Remedy
from core.explain.why.found import Found
from core.payload.escapes import show_name

_NOBODY_VOUCHES = frozenset({"TLS_SELF_SIGNED", "TLS_UNKNOWN_AUTHORITY"})
_OF_CERTIFICATE = _NOBODY_VOUCHES | {
    "TLS_EXPIRED", "TLS_NOT_YET_VALID", "TLS_WRONG_NAME", "TLS_WRONG_PURPOSE", "TLS_NOT_VERIFIED",
}  # fmt: skip
_MAY_BE_PLAIN = frozenset({"TLS_NOT_SPOKEN", "TLS_ENDED_EARLY", "TLS_HANDSHAKE_TIMEOUT"})
_NOTHING_IN_COMMON = frozenset({"TLS_NO_COMMON_VERSION", "TLS_NO_COMMON_CIPHER", "TLS_HANDSHAKE_REFUSED"})

_CAUSES = {
    "TLS_SELF_SIGNED": "Test servers and devices sign their own certificates. So does anybody who puts himself in the "
    "way: only somebody who knows that server can tell the two apart, by the fingerprint.",
    "TLS_UNKNOWN_AUTHORITY": "A company’s own authority, most likely; its certificate makes this one good. Or the "
    "server does not send the certificates between its own and the authority’s.",
    "TLS_EXPIRED": "It was not renewed in time, or this computer’s clock is wrong.",
    "TLS_NOT_YET_VALID": "This computer’s clock is behind, most likely.",
    "TLS_WRONG_NAME": "You called the server by another name, or by its number; or it is another server.",
    "TLS_NOT_SPOKEN": "The program there speaks without TLS: what it sent is no part of a handshake.",
    "TLS_PLAIN_HEARD": "The caller does not encrypt, and what it said does not begin a handshake.",
    "TLS_ENDED_EARLY": "Who does not understand a ClientHello often just hangs up; so does a caller whom the "
    "certificate does not please.",
    "TLS_HANDSHAKE_TIMEOUT": "It speaks without TLS and waits for the rest of what it takes for a message; or it is "
    "busy with others.",
    "TLS_CUT": "Many programs close the socket without taking leave in TLS. But somebody on the way can end a "
    "connection in the same manner, to have a part of the text be taken for all of it.",
    "TLS_NO_COMMON_VERSION": "Old devices speak TLS 1.0 only, new servers no longer speak it.",
}


def not_secured(case: Case, _found: Found) -> Diagnosis:
    """Whatever was wrong with TLS."""
    return Diagnosis(tuple(_checks(case)), _CAUSES.get(case.fault.name, ""), _remedies(case))


def _checks(case: Case) -> Iterator[Check]:
    shown = _shown(case)
    if case.fault.name not in _OF_CERTIFICATE or shown is None:
        return
    fault, tls = case.fault.name, case.socket.tls if case.socket is not None else None
    vouched = Answer.of(False if fault in _NOBODY_VOUCHES else None)
    by = "its own key" if shown.is_self_signed else show_name(shown.issuer)
    yield Check("Does somebody you trust vouch for it?", vouched, f"it is signed by {by}")
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M}"
    is_good = shown.not_before <= now <= shown.not_after
    yield Check("Is it good today?", Answer.of(is_good), f"from {shown.not_before} to {shown.not_after} UTC")
    asked = tls.server_name if tls is not None else ""
    if asked:
        answer = Answer.NO if fault == "TLS_WRONG_NAME" else Answer.of(True if asked in shown.names else None)
        yield Check(f"Is it for {asked}?", answer, f"it names {', '.join(map(show_name, shown.names[:4])) or 'nobody'}")


def _remedies(case: Case) -> tuple[Remedy, ...]:
    call = case.call_again
    if call is None or call.tls is None:
        return ()
    tls, fault, shown = call.tls, case.fault.name, _shown(case)
    if fault in _OF_CERTIFICATE:
        return tuple(_trusting(call, tls, fault, shown))
    if fault in _MAY_BE_PLAIN:
        return (Ask("Connect without TLS", (replace(call, tls=None),)), *again(case))
    if fault in _NOTHING_IN_COMMON and (tls.lowest, tls.highest) != (TlsVersion.TLS_1_0, TlsVersion.TLS_1_3):
        every = replace(tls, lowest=TlsVersion.TLS_1_0, highest=TlsVersion.TLS_1_3)
        return (Ask("Allow TLS 1.0 to 1.3", (replace(call, tls=every),)),)
    return again(case)


def _trusting(call: Connect, tls: TlsClient, fault: str, shown: Certificate | None) -> Iterator[Remedy]:
    if shown is not None and fault in _NOBODY_VOUCHES:
        trusting = replace(tls, trusted=(*tls.trusted, shown.der))
        yield Ask("Trust this certificate, connect", (replace(call, tls=trusting),))
    if shown is not None and fault == "TLS_WRONG_NAME" and shown.names and "*" not in shown.names[0]:
        named = replace(tls, server_name=shown.names[0])
        yield Ask(f"Ask for {show_name(shown.names[0])[:40]}", (replace(call, tls=named),))
    yield Ask("Test without checking", (replace(call, tls=replace(tls, verify=False)),))


def _shown(case: Case) -> Certificate | None:
    """The certificate of the server that a client of the lab called."""
    socket = case.socket
    if socket is None or socket.tls is None or socket.role is not Role.CLIENT:
        return None
    return next(iter(socket.tls.theirs), None)
