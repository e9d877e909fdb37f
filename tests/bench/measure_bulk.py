"""P3 (and P4 beside it): one stream in, 64 KiB a write, every byte recorded, window open, memory bounded."""

from __future__ import annotations

from statistics import median

from tests.bench.lab import lab_window
from tests.bench.load import built_load
from tests.bench.peers import stream_to_file
from tests.bench.table import Row, report, window_rows

ROUNDS = 3
SECONDS = 3
CHUNK = 65536
MEBIBYTE = 1 << 20
MOST_MEMORY_MIB = 250


def main() -> None:
    """The lab and its peers take turns."""
    ours: list[float] = []
    diagnostics: list[dict[str, float]] = []
    theirs: dict[str, list[float]] = {"ncat > file": [], "recv > file": []}
    with built_load() as load:
        for _ in range(ROUNDS):
            for name, found in theirs.items():
                with stream_to_file(name) as port:
                    found.append(load.run("bulk", port, CHUNK, SECONDS)[0] / MEBIBYTE)
            with lab_window(reply="none") as lab:
                ours.append(load.run("bulk", lab.port, CHUNK, SECONDS)[0] / MEBIBYTE)
                diagnostics.append(lab.close())
    ncat = median(mine / other for mine, other in zip(ours, theirs["ncat > file"], strict=True))
    memory = max(each["memory_peak_bytes"] for each in diagnostics) / MEBIBYTE
    report(
        [
            Row(
                "P3",
                "bulk stream",
                median(ours),
                "MiB/s",
                "at least 1.0 x ncat > file",
                ncat >= 1.0,
                name,
                median(found),
            )
            for name, found in theirs.items()
        ]
        + [Row("P3", "memory at most", memory, "MiB", f"under {MOST_MEMORY_MIB} MiB", memory < MOST_MEMORY_MIB)]
    )
    report(window_rows("P4c", "bulk", diagnostics))


if __name__ == "__main__":
    main()
