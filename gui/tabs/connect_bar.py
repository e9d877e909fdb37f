"""The Client tab's form: protocol, host, port, where to call from, Connect (window thread).

Law: every press asks for one more conversation; what was typed stays.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from dataclasses import replace
from tkinter import ttk

from core.contract.commands import CONNECT_TIMEOUT_S, Command, Connect
from core.contract.endpoints import Protocol
from core.contract.events import Done, Failed
from core.contract.faults import Fault
from core.contract.faults import Field as At
from core.explain.faults import Explanation, explain
from gui.frame.notices import Notices
from gui.keys import label_of, leave_send_keys
from gui.models.sockets.addresses import local_choices
from gui.models.sockets.endpoint_forms import ConnectForm
from gui.models.sockets.tls_form import ChosenTls, TlsForm
from gui.models.sockets.transports import PROTOCOL_WIDTH, TRANSPORTS, Transport, index_for, index_of_key
from gui.parts import Parts
from gui.tabs.address_offer import AddressOffer
from gui.tabs.options_button import OptionsButton
from gui.tabs.place_fields import PlaceFields
from gui.tabs.tls_button import TlsButton
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.foldout import Foldout
from gui.widgets.tooltip import Tooltip


class ConnectBar(ttk.Frame):
    """Asks for a connection (TCP) or a socket with a target (UDP)."""

    def __init__(self, parent: tk.Misc, parts: Parts, notices: Notices, on_asked: Callable[[], None]) -> None:
        """`on_asked` is called before each Connect goes out: the socket that comes of it has a higher number."""
        super().__init__(parent)
        self._parts = parts
        self._notices = notices
        self._on_asked = on_asked
        self._fixed_peer = tk.BooleanVar(self, value=True)
        self._make_fields()

    def _make_fields(self) -> None:
        theme, settings = self._parts.theme, self._parts.settings
        flow = Flow(self, theme)
        labels = [it.label for it in TRANSPORTS]
        self.protocol = Field(flow, theme, "Protocol", values=labels, editable=False, width=PROTOCOL_WIDTH)
        self.protocol.choose(index_of_key(settings.connect_protocol))
        self.host = Field(
            flow, theme, "Host", width=24, help="A name or an address: localhost, 192.168.1.20, ::1",
            value=settings.connect_host,
        )  # fmt: skip
        self.port = Field(flow, theme, "Port", width=7, help="1 to 65535", value=settings.connect_port)
        self._place = PlaceFields(self.host, self.port, settings.connect_path)
        self.origin = Foldout(flow, theme, "From: any local port", beside=True)
        self._make_origin(self.origin.body)
        self.button = ttk.Button(flow, text="Connect", style="Accent.TButton", command=self.submit)
        for widget in (self.protocol, self.host, self.port, self.origin):
            flow.add(widget)
        self.options = OptionsButton(flow, self._parts, "connect()", lambda: self._protocol)
        own = TlsForm(settings.connect_certificate, settings.connect_key, settings.connect_authority)
        self.tls = TlsButton(flow, self._parts, ChosenTls(is_server=False, form=own))
        flow.add(self.button, right=True)
        flow.pack(fill="x")
        Tooltip(self.button, theme, f"Call the other program ({label_of('primary')})")
        for entered in (self.host, self.port, self.local_host, self.local_port, self.time_limit):
            entered.on_submit(self.submit)
            leave_send_keys(entered.entry)
        self.protocol.on_change(self._protocol_chosen)
        self._protocol_chosen()

    def _make_origin(self, flow: Flow) -> None:
        theme = self._parts.theme
        self.local_host = Field(
            flow, theme, "Local address", values=[], width=27,
            help="One of this computer’s addresses, and with it the interface; empty: the system chooses",
        )  # fmt: skip
        self._offer = AddressOffer(self.local_host, self._parts.bridge, local_choices)
        self.local_port = Field(flow, theme, "Local port", width=7, help="Empty or 0: the system gives any free port")
        self._origin = PlaceFields(self.local_host, self.local_port, "")
        self.time_limit = Field(
            flow,
            theme,
            "Give up after (s)",
            width=5,
            value=f"{CONNECT_TIMEOUT_S:g}",
            help="Whole seconds, for the look-up of the name and all attempts together",
        )
        self.fixed_peer = ttk.Checkbutton(flow, text="Fixed peer (connect)", variable=self._fixed_peer)
        Tooltip(
            self.fixed_peer,
            theme,
            "UDP: with connect() the socket hears from this one peer only, and is told when nothing listens there. "
            "Without it every datagram names its peer (sendto).",
        )
        for widget in (self.local_host, self.local_port, self.time_limit, self.fixed_peer):
            flow.add(widget)
        for field in (self.local_host, self.local_port):
            field.on_change(self._name_origin)

    @property
    def form(self) -> ConnectForm:
        """The form as it stands; also what is folded away counts, and the fold's title says it."""
        return ConnectForm(
            self._protocol,
            self.host.value,
            self.port.value,
            self.local_host.value,
            self.local_port.value,
            self._fixed_peer.get(),
            self.time_limit.value,
            self.options.texts,
            self._transport.has_path,
            self.tls.chosen.form if self._transport.is_tls else None,
        )

    @property
    def _transport(self) -> Transport:
        return TRANSPORTS[self.protocol.index]

    @property
    def _protocol(self) -> Protocol:
        return self._transport.protocol

    def submit(self) -> None:
        """Ask for the conversation, or say at the fields what is wrong."""
        form = self.form
        made = form.parse()
        for field in (self.host, self.port, self.local_host, self.local_port, self.time_limit):
            field.clear()
        if isinstance(made, tuple):
            for fault in reversed(made):
                self._show_words(fault, explain(fault))
            return
        self._parts.reasons.clear()
        self._ask(form, made)

    def take(self, command: Connect, on_done: Callable[[], None]) -> None:
        """Fill the form in with what a remedy asks for, and press; `on_done` when it came about."""
        self.fill(command)
        self.local_host.value = self._offer.line_of(command.local_host)
        self.local_port.value = str(command.local_port) if command.local_port else ""
        self.time_limit.value = f"{command.timeout_s:g}"
        self._fixed_peer.set(command.fixed_peer)
        self._protocol_chosen()
        self._ask(self.form, lambda number: replace(command, id=number), on_done)

    def fill(self, command: Connect) -> None:
        """Fill in whom to call; where the call comes from stays as it was typed."""
        self.protocol.choose(index_for(command.protocol, command.host, is_tls=command.tls is not None))
        if command.tls is not None:
            self.tls.chosen.take(command.tls)
        self._protocol_chosen()
        self.host.value = command.host
        if not self._transport.has_path:
            self.port.value = str(command.port)

    def remember(self) -> None:
        """Put what stands in the form into the settings."""
        form, settings = self.form, self._parts.settings
        settings.connect_protocol = self._transport.key
        own = self.tls.chosen.form
        settings.connect_certificate, settings.connect_key = own.certificate, own.key
        settings.connect_authority = own.authority
        settings.connect_host, settings.connect_path = self._place.texts
        settings.connect_port = form.port

    def _ask(
        self, form: ConnectForm, made: Callable[[int], Command], on_done: Callable[[], None] = lambda: None
    ) -> None:
        self._on_asked()
        before = self._parts.sockets.highest

        def came_about(done: Done) -> None:
            self._parts.reasons.connected(made(0), done.socket, before)
            on_done()

        self._parts.bridge.submit(made, came_about, lambda failed: self._failed(form, made(0), failed))

    def _failed(self, form: ConnectForm, command: Command, failed: Failed) -> None:
        """The socket's row says it, for as long as the row is there; the field says it too where one is at fault."""
        from core.explain.why.case import Case  # only a failure needs it

        fault = failed.fault
        if fault.name != "CANCELLED":
            case = Case(fault, form.protocol, command, self._parts.sockets.get(failed.socket))
            self._parts.reasons.failed(case, lambda words: self._show_words(fault, words))

    def _show_words(self, fault: Fault, words: Explanation) -> None:
        at = {
            At.HOST: self.host,
            At.PORT: self.port,
            At.LOCAL_HOST: self.local_host,
            At.LOCAL_PORT: self.local_port,
            At.TIME_LIMIT: self.time_limit,
        }.get(fault.field)
        if at is None:
            if self.tls.show_error(fault, words):
                return
            if self._parts.reasons.case is not None:  # its card says it
                return
            self._notices.show_words("Connect did not work", words)
            return
        if at in (self.local_host, self.local_port, self.time_limit):
            self.origin.set_open(True)
        at.show_error(f"{words.sentence} {words.remedy} {words.error}".rstrip())
        at.focus_entry()

    def _protocol_chosen(self) -> None:
        has_path = self._transport.has_path
        self._place.show(has_path=has_path)
        self._origin.show(has_path=has_path)
        self.tls.show(self._transport.is_tls)
        self.fixed_peer.state(["!disabled"] if self._protocol is Protocol.UDP else ["disabled"])
        self.options.say()
        self._name_origin()

    def _name_origin(self) -> None:
        self.origin.set_title(f"From: {self.form.origin}")
