r"""Bytes as one line of text and back, by visible escapes: \r \n \t \0 \\ \xNN \u{NNNN} (pure, any thread).

Law: parse_text(show_text(data)) == data for all bytes, as long as the limit cut nothing off; and what is shown never
holds a control, invisible or direction-changing character, a NUL or a lone surrogate, so that it is safe in any widget.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from core.contract.faults import BadInput, Fault, Field

LINE_BYTES = 4096
"""A Tk Text line of 100,000 characters costs 0.4 s per insert, one of 1,000,000 half a minute."""
NAME_CHARACTERS = 200

_PIECE = re.compile(r"[^\\]+|\\(?:[rnt0\\]|x[0-9A-Fa-f]{2}|u\{[0-9A-Fa-f]{1,6}\})?")
_CHARACTER_OF = {"\\r": "\r", "\\n": "\n", "\\t": "\t", "\\0": "\0", "\\\\": "\\"}
ESCAPE_OF = {character: escape for escape, character in _CHARACTER_OF.items()}
"""Those that have a name of their own."""
_INVALID = range(0x80, 0x100)
"""Bytes that, when they are not UTF-8, "surrogateescape" turns into U+DC80..U+DCFF: no valid UTF-8 holds those."""
_ESCAPE_OF = {
    **{chr(code): f"\\x{code:02x}" for code in (*range(0x20), 0x7F)},
    **{chr(0xDC00 + byte): f"\\x{byte:02x}" for byte in _INVALID},
    **ESCAPE_OF,
}

# Runs, because a run of ordinary letters can then be taken as a whole.
_NOT_PLAIN_OR_BACKSLASH = re.compile(r"[^ -\[\]-~]+")
_NOT_PLAIN = re.compile(r"[^ -~]+")
_PRINTED_AS_NOTHING = re.compile(
    # Unicode's Default_Ignorable_Code_Point as far as str.isprintable() lets it through (variation selectors, fillers),
    # and the Braille blank: a reader could not tell that they are there.
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_LINE = re.compile(rb"[^\r\n]{0,%d}(?:\r\n|\r|\n)?" % LINE_BYTES)


def parse_text(text: str, codec: str = "utf-8") -> bytes:
    r"""The bytes a person means by `text`, where \r \n \t \0 \\ \xNN and \u{NNNN} are escapes.

    \xNN is that byte; all else goes over in `codec` (one that writes no byte order mark). Raises BadInput with the
    position of what is at fault: ESCAPE_UNKNOWN, ESCAPE_SHORT (text or digits end in the middle of an escape) or
    TEXT_NOT_ENCODABLE (half a surrogate pair, \u{110000}, what the codec has no bytes for).
    """
    data = bytearray()
    for match in _PIECE.finditer(text):
        piece = match.group()
        if not piece.startswith("\\"):
            data += _encoded(piece, match.start(), codec)
        elif piece in _CHARACTER_OF:
            data += _CHARACTER_OF[piece].encode(codec)
        elif piece.startswith("\\x"):
            data.append(int(piece[2:], 16))
        elif piece.startswith("\\u"):
            data += _encoded_escape(piece, match.start(), codec)
        else:
            raise _bad_escape(text, match.start())
    return bytes(data)


def show_text(data: bytes, limit: int = LINE_BYTES) -> str:
    """At most the first `limit` bytes as one line, with "…" at its end if there were more.

    The cut is made before anything is decoded, so the cost depends on `limit` alone. A byte becomes 4 characters
    at most.
    """
    if len(data) <= limit:
        return _escaped(data)
    return _escaped(data[: _character_start(data, limit)]) + "…"


def show_lines(data: bytes) -> Iterator[str]:
    r"""All of it, line by line; each line ends in the escape of its own end (\n, \r\n or \r), or is cut at 4 KiB."""
    start = 0
    while start < len(data):
        end = _line_end(data, start)
        yield _escaped(data[start:end])
        start = end


def show_name(text: str) -> str:
    """A name from outside (host, program, file, interface), made safe to show; backslashes in it stay single."""
    shown = _NOT_PLAIN.sub(_visible, text[:NAME_CHARACTERS])
    return shown + "…" if len(text) > NAME_CHARACTERS else shown


def written(text: str, escape: Callable[[str], str]) -> str:
    """`text` with an `escape` for each backslash and for whatever a reader could not see."""

    def visible(match: re.Match[str]) -> str:
        run = match.group()
        if "\\" not in run and _can_be_seen(run):
            return run
        return "".join([each if each != "\\" and _can_be_seen(each) else escape(each) for each in run])

    return _NOT_PLAIN_OR_BACKSLASH.sub(visible, text)


def _encoded(text: str, position: int, codec: str) -> bytes:
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        about = show_name(text[error.start])
        fault = Fault("TEXT_NOT_ENCODABLE", about=about, field=Field.DATA, position=position + error.start)
        raise BadInput(fault) from None


def _encoded_escape(escape: str, position: int, codec: str) -> bytes:
    try:
        return chr(int(escape[3:-1], 16)).encode(codec)
    except (ValueError, OverflowError):  # beyond U+10FFFF, a surrogate, or not in the codec
        fault = Fault("TEXT_NOT_ENCODABLE", about=escape, field=Field.DATA, position=position)
        raise BadInput(fault) from None


def _bad_escape(text: str, position: int) -> BadInput:
    letter = text[position + 1 : position + 2]
    name = "ESCAPE_SHORT" if letter in ("", "x", "u") else "ESCAPE_UNKNOWN"
    return BadInput(Fault(name, about=show_name("\\" + letter), field=Field.DATA, position=position))


def _escaped(data: bytes) -> str:
    return _NOT_PLAIN_OR_BACKSLASH.sub(_visible, data.decode("utf-8", "surrogateescape"))


def _visible(match: re.Match[str]) -> str:
    run = match.group()
    if "\\" not in run and _can_be_seen(run):
        return run
    return "".join([_ESCAPE_OF.get(character) or _visible_character(character) for character in run])


def _visible_character(character: str) -> str:
    return character if _can_be_seen(character) else f"\\u{{{ord(character):x}}}"


def _can_be_seen(text: str) -> bool:
    return text.isprintable() and not _PRINTED_AS_NOTHING.search(text)


def _line_end(data: bytes, start: int) -> int:
    match = _LINE.match(data, start)
    assert match  # the pattern matches anywhere, and where there is a byte it takes at least one
    end = match.end()
    return end if end == len(data) or data[end - 1] in b"\r\n" else _character_start(data, end)


def _character_start(data: bytes, cut: int) -> int:
    """The nearest place at or before `cut` that tears no UTF-8 character; `cut` itself where nothing is UTF-8."""
    for place in range(cut, max(cut - 4, -1), -1):
        if data[place] & 0xC0 != 0x80:
            return place
    return cut
