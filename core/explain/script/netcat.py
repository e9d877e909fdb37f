"""The lines of ncat and socat that come nearest to what the sockets did (pure, any thread).

Law: a line can be pasted into a shell as it stands, whatever bytes were sent; what it does otherwise is said above it.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.capture.stories.stories import SocketStory, Stories, endpoint_of
from core.contract.endpoints import Endpoint, Protocol
from core.contract.records import INCOMING_CALLS, LABS_OWN, STREAM_CALLS, Call, CallRecord, CauseKind
from core.contract.sockets import Role
from core.explain.script.lines import Line, Script
from core.payload.escapes import show_name
from core.payload.numbers import counted

_MOST_SENT = 2048
"""Bytes of what was sent that a line repeats."""
_MOST_LINES = 200


@dataclass(slots=True)
class _Doings:
    """What the records tell of one socket that a command line can say."""

    seqs: list[int] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    """By a person's command."""
    answers: set[bytes] = field(default_factory=set)
    """By a reply, other than by sending back what came."""
    echoes: int = 0
    received: bytes = b""
    is_tls: bool = False
    target: Endpoint | None = None
    """Where the first datagram of an unconnected socket went."""


def write_netcat(records: Sequence[CallRecord]) -> Script:
    """Two lines for each listener, bound UDP socket and client, with a remark above them; one for a TLS listener."""
    stories, doings = Stories(), dict[int, _Doings]()
    for record in records:
        stories.add(record)
        _note(doings.setdefault(record.socket, _Doings()), record)
    for story in stories.values():
        if story.parent in doings and story.number in doings:
            _add(doings[story.parent], doings[story.number])
    lines = [line for story in stories.values() for line in _lines(story, doings[story.number])]
    if not lines:
        return Script((Line("# No socket here has listened, been bound or called anybody yet."),))
    return Script(tuple(lines[: min(_MOST_LINES, len(lines) - 1)]))  # the last one is empty


def _note(doings: _Doings, record: CallRecord) -> None:
    doings.seqs.append(record.seq)
    if record.call in LABS_OWN and not doings.is_tls:  # what went over until then was the handshake
        doings.is_tls, doings.sent, doings.answers, doings.echoes = True, [], set(), 0
    if record.error or (doings.is_tls and record.call in STREAM_CALLS):
        return
    if record.call in INCOMING_CALLS:
        doings.received = record.payload
    elif record.call in (Call.SEND, Call.SENDTO, Call.TLS_WRITE) and record.payload:
        if record.cause.kind is CauseKind.COMMAND:
            doings.sent.append(record.payload)
        elif record.payload == doings.received:
            doings.echoes += 1
        else:
            doings.answers.add(record.payload[:_MOST_SENT])
    if record.call is Call.SENDTO and doings.target is None and (found := endpoint_of(record.address)):
        doings.target = found


def _add(listener: _Doings, connection: _Doings) -> None:
    listener.seqs += connection.seqs
    listener.answers |= connection.answers
    listener.echoes += connection.echoes
    listener.is_tls = listener.is_tls or connection.is_tls


def _lines(story: SocketStory, doings: _Doings) -> Iterator[Line]:
    is_udp = story.protocol is Protocol.UDP
    target = story.remote or (doings.target if story.role is not Role.BOUND else None)
    if story.role in (Role.LISTENER, Role.BOUND) and story.local is not None and _is_known(story.local):
        commands = _server(story.local, doings, is_udp=is_udp)
        what = f"#{story.number} holds on to {_end(story.local, 'UDP ' if is_udp else 'TCP ')}"
    elif target is not None and story.role is not Role.ACCEPTED:
        commands = _client(target, doings, is_udp=is_udp)
        what = f"#{story.number} calls" if not is_udp else f"#{story.number} sends datagrams to"
        what += f" {_end(target)}"
    else:
        return
    seqs = tuple(doings.seqs)
    yield Line(f"# {what}{_difference(story, doings)}", seqs)
    yield from (Line(command, seqs) for command in commands)
    yield Line("")


def _difference(story: SocketStory, doings: _Doings) -> str:
    sent = sum(map(len, doings.sent))
    if story.role is Role.LISTENER or story.role is Role.BOUND:
        if doings.echoes:
            return " and sends back what comes:"
        if len(doings.answers) == 1:
            return " and answers with the same text, here once at the beginning:"
        return "; what you type goes to whoever has called:"
    if sent > _MOST_SENT:
        return f"; of {counted(sent, 'byte')} that were sent, here are the first:"
    if len(doings.sent) > 1:
        return f"; what was sent in {len(doings.sent)} pieces goes as one here:"
    return ":"


def _is_known(local: Endpoint) -> bool:
    return bool(local.port) or local.is_path


def _end(endpoint: Endpoint, protocol: str = "") -> str:
    return show_name(endpoint.address) if endpoint.is_path else f"{protocol}port {endpoint.port}"


def _server(local: Endpoint, doings: _Doings, *, is_udp: bool) -> tuple[str, ...]:
    commands = _plain_server(local, doings, is_udp=is_udp)
    if not doings.is_tls:
        return commands
    # It makes a certificate up, as the lab does; socat would need one in a file.
    return (commands[0].replace("ncat ", "ncat --ssl ", 1),)


def _plain_server(local: Endpoint, doings: _Doings, *, is_udp: bool) -> tuple[str, ...]:
    ncat = ["ncat", *_ncat_kind(local, is_udp=is_udp), "--listen", *([] if is_udp else ["--keep-open"])]
    place = _ncat_place(local)
    if local.is_path:
        socat = f"{_socat_path('RECVFROM' if is_udp else 'LISTEN', local)},fork"
    else:
        protocol = ("UDP" if is_udp else "TCP") + ("6" if ":" in local.address else "4")
        socat = f"{protocol}-{'RECVFROM' if is_udp else 'LISTEN'}:{local.port},bind={_bracketed(local)}"
        socat += ("" if is_udp else ",reuseaddr") + ",fork"
    if doings.echoes:
        return _both(local, [*ncat, "--exec", "/bin/cat", *place], f"socat {socat} EXEC:cat")
    if len(doings.answers) == 1:
        say = f"{_printf(next(iter(doings.answers)))}; cat >/dev/null"  # what comes is heard out, or TCP resets
        return _both(
            local, [*ncat, "--sh-exec", _quoted(say), *place], f"socat {socat} SYSTEM:{_quoted(_for_socat(say))}"
        )
    socat = socat.removesuffix(",fork").replace("UDP4-RECVFROM", "UDP4-LISTEN").replace("UDP6-RECVFROM", "UDP6-LISTEN")
    return _both(local, [*ncat, *place], f"socat STDIO {socat}")


def _client(target: Endpoint, doings: _Doings, *, is_udp: bool) -> tuple[str, ...]:
    said = b"".join(doings.sent)[:_MOST_SENT]
    before = f"{_printf(said)} | " if said else ""
    if doings.is_tls:  # neither checks the certificate
        return (
            f"{before}ncat --ssl {shlex.quote(target.address)} {target.port}",
            f"{before}openssl s_client -quiet -connect {_bracketed(target)}:{target.port}",
        )
    if target.is_path:
        socat = _socat_path("SENDTO" if is_udp else "CONNECT", target)
    else:
        protocol = ("UDP" if is_udp else "TCP") + ("6" if ":" in target.address else "4")
        socat = f"{protocol}:{_bracketed(target)}:{target.port}"
    kind = [it for it in _ncat_kind(target, is_udp=is_udp) if it != "-6"]
    return tuple(before + it for it in _both(target, ["ncat", *kind, *_ncat_place(target)], f"socat STDIO {socat}"))


def _both(end: Endpoint, ncat: Sequence[str], socat: str) -> tuple[str, ...]:
    """ncat has no word for names that stand in no folder."""
    return (socat,) if end.address.startswith("@") else (" ".join(ncat), socat)


def _ncat_kind(end: Endpoint, *, is_udp: bool) -> list[str]:
    family = ["--unixsock"] if end.is_path else ["-6"] if ":" in end.address else []
    return [*family, *(["--udp"] if is_udp else [])]


def _ncat_place(end: Endpoint) -> list[str]:
    return [shlex.quote(end.address), *([] if end.is_path else [str(end.port)])]


def _socat_path(kind: str, end: Endpoint) -> str:
    """Names that stand in no folder have an address of their own in socat."""
    in_no_folder = end.address.startswith("@")
    return f"{'ABSTRACT' if in_no_folder else 'UNIX'}-{kind}:{shlex.quote(_for_socat(end.address[in_no_folder:]))}"


def _printf(data: bytes) -> str:
    """A shell's printf that writes these bytes; octal escapes of three digits, which every shell knows."""
    plain = {0x0A: "\\n", 0x0D: "\\r", 0x09: "\\t", 0x25: "%%", 0x5C: "\\\\"}
    text = "".join(plain.get(it) or (chr(it) if 0x20 <= it < 0x7F and it != 0x27 else f"\\{it:03o}") for it in data)
    return f"printf '{text}'"


def _for_socat(command: str) -> str:
    """socat reads backslashes, commas, colons and quotes in an address itself."""
    return "".join(f"\\{it}" if it in "\\,:\"'!" else it for it in command)


def _quoted(command: str) -> str:
    """One word for the shell, in double quotes: the command has single ones in it."""
    return '"' + "".join(f"\\{it}" if it in '\\"$`' else it for it in command) + '"'


def _bracketed(endpoint: Endpoint) -> str:
    return shlex.quote(f"[{endpoint.address}]") if ":" in endpoint.address else endpoint.address
