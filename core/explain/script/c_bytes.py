"""The functions of a C program that move bytes (data only).

Law: as those in c_parts.py, of which they are a part: what is here compiles without a warning.
"""

from __future__ import annotations

BYTES: dict[str, tuple[str, tuple[str, ...]]] = {
    "room": (
        """\
/* What came last. */
static char *data;
static size_t data_size;

static void make_room(size_t size)
{
    free(data);
    data = malloc(size + 1);
    if (data == NULL) {
        perror("malloc");
        exit(1);
    }
    data_size = size;
}
""",
        (),
    ),
    "receive": (
        """\
/* recv() until so many bytes have come. */
static void receive(int fd, size_t size)
{
    size_t came = 0;
    make_room(size);
    while (came < size) {
        wait_for(fd, POLLIN, -1);
        ssize_t more = must(recv(fd, data + came, size - came, 0), "recv");
        if (more == 0) {
            fprintf(stderr, "the other end finished after %zu of %zu bytes\\n", came, size);
            exit(1);
        }
        came += more;
    }
    printf("received %zu bytes\\n", size);
}
""",
        ("must", "wait_for", "room"),
    ),
    "receive_end": (
        """\
/* recv() until it gives no bytes, which means that the other end has finished sending. */
static void receive_end(int fd)
{
    char late[4096];
    do
        wait_for(fd, POLLIN, -1);
    while (must(recv(fd, late, sizeof late, 0), "recv") > 0);
    printf("the other end has finished sending\\n");
}
""",
        ("must", "wait_for"),
    ),
    "receive_from": (
        """\
/* One datagram, and who sent it. */
static void receive_from(int fd, size_t most, struct sockaddr_storage *peer)
{
    socklen_t size = sizeof *peer;
    make_room(most);
    wait_for(fd, POLLIN, -1);
    data_size = must(recvfrom(fd, data, most, 0, (struct sockaddr *)peer, &size), "recvfrom");
    printf("received a datagram of %zu bytes\\n", data_size);
}
""",
        ("must", "wait_for", "room"),
    ),
    "send_all": (
        """\
/* send() until the system has taken all of it. */
static void send_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        wait_for(fd, POLLOUT, -1);
        ssize_t taken = must(send(fd, bytes, size, 0), "send");
        bytes += taken;
        size -= taken;
    }
}
""",
        ("must", "wait_for"),
    ),
    "send_some": (
        """\
/* As much as the system has room for. */
static void send_some(int fd, const char **bytes, size_t *size)
{
    wait_for(fd, POLLOUT, -1);
    ssize_t taken = must(send(fd, *bytes, *size, 0), "send");
    *bytes += taken;
    *size -= taken;
}
""",
        ("must", "wait_for"),
    ),
    "repeated": (
        """\
/* A piece again and again, until it is so long. */
static const char *repeated(const char *piece, size_t length, size_t total)
{
    char *whole = malloc(total + 1);
    if (whole == NULL) {
        perror("malloc");
        exit(1);
    }
    for (size_t at = 0; at < total; at++)
        whole[at] = piece[at % length];
    return whole;
}
""",
        (),
    ),
}
