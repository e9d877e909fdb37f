"""What strace saw, in the words of call records: its lines taken apart, strictly (pure).

Law: a line that is not understood is an error. What is left out is left out by one rule, said in lab_calls().
"""

from __future__ import annotations

import ast
import errno
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from core.contract.endpoints import NO_NAME, Endpoint
from core.contract.records import Arguments, Call

STRING_BYTES = 70_000
"""strace is told to print so much of each payload (-s)."""

_LINE = re.compile(r"(?P<tid>\d+)\s+(?P<name>\w+)\((?P<args>.*)\)\s+= (?P<result>-?\d+)(?: (?P<error>E\w+) \(.*\))?")
_UNFINISHED = re.compile(r"(?P<head>(?P<tid>\d+)\s+\w+\(.*) <unfinished \.\.\.>")
_RESUMED = re.compile(r"(?P<tid>\d+)\s+<\.\.\. \w+ resumed>(?P<tail>.*)")
_REMARK = re.compile(r"\d+\s+(\+\+\+ exited with|--- SIG).*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"(?:\.\.\.)?')
_SOCKADDR = re.compile(r"\{sa_family=(?P<family>AF_\w+)(?P<rest>[^}]*)\}")
_PAIR = re.compile(r"\[(\d+), (\d+)\]")
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')


class Line(NamedTuple):
    """One call of one thread."""

    tid: int
    name: str
    args: str
    result: int
    error: str

    @property
    def fd(self) -> int:
        """The first argument, which is the descriptor in all calls but socket() and socketpair()."""
        return int(self.args.partition(",")[0])


class Seen(NamedTuple):
    """One call, in a record's words; `address` None: strace does not show it."""

    fd: int
    call: Call
    args: Arguments
    result: int
    error: str
    address: str | None
    payload: bytes


def parse(text: str) -> Iterator[Line]:
    """The calls in the order they returned."""
    unfinished: dict[str, str] = {}
    for line in text.splitlines():
        if begun := _UNFINISHED.fullmatch(line):
            unfinished[begun["tid"]] = begun["head"]
            continue
        whole = line
        if ended := _RESUMED.fullmatch(line):
            whole = unfinished.pop(ended["tid"]) + ended["tail"]
        if _REMARK.fullmatch(whole):
            continue
        found = _LINE.fullmatch(whole)
        assert found is not None, f"strace wrote what is not understood: {whole[:300]}"
        yield Line(int(found["tid"]), found["name"], found["args"], int(found["result"]), found["error"] or "")


def lab_calls(lines: Iterable[Line]) -> Iterator[Seen]:
    """The calls on the lab's own sockets: those that the engine's thread made, from socket() or accept() to close().

    Left out: the pair of sockets that wakes the engine's thread (whoever reads from its first end is that thread);
    sockets that glibc makes inside getaddrinfo(), which are its own business, in a thread of their own; and descriptors
    that are no sockets, of which strace shows only the close() and an ioctl().
    """
    lines = list(lines)
    pairs = {int(fd) for line in lines if line.name == "socketpair" for fd in _PAIR.findall(line.args)[0]}
    (engine,) = {line.tid for line in lines if line.name == "recvfrom" and line.fd in pairs}
    open_fds: set[int] = set()
    for line in lines:
        makes_one = line.name == "socket" and line.tid == engine
        if makes_one or (line.name != "socket" and line.name != "socketpair" and line.fd in open_fds):
            assert line.tid == engine, f"another thread than the engine's touched a socket of the lab: {line}"
            if line.name in ("socket", "accept4") and not line.error:
                open_fds.add(line.result)
            if line.name == "close":
                open_fds.remove(line.fd)
            yield _FORMS[line.name](line)
        elif line.tid == engine:
            assert line.name in ("close", "ioctl") or line.fd in pairs, f"a call on no socket of the lab: {line}"


def program_calls(lines: Iterable[Line]) -> Iterator[Seen]:
    """The calls of a program with one thread on its sockets; all else is files."""
    open_fds: set[int] = set()
    for line in lines:
        if line.name != "socket" and line.fd not in open_fds:
            continue
        if line.name in ("socket", "accept4") and not line.error:
            open_fds.add(line.result)
        if line.name == "close":
            open_fds.remove(line.fd)
        yield _FORMS[line.name](line)


def _socket(line: Line) -> Seen:
    family, kind, protocol = line.args.split(", ")
    assert protocol in ("IPPROTO_IP", "0")  # which is the same
    return _seen(line, Call.SOCKET, (family, kind.removesuffix("|SOCK_CLOEXEC"), 0))._replace(fd=-1)


def _ioctl(line: Line) -> Seen:
    assert line.args.split(", ", 1)[1] == "FIONBIO, [1]"
    return _seen(line, Call.SETBLOCKING, (0,))


def _to_endpoint(call: Call) -> Callable[[Line], Seen]:
    return lambda line: _seen(line, call, (_endpoint(line.args),))


def _plain(call: Call) -> Callable[[Line], Seen]:
    return lambda line: _seen(line, call, tuple(_number(it) for it in line.args.split(", ")[1:]))


def _accept(line: Line) -> Seen:
    assert line.args.endswith("SOCK_CLOEXEC")
    return _seen(line, Call.ACCEPT, (), "" if line.error else _endpoint(line.args))


def _getsockname(line: Line) -> Seen:
    return _seen(line, Call.GETSOCKNAME, (), _endpoint(line.args))


def _sendto(line: Line) -> Seen:
    string = _string(line.args)
    size, flags, target, _length = _after_buffer(line.args)
    assert (int(size), flags) == (len(string) if len(string) < STRING_BYTES else int(size), "0")
    taken = b"" if line.error else string[: line.result]
    if target == "NULL":
        return _seen(line, Call.SEND, (int(size),), None, taken)
    return _seen(line, Call.SENDTO, (int(size),), _endpoint(line.args), taken)


def _recvfrom(line: Line) -> Seen:
    size, flags, source, _length = _after_buffer(line.args)
    assert flags == "0"
    data = b"" if line.error else _string(line.args)
    if source == "NULL" and _length == "NULL":
        return _seen(line, Call.RECV, (int(size),), "", data)
    return _seen(line, Call.RECVFROM, (int(size),), "" if line.error else _endpoint(line.args), data)


def _setsockopt(line: Line) -> Seen:
    _fd, level, option, value = line.args.rpartition(", ")[0].split(", ", 3)
    if option == "SO_LINGER":
        assert value == "{l_onoff=1, l_linger=0}"
        return _seen(line, Call.SETSOCKOPT, (level, option, "on, 0 s"))
    level = level.replace("SOL_IPV6", "IPPROTO_IPV6")  # two names of one number
    return _seen(line, Call.SETSOCKOPT, (level, option, int(value.strip("[]"))))


def _getsockopt(line: Line) -> Seen:
    _fd, level, option, value = line.args.rpartition(", [")[0].split(", ", 3)
    if option == "SO_MEMINFO":
        drops = int.from_bytes(_string(value)[-4:], sys.byteorder)
        return _seen(line, Call.GETSOCKOPT, (level, option, "SK_MEMINFO_DROPS"))._replace(result=drops)
    assert option == "SO_ERROR"
    name = value.strip("[]")
    number = 0 if name == "0" else getattr(errno, name)
    return _seen(line, Call.GETSOCKOPT, (level, option), "" if name == "0" else name)._replace(result=number)


_FORMS: dict[str, Callable[[Line], Seen]] = {
    "socket": _socket,
    "ioctl": _ioctl,
    "bind": _to_endpoint(Call.BIND),
    "connect": _to_endpoint(Call.CONNECT),
    "listen": _plain(Call.LISTEN),
    "accept4": _accept,
    "getsockname": _getsockname,
    "sendto": _sendto,
    "recvfrom": _recvfrom,
    "shutdown": _plain(Call.SHUTDOWN),
    "close": _plain(Call.CLOSE),
    "setsockopt": _setsockopt,
    "getsockopt": _getsockopt,
}


def _seen(line: Line, call: Call, args: Arguments, address: str | None = "", payload: bytes = b"") -> Seen:
    fd = -1 if call is Call.SOCKET else line.fd
    result = -getattr(errno, line.error) if line.error else line.result
    return Seen(fd, call, args, result, line.error, address, payload)


def _number(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def _after_buffer(args: str) -> tuple[str, str, str, str]:
    """Of sendto() and recvfrom(): size, flags, address, and the address' length."""
    without_fd = args.partition(", ")[2]
    rest = _STRING.sub("buffer", _SOCKADDR.sub("sockaddr", without_fd), count=1)
    _buffer, size, flags, address, length = rest.split(", ")
    return size, flags, address, length


def _string(args: str) -> bytes:
    """The payload that strace printed, as C writes strings."""
    found = _STRING.search(args)
    assert found is not None, args[:300]
    data = ast.literal_eval("b" + found.group().removesuffix("..."))
    assert isinstance(data, bytes)
    return data


def _endpoint(args: str) -> str:
    """The endpoint in the one sockaddr of a call."""
    sockaddr, port, address = _SOCKADDR.search(args), _PORT.search(args), _ADDRESS.search(args)
    assert sockaddr, args[:300]
    if sockaddr["family"] == "AF_UNIX":
        path = re.search(r'sun_path=(@?)"(.*)"', sockaddr["rest"])
        return path[1] + path[2] if path else NO_NAME
    assert port, args[:300]
    assert address, args[:300]
    return str(Endpoint(address[1] or address[2], int(port[1])))
