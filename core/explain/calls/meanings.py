"""What the constants and the arguments of the calls are, in one sentence each (pure data, any thread).

Law: every constant that the lab can pass to a call stands here. Sources: socket(7), ip(7), ipv6(7), tcp(7), udp(7).
"""

from __future__ import annotations

from core.contract.records import Call

CONSTANTS = {
    # Families
    "AF_INET": "The address family of IPv4: its addresses look like 127.0.0.1.",
    "AF_INET6": "The address family of IPv6: its addresses look like ::1.",
    "AF_UNIX": "The address family of sockets within one computer: their addresses are paths of files.",
    # Types
    "SOCK_STREAM": "A stream: bytes in order, none lost, without edges between messages. With IP that is TCP.",
    "SOCK_DGRAM": "Datagrams: each goes by itself, with its edges, and may get lost. With IP that is UDP.",
    "SOCK_CLOEXEC": "Another program that this one starts does not get the descriptor. Python adds it to every socket.",
    "SOCK_NONBLOCK": "No call on the socket waits: where there is nothing to do, it says EAGAIN.",
    # Levels
    "SOL_SOCKET": "The option belongs to the socket itself, whatever protocol it speaks.",
    "IPPROTO_TCP": "The option belongs to TCP.",
    "IPPROTO_UDP": "The option belongs to UDP.",
    "IPPROTO_IP": "The option belongs to IPv4.",
    "IPPROTO_IPV6": "The option belongs to IPv6.",
    # Options
    "SO_REUSEADDR": (
        "The port may be bound although ended conversations still name it (TIME_WAIT): a server can be started again "
        "at once."
    ),
    "SO_REUSEPORT": "Several sockets may hold the same port; the system shares callers out among them.",
    "SO_EXCLUSIVEADDRUSE": "Windows: no other program can take the same port while this one holds it.",
    "SO_LINGER": "What close() does with bytes that are not sent yet; with 0 seconds it resets the conversation (RST).",
    "SO_RCVBUF": "How many bytes the kernel keeps that came in and were not read yet.",
    "SO_SNDBUF": "How many bytes the kernel takes that the other end has not acknowledged yet.",
    "SO_KEEPALIVE": "While nothing is said, the system asks from time to time whether the other end is still there.",
    "SO_BROADCAST": "Datagrams may be sent to every computer of a network at once.",
    "SO_ERROR": "The error that came of a call which was under way; asking for it takes it away.",
    "SO_TYPE": "The type of the socket: stream or datagrams.",
    "SO_MEMINFO": "Linux: what the kernel’s buffers of this socket hold, and how many datagrams it had to drop.",
    "SK_MEMINFO_DROPS": "The last of those numbers: datagrams that came while the receive buffer was full.",
    "SO_TIMESTAMP": "Each datagram comes with the time at which the kernel received it.",
    "TCP_NODELAY": "Small pieces are sent at once, and not gathered into larger ones (Nagle’s algorithm is off).",
    "TCP_KEEPIDLE": "How long a conversation is silent before the system asks whether the other end is there.",
    "TCP_KEEPALIVE": "macOS: how long a conversation is silent before the system asks for the other end.",
    "TCP_KEEPINTVL": "How long it waits between two such questions.",
    "TCP_KEEPCNT": "How many of them go unanswered before the conversation is given up.",
    "TCP_USER_TIMEOUT": "How long what was sent may stay unacknowledged before the conversation is given up.",
    "TCP_INFO": "What the kernel knows of a TCP conversation: its state, its times, its losses.",
    "IPV6_V6ONLY": "Whether an IPv6 socket on all addresses hears IPv6 callers only (1), or IPv4 callers too (0).",
    "IPV6_UNICAST_HOPS": "Over how many routers an IPv6 packet may go.",
    "IPV6_MULTICAST_HOPS": "Over how many routers an IPv6 packet to a group may go.",
    "IPV6_MULTICAST_IF": "The interface by which datagrams to an IPv6 group leave.",
    "IPV6_MULTICAST_LOOP": "Whether this computer hears what it sends to an IPv6 group itself.",
    "IPV6_JOIN_GROUP": "From now on the socket hears what is sent to an IPv6 group.",
    "IPV6_LEAVE_GROUP": "The socket no longer hears what is sent to the IPv6 group.",
    "IPV6_TCLASS": "How urgent the packets say they are (DSCP), for routers that look at it.",
    "IP_TTL": "Over how many routers a packet may go.",
    "IP_TOS": "How urgent the packets say they are (DSCP), for routers that look at it.",
    "IP_MULTICAST_TTL": "Over how many routers a packet to a group may go; 1 keeps it in this network.",
    "IP_MULTICAST_IF": "The interface by which datagrams to a group leave.",
    "IP_MULTICAST_LOOP": "Whether this computer hears what it sends to a group itself.",
    "IP_ADD_MEMBERSHIP": "From now on the socket hears what is sent to a group (multicast).",
    "IP_DROP_MEMBERSHIP": "The socket no longer hears what is sent to the group.",
    # Others
    "SHUT_WR": "No more is sent from here (FIN goes out); receiving goes on.",
    "SHUT_RD": "No more is received here.",
    "SHUT_RDWR": "Nothing is sent or received any more.",
    "FIONBIO": "Whether calls on the descriptor may wait: 1 means that they do not.",
    "NULL": "No place to write to: what the kernel could say was not asked for, or there is nothing to say.",
    "MSG_PEEK": "The bytes are read and stay in the buffer.",
}

_FD = "The descriptor: the number by which this program knows the socket, as an open file has one."
_FLAGS = "Flags of this one call; 0 means none."
_ADDRESS_LENGTH = "How many bytes the address takes: 16 for IPv4, 28 for IPv6."
_FILLED_LENGTH = "How much room there is for the address; the kernel writes down how much it used."
_OWN_END = "The end that is asked for: an address of this computer and a port; port 0 means any free one."
_OTHER_END = "The other end that is called: its address and its port."
_CALLER = "Where the kernel writes who it was: address and port."
_DATA = "The bytes themselves."
_ROOM = "Where the bytes were put; what stands here is what came."
_BLOCKING = "Whether calls on the socket may wait until there is something to do."
_LEVEL = "Whose option it is: the socket’s, or that of one of its protocols."
_OPTION = "Which option."
_VALUE = "Its value; for a switch 1 is on and 0 is off."
_BACKLOG = "How many callers may wait to be accepted: the places in the switchboard operator’s queue (backlog)."
_NAME = "The name that is looked up."
_PORT = "The port, or the name of a service such as http."
_MOST = "How many bytes at most are taken in this one call."
_FAMILY = "The address family: which kind of addresses."
_KIND = "The type: a stream or datagrams."
_PROTOCOL = "The protocol; 0 means the usual one of family and type: TCP or UDP."
_HOW = "Which direction ends."
_TLS = "OpenSSL’s side of this conversation: its keys, and what it has read of a record that is not complete."

PYTHON_ARGUMENTS: dict[Call, tuple[str, ...]] = {
    Call.SOCKET: (_FAMILY, _KIND, _PROTOCOL),
    Call.BIND: (_OWN_END,),
    Call.LISTEN: (_BACKLOG,),
    Call.CONNECT: (_OTHER_END,),
    Call.SEND: (_DATA,),
    Call.RECV: (_MOST,),
    Call.SENDTO: (_DATA, _OTHER_END),
    Call.RECVFROM: (_MOST,),
    Call.SHUTDOWN: (_HOW,),
    Call.SETSOCKOPT: (_LEVEL, _OPTION, _VALUE),
    Call.GETSOCKOPT: (_LEVEL, _OPTION, _OPTION),
    Call.SETBLOCKING: (_BLOCKING,),
    Call.GETADDRINFO: (_NAME, _PORT, _KIND),
    Call.TLS_WRITE: ("The text that is to go out encrypted.",),
}
"""What each argument of Python's method is; the socket itself is none of them."""

C_ARGUMENTS: dict[Call, tuple[str, ...]] = {
    Call.SOCKET: (_FAMILY, _KIND, _PROTOCOL),
    Call.BIND: (_FD, _OWN_END, _ADDRESS_LENGTH),
    Call.LISTEN: (_FD, _BACKLOG),
    Call.ACCEPT: (_FD, _CALLER, _FILLED_LENGTH, _FLAGS),
    Call.CONNECT: (_FD, _OTHER_END, _ADDRESS_LENGTH),
    Call.SEND: (_FD, _DATA, "How many bytes are given.", _FLAGS),
    Call.RECV: (_FD, _ROOM, _MOST, _FLAGS),
    Call.SENDTO: (_FD, _DATA, "How many bytes are given.", _FLAGS, _OTHER_END, _ADDRESS_LENGTH),
    Call.RECVFROM: (_FD, _ROOM, _MOST, _FLAGS, _CALLER, _FILLED_LENGTH),
    Call.SHUTDOWN: (_FD, _HOW),
    Call.CLOSE: (_FD,),
    Call.GETSOCKNAME: (_FD, "Where the kernel writes this end: address and port.", _FILLED_LENGTH),
    Call.GETPEERNAME: (_FD, "Where the kernel writes the other end: address and port.", _FILLED_LENGTH),
    Call.SETSOCKOPT: (_FD, _LEVEL, _OPTION, _VALUE, "How many bytes the value takes."),
    Call.GETSOCKOPT: (_FD, _LEVEL, _OPTION, "Where the kernel writes the value.", "How much room there is for it."),
    Call.SETBLOCKING: (_FD, "What is asked of the descriptor.", "1: calls do not wait; 0: they do."),
    Call.TLS_HANDSHAKE: (_TLS,),
    Call.TLS_READ: (_TLS, _ROOM, _MOST),
    Call.TLS_WRITE: (_TLS, _DATA, "How many bytes are given."),
    Call.GETADDRINFO: (_NAME, _PORT, "Hints: what kind of address is wanted.", "Where the addresses found are put."),
}
"""What each argument in C is."""
