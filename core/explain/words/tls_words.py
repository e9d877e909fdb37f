"""The words for what goes wrong with TLS: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces. Certificates are a peer's own text: it
stands in braces only, which are escaped there.
"""

from __future__ import annotations

_TEST_WITHOUT = "If you know whom you called, you can test without checking."
_ANOTHER_FILE = "Choose another file."
_SAME_VERSIONS = "Allow more versions of TLS here, or there."

TLS_WORDS: dict[str, tuple[str, str]] = {
    # The other end's certificate was looked at, and is not good
    "TLS_SELF_SIGNED": (
        "{Peer} showed a self-signed certificate ({detail}): nobody you trust vouches for it.",
        f"Trust this very certificate if it is the one you expect, or name the file of its authority. {_TEST_WITHOUT}",
    ),
    "TLS_UNKNOWN_AUTHORITY": (
        "{Peer} showed a certificate that {detail} signed, and that authority is not one you trust.",
        f"Trust this very certificate if it is the one you expect, or name the file of its authority. {_TEST_WITHOUT}",
    ),
    "TLS_EXPIRED": (
        "The certificate of {peer} has expired: it was good until {detail} (UTC).",
        f"Whoever runs that server must renew it; if it looks right, check this computer’s clock. {_TEST_WITHOUT}",
    ),
    "TLS_NOT_YET_VALID": (
        "The certificate of {peer} is not good yet: it will be from {detail} (UTC) on.",
        f"Check this computer’s clock. {_TEST_WITHOUT}",
    ),
    "TLS_WRONG_NAME": (
        "The certificate of {peer} is for somebody else: it names {detail}.",
        f"Call it by a name that the certificate has, or enter that as the server name. {_TEST_WITHOUT}",
    ),
    "TLS_REVOKED": ("The certificate of {peer} was revoked by whoever made it.", "Do not trust that server."),
    "TLS_WRONG_PURPOSE": (
        "The certificate of {peer} is good, but not for this use of it ({detail}).",
        f"That server needs a certificate for TLS servers, a caller one for TLS clients. {_TEST_WITHOUT}",
    ),
    "TLS_NOT_VERIFIED": ("The certificate of {peer} is not good: {detail}.", _TEST_WITHOUT),
    # No TLS there
    "TLS_NOT_SPOKEN": (
        "This port does not speak TLS: what {peer} answered is plain.",
        "Call it without TLS, or call the port of the same server that speaks TLS.",
    ),
    "TLS_PLAIN_HEARD": (
        "{Peer} spoke plain to this port, which speaks TLS.",
        "Call it with TLS: in a browser, https:// in place of http://.",
    ),
    "TLS_ENDED_EARLY": (
        "{Peer} closed the connection in the middle of the TLS handshake, without a word.",
        "Perhaps that port does not speak TLS, or not the version that was offered; a caller may not like the "
        "certificate.",
    ),
    "TLS_HANDSHAKE_TIMEOUT": (
        "{Peer} is connected, but its part of the TLS handshake did not come within {count} s.",
        "Perhaps it does not speak TLS and waits for you to begin: try it without TLS.",
    ),
    "TLS_CUT": (
        "{Peer} ended the connection without saying so in TLS (no close_notify): what came may not be all.",
        "Many programs end so; whether something is missing, only the bytes inside can tell.",
    ),
    # They found nothing in common
    "TLS_NO_COMMON_VERSION": (
        "{Peer} and this end speak no version of TLS in common ({detail}).",
        _SAME_VERSIONS,
    ),
    "TLS_NO_COMMON_CIPHER": ("{Peer} and this end know no cipher in common ({detail}).", _SAME_VERSIONS),
    "TLS_NO_COMMON_ALPN": (
        "{Peer} speaks none of the protocols inside TLS that were offered (ALPN).",
        "Offer another one, or none.",
    ),
    # The other end refuses
    "TLS_HANDSHAKE_REFUSED": (
        "{Peer} refused the handshake: nothing that was offered suits it ({detail}).",
        f"{_SAME_VERSIONS} It may also want a certificate from you, or know no such server name.",
    ),
    "TLS_CERTIFICATE_WANTED": (
        "{Peer} wants a certificate from you, and none was shown.",
        "Name the file of your certificate, and that of its key.",
    ),
    "TLS_CLIENT_SHOWED_NONE": (
        "{Peer} showed no certificate, and this port asks for one.",
        "The caller must be given a certificate of the authority that you named.",
    ),
    "TLS_OURS_UNKNOWN_AUTHORITY": (
        "{Peer} does not trust whoever signed this end’s certificate ({detail}).",
        "Give it that authority’s certificate to trust, or show one of an authority that it knows.",
    ),
    "TLS_OURS_EXPIRED": ("{Peer} says that this end’s certificate has expired.", "Use one that is still good."),
    "TLS_OURS_REFUSED": (
        "{Peer} does not take this end’s certificate ({detail}).",
        "Have it trust this certificate, or test without checking; or use a certificate that it trusts.",
    ),
    "TLS_NAME_UNKNOWN_THERE": (
        "{Peer} knows no server of the name that was asked for.",
        "Enter the server name that it goes by.",
    ),
    "TLS_REFUSED_THERE": ("{Peer} broke TLS off with an alert: {detail}.", "Its own log may say more."),
    "TLS_FAILED": ("TLS with {peer} cannot go on: {detail}.", "Connect again; if it stays so, allow other versions."),
    # Files, and what is typed
    "TLS_FILE_UNREADABLE": ("The file {about} cannot be read ({detail}).", _ANOTHER_FILE),
    "TLS_NO_CERTIFICATE_FILE": (
        "The file {about} holds no certificate in PEM form.",
        "PEM begins with “-----BEGIN CERTIFICATE-----”. openssl x509 makes it of other forms.",
    ),
    "TLS_NO_KEY_FILE": (
        "The file {about} holds no private key in PEM form.",
        "Name the file that has “-----BEGIN PRIVATE KEY-----” in it.",
    ),
    "TLS_KEY_LOCKED": (
        "The key in {about} is locked with a pass phrase.",
        "Make a copy without one (openssl pkey -in … -out …), and keep that safe.",
    ),
    "TLS_KEY_MISMATCH": ("The key in {about} is not the one of the certificate.", "Name the key that belongs to it."),
    "TLS_KEY_WEAK": ("The certificate in {about} is too weak for OpenSSL.", "Make one with a longer key, or SHA-256."),
    "TLS_VERSIONS_CROSSED": ("The lowest version of TLS is above the highest.", "Exchange the two."),
    "TLS_ALPN_BAD": (
        "“{about}” is no list of protocols (ALPN).",
        "Write names of at most 255 bytes with commas between them, like h2, http/1.1.",
    ),
}
