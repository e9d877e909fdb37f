"""Web page: answers a browser with a page that explains, with the real numbers, what has just happened (engine thread).

The page at "/" shows both ends of the conversation, the listener, the calls made so far and the browser's other
connections; nothing else is here (404). Requests are HTTP/1.1 or 1.0, GET and HEAD; a connection stays open for the
next one unless the browser wants otherwise. Only TCP: a UDP socket with this reply stays silent.

Law: whatever comes in ends in an answer of HTTP's own (400, 404, 405, 413...), and no answer costs more than one page.
"""

from __future__ import annotations

from email.utils import formatdate
from http import HTTPStatus

import h11

from core.contract.endpoints import Endpoint
from core.replies.reply import Company, Ends, Part, Talk, Voice
from core.replies.web_page_html import Facts, Request, explanation, short_page

MOST_HEAD = 16 * 1024
"""Bytes of a request's first line and headers together; more are answered with 431."""
MOST_BODY = 1024 * 1024
"""Bytes of a request's body, which nobody reads; more are answered with 413."""
MOST_AT_ONCE = 16
"""Requests that one recv() may bring: a browser sends one, and each page takes the engine's time."""
_SHOWN_HEAD = 4096
_HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:"),
    ("x-content-type-options", "nosniff"),
    ("server", "Socket Lab"),
]


class WebPage:
    """The page, for any number of browsers."""

    greets = False
    finishes = True
    wants_calls = True

    def __init__(self) -> None:
        self.asked: dict[int, int] = {}
        """Requests answered, by socket."""

    def begin(self, ends: Ends, company: Company, _voice: Voice) -> Talk:
        """A conversation in HTTP; none on a socket that a browser can't call."""
        return Part() if ends.remote is None else _HttpTalk(self, ends, company)

    def count(self, socket: int, company: Company) -> int:
        """One request more on a socket; how many there were."""
        open_now = {ends.socket for ends in company.conversations}
        self.asked = {number: count for number, count in self.asked.items() if number in open_now}
        self.asked[socket] = self.asked.get(socket, 0) + 1
        return self.asked[socket]


class _HttpTalk(Part):
    """One connection of a browser."""

    def __init__(self, page: WebPage, ends: Ends, company: Company) -> None:
        self.is_over = False
        self._page = page
        self._ends = ends
        self._company = company
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=MOST_HEAD)
        self._request: h11.Request | None = None
        self._body = 0

    def answer(self, data: bytes, peer: Endpoint | None = None) -> bytes:
        """The answers to the requests that are complete with these bytes."""
        if self.is_over or not data:  # no bytes would mean the end to the parser
            return b""
        answers = bytearray()
        try:
            self._http.receive_data(data)
            self._answer_all(answers)
        except h11.RemoteProtocolError as error:
            answers += self._refuse(HTTPStatus(error.error_status_hint), str(error))
        return bytes(answers)

    def _answer_all(self, answers: bytearray) -> None:
        answered = 0
        while not self.is_over:
            match self._http.next_event():
                case h11.Request() as request:
                    self._request, self._body = request, 0
                    if self._http.they_are_waiting_for_100_continue:
                        answers += self._http.send(h11.InformationalResponse(status_code=100, headers=[])) or b""
                case h11.Data(data=data):
                    self._body += len(data)
                    if self._body > MOST_BODY:
                        answers += self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This page takes no uploads.")
                case h11.EndOfMessage():
                    answered += 1
                    answers += self._respond(last=answered == MOST_AT_ONCE)
                case _:  # NEED_DATA, or PAUSED: the rest is for after is_over
                    return

    def _respond(self, *, last: bool) -> bytes:
        request = self._request
        assert request is not None
        number = self._page.count(self._ends.socket, self._company)
        target = request.target.decode("ascii", "backslashreplace")
        path = target.partition("?")[0]
        if request.method not in (b"GET", b"HEAD"):
            status, page = HTTPStatus.METHOD_NOT_ALLOWED, short_page("405", "Here a browser can only GET.")
        elif path not in ("/", "/index.html"):
            status, page = HTTPStatus.NOT_FOUND, short_page("404", f"There is nothing at {path[:200]}: only / is here.")
        else:
            status, page = HTTPStatus.OK, explanation(self._facts(request, number))
        return self._send(status, page, request.method == b"HEAD", close=last)

    def _refuse(self, status: HTTPStatus, why: str) -> bytes:
        """What can't be understood ends the conversation: where the next request begins is not known any more."""
        self.is_over = True
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return b""
        return self._send(status, short_page(str(status.value), why[:300]), False, close=True)

    def _send(self, status: HTTPStatus, page: str, head_only: bool, *, close: bool) -> bytes:
        body = page.encode("utf-8", "backslashreplace")
        headers = [*_HEADERS, ("date", formatdate(usegmt=True)), ("content-length", str(len(body)))]
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            headers.append(("allow", "GET, HEAD"))
        if close:
            headers.append(("connection", "close"))
        http = self._http
        sent = http.send(h11.Response(status_code=status.value, headers=headers, reason=status.phrase)) or b""
        sent += b"" if head_only else http.send(h11.Data(data=body)) or b""
        sent += http.send(h11.EndOfMessage()) or b""
        if http.our_state is h11.DONE and http.their_state is h11.DONE:
            http.start_next_cycle()
        else:
            self.is_over = True
        return sent

    def _facts(self, request: h11.Request, number: int) -> Facts:
        company, ends = self._company, self._ends
        assert ends.remote is not None
        head = b"\n".join(
            [b"%b %b HTTP/%b" % (request.method, request.target, request.http_version)]
            + [b"%b: %b" % (name, value) for name, value in request.headers.raw_items()]
        )
        address = ends.remote.address
        same = [it for it in company.conversations if it.remote is not None and it.remote.address == address]
        return Facts(
            ends=ends,
            listener=company.listener,
            request=Request(number, head[:_SHOWN_HEAD].decode("utf-8", "backslashreplace")),
            open_connections=[(it, self._page.asked.get(it.socket, 0)) for it in same],
            listener_calls=company.calls(company.listener.socket) if company.listener else (),
            calls=company.calls(ends.socket),
        )
