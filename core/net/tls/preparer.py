"""Makes ready what TLS needs, in a thread of its own: OpenSSL is loaded, files are read, a certificate is made.

Law: the answer comes back on the engine thread or, when nobody waits any more, not at all. Nothing of TLS is loaded
before somebody asks for it: that takes a tenth of a second, and most never do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from core.contract.tls import TlsClient, TlsServer

if TYPE_CHECKING:
    from core.net.tls.context import Prepared

Then: TypeAlias = "Callable[[Prepared | Exception], None]"
"""Told what came of it: BadInput says which file is at fault; another exception is the lab's own mistake."""


class Preparer:
    """Starts those threads (engine thread)."""

    def __init__(self, call_soon: Callable[[Callable[[], None]], None]) -> None:
        self._call_soon = call_soon

    def prepare(self, choice: TlsServer | TlsClient, host: str, then: Then) -> Callable[[], None]:
        """What a conversation with (or at) this host needs; returns how to wait for it no longer."""
        unwanted = threading.Event()

        def work() -> None:
            prepared = _prepared(choice, host)
            if not unwanted.is_set():
                self._call_soon(partial(then, prepared))

        # A daemon: a file on a disk that does not answer can't be interrupted, and must not keep the program alive.
        threading.Thread(target=work, name=f"TLS for {host}", daemon=True).start()
        return unwanted.set


def _prepared(choice: TlsServer | TlsClient, host: str) -> Prepared | Exception:
    try:
        from core.net.tls.context import prepare

        return prepare(choice, host)
    except Exception as error:
        return error
