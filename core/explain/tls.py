"""What is known of a socket's TLS, in words: what was agreed on, and what a certificate says (pure, any thread).

Law: a certificate is text from outside, so all of it is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.contract.tls import Certificate, TlsFacts
from core.payload.escapes import show_name

_FINGERPRINT_GROUP = 4


def agreement(tls: TlsFacts) -> str:
    """In one line: TLS 1.3, TLS_AES_256_GCM_SHA384; the certificate of CN=example.org was checked and is good."""
    if not tls.is_established:
        return "TLS did not come about" if tls.theirs else "TLS handshake under way"
    return f"{tls.version}, {show_name(tls.cipher)}{', ' + show_name(tls.alpn) if tls.alpn else ''}; {trust(tls)}"


def trust(tls: TlsFacts) -> str:
    """Whether the other end is who it should be: half a sentence."""
    if not tls.theirs:
        return "the other end showed no certificate"
    whose = f"the certificate of {show_name(tls.theirs[0].subject)}"
    return f"{whose} was checked and is good" if tls.is_verified else f"{whose} was not checked"


def agreement_lines(tls: TlsFacts) -> Iterator[tuple[str, str]]:
    """What was agreed on, as names and values."""
    if tls.is_established:
        yield "Version", tls.version
        yield "Cipher", f"{show_name(tls.cipher)}, {tls.bits} bits"
        yield "Inside (ALPN)", show_name(tls.alpn) or "nothing was agreed on"
    yield "Asked for", show_name(tls.server_name) or "nobody by name"


def certificate_lines(certificate: Certificate) -> Iterator[tuple[str, str]]:
    """What it says, as names and values."""
    yield "Whose", show_name(certificate.subject)
    yield "Signed by", "itself" if certificate.is_self_signed else show_name(certificate.issuer) or "nobody"
    if certificate.names:
        yield "Good for", ", ".join(map(show_name, certificate.names))
    if certificate.not_after:
        yield "Good from", f"{certificate.not_before} to {certificate.not_after} (UTC)"
    if certificate.key:
        signed_with = f", signed with {show_name(certificate.signed_with)}" if certificate.signed_with else ""
        yield "Key", f"{show_name(certificate.key)}{signed_with}"
    yield "SHA-256", spaced(certificate.fingerprint)


def spaced(fingerprint: str) -> str:
    """In groups, so that two can be compared by eye."""
    return " ".join(fingerprint[at : at + _FINGERPRINT_GROUP] for at in range(0, len(fingerprint), _FINGERPRINT_GROUP))
