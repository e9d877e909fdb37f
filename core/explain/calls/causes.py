"""Why a call was made, in words (pure, any thread)."""

from __future__ import annotations

from typing import assert_never

from core.contract.records import Cause, CauseKind


def cause_text(cause: Cause) -> str:
    """Half a sentence, without a full stop. The window may put what was clicked in place of "your command 12"."""
    match cause.kind:
        case CauseKind.COMMAND:
            return f"your command {cause.command}"
        case CauseKind.READY:
            return "the kernel said it is ready"
        case CauseKind.REPLY:
            return "the listener’s reply"
        case CauseKind.LOOKUP:
            return "the lab looked it up, to show it"
        case CauseKind.PYTHON:
            return "Python did it inside another call"
        case CauseKind.TIMER:
            return "a timer ran out"
        case _:
            assert_never(cause.kind)
