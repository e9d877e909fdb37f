"""The names of Python's socket module, each with one sentence and where in the lab to see it at work (data only).

Law: a name stands here as Python spells it; a test holds functions and methods against the module itself. `where` is
empty when the lab has no use for a name.
"""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """One name of the module."""

    name: str
    meaning: str
    where: str = ""


_LISTEN = "Server tab: Listen"
_CONNECT = "Client tab: Connect"
_UDP = "Server tab with UDP"
_CALLS = "Calls view, every row of it"
_OPTIONS = "Options…"
_STREAM = "Stream view"

GROUPS: dict[str, tuple[Name, ...]] = {
    "The socket itself": (
        Name("socket.socket", "Asks the operating system for a socket: the end point of a conversation.", _LISTEN),
        Name("SocketType", "The same class under its old name."),
    ),
    "Methods: holding on to a port, and being called": (
        Name("bind", "Asks for an address and port; if that succeeds, the socket holds on to the port.", _LISTEN),
        Name(
            "listen", "Makes it a switchboard operator: the kernel takes calls for it from now on.", "Switchboard view"
        ),
        Name("accept", "Takes the next caller: gives a new socket for that one conversation.", "Switchboard view"),
    ),
    "Methods: calling": (
        Name("connect", "Calls the other end; returns when it has answered, or says why not.", _CONNECT),
        Name("connect_ex", "The same, but gives the error’s number instead of raising it."),
        Name("getpeername", "Who is at the other end.", _CALLS),
        Name("getsockname", "Which address and port this socket has; after port 0: which one it was given.", _CALLS),
    ),
    "Methods: sending and receiving": (
        Name("send", "Hands bytes to the kernel; may take only a part, and says how many.", _STREAM),
        Name("sendall", "Goes on with send() until everything was taken."),
        Name("sendto", "Sends one datagram to the address given with it.", _UDP),
        Name("sendfile", "Has the kernel send a file without copying it through the program."),
        Name("sendmsg", "Sends from several buffers, and side information such as descriptors, in one call."),
        Name("sendmsg_afalg", "For the Linux kernel’s cryptography (AF_ALG)."),
        Name("recv", "Takes what has come in, up to a number of bytes; nothing means that the peer finished.", _STREAM),
        Name("recvfrom", "Takes one datagram, and says who sent it.", _UDP),
        Name("recvmsg", "Like recvfrom, with side information and flags."),
        Name("recv_into", "Like recv, into a buffer that exists already."),
        Name("recvfrom_into", "Like recvfrom, into a buffer that exists already."),
        Name("recvmsg_into", "Like recvmsg, into buffers that exist already."),
        Name("makefile", "Wraps the socket as a file, for programs that read lines."),
    ),
    "Methods: ending": (
        Name(
            "shutdown", "Finishes sending (SHUT_WR), receiving (SHUT_RD) or both; the socket stays.", "Finish sending"
        ),
        Name("close", "Lets go of the descriptor, and of the port.", "Close"),
        Name("detach", "Gives the descriptor away without closing it."),
    ),
    "Methods: waiting": (
        Name("setblocking", "False: calls never wait, but raise BlockingIOError (EAGAIN).", _CALLS),
        Name("getblocking", "Whether calls wait."),
        Name("settimeout", "Calls wait so many seconds at the most, then raise TimeoutError.", "Give up after"),
        Name("gettimeout", "How long calls wait; None: for ever."),
    ),
    "Methods: options and facts": (
        Name("setsockopt", "Changes how the socket behaves; see the options below.", _OPTIONS),
        Name("getsockopt", "Asks how it behaves, or (SO_ERROR) what became of a connect().", _OPTIONS),
        Name("fileno", "The number of the file descriptor.", "column “fd”"),
        Name("dup", "A second descriptor of the same socket."),
        Name("set_inheritable", "Whether a child process gets the descriptor too."),
        Name("get_inheritable", "Whether it does; since Python 3.4 it does not, unless told to."),
        Name("family", "The address family it was made with: IPv4, IPv6, Unix.", "column “family”"),
        Name("type", "Stream or datagram.", "column “type”"),
        Name("proto", "The protocol’s number, 0 for the family’s usual one.", "column “protocol”"),
        Name("timeout", "The time-out as an attribute: what gettimeout() gives."),
    ),
    "Functions: sockets made for you": (
        Name("create_connection", "Looks the name up, tries each address, connects.", _CONNECT),
        Name("create_server", "socket, bind and listen in one.", _LISTEN),
        Name("socketpair", "Two sockets connected with each other; the lab’s threads wake each other that way."),
        Name("fromfd", "A socket from a copy of a descriptor."),
        Name("close", "Closes a descriptor that is a socket’s; on Windows os.close() cannot."),
        Name("dup", "A second descriptor (Windows: of a socket’s handle)."),
        Name("send_fds", "Sends descriptors to another process, over a Unix socket."),
        Name("recv_fds", "Receives descriptors from another process, over a Unix socket."),
        Name(
            "has_dualstack_ipv6", "Whether one IPv6 listener can take IPv4 callers too.", "Address: all, IPv4 and IPv6"
        ),
    ),
    "Functions: names and addresses": (
        Name("getaddrinfo", "From a name and a port to the addresses to try, in order.", _CALLS),
        Name("getnameinfo", "From an address back to a name and a service."),
        Name("gethostbyname", "The old look-up: one IPv4 address for a name."),
        Name("gethostbyname_ex", "The old look-up with all IPv4 addresses and other names."),
        Name("gethostbyaddr", "From an IPv4 address to names."),
        Name("gethostname", "What this computer calls itself."),
        Name("sethostname", "Calls this computer otherwise; needs the rights to."),
        Name("getfqdn", "A name with its domain."),
        Name("getservbyname", "From “http” to port 80, as a file of the system says."),
        Name("getservbyport", "From port 80 to “http”."),
        Name("getprotobyname", "From “tcp” to the protocol’s number, 6."),
    ),
    "Functions: addresses as bytes": (
        Name("inet_aton", "IPv4 text to four bytes; takes old forms such as 127.1 too."),
        Name("inet_ntoa", "Four bytes to IPv4 text."),
        Name("inet_pton", "IPv4 or IPv6 text to bytes, strictly."),
        Name("inet_ntop", "Bytes to IPv4 or IPv6 text."),
        Name("htons", "A 16-bit number in network byte order; ports need it in C."),
        Name("htonl", "A 32-bit number in network byte order."),
        Name("ntohs", "A 16-bit number from network byte order."),
        Name("ntohl", "A 32-bit number from network byte order."),
        Name("CMSG_LEN", "The length of side information for sendmsg and recvmsg."),
        Name("CMSG_SPACE", "The same with what is filled up behind it."),
    ),
    "Functions: interfaces and time-outs": (
        Name("if_nameindex", "The network interfaces of this computer, by number and name.", "Address box"),
        Name("if_nametoindex", "The number of an interface; an IPv6 zone (fe80::1%eth0) is one."),
        Name("if_indextoname", "The name of an interface."),
        Name("setdefaulttimeout", "The time-out that sockets made from now on begin with."),
        Name("getdefaulttimeout", "What that is; None: they wait for ever."),
    ),
    "Families": (
        Name("AF_INET", "IPv4: an address is 127.0.0.1 and a port.", "column “family”"),
        Name("AF_INET6", "IPv6: ::1, a port, and for some addresses a zone.", "column “family”"),
        Name("AF_UNIX", "Sockets of one computer, with a path for an address."),
        Name("AddressFamily", "The enumeration of all families this system knows."),
    ),
    "Types": (
        Name("SOCK_STREAM", "A stream of bytes in order, without edges: TCP.", _STREAM),
        Name("SOCK_DGRAM", "Datagrams: each arrives whole or not at all: UDP.", _UDP),
        Name("SOCK_RAW", "Packets as they are; needs the rights to."),
        Name("SOCK_SEQPACKET", "Messages with edges, in order; mostly for Unix sockets."),
        Name("SOCK_NONBLOCK", "Or-ed to the type on Linux: made non-blocking at once."),
        Name("SOCK_CLOEXEC", "Or-ed to the type on Linux: not handed on to other programs."),
        Name("SocketKind", "The enumeration of all types."),
    ),
    "Options": (
        Name("SOL_SOCKET", "The level of the options that every socket has."),
        Name("SO_REUSEADDR", "A listener may have a port that old conversations (TIME-WAIT) still name.", _LISTEN),
        Name("SO_REUSEPORT", "Several sockets may share a port.", _OPTIONS),
        Name("SO_BROADCAST", "Allows datagrams to everybody on a network.", _OPTIONS),
        Name("SO_KEEPALIVE", "The kernel asks now and then whether the peer is still there.", _OPTIONS),
        Name("SO_LINGER", "On with 0 s: close() sends RST instead of FIN.", "Reset"),
        Name("SO_RCVBUF", "How many bytes the kernel keeps that nobody has taken yet.", _STREAM),
        Name("SO_SNDBUF", "How many bytes the kernel keeps that the peer has not acknowledged yet.", _STREAM),
        Name("SO_ERROR", "What became of a connect() that did not wait; reading it clears it.", _CALLS),
        Name("IPPROTO_TCP", "The level of TCP’s options."),
        Name("TCP_NODELAY", "Small pieces are sent at once, not gathered (Nagle).", _OPTIONS),
        Name("TCP_INFO", "Linux: the kernel’s state and measurements of a connection.", "State view (by its table)"),
        Name("IPPROTO_IPV6", "The level of IPv6’s options."),
        Name("IPV6_V6ONLY", "An IPv6 listener takes IPv6 callers only.", "Address: all"),
        Name("IP_TTL", "How many routers a packet may pass.", _OPTIONS),
        Name("IP_ADD_MEMBERSHIP", "Joins a multicast group.", _OPTIONS),
    ),
    "Flags": (
        Name("SHUT_WR", "For shutdown(): no more from here.", "Finish sending"),
        Name("SHUT_RD", "For shutdown(): no more is taken."),
        Name("SHUT_RDWR", "For shutdown(): both."),
        Name("MSG_PEEK", "For recv(): look, but leave it there."),
        Name("MSG_DONTWAIT", "This one call does not wait (not on Windows)."),
        Name("MSG_WAITALL", "For recv(): wait until all bytes asked for are there."),
        Name("MSG_OOB", "Urgent data: one byte beside the stream."),
        Name("MSG_TRUNC", "recvmsg() says so of a datagram that was cut off.", _STREAM),
        Name("AI_PASSIVE", "For getaddrinfo(): an address to listen on."),
        Name("AI_NUMERICHOST", "For getaddrinfo(): no look-up, the host is an address."),
    ),
    "Exceptions": (
        Name("error", "OSError under its old name: every failed call raises it, with errno.", "cards “why”"),
        Name("gaierror", "A look-up failed: EAI_NONAME, EAI_AGAIN...; its numbers are not those of errno."),
        Name("herror", "The old look-ups failed."),
        Name("timeout", "TimeoutError under its old name: a time-out ran out.", "Give up after"),
    ),
}
"""By what they are for."""
