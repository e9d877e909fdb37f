"""The arguments that say how tls:// is spoken (main thread).

Law: what was said of TLS is never ignored: with another URL it is wrong use.
"""

from __future__ import annotations

import argparse
from typing import Any

from core.cli.outcome import WrongUse
from core.contract.tls import TlsClient, TlsServer, TlsVersion

_VERSIONS = {version.label.removeprefix("TLS "): version for version in TlsVersion}
_LOWEST, _HIGHEST = "1.2", "1.3"


def add_tls(parser: Any, *, listens: bool) -> None:
    """What a subcommand takes that listens, or one that calls."""
    group = parser.add_argument_group("for tls://")

    def add(name: str, metavar: str, text: str, **more: Any) -> None:
        group.add_argument(name, metavar=metavar, help=text, default=None, **more)

    if listens:
        add("--cert", "FILE", "its certificate, then those that lead to an authority, in PEM (default: one is made up)")
        add("--client-ca", "FILE", "ask callers for a certificate of one of these authorities, in PEM")
    else:
        group.add_argument("--insecure", action="store_true", default=None, help="do not check the certificate")
        add("--cacert", "FILE", "trust these authorities or certificates, in PEM, and nobody else")
        add("--servername", "NAME", "ask for this name, and check the certificate for it (default: the host)")
        add("--cert", "FILE", "a certificate to show when the server asks for one, in PEM")
    add("--key", "FILE", "the key of --cert, in PEM (default: it is in the same file)")
    add("--alpn", "NAMES", "what is spoken inside, the most wanted first: h2,http/1.1", type=_names)
    add("--tls-min", "VERSION", f"the lowest version: {', '.join(_VERSIONS)} (default: {_LOWEST})", type=_version)
    add("--tls-max", "VERSION", f"the highest version (default: {_HIGHEST})", type=_version)


def tls_server(found: argparse.Namespace) -> TlsServer | None:
    """How a listener speaks it; None when it does not. WrongUse."""
    if not _is_spoken(found, "cert", "client_ca"):
        return None
    return TlsServer(found.cert or "", found.key or "", found.client_ca or "", **_common(found))


def tls_client(found: argparse.Namespace) -> TlsClient | None:
    """How a caller speaks it; None when it does not. WrongUse."""
    if not _is_spoken(found, "insecure", "cacert", "servername", "cert"):
        return None
    return TlsClient(
        verify=not found.insecure,
        authority=found.cacert or "",
        server_name=found.servername or "",
        certificate=found.cert or "",
        key=found.key or "",
        **_common(found),
    )


def _is_spoken(found: argparse.Namespace, *names: str) -> bool:
    if found.url.is_tls:
        return True
    for name in (*names, "key", "alpn", "tls_min", "tls_max"):
        if getattr(found, name) is not None:
            raise WrongUse(f"--{name.replace('_', '-')} is for tls:// only.")
    return False


def _common(found: argparse.Namespace) -> dict[str, Any]:
    return {
        "alpn": found.alpn or (),
        "lowest": found.tls_min or _VERSIONS[_LOWEST],
        "highest": found.tls_max or _VERSIONS[_HIGHEST],
    }


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _version(text: str) -> TlsVersion:
    if text not in _VERSIONS:
        raise argparse.ArgumentTypeError(f"{text} is none of {', '.join(_VERSIONS)}.")
    return _VERSIONS[text]
