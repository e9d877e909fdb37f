"""The messages of a handshake, as OpenSSL tells of them: their names, and the certificates in them (engine thread).

Law: only the handshake is listened to, and what is kept of it is bounded. Source: RFC 8446, 4 and B.3; RFC 5246, 7.4.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from typing import Any

MOST_MESSAGES = 32
MOST_CERTIFICATES = 10
_HANDSHAKE = 22
_CERTIFICATE = 11
_NAMES = {
    0: "HelloRequest",
    1: "ClientHello",
    2: "ServerHello",
    4: "NewSessionTicket",
    5: "EndOfEarlyData",
    8: "EncryptedExtensions",
    11: "Certificate",
    12: "ServerKeyExchange",
    13: "CertificateRequest",
    14: "ServerHelloDone",
    15: "CertificateVerify",
    16: "ClientKeyExchange",
    20: "Finished",
    22: "CertificateStatus",
    24: "KeyUpdate",
}
_TLS_1_3 = 0x0304


class Heard:
    """What the messages of one handshake told."""

    __slots__ = ("messages", "ours", "server_name", "theirs")

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.theirs: list[bytes] = []
        self.ours: list[bytes] = []
        self.server_name = ""

    def add(self, direction: str, version: int, kind: int, body: bytes) -> None:
        """One message; `direction` is "read" or "write"."""
        name = _NAMES.get(kind)
        if name is None or len(self.messages) >= MOST_MESSAGES:
            return
        self.messages.append(f"{'←' if direction == 'read' else '→'} {name}")
        if kind == _CERTIFICATE:
            kept = self.theirs if direction == "read" else self.ours
            kept[:] = list(_certificates(body, version))[:MOST_CERTIFICATES]


class TlsObject(ssl.SSLObject):
    """An SSLObject with what was heard of its handshake."""

    heard: Heard


def listen_in(context: ssl.SSLContext) -> None:
    """Have the objects of this context keep what is heard. `_msg_callback` is Python's own hook for that."""
    context.sslobject_class = TlsObject
    context._msg_callback = _heard  # type: ignore[attr-defined]
    if context.protocol == ssl.PROTOCOL_TLS_SERVER:
        context.sni_callback = _asked_for


def _heard(conn: Any, direction: str, version: int, content: int, kind: int, data: bytes) -> None:
    heard = getattr(conn, "heard", None)
    if heard is not None and content == _HANDSHAKE:
        heard.add(direction, version, int(kind), data)


def _asked_for(conn: Any, name: str | None, _context: ssl.SSLContext) -> None:
    """The name that a caller asks for (SNI); every name is served."""
    conn.heard.server_name = name or ""


def _certificates(message: bytes, version: int) -> Iterator[bytes]:
    """The DER of each, from a Certificate message with its head of 4 bytes."""
    has_extensions = version >= _TLS_1_3
    at = 4 + (1 + message[4] if has_extensions and len(message) > 4 else 0)
    at += 3  # the length of the list
    while at + 3 <= len(message):
        length = int.from_bytes(message[at : at + 3])
        yield message[at + 3 : at + 3 + length]
        at += 3 + length
        if has_extensions:
            at += 2 + int.from_bytes(message[at : at + 2])
