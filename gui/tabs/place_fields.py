"""Address and port of a form, or the path of a Unix socket in the same place (window thread).

Law: what was typed for the one is there again when the other was chosen in between.
"""

from __future__ import annotations

from gui.models.sockets.transports import NO_PORT
from gui.widgets.entry.field import Field

PATH_HELP = "The path of the socket’s file, such as /tmp/lab.sock; on Linux also @ and any name, which makes no file"


class PlaceFields:
    """Two fields that say where a socket is."""

    def __init__(self, host: Field, port: Field, path: str) -> None:
        """`path`: what stands there when a path is asked for the first time."""
        self._host, self._port = host, port
        self._label, self._help = str(host.label.cget("text")), host.help
        self._has_path = False
        self._other = path

    @property
    def texts(self) -> tuple[str, str]:
        """What was typed as the address, and what as the path."""
        here = self._host.value
        return (self._other, here) if self._has_path else (here, self._other)

    def show(self, *, has_path: bool) -> None:
        """Ask for a path, or for address and port."""
        if has_path is self._has_path:
            return
        self._has_path = has_path
        self._other, self._host.value = self._host.value, self._other
        self._host.label.configure(text="Path" if has_path else self._label)
        self._host.set_help(PATH_HELP if has_path else self._help)
        self._port.set_enabled(not has_path, NO_PORT)
        self._port.clear()
