"""What became of a socket's TLS: agreed on, checked, shown by either end (window thread).

Law: drawn anew only when something else is known.
"""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import ttk

from core.contract.faults import fault_of
from core.contract.tls import Certificate, TlsFacts
from core.explain.faults import explain
from core.explain.tls import agreement, agreement_lines, certificate_lines
from core.payload.numbers import counted
from gui.models.files.file_kinds import PEM
from gui.parts import Parts
from gui.widgets.wrapped_label import WrappedLabel

_LABEL = 13
"""Characters."""


class TlsFactsView(ttk.Frame):
    """Of one socket."""

    def __init__(self, parent: tk.Misc, parts: Parts, number: int) -> None:
        super().__init__(parent)
        self._parts = parts
        self._number = number
        self._shown: TlsFacts | None = None
        self._lines: list[tk.Widget] = []
        self.columnconfigure(1, weight=1)
        self.bring_up_to_date()

    @property
    def text(self) -> str:
        """All that it says."""
        return "\n".join(str(line.cget("text")) for line in self._lines)

    @property
    def theirs(self) -> Certificate | None:
        """What the other end showed first."""
        return self._shown.theirs[0] if self._shown is not None and self._shown.theirs else None

    def bring_up_to_date(self) -> None:
        """What is known by now; once it has ended, what was known."""
        snapshot = self._parts.sockets.get(self._number)
        tls = snapshot.tls if snapshot is not None else None
        if tls is None or tls == self._shown:
            return
        self._shown = tls
        for line in self._lines:
            line.destroy()
        self._lines.clear()
        self._draw(tls)

    def save_theirs(self) -> None:
        """Put their certificate into a file, which can be trusted from then on."""
        certificate = self.theirs
        path = self._parts.dialogs.ask_new("Save their certificate", PEM, "certificate.pem")
        if certificate is None or path is None:
            return
        try:
            import ssl  # loaded by whoever spoke TLS

            Path(path).write_text(ssl.DER_cert_to_PEM_cert(certificate.der), encoding="ascii")
        except OSError as error:
            words = explain(fault_of(error, "open", about=str(path)))
            self._say(f"{words.sentence} {words.remedy}", "Error.TLabel")
        else:
            self._say(f"Saved as {path}. Named under “Trust”, it is trusted.", "Muted.TLabel")

    def _draw(self, tls: TlsFacts) -> None:
        is_listener = not (tls.messages or tls.asked or tls.is_established)
        if not is_listener:
            self._say(f"#{self._number}: {agreement(tls)}.")
            for name, value in agreement_lines(tls):
                self._pair(name, value)
        for title, certificates in (("The other end showed", tls.theirs), ("This end shows", tls.ours)):
            if certificates:
                self._say(f"{title} {counted(len(certificates), 'certificate')}", "Bold.TLabel", gap=16)
            for at, certificate in enumerate(certificates):
                for name, value in certificate_lines(certificate):
                    self._pair(name, value, gap=10 if at and name == "Whose" else 2)
        if tls.messages:
            self._say("The handshake, message by message", "Bold.TLabel", gap=16)
            self._say("\n".join(tls.messages))

    def _say(self, text: str, style: str = "TLabel", *, gap: int = 4) -> None:
        label = WrappedLabel(self, style=style)
        label.say(text)
        label.grid(row=len(self._lines), column=0, columnspan=2, sticky="ew", pady=(self._parts.theme.px(gap), 0))
        self._lines.append(label)

    def _pair(self, name: str, value: str, *, gap: int = 2) -> None:
        row, px = len(self._lines), self._parts.theme.px
        label = ttk.Label(self, text=name, style="Muted.TLabel", width=_LABEL)
        label.grid(row=row, column=0, sticky="nw", pady=(px(gap), 0))
        said = WrappedLabel(self)
        said.say(value)
        said.grid(row=row, column=1, sticky="ew", pady=(px(gap), 0))
        self._lines += [label, said]
