"""What the first bytes of a conversation tell of the language that the peer speaks (pure, any thread).

Law: nothing is claimed that other bytes could mean as well: a TLS record names its kind and its version. RFC 8446, 5.1.
"""

from __future__ import annotations

_TLS_MAJOR = 3
_HANDSHAKE, _ALERT = 22, 21
_CLIENT_HELLO, _SERVER_HELLO = 1, 2
_KIND_AT = 5
CAN_TELL = _KIND_AT + 1
"""So many bytes tell what can be told."""


def spoken_tls(first: bytes) -> str | None:
    """TLS_HELLO for a ClientHello, TLS_ALERT for an alert, None for anything else."""
    if len(first) <= _KIND_AT or first[1] != _TLS_MAJOR:
        return None
    if first[0] == _HANDSHAKE and first[_KIND_AT] == _CLIENT_HELLO:
        return "TLS_HELLO"
    # The level and the description of an alert are two bytes.
    return "TLS_ALERT" if first[0] == _ALERT and first[3:5] == b"\x00\x02" else None


def begins_tls(first: bytes, *, by_server: bool) -> bool:
    """Whether one who speaks TLS can have begun so, as far as these bytes go: a caller with a ClientHello, whoever is
    called with a ServerHello or an alert. (A program that echoes sends the ClientHello back.)
    """
    kinds = (_HANDSHAKE, _ALERT) if by_server else (_HANDSHAKE,)
    if first[0] not in kinds or first[1:2] not in (b"", bytes([_TLS_MAJOR])):
        return False
    hello = _SERVER_HELLO if by_server else _CLIENT_HELLO
    return first[0] == _ALERT or first[_KIND_AT:CAN_TELL] in (b"", bytes([hello]))
