"""The engine's wait for sockets, commands or the soonest timer, exact to a tenth of a millisecond (engine thread).

Law: it waits once, and not longer than it was told to.
"""

from __future__ import annotations

import select
import sys
from selectors import BaseSelector, SelectorKey

SHORT_S = 0.05
"""Below this a millisecond counts: one late is 10 % of 10 ms, and ten messages of 0.1 ms."""
_FD_SETSIZE = 1024


def exact_select(selector: BaseSelector, timeout: float | None) -> list[tuple[SelectorKey, int]]:
    """selector.select(timeout), which for epoll takes whole milliseconds, rounded up.

    An epoll descriptor can be waited for itself, and select() takes microseconds; kqueue is exact anyway.
    """
    if sys.platform == "linux" and timeout is not None and 0 < timeout < SHORT_S:
        fd: int = getattr(selector, "fileno", lambda: _FD_SETSIZE)()
        if fd < _FD_SETSIZE:
            ready, _, _ = select.select((fd,), (), (), timeout)
            if not ready:
                return []
            timeout = 0.0
    return selector.select(timeout)
