"""What a subcommand says: bytes to standard output, words to standard error, or all of it as JSON lines (main thread).

Law: without --json standard output carries the peer's bytes and nothing else, unchanged; with it, one object a line.
"""

from __future__ import annotations

import json
import sys
import time
from base64 import b64encode
from io import TextIOWrapper

from core.cli.driver import Moved
from core.contract.endpoints import Endpoint, Protocol
from core.contract.faults import Fault
from core.contract.sockets import Role, SocketSnapshot, State
from core.contract.tls import TlsFacts
from core.explain.faults import explain
from core.explain.tls import agreement
from core.machine.ports import Owner
from core.payload.escapes import show_text

PROGRAM = "socketlab-cli"

_WORDS = {
    State.LISTENING: "listening on {local}",
    State.BOUND: "bound to {local}",
    State.CONNECTED: "connected: {local} to {remote}",
    State.PEER_FINISHED: "{remote} finished sending",
    State.FINISHED_SENDING: "finished sending to {remote}",
}


class Output:
    """Standard output and standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")  # not every terminal's encoding has every sign
        self._told: dict[int, tuple[State, bool]] = {}
        """What was last said of each open socket: its state, and whether TLS is spoken."""
        self._told_faults: dict[int, Fault] = {}
        """What went wrong at open sockets that go on all the same."""

    def say(self, sentence: str) -> None:
        """A word on the side, for a person."""
        print(f"{PROGRAM}: {sentence}", file=sys.stderr, flush=True)

    def line(self, text: str) -> None:
        """A line of the result."""
        print(text, flush=True)

    def object(self, **fields: object) -> None:
        """A line of the result, for a program; nothing without --json."""
        if self.as_json:
            self.line(json.dumps(fields))

    def moved(self, moved: Moved, end: bytes = b"") -> None:
        """What came in (and, with --json, what went out); `end` follows it."""
        if not self.as_json:
            if moved.incoming:
                self.write(moved.data + end)
            return
        event = "received" if moved.incoming else "sent"
        peer = {"peer": moved.address} if moved.address else {}
        payload = b64encode(moved.data).decode("ascii")
        shown = {"size": len(moved.data), "text": show_text(moved.data), "payload": payload}
        self.object(event=event, time_ns=moved.time_ns, socket=moved.socket, **peer, **shown)

    def write(self, data: bytes) -> None:
        """Bytes as they are."""
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def socket_changed(self, now: SocketSnapshot) -> None:
        """Say what is new about a socket, if there is anything to say."""
        if now.is_open and now.fault is not None and self._told_faults.get(now.number) != now.fault:
            self._told_faults[now.number] = now.fault
            self.fault(now.fault)
        is_secured = now.tls is not None and now.tls.is_established
        is_told = self._told.get(now.number) == (now.state, is_secured)
        if is_told or (now.state is State.BOUND and now.protocol is Protocol.TCP):
            return
        is_new = self._told.get(now.number, (None, False))[0] is not now.state
        self._told[now.number] = now.state, is_secured
        if not now.is_open:
            del self._told[now.number]
            self._told_faults.pop(now.number, None)
        if self.as_json:
            self._object_of(now)
        elif now.state is State.CLOSED:
            if now.ending is not None and now.role is not Role.LISTENER and now.remote is not None:
                self.say(f"#{now.number} {now.remote}: {now.ending.value}")
        elif not is_new and now.tls is not None:
            self.say(f"#{now.number} {agreement(now.tls)}")
        elif words := _WORDS.get(now.state):
            self.say(f"#{now.number} {words.format(local=now.local, remote=now.remote)}")

    def fault(self, fault: Fault, bound: Protocol | None = None) -> None:
        """What went wrong, in words, and with --json as an object too. `bound`: of what a port was to be bound."""
        words = explain(fault, owner=_owner(fault, bound) if bound is not None else None)
        about = {"about": fault.about, "sentence": words.sentence, "remedy": words.remedy}
        self.object(event="failed", time_ns=time.time_ns(), error=fault.name, call=fault.call, **about)
        self.say(str(words))

    def _object_of(self, now: SocketSnapshot) -> None:
        ends = {"local": str(now.local or ""), "remote": str(now.remote or "")}
        state = {"event": now.state.value, "time_ns": now.ended_ns or time.time_ns(), "socket": now.number}
        ending = {"ending": now.ending.value} if now.ending is not None else {}
        error = {"error": now.fault.name} if now.fault is not None else {}
        tls = {"tls": _tls_object(now.tls)} if now.tls is not None else {}
        self.object(**state, role=now.role.value, protocol=now.protocol.value, **ends, **ending, **error, **tls)


def _tls_object(tls: TlsFacts) -> dict[str, object]:
    shown = tls.theirs or tls.ours
    return {
        "established": tls.is_established,
        "version": tls.version,
        "cipher": tls.cipher,
        "alpn": tls.alpn,
        "server_name": tls.server_name,
        "verified": tls.is_verified,
        "certificates": [
            {
                "subject": it.subject,
                "issuer": it.issuer,
                "names": it.names,
                "not_after": it.not_after,
                "sha256": it.fingerprint,
            }
            for it in shown
        ],
    }


def _owner(fault: Fault, protocol: Protocol) -> Owner | None:
    """Who holds the port that could not be bound."""
    if fault.name != "EADDRINUSE":
        return None
    from core.machine.ports import owner_of

    try:
        return owner_of(protocol, Endpoint.from_text(fault.about))
    except (OSError, ValueError):
        return None
