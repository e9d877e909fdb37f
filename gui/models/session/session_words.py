"""What the window says of a session: what waits to be started, each of it, and what is wrong with a file (no tkinter).

Law: whatever other computers could reach once it is started is named as such before anybody starts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from core.contract.endpoints import Endpoint, Protocol
from core.explain.faults import Explanation, explain
from core.payload.escapes import show_name, show_text
from core.payload.numbers import counted
from core.replies.catalogue import BY_NAME, FILED, path_of
from core.session.clients import Client
from core.session.errors import SessionError
from core.session.listeners import Listener
from gui.models.session.open_session import Entry
from gui.models.sockets.addresses import is_loopback


def contents(whats: Sequence[Listener | Client]) -> str:
    """ "2 listeners, 1 client"."""
    listeners = sum(isinstance(it, Listener) for it in whats)
    parts = [counted(listeners, "listener")] * (listeners > 0)
    parts += [counted(len(whats) - listeners, "client")] * (listeners < len(whats))
    return ", ".join(parts) or "nothing"


def headline(name: str, ready: Sequence[Entry]) -> str:
    """ "Echo lab is ready to start: 2 listeners, 1 client"."""
    return f"{show_name(name) or 'The session'} is ready to start: {contents([entry.what for entry in ready])}"


def labels(entries: Sequence[Entry]) -> list[str]:
    """What the button of each says; those that would say the same are numbered."""
    texts = [_label(entry.what) for entry in entries]
    counts: Counter[str] = Counter()
    made = []
    for text in texts:
        counts[text] += 1
        made.append(f"{text} ({counts[text]})" if texts.count(text) > 1 else text)
    return made


def warning(ready: Sequence[Entry]) -> str:
    """Which of it other computers could reach, "" when none."""
    reachable = [it.what.url for it in ready if isinstance(it.what, Listener) and not is_loopback(it.what.target.host)]
    urls = ", ".join(show_name(url) for url in dict.fromkeys(reachable))
    return f"Once it is started, other computers can reach {urls}." if urls else ""


def code_files(entries: Sequence[Entry]) -> str:
    """The Python files that would be run, whole paths, so that a person can look at them first."""
    paths = [path_of(it.what.reply) for it in entries if it.runs_code and isinstance(it.what, Listener)]
    return ", ".join(map(show_name, dict.fromkeys(paths)))


def trouble(error: SessionError) -> Explanation:
    """What is wrong, with its place before it."""
    words = explain(error.fault, copying=True)
    where = f"{error.place}: " if error.place else ""
    return Explanation(f"{where}{words.sentence}", words.remedy, words.error)


def _label(what: Listener | Client) -> str:
    where = show_name(str(Endpoint(what.target.host, what.target.port)))
    kind = " TLS" if what.target.is_tls else " UDP" if what.target.protocol is Protocol.UDP else ""
    if isinstance(what, Client):
        return f"Connect{kind} to {where}"
    reply = f", {BY_NAME[what.reply.name].label}" if what.reply.name != "none" else ""
    if what.reply.name == "forward":
        reply += f" {show_text(what.reply.data)}"
    if what.reply.name in FILED:
        reply += f" {show_name(PurePath(path_of(what.reply)).name)}"
    return f"{'Bind' if kind == ' UDP' else 'Listen'}{kind} on {where}{reply}"
