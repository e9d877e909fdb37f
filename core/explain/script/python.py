"""A plan as a Python program that needs the standard library only (pure, any thread).

Law: run under strace it makes the recorded calls in the recorded order, with the recorded arguments, but for what the
kernel decides anew each time: descriptors, ports that were left to it, and how a stream of bytes is cut. Hence it does
as the lab does: one thread, sockets that do not block, and a wait before each call that would have found nothing. So
both ends of a conversation can be in one program, in the order in which the lab made their calls.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterator

from core.explain.script.bulk import pieces, repeated
from core.explain.script.lines import Line, Script
from core.explain.script.python_parts import HELPERS, READ_SIZE
from core.explain.script.remarks import left_out
from core.explain.script.steps import Deed, Plan, Step, Where
from core.explain.script.writer import INDENT, WIDTH, Writer, is_under_way, kernel_path, names_of, with_helpers

_SMALL = 4096
"""Bytes that the kernel takes at once from a program that has sent nothing else: for more, send() is repeated."""
_LINGER = "HH" if sys.platform == "win32" else "ii"
_MODULES = ("errno", "os", "select", "socket", "struct")


def write_python(plan: Plan) -> Script:
    """The program; of an empty plan it is a remark only."""
    return program(PythonWriter(plan), "One thread, and sockets that do not block, as in the lab; s1 is its #1.")


def program(writer: PythonWriter, about: str) -> Script:
    """What a writer writes, with all that it needs above it; `about`: how it does things."""
    plan, body = writer.plan, writer.body()
    helpers = [f"\n\n{text}".rstrip() for text in with_helpers(writer.helpers, HELPERS)]
    code = "\n".join([*helpers, *(line.text for line in body)])
    imports = [f"import {name}" for name in _MODULES if re.search(rf"\b{name}[.,]", code)]
    above = "\n".join([*imports, *helpers, *([""] if helpers else []), ""]).split("\n")
    return Script((*_head(plan, about), *map(Line, above), *body, *_end(plan)))


def _head(plan: Plan, about: str) -> Iterator[Line]:
    yield Line("#!/usr/bin/env python3")
    sockets = names_of(sorted(plan.sockets), "#") or "no socket"
    yield Line(f'"""The calls that Socket Lab recorded of {sockets}, made again.')
    yield Line("")
    yield from map(Line, textwrap.wrap(about, WIDTH))
    yield Line('"""')
    yield Line("")


def _end(plan: Plan) -> Iterator[Line]:
    if not plan.items:
        yield Line("# No call has been made here yet.")
    if said := left_out(plan):
        yield Line("")
    for sentence in said:
        yield from map(Line, _as_remark(sentence))
    if plan.still_open:
        yield Line("")
        yield Line("# At the program's end the system closes what is still open.")
        yield Line(f'input("Still open: {names_of(plan.still_open, "s")}. Press Return to end. ")')


def _as_remark(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")


class PythonWriter(Writer):
    """Writes each step as the lab made it."""

    def comment(self, text: str) -> list[str]:
        """With a # before each line."""
        return _as_remark(text)

    def loop(self, times: int) -> tuple[str, str]:
        """It ends by the indent."""
        return f"for _ in range({times}):", ""

    def texts(self, step: Step) -> Iterator[str]:
        """Its calls, and what is waited for before them."""
        if step.error and not is_under_way(step):
            yield from self._failing(step)
        else:
            yield from _TEXTS[step.deed](self, step)

    def _failing(self, step: Step) -> Iterator[str]:
        if step.deed in (Deed.RECEIVE, Deed.RECEIVE_FROM):
            yield f"{self.use('wait_to_read')}({name_of(step)})"
        yield self.expected(step)

    def expected(self, step: Step) -> str:
        """A call that is to fail, made through expect()."""
        method, argument = _METHODS[step.deed](self, step)
        more = f", {argument}" if argument else ""
        return f'{self.use("expect")}("{step.error}", {name_of(step)}.{method}{more})'

    # One for each deed.

    def _open(self, step: Step) -> Iterator[str]:
        family, kind = step.words
        yield f"{name_of(step)} = socket.socket(socket.{family}, socket.{kind})"

    def _look_up(self, step: Step) -> Iterator[str]:
        host, kind = step.words
        yield f"socket.getaddrinfo({host!r}, {step.size}, type=socket.{kind})"

    def _plain(self, step: Step) -> Iterator[str]:
        method, argument = _METHODS[step.deed](self, step)
        yield called(f"{name_of(step)}.{method}", argument)

    def _connect(self, step: Step) -> Iterator[str]:
        method = "connect_ex" if step.error else "connect"
        yield called(f"{name_of(step)}.{method}", self._address(step.where))

    def _decided(self, step: Step) -> Iterator[str]:
        expected = f', "{step.words[0]}"' if step.words[0] else ""
        yield f"{self.use('decided')}({name_of(step)}{expected})"

    def _accept(self, step: Step) -> Iterator[str]:
        yield f"{self.use('wait_to_read')}({name_of(step)})"
        yield f"s{step.other}, caller = {name_of(step)}.accept()"
        yield f'print("#{step.other} is the end point of a conversation with", caller)'

    def _get_name(self, step: Step) -> Iterator[str]:
        is_bound = step.socket in self.bound
        if not is_bound and step.socket not in self.named:
            yield f"{name_of(step)}.getsockname()"
            return
        yield f"name{step.socket} = {name_of(step)}.getsockname()"
        if is_bound:
            role = "listens on" if step.socket in self.listeners else "holds on to"
            yield f'print("#{step.socket} {role}", name{step.socket})'

    def _send(self, step: Step) -> Iterator[str]:
        size = step.size if step.is_echo else len(step.data)
        data = "data" if step.is_echo else literal(step.data)
        if size <= _SMALL:
            yield called(f"{name_of(step)}.send", data)
        else:
            yield f"{self.use('send')}({name_of(step)}, {data})"

    def _send_some(self, step: Step) -> Iterator[str]:
        rest = f"rest{step.socket}"
        if step.data:
            yield f"{rest} = {literal(step.data)}"
        yield f"{self.use('wait_to_write')}({name_of(step)})"
        yield f"{rest} = {rest}[{name_of(step)}.send({rest}) :]"

    def _send_rest(self, step: Step) -> Iterator[str]:
        yield f"{self.use('send')}({name_of(step)}, rest{step.socket})"

    def _receive(self, step: Step) -> Iterator[str]:
        yield f"data = {self.use('receive')}({name_of(step)}, {step.size}{_most(step)})"

    def _receive_end(self, step: Step) -> Iterator[str]:
        yield f"{self.use('receive_end')}({name_of(step)}{_most(step)})"

    def _receive_from(self, step: Step) -> Iterator[str]:
        yield f"{self.use('wait_to_read')}({name_of(step)})"
        yield f"data, peer{step.other} = {name_of(step)}.recvfrom({step.size})"
        yield f'print("#{step.socket} received a datagram of", len(data), "bytes from", peer{step.other})'

    def _wait(self, step: Step) -> Iterator[str]:
        yield f"{self.use('wait_to_write')}({name_of(step)}, {step.size / 1000:g})"

    def _address(self, where: Where | None) -> str:
        assert where is not None
        if where.peer:
            return f"peer{where.peer}"
        if where.endpoint.is_path:
            return _text(kernel_path(where.endpoint.address))
        port = f"name{where.port_of}[1]" if where.port_of else str(where.endpoint.port)
        return f"({_text(where.endpoint.address)}, {port})"

    def _close(self, step: Step) -> Iterator[str]:
        yield f"{name_of(step)}.close()"
        if step.socket in self.files:
            yield f"os.unlink({_text(self.files[step.socket])})"

    def _datagram(self, step: Step) -> str:
        data = "data" if step.is_echo else literal(step.data)
        return f"{data}, {self._address(step.where)}"


def name_of(step: Step) -> str:
    """The variable of its socket."""
    return f"s{step.socket}"


def _most(step: Step) -> str:
    return f", {step.other}" if step.other != READ_SIZE else ""


def called(function: str, argument: str) -> str:
    """A call; an argument of several lines has its brackets already."""
    return (
        f"{function}{argument}"
        if argument.startswith("(\n") and argument.endswith("\n)")
        else f"{function}({argument})"
    )


def _text(text: str) -> str:
    shown = repr(text)
    return f'"{shown[1:-1]}"' if shown.startswith("'") and '"' not in shown else shown


def literal(data: bytes) -> str:
    """The bytes as Python writes them: on one line, on several in brackets, or as a piece that repeats."""
    piece, times, rest = repeated(data)
    lines = [_bytes(part) for part in pieces(piece)] or ['b""']
    text = lines[0] if len(lines) == 1 else "(\n" + "\n".join(INDENT + line for line in lines) + "\n)"
    if times > 1:
        text = f"{text} * {times}"
    return f"{text} + {_bytes(rest)}" if rest else text


def _bytes(data: bytes) -> str:
    shown = repr(data)
    return f'b"{shown[2:-1]}"' if shown[1] == "'" and '"' not in shown else shown


def _group_argument(step: Step) -> str:
    """What setsockopt() takes to join or leave a group: struct ip_mreqn (Windows: ip_mreq), or ipv6_mreq."""
    level, option, group, interface = step.words
    index = f'socket.if_nametoindex("{interface}")' if interface else "0"
    if ":" in group:
        packed = f'struct.pack("@16sI", socket.inet_pton(socket.AF_INET6, "{group}"), {index})'
    else:
        form = "!4sI" if sys.platform == "win32" else "@4s4xi"
        packed = f'struct.pack("{form}", socket.inet_aton("{group}"), {index})'
    return f"socket.{level}, socket.{option}, {packed}"


_METHODS: dict[Deed, Callable[[PythonWriter, Step], tuple[str, str]]] = {
    Deed.SET_BLOCKING: lambda _, step: ("setblocking", str(bool(step.size))),
    Deed.SET_OPTION: lambda _, step: (
        "setsockopt",
        f"socket.{step.words[0]}, socket.{step.words[1]}, {step.size}",
    ),
    Deed.LINGER: lambda _, step: (
        "setsockopt",
        f'socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("{_LINGER}", {int(step.words[0] == "on")}, {step.size})',
    ),
    Deed.GROUP: lambda _, step: ("setsockopt", _group_argument(step)),
    Deed.SET_ADDRESS: lambda _, step: (
        "setsockopt",
        f'socket.{step.words[0]}, socket.{step.words[1]}, socket.inet_aton("{step.words[2]}")',
    ),
    Deed.DECIDED: lambda _, step: ("getsockopt", "socket.SOL_SOCKET, socket.SO_ERROR"),
    Deed.GET_OPTION: lambda _, step: ("getsockopt", f"socket.{step.words[0]}, socket.{step.words[1]}"),
    Deed.BIND: lambda self, step: ("bind", self._address(step.where)),
    Deed.LISTEN: lambda _, step: ("listen", str(step.size)),
    Deed.CONNECT: lambda self, step: ("connect", self._address(step.where)),
    Deed.COUNT_DROPS: lambda _, step: ("getsockopt", "socket.SOL_SOCKET, 55, 36"),
    Deed.NAME: lambda _, step: ("getsockname", ""),
    Deed.PEER_NAME: lambda _, step: ("getpeername", ""),
    Deed.SEND: lambda _, step: ("send", literal(step.data)),
    Deed.SEND_TO: lambda self, step: ("sendto", self._datagram(step)),
    Deed.RECEIVE: lambda _, step: ("recv", str(step.other)),
    Deed.RECEIVE_FROM: lambda _, step: ("recvfrom", str(step.size)),
    Deed.SHUTDOWN: lambda _, step: ("shutdown", f"socket.{step.words[0]}"),
    Deed.CLOSE: lambda _, step: ("close", ""),
}
"""The method and its arguments, for what is one plain call."""

_TEXTS: dict[Deed, Callable[[PythonWriter, Step], Iterator[str]]] = {
    **dict.fromkeys(_METHODS, PythonWriter._plain),
    Deed.OPEN: PythonWriter._open,
    Deed.LOOK_UP: PythonWriter._look_up,
    Deed.CONNECT: PythonWriter._connect,
    Deed.DECIDED: PythonWriter._decided,
    Deed.ACCEPT: PythonWriter._accept,
    Deed.NAME: PythonWriter._get_name,
    Deed.SEND: PythonWriter._send,
    Deed.SEND_SOME: PythonWriter._send_some,
    Deed.SEND_REST: PythonWriter._send_rest,
    Deed.RECEIVE: PythonWriter._receive,
    Deed.RECEIVE_END: PythonWriter._receive_end,
    Deed.RECEIVE_FROM: PythonWriter._receive_from,
    Deed.CLOSE: PythonWriter._close,
    Deed.WAIT: PythonWriter._wait,
}
