"""What tshark, which knows nothing of the lab, makes of a file of packets.

Law: every complaint it has is seen: check sums are checked, and whatever it notes beyond the everyday is given back.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from core.capture.export import export
from core.capture.export.formats import Pcapng
from tests.support.lab import Lab

EVERYDAY = (
    "Connection establish request (SYN)",
    "Connection establish acknowledge (SYN+ACK)",
    "Connection finish (FIN)",
    "This frame initiates the connection closing",
    "This frame undergoes the connection closing",
    "Possible traceroute",  # it says that of every datagram to some of the ports that systems give to clients
)
"""What tshark says of every conversation that begins and ends as it should."""
RESET = "Connection reset (RST)"

_CHECKS = [word for name in ("ip", "tcp", "udp") for word in ("-o", f"{name}.check_checksum:TRUE")]
# A client's port may be the one that tshark knows some protocol by, for which the bytes of a test are malformed.
_ONLY_BYTES = [word for name in ("tcp", "udp") for word in ("-d", f"{name}.port==1-65535,data")]
_FIELDS = (
    "frame.time_epoch", "ip.version", "ip.src", "ipv6.src", "ip.dst", "ipv6.dst", "tcp.srcport", "udp.srcport",
    "tcp.dstport", "udp.dstport", "tcp.stream", "tcp.flags.str", "tcp.len", "udp.length", "ip.checksum.status",
    "tcp.checksum.status", "udp.checksum.status", "_ws.expert.message", "_ws.malformed",
)  # fmt: skip
_GOOD = "1"
_RULE = "=" * 67 + "\n"
"""Before and after each stream that is followed."""


@dataclass(frozen=True)
class Packet:
    """One packet as tshark understood it: values by the names of tshark's fields, "" for what it does not have."""

    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields[name]

    @property
    def protocol(self) -> str:
        """ "tcp" or "udp"."""
        return "tcp" if self["tcp.srcport"] else "udp"

    @property
    def ends(self) -> tuple[str, str]:
        """Source and target: ("127.0.0.1:51324", "127.0.0.1:9000")."""
        source, target = self["ip.src"] or f"[{self['ipv6.src']}]", self["ip.dst"] or f"[{self['ipv6.dst']}]"
        return f"{source}:{self[self.protocol + '.srcport']}", f"{target}:{self[self.protocol + '.dstport']}"

    @property
    def flags(self) -> str:
        """TCP's, in the order of the header: "AP", "S", "AF", "AR"..."""
        return self["tcp.flags.str"].replace("·", "")


def run(program: str, *arguments: str) -> str:
    """The standard output of a program that must succeed and, but for a word to root, not complain."""
    where = shutil.which(program)
    assert where, f"{program} is missing; `python3 build/dev.py test` installs it"
    done = subprocess.run([where, *arguments], capture_output=True, text=True, check=False, timeout=50)
    complaint = re.sub(r"Running as user .*\n?", "", done.stderr)
    assert (done.returncode, complaint) == (0, ""), f"{program} {' '.join(arguments)}: {complaint or done.returncode}"
    return done.stdout


def export_packets(lab: Lab, folder: Path, seqs: Sequence[int] | None = None) -> Path:
    """The pcapng of a lab that has done its work: of these rows, or of all."""
    lab.stop()
    assert lab.capture.flush()
    path = folder / "lab.pcapng"
    export(lab.capture, seqs, Pcapng(), path, progress=lambda _done, _all: None, cancelled=Event())
    return path


@dataclass(frozen=True)
class Seen:
    """A file as tshark reads it."""

    packets: list[Packet]
    sent: dict[str, dict[str, bytes]]
    """By stream ("tcp 0"): what each end sent, by the end's name ("127.0.0.1:9000")."""


def read(path: Path, *streams: str) -> Seen:
    """All packets, and these streams followed; fails where a check sum is wrong."""
    fields = [word for field in _FIELDS for word in ("-e", field)]
    follows = [word for stream in streams for word in ("-z", f"follow,{stream.replace(' ', ',raw,')}")]
    separators = ["-E", "separator=|", "-E", "aggregator=;"]
    text = run("tshark", "-r", str(path), *_CHECKS, *_ONLY_BYTES, "-T", "fields", *separators, *fields, *follows)
    lines, *followed = text.split(_RULE)
    packets = [Packet(dict(zip(_FIELDS, line.split("|"), strict=True))) for line in lines.splitlines() if line]
    for packet in packets:
        for layer in {"ip", packet.protocol} if packet["ip.version"] == "4" else {packet.protocol}:
            assert packet[f"{layer}.checksum.status"] == _GOOD, packet
    sent = dict(_followed(block.splitlines()) for block in followed if block.strip())
    assert sent.keys() == set(streams)
    return Seen(packets, sent)


def _followed(lines: list[str]) -> tuple[str, dict[str, bytes]]:
    """Which stream a block is of, and what its two nodes sent: the second one's lines are indented."""
    protocol, number, *nodes = (line.split(": ")[1] for line in lines[:4])
    sent = {node: bytearray() for node in nodes}
    for line in lines[4:]:
        sent[nodes[line.startswith("\t")]] += bytes.fromhex(line.strip())
    return f"{protocol.removesuffix(',raw')} {number.split()[-1]}", {node: bytes(data) for node, data in sent.items()}


def complaints(seen: Seen) -> Counter[str]:
    """Whatever tshark notes that it does not note of any good conversation."""
    said: Counter[str] = Counter()
    for packet in seen.packets:
        notes = filter(None, [*packet["_ws.expert.message"].split(";"), packet["_ws.malformed"]])
        said.update(note for note in notes if not note.startswith(EVERYDAY))
    return said
