"""Fields and the messages beside them, alone and in a row that wraps."""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk

import pytest

from gui.theme import Theme
from gui.widgets.entry.field import Field
from gui.widgets.entry.message_line import MessageLine
from gui.widgets.flow import Flow
from tests.gui.widgets.hands import click, press, write


def message_lines(root: tk.Misc) -> list[str]:
    """The messages that can be seen."""
    root.update()
    found = [root] if isinstance(root, MessageLine) and root.winfo_ismapped() else []
    return [str(line.cget("text")) for line in found] + [
        text for child in root.winfo_children() for text in message_lines(child)
    ]


@pytest.fixture(params=["alone", "in a flow"])
def field(request: pytest.FixtureRequest, root: tk.Tk, theme: Theme) -> Field:
    """A Port field."""
    if request.param == "alone":
        made = Field(root, theme, "Port", width=7, help="1 to 65535")
        made.pack(fill="x")
    else:
        flow = Flow(root, theme)
        flow.pack(fill="x")
        made = Field(flow, theme, "Port", width=7, help="1 to 65535")
        flow.add(made)
    root.update()
    return made


def test_there_is_no_message_line_while_there_is_nothing_to_say(field: Field, root: tk.Tk) -> None:
    assert message_lines(root) == []


def test_an_error_is_said_beside_the_field_and_what_was_typed_stays(field: Field, root: tk.Tk) -> None:
    write(field.entry, "70000")
    field.show_error("A port is at most 65535.")
    assert message_lines(root) == ["A port is at most 65535."]
    assert field.entry.instate(["invalid"])
    assert field.value == "70000"
    assert field.message == "A port is at most 65535."


def test_the_message_goes_when_the_value_is_changed(field: Field, root: tk.Tk) -> None:
    field.show_error("Wrong.")
    write(field.entry, "1")
    assert message_lines(root) == []
    assert not field.entry.instate(["invalid"])


def test_a_note_is_no_error(field: Field, root: tk.Tk) -> None:
    field.show_error("Wrong.")
    field.show_note("Others can connect to this port.")
    assert message_lines(root) == ["Others can connect to this port."]
    assert not field.entry.instate(["invalid"])
    field.clear()
    assert message_lines(root) == []


def test_changes_by_a_person_are_told_and_those_by_the_program_are_not(field: Field) -> None:
    told: list[str] = []
    field.on_change(lambda: told.append(field.value))
    field.value = "9000"
    assert told == []
    write(field.entry, "1")
    assert told == ["90001"]


def test_control_a_selects_all(field: Field) -> None:
    field.value = "9000"
    press(field.entry, "<Control-a>", "<Key-1>")
    assert field.value == "1"


def test_return_submits(field: Field) -> None:
    submitted: list[str] = []
    field.on_submit(lambda: submitted.append(field.value))
    field.value = "9000"
    press(field.entry, "<Return>")
    assert submitted == ["9000"]


def test_a_click_on_the_label_goes_to_the_field_and_selects_what_is_there(field: Field, root: tk.Tk) -> None:
    field.value = "9000"
    root.focus_force()
    click(field.label)
    assert root.focus_get() is field.entry
    write(field.entry, "7")
    assert field.value == "7"


def test_a_long_message_is_not_cut_at_any_text_size(field: Field, root: tk.Tk, theme: Theme) -> None:
    text = "Port 9000 is already held by python (pid 4121), EADDRINUSE (98). Pick another port, or stop that program."
    field.show_error(text)
    for percent in (100, 300):
        theme.set_percent(percent)
        root.update()
        root.update()
        (line,) = (found for found in _all(root) if isinstance(found, MessageLine))
        assert line.winfo_height() >= line.winfo_reqheight()
        assert line.winfo_width() >= line.winfo_reqwidth()
        assert line.winfo_rootx() + line.winfo_reqwidth() <= root.winfo_rootx() + root.winfo_width() or percent == 300


def _all(widget: tk.Misc) -> list[tk.Misc]:
    return [widget, *(found for child in widget.winfo_children() for found in _all(child))]


def test_a_chooser_tells_which_value_was_chosen(root: tk.Tk, theme: Theme) -> None:
    field = Field(root, theme, "Protocol", values=["TCP", "UDP"], editable=False)
    field.pack()
    told: list[int] = []
    field.on_change(lambda: told.append(field.index))
    field.choose(0)
    assert (field.value, field.index, told) == ("TCP", 0, [])
    press(field.entry, "<Down>")  # opens the list
    popdown = f"{field.entry}.popdown.f.l"
    root.tk.call("event", "generate", popdown, "<Down>")
    root.tk.call("event", "generate", popdown, "<Return>")
    root.update()
    assert (field.value, field.index, told) == ("UDP", 1, [1])
    write(field.entry, "x")
    assert field.value == "UDP", "only what is offered can be chosen"


def test_other_values_leave_what_is_typed(root: tk.Tk, theme: Theme) -> None:
    field = Field(root, theme, "Host", values=["localhost"], value="example")
    field.set_values(["a", "b"])
    assert (field.value, field.index) == ("example", -1)
    field.choose(1)
    assert field.value == "b"


def test_a_disabled_field_cannot_be_typed_in(root: tk.Tk, theme: Theme) -> None:
    field = Field(root, theme, "Port", value="9000")
    field.pack()
    field.set_enabled(False, "The port is bound.")
    write(field.entry, "1")
    assert field.value == "9000"
    field.set_enabled(True)
    write(field.entry, "1")
    assert field.value == "90001"


def test_what_has_no_room_goes_on_in_the_next_line_and_nothing_is_cut(root: tk.Tk, theme: Theme) -> None:
    flow = Flow(root, theme)
    flow.pack(fill="x")
    fields = [Field(flow, theme, name, width=18) for name in ("Protocol", "Address", "Port", "Reply")]
    button = ttk.Button(flow, text="Listen")
    for field in fields:
        flow.add(field)
    flow.add(button, right=True)
    root.update()
    for percent in (80, 100, 200, 300):
        theme.set_percent(percent)
        root.update()
        root.update()
        below = [child.winfo_y() for child in (*fields, button)]
        assert below == sorted(below), "the order stays"
        for child in (*fields, button):
            assert child.winfo_x() + child.winfo_width() <= flow.winfo_width()
            assert child.winfo_y() + child.winfo_height() <= flow.winfo_height()
        assert button.winfo_x() + button.winfo_width() == pytest.approx(flow.winfo_width(), abs=2)
    assert len(set(below)) > 1, "at 300 % it takes several lines"


def test_a_message_moves_no_field_sideways(root: tk.Tk, theme: Theme) -> None:
    flow = Flow(root, theme)
    flow.pack(fill="x")
    fields = [Field(flow, theme, name, width=6) for name in ("Port", "Reply")]
    for field in fields:
        flow.add(field)
    root.update()
    before = [(field.winfo_x(), field.winfo_width()) for field in fields]
    fields[0].show_error("A long sentence about what is wrong with the port, and about what to try.")
    root.update()
    assert [(field.winfo_x(), field.winfo_width()) for field in fields] == before


def test_one_control_can_take_the_room_that_is_left(root: tk.Tk, theme: Theme) -> None:
    flow = Flow(root, theme, gap=10)
    flow.pack(fill="x")
    entry, button = ttk.Entry(flow, width=5), ttk.Button(flow, text="Send")
    flow.add(entry, grow=True)
    flow.add(button)
    root.update()
    root.update()
    assert entry.winfo_width() + button.winfo_width() + 10 == pytest.approx(flow.winfo_width(), abs=2)
