"""What a fault means and what to try: from names and numbers to sentences (pure, any thread)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.contract.faults import Fault
from core.machine.ports import Owner


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fault in words."""

    sentence: str
    remedy: str
    error: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.sentence, self.remedy, self.error and f"[{self.error}]") if part)


def explain(fault: Fault, *, owner: Owner | None = None, own_addresses: Sequence[str] = ()) -> Explanation:
    """The sentence, what to try, and the system's own word."""
    error = f"{fault.name} ({fault.number})" if fault.number is not None else ""
    return Explanation(f"{fault.call or 'This'} failed: {fault.name} {fault.about}", "", error)
