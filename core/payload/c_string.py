r"""Bytes as C writes a string: "hello\r\n\000" (pure, any thread).

Law: a C compiler makes the same bytes of it, and it holds printable ASCII only.
"""

from __future__ import annotations

_NAMED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "?": "\\?"}
# A question mark too, because ??/ is a backslash to old compilers. Octal, because \x goes on as long as digits come.
_WRITTEN = [_NAMED.get(chr(byte)) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}") for byte in range(256)]


def show_c_string(data: bytes) -> str:
    """With its quotes."""
    return '"' + "".join(map(_WRITTEN.__getitem__, data)) + '"'
