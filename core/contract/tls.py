"""TLS as data: what a person chooses of it, what a handshake agreed on, what a certificate says (any thread).

Law: this data holds no key; a key stays in its file, or in the context of the listener that made it up.
"""

from __future__ import annotations

from enum import IntEnum

from core.contract.frozen import frozen


class TlsVersion(IntEnum):
    """The numbers are those on the wire (RFC 8446, 4.2.1)."""

    TLS_1_0 = 0x0301
    TLS_1_1 = 0x0302
    TLS_1_2 = 0x0303
    TLS_1_3 = 0x0304

    @property
    def label(self) -> str:
        """As people write it: TLS 1.3."""
        return f"TLS {self.name[-3]}.{self.name[-1]}"


@frozen
class TlsServer:
    """How a listener speaks TLS."""

    certificate: str = ""
    """A PEM file with its certificate, and after it those that lead to an authority; "": one made on the spot."""
    key: str = ""
    """A PEM file; "": the key is in the file of the certificate."""
    client_authority: str = ""
    """A PEM file: whoever calls must show a certificate of one of these authorities; "": nobody is asked for one."""
    alpn: tuple[str, ...] = ()
    """What is spoken inside, the most wanted first ("http/1.1"); empty: not said."""
    lowest: TlsVersion = TlsVersion.TLS_1_2
    highest: TlsVersion = TlsVersion.TLS_1_3


@frozen
class TlsClient:
    """How a caller speaks TLS."""

    verify: bool = True
    """Whether the other end's certificate must be good, and for the name that was called."""
    authority: str = ""
    """A PEM file of authorities and certificates that are trusted, and nobody else; "": those this system trusts."""
    trusted: tuple[bytes, ...] = ()
    """Certificates (DER) that are trusted beside them, because a person said so of just these."""
    server_name: str = ""
    """Whom it asks for (SNI), and whose name the certificate must bear; "": the host that is called."""
    certificate: str = ""
    """A PEM file with a certificate of its own, for a server that asks for one."""
    key: str = ""
    """A PEM file; "": the key is in the file of the certificate."""
    alpn: tuple[str, ...] = ()
    lowest: TlsVersion = TlsVersion.TLS_1_2
    highest: TlsVersion = TlsVersion.TLS_1_3


@frozen
class Certificate:
    """What a certificate says. All of it is text from outside."""

    subject: str
    """Whose it is, as RFC 4514 writes names: CN=example.org,O=Example."""
    issuer: str
    """Who signed it."""
    names: tuple[str, ...] = ()
    """The hosts and addresses that it is for (subjectAltName)."""
    not_before: str = ""
    """From when on it is good, UTC: 2026-01-31 12:00."""
    not_after: str = ""
    serial: str = ""
    """In hex."""
    fingerprint: str = ""
    """SHA-256 of `der`, in hex."""
    key: str = ""
    """What kind of key it is for: EC secp256r1, RSA 2048."""
    signed_with: str = ""
    """The hash of its signature: sha256."""
    der: bytes = b""
    """The certificate itself."""

    @property
    def is_self_signed(self) -> bool:
        """Whether nobody else vouches for it."""
        return self.subject == self.issuer


@frozen
class TlsFacts:
    """What is known of a socket's TLS. The handshake may not be over, or have failed."""

    is_established: bool = False
    """Whether the handshake is done."""
    version: str = ""
    """TLS 1.3."""
    cipher: str = ""
    """TLS_AES_256_GCM_SHA384."""
    bits: int = 0
    """Of the cipher's key."""
    alpn: str = ""
    """What both agreed to speak inside; "": nothing was agreed on."""
    server_name: str = ""
    """Whom the caller asked for (SNI); "": nobody by name."""
    is_verified: bool = False
    """Whether the other end's certificate was checked, and found good."""
    theirs: tuple[Certificate, ...] = ()
    """What the other end showed: its own certificate, then the one of whoever signed that..."""
    ours: tuple[Certificate, ...] = ()
    """What this end showed, or a listener will."""
    asked: TlsClient | None = None
    """Of a caller: how it was asked to speak."""
    messages: tuple[str, ...] = ()
    """The handshake's messages in order: "→ ClientHello", "← ServerHello"."""
