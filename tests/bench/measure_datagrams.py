"""P2 (and P4 beside it): 64-byte datagrams into a bound port at 20,000 and 40,000 a second, recorded, window open."""

from __future__ import annotations

from tests.bench.lab import lab_window
from tests.bench.load import built_load
from tests.bench.table import Row, report, window_rows

RATES = (20_000, 40_000, 80_000)
SECONDS = 3


def main() -> None:
    """Sent, received, and what the kernel dropped: the three must add up, and up to 40,000/s nothing may be dropped."""
    rows = []
    with built_load() as load:
        for rate in RATES:
            with lab_window("udp", "none") as lab:
                sent = int(load.run("datagrams", lab.port, 64, rate, SECONDS)[0])
                diagnostics = lab.close()
            received, dropped = diagnostics["units_in"], diagnostics["datagrams_dropped"]
            lost = 100 * (sent - received) / sent
            met = lost == 0 if rate <= RATES[1] else received + dropped == sent
            goal = "0 lost" if rate <= RATES[1] else "every loss counted"
            rows.append(
                Row("P2", f"lost of {sent:,} at {rate:,}/s", lost, "%", f"{goal} ({dropped:,.0f} counted)", met)
            )
    report(rows)
    report(window_rows("P4b", "datagrams", diagnostics))


if __name__ == "__main__":
    main()
