"""The panels over the window: the chart of the last minute, and the diagnostics."""

from __future__ import annotations

import json
import socket

from gui.frame.diagnostics_panel import DiagnosticsPanel
from gui.frame.rate_panel import RatePanel
from tests.gui.person import Person


def rate_panel(person: Person) -> RatePanel:
    panel = person.window.panels.made["chart"]
    assert isinstance(panel, RatePanel)
    return panel


def diagnostics_panel(person: Person) -> DiagnosticsPanel:
    panel = person.window.panels.made["diagnostics"]
    assert isinstance(panel, DiagnosticsPanel)
    return panel


def test_the_small_chart_opens_large_with_a_click_and_shows_what_goes_over(person: Person) -> None:
    port = person.listen(reply=1)
    spark = person.window.status.spark
    assert spark is not None
    person.wait(spark.winfo_viewable, "the small chart")
    person.click(spark)
    panel = rate_panel(person)
    person.wait(lambda: "▲ in 0 B/s" in panel.words, f"the large chart: {panel.words}")
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.sendall(b"x" * 4_000)
        person.wait(lambda: panel.words.count("5.0 KB/s") == 2, "both ends of an axis that has room for them")
    person.press("<Escape>")
    assert not panel.is_open


def test_the_pointer_reads_a_second_of_the_chart(person: Person) -> None:
    person.press("<Control-M>")
    panel = rate_panel(person)
    person.wait(panel.canvas.winfo_viewable, "the chart")
    panel.canvas.event_generate("<Motion>", x=panel.canvas.winfo_width() - 10, y=80)
    person.wait(lambda: any(words.endswith("s ago") or words == "the last second" for words in panel.words), "when")
    panel.canvas.event_generate("<Motion>", x=panel.canvas.winfo_width() // 2, y=80)
    person.wait(lambda: any(words.endswith("s ago") for words in panel.words), "an earlier second")
    panel.canvas.event_generate("<Leave>")
    person.wait(lambda: "the last second" in panel.words, "the present again")


def test_diagnostics_are_measured_while_their_panel_is_open_and_copied_as_json(person: Person) -> None:
    person.press("<Control-D>")
    panel = diagnostics_panel(person)
    person.wait(lambda: len(panel.lines) == 12, "the measures")
    person.wait(lambda: panel.lines[0][0] != "0.0 ms", "ticks")
    panel.copy()
    report = json.loads(panel.clipboard_get())
    assert report["ticks"] > 0
    assert report["memory_bytes"] > 1_000_000
    pending = person.app.root.tk.call("after", "info")
    person.press("<Control-D>")
    assert not panel.is_open
    assert len(person.app.root.tk.call("after", "info")) < len(pending), "nothing measures any more"


def test_one_panel_takes_the_place_of_the_other(person: Person) -> None:
    person.press("<Control-M>")
    person.press("<Control-D>")
    assert not rate_panel(person).is_open
    assert diagnostics_panel(person).is_open
