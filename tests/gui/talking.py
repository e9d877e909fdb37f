"""A plain program that the window talks to, and the parts of the window that belong to a row (test thread)."""

from __future__ import annotations

import socket
import tkinter as tk
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from tests.gui.person import Person

_Widget = TypeVar("_Widget", bound=tk.Misc)


@contextmanager
def talking(person: Person) -> Iterator[socket.socket]:
    """A plain program that the Client tab has called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        person.connect(server.getsockname()[1])
        accepted, _ = server.accept()
        with accepted:
            accepted.settimeout(10)
            person.wait(lambda: person.clients and person.clients[0][7] == "connected", "the connection")
            yield accepted


def child(parent: tk.Misc, kind: type[_Widget]) -> _Widget:
    """The one child of that kind."""
    return next(widget for widget in parent.winfo_children() if isinstance(widget, kind))
