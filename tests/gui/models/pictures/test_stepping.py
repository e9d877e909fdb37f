"""What a call may return, and what it did."""

from __future__ import annotations

import pytest

from core.contract.records import Call, CallRecord, Cause, CauseKind
from gui.models.pictures.stepping import OUTCOMES, QUESTIONS, outcome_of


def record(call: Call, **more: object) -> CallRecord:
    fields = {"args": (), "result": 0, "error": "", "address": "", "payload": b""} | more
    return CallRecord(1, 0, 0, 1, 9, call, cause=Cause(CauseKind.READY), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "outcome"),
    [
        (record(Call.RECV, payload=b"x", result=1), "bytes"),
        (record(Call.RECV), "end"),
        (record(Call.RECV, error="ECONNRESET", result=-104), "error"),
        (record(Call.RECVFROM), "bytes"),
        (record(Call.SEND, args=(10,), result=10), "all"),
        (record(Call.SEND, args=(10,), result=3), "part"),
        (record(Call.SENDTO, args=(10,), result=10), "all"),
        (record(Call.ACCEPT, result=9), "fd"),
        (record(Call.CLOSE), "done"),
        (record(Call.SHUTDOWN), "done"),
    ],
)
def test_an_outcome_is_one_that_could_be_guessed(made: CallRecord, outcome: str) -> None:
    assert outcome_of(made) == outcome
    assert outcome in [it.name for it in OUTCOMES[made.call.label]]


def test_every_call_that_can_wait_has_its_question() -> None:
    assert set(OUTCOMES) == set(QUESTIONS)
