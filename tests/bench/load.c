/* The load for the measurements of this folder, and the fastest echo server to compare with. Python would be the bottleneck.
 *
 * Built by tests/bench/load.py with cc. Loopback only; every mode ends by itself. Prints numbers, separated by blanks.
 *   load echo PORT CONNECTIONS SIZE SECONDS   closed loop, one message in flight each: messages/s
 *   load bulk PORT CHUNK SECONDS              one stream in, CHUNK bytes a write: bytes/s
 *   load datagrams PORT SIZE RATE SECONDS     evenly spaced: datagrams sent, seconds it took
 *   load hold PORT CONNECTIONS SECONDS        open all as fast as possible, echo once each, hold, close: opened/s, echoed
 *   load serve PORT                           an epoll echo server, until stdin ends
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 20000
static char buffer[1 << 20];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static struct sockaddr_in loopback(int port) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
}

static int open_to(int port, int type) {
    struct sockaddr_in a = loopback(port);
    int s = socket(AF_INET, type, 0), on = 1;
    if (s < 0) die("socket");
    if (connect(s, (void *)&a, sizeof a)) die("connect");
    if (type == SOCK_STREAM) setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return s;
}

static void watch(int ep, int s) {
    struct epoll_event e = {.events = EPOLLIN, .data.fd = s};
    if (epoll_ctl(ep, EPOLL_CTL_ADD, s, &e)) die("epoll_ctl");
}

static void echo(int port, int connections, int size, double seconds) {
    static int got[MOST];
    struct epoll_event ready[256];
    int ep = epoll_create1(0);
    long messages = 0;
    for (int i = 0; i < connections; i++) {
        int s = open_to(port, SOCK_STREAM);
        watch(ep, s);
        if (write(s, buffer, size) != size) die("write");
    }
    double start = now(), end = start + seconds;
    while (now() < end) {
        int n = epoll_wait(ep, ready, 256, 100);
        for (int i = 0; i < n; i++) {
            int s = ready[i].data.fd, r = read(s, buffer, sizeof buffer);
            if (r <= 0) die("read");
            for (got[s] += r; got[s] >= size; got[s] -= size, messages++)
                if (write(s, buffer, size) != size) die("write");
        }
    }
    printf("%.1f\n", messages / (now() - start));
}

static void bulk(int port, int chunk, double seconds) {
    int s = open_to(port, SOCK_STREAM);
    double start = now(), bytes = 0;
    while (now() < start + seconds) {
        ssize_t n = write(s, buffer, chunk);
        if (n < 0) die("write");
        bytes += n;
    }
    int unsent = 1; /* until the other end's kernel has it all: a server need not close because we finish */
    while (ioctl(s, SIOCOUTQ, &unsent) == 0 && unsent > 0) usleep(200);
    printf("%.0f %.0f\n", bytes / (now() - start), bytes);
}

static void datagrams(int port, int size, double rate, double seconds) {
    int s = open_to(port, SOCK_DGRAM);
    long sent = 0, all = rate * seconds;
    double start = now();
    while (sent < all) {
        long due = (now() - start) * rate;
        for (; sent < due && sent < all; sent++)
            if (send(s, buffer, size, 0) < 0 && errno != ENOBUFS) die("send");
        struct timespec pause = {0, 200000};
        nanosleep(&pause, 0);
    }
    printf("%ld %.3f\n", sent, now() - start);
}

static void hold(int port, int connections, double seconds) {
    static int sockets[MOST];
    double start = now();
    for (int i = 0; i < connections; i++) sockets[i] = open_to(port, SOCK_STREAM);
    double opened = now() - start;
    int echoed = 0;
    for (int i = 0; i < connections; i++)
        if (write(sockets[i], "x", 1) != 1) die("write");
    for (int i = 0; i < connections; i++) echoed += read(sockets[i], buffer, 1) == 1;
    double answered = now() - start;
    usleep(seconds * 1e6);
    for (int i = 0; i < connections; i++) close(sockets[i]);
    printf("%.1f %d %.3f\n", connections / opened, echoed, answered);
}

static void serve(int port) {
    struct sockaddr_in a = loopback(port);
    struct epoll_event ready[256];
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1, ep = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (void *)&a, sizeof a) || listen(listener, 1024)) die("bind");
    watch(ep, listener);
    watch(ep, 0);
    for (;;) {
        int n = epoll_wait(ep, ready, 256, -1);
        for (int i = 0; i < n; i++) {
            int s = ready[i].data.fd;
            if (s == 0) return;
            if (s == listener) {
                watch(ep, accept(listener, 0, 0));
                continue;
            }
            int r = read(s, buffer, sizeof buffer);
            if (r <= 0 || write(s, buffer, r) != r) close(s);
        }
    }
}

int main(int count, char **word) {
    struct rlimit files = {MOST, MOST};
    setrlimit(RLIMIT_NOFILE, &files);
    memset(buffer, 'x', sizeof buffer);
    const char *mode = count > 2 ? word[1] : "";
    int port = count > 2 ? atoi(word[2]) : 0;
    if (!strcmp(mode, "echo") && count == 6) echo(port, atoi(word[3]), atoi(word[4]), atof(word[5]));
    else if (!strcmp(mode, "bulk") && count == 5) bulk(port, atoi(word[3]), atof(word[4]));
    else if (!strcmp(mode, "datagrams") && count == 6) datagrams(port, atoi(word[3]), atof(word[4]), atof(word[5]));
    else if (!strcmp(mode, "hold") && count == 5) hold(port, atoi(word[3]), atof(word[4]));
    else if (!strcmp(mode, "serve") && count == 3) serve(port);
    else return fprintf(stderr, "see the comment at the top of load.c\n"), 2;
    return 0;
}
