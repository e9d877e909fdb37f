"""Certificates for tests: an authority, and what it signs, good or wrong in one way (written as PEM files).

Law: nothing here comes from the lab: it is what the lab is held against.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Files:
    """Where a certificate and its key are."""

    certificate: str
    key: str


class Authority:
    """Signs what it is asked to."""

    def __init__(self, folder: Path, name: str = "Test Authority") -> None:
        self._folder, self._name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(self._name, self._key, datetime.now(UTC) - DAY, datetime.now(UTC) + DAY)
        builder = builder.issuer_name(self._name).add_extension(x509.BasicConstraints(True, None), critical=True)
        self.file = str(folder / f"{name}.pem")
        Path(self.file).write_bytes(builder.sign(self._key, SHA256()).public_bytes(Encoding.PEM))

    def issue(self, *names: str, subject: str = "", days: tuple[int, int] = (-1, 1)) -> Files:
        """A certificate for these hosts and addresses, good from so many days from now until so many days from now."""
        key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
        whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject or names[0])])
        builder = _builder(whose, key, now + days[0] * DAY, now + days[1] * DAY).issuer_name(self._name)
        certificate = builder.add_extension(
            x509.SubjectAlternativeName([_general(name) for name in names]), critical=False
        ).sign(self._key, SHA256())
        stem = f"{names[0]}{days[1]}{len(list(self._folder.iterdir()))}"
        paths = self._folder / f"{stem}.crt", self._folder / f"{stem}.key"
        paths[0].write_bytes(certificate.public_bytes(Encoding.PEM))
        paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return Files(str(paths[0]), str(paths[1]))


def _builder(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, not_before: datetime, not_after: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)
