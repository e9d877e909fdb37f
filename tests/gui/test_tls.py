"""TLS at the window: chosen as a protocol, refused with a reason, trusted by a click, shown inside and out."""

from __future__ import annotations

import re
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

from core.contract.sockets import SocketSnapshot
from gui.frame.tls_panel import TlsPanel
from gui.views.follow_view import FollowView
from tests.gui.person import Person
from tests.support.certificates import Authority
from tests.support.programs import find


def listen(person: Person) -> int:
    """A TLS listener with Echo; its port."""
    form = person.server.form
    person.choose(form.protocol, 2)
    person.write(form.port.entry, "0")
    person.press("<Return>", form.port.entry)
    person.wait(lambda: person.bound and "listening" in person.bound[-1][-1], "the port")
    held = re.search(r"^TLS 127\.0\.0\.1:(\d+)", person.bound[-1][2])
    assert held is not None, person.bound
    return int(held[1])


def call(person: Person, host: str, port: int) -> None:
    person.window.show_tab("client")
    form = person.client.form
    person.choose(form.protocol, 2)
    person.write(form.host.entry, host)
    person.write(form.port.entry, str(port))
    person.press("<Return>", form.port.entry)


def newest_client(person: Person) -> SocketSnapshot:
    return person.app.parts.sockets.clients()[-1]


def panel_of(person: Person) -> TlsPanel:
    panel = person.window.panels.made["tls"]
    assert isinstance(panel, TlsPanel)
    person.wait(panel.winfo_viewable, "the panel")
    return panel


def press_remedy(person: Person, label: str) -> None:
    person.wait(lambda: label in person.window.why.buttons, label)
    person.click(person.window.why.buttons[label])


def test_a_certificate_is_trusted_by_a_click_and_the_text_stands_beside_the_bytes(
    person: Person, tmp_path: Path
) -> None:
    port = listen(person)
    assert person.server.form.tls.cget("text") == "TLS: certificate made on the spot…"
    call(person, "localhost", port)
    press_remedy(person, "Trust this certificate, connect")
    person.wait(lambda: newest_client(person).can_write, "the handshake")
    assert person.client.form.tls.cget("text") == "TLS: trusts 1 certificate beside the system’s…"
    person.wait(lambda: ("TLS", "connected") in [(row[4], row[7]) for row in person.clients], "the row")
    send_row = person.client.send_row
    person.write(send_row.entry.entry, "inside")
    person.wait(lambda: send_row.button.instate(["!disabled"]), "a socket that can send")
    person.press("<Return>", send_row.entry.entry)
    number = newest_client(person).number
    person.press("<Control-j>")  # away with the forms: room for the rows
    person.write(person.window.records.filter.entry.entry, f"#{number}")
    person.wait(lambda: [row[5] for row in person.traffic].count("inside") == 2, "the echo")
    assert [row[2] for row in person.traffic if row[5] == "inside"] == ["→ out TLS", "← in TLS"]
    assert any(row[2] == "→ out" and row[5].startswith(r"\x17\x03\x03") for row in person.traffic)
    person.press("<Control-j>")
    assert "was checked and is good" in person.client.about.text
    person.click(person.client.about.tls)
    panel = panel_of(person)
    assert panel.facts is not None
    for words in ("TLS 1.3", "Asked for\nlocalhost", "→ ClientHello", "Signed by\nitself"):
        assert words in panel.facts.text
    person.answers.paths.append(tmp_path / "theirs.pem")
    person.click(panel.keep)
    theirs = newest_client(person).tls
    assert theirs is not None
    saved = ssl.PEM_cert_to_DER_cert((tmp_path / "theirs.pem").read_text())
    assert saved == theirs.theirs[0].der
    person.press("<Escape>")
    person.look_at("follow")
    follow = person.window.records.views["follow"]
    assert isinstance(follow, FollowView)
    person.wait(lambda: "inside TLS" in follow.title.text, "the conversation")


def test_files_of_ones_own_are_shown_to_openssl_and_a_wrong_one_is_said_at_its_field(
    person: Person, tmp_path: Path
) -> None:
    authority = Authority(tmp_path)
    files = authority.issue("127.0.0.1")
    form = person.server.form
    person.choose(form.protocol, 2)
    person.click(form.tls)
    panel = panel_of(person)
    assert panel.fields is not None
    person.write(panel.fields.fields["certificate"].entry, files.certificate)
    person.write(panel.fields.fields["key"].entry, str(tmp_path / "nowhere.pem"))
    person.press("<Escape>", panel.fields.fields["key"].entry)
    person.write(form.port.entry, "0")
    person.press("<Return>", form.port.entry)
    person.wait(lambda: panel.is_open and panel.fields and panel.fields.fields["key"].message, "what is wrong")
    assert "nowhere.pem cannot be read" in panel.fields.fields["key"].message
    person.answers.paths.append(Path(files.key))
    chooser = next(it for it in panel.fields.fields["key"].master.winfo_children() if it.winfo_class() == "TButton")
    person.click(chooser)
    person.press("<Escape>", panel.fields.fields["key"].entry)
    port = listen(person)
    shown = subprocess.run(
        [find("openssl"), "s_client", "-connect", f"127.0.0.1:{port}", "-CAfile", authority.file],
        input=b"", capture_output=True, timeout=20, check=False,
    )  # fmt: skip
    assert b"Verify return code: 0 (ok)" in shown.stdout


def test_a_start_option_speaks_tls(start_lab: Callable[[list[str]], Person]) -> None:
    person = start_lab(["--listen", "tls://127.0.0.1:0", "--reply", "web-page"])
    person.wait(lambda: person.bound and person.bound[0][2].startswith("TLS "), "the port")
    port = person.app.parts.sockets.bound()[0].local
    assert port is not None
    page = subprocess.Popen([find("curl"), "-sSk", f"https://{port}/"], stdout=subprocess.PIPE)
    person.wait(lambda: page.poll() is not None, "curl")
    written, _ = page.communicate(timeout=10)
    assert b"<html" in written
