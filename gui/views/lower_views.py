"""The views of the lower half of the window, in the order in which the switch shows them (window thread).

Law: this is the only list of them. The switch, the keys, the help and the remembered setting are made from it, and a
view's own modules are loaded when it is first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import tkinter as tk

    from gui.parts import Parts
    from gui.views.lower_view import LowerView


class ViewEntry(NamedTuple):
    """One view."""

    key: str
    """Its name in the settings and among the keys' actions."""
    title: str
    on: str
    """The key: a digit or a capital letter. With Ctrl (on a Mac with Command) it brings the view to the front."""
    meaning: str
    """What it shows, for the help and the tooltip."""
    make: Callable[[tk.Misc, Parts], LowerView]
    needs_life: bool = False
    """Whether it acts on sockets, which a capture that was opened to be read has none of."""


def views_of(parts: Parts) -> list[ViewEntry]:
    """Those that make sense over a capture."""
    return [view for view in VIEWS if parts.capture.is_live or not view.needs_life]


def _traffic(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.tables.record_view import traffic_view

    return traffic_view(parent, parts)


def _calls(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.tables.calls_view import CallsView

    return CallsView(parent, parts)


def _sequence(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.pictures.sequence_view import SequenceView

    return SequenceView(parent, parts)


def _state(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.pictures.state_view import StateView

    return StateView(parent, parts)


def _follow(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.follow_view import FollowView

    return FollowView(parent, parts)


def _code(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.code_view import CodeView

    return CodeView(parent, parts)


def _stream(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.pictures.stream_view import StreamView

    return StreamView(parent, parts)


def _switchboard(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.pictures.switchboard_view import SwitchboardView

    return SwitchboardView(parent, parts)


def _step(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.pictures.step_view import StepView

    return StepView(parent, parts)


def _time_line(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.pictures.time_line_view import TimeLineView

    return TimeLineView(parent, parts)


def _messages(parent: tk.Misc, parts: Parts) -> LowerView:
    from gui.views.messages_view import MessagesView

    return MessagesView(parent, parts)


VIEWS = (
    ViewEntry(
        "traffic", "Traffic", "3", "The bytes that went over, in the order of the calls that moved them", _traffic
    ),
    ViewEntry("calls", "Calls", "4", "Every socket call in order, with its result and why it was made", _calls),
    ViewEntry(
        "follow", "Follow", "5", "One conversation as a continuous sheet: what came in (←) and went out (→)", _follow
    ),
    ViewEntry(
        "split",
        "Messages",
        "K",
        "What one conversation said, cut where its messages end: at certain bytes, by a length before them, by size",
        _messages,
    ),
    ViewEntry(
        "sequence",
        "Sequence",
        "6",
        "Who called whom and what went over, as a ladder of arrows; "
        "calls that only had to wait and the lab’s own look-ups are left out, the Calls view has them",
        _sequence,
    ),
    ViewEntry(
        "state", "State", "7", "Where a socket is in its life, how it came there, and what the kernel says", _state
    ),
    ViewEntry(
        "stream", "Stream", "8", "The bytes as a ribbon: where send() and recv() cut them, and what waits", _stream
    ),
    ViewEntry(
        "code",
        "Code",
        "9",
        "The same calls as a program that makes them again: in Python, in C, and as ncat and socat lines",
        _code,
    ),
    ViewEntry(
        "switchboard", "Switchboard", "B", "Who waits in a listener’s backlog, and accept() by hand", _switchboard, True
    ),
    ViewEntry("step", "Step", "P", "One call after the other: guess what it returns, then see", _step, True),
    ViewEntry("time line", "Time line", "Y", "Drag back: the ports and conversations as they were", _time_line),
)
ACTIONS = (*(view.key for view in VIEWS), "find", "find next", "find previous", "jump", "time")
"""What keys and menus may ask of the lower half."""
