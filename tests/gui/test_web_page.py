"""The reply "web page" chosen at the window."""

from __future__ import annotations

import tkinter as tk
from pathlib import Path
from tkinter import ttk

import pytest

from tests.gui.person import Person
from tests.support.programs import output_of

WEB_PAGE = 3


def test_a_browser_is_answered_by_a_listener_with_that_reply(person: Person) -> None:
    port = person.listen(reply=WEB_PAGE)
    assert person.bound[0][3] == "Web page"
    page = output_of("curl", "--silent", "--noproxy", "*", f"http://127.0.0.1:{port}/")
    person.wait(lambda: len(person.traffic) >= 2, "the request and the page")
    request, answer = person.traffic[0], person.traffic[-1]
    assert "GET / HTTP/1.1" in request[5]
    assert "HTTP/1.1 200 OK" in answer[5]
    assert request[3] in page, "the page knows the browser's end as the window does"


def test_with_udp_the_form_says_that_the_page_stays_silent(person: Person) -> None:
    form = person.server.form
    person.choose(form.reply.which, WEB_PAGE)
    assert form.reply.which.message == ""
    person.choose(form.protocol, 1)
    assert "This reply needs TCP" in form.reply.which.message
    person.choose(form.reply.which, 1)
    assert form.reply.which.message == ""


def test_the_page_opens_in_the_persons_browser(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    monkeypatch.setenv("BROWSER", f"curl --silent --noproxy * --output {page} %s")
    monkeypatch.setattr("webbrowser._tryorder", None)  # or a browser that was found before stays in force
    browse = person.server.bound.browse
    person.listen(reply=1)
    assert not browse.winfo_viewable()
    person.listen(reply=WEB_PAGE)
    person.wait(browse.winfo_viewable, "the button")
    person.click(browse)
    person.wait(lambda: page.exists() and "</html>" in page.read_text(encoding="utf-8"), "the page")
    assert "What has just happened" in page.read_text(encoding="utf-8")


def test_where_no_browser_is_the_address_is_said(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "false %s")
    monkeypatch.setattr("webbrowser._tryorder", None)
    port = person.listen(reply=WEB_PAGE)
    monkeypatch.setenv("PATH", "/nowhere")
    person.wait(person.server.bound.browse.winfo_viewable, "the button")
    person.click(person.server.bound.browse)
    person.wait(lambda: f"http://127.0.0.1:{port}/" in said(person), "the notice")


def said(person: Person) -> str:
    """What the notices say."""
    labels = [it for it in descendants(person.window.notices) if isinstance(it, ttk.Label)]
    return " ".join(str(label.cget("text")) for label in labels)


def descendants(widget: tk.Misc) -> list[tk.Misc]:
    return [it for child in widget.winfo_children() for it in (child, *descendants(child))]
