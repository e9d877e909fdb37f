"""The words for what goes wrong with the paths of Unix sockets: (sentence, what to try) by name and call.

Pure data, read by core.explain.faults, which says what stands in the braces. Sources: unix(7), bind(2), connect(2).
"""

from __future__ import annotations

_NO_SUCH_FOLDER = ("There is no folder for {address}.", "Check the path, or make the folder first.")
_OTHER_KIND = (
    "{Address} is a Unix socket of the other kind: one is for a stream, the other for datagrams.",
    "Choose the other protocol in the form.",
)

PATH_WORDS: dict[str, tuple[str, str]] = {
    "NO_UNIX": ("Python offers no Unix sockets on this system.", "Use TCP with the address 127.0.0.1 instead."),
    "PATH_EMPTY": ("The path is empty.", "Enter the path of a file, like /tmp/lab.sock."),
    "PATH_LONG": (
        "This path has {count} bytes; the system’s field for it holds {about}.",
        "Choose a shorter path: /tmp/lab.sock, for example.",
    ),
    "PEER_UNNAMED": (
        "That peer has no path of its own, so nothing can be sent to it.",
        "Have the other program bind its socket to a path; in this lab’s Client tab that is the local path.",
    ),
    "EADDRINUSE path": (
        "There is already something at {address}.",
        "Pick another path, or stop the program that listens there.",
    ),
    "EACCES path": (
        "You may not use {address}: its folder, or its file, belongs to somebody else.",
        "Pick a path in a folder of your own.",
    ),
    "EROFS path": ("The folder of {address} can only be read.", "Pick a path in another folder."),
    "ENOTDIR path": _NO_SUCH_FOLDER,
    "ENOENT bind path": _NO_SUCH_FOLDER,
    "ENOENT path": ("There is nothing at {address}.", "Start the server there first, or check the path."),
    "ECONNREFUSED path": ("Nobody listens at {address}, though there is a file.", "Start the server there first."),
    "EPROTOTYPE path": _OTHER_KIND,
    "EAGAIN connect path": (
        "{Address} has no place for another caller: its backlog is full.",
        "Wait until its program has taken those who wait, then connect again.",
    ),
    "EDESTADDRREQ path": ("There is nobody to send to yet.", "Choose a peer first."),
}
