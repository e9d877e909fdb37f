"""Long runs of the same steps become loops (pure, any thread).

Law: unrolled again, the loops are the steps they were made of.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.explain.script.steps import Deed, Item, Loop, Placed

LONGEST_BODY = 12
"""Steps in a loop: an echo to three callers in turn has six."""
LEAST_ROUNDS = 3


def fold(steps: Sequence[Placed]) -> list[Item]:
    """The steps with each run of rounds that are alike as one loop; the shortest round wins."""
    items: list[Item] = []
    at = 0
    while at < len(steps):
        size, rounds = _run(steps, at)
        if rounds:
            items.append(Loop(rounds, _joined(steps[at : at + size * rounds], size)))
            at += size * rounds
        else:
            items.append(steps[at])
            at += 1
    return items


def _run(steps: Sequence[Placed], at: int) -> tuple[int, int]:
    """How long the rounds that begin here are, and how many; (0, 0) when there are none. Remarks alone are no round."""
    for size in range(1, min(LONGEST_BODY, (len(steps) - at) // LEAST_ROUNDS) + 1):
        end = at + size
        while end < len(steps) and steps[end].step == steps[end - size].step:
            end += 1
        rounds = (end - at) // size
        if rounds >= LEAST_ROUNDS and any(it.step.deed is not Deed.REMARK for it in steps[at : at + size]):
            return size, rounds
    return 0, 0


def _joined(run: Sequence[Placed], size: int) -> tuple[Placed, ...]:
    """One round, each step of which stands for its records in all rounds."""
    return tuple(
        Placed(run[at].step, tuple(seq for placed in run[at::size] for seq in placed.seqs), run[at].begins)
        for at in range(size)
    )
