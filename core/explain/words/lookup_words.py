"""The words for what getaddrinfo() answers when a name can't be looked up: (sentence, what to try) by its name.

Pure data, read by core.explain.faults, which also says what stands in the braces. Source: getaddrinfo(3), RFC 3493.
"""

from __future__ import annotations

_NO_SUCH_HOST = (
    "No computer called “{about}” is known.",
    "Check the spelling, or enter its address in numbers, like 127.0.0.1.",
)
_NO_ADDRESS = (
    "“{about}” is known, but has no address of the kind asked for.",
    "Try the other IP version, or enter an address in numbers.",
)
_SERVICE_FAILED = (
    "The name service could not answer for “{about}”.",
    "Try again, or enter the address in numbers, like 127.0.0.1.",
)
_ASKED_WRONGLY = (
    "The system did not understand the question for “{about}”.",
    "This is a mistake in the lab: please report it.",
)

LOOKUP_WORDS: dict[str, tuple[str, str]] = {
    "EAI_NONAME": _NO_SUCH_HOST,
    # glibc: the name exists without an address. Windows and macOS have one number for this and for EAI_NONAME.
    "EAI_NODATA": _NO_SUCH_HOST,
    "EAI_ADDRFAMILY": _NO_ADDRESS,
    "EAI_FAMILY": _NO_ADDRESS,
    "EAI_AGAIN": (
        "The name service did not answer when asked for “{about}”.",
        "Check the network connection and try again; an address in numbers needs no name service.",
    ),
    "EAI_FAIL": _SERVICE_FAILED,
    "EAI_SYSTEM": _SERVICE_FAILED,
    "EAI_MEMORY": ("There was not enough memory to look up “{about}”.", "Close something and try again."),
    "EAI_OVERFLOW": ("The name “{about}” is too long to be looked up.", "Enter a shorter name, or an address."),
    "EAI_SERVICE": _ASKED_WRONGLY,
    "EAI_SOCKTYPE": _ASKED_WRONGLY,
    "EAI_BADFLAGS": _ASKED_WRONGLY,
    "EAI_BADHINTS": _ASKED_WRONGLY,
    "EAI_PROTOCOL": _ASKED_WRONGLY,
    "EAI_MAX": _ASKED_WRONGLY,
}
