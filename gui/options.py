"""The command line, so that a shortcut on a lab workstation opens the window ready (main thread, before Tk).

Law: wrong use ends here, with one plain sentence and status 2; what can only fail later is shown in the window.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, TypeVar

from core.contract.commands import NO_REPLY, BindUdp, Command, Connect, Listen, ReplyChoice
from core.contract.endpoints import Protocol
from core.contract.faults import BadInput
from core.contract.tls import TlsClient, TlsServer
from core.explain.faults import explain
from core.payload.addresses import Target, parse_url
from core.replies.catalogue import KINDS
from core.version import VERSION
from gui.models.files.limits import AskedLimits, parse_keep_bytes, parse_keep_size
from gui.models.sockets.addresses import takes_both_families

_Read = TypeVar("_Read")

AsCommand: TypeAlias = Callable[[ReplyChoice], Callable[[int], Command]]
"""A command that still waits for the reply (which may stand later on the command line) and for its id."""

_EXAMPLES = """\
examples:
  python -m gui --listen tcp://127.0.0.1:9000 --reply echo
  python -m gui --bind udp://127.0.0.1:9001 --record lesson.socketlab
  python -m gui --connect tcp://localhost:9000
  python -m gui --listen tls://127.0.0.1:9443 --reply web-page
  python -m gui lesson.socketlab

An IPv6 address stands in brackets: tcp://[::1]:9000. Port 0 means any free port. A Unix socket is unix:///tmp/lab.sock,
for datagrams unixgram:///tmp/lab.sock.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """A socket asked for on the command line: what was typed, and the command it stands for."""

    typed: str
    protocol: Protocol
    make: Callable[[int], Command]


@dataclass(frozen=True, slots=True)
class AskedSession:
    """A session to open, and whether all that is in it is to be started at once."""

    path: Path
    starts: bool = False
    allows_hooks: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asked for."""

    wishes: tuple[Wish, ...] = ()
    to_open: tuple[Path, ...] = ()
    record: Path | None = None
    limits: AskedLimits = field(default_factory=AskedLimits)
    diagnostics: Path | None = None
    self_test: bool = False
    session: AskedSession | None = None


def parse_options(arguments: Sequence[str]) -> Options:
    """Read the command line; wrong use prints what is wrong and exits with status 2, --version and --help with 0."""
    parser = _parser()
    found = parser.parse_intermixed_args(arguments)
    if found.record is not None and found.keep_size is not None:
        parser.error("--record keeps every row in one file; --keep-size is for a recording without it.")
    wishes = tuple(
        Wish(typed, target.protocol, as_command(found.reply)) for typed, target, as_command in found.wishes or ()
    )
    sessions = [path for path in found.files if _is_session(path)]
    path = found.open_session or (sessions[0] if sessions else None)
    if found.start and path is None:
        parser.error("--start is for a session: name its file with --open-session.")
    if found.allow_hooks and not found.start:
        parser.error("--allow-hooks is for --start: without it the window asks before it runs a hook.")
    session = AskedSession(path, found.start, found.allow_hooks) if path is not None else None
    to_open = (*(found.open or ()), *(path for path in found.files if path not in sessions))
    limits = AskedLimits(found.keep_size, found.keep_bytes)
    return Options(wishes, to_open, found.record, limits, found.diagnostics, found.self_test, session)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="socketlab",
        description="See two programs talk: real TCP and UDP sockets in a window, every POSIX call shown.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    wish = parser.add_argument_group("open a socket at the start; each may be given several times")
    for option, read, text in (
        ("--listen", _listen, "accept connections at this address, as tcp://127.0.0.1:9000 or tls://127.0.0.1:9443"),
        ("--bind", _bind, "receive datagrams at this address, as udp://127.0.0.1:9001"),
        ("--connect", _connect, "call another program, as tcp://localhost:9000 or tls://localhost:9443"),
    ):
        wish.add_argument(option, metavar="URL", dest="wishes", action="append", type=_checked(read), help=text)
    parser.add_argument(
        "--reply",
        metavar="NAME|TEXT",
        type=_checked(_reply),
        default=NO_REPLY,
        help=f"what every --listen and --bind answers: {', '.join(kind.use for kind in KINDS)}; "
        "or this text (with escapes: \\r\\n)",
    )
    text = "open a saved capture in a window of its own; may be given several times, also without --open"
    parser.add_argument("--open", metavar="FILE", type=Path, action="append", help=text)
    parser.add_argument("files", metavar="FILE", type=_file, nargs="*", help=argparse.SUPPRESS)
    text = "open a session, whose sockets then wait to be started; also without --open-session"
    parser.add_argument("--open-session", metavar="FILE", type=Path, help=text)
    parser.add_argument("--start", action="store_true", help="start all that is in the session at once")
    text = "with --start: run the Python hooks that the session names too, which can do whatever you can do"
    parser.add_argument("--allow-hooks", action="store_true", help=text)
    parser.add_argument(
        "--record", metavar="FILE", type=Path, help="keep the capture in this new file, every row of it"
    )
    for option, metavar, parse, text in (
        ("--keep-size", "SIZE", parse_keep_size, "without --record: what the recording takes on the disk at most, as "
         "500MB or 2GiB; then its oldest rows go"),
        ("--keep-bytes", "all|NUMBER", parse_keep_bytes, "how many bytes of each payload are kept, from its beginning"),
    ):  # fmt: skip
        parser.add_argument(option, metavar=metavar, type=_checked(parse), help=text)
    text = "write how the lab itself fares to this file, as JSON, every second and at the end"
    parser.add_argument("--diagnostics", metavar="FILE", type=Path, help=text)
    parser.add_argument("--self-test", action="store_true", help="check the engine on this computer, without a window")
    parser.add_argument("--version", action="version", version=f"Socket Lab {VERSION}")
    return parser


def _checked(read: Callable[[str], _Read]) -> Callable[[str], _Read]:
    """`read` as argparse wants it: what is wrong with the text becomes the message."""

    def checked(text: str) -> _Read:
        try:
            return read(text)
        except BadInput as error:
            words = explain(error.fault)
            raise argparse.ArgumentTypeError(f"{words.sentence} {words.remedy}".strip()) from None

    return checked


def _file(text: str) -> Path:
    """What stands there without an option, as when a file is double-clicked."""
    if "://" in text:
        raise argparse.ArgumentTypeError(f"{text} is no file; for a socket there are --listen, --bind and --connect.")
    return Path(text)


def _is_session(path: Path) -> bool:
    from core.session.file import looks_like_session  # only for somebody who names a file

    return looks_like_session(path)


def _reply(text: str) -> ReplyChoice:
    """A reply's name, with what it is given if it needs that, or a text."""
    from core.replies.typed import choice_of  # of all starts, few need it

    return choice_of(text)


def _listen(url: str) -> tuple[str, Target, AsCommand]:
    target = _target(url, Protocol.TCP, "--bind", allow_zero=True)
    dual = takes_both_families(target.host)
    tls = TlsServer() if target.is_tls else None
    return url, target, lambda reply: lambda number: Listen(number, target.host, target.port, reply, dual=dual, tls=tls)


def _bind(url: str) -> tuple[str, Target, AsCommand]:
    target = _target(url, Protocol.UDP, "--listen", allow_zero=True)
    dual = takes_both_families(target.host)
    return url, target, lambda reply: lambda number: BindUdp(number, target.host, target.port, reply, dual=dual)


def _connect(url: str) -> tuple[str, Target, AsCommand]:
    target = parse_url(url)
    tls = TlsClient() if target.is_tls else None
    return url, target, lambda _: lambda number: Connect(number, target.protocol, target.host, target.port, tls=tls)


def _target(url: str, protocol: Protocol, other_option: str, *, allow_zero: bool) -> Target:
    target = parse_url(url, allow_zero=allow_zero)
    if target.protocol is not protocol:
        raise argparse.ArgumentTypeError(f"{url} is not {protocol.value}://; for that there is {other_option}.")
    return target
