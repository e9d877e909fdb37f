"""What every view of the lower half is: a frame that the pane shows, hides and brings up to date (window thread).

Law: a view that is not in front is asked for nothing and costs nothing.
"""

from __future__ import annotations

import tkinter as tk
from tkinter import ttk
from typing import Any

from gui.models.records.record_list import RecordList
from gui.widgets.flow import Flow


class LowerView(ttk.Frame):
    """One view. It takes what it shows from its Parts, so that it works over a live capture and over an opened one."""

    has_detail = True
    """Whether the selected record is shown in full below it."""
    is_filtered = False
    """Whether the filter line and "only" leave records out of it; if so, both stand above it."""

    def controls(self, bar: Flow) -> tk.Widget | None:
        """What belongs to this view alone, as a child of the bar above all views; asked for once."""
        return None

    @property
    def stamp(self) -> object:
        """Equal to what it was before while there is nothing new to show but what comes in."""
        return None

    @property
    def records_shown(self) -> RecordList[Any] | None:
        """Of a filtered view: the list of the records it shows."""
        return None

    @property
    def found(self) -> tuple[int, float]:
        """Of a filtered view: how many records it has, and how much of the capture (0..1) it has looked at for them."""
        return 0, 1.0

    def bring_up_to_date(self) -> None:
        """Show what there is now; called only while the view is in front."""
        raise NotImplementedError

    def remember(self) -> None:
        """Put what a person has arranged here into the settings."""
