"""What a C program needs besides its steps: the functions that check, wait and name (data only).

Law: a program holds those that it uses, and no others; all of it compiles without a warning (cc -Wall -Werror).
"""

from __future__ import annotations

from core.explain.script.c_bytes import BYTES

INCLUDES = """\
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>"""

HELPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "must": (
        """\
/* End the program with the system's words when a call has failed. */
static ssize_t must(ssize_t result, const char *call)
{
    if (result < 0) {
        perror(call);
        exit(1);
    }
    return result;
}
""",
        (),
    ),
    "expect": (
        """\
/* A call that is to fail with this error, as it did when it was recorded. */
static void expect(ssize_t result, int error, const char *call)
{
    if (result >= 0) {
        printf("%s() went well this time\\n", call);
    } else if (errno != error) {
        perror(call);
        exit(1);
    }
}
""",
        (),
    ),
    "wait_for": (
        """\
/* Wait until there is something to read (POLLIN) or room to write (POLLOUT); -1: as long as it takes. */
static void wait_for(int fd, short what, int milliseconds)
{
    struct pollfd it = {.fd = fd, .events = what};
    must(poll(&it, 1, milliseconds), "poll");
}
""",
        ("must",),
    ),
    "set_blocking": (
        """\
static void set_blocking(int fd, int blocking)
{
    int non_blocking = !blocking;
    must(ioctl(fd, FIONBIO, &non_blocking), "ioctl");
}
""",
        ("must",),
    ),
    "set_option": (
        """\
static int set_option(int fd, int level, int option, int value)
{
    return setsockopt(fd, level, option, &value, sizeof value);
}
""",
        (),
    ),
    "set_group": (
        """\
static int set_group(int fd, int level, int option, const char *group, const char *interface)
{
    struct ip_mreqn how = {.imr_ifindex = (int)if_nametoindex(interface)};
    inet_pton(AF_INET, group, &how.imr_multiaddr);
    return setsockopt(fd, level, option, &how, sizeof how);
}
""",
        (),
    ),
    "set_group6": (
        """\
static int set_group6(int fd, int level, int option, const char *group, const char *interface)
{
    struct ipv6_mreq how = {.ipv6mr_interface = if_nametoindex(interface)};
    inet_pton(AF_INET6, group, &how.ipv6mr_multiaddr);
    return setsockopt(fd, level, option, &how, sizeof how);
}
""",
        (),
    ),
    "set_address": (
        """\
static int set_address(int fd, int level, int option, const char *address)
{
    struct in_addr where = {0};
    inet_pton(AF_INET, address, &where);
    return setsockopt(fd, level, option, &where, sizeof where);
}
""",
        (),
    ),
    "place": (
        """\
/* An end point in the form that the system takes: the last one that was set. */
static struct sockaddr_storage place;
static socklen_t place_size;
""",
        (),
    ),
    "set_path": (
        """\
/* A path for a Unix socket; one that begins with a NUL stands in no folder. */
static void set_path(const char *path, size_t size)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&place;
    un->sun_family = AF_UNIX;
    memcpy(un->sun_path, path, size);
    place_size = offsetof(struct sockaddr_un, sun_path) + size;
}
""",
        ("place",),
    ),
    "set_place": (
        """\
/* An address and a port. */
static void set_place(const char *address, int port)
{
    struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found;
    char digits[16];
    snprintf(digits, sizeof digits, "%d", port);
    if (getaddrinfo(address, digits, &hints, &found) != 0) {
        fprintf(stderr, "not an address: %s\\n", address);
        exit(1);
    }
    memcpy(&place, found->ai_addr, found->ai_addrlen);
    place_size = found->ai_addrlen;
    freeaddrinfo(found);
}
""",
        ("place",),
    ),
    "port_of": (
        """\
/* The port in a name that getsockname() gave. */
static int port_of(struct sockaddr_storage *name)
{
    if (name->ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)name)->sin6_port);
    return ntohs(((struct sockaddr_in *)name)->sin_port);
}
""",
        (),
    ),
    "get_name": (
        """\
static void get_name(int fd, struct sockaddr_storage *name)
{
    socklen_t size = sizeof *name;
    must(getsockname(fd, (struct sockaddr *)name, &size), "getsockname");
}
""",
        ("must",),
    ),
    "get_peer_name": (
        """\
static void get_peer_name(int fd)
{
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    must(getpeername(fd, (struct sockaddr *)&name, &size), "getpeername");
}
""",
        ("must",),
    ),
    "look_up": (
        """\
static void look_up(const char *host, const char *port, int type)
{
    struct addrinfo hints = {.ai_socktype = type}, *found;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error != 0) {
        fprintf(stderr, "%s: %s\\n", host, gai_strerror(error));
        exit(1);
    }
    freeaddrinfo(found);
}
""",
        (),
    ),
    "decided": (
        """\
/* A connect() was under way: wait for its outcome, and stop if it is not the one that was recorded. */
static void decided(int fd, int error)
{
    int found;
    socklen_t size = sizeof found;
    wait_for(fd, POLLOUT, -1);
    must(getsockopt(fd, SOL_SOCKET, SO_ERROR, &found, &size), "getsockopt");
    if (found != error) {
        fprintf(stderr, "connect(): %s\\n", strerror(found));
        exit(1);
    }
}
""",
        ("must", "wait_for"),
    ),
    "count_drops": (
        """\
static void count_drops(int fd)
{
#ifdef SO_MEMINFO
    unsigned int numbers[9];
    socklen_t size = sizeof numbers;
    must(getsockopt(fd, SOL_SOCKET, SO_MEMINFO, numbers, &size), "getsockopt");
#else
    (void)fd;
#endif
}
""",
        ("must",),
    ),
    "get_option": (
        """\
static void get_option(int fd, int level, int option)
{
    int value = 0;
    socklen_t size = sizeof value;
    must(getsockopt(fd, level, option, &value, &size), "getsockopt");
    printf("getsockopt() gives %d\\n", value);
}
""",
        ("must",),
    ),
    "set_linger": (
        """\
static void set_linger(int fd, int on, int seconds)
{
    struct linger how = {.l_onoff = on, .l_linger = seconds};
    must(setsockopt(fd, SOL_SOCKET, SO_LINGER, &how, sizeof how), "setsockopt");
}
""",
        ("must",),
    ),
    **BYTES,
}
"""By name: the text, and the other helpers it needs; a helper stands after those it needs."""
