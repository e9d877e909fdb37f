"""What a reply is told of the company it keeps."""

from __future__ import annotations

from core.contract.commands import ReplyChoice
from core.contract.endpoints import Endpoint
from core.contract.records import Call, RawRecord
from core.net.reply_slot import ReplySlot
from core.replies.reply import Ends
from tests.core.capture.rows import CONNECTION, LISTENER, row

PAGE = ReplyChoice("web-page")


def test_a_reply_that_does_not_ask_for_calls_costs_nothing() -> None:
    recorded: list[RawRecord] = []
    sink = recorded.append
    assert ReplySlot(ReplyChoice("echo")).sink(sink) == sink


def test_the_first_calls_and_the_newest_are_noted_without_their_bytes() -> None:
    slot, recorded = ReplySlot(PAGE), list[RawRecord]()
    sink = slot.sink(recorded.append)
    made = [row(Call.RECV, result=at + 1, payload=b"x" * (at + 1)) for at in range(1000)]
    for raw in [row(Call.SOCKET, socket=LISTENER, result=8), *made]:
        sink(raw)
    assert recorded[1:] == made, "all of it is recorded"
    noted = slot.calls(CONNECTION)
    assert len(noted) < 50
    assert [noted[0][6], noted[-1][6]] == [1, 1000]
    assert all(raw[10] == b"" for raw in noted)
    assert [raw[4] for raw in slot.calls(LISTENER)] == [Call.SOCKET]


def test_who_has_left_is_forgotten() -> None:
    slot = ReplySlot(PAGE)
    sink = slot.sink(lambda _: None)
    ends = [Ends(number, number, None, Endpoint("127.0.0.1", number)) for number in (CONNECTION, 4)]
    for it in ends:
        slot.join(it)
        sink(row(Call.RECV, socket=it.socket))
    assert slot.conversations == ends
    slot.leave(CONNECTION)
    assert slot.conversations == ends[1:]
    assert slot.calls(CONNECTION) == []
    assert len(slot.calls(4)) == 1
