"""The words and the look of the web page, from the facts alone (pure, any thread).

Law: everything that is put into the page goes through escape(), wherever it came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.contract.records import Call, RawRecord
from core.replies.reply import Ends

MOST_CONNECTIONS = 20
MOST_CALLS = 40
"""Rows of the page's tables: what there is beyond that is counted."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the browser asked."""

    number: int
    """The first on its connection is 1."""
    head: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page tells."""

    ends: Ends
    listener: Ends | None
    request: Request
    open_connections: Sequence[tuple[Ends, int]]
    """Those from the browser's address to this listener, each with the requests it has brought so far."""
    listener_calls: Sequence[RawRecord]
    calls: Sequence[RawRecord]


def explanation(facts: Facts) -> str:
    """The page."""
    return _page("What has just happened", _story(facts) + _connections(facts) + _calls(facts) + _request(facts))


def short_page(heading: str, sentence: str) -> str:
    """A page of one sentence, with the way back."""
    return _page(heading, f'<p>{escape(sentence)}</p><p><a href="/">The page that is here</a></p>')


def _story(facts: Facts) -> str:
    ends, listener = facts.ends, facts.listener
    assert ends.remote is not None
    browser, here = escape(str(ends.remote)), escape(str(ends.local))
    operator = f"#{listener.socket}" if listener is not None else "the listener"
    operator_fd = f", fd {listener.fd}" if listener is not None and listener.fd is not None else ""
    again = (
        f"This is request number {facts.request.number} on the same connection: your browser kept it open, so no new "
        f"socket had to be made."
        if facts.request.number > 1
        else "Reload the page, and see whether your browser uses the same connection again or opens another one."
    )
    return f"""
<div class="ends">
  <div class="end"><b>Your browser</b><span class="port">{browser}</span>a client socket of its own</div>
  <div class="line">&#8646;</div>
  <div class="end"><b>Socket Lab: #{ends.socket}, fd {escape(str(ends.fd))}</b><span class="port">{here}</span>
  the socket that was made for you</div>
</div>
<div class="operator"><b>{operator}{operator_fd}</b> listens on {here}: the switchboard operator</div>
<p>Your browser asked its system for a socket and got port <b>{ends.remote.port}</b>. From there it called
<b>{here}</b>. {operator} holds on to that port, but takes part in no conversation itself: accept() made a new socket,
<b>#{ends.socket}</b> with file descriptor <b>{escape(str(ends.fd))}</b>, for this conversation alone. Both
sockets of the lab have the same port; they are told apart by the other end.</p>
<p>{again}</p>"""


def _connections(facts: Facts) -> str:
    count = len(facts.open_connections)
    rows = "".join(
        f"<tr><td>#{ends.socket}</td><td>{escape(str(ends.fd))}</td><td>{escape(str(ends.remote))}</td>"
        f"<td>{_asked(asked)}{' (this one)' if ends.socket == facts.ends.socket else ''}</td></tr>"
        for ends, asked in facts.open_connections[:MOST_CONNECTIONS]
    )
    more = f"<p>… and {count - MOST_CONNECTIONS} more.</p>" if count > MOST_CONNECTIONS else ""
    how_many = "1 connection is" if count == 1 else f"{count} connections are"
    return f"""
<h2>{how_many} open from your address</h2>
<p>A browser often opens more than it needs at once, to have one ready: such a one says nothing, and that is no
error.</p>
<table><tr><th>socket</th><th>fd</th><th>other end</th><th>has asked</th></tr>{rows}</table>{more}"""


def _asked(count: int) -> str:
    return {0: "nothing yet", 1: "1 time"}.get(count, f"{count} times")


def _calls(facts: Facts) -> str:
    you = str(facts.ends.remote)
    rows = sorted(_call(raw, you) for raw in (*facts.listener_calls, *facts.calls))
    left_out = f"<p>The newest of {len(rows)}:</p>" if len(rows) > MOST_CALLS else ""
    shown = "".join(row for _, row in rows[-MOST_CALLS:])
    return f"""
<h2>The calls so far</h2>
<p>What the two sockets of the lab asked of the operating system. The next one is the send() that brings you this
page.</p>{left_out}
<table><tr><th>socket</th><th>call</th><th>result</th></tr>{shown}</table>"""


def _call(raw: RawRecord, you: str) -> tuple[int, str]:
    """When, and the table's row; `you` is the browser's end."""
    at, _elapsed, socket, _fd, call, args, result, error, _cause, address, _payload = raw
    arguments = ", ".join(map(str, args)) if call is not Call.SETBLOCKING else str(bool(args[0]))
    returned = error or (f"fd {result}" if call in (Call.SOCKET, Call.ACCEPT) else str(result))
    other = f" ({address}{', you' if address == you else ''})" if address else ""
    return at, (
        f"<tr><td>#{socket}</td><td><code>{escape(call.label)}({escape(arguments)})</code></td>"
        f"<td>{escape(returned + other)}</td></tr>"
    )


def _request(facts: Facts) -> str:
    return f"""
<h2>What your browser sent</h2>
<p>Plain text over the connection, up to an empty line:</p>
<pre>{escape(facts.request.head)}</pre>"""


def _page(title: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>{escape(title)} – Socket Lab</title>
<style>{_STYLE}</style></head>
<body><h1>{escape(title)}</h1>{body}
</body></html>
"""


_STYLE = """
:root { color-scheme: light dark; --ink: #1a2130; --quiet: #525d70; --ground: #ffffff; --panel: #eef2f9;
  --line: #c3ccda; --accent: #1d5fd6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf2; --quiet: #aab4c2; --ground: #1b2129; --panel: #222933;
  --line: #455162; --accent: #85b5ff; } }
body { font: 17px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); max-width: 50rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
.ends { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; }
.end { flex: 1 1 15rem; background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
  padding: .8rem 1rem; color: var(--quiet); }
.end b { display: block; color: var(--ink); }
.port { display: block; font: 1.25rem ui-monospace, monospace; color: var(--accent); overflow-wrap: anywhere; }
.line { font-size: 2rem; color: var(--quiet); }
.operator { margin-top: .8rem; border: 1px dashed var(--line); border-radius: 10px; padding: .6rem 1rem; }
table { border-collapse: collapse; } th { text-align: left; color: var(--quiet); font-weight: normal; }
td, th { padding: .15rem 1.2rem .15rem 0; vertical-align: top; overflow-wrap: anywhere; }
code, pre { font: .9rem/1.45 ui-monospace, monospace; }
pre { background: var(--panel); padding: .8rem 1rem; border-radius: 10px; white-space: pre-wrap;
  overflow-wrap: anywhere; }
a { color: var(--accent); }
"""
