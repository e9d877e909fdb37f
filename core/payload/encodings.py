r"""Bytes as text in an encoding that a person chose, by visible escapes, and back (pure, any thread).

Law: encoding.parse(encoding.show(data)) == data for all bytes and every encoding, as long as the limit cut nothing off.
What is no text in the encoding stands byte by byte as \xNN, and nothing a peer sent is obeyed: a control, invisible or
direction-changing character is an escape as well. In an encoding of one byte a character, that is \xNN too.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator

from core.payload.escapes import ESCAPE_OF, LINE_BYTES, parse_text, show_lines, show_text, written

_CONTINUATIONS = 3
"""Of a character in UTF-8, at most."""


class Encoding(ABC):
    """One way to read bytes as text."""

    def __init__(
        self, key: str, title: str, codec: str, *, line_ends: str = "\r\n", has_ascii_letters: bool = True
    ) -> None:
        self.key = key
        """Its name in settings."""
        self.title = title
        """Its name for people."""
        self.codec = codec
        self.line_ends = line_ends
        """The characters at which a line ends."""
        self.unit = len("\r".encode(codec))
        """Bytes of what characters are made of: each has one or several of them."""
        ends = ("\r\n", *line_ends)
        self.line_end = re.compile(b"|".join(re.escape(end.encode(codec)) for end in ends))
        """Finds the bytes of a line end; only those that begin a unit are one."""
        self.has_ascii_letters = has_ascii_letters
        """Whether the letters A to Z are the bytes that they are in ASCII, which is what ignoring case goes by."""

    def parse(self, text: str) -> bytes:
        """The bytes that `text` with escapes means; BadInput as of parse_text()."""
        return parse_text(text, self.codec)

    @abstractmethod
    def show(self, data: bytes, limit: int = LINE_BYTES) -> str:
        """At most the first `limit` bytes as one line, with "…" at its end if there were more."""

    @abstractmethod
    def lines(self, data: bytes) -> Iterator[str]:
        """All of it, line by line, each with the escape of its own end; a line of more than 4 KiB is cut."""

    def whole_from(self, data: bytes, at: int) -> int:
        """The first place from `at` on that tears no character of `data`, which begins with a whole one."""
        return at


class _Utf8(Encoding):
    def show(self, data: bytes, limit: int = LINE_BYTES) -> str:
        return show_text(data, limit)

    def lines(self, data: bytes) -> Iterator[str]:
        return show_lines(data)

    def whole_from(self, data: bytes, at: int) -> int:
        most = min(at + _CONTINUATIONS, len(data))
        return next((place for place in range(at, most) if data[place] & 0xC0 != 0x80), most)


class _OneByte(Encoding):
    """A byte, a character; some bytes may be none."""

    def show(self, data: bytes, limit: int = LINE_BYTES) -> str:
        shown = written(self._decoded(data[:limit]), self._escape)
        return shown if len(data) <= limit else shown + "…"

    def lines(self, data: bytes) -> Iterator[str]:
        for line in _lines(self._decoded(data), LINE_BYTES, self.line_ends):
            yield written(line, self._escape)

    def _decoded(self, data: bytes) -> str:
        return data.decode(self.codec, "surrogateescape")

    def _escape(self, character: str) -> str:
        return ESCAPE_OF.get(character) or f"\\x{character.encode(self.codec, 'surrogateescape')[0]:02x}"


class _Utf16(Encoding):
    """Two bytes a unit, without a byte order mark: one that is sent is shown."""

    def show(self, data: bytes, limit: int = LINE_BYTES) -> str:
        if len(data) <= limit:
            return "".join(self._pieces(data, limit or 1))
        cut = limit - limit % 2
        if self._is_first_half(data[cut - 2 : cut]) and len(data[cut : cut + 2]) == 2:
            cut -= 2
        return "".join(self._pieces(data[:cut], limit or 1)) + "…"

    def lines(self, data: bytes) -> Iterator[str]:
        return self._pieces(data, LINE_BYTES // 4)

    def whole_from(self, data: bytes, at: int) -> int:
        at += at % 2
        return at + 2 if self._is_first_half(data[at - 2 : at]) else at

    def _pieces(self, data: bytes, most: int) -> Iterator[str]:
        """Lines of at most so many characters; a last byte without its other half is added to the last of them."""
        odd = "".join(f"\\x{byte:02x}" for byte in data[len(data) & ~1 :])
        last = ""
        for line in _lines(data[: len(data) & ~1].decode(self.codec, "surrogatepass"), most, self.line_ends):
            if last:
                yield last
            last = written(line, self._escape)
        if last or odd:
            yield last + odd

    def _escape(self, character: str) -> str:
        if "\ud800" <= character <= "\udfff":  # half a pair: no text
            return "".join(f"\\x{byte:02x}" for byte in character.encode(self.codec, "surrogatepass"))
        return ESCAPE_OF.get(character) or f"\\u{{{ord(character):x}}}"

    def _is_first_half(self, unit: bytes) -> bool:
        return len(unit) == 2 and "\ud800" <= unit.decode(self.codec, "surrogatepass") <= "\udbff"


ENCODINGS: tuple[Encoding, ...] = (
    _Utf8("utf-8", "UTF-8", "utf-8"),
    _OneByte("ascii", "ASCII", "ascii"),
    _OneByte("latin-1", "Latin-1", "latin-1"),
    _OneByte("cp1252", "Windows-1252", "cp1252"),
    _Utf16("utf-16-le", "UTF-16 LE", "utf-16-le"),
    _Utf16("utf-16-be", "UTF-16 BE", "utf-16-be"),
    _OneByte("cp037", "EBCDIC 037", "cp037", has_ascii_letters=False, line_ends="\r\n\x85"),
)
UTF_8 = ENCODINGS[0]


def encoding_of(key: str) -> Encoding:
    """The encoding of that name; UTF-8 for an unknown one."""
    return next((encoding for encoding in ENCODINGS if encoding.key == key), UTF_8)


def _lines(text: str, most: int, ends: str) -> Iterator[str]:
    pattern = re.compile(rf"[^{ends}]{{0,{most}}}(?:\r\n|[{ends}])?")
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        assert match  # it matches anywhere, and takes at least one character where there is one
        yield match.group()
        at = match.end()
