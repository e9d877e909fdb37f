"""The words for the system's errors (errno): (sentence, what to try) by name, call and case.

Pure data, read by core.explain.faults, which says what stands in the braces and in which cases a key is more than a
name: "EACCES bind low port" is tried before "EACCES bind", and that before "EACCES".
Sources: the manual pages of the calls, POSIX 2018, and trials on Linux; Windows' numbers carry the same names.
"""

from __future__ import annotations

from core.explain.words.own_words import NO_WAY_TO_MANY
from core.explain.words.rare_words import RARE_WORDS

_PICK_ANOTHER_PORT = "Pick another port, or stop that program{of_user}."
_PORTS_USED_UP = (
    "The system has no free port left to give.",
    "Close some connections, or wait a minute: a port stays taken for a while after its conversation (TIME_WAIT).",
)
_BROADCAST = (
    "{Address} looks like a broadcast address: it means every computer of a network, and needs a special permission.",
    "Switch Broadcast on in the options of the socket, or send to the address of one computer.",
)
_FORBIDDEN_OUT = (
    "This computer is not allowed to send to {peer}.",
    "A firewall or a route forbids it, or it is a broadcast address; ask who looks after the network.",
)
_BROKEN_OFF = (
    "{Peer} broke the conversation off (reset): its program ended, or closed without reading everything.",
    "What was under way is lost; connect again to go on.",
)
_NO_MORE_FILES = (
    "Close some sockets; the limit can be raised before the lab is started (on Linux and macOS: ulimit -n)."
)

SYSTEM_WORDS: dict[str, tuple[str, str]] = RARE_WORDS | {
    # Holding on to a port
    "EADDRINUSE": ("{Port} is already in use.", "Pick another port, or stop the program that holds it."),
    "EADDRINUSE held": ("{Port} is already held by {owner}.", _PICK_ANOTHER_PORT),
    "EADDRINUSE held here": (
        "{Port} is already held by this lab itself.",
        "Use the socket that has it, close that one first, or pick another port.",
    ),
    "EADDRINUSE held by somebody": (
        "{Port} is already held by another user’s program; the system does not say which.",
        "Pick another port, or ask an administrator which program it is.",
    ),
    "EADDRINUSE lingering": (
        "{Port} is held by nobody, but not free yet: ended conversations still name it (TIME_WAIT).",
        "Wait a minute, or pick another port.",
    ),
    "EADDRINUSE any port": _PORTS_USED_UP,
    "EADDRINUSE connect": (
        "There is already a conversation with {peer} from that local port.",
        "Leave the local port to the system, or pick another.",
    ),
    "EADDRNOTAVAIL bind": (
        "{Address} is not an address of this computer.",
        "Choose one of this computer’s own; 127.0.0.1 always is one.",
    ),
    "EADDRNOTAVAIL bind addresses known": ("{Address} is not an address of this computer.", "It has: {own_addresses}."),
    "EADDRNOTAVAIL connect": (
        "This computer has no address or port of its own left from which to reach {peer}.",
        "Close some connections or wait a minute (TIME_WAIT); for an IPv6 address, check that this computer has IPv6.",
    ),
    "EADDRNOTAVAIL": ("{Address} is not an address that can be used here.", "Check the address."),
    "EACCES bind low port": (
        "Ports below 1024 need administrator rights, and {port} is one of them.",
        "Pick a port from 1024 on, for example {other_port}.",
    ),
    "EACCES bind": (
        "The system does not give {port} to the lab.",
        "Pick another port: this one is reserved, or a program holds it for itself alone.",
    ),
    "EACCES connect": _FORBIDDEN_OUT,
    "EACCES connect to many": _BROADCAST,
    "EACCES send": _FORBIDDEN_OUT,
    "EACCES send to many": _BROADCAST,
    "EACCES sendto": _FORBIDDEN_OUT,
    "EACCES sendto to many": _BROADCAST,
    "EACCES": ("The system does not allow it.", "It needs other rights; ask who looks after this computer."),
    "EPERM": (
        "A rule of this computer’s firewall forbids it.",
        "Try another address or port, or ask who looks after this computer.",
    ),
    # Calling somebody
    "ECONNREFUSED connect": (
        "{Address} answered that nothing listens on {port}.",
        "Start the server there first, or check the port.",
    ),
    "ECONNREFUSED": (
        "{Peer} answered to an earlier datagram: nothing listens on that port (ICMP port unreachable).",
        "The socket can still be used: start the other program and send again.",
    ),
    "ETIMEDOUT connect": (
        "No answer came from {peer}.",
        "Check the host and the port; the computer may be off, or a firewall in between may swallow what is sent.",
    ),
    "ETIMEDOUT": (
        "{Peer} has not answered for so long that the system gave the conversation up.",
        "Check the cable and the network in between, then connect again.",
    ),
    "EHOSTUNREACH": (
        "No way was found to {peer}: that computer does not answer on its network, or a firewall refused.",
        "Check that it is on and connected, and that the address is right.",
    ),
    "ENETUNREACH": (
        "This computer knows no way to the network of {peer}.",
        "Check the address and the network connection; IPv6 needs a network that has it.",
    ),
    "ENETUNREACH connect to many": (
        "{Address} stands for many computers at once, and a connection has one other end: TCP is one-to-one.",
        "Connect to the address of one computer.",
    ),
    "ENETUNREACH sendto to many": NO_WAY_TO_MANY,
    "EINPROGRESS": (
        "The call to {peer} is on its way, and connect() does not wait for the answer.",
        "The answer comes by itself, or the time runs out.",
    ),
    "EWOULDBLOCK connect": (
        "The call to {peer} is on its way, and connect() does not wait for the answer.",
        "The answer comes by itself, or the time runs out.",
    ),
    "EISCONN": ("This socket is already an end point of a conversation.", "Make another socket for another one."),
    "ENOTCONN": ("This socket is not, or no longer, in a conversation.", "Connect first."),
    # In a conversation
    "ECONNRESET": _BROKEN_OFF,
    "ECONNRESET recvfrom": (
        "{Peer} answered to an earlier datagram: nothing listens on that port (ICMP port unreachable).",
        "The socket can still be used: start the other program and send again.",
    ),
    "EPIPE": _BROKEN_OFF,
    "ECONNABORTED": (
        "This computer itself broke the conversation off.",
        "Its network may have changed, or an administrator ended it; connect again.",
    ),
    "ECONNABORTED accept": ("The caller hung up before the call was taken.", "Nothing to do: the listener goes on."),
    "EMSGSIZE": (
        "This is too long for one datagram: UDP carries at most 65,507 bytes (65,527 over IPv6).",
        "Send less, or several datagrams.",
    ),
    "EMSGSIZE counted": (
        "{count} bytes are too long for one datagram: UDP carries at most 65,507 (65,527 over IPv6).",
        "Send less, or several datagrams.",
    ),
    # Calls that would have had to wait
    "EAGAIN": (
        "There was nothing to do at that moment, and the call does not wait.",
        "The lab tries again when there is.",
    ),
    "EAGAIN accept": ("Nobody was waiting to be connected.", "The kernel says when somebody calls."),
    "EAGAIN recv": ("Nothing had arrived, and recv() does not wait.", "The kernel says when something has."),
    "EAGAIN recvfrom": ("No datagram had arrived, and recvfrom() does not wait.", "The kernel says when one has."),
    "EAGAIN send": (
        "The kernel’s send buffer is full: the other end reads more slowly than is sent here.",
        "The rest waits in the lab until there is room.",
    ),
    "EAGAIN sendto": ("The kernel’s send buffer is full.", "The datagram waits in the lab until there is room."),
    "EINTR": ("The call was interrupted before it had done anything.", "The lab tries it again."),
    # Out of something
    "ENFILE accept": (
        "All programs together have as many files and sockets open as the system allows: accepting is paused.",
        "It goes on by itself when some are closed.",
    ),
    "EMFILE": ("The lab has as many files and sockets open as the system allows a program.", _NO_MORE_FILES),
    "EMFILE accept": (
        "The lab has as many sockets open as the system allows a program: accepting is paused, callers wait.",
        "It goes on by itself when some are closed. The limit can be raised before the start (ulimit -n).",
    ),
    "ENFILE": ("All programs together have as many files and sockets open as the system allows.", _NO_MORE_FILES),
    "ENOBUFS": ("The system has no room left for more network data.", "Wait a moment, or close some sockets."),
    "ENOMEM": ("The system is out of memory.", "Close something and try again."),
}
