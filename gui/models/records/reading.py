"""How the views write what a record says: its time, and its bytes as text (window thread).

Law: every view and the selected record's pane read alike; whoever shows something looks at `version` for a change.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum

from core.payload.encodings import Encoding, encoding_of

_NS_PER_S = 1_000_000_000
_EPOCH = datetime(1970, 1, 1)


class TimeStyle(Enum):
    """How a time is written; the value is its name in the settings."""

    CLOCK = "clock"
    DATE = "date"
    START = "start"
    PREVIOUS = "previous"

    @property
    def heading(self) -> str:
        """What stands above the times."""
        return _WORDS[self][0]

    @property
    def meaning(self) -> str:
        """What a menu says."""
        return _WORDS[self][1]

    @property
    def column_width(self) -> int:
        """Pixels at text size 100 % that such a time and its heading take."""
        return _WORDS[self][2]


_WORDS = {
    TimeStyle.CLOCK: ("time", "Time of day", 136),
    TimeStyle.DATE: ("date and time", "Date and time", 224),
    TimeStyle.START: ("time since start", "Since the recording began", 136),
    TimeStyle.PREVIOUS: ("since row above", "Since the row above", 136),
}
_STYLES = tuple(TimeStyle)


class Reading:
    """What was chosen."""

    def __init__(self, start_ns: int, *, time_style: str = "clock", encoding: str = "utf-8") -> None:
        """`start_ns`: when the recording began. The others are names as in the settings."""
        self.version = 0
        """Goes up with every change."""
        self._start_ns = start_ns
        self._time_style = TimeStyle(time_style)
        self._encoding = encoding_of(encoding)

    @property
    def time_style(self) -> TimeStyle:
        """How times are written."""
        return self._time_style

    @time_style.setter
    def time_style(self, style: TimeStyle) -> None:
        self._time_style = style
        self.version += 1

    def next_time_style(self) -> None:
        """The next one, round and round."""
        self.time_style = _STYLES[(_STYLES.index(self._time_style) + 1) % len(_STYLES)]

    @property
    def encoding(self) -> Encoding:
        """How bytes are read as text."""
        return self._encoding

    @encoding.setter
    def encoding(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self.version += 1

    def time_text(self, time_ns: int, before_ns: int | None) -> str:
        """A record's time; `before_ns` is that of the row above it, None where there is none."""
        match self._time_style:
            case TimeStyle.CLOCK:
                return clock_text(time_ns)
            case TimeStyle.DATE:
                return f"{moment(time_ns):%Y-%m-%d} {clock_text(time_ns)}"
            case TimeStyle.START:
                return seconds_text(time_ns - self._start_ns)
            case TimeStyle.PREVIOUS:
                return "–" if before_ns is None else seconds_text(time_ns - before_ns)


def clock_text(time_ns: int) -> str:
    """Local wall clock with microseconds: 14:03:11.204512."""
    return f"{moment(time_ns):%H:%M:%S}.{time_ns % _NS_PER_S // 1_000:06d}"


def seconds_text(elapsed_ns: int) -> str:
    """Seconds with microseconds and a sign, for a clock can be set back: +12.500000."""
    sign, elapsed_ns = ("−", -elapsed_ns) if elapsed_ns < 0 else ("+", elapsed_ns)
    seconds, rest = divmod(elapsed_ns, _NS_PER_S)
    return f"{sign}{seconds}.{rest // 1_000:06d}"


def moment(time_ns: int) -> datetime:
    """Its whole second by this computer's clock."""
    second = time_ns // _NS_PER_S
    try:
        return datetime.fromtimestamp(second)
    except (OSError, OverflowError, ValueError):  # a file may say anything, and Windows has no 1969
        return _EPOCH + timedelta(seconds=second)
