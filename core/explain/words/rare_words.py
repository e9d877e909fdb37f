"""The words for system errors that a person meets seldom or never: the lab's own mistakes and odd systems.

Pure data, part of core.explain.words.system_words, whose rules hold here too.
"""

from __future__ import annotations

_REPORT = "This is a mistake in the lab: please report it."
_NOT_HERE = "This system cannot do that; try the other IP version or protocol."

RARE_WORDS: dict[str, tuple[str, str]] = {
    # Calls made wrongly
    "EINVAL": ("The system does not take what {call} was given.", "Check the address and the port."),
    "EINVAL bind": ("This socket holds on to a port already, or cannot have {about}.", "Bind another socket."),
    "EINVAL connect": ("The system does not connect to {peer}.", "Check the address and the port."),
    "EINVAL sendto": ("The system does not send to {peer}.", "Check the address and the port; port 0 is nowhere."),
    "EINVAL setsockopt": (
        "The system does not take that value for {about}, or not on this socket now.",
        "Take another value; some options can be set only before bind() or while connected.",
    ),
    "EINVAL setsockopt group": (
        "{About} is not the address of a group, or no interface there can hear it.",
        "Groups are 224.0.0.0 to 239.255.255.255, and IPv6 addresses that begin with ff.",
    ),
    "EADDRINUSE setsockopt group": (
        "The socket hears the group {about} on that interface already: joining a second time is refused.",
        "Nothing to do; it has nothing to do with a port.",
    ),
    "EADDRNOTAVAIL setsockopt group": (
        "The socket is not in the group {about} on that interface.",
        "Join it first, or take the interface that it was joined on.",
    ),
    "ENODEV setsockopt group": (
        "The system finds no interface on which to hear {about}.",
        "Choose one by its name; without a route to the group the system cannot choose.",
    ),
    "ENOBUFS setsockopt group": (
        "The socket is in as many groups as the system allows.",
        "Leave one; on Linux net.ipv4.igmp_max_memberships is the limit.",
    ),
    "EADDRNOTAVAIL setsockopt": (
        "No interface of this computer has the address that {about} was given.",
        "Take an address of this computer.",
    ),
    "ENODEV setsockopt": ("This computer has no interface of that number.", "Take one of those in the list."),
    "EPERM setsockopt": ("The system lets only an administrator set {about} so.", "Take a smaller value."),
    "EACCES setsockopt": ("The system does not let the lab set {about} so.", "Ask who looks after this computer."),
    "ENOPROTOOPT setsockopt": ("This system does not know {about} on such a socket.", "Nothing was changed."),
    "EDOM setsockopt": ("That value is too large for {about} here.", "Take a smaller one."),
    "EINVAL without zone": (
        "{Address} is an address of one link only, and this computer may have several.",
        "Say which one after a %: fe80::1%eth0.",
    ),
    "EALREADY": ("This socket is already on its way to a conversation.", "Wait for the answer, or cancel."),
    "EBADF": ("That descriptor is closed already.", _REPORT),
    "ENOTSOCK": ("That descriptor is not a socket.", _REPORT),
    "EFAULT": ("The call was given memory that is not there.", _REPORT),
    "EDESTADDRREQ": ("The datagram has no destination.", "Choose a peer to send to."),
    "EDOM": ("That time is too long for the system.", "Choose a shorter one."),
    "ESHUTDOWN": ("You have finished sending on this socket: nothing more can go out.", "Connect again to send more."),
    # What a system or a socket cannot do
    "EOPNOTSUPP": ("This kind of socket cannot do that.", "A listener and accept() need TCP."),
    "EAFNOSUPPORT": (
        "This computer or this socket does not speak that IP version.",
        "Try the other one, IPv4 or IPv6.",
    ),
    "EPFNOSUPPORT": ("This computer does not speak that IP version.", "Try the other one, IPv4 or IPv6."),
    "EPROTONOSUPPORT": ("This computer does not have that protocol.", _NOT_HERE),
    "ESOCKTNOSUPPORT": ("This computer does not have that type of socket.", _NOT_HERE),
    "EPROTOTYPE": ("Type and protocol of the socket do not go together.", _REPORT),
    "ENOPROTOOPT": ("This system does not know that socket option.", "The lab goes on without it where it can."),
    "ENOSYS": ("This system does not have that call.", _NOT_HERE),
    # Networks in trouble
    "EPROTO": ("The system met a mistake in the protocol.", "Try again."),
    "EPROTO accept": ("The caller was gone before the call was taken.", "Nothing to do: the listener goes on."),
    "EHOSTDOWN": (
        "{Peer} does not answer on its network: the computer seems to be off.",
        "Check that it is on and connected.",
    ),
    "ENETDOWN": (
        "The network interface that leads to {peer} is down.",
        "Connect the cable or the radio and try again.",
    ),
    "ENETRESET": ("The network dropped the connection with {peer}.", "Check the network, then connect again."),
    "ENONET": ("This computer is on no network.", "Connect it and try again."),
    "ENODEV": ("The network interface is gone.", "Check the interface after the %, or plug it in again."),
    "ENXIO": ("The network interface is gone.", "Check the interface after the %, or plug it in again."),
    "ENOSR": ("The system has no room left for more network data.", "Wait a moment, or close some sockets."),
    # No name at all
    "EUNKNOWN": ("The system refused and did not say why.", "Try again."),
}
