"""Each call as the standard and the manual have it: its prototype, its page, and what its result means.

Pure, any thread. Law: every call that the lab can make stands here. Sources: POSIX.1-2017, Linux man-pages 6, RFC 3493.
"""

from __future__ import annotations

from typing import NamedTuple

from core.contract.records import LABS_OWN, Call, CallRecord
from core.payload.escapes import show_name


class Manual(NamedTuple):
    """What is printed of a call."""

    prototype: str
    name: str
    """Of its page, and of the function."""
    section: int
    """Of the manual: 2 for calls into the kernel, 3 for functions of the C library."""
    purpose: str
    """What it is for, in one sentence."""

    @property
    def page(self) -> str:
        """As people write it: accept(2)."""
        return f"{self.name}({self.section})"

    @property
    def address(self) -> str:
        """Where the page stands in the web."""
        if self.name.startswith("SSL_"):
            return f"https://docs.openssl.org/3.0/man3/{self.name}/"
        return f"https://man7.org/linux/man-pages/man{self.section}/{self.name}.{self.section}.html"


MANUAL = {
    Call.SOCKET: Manual(
        "int socket(int domain, int type, int protocol);", "socket", 2,
        "Asks the system for a socket: an end point that belongs to nothing yet.",
    ),
    Call.BIND: Manual(
        "int bind(int socket, const struct sockaddr *address, socklen_t address_len);", "bind", 2,
        "Asks for an address and a port; if that succeeds, the socket holds on to the port until it is closed.",
    ),
    Call.LISTEN: Manual(
        "int listen(int socket, int backlog);", "listen", 2,
        "Makes the socket a switchboard operator, who only answers calls.",
    ),
    Call.ACCEPT: Manual(
        "int accept(int socket, struct sockaddr *address, socklen_t *address_len);", "accept", 2,
        "Answers the next call that waits, and makes a new socket for that conversation.",
    ),
    Call.CONNECT: Manual(
        "int connect(int socket, const struct sockaddr *address, socklen_t address_len);", "connect", 2,
        "Calls another socket, to become one end point of a conversation with it.",
    ),
    Call.SEND: Manual(
        "ssize_t send(int socket, const void *buffer, size_t length, int flags);", "send", 2,
        "Hands bytes to the kernel, which sends them to the other end.",
    ),
    Call.RECV: Manual(
        "ssize_t recv(int socket, void *buffer, size_t length, int flags);", "recv", 2,
        "Takes bytes that have come in out of the kernel’s receive buffer.",
    ),
    Call.SENDTO: Manual(
        "ssize_t sendto(int socket, const void *message, size_t length, int flags, "
        "const struct sockaddr *dest_addr, socklen_t dest_len);", "sendto", 2,
        "Sends one datagram to the address that it names.",
    ),
    Call.RECVFROM: Manual(
        "ssize_t recvfrom(int socket, void *buffer, size_t length, int flags, "
        "struct sockaddr *address, socklen_t *address_len);", "recvfrom", 2,
        "Takes one datagram, and says who sent it.",
    ),
    Call.SHUTDOWN: Manual(
        "int shutdown(int socket, int how);", "shutdown", 2,
        "Ends one direction of a conversation, or both; the socket stays.",
    ),
    Call.CLOSE: Manual(
        "int close(int fildes);", "close", 2,
        "Gives the descriptor back; with the last one of a socket its port is given back too.",
    ),
    Call.GETSOCKNAME: Manual(
        "int getsockname(int socket, struct sockaddr *address, socklen_t *address_len);", "getsockname", 2,
        "Asks for this end of a socket: the address and the port that it holds on to.",
    ),
    Call.GETPEERNAME: Manual(
        "int getpeername(int socket, struct sockaddr *address, socklen_t *address_len);", "getpeername", 2,
        "Asks for the other end of a conversation.",
    ),
    Call.SETSOCKOPT: Manual(
        "int setsockopt(int socket, int level, int option_name, const void *option_value, socklen_t option_len);",
        "setsockopt", 2,
        "Sets one of the options of a socket.",
    ),
    Call.GETSOCKOPT: Manual(
        "int getsockopt(int socket, int level, int option_name, void *option_value, socklen_t *option_len);",
        "getsockopt", 2,
        "Asks for the value of an option.",
    ),
    Call.SETBLOCKING: Manual(
        "int ioctl(int fildes, int request, ...);", "ioctl", 2,
        "Here: says whether a call on this descriptor may wait (FIONBIO); fcntl(2) with O_NONBLOCK does the same.",
    ),
    Call.TLS_HANDSHAKE: Manual(
        "int SSL_do_handshake(SSL *ssl);", "SSL_do_handshake", 3,
        "No call to the system: here both ends agree on keys, and show who they are. OpenSSL does it in this program.",
    ),
    Call.TLS_READ: Manual(
        "int SSL_read(SSL *ssl, void *buf, int num);", "SSL_read", 3,
        "No call to the system: the text inside the records that recv() brought. OpenSSL decrypts it in this program.",
    ),
    Call.TLS_WRITE: Manual(
        "int SSL_write(SSL *ssl, const void *buf, int num);", "SSL_write", 3,
        "No call to the system: text becomes records, which send() takes away. OpenSSL encrypts it in this program.",
    ),
    Call.GETADDRINFO: Manual(
        "int getaddrinfo(const char *nodename, const char *servname, const struct addrinfo *hints, "
        "struct addrinfo **res);", "getaddrinfo", 3,
        "Looks up the addresses that a name stands for.",
    ),
}  # fmt: skip

_COUNTS = {
    Call.SEND: "bytes that the kernel took, perhaps fewer than were given",
    Call.SENDTO: "bytes that the kernel took: the whole datagram or nothing",
    Call.RECV: "bytes that came (0: the peer has finished sending)",
    Call.RECVFROM: "bytes of the datagram (0: an empty one, and no end)",
    Call.TLS_READ: "bytes of text (0: the peer has said in TLS that it finished, close_notify)",
    Call.TLS_WRITE: "bytes of text (0: none, but the word that no more will come, close_notify)",
}
_DESCRIPTORS = {
    Call.SOCKET: "the new socket’s descriptor",
    Call.ACCEPT: "the descriptor of the new socket",
}
_LATER = frozenset({"EAGAIN", "EWOULDBLOCK", "EINPROGRESS"})


def result_meaning(record: CallRecord) -> str:
    """What the call returned, and what that means: half a sentence, without a full stop."""
    if record.call is Call.GETADDRINFO:  # returns its error itself, and has no errno
        return f"{show_name(record.error)}: the look-up failed" if record.error else "0: it worked"
    if record.call in LABS_OWN and record.error:
        return f"−1: it failed; the lab’s word for it is {show_name(record.error)}"
    if record.error:
        meaning = "not an error, but “not now”" if record.error in _LATER else "it failed"
        return f"−1: {meaning}; errno says {show_name(record.error)}"
    if record.call in _COUNTS:
        return f"{record.result}: {_COUNTS[record.call]}"
    if record.call in _DESCRIPTORS:
        return f"{record.result}: {_DESCRIPTORS[record.call]}"
    if record.call is Call.GETSOCKOPT:
        return f"0: it worked, and the option’s value was written to where the caller said: {record.result}"
    return "0: it worked"
