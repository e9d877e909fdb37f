"""Opens the page of a listener in the person's own browser (worker thread, but for address_of()).

Law: only addresses that the lab itself holds on to are ever opened, and only by a click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from core.contract.endpoints import Endpoint, Protocol
from core.contract.sockets import Role, SocketSnapshot

_LIBRARIES = "LD_LIBRARY_PATH"


def address_of(snapshot: SocketSnapshot | None) -> str:
    """The address of a listener's page, "" when it has none to show. Every address of this computer: this computer."""
    if snapshot is None or not snapshot.is_open or snapshot.reply != "web-page" or snapshot.local is None:
        return ""
    if snapshot.protocol is not Protocol.TCP or snapshot.local.is_path or snapshot.role is not Role.LISTENER:
        return ""
    local = snapshot.local
    if local.is_wildcard:
        local = Endpoint("::1" if ":" in local.address else "127.0.0.1", local.port)
    scheme = "https" if snapshot.tls is not None else "http"
    return f"{scheme}://{str(local).replace('%', '%25')}/"


def open_in_browser(address: str) -> bool:
    """Whether a browser took it."""
    import webbrowser  # needed for this alone

    with _systems_own_libraries():
        return webbrowser.open(address)


@contextmanager
def _systems_own_libraries() -> Iterator[None]:
    """The packaged program finds its own libraries first; a browser that did the same might not start."""
    ours = os.environ.get(_LIBRARIES)
    if ours is None or not getattr(sys, "frozen", False):
        yield
        return
    theirs = os.environ.get(f"{_LIBRARIES}_ORIG")
    try:
        if theirs is None:
            del os.environ[_LIBRARIES]
        else:
            os.environ[_LIBRARIES] = theirs
        yield
    finally:
        os.environ[_LIBRARIES] = ours
