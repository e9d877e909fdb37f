"""What a person chose of TLS, made into OpenSSL's context: files are read, a certificate is made (worker threads).

Law: everything that can be wrong with a file is found here, before any socket is made, and named after its field.
"""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable
from dataclasses import dataclass

from core.contract.faults import BadInput, Fault, Field
from core.contract.tls import Certificate, TlsClient, TlsServer, TlsVersion
from core.net.tls.certificates import add_made_up, described, is_readable
from core.net.tls.faults import fault_of_file
from core.net.tls.messages import listen_in
from core.payload.addresses import parse_host

_MOST_CHARACTERS = 4_000_000
"""Read of a file: the authorities of a whole system are 0.2 million."""
_ALPN_MOST = 256


@dataclass(frozen=True, slots=True)
class Prepared:
    """A context, ready for any number of conversations."""

    context: ssl.SSLContext
    is_server: bool
    """Whether it is for those who are called."""
    certificates: tuple[Certificate, ...] = ()
    """This end's own."""
    name: str = ""
    """Whom a caller calls."""
    asked: TlsClient | None = None
    """Of a caller: how it was asked to speak."""


def prepare(choice: TlsServer | TlsClient, host: str) -> Prepared:
    """What conversations at `host`, or with it, need. BadInput: TLS_... with the field that is at fault."""
    if choice.lowest > choice.highest:
        raise BadInput(Fault("TLS_VERSIONS_CROSSED", field=Field.TLS_VERSION))
    return _for_server(choice, host) if isinstance(choice, TlsServer) else _for_client(choice, host)


def _for_server(choice: TlsServer, host: str) -> Prepared:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _set_common(context, choice)
    own = _load_own(context, choice.certificate, choice.key) if choice.certificate else (add_made_up(context, host),)
    if choice.client_authority:
        _trust(context, choice.client_authority)
        context.verify_mode = ssl.CERT_REQUIRED
    return Prepared(context, is_server=True, certificates=own)


def _for_client(choice: TlsClient, host: str) -> Prepared:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _set_common(context, choice)
    if choice.authority:
        _trust(context, choice.authority)
    elif choice.verify:
        context.load_default_certs()
    for der in choice.trusted:
        context.load_verify_locations(cadata=der)
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # it need not be an authority's
    if not choice.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    own = _load_own(context, choice.certificate, choice.key) if choice.certificate else ()
    name = parse_host(choice.server_name, Field.SERVER_NAME) if choice.server_name else host
    name = name.partition("%")[0].rstrip(".")
    return Prepared(context, is_server=False, certificates=own, name=name, asked=choice)


def _set_common(context: ssl.SSLContext, choice: TlsServer | TlsClient) -> None:
    listen_in(context)
    if choice.lowest < TlsVersion.TLS_1_2:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")  # OpenSSL 3 speaks the old versions on that level only
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a person asked for an old version, to test an old device
        context.minimum_version = ssl.TLSVersion(choice.lowest)
        context.maximum_version = ssl.TLSVersion(choice.highest)
    context.options |= ssl.OP_NO_RENEGOTIATION
    if choice.alpn:
        if not all(0 < len(name.encode()) < _ALPN_MOST for name in choice.alpn):
            raise BadInput(Fault("TLS_ALPN_BAD", about=",".join(choice.alpn), field=Field.ALPN))
        context.set_alpn_protocols(list(choice.alpn))


def _load_own(context: ssl.SSLContext, certificate: str, key: str) -> tuple[Certificate, ...]:
    own = _certificates_in(certificate, Field.CERTIFICATE)
    locked = False

    def no_phrase() -> str:
        """OpenSSL asks only when the key is locked with a pass phrase; it would ask at the terminal otherwise."""
        nonlocal locked
        locked = True
        return ""

    try:
        context.load_cert_chain(certificate, key or None, password=no_phrase)
    except OSError as error:  # SSLError is one
        if key:
            _read(key, Field.KEY)  # a file that can't be read: OpenSSL names neither of the two
        at_fault = (key, Field.KEY) if key else (certificate, Field.CERTIFICATE)
        raise BadInput(_about_key(fault_of_file(error, *at_fault, is_locked=locked))) from None
    return own


def _about_key(fault: Fault) -> Fault:
    """The certificate was read already: what is no PEM then is the key."""
    if fault.name != "TLS_NO_CERTIFICATE_FILE":
        return fault
    return Fault("TLS_NO_KEY_FILE", about=fault.about, field=fault.field)


def _trust(context: ssl.SSLContext, path: str) -> None:
    _certificates_in(path, Field.AUTHORITY)
    _checked(lambda: context.load_verify_locations(path), path, Field.AUTHORITY)


def _certificates_in(path: str, field: Field) -> tuple[Certificate, ...]:
    """All certificates of a PEM file; at least one."""
    text = _read(path, field)
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    parts = [part.split(end, 1)[0] for part in text.split(begin)[1:]]
    try:
        found = tuple(described(ssl.PEM_cert_to_DER_cert(f"{begin}{part}{end}\n")) for part in parts)
    except ValueError:
        found = ()
    if not found or not all(map(is_readable, found)):
        raise BadInput(Fault("TLS_NO_CERTIFICATE_FILE", about=path, field=field))
    return found


def _read(path: str, field: Field) -> str:
    try:
        with open(path, encoding="latin-1") as file:
            return file.read(_MOST_CHARACTERS)
    except OSError as error:
        raise BadInput(fault_of_file(error, path, field)) from None
    except ValueError:  # a NUL in the path
        raise BadInput(Fault("TLS_FILE_UNREADABLE", about=path, field=field)) from None


def _checked(load: Callable[[], object], path: str, field: Field) -> None:
    try:
        load()
    except OSError as error:
        raise BadInput(fault_of_file(error, path, field)) from None
