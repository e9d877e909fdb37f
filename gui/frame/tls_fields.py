"""The fields that say how a form speaks TLS (window thread).

Law: what is typed counts at once; files are looked at only when the socket is asked for.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from hashlib import sha256
from tkinter import ttk

from core.contract.faults import Field as At
from core.explain.tls import spaced
from gui.models.files.file_kinds import PEM
from gui.models.sockets.tls_form import VERSIONS, ChosenTls
from gui.parts import Parts
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.wrapped_label import WrappedLabel

_LABEL = 21
"""Characters, so that the fields stand below each other."""
_FINGERPRINT_SHOWN = 19

_ABOUT_SERVER = (
    "Whoever calls is shown a certificate. Without a file one is made on the spot, new for each listener: it is good "
    "for this computer’s own names and addresses, for 30 days, and nobody trusts it before being told to."
)
_ABOUT_CLIENT = (
    "The other end shows a certificate. It must be signed by somebody who is trusted, be good today, and name the host "
    "that is called."
)
_FILE, _KEY_HELP = "A file in PEM form", "Empty: the key is in the file of the certificate"


class TlsFields(ttk.Frame):
    """For a listener, or for a caller."""

    def __init__(self, parent: tk.Misc, parts: Parts, chosen: ChosenTls) -> None:
        super().__init__(parent)
        self._parts = parts
        self._chosen = chosen
        self._lines: list[tk.Widget] = []
        self.fields: dict[str, Field] = {}
        self._verify = tk.BooleanVar(self, value=chosen.form.verify)
        self._say(_ABOUT_SERVER if chosen.is_server else _ABOUT_CLIENT)
        if chosen.is_server:
            self._make_for_server()
        else:
            self._make_for_client()
        self._make_for_both()
        self._show_errors()
        parts.theme.follow(self, self._spread)

    @property
    def first_focus(self) -> tk.Misc:
        """What is at fault, or else the first field."""
        wrong = [field for field in self.fields.values() if field.message]
        return (wrong or list(self.fields.values()))[0].entry

    def forget(self) -> None:
        """All as usual."""
        self._chosen.forget()
        for name, field in self.fields.items():
            field.value = getattr(self._chosen.form, name)
        self._verify.set(True)
        self._show_trusted()

    def _make_for_server(self) -> None:
        self._file("certificate", "Certificate", "Empty: one is made on the spot")
        self._say("Its own first, after it those that lead to an authority.", muted=True)
        self._file("key", "Its key", _KEY_HELP)
        self._file("authority", "Callers’ authority", "Empty: callers are not asked for a certificate")
        self._say("With a file here, callers must show a certificate that one of the authorities in it signed.",
                  muted=True)  # fmt: skip

    def _make_for_client(self) -> None:
        self.verify = ttk.Checkbutton(
            self, text="Check the other end’s certificate", variable=self._verify,
            command=lambda: self._chosen.change(verify=self._verify.get()),
        )  # fmt: skip
        self._lines.append(self.verify)
        self._say("Without, the conversation is encrypted, and nobody knows with whom: for tests only.", muted=True)
        self._file("authority", "Trust", "Empty: the authorities that this system trusts")
        self._say("A server’s own certificate, or those of its authorities; then nobody else is trusted.", muted=True)
        self.trusted = WrappedLabel(self)
        self._lines.append(self.trusted)
        self._field("server_name", "Server name", 30, "Whom to ask for (SNI); empty: the host that is called")
        self._file("certificate", "Your certificate", "For servers that ask for one")
        self._file("key", "Its key", _KEY_HELP)
        self._show_trusted()

    def _make_for_both(self) -> None:
        self._field("alpn", "Spoken inside (ALPN)", 30, "The most wanted first, with commas: h2, http/1.1")
        flow = Flow(self, self._parts.theme)
        for name, label in (("lowest", "Versions from"), ("highest", "to")):
            field = Field(flow, self._parts.theme, label, values=list(VERSIONS), editable=False, width=8)
            flow.add(field)
            self._mind(name, field)
        self.fields["lowest"].label.configure(width=_LABEL)
        self._lines.append(flow)

    def _file(self, name: str, label: str, help: str) -> None:
        flow = Flow(self, self._parts.theme, gap=6)
        field = Field(flow, self._parts.theme, label, width=30, help=f"{_FILE}. {help}.")
        field.label.configure(width=_LABEL)
        flow.add(field, grow=True)
        choose = ttk.Button(flow, text="Choose…", command=lambda: self._choose(name))
        flow.add(choose)
        self._mind(name, field)
        self._lines.append(flow)

    def _field(self, name: str, label: str, width: int, help: str) -> None:
        flow = Flow(self, self._parts.theme, gap=6)
        field = Field(flow, self._parts.theme, label, width=width, help=help)
        field.label.configure(width=_LABEL)
        flow.add(field, grow=True)
        self._mind(name, field)
        self._lines.append(flow)

    def _mind(self, name: str, field: Field) -> None:
        field.value = getattr(self._chosen.form, name)
        field.on_change(self._taking(name, field))
        self.fields[name] = field

    def _taking(self, name: str, field: Field) -> Callable[[], None]:
        return lambda: self._chosen.change(**{name: field.value})

    def _choose(self, name: str) -> None:
        path = self._parts.dialogs.ask_existing("Choose a file in PEM form", (PEM,))
        if path is not None:
            self.fields[name].value = str(path)
            self._chosen.change(**{name: str(path)})

    def _show_trusted(self) -> None:
        if self._chosen.is_server:
            return
        prints = [spaced(sha256(der).hexdigest())[:_FINGERPRINT_SHOWN] for der in self._chosen.form.trusted]
        self.trusted.say(
            f"You said to trust as well: SHA-256 {', '.join(prints)} … “All as usual” forgets that." if prints else ""
        )

    def _show_errors(self) -> None:
        places = {
            At.CERTIFICATE: "certificate", At.KEY: "key", At.AUTHORITY: "authority", At.SERVER_NAME: "server_name",
            At.TLS_VERSION: "highest", At.ALPN: "alpn",
        }  # fmt: skip
        for at, words in self._chosen.errors.items():
            self.fields[places[at]].show_error(words)
        self._chosen.errors.clear()

    def _say(self, text: str, *, muted: bool = False) -> None:
        label = WrappedLabel(self, style="Muted.TLabel" if muted else "TLabel")
        label.say(text)
        self._lines.append(label)

    def _spread(self) -> None:
        px = self._parts.theme.px
        for line in self._lines:
            above = px(2) if isinstance(line, WrappedLabel) else px(12)
            line.pack(fill="x", pady=(above, px(2)))
