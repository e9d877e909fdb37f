"""The words of the help panel: what the window shows, what the words mean, which keys there are (data only).

Law: plain language; the field's own word comes after the plain one.
"""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


class Term(NamedTuple):
    """A word and what it means."""

    word: str
    meaning: str


SECTIONS = (
    Section(
        "What you see",
        (
            "Two programs talk over a network through sockets. A socket is the end point of a conversation: an IP "
            "address, a port and a protocol.",
            "Like a file name that becomes a file descriptor (fd), you ask the system for a socket, and ask for it to "
            "be bound to a port. If that succeeds, it holds on to the port until it is closed.",
            "“Socket” means two things. A server socket is a switchboard operator: it listens, and for each caller it "
            "makes a new socket (accept). A client socket is an end point of a conversation. A browser uses client "
            "sockets only; the web server it talks to uses both kinds.",
            "Nothing here is simulated: every row is a call that this program made to the operating system.",
        ),
    ),
    Section(
        "How to begin",
        (
            "Server tab: choose a port and press Listen. Then any program on this computer can call that port: the "
            "Client tab, ncat, a browser, a second window of the lab.",
            "Protocol, at the beginning of the form, is TCP or UDP; a Unix socket talks to programs on this computer "
            "alone, at a path such as /tmp/lab.sock in place of an address and a port.",
            "Below, Traffic shows the bytes that went over, Calls shows every socket call in order. Select a row to "
            "read what it did, and how Python and C write it; point at a word of the call to read what that is.",
            "Filter, find and go to work in a million rows as in ten. The menu of a row (right button) shows only its "
            "like, copies it, follows its conversation; that of a heading says how times and texts are written. "
            "Headings can be dragged to where you want them.",
            "Follow reads one conversation as a whole: what came in and went out, in the order in which it did, "
            "without the edges of calls and in the encoding that you choose there. A click on a place selects the call "
            "that moved it. Messages cuts the same into the messages that were meant: at bytes that end them, by a "
            "length before them, or by their size. The small chart at the bottom right is the last minute; a click "
            "opens it large.",
            "“As typed”, beside what you send, says how it is made: its encoding, what it ends with, macros such as "
            "{{counter}}, a check sum. “Once” says how often: choose “again and again” and it goes out every so many "
            "milliseconds, seconds or hours, each message at its exact time and with its macros worked out anew, and "
            "counted from 1. What goes out by itself is listed below; each is stopped on its own, and the list says "
            "how it ended. “Steps”, in place of “Text”, go through one conversation by themselves: they send, pause, "
            "and wait for answers that fit a pattern. “File” sends a file of any size. “Kept” opens the "
            "messages that you keep under a name: each can have a hot key, and those of Packet Sender can be imported.",
            "The reply says what a port answers. “Web page” answers a browser: the page tells what its own connection "
            "has just done. In the “Chat room” all callers hear each other. The small services of the first Internet "
            "(daytime, time, quote, character generator, discard, echo) answer as their RFCs say. It can be changed "
            "while callers are connected, and begins anew with each of them.",
            "With “Rules” you write yourself what is answered to what: “Rules…” opens their list. A rule looks for a "
            "text, a regular expression or bytes in hex; {{1}} in its answer is what its first group found. It may "
            "wait before it answers, and then close or reset. A pattern that takes too long is given up, and said.",
            "“Send a file” sends each caller a file and then finishes sending; “Save to a file” puts what comes in at "
            "the end of one, or with {number} in its name of one for each connection. “Python hook” answers by a "
            "function of yours, def reply(data, peer), that returns bytes, a text or None: it has two seconds for each "
            "answer, and its mistakes are shown with their line. A session with a hook asks before it runs it.",
            "Protocol “TLS” is TCP with TLS over it. A listener shows its callers a certificate: one made on the spot, "
            "or your own, chosen at “TLS: …” beside. A client checks the other end’s certificate; when it is not good, "
            "the card says why, and offers to trust that very one or to test without checking. Traffic has both: the "
            "bytes on the wire, and the text inside as rows marked TLS, which are no calls to the system (tls_read, "
            "tls_write). “TLS…” at a selected socket shows what was agreed on, and the certificates.",
            "Options… shows how the system has set the selected socket, read from it that moment: keep alive, buffers, "
            "time to live and the like. Change some and set them; what the system made of it stands beside each. The "
            "options of a form are set on new sockets, before they have a port or a peer. A UDP socket joins groups "
            "there: bind it to all addresses, join 239.1.2.3, and it hears what anybody in reach sends to that group.",
            "“Forward to” puts each caller through to another address, with the lab between the two as a tap: one side "
            "is in the Server tab, the other in the Client tab. Finishing, a reset and slow reading are passed on.",
            "Code writes the same calls as a program: run it, change it, take it home. It makes them in the same "
            "order.",
            "When something fails, or comes as a surprise, a card beside these views says why: the likely cause, a "
            "button that helps, and what the lab has just looked up in this computer’s own tables. It asks no other "
            "computer. “Why?” beside the line about a socket brings it back.",
        ),
    ),
    Section(
        "The ports of this computer",
        (
            "The Ports tab lists every port that a program of this computer holds on to, and every conversation, with "
            "the program’s name, its number (pid) and its user, and looks again each second. What is new, changed or "
            "gone since the look before has a sign and a colour for a few seconds. Filter takes words that a row must "
            "have: a port, 8000-8100, a program, a state, or user:root, pid:4121, port:443.",
            "“Who holds port” answers for one port. “Listen here” and “Connect to this” fill in the form that does it. "
            "“End program” asks first; the system lets you end your own programs only. Whose program it is, the system "
            "may keep from you: then the row says that it can’t be told. “Nobody” holds what is over: the system keeps "
            "such an end for a minute (TIME-WAIT).",
            "The map shows all 65,536 ports: below 1,024 the system’s own, one a square; above, the users’ and those "
            "that the system gives out by itself (ephemeral). Point at a square, or click it.",
        ),
    ),
    Section(
        "Your session",
        (
            "What is open here can be kept as a file: “Session” at the top (F11) saves listeners with their replies, "
            "clients, what stands in the send rows, and how the window looks. Opened again, on this computer or on "
            "another one, nothing starts by itself: a card says what is ready, and you start all of it or each alone. "
            "A row that you remove from the lists leaves the session.",
            "“Open an example” has an echo lab, a chat room, a web page, a device simulator, a UDP sensor, and an echo "
            "lab inside TLS. What was open when the window was closed stands under “Open recent”; after a crash it is "
            "offered by itself.",
        ),
    ),
    Section(
        "Your recording",
        (
            "Every call is recorded, in a file that is thrown away when the window is closed, unless it was named at "
            "the start. The note at the top right (F10) opens a menu to keep it: “Save as…” puts all of it into one "
            "file; “Export…” writes all rows, or those that a view shows, for other programs: a spreadsheet, "
            "Wireshark, your own.",
            "“Limits…” there says how large the recording may grow, and how much of each payload it keeps. When it has "
            "grown so large, its oldest rows go; how many went is said at the bottom of the window. A file that you "
            "name yourself keeps every row.",
        ),
    ),
    Section(
        "Saved captures",
        (
            "Click the recording note at the top, then Open…: a saved capture is shown in a window of its own, with "
            "the same views. Above them stand its sockets, and how each began and ended, as the calls tell it; select "
            "some of them and choose “selected socket” to see their rows alone. Several may be open at once.",
        ),
    ),
)

TERMS = (
    Term("socket, fd", "the system’s object, and the number by which a program knows it"),
    Term("endpoint", "an address and a port: 127.0.0.1:9000"),
    Term("local, remote", "this end and the other end"),
    Term("listener", "a server socket after listen(): it only answers calls"),
    Term("connection", "one TCP conversation: one connected socket here, one at the peer"),
    Term("peer", "whoever is at the other end"),
    Term("group", "an address that stands for everybody who has joined it (multicast); a datagram goes to all of them"),
    Term("broadcast", "a datagram to everybody in a network, joined or not; IPv4 only, and an option must allow it"),
    Term("datagram", "one UDP message; its edges are kept"),
    Term("bytes received", "what one recv() took: TCP keeps the order of bytes, not the edges of messages"),
    Term("finish sending", "shutdown(SHUT_WR): no more from here, the peer may still send"),
    Term("certificate", "what an end shows to say who it is (TLS): a name, a key, and who vouches for them"),
    Term("close_notify", "TLS’ own “I have finished”; an end without it may be a cut"),
    Term("reset", "close at once with RST; what was under way is lost"),
    Term("requested, bound port", "asked for (0 means any free one), and given by the system"),
)
