"""Bytes in a real window: dump and text, their selection, and what is not shown."""

from __future__ import annotations

import time
import tkinter as tk

import pytest

from core.payload.encodings import encoding_of
from gui.theme import Theme
from gui.widgets.text.byte_text import ByteText
from gui.widgets.text.hex_text import BytesPane
from tests.gui.widgets.hands import press, write


@pytest.fixture
def pane(root: tk.Tk, theme: Theme) -> BytesPane:
    """An empty one that fills the window."""
    made = BytesPane(root, theme)
    made.pack(fill="both", expand=True)
    root.update()
    return made


def panels(pane: BytesPane) -> tuple[tk.Text, tk.Text]:
    """The dump and the text."""
    pane.update()
    dump, text = (child for child in pane.winfo_children() if isinstance(child, ByteText))
    return dump.text, text.text


def content(text: tk.Text) -> str:
    return text.get("1.0", "end-1c")


def marked(text: tk.Text, tag: str = "mark") -> list[str]:
    ends = text.tag_ranges(tag)
    return [text.get(ends[at], ends[at + 1]) for at in range(0, len(ends), 2)]


def said(pane: BytesPane) -> list[str]:
    """The sentences that can be seen."""
    pane.update()
    labels = (child for child in pane.winfo_children() if child.winfo_class() == "TLabel")
    return [str(label.cget("text")) for label in labels if label.winfo_ismapped()]


def test_bytes_are_shown_as_a_dump_beside_text(pane: BytesPane) -> None:
    pane.show(b"hello\r\nworld\x00")
    dump, text = panels(pane)
    assert content(dump) == "0000  68 65 6c 6c 6f 0d 0a 77  6f 72 6c 64 00           hello··world·"
    assert content(text) == "hello\\r\\n\nworld\\0"
    pane.show(b"other")
    assert content(text) == "other"


def test_what_could_deceive_is_shown_by_escapes(pane: BytesPane) -> None:
    pane.show(b"\x1b[31m\x00\xff" + "\u202e".encode())
    _, text = panels(pane)
    assert content(text) == "\\x1b[31m\\0\\xff\\u{202e}"


def test_what_is_selected_in_the_dump_is_marked_in_the_text(pane: BytesPane) -> None:
    pane.show(b"hello\r\nworld")
    dump, text = panels(pane)
    dump.focus_force()
    dump.tag_add("sel", "1.21", "1.33")
    pane.update()
    assert pane.selection == range(5, 9)
    assert marked(text) == ["\\r\\n", "wo"]
    dump.tag_remove("sel", "1.0", "end")
    pane.update()
    assert pane.selection == range(0)
    assert marked(text) == []


def test_what_is_selected_in_the_text_is_marked_in_the_dump(pane: BytesPane) -> None:
    pane.show("für 😀!".encode())
    dump, text = panels(pane)
    start = text.search("😀", "1.0")
    text.tag_add("sel", start, f"{start} + 1 chars")
    pane.update()
    assert pane.selection == range(5, 9)
    assert marked(dump) == ["f0 9f 98  80", "····"]


def test_the_selected_bytes_stay_selected_when_they_are_read_in_another_encoding(pane: BytesPane) -> None:
    pane.show("für".encode())
    pane.select(range(1, 3))
    dump, text = panels(pane)
    assert marked(text) == ["ü"]
    pane.read_as(encoding_of("latin-1"))
    pane.update()
    assert content(text) == "fÃ¼r"
    assert (marked(text), pane.selection) == (["Ã¼"], range(1, 3))
    text.tag_add("sel", "1.2", "1.3")
    pane.update()
    assert pane.selection == range(2, 3)
    assert marked(dump) == ["bc", "·"]


def test_there_is_one_selection_in_both(pane: BytesPane) -> None:
    pane.show(b"hello world")
    dump, text = panels(pane)
    dump.tag_add("sel", "1.6", "1.8")
    pane.update()
    text.tag_add("sel", "1.6", "1.11")
    pane.update()
    assert pane.selection == range(6, 11)
    assert marked(dump, "sel") == []
    assert marked(dump) == ["6f", "ow"] or marked(dump) == ["77 6f  72 6c 64", "world"]
    pane.select(range(2))
    pane.update()
    assert marked(text) == ["he"]
    assert marked(text, "sel") == []


def test_it_can_be_copied_but_not_changed(pane: BytesPane, root: tk.Tk) -> None:
    pane.show(b"hello")
    _, text = panels(pane)
    write(text, "x")
    press(text, "<Control-a>", "<<Copy>>", "<Delete>")
    assert content(text) == "hello"
    assert root.clipboard_get() == "hello"


def test_no_more_than_the_limit_is_shown_and_the_rest_is_counted(root: tk.Tk, theme: Theme) -> None:
    pane = BytesPane(root, theme, limit=1000)
    pane.pack(fill="both", expand=True)
    pane.show(b"x" * 5000)
    assert said(pane) == ["", "The first 1,000 bytes; 4,000 more are not shown."]
    assert content(panels(pane)[1]) == "x" * 1000
    pane.show(b"x" * 10, total=30)
    assert said(pane)[-1] == "The first 10 bytes; 20 more were not kept."
    pane.show(b"x" * 5000, total=6000)
    assert said(pane)[-1] == "The first 1,000 bytes; 4,000 more are not shown; 1,000 more were not kept."
    pane.show(b"x" * 10)
    assert said(pane) == [""]


def test_no_line_is_longer_than_tk_can_bear(pane: BytesPane) -> None:
    pane.show(b"x" * 65536)
    _, text = panels(pane)
    assert max(map(len, content(text).split("\n"))) <= 4096


def test_a_long_payload_is_written_in_slices(pane: BytesPane) -> None:
    payload = bytes(range(256)) * 256
    times = []
    for _ in range(3):
        pane.show(b"")
        pane.update()
        start = time.process_time()
        pane.show(payload)
        times.append(time.process_time() - start)
        pane.select(range(65_535, 65_536))
    assert min(times) < 0.05, "the window would stand still"
    dump, _ = panels(pane)
    assert content(dump).count("\n") == 4095
    assert marked(dump) == ["ff", "·"]


def test_other_bytes_while_the_last_are_still_being_written_are_shown_alone(pane: BytesPane) -> None:
    pane.show(b"a" * 65536)
    pane.show(b"b")
    assert content(panels(pane)[1]) == "b"


def test_a_sentence_alone_takes_the_place_of_the_bytes(pane: BytesPane) -> None:
    pane.show(b"hello")
    pane.clear("listen() moves no bytes.")
    assert said(pane) == ["listen() moves no bytes."]
    assert not any(child.winfo_ismapped() for child in pane.winfo_children() if isinstance(child, ByteText))


@pytest.mark.parametrize("percent", [80, 100, 200, 300])
def test_dump_lines_are_never_cut(pane: BytesPane, root: tk.Tk, theme: Theme, percent: int) -> None:
    pane.show(bytes(range(64)))
    pane.select(range(3, 5))
    theme.set_percent(percent)
    for _ in range(4):
        root.update()
    dump, text = panels(pane)
    assert dump.xview() == (0.0, 1.0)
    assert text.winfo_width() > theme.text_width("0" * 8, "LabMono")
    assert content(dump).startswith("0000  00 01 02 03")
    assert marked(dump) == ["03", "·", "04", "·"] or marked(dump) == ["03 04", "··"]
