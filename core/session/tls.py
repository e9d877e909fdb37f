"""The object "tls" of a listener or a client whose URL begins with tls:// (any thread).

    {"certificate": "server.pem", "key": "server.key", "client_authority": "ca.pem", "alpn": ["h2"], "lowest": "1.3"}
    {"authority": "ca.pem", "server_name": "example.org", "verify": false}

Every field may be missing. "certificate" and "key" are PEM files: without one, a listener makes a certificate up. A
caller checks the certificate unless "verify" is false. Law: which certificates somebody trusted one by one is not kept:
a file from somebody else must not bring its own trust along.
"""

from __future__ import annotations

from typing import Any

from core.contract.tls import TlsClient, TlsServer, TlsVersion
from core.session.fields import Fields, text_of, written

_VERSIONS = {version.label.removeprefix("TLS "): version for version in TlsVersion}
_LOWEST, _HIGHEST = "1.2", "1.3"


def read_tls_server(fields: Fields) -> TlsServer:
    """How a listener speaks it. SessionError."""
    return TlsServer(
        fields.take("certificate", ""),
        fields.take("key", ""),
        fields.take("client_authority", ""),
        fields.each("alpn", text_of),
        fields.choose("lowest", _VERSIONS, _LOWEST),
        fields.choose("highest", _VERSIONS, _HIGHEST),
    )


def write_tls_server(tls: TlsServer | None) -> dict[str, Any]:
    """The object again; empty when all is as usual."""
    if tls is None:
        return {}
    own = [("certificate", tls.certificate, ""), ("key", tls.key, ""), ("client_authority", tls.client_authority, "")]
    return written([*own, *_common(tls)], {})


def read_tls_client(fields: Fields) -> TlsClient:
    """How a caller speaks it. SessionError."""
    return TlsClient(
        verify=fields.take("verify", True),
        authority=fields.take("authority", ""),
        server_name=fields.take("server_name", ""),
        certificate=fields.take("certificate", ""),
        key=fields.take("key", ""),
        alpn=fields.each("alpn", text_of),
        lowest=fields.choose("lowest", _VERSIONS, _LOWEST),
        highest=fields.choose("highest", _VERSIONS, _HIGHEST),
    )


def write_tls_client(tls: TlsClient | None) -> dict[str, Any]:
    """The object again; empty when all is as usual."""
    if tls is None:
        return {}
    own: list[tuple[str, object, object]] = [
        ("verify", tls.verify, True),
        ("authority", tls.authority, ""),
        ("server_name", tls.server_name, ""),
        ("certificate", tls.certificate, ""),
        ("key", tls.key, ""),
    ]
    return written([*own, *_common(tls)], {})


def _common(tls: TlsServer | TlsClient) -> list[tuple[str, object, object]]:
    words = {version: word for word, version in _VERSIONS.items()}
    return [
        ("alpn", list(tls.alpn), []),
        ("lowest", words[tls.lowest], _LOWEST),
        ("highest", words[tls.highest], _HIGHEST),
    ]
