"""The icon's files: each system finds in its own format the very pictures that were drawn."""

from __future__ import annotations

import struct

import pytest

from build.icons import ASSETS, MAC_TYPES, SIZES, WINDOWS_SIZES, pack_icns, pack_ico, png_file


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height from the header chunk (PNG specification, 11.2.2)."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_has_the_size_in_its_name(size: int) -> None:
    assert png_size(png_file(size).read_bytes()) == (size, size)


def test_the_windows_icon_holds_each_picture_where_its_directory_says() -> None:
    icon = (ASSETS / "icon.ico").read_bytes()
    assert struct.unpack_from("<HHH", icon) == (0, 1, len(WINDOWS_SIZES))
    for index, size in enumerate(WINDOWS_SIZES):
        width, _, _, _, _, bits, length, offset = struct.unpack_from("<BBBBHHII", icon, 6 + 16 * index)
        assert (width or 256, bits) == (size, 32)
        assert icon[offset : offset + length] == png_file(size).read_bytes()


def test_the_mac_icon_is_a_chain_of_parts_that_ends_with_the_file() -> None:
    icon = (ASSETS / "icon.icns").read_bytes()
    assert icon[:8] == b"icns" + struct.pack(">I", len(icon))
    found, offset = {}, 8
    while offset < len(icon):
        kind, length = struct.unpack_from(">4sI", icon, offset)
        found[kind] = png_size(icon[offset + 8 : offset + length])
        offset += length
    assert found == {kind: (size, size) for kind, size in MAC_TYPES.items()}
    assert offset == len(icon)


def test_the_packed_icons_are_made_of_the_pictures_beside_them() -> None:
    pictures = {size: png_file(size).read_bytes() for size in SIZES}
    assert (ASSETS / "icon.ico").read_bytes() == pack_ico({size: pictures[size] for size in WINDOWS_SIZES})
    assert (ASSETS / "icon.icns").read_bytes() == pack_icns(pictures)
