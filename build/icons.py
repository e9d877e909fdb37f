"""Makes the icon's files in assets/ from icon.svg; run by hand after the drawing changed: python3 build/icons.py

Needs rsvg-convert (Debian's librsvg2-bin). Law: the drawing is the only source, and every file here can be made again.
"""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "assets"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)  # pixels
WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)

# Apple's name for a PNG of that many pixels; the second group is for screens with two pixels to the point.
MAC_TYPES = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}


def png_file(size: int) -> Path:
    """Where the picture of `size` x `size` pixels is kept."""
    return ASSETS / f"icon-{size}.png"


def pack_ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of PNG pictures by size: directory first, pictures after it (readable from Windows Vista on)."""
    directory = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(directory) + 16 * len(pictures)
    for size, png in pictures.items():
        # A size of 256 is written as 0. No palette, 1 plane, 32 bits a pixel.
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return directory + b"".join(pictures.values())


def pack_icns(pictures: dict[int, bytes]) -> bytes:
    """A macOS icon of PNG pictures by size: each a type, a length that counts its own eight bytes, and the PNG."""
    parts = [name + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for name, size in MAC_TYPES.items()]
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> None:
    """Draw every size, then pack them."""
    for size in SIZES:
        render = ["rsvg-convert", "--width", str(size), "--height", str(size), "--output", str(png_file(size))]
        subprocess.run([*render, str(ASSETS / "icon.svg")], check=True)
    pictures = {size: png_file(size).read_bytes() for size in SIZES}
    (ASSETS / "icon.ico").write_bytes(pack_ico({size: pictures[size] for size in WINDOWS_SIZES}))
    (ASSETS / "icon.icns").write_bytes(pack_icns(pictures))


if __name__ == "__main__":
    main()
