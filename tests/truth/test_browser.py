"""The reply "web page" and real HTTP clients: a browser, with the connections that it opens for itself, and curl."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

from core.contract.commands import ReplyChoice, SetReply
from core.contract.sockets import Ending, Role, SocketSnapshot, State
from tests.support.lab import ECHO, PATIENCE_S, Lab
from tests.support.programs import find, output_of

PAGE = ReplyChoice("web-page")
CURL = ("curl", "--silent", "--show-error", "--noproxy", "*")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
"""No sandbox, for tests also run as root; and no calls of the browser's own to its makers."""


def connections(lab: Lab, listener: int) -> list[SocketSnapshot]:
    """What the listener made, as far as the lab has told."""
    return [it for it in lab.sockets.values() if it.role is Role.ACCEPTED and it.parent == listener]


def seen_in_browser(lab: Lab, listener: int, folder: Path) -> str:
    """The page as a browser has it after it has read it."""
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [find("chromium"), *QUIET, profile, "--dump-dom", f"http://{lab.local(listener)}/"]
    return subprocess.run(command, capture_output=True, text=True, timeout=40, check=True).stdout


def test_a_browser_reads_about_its_own_connection(lab: Lab, tmp_path: Path) -> None:
    listener = lab.listen(reply=PAGE)
    page = seen_in_browser(lab, listener, tmp_path)
    lab.until(lambda: any(lab.received(it.number) for it in connections(lab, listener)), "the request")
    lab.until(lambda: all(not it.is_open for it in connections(lab, listener)), "the browser's last connection to end")
    asked = next(it for it in connections(lab, listener) if lab.received(it.number))
    assert f"<b>{asked.remote.port if asked.remote else ''}</b>" in page
    assert f"#{asked.number}, fd {asked.last_fd}" in page
    assert f"#{listener}, fd {lab.facts(listener).fd}" in page
    assert "What has just happened" in page
    for it in connections(lab, listener):  # also one that was opened to have it ready, and said nothing
        assert it.ending in (Ending.PEER_CLOSED, Ending.PEER_RESET)


def test_curl_asks_twice_on_one_connection(lab: Lab) -> None:
    listener = lab.listen(reply=PAGE)
    url = f"http://{lab.local(listener)}/"
    said = output_of(*CURL, url, f"{url}nowhere", url)
    assert said.count("What has just happened") == 2 * 2  # title and heading
    assert "There is nothing at /nowhere" in said
    assert "request number 3 on the same connection" in said
    lab.until(lambda: connections(lab, listener), "curl's connection")
    (only,) = connections(lab, listener)
    assert lab.ended(only.number).ending is Ending.PEER_CLOSED


def test_the_lab_finishes_first_when_the_client_wants_no_more(lab: Lab) -> None:
    listener = lab.listen(reply=PAGE)
    said = output_of(*CURL, "--header", "Connection: close", "--include", f"http://{lab.local(listener)}/")
    assert "connection: close" in said.lower()
    lab.until(lambda: connections(lab, listener), "curl's connection")
    (only,) = connections(lab, listener)
    lab.ended(only.number)
    assert State.FINISHED_SENDING in [it.state for it in lab.told(only.number)]


def test_a_silent_connection_is_named_on_the_page_of_the_other(lab: Lab) -> None:
    listener = lab.listen(reply=PAGE)
    silent, number = lab.caller(listener)
    page = output_of(*CURL, f"http://{lab.local(listener)}/")
    assert "2 connections are open from your address" in page
    assert f"<td>#{number}</td>" in page
    assert "nothing yet" in page
    assert lab.facts(number).fault is None
    silent.close()
    lab.ended(number)
    assert "1 connection is open" in output_of(*CURL, f"http://{lab.local(listener)}/")


def test_the_calls_on_the_page_are_those_of_the_capture(lab: Lab) -> None:
    listener = lab.listen(reply=PAGE)
    page = output_of(*CURL, f"http://{lab.local(listener)}/")
    lab.until(lambda: len(connections(lab, listener)) == 1, "the connection")
    lab.ended(connections(lab, listener)[0].number)
    rows = lab.rows()
    sent = next(at for at, row in enumerate(rows) if row.call.label == "send")
    shown = [line.partition("(")[0] for line in page.split("<code>")[1:]]
    assert shown == [row.call.label for row in rows[:sent]]


def test_a_listener_can_begin_to_show_the_page_and_stop_again(lab: Lab) -> None:
    listener = lab.listen(reply=ECHO)
    peer, _ = lab.caller(listener)
    for reply, answer in ((PAGE, b"HTTP/1.1 200 OK"), (ECHO, b"GET / HTTP/1.1\r\n")):
        lab.done(lambda id: SetReply(id, listener, reply))  # noqa: B023
        peer.sendall(b"GET / HTTP/1.1\r\nHost: lab\r\n\r\n")
        assert heard(peer).startswith(answer)
    lab.done(lambda id: SetReply(id, listener, PAGE))
    assert "accept()" in output_of(*CURL, f"http://{lab.local(listener)}/")


def test_what_is_no_request_is_answered_and_ended_in_order(lab: Lab) -> None:
    listener = lab.listen(reply=PAGE)
    peer, number = lab.caller(listener)
    peer.sendall(b"hello, socket\r\n\r\n")
    assert heard(peer).startswith(b"HTTP/1.1 400 ")
    assert peer.recv(1) == b"", "the lab finishes sending, and does not reset"
    peer.close()
    assert lab.ended(number).ending is Ending.CLOSED_HERE


def heard(peer: socket.socket) -> bytes:
    """What comes until nothing more does for the moment: a whole answer, in however many pieces."""
    peer.settimeout(PATIENCE_S)
    answer = peer.recv(1 << 16)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next((int(it[16:]) for it in head.split(b"\r\n") if it.lower().startswith(b"content-length: ")), 0)
    while len(body) < length:
        more = peer.recv(1 << 16)
        answer, body = answer + more, body + more
    return answer
