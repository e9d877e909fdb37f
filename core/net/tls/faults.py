"""What OpenSSL calls an error, as a fault with a name of the lab's own (any thread).

Law: who refused, this end or the other one, is never mixed up: an alert that came is the other end's word.
"""

from __future__ import annotations

import ssl

from core.contract.faults import Fault, Field
from core.contract.records import Call
from core.contract.tls import Certificate

_ALERT_WORDS = ("ALERT", "UNRECOGNIZED_NAME", "CERTIFICATE_REQUIRED")

# X509_V_ERR_... of OpenSSL's x509_vfy.h: they are part of its interface, and do not change.
_VERIFYING = {
    9: "TLS_NOT_YET_VALID",
    10: "TLS_EXPIRED",
    18: "TLS_SELF_SIGNED",
    19: "TLS_UNKNOWN_AUTHORITY",
    20: "TLS_UNKNOWN_AUTHORITY",
    21: "TLS_UNKNOWN_AUTHORITY",
    23: "TLS_REVOKED",
    26: "TLS_WRONG_PURPOSE",
    62: "TLS_WRONG_NAME",
    64: "TLS_WRONG_NAME",
}

# What this end found.
_HERE = {
    "NO_SHARED_CIPHER": "TLS_NO_COMMON_CIPHER",
    "NO_CIPHERS_AVAILABLE": "TLS_NO_COMMON_CIPHER",
    "UNSUPPORTED_PROTOCOL": "TLS_NO_COMMON_VERSION",
    "NO_PROTOCOLS_AVAILABLE": "TLS_NO_COMMON_VERSION",
    "WRONG_SSL_VERSION": "TLS_NO_COMMON_VERSION",
    "VERSION_TOO_LOW": "TLS_NO_COMMON_VERSION",
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "TLS_CLIENT_SHOWED_NONE",
    "NO_APPLICATION_PROTOCOL": "TLS_NO_COMMON_ALPN",
    "WRONG_VERSION_NUMBER": "TLS_NOT_SPOKEN",
    "HTTP_REQUEST": "TLS_NOT_SPOKEN",
}

# What the other end said, by the end of OpenSSL's name for its alert.
_THERE = {
    "ALERT_PROTOCOL_VERSION": "TLS_NO_COMMON_VERSION",
    "ALERT_HANDSHAKE_FAILURE": "TLS_HANDSHAKE_REFUSED",
    "ALERT_INSUFFICIENT_SECURITY": "TLS_NO_COMMON_CIPHER",
    "ALERT_NO_APPLICATION_PROTOCOL": "TLS_NO_COMMON_ALPN",
    "ALERT_CERTIFICATE_REQUIRED": "TLS_CERTIFICATE_WANTED",
    "ALERT_UNKNOWN_CA": "TLS_OURS_UNKNOWN_AUTHORITY",
    "ALERT_CERTIFICATE_EXPIRED": "TLS_OURS_EXPIRED",
    "ALERT_BAD_CERTIFICATE": "TLS_OURS_REFUSED",
    "ALERT_CERTIFICATE_UNKNOWN": "TLS_OURS_REFUSED",
    "ALERT_UNSUPPORTED_CERTIFICATE": "TLS_OURS_REFUSED",
    "ALERT_CERTIFICATE_REVOKED": "TLS_OURS_REFUSED",
    "UNRECOGNIZED_NAME": "TLS_NAME_UNKNOWN_THERE",
}

_FILES = {
    "KEY_VALUES_MISMATCH": "TLS_KEY_MISMATCH",
    "KEY_TYPE_MISMATCH": "TLS_KEY_MISMATCH",
    "EE_KEY_TOO_SMALL": "TLS_KEY_WEAK",
    "CA_MD_TOO_WEAK": "TLS_KEY_WEAK",
}


def fault_of_tls(error: ssl.SSLError, call: str, peer: str, name: str, chain: tuple[Certificate, ...]) -> Fault:
    """What went wrong in a conversation. `name`: whom it called; `chain`: what the other end showed."""
    if isinstance(error, ssl.SSLCertVerificationError):
        fault = _VERIFYING.get(error.verify_code, "TLS_NOT_VERIFIED")
        return Fault(fault, call, about=peer, detail=_detail(fault, error, name, chain))
    reason = error.reason or ""
    if isinstance(error, ssl.SSLEOFError) or reason == "UNEXPECTED_EOF_WHILE_READING":
        return Fault("TLS_ENDED_EARLY" if call == Call.TLS_HANDSHAKE.label else "TLS_CUT", call, about=peer)
    if any(word in reason for word in _ALERT_WORDS):
        known = next((fault for end, fault in _THERE.items() if reason.endswith(end)), "TLS_REFUSED_THERE")
        return Fault(known, call, about=peer, detail=_words(reason))
    return Fault(_HERE.get(reason, "TLS_FAILED"), call, about=peer, detail=_words(reason or str(error)))


def fault_of_file(error: OSError, path: str, field: Field, *, is_locked: bool = False) -> Fault:
    """Why a certificate or a key can't be used."""
    if is_locked:
        return Fault("TLS_KEY_LOCKED", about=path, field=field)
    if isinstance(error, ssl.SSLError):
        return Fault(_FILES.get(error.reason or "", "TLS_NO_CERTIFICATE_FILE"), about=path, field=field)
    return Fault("TLS_FILE_UNREADABLE", about=path, field=field, detail=error.strerror or "")


def _detail(fault: str, error: ssl.SSLCertVerificationError, name: str, chain: tuple[Certificate, ...]) -> str:
    """The second fact of the sentence: when it ran out, whose it is..."""
    if not chain:
        return name if fault == "TLS_WRONG_NAME" else error.verify_message
    first = chain[0]
    match fault:
        case "TLS_EXPIRED":
            return min(certificate.not_after for certificate in chain)
        case "TLS_NOT_YET_VALID":
            return max(certificate.not_before for certificate in chain)
        case "TLS_WRONG_NAME":
            return f"{', '.join(first.names[:6]) or first.subject} and not {name}"
        case "TLS_UNKNOWN_AUTHORITY":
            return chain[-1].issuer
        case "TLS_SELF_SIGNED":
            return first.subject
        case _:
            return error.verify_message


def _words(reason: str) -> str:
    """OpenSSL's name as words: "tlsv1 alert internal error"."""
    return reason.lower().replace("_", " ")
