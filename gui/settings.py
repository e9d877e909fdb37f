"""What the window remembers from one start to the next, kept as one small JSON file (window thread).

Law: settings are a convenience: whatever is wrong with them, the window opens with defaults and says so once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, NamedTuple

from core.replies.catalogue import BY_NAME
from gui.models.sockets.transports import KEYS, USUAL_PATH
from gui.views.lower_views import VIEWS

_FILE = "settings.json"
_DAMAGED = "settings-damaged.json"
_LONGEST_TEXT = 10_000
_LONGEST = {"listen_reply_rules": 1024 * 1024}
_MOST_LINES = 200


@dataclass(slots=True)
class Settings:
    """Every remembered thing with its default; texts stand as they were typed."""

    width: int = 1360
    height: int = 880
    theme: str = "system"
    text_percent: int = 100
    tab: str = "server"
    view: str = "traffic"
    splitter: float = 0.46
    detail_splitter: float = 0.64
    forms_folded: bool = False
    detail_folded: bool = False
    calls_folded: bool = False
    ports_map: bool = True
    listen_protocol: str = "tcp"
    listen_address: str = "127.0.0.1"
    listen_path: str = USUAL_PATH
    listen_port: str = "9000"
    listen_reply: str = "echo"
    listen_reply_text: str = ""
    listen_forward_to: str = ""
    listen_reply_rules: str = ""
    """As core/replies/rulebook/json_form.py has them."""
    listen_reply_file: str = ""
    listen_certificate: str = ""
    """This and the next five are paths of files, for TLS."""
    listen_key: str = ""
    listen_client_authority: str = ""
    connect_authority: str = ""
    connect_certificate: str = ""
    connect_key: str = ""
    connect_protocol: str = "tcp"
    connect_host: str = "127.0.0.1"
    connect_path: str = USUAL_PATH
    connect_port: str = "9000"
    send_history: list[str] = field(default_factory=list)
    send_steps: str = ""
    """The sequence that was written last."""
    filter_history: list[str] = field(default_factory=list)
    find_history: list[str] = field(default_factory=list)
    column_widths: dict[str, dict[str, int]] = field(default_factory=dict)
    code_language: str = "python"
    export_format: str = "text"
    recent_sessions: list[str] = field(default_factory=list)
    """Their files, the newest first."""
    folder: str = ""
    """Where the last file was chosen."""
    column_orders: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of a table whose columns were moved: the place of each, from 1."""
    keep_size: str = "2 GiB"
    """What the files of a recording take at most."""
    keep_bytes: str = "all"
    """Kept of what each call sent or received."""
    time_style: str = "clock"
    text_encoding: str = "utf-8"
    welcomed: bool = False
    """Whether the first-start card has been closed."""


_ALLOWED: dict[str, tuple[str, ...]] = {
    "theme": ("light", "dark", "system"),
    "tab": ("server", "client", "ports"),
    "view": tuple(view.key for view in VIEWS),
    "code_language": ("python", "plain", "c", "netcat"),
    "listen_protocol": KEYS,
    "connect_protocol": KEYS,
    "export_format": ("text", "csv", "pcapng", "raw", "jsonl", "sqlite"),
    "time_style": ("clock", "date", "start", "previous"),
    "listen_reply": tuple(BY_NAME),
}
"""Where only some values have a meaning."""


class LoadedSettings(NamedTuple):
    """What came of reading the file."""

    settings: Settings
    note: str
    """For the person when they could not be read; "" otherwise."""


class SettingsFile:
    """The settings file in the platform's folder for settings."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self) -> LoadedSettings:
        """The settings, or the defaults and why."""
        path = self.folder / _FILE
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return LoadedSettings(Settings(), "")
        except OSError as error:
            note = f"The settings in {path} can't be read ({error.strerror}); this start uses the defaults."
            return LoadedSettings(Settings(), note)
        except ValueError:
            return LoadedSettings(Settings(), self._set_aside(path))
        if not isinstance(stored, dict):
            return LoadedSettings(Settings(), self._set_aside(path))
        return LoadedSettings(_from_json(stored), "")

    def save(self, settings: Settings) -> str:
        """Replace the file in one step; a sentence for the person when that failed, "" otherwise.

        Two copies of the lab may save at once: each writes a file of its own first, so the last one wins whole.
        """
        import tempfile  # 4 ms that the window need not wait for

        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix="settings-", suffix=".tmp", dir=self.folder)
        except OSError as error:
            return f"The settings can't be kept in {self.folder} ({error.strerror})."
        draft = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(settings), file, indent=1)
            draft.replace(self.folder / _FILE)
        except OSError as error:
            draft.unlink(missing_ok=True)
            return f"The settings can't be kept in {self.folder} ({error.strerror})."
        return ""

    def _set_aside(self, path: Path) -> str:
        try:
            path.replace(self.folder / _DAMAGED)
        except OSError as error:
            return f"The settings in {path} are damaged and can't be set aside ({error.strerror}); using the defaults."
        return f"The settings were damaged: they were set aside as {_DAMAGED}, and this start uses the defaults."


def _from_json(stored: Mapping[str, Any]) -> Settings:
    """Each remembered value of the right kind; what is missing, unknown or of another kind takes its default."""
    settings = Settings()
    for known in fields(Settings):
        default = getattr(settings, known.name)
        value = stored.get(known.name, default)
        longest = _LONGEST.get(known.name, _LONGEST_TEXT)
        if _fits(value, default, longest) and value in _ALLOWED.get(known.name, (value,)):
            setattr(settings, known.name, value)
    return settings


def _fits(value: object, default: object, longest: int = _LONGEST_TEXT) -> bool:
    match default:
        case bool():
            return isinstance(value, bool)
        case int():
            return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 100_000
        case float():
            return isinstance(value, float) and 0.02 <= value <= 0.98
        case str():
            return isinstance(value, str) and len(value) <= longest
        case list():
            return isinstance(value, list) and len(value) <= _MOST_LINES and all(_fits(line, "") for line in value)
        case _:
            return isinstance(value, dict) and all(
                isinstance(numbers, dict) and all(_fits(number, 1) for number in numbers.values())
                for numbers in value.values()
            )
