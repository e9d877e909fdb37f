"""On the way to a connection: refused, unanswered, cancelled, from a chosen end, to a name with several addresses."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from core.contract.commands import Close, Connect, Listen, Send
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Fault, Field
from core.contract.records import Call, CauseKind, RawRecord
from core.contract.sockets import Ending, State
from core.net.resolve import MOST_AT_ONCE
from tests.support.kernel import TcpState, state_of
from tests.support.lab import ECHO, LOOPBACK, Lab
from tests.support.peers import NameService, black_hole, free_port, nobody

OTHER_LOOPBACK = "127.0.0.2"
NOT_OURS = "198.51.100.1"  # RFC 5737: documentation, no computer's
ROOT = Path(__file__).resolve().parents[3]
SERVER = """
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    input()
"""


def dial(lab: Lab, port: int, host: str = LOOPBACK, timeout_s: float = 10.0) -> int:
    """Ask for a connection; the command's id."""
    return lab.ask(lambda id: Connect(id, Protocol.TCP, host, port, timeout_s=timeout_s))


def only_socket(lab: Lab) -> int:
    """The number of the only socket there has been."""
    (number,) = lab.sockets
    return number


def test_a_connection_made_knows_both_its_ends(lab: Lab) -> None:
    with socket.create_server((LOOPBACK, 0)) as server:
        number = lab.connect(server.getsockname()[1])
        peer = lab.callee(number, server)
    facts = lab.facts(number)
    assert facts.state is State.CONNECTED
    assert (facts.local, facts.remote) == (Endpoint(*peer.getpeername()), Endpoint(*peer.getsockname()))
    assert facts.requested == str(facts.remote)
    lab.done(lambda id: Send(id, number, b"hello"))
    assert peer.recv(100) == b"hello"


def test_no_answer_within_the_time_limit_is_a_time_out(lab: Lab) -> None:
    with black_hole() as port:
        began = monotonic()
        fault = lab.fault_of(dial(lab, port, timeout_s=1.0))
        assert 1.0 <= monotonic() - began < 5.0
    about = str(Endpoint(LOOPBACK, port))
    assert fault == Fault("CONNECT_TIMEOUT", "connect", about=about, field=Field.HOST, count=1)
    number = only_socket(lab)
    assert lab.facts(number).ending is Ending.TIMED_OUT
    assert lab.rows(number)[-1].call is Call.CLOSE
    assert lab.rows(number)[-1].cause.kind is CauseKind.TIMER


def test_a_connect_can_be_cancelled(lab: Lab) -> None:
    with black_hole() as port:
        connecting = dial(lab, port)
        lab.until(lambda: lab.sockets, "a socket")
        number = only_socket(lab)
        lab.until(lambda: lab.count(number, Call.CONNECT), "connect()")
        facts = lab.until_state(number, State.CONNECTING)
        assert facts.fd is not None
        assert state_of(facts.fd) is TcpState.SYN_SENT
        lab.done(lambda id: Close(id, number))
    assert lab.fault_of(connecting).name == "CANCELLED"
    assert lab.facts(number).ending is Ending.CANCELLED


def test_nothing_can_be_sent_before_the_connection_stands(lab: Lab) -> None:
    with black_hole() as port:
        dial(lab, port)
        lab.until(lambda: lab.sockets, "a socket")
        fault = lab.refused(lambda id: Send(id, only_socket(lab), b"too early"))
        assert (fault.name, fault.about) == ("NOT_CONNECTED", f"#{only_socket(lab)}")


def test_stopping_ends_a_connect_that_is_under_way(lab: Lab) -> None:
    with black_hole() as port:
        connecting = dial(lab, port)
        lab.until(lambda: lab.sockets, "a socket")
        lab.stop()
    assert lab.fault_of(connecting).name == "CANCELLED"
    assert lab.facts(only_socket(lab)).ending is Ending.ENGINE_STOPPED


def test_a_server_that_is_stopped_by_a_signal_still_seems_to_answer(lab: Lab) -> None:
    if sys.platform == "win32":
        raise NotImplementedError("no process can be stopped for a while there")
    program = (
        "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        os.kill(server.pid, signal.SIGSTOP)
        try:
            assert lab.facts(lab.connect(port)).state is State.CONNECTED  # its kernel answers
        finally:
            os.kill(server.pid, signal.SIGCONT)
            server.terminate()


def test_a_suspended_lab_does_not_time_out_what_was_answered_meanwhile(lab: Lab) -> None:
    port = lab.port(lab.listen())

    def stall(raw: RawRecord) -> None:
        if raw[4] is Call.CONNECT:
            with black_hole() as hole, socket.socket() as clock:  # 0.5 s in which the engine's thread stands still
                clock.settimeout(0.5)
                with pytest.raises(TimeoutError):
                    clock.connect((LOOPBACK, hole))

    lab.recorder.before_append = stall
    assert lab.facts(lab.done_with(dial(lab, port, timeout_s=0.2))).state is State.CONNECTED


def test_the_wildcard_address_leads_here_and_the_kernel_says_where(lab: Lab) -> None:
    listener = lab.listen()
    number = lab.connect(lab.port(listener), "0.0.0.0")
    assert lab.facts(number).remote == lab.local(listener)
    assert lab.facts(number).requested == f"0.0.0.0:{lab.port(listener)}"


class TestTheLocalEnd:
    """Where the person chose it."""

    def test_both_address_and_port_can_be_chosen(self, lab: Lab) -> None:
        port = free_port()
        with socket.create_server((LOOPBACK, 0)) as server:
            number = lab.connect(server.getsockname()[1], local_host=OTHER_LOOPBACK, local_port=port)
            peer = lab.callee(number, server)
        assert peer.getpeername() == (OTHER_LOOPBACK, port)
        assert lab.local(number) == Endpoint(OTHER_LOOPBACK, port)

    def test_only_the_port_can_be_chosen(self, lab: Lab) -> None:
        port = free_port()
        number = lab.connect(lab.port(lab.listen()), local_port=port)
        assert lab.local(number) == Endpoint(LOOPBACK, port)

    def test_a_port_in_use_is_refused_at_its_field(self, lab: Lab) -> None:
        listener = lab.listen()
        port = lab.port(listener)
        fault = lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, port, local_host=LOOPBACK, local_port=port))
        assert (fault.name, fault.call, fault.field) == ("EADDRINUSE", "bind", Field.LOCAL_PORT)
        assert fault.about == str(lab.local(listener))

    def test_an_address_of_another_computer_is_refused_at_its_field(self, lab: Lab) -> None:
        fault = lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, 9, local_host=NOT_OURS))
        assert (fault.name, fault.call, fault.field) == ("EADDRNOTAVAIL", "bind", Field.LOCAL_HOST)

    def test_an_address_of_the_other_family_is_refused_at_its_field(self, lab: Lab) -> None:
        fault = lab.refused(lambda id: Connect(id, Protocol.TCP, LOOPBACK, 9, local_host="::1"))
        assert (fault.name, fault.field) == ("FAMILY_MISMATCH", Field.LOCAL_HOST)

    def test_a_socket_can_call_itself(self, lab: Lab) -> None:
        port = free_port()
        number = lab.connect(port, local_host=LOOPBACK, local_port=port)
        assert lab.facts(number).local == lab.facts(number).remote
        lab.done(lambda id: Send(id, number, b"hello, me"))
        assert lab.until_received(number, len(b"hello, me")) == b"hello, me"


class TestNames:
    """Hosts that must be looked up."""

    def test_a_look_up_is_recorded_with_all_it_found(self, lab: Lab, name_service: NameService) -> None:
        name_service.know(LOOPBACK, OTHER_LOOPBACK)
        port = lab.port(lab.listen())
        number = lab.connect(port, "server.example")
        (row,) = lab.rows(number, Call.GETADDRINFO)
        assert row.args == ("server.example", port, "SOCK_STREAM")
        assert row.address == f"{LOOPBACK}:{port}, {OTHER_LOOPBACK}:{port}"
        assert lab.told(number)[0].state is State.RESOLVING
        assert lab.facts(number).requested == f"server.example:{port}"

    def test_the_system_knows_this_computer_by_name(self, lab: Lab) -> None:
        number = lab.connect(lab.port(lab.listen()), "localhost")
        assert lab.facts(number).state is State.CONNECTED

    def test_a_listener_can_be_asked_for_by_name(self, lab: Lab, name_service: NameService) -> None:
        name_service.know(OTHER_LOOPBACK, LOOPBACK)
        assert lab.local(lab.listen("here.example")).address == OTHER_LOOPBACK

    @pytest.mark.parametrize("name", ["EAI_NONAME", "EAI_AGAIN", "EAI_FAIL"])
    def test_a_name_that_is_not_found_says_how(self, lab: Lab, name_service: NameService, name: str) -> None:
        number = getattr(socket, name)
        name_service.refuse(number)
        fault = lab.fault_of(dial(lab, 9, "nowhere.example"))
        assert fault == Fault(name, "getaddrinfo", number, about="nowhere.example", field=Field.HOST)
        assert lab.facts(only_socket(lab)).ending is Ending.FAILED
        assert [row.error for row in lab.rows()] == [name]

    def test_after_a_dead_address_the_next_is_tried(self, lab: Lab, name_service: NameService) -> None:
        name_service.know(OTHER_LOOPBACK, LOOPBACK)
        listener = lab.listen()
        number = lab.connect(lab.port(listener), "server.example")
        first = number - 1
        assert (lab.facts(first).ending, lab.facts(number).state) == (Ending.REFUSED, State.CONNECTED)
        assert [row.args for row in lab.rows(first, Call.CONNECT)] == [(f"{OTHER_LOOPBACK}:{lab.port(listener)}",)]

    def test_after_an_address_that_does_not_answer_the_next_is_tried(self, lab: Lab, name_service: NameService) -> None:
        name_service.know(OTHER_LOOPBACK, LOOPBACK)
        port = lab.port(lab.listen())
        with black_hole(OTHER_LOOPBACK, port):
            number = lab.done_with(dial(lab, port, "server.example", timeout_s=1.0))
        dead = lab.facts(number - 1)
        assert (dead.ending, lab.facts(number).state) == (Ending.TIMED_OUT, State.CONNECTED)
        assert dead.fault is not None
        assert dead.fault.about == str(dead.remote)

    def test_when_no_address_answers_the_command_fails_once(self, lab: Lab, name_service: NameService) -> None:
        name_service.know(LOOPBACK, OTHER_LOOPBACK)
        with nobody() as port:
            fault = lab.fault_of(dial(lab, port, "server.example"))
        assert (fault.name, fault.about) == ("ECONNREFUSED", f"{OTHER_LOOPBACK}:{port}")
        assert [facts.ending for facts in lab.sockets.values()] == [Ending.REFUSED, Ending.REFUSED]

    def test_the_address_that_fits_the_local_end_is_taken(self, lab: Lab, name_service: NameService) -> None:
        name_service.know("::1", LOOPBACK)
        number = lab.connect(lab.port(lab.listen()), "server.example", local_host=LOOPBACK)
        assert lab.local(number).address == LOOPBACK


OUT_OF_DESCRIPTORS = """
import sys
from pathlib import Path
from core.contract.commands import Connect
from core.contract.endpoints import Protocol
from tests.support.lab import open_lab
from tests.support.limits import no_descriptor_free
with open_lab(Path(sys.argv[1])) as lab:
    with no_descriptor_free():
        print(lab.refused(lambda id: Connect(id, Protocol.TCP, "localhost", 9)).name)
    print(lab.refused(lambda id: Connect(id, Protocol.TCP, "localhost", 9)).name)
"""


def test_out_of_descriptors_a_look_up_says_so(tmp_path: Path) -> None:
    # In a new process, because Python loads what it needs for names with the first one.
    program = [sys.executable, "-c", OUT_OF_DESCRIPTORS, str(tmp_path / "run.socketlab")]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["EMFILE", "ECONNREFUSED"]


class TestALookUpThatHangs:
    """The resolver is somebody else's code, and may never come back."""

    def test_it_stops_nothing_else(self, lab: Lab, name_service: NameService) -> None:
        name_service.hang()
        dial(lab, 9, "slow.example")
        lab.until(lambda: lab.sockets, "a socket")
        peer, _ = lab.caller(lab.listen(reply=ECHO))
        peer.sendall(b"still served?")
        assert peer.recv(100) == b"still served?"
        assert lab.facts(1).state is State.RESOLVING

    def test_it_can_be_cancelled_and_its_answer_goes_nowhere(self, lab: Lab, name_service: NameService) -> None:
        name_service.hang()
        connecting = dial(lab, 9, "slow.example")
        lab.until(lambda: lab.sockets, "a socket")
        lab.done(lambda id: Close(id, only_socket(lab)))
        assert lab.fault_of(connecting).name == "CANCELLED"
        assert lab.facts(only_socket(lab)).ending is Ending.CANCELLED
        assert lab.rows() == []
        name_service.answer()
        lab.until(lambda: lab.raw, "the record of the call, which was made after all")
        assert [(row.call, row.error) for row in lab.rows()] == [(Call.GETADDRINFO, "EAI_AGAIN")]

    def test_it_has_a_time_limit(self, lab: Lab, name_service: NameService) -> None:
        name_service.hang()
        fault = lab.fault_of(dial(lab, 9, "slow.example", timeout_s=0.2))
        assert fault == Fault("LOOKUP_TIMEOUT", "getaddrinfo", about="slow.example", field=Field.HOST)
        assert lab.facts(only_socket(lab)).ending is Ending.TIMED_OUT

    def test_a_listener_waiting_for_it_can_be_cancelled(self, lab: Lab, name_service: NameService) -> None:
        name_service.hang()
        listening = lab.ask(lambda id: Listen(id, "slow.example", 0))
        lab.until(lambda: lab.sockets, "a socket")
        lab.done(lambda id: Close(id, only_socket(lab)))
        assert lab.fault_of(listening).name == "CANCELLED"

    def test_only_so_many_hang_at_once(self, lab: Lab, name_service: NameService) -> None:
        name_service.hang()
        hanging = [dial(lab, 9, "slow.example") for _ in range(MOST_AT_ONCE)]
        assert lab.fault_of(dial(lab, 9, "one.more.example")).name == "LOOKUPS_BUSY"
        name_service.answer()
        assert {lab.fault_of(command).name for command in hanging} == {"EAI_AGAIN"}
        assert lab.fault_of(dial(lab, 9, "again.example")).name == "EAI_AGAIN"

    def test_stopping_does_not_wait_for_it(self, lab: Lab, name_service: NameService) -> None:
        name_service.hang()
        connecting = dial(lab, 9, "slow.example")
        began = monotonic()
        lab.stop()
        assert monotonic() - began < 1.0
        assert lab.fault_of(connecting).name == "CANCELLED"
        assert lab.facts(only_socket(lab)).ending is Ending.ENGINE_STOPPED
