"""TCP keeps the bytes and their order, not the sender's cuts: whatever they are, the same bytes arrive."""

from __future__ import annotations

import socket

from hypothesis import given, settings
from hypothesis import strategies as st

from core.contract.commands import Close, Send
from tests.support.lab import ECHO, Lab

CUTS = st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=20)


def test_a_stream_cut_anywhere_is_received_and_echoed_whole(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)

    @settings(max_examples=40)
    @given(CUTS)
    def check(cuts: list[bytes]) -> None:
        peer, number = lab.caller(listener)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for cut in cuts:
            peer.send(cut)
        peer.shutdown(socket.SHUT_WR)
        with peer.makefile("rb") as stream:
            assert stream.read() == b"".join(cuts)
        lab.ended(number)
        assert lab.received(number) == b"".join(cuts)
        peer.close()

    check()


def test_many_small_sends_arrive_in_order(lab: Lab) -> None:
    listener = lab.listen()

    @settings(max_examples=20)
    @given(CUTS)
    def check(cuts: list[bytes]) -> None:
        peer, number = lab.caller(listener)
        asked = [lab.ask(lambda id, cut=cut: Send(id, number, cut)) for cut in cuts]  # type: ignore[misc]
        for command in asked:
            lab.done_with(command)
        lab.done(lambda id: Close(id, number))
        with peer.makefile("rb") as stream:
            assert stream.read() == b"".join(cuts)
        peer.close()

    check()
