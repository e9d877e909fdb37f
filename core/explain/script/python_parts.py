"""What a Python program needs besides its steps: the functions that wait, receive and expect (data only).

Law: a program holds those that it uses, and no others; each is short enough to be read aloud.
"""

from __future__ import annotations

READ_SIZE = 65536
"""The most bytes that one recv() of the lab takes."""

HELPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "wait_to_read": (
        '''\
def wait_to_read(sock):
    """Wait until a call on the socket finds something: bytes, a caller, or the end."""
    select.select([sock], [], [])
''',
        (),
    ),
    "wait_to_write": (
        '''\
def wait_to_write(sock, seconds=None):
    """Wait until the system has room for more, or until a connect() is decided."""
    select.select([], [sock], [], seconds)
''',
        (),
    ),
    "expect": (
        '''\
def expect(error, call, *arguments):
    """Make a call that is to fail with this error, as it did when it was recorded."""
    try:
        call(*arguments)
    except OSError as failure:
        if failure.errno != getattr(errno, error):
            raise
        print(f"{call.__name__}() failed with {error}, as recorded")
    else:
        print(f"{call.__name__}() went well this time; it was recorded with {error}")
''',
        (),
    ),
    "decided": (
        '''\
def decided(sock, error=""):
    """A connect() was under way: wait for its outcome, and stop if it is not the one that was recorded."""
    wait_to_write(sock)
    found = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if found != (getattr(errno, error) if error else 0):
        raise SystemExit(f"connect(), recorded with {error or 'success'}: {os.strerror(found)}")
    print(f"connect() failed with {error}, as recorded" if error else "connected")
''',
        ("wait_to_write",),
    ),
    "receive": (
        '''\
def receive(sock, size, most=65536, early={}):
    """recv() until so many bytes have come: one call, if the stream is cut as it was when it was recorded.

    `early` keeps what came sooner than it did then.
    """
    data = early.pop(sock, b"")
    while len(data) < size:
        wait_to_read(sock)
        more = sock.recv(most)
        if not more:
            raise SystemExit(f"the other end finished after {len(data)} of {size} bytes")
        data += more
    early[sock] = data[size:]
    print("received", size, "bytes:", data[: min(size, 60)])
    return data[:size]
''',
        ("wait_to_read",),
    ),
    "receive_end": (
        '''\
def receive_end(sock, most=65536):
    """recv() until it gives no bytes, which means that the other end has finished sending."""
    wait_to_read(sock)
    while sock.recv(most):
        wait_to_read(sock)
    print("the other end has finished sending")
''',
        ("wait_to_read",),
    ),
    "send": (
        '''\
def send(sock, data):
    """send() until the system has taken all of it: one call, if there is room for it."""
    while data:
        wait_to_write(sock)
        data = data[sock.send(data) :]
''',
        ("wait_to_write",),
    ),
}
"""By name: the text, and the other functions it needs; a function stands after those it needs."""
