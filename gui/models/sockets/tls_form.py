"""How the Listen and Connect forms speak TLS, as it is typed; and what the TLS panel is to show (window thread).

Law: what is folded away is said in the title of its button; that nothing is checked is always said there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Any, TypeAlias

from core.contract.faults import Field
from core.contract.frozen import frozen
from core.contract.tls import TlsClient, TlsServer, TlsVersion
from core.payload.addresses import parse_host
from core.payload.numbers import counted

VERSIONS = {version.label: version for version in TlsVersion}
FIELDS = frozenset(
    {Field.CERTIFICATE, Field.KEY, Field.AUTHORITY, Field.SERVER_NAME, Field.TLS_VERSION, Field.ALPN}
)  # fmt: skip
"""What stands in the panel."""


@frozen
class TlsForm:
    """Everything as it was typed; files by their paths."""

    certificate: str = ""
    key: str = ""
    authority: str = ""
    """Of a caller: who is trusted, "" for those of the system. Of a listener: whose certificates callers must show."""
    alpn: str = ""
    lowest: str = TlsVersion.TLS_1_2.label
    highest: str = TlsVersion.TLS_1_3.label
    server_name: str = ""
    verify: bool = True
    trusted: tuple[bytes, ...] = ()
    """Certificates that a person said to trust."""

    def server(self) -> TlsServer:
        """For a listener."""
        return TlsServer(
            certificate=self.certificate.strip(),
            key=self.key.strip(),
            client_authority=self.authority.strip(),
            **self._common(),
        )

    def client(self) -> TlsClient:
        """For a caller; BadInput, as of parse_host(), when the server's name can't be one."""
        name = self.server_name.strip()
        return TlsClient(
            verify=self.verify,
            authority=self.authority.strip(),
            trusted=self.trusted,
            server_name=parse_host(name, Field.SERVER_NAME) if name else "",
            certificate=self.certificate.strip(),
            key=self.key.strip(),
            **self._common(),
        )

    def _common(self) -> dict[str, Any]:
        return {
            "alpn": tuple(name.strip() for name in self.alpn.split(",") if name.strip()),
            "lowest": VERSIONS[self.lowest],
            "highest": VERSIONS[self.highest],
        }

    @property
    def server_title(self) -> str:
        """What callers are shown, and whether they must show something."""
        shown = f"certificate {_name(self.certificate)}" if self.certificate.strip() else "certificate made on the spot"
        return f"TLS: {shown}{', asks callers for theirs' if self.authority.strip() else ''}…"

    @property
    def client_title(self) -> str:
        """Whether the other end's certificate is checked, and against what."""
        if not self.verify:
            return "TLS: ⚠ certificate not checked…"
        if self.authority.strip():
            return f"TLS: trusts {_name(self.authority)}…"
        if self.trusted:
            return f"TLS: trusts {counted(len(self.trusted), 'certificate')} beside the system’s…"
        return "TLS: as usual…"


def form_of(tls: TlsServer | TlsClient) -> TlsForm:
    """As it would have been typed."""
    form = TlsForm(
        tls.certificate, tls.key, alpn=", ".join(tls.alpn), lowest=tls.lowest.label, highest=tls.highest.label
    )
    if isinstance(tls, TlsServer):
        return replace(form, authority=tls.client_authority)
    return replace(
        form, authority=tls.authority, server_name=tls.server_name, verify=tls.verify, trusted=tls.trusted
    )  # fmt: skip


class ChosenTls:
    """What one of the two forms has chosen; the panel changes it."""

    def __init__(self, *, is_server: bool, form: TlsForm) -> None:
        self.is_server = is_server
        self.form = form
        self.errors: dict[Field, str] = {}
        """What was wrong with it, by the field that is at fault."""
        self.on_change: Callable[[], None] = lambda: None

    def change(self, **fields: Any) -> None:
        """Take fields of TlsForm as they are typed now."""
        self.form = replace(self.form, **fields)
        self.on_change()

    def take(self, tls: TlsServer | TlsClient) -> None:
        """Choose what a remedy asks for."""
        self.form = form_of(tls)
        self.on_change()

    def forget(self) -> None:
        """All as usual."""
        self.form = TlsForm()
        self.errors.clear()
        self.on_change()

    @property
    def title(self) -> str:
        """What the form's button says."""
        return self.form.server_title if self.is_server else self.form.client_title


Subject: TypeAlias = int | ChosenTls
"""The number of a socket, or what a form chooses."""


class TlsAsked:
    """What the panel shows."""

    def __init__(self) -> None:
        self.subject: Subject | None = None
        self.on_ask: Callable[[], None] = lambda: None
        """Opens the panel."""

    def ask(self, subject: Subject) -> None:
        """Show the TLS of this."""
        self.subject = subject
        self.on_ask()


def _name(path: str) -> str:
    return PurePath(path.strip()).name
