"""TLS between a caller and a listener of the lab: what is said inside, what is seen outside, and how it ends."""

from __future__ import annotations

import socket
import ssl
from threading import Event

import pytest

from core.capture.stories.conversations import read_stories
from core.contract.commands import FinishSending, Reset, Send, SetReading, SetStepping, Step
from core.contract.commands import Reading as ReadingChoice
from core.contract.records import INSIDE_CALLS, LABS_OWN, Call, CallRecord
from core.contract.sockets import Ending, Role, State
from core.contract.tls import TlsClient, TlsFacts, TlsServer, TlsVersion
from core.explain.script.netcat import write_netcat
from core.explain.script.planning import plan
from core.explain.script.remarks import left_out
from tests.support.certificates import Authority
from tests.support.lab import ECHO, LOOPBACK, PATIENCE_S, Lab

UNCHECKED = TlsClient(verify=False)


def inside(rows: list[CallRecord], call: Call) -> bytes:
    """What went over inside TLS."""
    return b"".join(row.payload for row in rows if row.call is call)


def until_read(lab: Lab, number: int, size: int) -> None:
    """Wait until so many bytes of text have come."""

    def read() -> int:
        return sum(len(raw[10]) for raw in lab.raw if raw[2] == number and raw[4] is Call.TLS_READ)

    lab.until(lambda: read() >= size, f"{size} bytes of text on #{number}")


def partner(lab: Lab, number: int) -> int:
    """The accepted end of a client's conversation."""
    local = lab.facts(number).local
    return next(it.number for it in lab.sockets.values() if it.parent is not None and it.remote == local)


def established(lab: Lab, number: int) -> TlsFacts:
    """Wait for the end of the handshake; what was agreed on."""
    lab.until(lambda: lab.facts(number).can_read, f"the handshake of #{number}")
    tls = lab.facts(number).tls
    assert tls is not None
    return tls


def plain_caller(lab: Lab, listener: int, authority: str | None = None) -> ssl.SSLSocket:
    """Python's own TLS as a peer."""
    context = ssl.create_default_context(cafile=authority)
    if authority is None:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    raw = socket.create_connection((LOOPBACK, lab.port(listener)), PATIENCE_S)
    wrapped = context.wrap_socket(raw, server_hostname=LOOPBACK, suppress_ragged_eofs=False)
    lab.peer(wrapped)
    return wrapped


def test_the_text_inside_and_the_bytes_on_the_wire_are_rows_of_their_own(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=UNCHECKED)
    lab.done(lambda id: Send(id, client, b"secret"))
    until_read(lab, client, 6)
    server = partner(lab, client)
    lab.done(lambda id: FinishSending(id, client))
    assert (lab.ended(client).ending, lab.ended(server).ending) == (Ending.CLOSED_HERE, Ending.PEER_CLOSED)
    for number in (client, server):
        rows = lab.rows(number)
        assert inside(rows, Call.TLS_READ) == inside(rows, Call.TLS_WRITE) == b"secret"
        assert not any(b"secret" in row.payload for row in rows if row.call not in INSIDE_CALLS)
        wire = sum(row.size for row in rows if row.call is Call.RECV)
        assert lab.capture.totals(number).bytes_in == wire  # what is inside is not counted twice
        handshake = [row.call for row in rows].index(Call.TLS_HANDSHAKE)
        assert not any(row.call in INSIDE_CALLS for row in rows[:handshake])


def test_both_ends_know_what_was_agreed_on(lab: Lab) -> None:
    listener = lab.listen(tls=TlsServer(alpn=("chat", "http/1.1")))
    client = lab.connect(lab.port(listener), tls=TlsClient(verify=False, server_name="example.org", alpn=("http/1.1",)))
    ours, theirs = lab.facts(client).tls, established(lab, partner(lab, client))
    assert ours is not None
    assert (ours.version, ours.alpn, ours.server_name) == ("TLS 1.3", "http/1.1", "example.org")
    assert (theirs.version, theirs.alpn, theirs.server_name) == ("TLS 1.3", "http/1.1", "example.org")
    assert ours.cipher == theirs.cipher != ""
    assert not ours.is_verified
    (certificate,) = ours.theirs
    assert certificate == theirs.ours[0]
    assert LOOPBACK in certificate.names
    assert certificate.is_self_signed
    assert ours.messages[:2] == ("→ ClientHello", "← ServerHello")
    assert theirs.messages[:2] == ("← ClientHello", "→ ServerHello")


@pytest.mark.parametrize("version", [TlsVersion.TLS_1_2, TlsVersion.TLS_1_3])
def test_a_version_that_both_are_held_to_is_spoken(lab: Lab, version: TlsVersion) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=TlsClient(verify=False, lowest=version, highest=version))
    lab.done(lambda id: Send(id, client, b"x" * 20_000))
    until_read(lab, client, 20_000)
    facts = lab.facts(client).tls
    assert facts is not None
    assert facts.version == version.label
    lab.done(lambda id: FinishSending(id, client))
    assert lab.ended(client).ending is Ending.CLOSED_HERE


def test_much_more_than_the_kernel_takes_at_once_comes_whole(lab: Lab) -> None:
    listener = lab.listen(tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=UNCHECKED)
    server = partner(lab, client)
    established(lab, server)
    lab.done(lambda id: SetReading(id, server, ReadingChoice(is_on=False)))
    data = bytes(range(256)) * 24 * 1024
    sending = lab.ask(lambda id: Send(id, client, data[:-999_999]))
    lab.until(lambda: lab.facts(client).waiting_bytes, "bytes that wait")
    more = lab.ask(lambda id: Send(id, client, data[-999_999:]))
    finishing = lab.ask(lambda id: FinishSending(id, client))
    lab.done(lambda id: SetReading(id, server, ReadingChoice()))
    for command in (sending, more, finishing):
        lab.done_with(command)
    lab.until_state(server, State.PEER_FINISHED)
    assert inside(lab.rows(server), Call.TLS_READ) == data == inside(lab.rows(client), Call.TLS_WRITE)


def test_who_has_finished_sending_still_hears(lab: Lab) -> None:
    listener = lab.listen(tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=UNCHECKED)
    lab.done(lambda id: FinishSending(id, client))
    server = partner(lab, client)
    lab.until_state(server, State.PEER_FINISHED)
    lab.done(lambda id: Send(id, server, b"late"))
    until_read(lab, client, 4)
    lab.done(lambda id: FinishSending(id, server))
    assert lab.ended(client).ending is Ending.CLOSED_HERE


def test_a_leave_in_tls_a_cut_and_a_reset_are_different_endings(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    endings = []
    for end in ("leave", "cut", "reset"):
        peer = plain_caller(lab, listener)
        number = lab.accepted_from(peer)
        peer.sendall(b"hello")
        assert peer.recv(100) == b"hello"
        if end == "leave":
            peer.unwrap().close()
        elif end == "cut":
            peer.shutdown(socket.SHUT_RDWR)
        else:
            lab.done(lambda id: Reset(id, number))  # noqa: B023
        endings.append(lab.ended(number).ending)
    assert endings == [Ending.PEER_CLOSED, Ending.CUT_OFF, Ending.RESET_HERE]
    lab.rows()
    told = [it for it in read_stories(lab.capture, Event()).values() if it.role is Role.ACCEPTED]
    assert [it.ending for it in told] == endings  # a saved capture tells the same
    assert all(it.is_tls for it in told)


def test_what_is_said_inside_is_what_ncat_is_given_to_say(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=UNCHECKED)
    lab.done(lambda id: Send(id, client, b"hello"))
    until_read(lab, client, 5)
    lines = [line.text for line in write_netcat(lab.rows()).lines if line.text.strip("# ")]
    at = f"{LOOPBACK} {lab.port(listener)}"
    assert f"ncat --ssl --listen --keep-open --exec /bin/cat {at}" in lines
    assert f"printf 'hello' | ncat --ssl {at}" in lines
    assert "TLS" in " ".join(left_out(plan(lab.rows())))


def test_what_comes_together_with_the_end_of_the_handshake_is_not_forgotten(lab: Lab, authority: Authority) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer(**vars(authority.issue(LOOPBACK))))
    context = ssl.create_default_context(cafile=authority.file)
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    talk = context.wrap_bio(incoming, outgoing, server_hostname=LOOPBACK)
    raw = lab.peer(socket.create_connection((LOOPBACK, lab.port(listener)), PATIENCE_S))
    with pytest.raises(ssl.SSLWantReadError):
        talk.do_handshake()
    raw.sendall(outgoing.read())
    while True:
        incoming.write(raw.recv(4096))
        try:
            talk.do_handshake()
            break
        except ssl.SSLWantReadError:
            pass
    talk.write(b"at once")
    with pytest.raises(ssl.SSLWantReadError):
        talk.unwrap()
    raw.sendall(outgoing.read())  # the rest of the handshake, the text and the leave, in one piece
    number = lab.accepted_from(raw)
    assert lab.ended(number).ending is Ending.PEER_CLOSED
    assert inside(lab.rows(number), Call.TLS_WRITE) == b"at once"


def test_a_client_with_a_certificate_is_let_in_and_shown(lab: Lab, authority: Authority) -> None:
    server = authority.issue(LOOPBACK)
    caller = authority.issue("a caller")
    tls = TlsServer(server.certificate, server.key, client_authority=authority.file)
    listener = lab.listen(tls=tls)
    client = lab.connect(
        lab.port(listener),
        tls=TlsClient(authority=authority.file, certificate=caller.certificate, key=caller.key),
    )
    ours = lab.facts(client).tls
    theirs = established(lab, partner(lab, client))
    assert ours is not None
    assert ours.is_verified
    assert theirs.is_verified
    assert theirs.theirs[0].subject == ours.ours[0].subject == "CN=a caller"


def test_step_by_step_what_is_inside_comes_with_its_call(lab: Lab) -> None:
    listener = lab.listen(tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=UNCHECKED)
    lab.done(lambda id: SetStepping(id, client, True))
    server = partner(lab, client)
    established(lab, server)
    lab.done(lambda id: Send(id, server, b"hello"))
    while not lab.count(client, Call.TLS_READ):  # the keys of TLS 1.3 for later conversations may come first
        lab.until(lambda: lab.facts(client).next_call == "recv", "a call that waits")
        received = lab.count(client, Call.RECV)
        lab.done(lambda id: Step(id, client))
        assert lab.count(client, Call.RECV) == received + 1
    until_read(lab, client, 5)
    lab.done(lambda id: SetStepping(id, client, False))


def test_no_row_of_the_labs_own_moves_bytes_on_the_wire(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO, tls=TlsServer())
    client = lab.connect(lab.port(listener), tls=UNCHECKED)
    lab.done(lambda id: Send(id, client, b"hello"))
    until_read(lab, client, 5)
    assert {row.call for row in lab.rows() if row.call >= Call.TLS_HANDSHAKE} == set(LABS_OWN)
    assert lab.capture.overall == lab.capture.overall.__class__(
        *(
            sum(measure(row) for row in lab.rows() if row.call is call and row.payload)
            for measure in (lambda row: row.size, lambda _row: 1)
            for call in (Call.RECV, Call.SEND)
        )
    )
