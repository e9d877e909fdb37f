"""What the filter line offers while somebody types: sockets, peers and errors that the capture has (window thread).

Law: it is asked only when a list is to be shown, and looks at a bounded number of rows.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from core.capture.capture import Capture
from core.capture.errors import CaptureError
from core.contract.sockets import SocketSnapshot
from gui.models.sockets.sockets import Sockets

if TYPE_CHECKING:
    from core.capture.filtering.language.completion import Completion, Known

_SOCKETS_OFFERED = 500
_PEERS_OFFERED = 200
_FAILED_LOOKED_AT = 100
_SLICE = 1 << 16


class FilterValues:
    """Answers with the choices at the cursor."""

    def __init__(self, capture: Capture, sockets: Sockets) -> None:
        self._capture = capture
        self._sockets = sockets
        self._errors: dict[str, None] = {}
        self._looked_at = 0

    def complete(self, text: str, cursor: int) -> Completion:
        """What may be typed there."""
        from core.capture.filtering.language.completion import complete  # not needed before somebody filters

        return complete(text, cursor, self._known())

    def _known(self) -> Known:
        from core.capture.filtering.language.completion import Known

        newest = list(islice(self._newest_sockets(), _SOCKETS_OFFERED))
        peers = dict.fromkeys(str(snapshot.remote) for snapshot in newest if snapshot.remote is not None)
        for snapshot in newest:
            peers.update(dict.fromkeys(str(peer) for _, peer in self._sockets.peers_of(snapshot.number)))
        return Known(
            {snapshot.number: _words(snapshot) for snapshot in newest},
            list(islice(peers, _PEERS_OFFERED)),
            self._errors_seen(),
        )

    def _newest_sockets(self) -> list[SocketSnapshot]:
        numbers = range(self._sockets.highest, max(0, self._sockets.highest - _SOCKETS_OFFERED), -1)
        return [snapshot for number in numbers if (snapshot := self._sockets.get(number)) is not None]

    def _errors_seen(self) -> list[str]:
        """The names of errors that the newest rows gave, and of those that were met before."""
        for seq in islice(self._failed_rows(), _FAILED_LOOKED_AT):
            try:
                self._errors.setdefault(self._capture.record(seq).error)
            except CaptureError:
                continue
        self._looked_at = self._capture.count
        return sorted(name for name in self._errors if name)

    def _failed_rows(self) -> list[int]:
        """Of the newest rows that were not looked at yet, those that failed."""
        last = self._capture.count
        first = max(self._looked_at, self._capture.first - 1, last - _SLICE)
        failed = self._capture.columns.failed[first:last].tobytes()
        return [first + at + 1 for at, flag in enumerate(failed) if flag][-_FAILED_LOOKED_AT:]


def _words(snapshot: SocketSnapshot) -> str:
    ends = f"{snapshot.local or '–'}" + (f" – {snapshot.remote}" if snapshot.remote else "")
    return f"{snapshot.role.value}, {ends}"
