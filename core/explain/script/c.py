"""A plan as a C program for systems that speak POSIX (pure, any thread).

Law: it compiles without a warning (cc -Wall -Werror) and makes the recorded calls in the recorded order; what Python
adds of its own (close-on-exec, getsockname() inside accept()) is not in it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator

from core.explain.script.bulk import pieces, repeated
from core.explain.script.c_parts import HELPERS, INCLUDES
from core.explain.script.c_text import as_remark, string
from core.explain.script.lines import Line, Script
from core.explain.script.remarks import left_out
from core.explain.script.steps import Deed, Plan, Step, Where
from core.explain.script.writer import (
    INDENT,
    WIDTH,
    Writer,
    is_under_way,
    kernel_path,
    names_of,
    with_helpers,
)

NUL = b"\0"
_PLACE = "(struct sockaddr *)&place, place_size"


def write_c(plan: Plan) -> Script:
    """The program; of an empty plan one that does nothing."""
    writer = _CWriter(plan)
    body = [Line(INDENT + line.text if line.text else "", line.seqs) for line in writer.body()]
    helpers = "\n".join(with_helpers(writer.helpers, HELPERS))
    above = [*INCLUDES.split("\n"), "", *helpers.split("\n"), *_variables(writer)]
    return Script((*_head(plan), *map(Line, above), Line("int main(void)"), Line("{"), *body, *_end(plan), Line("}")))


def _head(plan: Plan) -> Iterator[Line]:
    yield Line(
        f"/* The calls that Socket Lab recorded of {names_of(sorted(plan.sockets), '#') or 'no socket'}, made again."
    )
    yield Line(" * Sockets that do not block, as in the lab; s1 is its #1. To build it: cc -Wall program.c")
    yield Line(" */")
    yield Line("")


def _variables(writer: _CWriter) -> Iterator[str]:
    steps = writer.plan.steps()
    sockets = sorted(writer.plan.sockets)
    peers = sorted({step.other for step in steps if step.deed is Deed.RECEIVE_FROM and not step.error})
    names = sorted(writer.named | {step.socket for step in steps if writer.tells_name(step)})
    rests = sorted({step.socket for step in steps if step.deed is Deed.SEND_SOME})
    if sockets:
        yield from textwrap.wrap(f"int {', '.join(f's{it}' for it in sockets)};", WIDTH)
    if storages := [*(f"name{it}" for it in names), *(f"peer{it}" for it in peers)]:
        yield from textwrap.wrap(f"struct sockaddr_storage {', '.join(storages)};", WIDTH)
    for number in rests:
        yield f"const char *rest{number};"
        yield f"size_t rest{number}_size;"
    yield ""


def _end(plan: Plan) -> Iterator[Line]:
    for sentence in left_out(plan):
        yield Line("")
        yield from (Line(INDENT + line) for line in as_remark(sentence))
    if plan.still_open:
        yield Line("")
        yield Line(f'{INDENT}printf("Still open: {names_of(plan.still_open, "s")}. Press Return to end.\\n");')
        yield Line(f"{INDENT}getchar();")
    yield Line(f"{INDENT}return 0;")


class _CWriter(Writer):
    def comment(self, text: str) -> list[str]:
        return as_remark(text)

    def loop(self, times: int) -> tuple[str, str]:
        return f"for (int round = 0; round < {times}; round++) {{", "}"

    def tells_name(self, step: Step) -> bool:
        """Whether the program has a variable for the name of a socket."""
        return step.deed is Deed.NAME or (step.deed is Deed.PEER_NAME and bool(step.error))

    def texts(self, step: Step) -> Iterator[str]:
        if step.error and step.deed in (Deed.RECEIVE, Deed.RECEIVE_FROM):
            self.use("room")
            self.use("wait_for")
            yield f"wait_for({_name(step)}, POLLIN, -1);"
            yield "make_room(65536);"
        yield from _TEXTS[step.deed](self, step)

    def checked(self, step: Step, call: str, name: str) -> str:
        """The call, and what is to come of it."""
        if step.error:
            return f'{self.use("expect")}({call}, {step.error}, "{name}");'
        return f'{self.use("must")}({call}, "{name}");'

    def set_place(self, where: Where | None) -> str:
        """The line that makes `place` this endpoint."""
        assert where is not None
        if where.endpoint.is_path:
            path = kernel_path(where.endpoint.address).encode()
            return f"{self.use('set_path')}({string(path)}, {len(path) + (path[:1] != NUL)});"
        self.use("set_place")
        port = f"{self.use('port_of')}(&name{where.port_of})" if where.port_of else str(where.endpoint.port)
        return f"set_place({string(where.endpoint.address.encode())}, {port});"

    def data(self, step: Step) -> tuple[str, str]:
        """The bytes that a step sends, and how many they are."""
        if step.is_echo:
            self.use("room")
            return "data", "data_size"
        piece, times, rest = repeated(step.data)
        if times > 1:
            total = len(piece) * times + len(rest)
            return f"{self.use('repeated')}({string(piece)}, {len(piece)}, {total})", str(total)
        lines = [string(part) for part in pieces(step.data)] or ['""']
        text = lines[0] if len(lines) == 1 else "\n" + "\n".join(INDENT + line for line in lines)
        return text, str(len(step.data))

    # One for each deed.

    def look_up(self, step: Step) -> Iterator[str]:
        host, kind = step.words
        yield f'{self.use("look_up")}({string(host.encode())}, "{step.size}", {kind});'

    def open(self, step: Step) -> Iterator[str]:
        family, kind = step.words
        yield f'{_name(step)} = {self.use("must")}(socket({family}, {kind}, 0), "socket");'

    def set_blocking(self, step: Step) -> Iterator[str]:
        yield f"{self.use('set_blocking')}({_name(step)}, {step.size});"

    def set_option(self, step: Step) -> Iterator[str]:
        level, option = step.words
        call = f"{self.use('set_option')}({_name(step)}, {level}, {option}, {step.size})"
        yield self.checked(step, call, "setsockopt")

    def group(self, step: Step) -> Iterator[str]:
        level, option, group, interface = step.words
        helper = self.use("set_group6" if ":" in group else "set_group")
        call = f'{helper}({_name(step)}, {level}, {option}, "{group}", "{interface}")'
        yield self.checked(step, call, "setsockopt")

    def set_address(self, step: Step) -> Iterator[str]:
        level, option, address = step.words
        call = f'{self.use("set_address")}({_name(step)}, {level}, {option}, "{address}")'
        yield self.checked(step, call, "setsockopt")

    def bind(self, step: Step) -> Iterator[str]:
        yield self.set_place(step.where)
        yield self.checked(step, f"bind({_name(step)}, {_PLACE})", "bind")

    def listen(self, step: Step) -> Iterator[str]:
        yield self.checked(step, f"listen({_name(step)}, {step.size})", "listen")

    def accept(self, step: Step) -> Iterator[str]:
        yield f"{self.use('wait_for')}({_name(step)}, POLLIN, -1);"
        yield f's{step.other} = {self.use("must")}(accept({_name(step)}, NULL, NULL), "accept");'

    def connect(self, step: Step) -> Iterator[str]:
        yield self.set_place(step.where)
        call = f"connect({_name(step)}, {_PLACE})"
        if is_under_way(step):
            yield f'{self.use("expect")}({call}, EINPROGRESS, "connect");'
        else:
            yield self.checked(step, call, "connect")

    def decided(self, step: Step) -> Iterator[str]:
        yield f"{self.use('decided')}({_name(step)}, {step.words[0] or '0'});"

    def name(self, step: Step) -> Iterator[str]:
        if step.error:
            yield self.checked(step, _naming("getsockname", step), "getsockname")
            return
        yield f"{self.use('get_name')}({_name(step)}, &name{step.socket});"
        if step.socket in self.bound and step.socket not in self.paths:
            yield f'printf("#{step.socket} holds on to port %d\\n", {self.use("port_of")}(&name{step.socket}));'

    def peer_name(self, step: Step) -> Iterator[str]:
        if step.error:
            yield self.checked(step, _naming("getpeername", step), "getpeername")
            return
        yield f"{self.use('get_peer_name')}({_name(step)});"

    def send(self, step: Step) -> Iterator[str]:
        data, size = self.data(step)
        if step.error or not step.data:
            yield self.checked(step, f"send({_name(step)}, {data}, {size}, 0)", "send")
        else:
            yield f"{self.use('send_all')}({_name(step)}, {data}, {size});"

    def send_some(self, step: Step) -> Iterator[str]:
        rest = f"rest{step.socket}"
        if step.data:
            data, size = self.data(step)
            yield f"{rest} = {data};"
            yield f"{rest}_size = {size};"
        yield f"{self.use('send_some')}({_name(step)}, &{rest}, &{rest}_size);"

    def send_rest(self, step: Step) -> Iterator[str]:
        rest = f"rest{step.socket}"
        yield f"{self.use('send_all')}({_name(step)}, {rest}, {rest}_size);"

    def send_to(self, step: Step) -> Iterator[str]:
        data, size = self.data(step)
        where = step.where
        assert where is not None
        place = _PLACE
        if where.peer and not where.endpoint.is_path:
            kind = "sockaddr_in6" if ":" in where.endpoint.address else "sockaddr_in"
            place = f"(struct sockaddr *)&peer{where.peer}, sizeof(struct {kind})"
        else:
            yield self.set_place(where)
        yield self.checked(step, f"sendto({_name(step)}, {data}, {size}, 0, {place})", "sendto")

    def receive(self, step: Step) -> Iterator[str]:
        if step.error:
            yield self.checked(step, f"recv({_name(step)}, data, data_size, 0)", "recv")
        else:
            yield f"{self.use('receive')}({_name(step)}, {step.size});"

    def receive_end(self, step: Step) -> Iterator[str]:
        yield f"{self.use('receive_end')}({_name(step)});"

    def receive_from(self, step: Step) -> Iterator[str]:
        if step.error:
            yield self.checked(step, f"recvfrom({_name(step)}, data, data_size, 0, NULL, NULL)", "recvfrom")
        else:
            yield f"{self.use('receive_from')}({_name(step)}, {step.size}, &peer{step.other});"

    def shutdown(self, step: Step) -> Iterator[str]:
        yield self.checked(step, f"shutdown({_name(step)}, {step.words[0]})", "shutdown")

    def close(self, step: Step) -> Iterator[str]:
        yield self.checked(step, f"close({_name(step)})", "close")
        if step.socket in self.files:
            yield f'{self.use("must")}(unlink({string(self.files[step.socket].encode())}), "unlink");'

    def linger(self, step: Step) -> Iterator[str]:
        on = int(step.words[0] == "on")
        yield f"{self.use('set_linger')}({_name(step)}, {on}, {step.size});"

    def get_option(self, step: Step) -> Iterator[str]:
        level, option = step.words
        yield f"{self.use('get_option')}({_name(step)}, {level}, {option});"

    def drops(self, step: Step) -> Iterator[str]:
        yield f"{self.use('count_drops')}({_name(step)});"

    def wait(self, step: Step) -> Iterator[str]:
        yield f"{self.use('wait_for')}({_name(step)}, POLLOUT, {step.size});"


def _name(step: Step) -> str:
    return f"s{step.socket}"


def _naming(call: str, step: Step) -> str:
    name = f"name{step.socket}"
    return f"{call}({_name(step)}, (struct sockaddr *)&{name}, &(socklen_t){{sizeof {name}}})"


_TEXTS: dict[Deed, Callable[[_CWriter, Step], Iterator[str]]] = {
    Deed.LOOK_UP: _CWriter.look_up,
    Deed.OPEN: _CWriter.open,
    Deed.SET_BLOCKING: _CWriter.set_blocking,
    Deed.SET_OPTION: _CWriter.set_option,
    Deed.GROUP: _CWriter.group,
    Deed.SET_ADDRESS: _CWriter.set_address,
    Deed.LINGER: _CWriter.linger,
    Deed.GET_OPTION: _CWriter.get_option,
    Deed.BIND: _CWriter.bind,
    Deed.LISTEN: _CWriter.listen,
    Deed.ACCEPT: _CWriter.accept,
    Deed.CONNECT: _CWriter.connect,
    Deed.DECIDED: _CWriter.decided,
    Deed.COUNT_DROPS: _CWriter.drops,
    Deed.NAME: _CWriter.name,
    Deed.PEER_NAME: _CWriter.peer_name,
    Deed.SEND: _CWriter.send,
    Deed.SEND_SOME: _CWriter.send_some,
    Deed.SEND_REST: _CWriter.send_rest,
    Deed.SEND_TO: _CWriter.send_to,
    Deed.RECEIVE: _CWriter.receive,
    Deed.RECEIVE_END: _CWriter.receive_end,
    Deed.RECEIVE_FROM: _CWriter.receive_from,
    Deed.SHUTDOWN: _CWriter.shutdown,
    Deed.CLOSE: _CWriter.close,
    Deed.WAIT: _CWriter.wait,
}
