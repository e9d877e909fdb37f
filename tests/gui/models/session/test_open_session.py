"""What a session file of a moment holds, by what was opened, started, changed, removed and opened by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.contract.commands import BindUdp, Connect, Listen, ReplyChoice, SetReply
from core.contract.endpoints import Protocol
from core.contract.option_commands import OptionValue, SetOption
from core.contract.sockets import Role, State
from core.payload.addresses import Target
from core.payload.composition import Composition
from core.session.clients import Client
from core.session.listeners import Listener
from core.session.messages import Messages, Row
from core.session.session import Session
from gui.models.session.asked import Asked
from gui.models.session.open_session import OpenSession
from gui.models.session.session_words import contents, headline, labels, warning
from gui.models.sockets.sockets import Sockets
from tests.gui.models.sockets.test_sockets import ended, snapshot

WEB = Listener(Target(Protocol.TCP, "127.0.0.1", 8080), ReplyChoice("web-page"), rest={"colour": "green"})
OPEN_TO_ALL = Listener(Target(Protocol.UDP, "0.0.0.0", 9001))
CALLER = Client(Target(Protocol.TCP, "localhost", 8080), note="it calls")


class Lab:
    """A session with two entries, and the window's lists."""

    def __init__(self) -> None:
        self.sockets, self.asked = Sockets(), Asked()
        self.session = OpenSession(self.sockets, self.asked)
        session = Session("about it", (WEB,), (CALLER,), look={"tab": "client"}, rest={"rules": [1]})
        self.session.open(session, "Web", Path("web.labsession"))

    def start(self, at: int, number: int) -> None:
        entry = self.session.entries[at]
        role = Role.LISTENER if isinstance(entry.what, Listener) else Role.CLIENT
        entry.socket = number
        self.asked.done(entry.what.make(1), number)
        self.sockets.apply(snapshot(number, role))

    @property
    def now(self) -> Session:
        return self.session.now(Messages())


@pytest.fixture
def lab() -> Lab:
    return Lab()


def test_what_was_opened_and_not_started_is_kept_with_all_that_stood_there(lab: Lab) -> None:
    assert lab.now == Session("about it", (WEB,), (CALLER,), look={"tab": "client"}, rest={"rules": [1]})


def test_an_entry_that_ended_stays_until_its_row_is_removed(lab: Lab) -> None:
    lab.start(0, 1)
    lab.start(1, 2)
    lab.sockets.apply(ended(2))
    assert lab.now.clients == (CALLER,)
    lab.sockets.remove_ended([2])
    assert (*lab.now.listeners, *lab.now.clients) == (WEB,)


def test_a_reply_that_was_changed_is_the_one_that_is_kept(lab: Lab) -> None:
    lab.start(0, 1)
    lab.asked.done(SetReply(3, 1, ReplyChoice("fixed", b"no")), 1)
    lab.asked.done(SetOption(4, 1, "TCP_NODELAY", 1), 1)
    lab.asked.done(SetOption(5, 1, "TCP_NODELAY", 0), 1)
    (listener,) = lab.now.listeners
    assert listener.options == (OptionValue("TCP_NODELAY", 0),)
    assert (listener.reply, listener.rest) == (ReplyChoice("fixed", b"no"), {"colour": "green"})


def test_what_is_open_besides_belongs_to_it_and_what_has_ended_does_not(lab: Lab) -> None:
    lab.asked.done(BindUdp(5, "127.0.0.1", 0), 3)
    lab.asked.done(Connect(6, Protocol.TCP, "h", 80), 4)
    lab.asked.done(Listen(7, "127.0.0.1", 9000), 5)
    lab.sockets.apply(snapshot(3, Role.BOUND, State.BOUND))
    lab.sockets.apply(snapshot(4))
    lab.sockets.apply(ended(5, Role.LISTENER))
    lab.sockets.apply(snapshot(6, Role.ACCEPTED, parent=5))
    assert [it.url for it in lab.now.listeners] == [WEB.url, "udp://127.0.0.1:0"]
    assert [it.url for it in lab.now.clients] == [CALLER.url, "tcp://h:80"]
    assert lab.session.others == (3, 4)


def test_messages_and_look_replace_what_was_opened_by_name(lab: Lab) -> None:
    rows = Messages({"client": Row(Composition("hi"))})
    session = lab.session.now(rows, {"view": "calls"})
    assert session.messages == rows
    assert session.look == {"tab": "client", "view": "calls"}


def test_what_waits_is_named_listeners_first_and_told_apart() -> None:
    session = OpenSession(Sockets(), Asked())
    session.open(Session(listeners=(WEB, OPEN_TO_ALL), clients=(CALLER, CALLER)), "Web", None)
    assert headline("Web", session.ready) == "Web is ready to start: 2 listeners, 2 clients"
    assert labels(session.ready) == [
        "Listen on 127.0.0.1:8080, Web page",
        "Bind UDP on 0.0.0.0:9001",
        "Connect to localhost:8080 (1)",
        "Connect to localhost:8080 (2)",
    ]
    assert warning(session.ready) == "Once it is started, other computers can reach udp://0.0.0.0:9001."
    assert warning(session.ready[2:]) == ""
    assert contents([]) == "nothing"
