"""The Server tab's form: protocol, address, port, reply, Listen (window thread).

Law: one press makes one listener, however often the button is hit; what was typed stays.
"""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic
from tkinter import ttk

from core.contract.commands import BindUdp, Command, Listen
from core.contract.endpoints import Protocol
from core.contract.events import Done, Failed
from core.contract.faults import Fault
from core.contract.faults import Field as At
from core.explain.faults import Explanation, explain
from core.replies.catalogue import BY_NAME
from gui.frame.notices import Notices
from gui.keys import label_of, leave_send_keys
from gui.models.replies.rules_asked import RulesWish
from gui.models.sockets.addresses import (
    AddressChoice,
    choices,
    in_words,
    note_for,
    path_choices,
    typed_address,
)
from gui.models.sockets.endpoint_forms import ListenForm, parse_reply
from gui.models.sockets.tls_form import ChosenTls, TlsForm
from gui.models.sockets.transports import (
    PROTOCOL_WIDTH,
    TRANSPORTS,
    Transport,
    index_for,
    index_of_key,
)
from gui.parts import Parts
from gui.tabs.address_offer import AddressOffer, Own
from gui.tabs.options_button import OptionsButton
from gui.tabs.place_fields import PlaceFields
from gui.tabs.reply_chooser import ReplyChooser
from gui.tabs.tls_button import TlsButton
from gui.widgets.entry.field import Field
from gui.widgets.flow import Flow
from gui.widgets.tooltip import Tooltip

DOUBLE_CLICK_S = 0.5
"""A second press of an unchanged form within this time is the second half of a double click."""


class ListenBar(ttk.Frame):
    """Asks for a listener (TCP) or a bound socket (UDP)."""

    def __init__(self, parent: tk.Misc, parts: Parts, notices: Notices, on_made: Callable[[int], None]) -> None:
        """`on_made` hears the number of each socket that got its port."""
        super().__init__(parent)
        self._parts = parts
        self._notices = notices
        self._on_made = on_made
        self._asked: ListenForm | None = None
        self._asked_at = 0.0
        self._waiting = False
        self._make_fields()

    def _make_fields(self) -> None:
        theme, settings = self._parts.theme, self._parts.settings
        flow = Flow(self, theme)
        labels = [it.label for it in TRANSPORTS]
        self.protocol = Field(flow, theme, "Protocol", values=labels, editable=False, width=PROTOCOL_WIDTH)
        self.protocol.choose(index_of_key(settings.listen_protocol))
        self.address = Field(
            flow,
            theme,
            "Address",
            values=[],
            width=27,
            help="Which address of this computer to hold on to; choose one or type one",
            value=in_words(settings.listen_address),
        )
        self.port = Field(
            flow, theme, "Port", width=7, help="1 to 65535; 0 means any free port", value=settings.listen_port
        )
        self._offer = AddressOffer(self.address, self._parts.bridge, self._choices)
        self._place = PlaceFields(self.address, self.port, settings.listen_path)
        for field in (self.protocol, self.address, self.port):
            flow.add(field)
        self.reply = ReplyChooser(
            flow,
            self._parts,
            name=settings.listen_reply,
            text=settings.listen_reply_text,
            to=settings.listen_forward_to,
            file=settings.listen_reply_file,
            on_choice=self._warn,
            on_submit=self.submit,
            on_rules=self._write_rules,
        )
        self.reply.rules = settings.listen_reply_rules
        self.options = OptionsButton(flow, self._parts, "bind()", lambda: self._protocol)
        own = TlsForm(settings.listen_certificate, settings.listen_key, settings.listen_client_authority)
        self.tls = TlsButton(flow, self._parts, ChosenTls(is_server=True, form=own))
        self.button = ttk.Button(flow, text="Listen", style="Accent.TButton", command=self.submit)
        flow.add(self.button, right=True)
        flow.pack(fill="x")
        Tooltip(self.button, theme, f"Hold on to the port and wait for callers ({label_of('primary')})")
        self.address.on_change(self._warn)
        self.protocol.on_change(self._name_button)
        for entered in (self.address, self.port):
            entered.on_submit(self.submit)
            leave_send_keys(entered.entry)
        self._name_button()

    @property
    def form(self) -> ListenForm:
        """The form as it stands."""
        return ListenForm(
            self._protocol, self.address.value, self.port.value, self.reply.name, self.reply.given,
            self.options.texts, self._transport.has_path,
            self.tls.chosen.form if self._transport.is_tls else None,
        )  # fmt: skip

    @property
    def _transport(self) -> Transport:
        return TRANSPORTS[self.protocol.index]

    @property
    def _protocol(self) -> Protocol:
        return self._transport.protocol

    def submit(self) -> None:
        """Ask for the socket, or say at the fields what is wrong."""
        form = self.form
        if form == self._asked and (self._waiting or monotonic() - self._asked_at < DOUBLE_CLICK_S):
            return
        made = form.parse()
        self._clear()
        if isinstance(made, tuple):
            for fault in reversed(made):
                self._show_words(fault, explain(fault))
            return
        self._parts.reasons.clear()
        self._asked, self._asked_at, self._waiting = form, monotonic(), True
        reply = parse_reply(form.reply, form.reply_text)
        self.reply.file.check(reply, lambda: self._ask(form, made), self._answered)

    def take(self, command: Listen | BindUdp, on_done: Callable[[], None]) -> None:
        """Fill the form in with what a remedy asks for, and press; `on_done` when it came about."""
        if not BY_NAME[command.reply.name].takes:  # what they are given stands there already
            self.reply.name = command.reply.name
        self.fill(command)
        self._ask(self.form, lambda number: replace(command, id=number), on_done)

    def fill(self, command: Listen | BindUdp) -> None:
        """Fill in where to listen; the reply stays as it was chosen."""
        protocol = Protocol.UDP if isinstance(command, BindUdp) else Protocol.TCP
        tls = command.tls if isinstance(command, Listen) else None
        self.protocol.choose(index_for(protocol, command.host, is_tls=tls is not None))
        if tls is not None:
            self.tls.chosen.take(tls)
        self._place.show(has_path=self._transport.has_path)
        self._offer.again()
        self.address.value = self._offer.line_of(command.host)
        if not self._transport.has_path:
            self.port.value = str(command.port)
        self._clear()
        self._name_button()

    def remember(self) -> None:
        """Put what stands in the form into the settings."""
        form, settings = self.form, self._parts.settings
        settings.listen_protocol = self._transport.key
        own = self.tls.chosen.form
        settings.listen_certificate, settings.listen_key = own.certificate, own.key
        settings.listen_client_authority = own.authority
        address, path = self._place.texts
        settings.listen_address, settings.listen_path = typed_address(address), path
        settings.listen_port = form.port
        settings.listen_reply = form.reply
        settings.listen_reply_text = self.reply.text.value
        settings.listen_forward_to = self.reply.to.value
        settings.listen_reply_rules = self.reply.rules
        settings.listen_reply_file = self.reply.file.field.value

    def _ask(
        self, form: ListenForm, made: Callable[[int], Command], on_done: Callable[[], None] = lambda: None
    ) -> None:
        self._asked, self._asked_at, self._waiting = form, monotonic(), True

        def came_about(done: Done) -> None:
            self._done(done)
            on_done()

        self._parts.bridge.submit(made, came_about, lambda failed: self._failed(form, made(0), failed))

    def _answered(self) -> None:
        self._waiting = False

    def _done(self, done: Done) -> None:
        self._answered()
        if done.socket is not None:
            self._on_made(done.socket)

    def _failed(self, form: ListenForm, command: Command, failed: Failed) -> None:
        from core.explain.why.case import Case  # only a failure needs it

        self._answered()
        fault = failed.fault
        case = Case(fault, form.protocol, command, self._parts.sockets.get(failed.socket))
        self._parts.reasons.failed(case, lambda words: self._show_words(fault, words))

    def _show_words(self, fault: Fault, words: Explanation) -> None:
        at = {
            At.HOST: self.address, At.PORT: self.port, At.DATA: self.reply.text, At.REPLY: self.reply.which,
            At.RULES: self.reply.which, At.FORWARD: self.reply.to, At.FILE: self.reply.file.field,
        }.get(fault.field)  # fmt: skip
        if at is None:
            if self.tls.show_error(fault, words):
                return
            if self._parts.reasons.case is not None:  # its card says it
                return
            self._notices.show_words(f"{self.button.cget('text')} did not work", words)
            return
        at.show_error(f"{words.sentence} {words.remedy} {words.error}".rstrip())
        at.focus_entry()

    def _write_rules(self) -> None:
        def use(rules: str) -> None:
            self.reply.rules = rules
            self._warn()

        self._parts.rules.ask(RulesWish("the next listener", self.reply.rules, use))

    def _clear(self) -> None:
        for field in (self.port, self.reply.text, self.reply.to, self.reply.file.field):
            field.clear()
        self._warn()

    def _warn(self) -> None:
        note = note_for(self.address.value)
        if note:
            self.address.show_note(f"{typed_address(self.address.value)} is {note}: other computers can connect too.")
        else:
            self.address.clear()
        if self._protocol is Protocol.UDP and not BY_NAME[self.reply.name].on_udp:
            self.reply.which.show_note("This reply needs TCP: a UDP port stays silent with it.")
        else:
            self.reply.which.clear()

    def _name_button(self) -> None:
        self.button.configure(text="Listen" if self._protocol is Protocol.TCP else "Bind")
        self._place.show(has_path=self._transport.has_path)
        self._offer.again()
        self.options.say()
        self.tls.show(self._transport.is_tls)
        self._warn()

    def _choices(self, own: Own) -> Sequence[AddressChoice]:
        return path_choices() if self._transport.has_path else choices(own)
