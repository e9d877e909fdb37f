"""Certificates: one made on the spot, and what one says (worker threads; the engine thread once a worker loaded this).

Law: the key of a certificate that is made here stands in a file for no longer than the context takes to read it; and
whatever a peer shows, describing it raises nothing.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from ssl import SSLContext

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from core.contract.tls import Certificate
from core.machine.interfaces import own_addresses

GOOD_FOR = timedelta(days=30)
EARLIER = timedelta(hours=1)
"""Clocks differ: it is good from an hour ago on."""
_OWN_NAMES = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::")
_SUBJECT = "Socket Lab (made on the spot)"
_UNREADABLE = "a certificate that can’t be read"
_NAMES_MOST = 32


def add_made_up(context: SSLContext, host: str) -> Certificate:
    """Make a key and a self-signed certificate for this computer and `host`, and have the context use them.

    ssl takes them from files only: this one is its owner's alone, and gone at once.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key, _names_for(host))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    descriptor, path = tempfile.mkstemp(suffix=".pem")  # 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(pem)
        context.load_cert_chain(path)
    finally:
        os.unlink(path)
    return described(certificate.public_bytes(Encoding.DER))


def described(der: bytes) -> Certificate:
    """What it says; of bytes that are no certificate, their fingerprint."""
    try:
        return _described(x509.load_der_x509_certificate(der), der)
    except Exception:  # the library raises a dozen kinds for what is malformed, and this came from outside
        return Certificate(_UNREADABLE, "", fingerprint=sha256(der).hexdigest(), der=der)


def is_readable(certificate: Certificate) -> bool:
    """Whether described() could make it out."""
    return certificate.subject != _UNREADABLE or bool(certificate.not_after)


def _described(certificate: x509.Certificate, der: bytes) -> Certificate:
    signed_with = key = ""
    with suppress(Exception):  # an algorithm that the library does not know says nothing of the rest
        hash_algorithm = certificate.signature_hash_algorithm
        signed_with = hash_algorithm.name if hash_algorithm is not None else ""
    with suppress(Exception):
        key = _key(certificate)
    return Certificate(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        names=_names_in(certificate),
        not_before=_moment(certificate.not_valid_before_utc),
        not_after=_moment(certificate.not_valid_after_utc),
        serial=f"{certificate.serial_number:x}",
        fingerprint=sha256(der).hexdigest(),
        key=key,
        signed_with=signed_with,
        der=der,
    )


def _names_for(host: str) -> Iterable[str]:
    """What callers may call this computer by, when it listens at `host`."""
    more = [entry.address for entry in own_addresses()] if host in _EVERYWHERE else [host]
    return dict.fromkeys((*_OWN_NAMES, socket.gethostname(), *more))


def _self_signed(key: ec.EllipticCurvePrivateKey, names: Iterable[str]) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _SUBJECT)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - EARLIER)
        .not_valid_after(now + GOOD_FOR)
        .add_extension(x509.SubjectAlternativeName(list(_general_names(names))), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return builder.sign(key, SHA256())


def _general_names(names: Iterable[str]) -> Iterable[x509.GeneralName]:
    for name in names:
        bare = name.partition("%")[0]
        try:
            yield x509.IPAddress(ip_address(bare))
        except ValueError:
            with suppress(ValueError):  # a computer may be called what no certificate can say
                yield x509.DNSName(bare)


def _names_in(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return ()
    hosts = extension.value.get_values_for_type(x509.DNSName)
    return (*hosts, *map(str, extension.value.get_values_for_type(x509.IPAddress)))[:_NAMES_MOST]


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}"
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    return type(key).__name__.removeprefix("_").removesuffix("PublicKey")


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
