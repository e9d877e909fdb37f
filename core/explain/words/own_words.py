"""The words for what the lab itself refuses or reports, under names that no system has: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces and in which cases a key has a second word.
"""

from __future__ import annotations

_ENTER_A_HOST = "Enter a host name like localhost, or an address like 127.0.0.1."
_ENTER_A_PORT = "Enter a number from 1 to 65535."
NO_WAY_TO_MANY = (
    "This computer knows no way to {address}, which stands for many.",
    "Say in the options which interface the datagrams are to leave by (Groups: leave by).",
)

OWN_WORDS: dict[str, tuple[str, str]] = {
    # What is typed as a host
    "HOST_EMPTY": ("The {field} is empty, and that does not mean every address.", _ENTER_A_HOST),
    "HOST_BAD": ("“{about}” is neither a host name nor an address.", _ENTER_A_HOST),
    "HOST_BAD at": ("“{about}” is neither a host name nor an address: {place} cannot be in one.", _ENTER_A_HOST),
    "HOST_NUL": (
        "There is an invisible NUL in the {field}, {place}; the system would stop reading there.",
        _ENTER_A_HOST,
    ),
    "HOST_IS_URL": (
        "“{about}” is the address of a page (a URL), not of a computer.",
        "Enter the host name alone: what stands between the “//” and the next “/”.",
    ),
    "HOST_HAS_PORT": (
        "“{about}” is a host and a port together.",
        "Enter the port in its own field.",
    ),
    "FAMILY_MISMATCH": (
        "{Address} is of the other IP version than the far end: one socket speaks either IPv4 or IPv6.",
        "Take two addresses of the same kind, or leave the local one empty.",
    ),
    "ZONE_UNKNOWN": (
        "This computer has no network interface named “{about}”.",
        "After the % comes the interface that leads there, by name or number.",
    ),
    "ZONE_UNKNOWN group": (
        "This computer has no network interface named “{about}”.",
        "Take one of those in the list, or leave the choice to the system.",
    ),
    "FAMILY_MISMATCH group": (
        "{About} is a group of the other IP version than the socket.",
        "An IPv4 socket hears groups from 224.0.0.0 to 239.255.255.255, an IPv6 one those that begin with ff.",
    ),
    "GROUP_BAD": (
        "“{about}” is not an address, as a group has one.",
        "Groups are 224.0.0.0 to 239.255.255.255, and IPv6 addresses that begin with ff.",
    ),
    "GROUP_NEEDS_UDP": (
        "{About} is not a UDP socket: only datagrams can come from a group.",
        "Bind a UDP socket in the Server tab, or open one in the Client tab.",
    ),
    "GROUP_UNREACHABLE": NO_WAY_TO_MANY,
    # What is typed as a port
    "PORT_EMPTY": ("The {field} is empty.", _ENTER_A_PORT),
    "PORT_NOT_DIGITS": ("“{about}” is not a port: only the digits 0 to 9 make a port number.", _ENTER_A_PORT),
    "PORT_RANGE": ("There is no port {about}.", _ENTER_A_PORT),
    "PORT_ZERO": (
        "Port 0 cannot be a destination: it means “any free port”, and only where you listen.",
        _ENTER_A_PORT,
    ),
    "TIME_LIMIT_BAD": (
        "“{about}” is not a time to wait.",
        "Enter whole seconds, from 1 to 86400 (a day).",
    ),
    "FILE_LOCKED": (
        "Another program has {about} open, and lets nobody else use it.",
        "Close it there, or choose another file.",
    ),
    "KEEP_SIZE_BAD": (
        "“{about}” is not a size that a recording can be limited to.",
        "Enter a number and its unit, such as 500 MB or 2 GiB; at least 10 MB.",
    ),
    "KEEP_BYTES_BAD": (
        "“{about}” is not a number of bytes to keep.",
        "Enter “all”, or a number from 1 on, such as 1000.",
    ),
    "NOBODY_WAITS": (
        "Nobody waits: accept() found the backlog empty.",
        "Connect to the port first, then accept again.",
    ),
    "NOTHING_WAITS": (
        "No call waits on {about}.",
        "Have something happen first: let a caller connect, or send something.",
    ),
    "READING_BAD": (
        "A socket cannot be read in that way ({about}).",
        "Take 1 to 65536 bytes a call, and wait an hour at the most.",
    ),
    "OPTION_RANGE": ("An option cannot have that value: {about}.", "Take one that its line names."),
    "OPTION_UNKNOWN": (
        "This socket has no option {about}.",
        "Which options there are depends on protocol and IP version.",
    ),
    "NO_SOCKET_YET": (
        "{About} has no socket yet: its name is still being looked up.",
        "Wait until the look-up has found an address.",
    ),
    "URL_BAD": (
        "“{about}” is not an end point in the form the lab reads.",
        "Write it like tcp://127.0.0.1:9000, tls://localhost:9443, udp://[::1]:9001 or unix:///tmp/lab.sock.",
    ),
    # What is typed as data
    "HEX_ODD": (
        "The digit “{about}” lacks its other half ({place}): a byte has two hex digits.",
        "Write 0a instead of a.",
    ),
    "HEX_BAD": (
        "“{about}” is not a hex digit ({place}).",
        "Use 0 to 9 and a to f, with blanks or commas between bytes.",
    ),
    "ESCAPE_UNKNOWN": (
        "“{about}” is not an escape the lab knows ({place}).",
        "Known are \\r \\n \\t \\0 \\xNN \\u{{NNNN}}; for a backslash write \\\\.",
    ),
    "ESCAPE_SHORT": (
        "The escape “{about}” is not complete ({place}).",
        "Write \\x and two hex digits, \\u{{…}} with hex digits in the braces; for a backslash write \\\\.",
    ),
    "DATA_EMPTY": ("There is nothing to send.", "Type something first; only a UDP datagram may be empty."),
    "TEXT_NOT_ENCODABLE": ("“{about}” is no character that can be sent ({place}).", "Take it out, or send it as hex."),
    # What becomes of what was asked
    "CONNECT_TIMEOUT": (
        "No answer came from {peer} within {count} s.",
        "Check the host and the port; the computer may be off, or a firewall in between may swallow what is sent.",
    ),
    "LOOKUP_TIMEOUT": (
        "The name service did not find “{about}” in time.",
        "Check the network connection, or enter the address in numbers.",
    ),
    "LOOKUPS_BUSY": (
        "Too many names are being looked up already, and the name service does not answer.",
        "Wait until some are given up, or enter the address in numbers.",
    ),
    "CANCELLED": ("You cancelled it before it came about.", "Ask again whenever you like."),
    "SOCKET_GONE": ("{About} is gone: it ended just before.", "Nothing is left to do on it; choose another."),
    "SOCKET_LIMIT": (
        "The lab has as many sockets open as it can watch on this system.",
        "Close some; a listener goes on accepting by itself.",
    ),
    "SEND_QUEUE_FULL": (
        "Nothing more can be queued: {count} bytes wait already, because the other end does not read.",
        "Wait until it reads, or close the conversation. Nothing of this was sent.",
    ),
    "NOT_SENT": (
        "{count} bytes were not sent: the conversation ended before the system had taken them.",
        "Connect again and send them again.",
    ),
    "PEER_FINISHED": ("The other end has finished sending.", "You can still send, until you finish or close."),
    "TLS_HELLO": (
        "{Peer} speaks TLS to this port, which takes bytes as they come.",
        "Call it without TLS: in a browser, http:// in place of https://.",
    ),
    "TLS_ALERT": (
        "{Peer} speaks TLS only: it answered with a TLS alert.",
        "Speak TLS there, or call the port of the same server that takes plain text.",
    ),
    "SELF_CONNECTED": ("The socket is connected to itself: {about} is both ends.", "Leave the local port empty."),
    "WILDCARD_CALLED": (
        "You called {about}, and reached this computer.",
        "To call this computer, say 127.0.0.1 or ::1.",
    ),
    "OTHER_ADDRESS": ("Not the first address of {about} answered, but a later one.", "Nothing to do."),
    "NOT_CONNECTED": ("{About} is not connected to anybody.", "Connect first."),
    "ALREADY_FINISHED": (
        "You have finished sending on {about}: nothing more can go out.",
        "Connect again to send more.",
    ),
    "WRONG_KIND": (
        "{About} is not the kind of socket that can do this.",
        "A listener makes connections: send on one of those. A bound UDP socket sends to a peer it heard from.",
    ),
    "BROADCAST": (
        "{Address} is a broadcast address: it stands for every computer of a network, and needs a special permission.",
        "Switch Broadcast on in the options of the socket, or send to the address of one computer.",
    ),
    "ENGINE_STOPPING": ("The lab is closing: nothing new is begun.", "Start it again."),
    "INTERNAL_ERROR": (
        "The lab made a mistake of its own; the other sockets live on.",
        "Please report it together with the saved report.",
    ),
}
