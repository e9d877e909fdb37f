"""Each command carried out (engine thread).

Law: every path ends in exactly one Done or Failed, at once or by the socket that took the command over.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias, assert_never

from core.contract import commands
from core.contract.commands import Command
from core.contract.endpoints import Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.job_commands import Repeat, RunSequence, SendFile, StopJob
from core.contract.option_commands import JoinGroup, LeaveGroup, ReadOptions, SetOption
from core.contract.records import Cause, CauseKind
from core.contract.sockets import Ending, Role, State
from core.engine.inputs import check
from core.engine.jobs.registry import JobCommand
from core.net.binding import bind
from core.net.dialing import dial
from core.net.live import LiveSocket
from core.payload.addresses import numeric_endpoint

if TYPE_CHECKING:
    from core.engine.loop import Engine


def obey(engine: Engine, command: Command) -> None:
    """Carry out one command."""
    cause = Cause(CauseKind.COMMAND, command.id)
    try:
        check(command)
        _carry_out(engine, command, cause)
    except BadInput as refused:  # by a look at it, or by the reply that it names
        engine.failed(command.id, refused.fault, getattr(command, "socket", None))


def _carry_out(engine: Engine, command: Command, cause: Cause) -> None:
    match command:
        case commands.Listen() | commands.BindUdp():
            bind(engine, command, numeric_endpoint(command.host, command.port))
        case commands.Connect():
            dial(engine, command, numeric_endpoint(command.host, command.port))
        case commands.Stop():
            _close(engine, list(engine.sockets.values()), cause, Ending.ENGINE_STOPPED)
            engine.done(command.id)
        case StopJob(job=number):
            engine.jobs.stop(number)
            engine.done(command.id)
        case commands.CloseAll(sockets=numbers):
            _close(engine, _with_their_connections(engine, numbers), cause, Ending.CLOSED_HERE)
            engine.done(command.id)
        case _:
            _obey_socket(engine, command, cause)


CallCommand: TypeAlias = (
    commands.Send
    | commands.SendTo
    | commands.FinishSending
    | commands.Close
    | commands.Reset
    | commands.Accept
    | SetOption
    | JoinGroup
    | LeaveGroup
)
"""What is a call, which a socket that goes step by step holds back."""
SettingCommand: TypeAlias = (
    commands.SetReply
    | commands.SetReading
    | commands.SetAccepting
    | commands.SetStepping
    | commands.Step
    | ReadOptions
    | JobCommand
)
_CALLS: dict[type[CallCommand], str] = {
    commands.Send: "send",
    commands.SendTo: "sendto",
    commands.FinishSending: "shutdown",
    commands.Close: "close",
    commands.Reset: "close",
    commands.Accept: "accept",
    SetOption: "setsockopt",
    JoinGroup: "setsockopt",
    LeaveGroup: "setsockopt",
}


def _obey_socket(engine: Engine, command: CallCommand | SettingCommand, cause: Cause) -> None:
    """A command for one socket. That it has just gone is an expected race."""
    live = engine.sockets.get(command.socket)
    if live is None:
        engine.failed(command.id, Fault("SOCKET_GONE", about=f"#{command.socket}"), command.socket)
    elif isinstance(command, CallCommand):
        live.offer(_CALLS[type(command)], partial(_make_call, engine, live, command, cause), command.id)
    else:
        _change(engine, live, command, cause)


def _make_call(engine: Engine, live: LiveSocket, command: CallCommand, cause: Cause) -> None:
    match command:
        case commands.Send():
            live.send(command.data, cause, command.id)
        case commands.SendTo():
            live.send_to(command.data, command.peer, cause, command.id)
        case commands.FinishSending():
            live.finish(cause, command.id)
        case commands.Reset():
            live.reset(cause, command.id)
        case commands.Accept():
            live.accept_one(cause, command.id)
        case SetOption():
            from core.net.options import set_option  # with its table: not before somebody asks

            set_option(live, command, cause)
        case JoinGroup() | LeaveGroup():
            from core.net.groups import change_membership

            change_membership(live, command, cause)
        case commands.Close():
            live.close(cause, Ending.CLOSED_HERE)
            engine.done(command.id, live.number)
        case _:
            assert_never(command)


def _change(engine: Engine, live: LiveSocket, command: SettingCommand, cause: Cause) -> None:
    match command:
        case commands.SetReply():
            live.set_reply(command.reply, command.id)
            _tell_connections(engine, live)
        case commands.SetReading():
            live.set_reading(command.reading, command.id)
        case commands.SetAccepting():
            live.set_accepting(command.by_hand, command.backlog, cause, command.id)
        case commands.SetStepping():
            live.set_stepping(command.is_on, command.id)
        case ReadOptions():
            from core.net.options import read_options

            read_options(live, command)
        case commands.Step():
            live.step(command.id)
        case Repeat() | SendFile() | RunSequence():
            _begin_job(engine, live, command)
        case _:
            assert_never(command)


def _begin_job(engine: Engine, live: LiveSocket, command: JobCommand) -> None:
    """Refuse at once what no message of it could be sent on."""
    needs_peer = live.facts.role is Role.BOUND
    if live.facts.role is Role.LISTENER or needs_peer is (command.peer is None):
        engine.failed(command.id, Fault("WRONG_KIND", "send", about=f"#{live.number}"), live.number)
    elif not live.facts.can_write:
        finished = live.facts.state is State.FINISHED_SENDING
        name = "ALREADY_FINISHED" if finished else "NOT_CONNECTED"
        engine.failed(command.id, Fault(name, "send", about=f"#{live.number}"), live.number)
    elif isinstance(command, SendFile) and live.facts.protocol is Protocol.UDP and not command.datagram_size:
        engine.failed(command.id, Fault("DATAGRAM_SIZE_BAD", about="0", field=Field.DATAGRAM_SIZE), live.number)
    else:
        engine.done(command.id, live.number)
        engine.jobs.begin(command, live)


def _tell_connections(engine: Engine, listener: LiveSocket) -> None:
    """Connections answer as their listener does."""
    for live in list(engine.sockets.values()):
        if live.facts.parent == listener.number:
            live.note(reply=listener.facts.reply, reply_data=listener.facts.reply_data)
            live.update_interest()  # one that was held for its answers may be read again
            live.begin()


def _close(engine: Engine, sockets: list[LiveSocket], cause: Cause, ending: Ending) -> None:
    """Listeners first, so that no caller slips in while their connections are closed."""
    for live in sorted(sockets, key=lambda it: it.facts.role is not Role.LISTENER):
        engine.safely(live.close, cause, ending)


def _with_their_connections(engine: Engine, numbers: tuple[int, ...]) -> list[LiveSocket]:
    wanted = set(numbers)
    return [
        live for live in engine.sockets.values() if not wanted or live.number in wanted or live.facts.parent in wanted
    ]
