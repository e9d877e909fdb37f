"""What a connection asks of its socket beside the calls: the seam where TLS sits (engine thread).

Law: a bare socket answers as here, that there is nothing to do; only core.net.tls answers otherwise.
"""

from __future__ import annotations

from core.contract.records import Cause


class Wire:
    """The bytes that go in and out are those that were given: nothing stands between."""

    __slots__ = ()

    has_more = False
    """Whether recv() has something to tell that the kernel has no more of."""

    @property
    def holds(self) -> bool:
        """Whether bytes wait in here, which only flush() hands to the kernel."""
        return False

    def flush(self, cause: Cause) -> None:
        """Hand the kernel what it holds."""

    def take_no_leave(self) -> None:
        """Before a reset: close() is to say nothing to the other end."""
