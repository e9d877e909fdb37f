"""What app.py builds once and hands to every part of the window (window thread).

Law: whatever a view needs reaches it through here or its own arguments; there is no other way in.
"""

from __future__ import annotations

from collections.abc import Callable

from core.capture.capture import Capture
from core.contract.frozen import frozen
from gui.bridge import Bridge
from gui.files.dialogs import FileDialogs
from gui.models.files.jobs import Jobs
from gui.models.finding.record_filter import RecordFilter
from gui.models.messages.messages import Messages
from gui.models.records.reading import Reading
from gui.models.records.selection import Selection
from gui.models.replies.rules_asked import RulesAsked
from gui.models.sending.send_jobs import SendJobs
from gui.models.sockets.options_asked import OptionsAsked
from gui.models.sockets.sockets import Sockets
from gui.models.sockets.tls_form import TlsAsked
from gui.models.why.reasons import Reasons
from gui.settings import Settings
from gui.theme import Theme


@frozen
class Parts:
    """The window's surroundings."""

    theme: Theme
    settings: Settings
    capture: Capture
    bridge: Bridge
    sockets: Sockets
    selection: Selection
    filter: RecordFilter
    """What the filter line of the lower half means; all of its views that narrow to it ask this one."""
    reading: Reading
    """How times and texts are written, in all views."""
    reasons: Reasons
    send_jobs: SendJobs
    messages: Messages
    options: OptionsAsked
    rules: RulesAsked
    tls: TlsAsked
    dialogs: FileDialogs
    jobs: Jobs
    command_name: Callable[[int], str]
    """What kind of command an id in the capture stood for: "Listen"; "" where that is not known."""
