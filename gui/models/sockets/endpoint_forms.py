"""What is typed into the Listen and Connect forms, turned into a command or into what is wrong with it (window thread).

Law: every field at fault is reported at once, what was typed is never changed, and no call is made to find out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, TypeVar

from core.contract.commands import CONNECT_TIMEOUT_S, BindUdp, Command, Connect, Listen, ReplyChoice
from core.contract.endpoints import Protocol
from core.contract.faults import BadInput, Fault, Field
from core.contract.frozen import frozen
from core.contract.option_commands import Options
from core.payload.addresses import parse_host, parse_path, parse_port
from core.payload.escapes import parse_text
from core.payload.numbers import parse_time_limit
from core.replies.catalogue import FILED, KINDS
from gui.models.sockets.addresses import takes_both_families, typed_address, typed_local_address
from gui.models.sockets.tls_form import TlsForm

MakeCommand: TypeAlias = Callable[[int], Command]
"""A command that still waits for its id."""

Faults: TypeAlias = tuple[Fault, ...]

Texts: TypeAlias = tuple[tuple[str, str], ...]

REPLY_NAMES = {kind.name: kind.label for kind in KINDS}
"""The replies as the window calls them."""

_Parsed = TypeVar("_Parsed")


@frozen
class ListenForm:
    """The Server tab's form as it stands on the screen."""

    protocol: Protocol
    address: str
    port: str
    reply: str = "none"
    reply_text: str = ""
    options: Texts = ()
    """By name, as typed; set before bind()."""
    has_path: bool = False
    """A Unix socket: the address is its path, and the port says nothing."""
    tls: TlsForm | None = None
    """TCP: how TLS is spoken over it; None: it is not."""

    def parse(self) -> MakeCommand | Faults:
        """The command to listen (TCP) or to bind (UDP), or every fault there is."""
        faults: list[Fault] = []
        host = _collect(faults, lambda: _place(typed_address(self.address), Field.HOST, has_path=self.has_path))
        port = _collect(faults, lambda: 0 if self.has_path else parse_port(self.port, Field.PORT, allow_zero=True))
        reply = _collect(faults, lambda: parse_reply(self.reply, self.reply_text))
        options = _collect(faults, lambda: parse_options(self.protocol, self.options))
        if host is None or port is None or reply is None or options is None:
            return tuple(faults)
        dual = takes_both_families(host)
        if self.protocol is Protocol.TCP:
            tls = self.tls.server() if self.tls is not None else None
            return lambda number: Listen(number, host, port, reply, dual=dual, options=options, tls=tls)
        return lambda number: BindUdp(number, host, port, reply, dual=dual, options=options)


@frozen
class ConnectForm:
    """The Client tab's form as it stands on the screen; an empty local field leaves the choice to the system."""

    protocol: Protocol
    host: str
    port: str
    local_host: str = ""
    local_port: str = ""
    fixed_peer: bool = True
    time_limit: str = ""
    """Seconds; empty: the usual ones."""
    options: Texts = ()
    """By name, as typed; set before connect()."""
    has_path: bool = False
    """A Unix socket: host and local host are paths, and the ports say nothing."""
    tls: TlsForm | None = None
    """TCP: how TLS is spoken over it; None: it is not."""

    def parse(self) -> MakeCommand | Faults:
        """The command to connect, or every fault there is."""
        faults: list[Fault] = []
        host = _collect(faults, lambda: _place(self.host, Field.HOST, has_path=self.has_path))
        port = _collect(faults, lambda: 0 if self.has_path else parse_port(self.port, Field.PORT, allow_zero=False))
        local_host = _collect(
            faults, lambda: _optional_host(typed_local_address(self.local_host), has_path=self.has_path)
        )
        local_port = _collect(faults, lambda: 0 if self.has_path else _optional_port(self.local_port))
        limit_s = _collect(faults, lambda: _optional_limit(self.time_limit))
        options = _collect(faults, lambda: parse_options(self.protocol, self.options))
        if host is None or port is None or local_host is None or local_port is None or limit_s is None:
            return tuple(faults)
        tls = _collect(faults, lambda: (self.tls.client() if self.tls is not None else None,))
        if options is None or tls is None:
            return tuple(faults)
        fixed_peer = self.fixed_peer or self.protocol is Protocol.TCP
        return lambda number: Connect(
            number, self.protocol, host, port, local_host=local_host, local_port=local_port,
            fixed_peer=fixed_peer, timeout_s=limit_s, options=options,
            tls=tls[0],
        )  # fmt: skip

    @property
    def origin(self) -> str:
        """Where the conversation will start from, in words: "any local port", "192.168.1.4, port 5000"."""
        address, port = typed_local_address(self.local_host), self.local_port.strip()
        if self.has_path:
            return address or "no path"
        port_text = f"port {port}" if port and port.strip("0") else "any local port"
        return f"{address}, {port_text}" if address else port_text


def parse_reply(name: str, text: str) -> ReplyChoice:
    """The reply a listener shall give; BadInput when what it must be given is missing or makes no sense."""
    match name:
        case "fixed":
            data = parse_text(text)
            if not data:
                raise BadInput(Fault("DATA_EMPTY", field=Field.DATA))
            return ReplyChoice(name, data)
        case "rules":
            if not text:
                raise BadInput(Fault("RULES_NONE", field=Field.REPLY))
            return ReplyChoice(name, text.encode())
        case "forward":
            from core.replies.forward import onward  # only for those who choose it

            try:
                onward(text)
            except BadInput as error:
                raise BadInput(replace(error.fault, field=Field.FORWARD)) from None
            return ReplyChoice(name, text.strip().encode())
        case _ if name in FILED:
            from core.replies.reply_file import file_choice

            return file_choice(name, text)
        case _:
            return ReplyChoice(name)


def parse_options(protocol: Protocol, texts: Texts) -> Options:
    """What a form sets before bind() or connect(); BadInput OPTION_RANGE."""
    if not texts:
        return ()
    from gui.models.sockets.option_words import parse_chosen  # with its table: not before an option is chosen

    return parse_chosen(protocol, texts)


def _place(text: str, field: Field, *, has_path: bool) -> str:
    return parse_path(text, field) if has_path else parse_host(text, field)


def _optional_host(typed: str, *, has_path: bool) -> str:
    text = typed_local_address(typed)
    return _place(text, Field.LOCAL_HOST, has_path=has_path) if text.strip() else ""


def _optional_port(text: str) -> int:
    return parse_port(text, Field.LOCAL_PORT, allow_zero=True) if text.strip() else 0


def _optional_limit(text: str) -> float:
    return parse_time_limit(text) if text.strip() else CONNECT_TIMEOUT_S


def _collect(faults: list[Fault], parse: Callable[[], _Parsed]) -> _Parsed | None:
    """What the parser gives, or None with its fault put down."""
    try:
        return parse()
    except BadInput as error:
        faults.append(error.fault)
        return None
