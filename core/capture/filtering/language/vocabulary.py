"""The words of the filter language: what each is called, means and looks like; help and completion come from here.

Pure data, any thread. Law: the grammar knows no word that is not here.
"""

from __future__ import annotations

from typing import NamedTuple


class Word(NamedTuple):
    """A name before a sign ("size"), or a word that stands alone ("failed")."""

    name: str
    example: str
    meaning: str
    takes_value: bool = True
    is_ordered: bool = False
    """Whether > and < make sense, and a..b."""


FIELDS = {
    word.name: word
    for word in (
        Word("socket", "socket:3", "the calls of socket #3; #3 alone does the same"),
        Word("connection", "connection:1", "the calls of socket #1 and, if it listens, of the connections it made"),
        Word("peer", "peer:127.0.0.1:51324", "that other end; peer:192.168. peer:10.0.0.0/8 peer:10.*:80 peer::80"),
        Word("call", "call:recv", "one kind of call, by its POSIX name"),
        Word("errno", "errno:ECONNREFUSED", "the calls that gave this error"),
        Word("size", "size>100", "how many bytes went over; also size:0 size:10..20 size<=4KB", is_ordered=True),
        Word("time", "time>14:03:11.5", "the time of day; also time:14:03 time:14:03..14:05", is_ordered=True),
        Word("since", "since<2.5", "seconds since the recording began; also since:10..20 since>5min", is_ordered=True),
        Word("text", "text:hello", "this text in the bytes, in small or capital letters; hello alone does the same"),
        Word("hex", "hex:0d 0a", "exactly these bytes"),
        Word("dir", "dir:in", "in or out; in alone does the same"),
    )
}
FLAGS = {
    word.name: word
    for word in (
        Word("in", "in", "what came in: recv, recvfrom, and inside TLS tls_read", takes_value=False),
        Word("out", "out", "what went out: send, sendto, and inside TLS tls_write", takes_value=False),
        Word("failed", "failed", "the calls that gave an error, whichever", takes_value=False),
    )
}
OPERATORS = {
    word.name: word
    for word in (
        Word("and", "in and size>100", "both; two terms side by side mean the same", takes_value=False),
        Word("or", "call:bind or call:listen", "one of the two, or both", takes_value=False),
        Word("not", "not call:recv", "all other rows", takes_value=False),
    )
}
COMMON_ERRORS = (
    "EAGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "EADDRINUSE",
    "EADDRNOTAVAIL",
    "EACCES",
    "EINPROGRESS",
    "ETIMEDOUT",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "EMSGSIZE",
    "EMFILE",
    "EAI_NONAME",
)
"""To be offered before one was met."""
HELP: tuple[tuple[str, str], ...] = (
    *((word.example, word.meaning) for word in FIELDS.values()),
    *((word.example, word.meaning) for word in FLAGS.values()),
    ('"two words\\r\\n"', 'a text with blanks; \\r \\n \\t \\0 \\xNN stand for bytes, \\" for a quote'),
    ("/log(in|out)/i", "a regular expression; i: in small or capital letters"),
    *((word.example, word.meaning) for word in OPERATORS.values()),
    ("in (hello or bye)", "parentheses hold together what belongs together"),
)
"""For the window: examples, and in plain words which rows each shows."""
