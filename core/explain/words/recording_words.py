"""The words for what can go wrong with a recording: its file, its disk, its contents: (sentence, what to try).

Pure data, read by core.explain.faults, which says what stands in the braces. Sources: open(2), write(2), POSIX 2018.
"""

from __future__ import annotations

_ANOTHER_PLACE = "Record to another place."
_STOPPED = "Recording has stopped; what was written stays valid, and the network traffic goes on."
_DISK_FULL = (f"The disk is full. {_STOPPED}", "Make room, or record to another place.")
_NO_LONGER_WRITABLE = (f"The system no longer lets the lab write to {{about}}. {_STOPPED}", _ANOTHER_PLACE)
_DISK_GONE = f"The disk with {{about}} is gone. {_STOPPED}"
_NOT_READABLE = ("You may not read {about}.", "Ask whoever owns it, or for a copy.")
_NOT_WRITABLE = ("You may not write to {about}.", _ANOTHER_PLACE)

RECORDING_WORDS: dict[str, tuple[str, str]] = {
    # The file and its disk
    "ENOSPC": _DISK_FULL,
    "EDQUOT": (f"Your share of the disk is used up. {_STOPPED}", "Make room, or record to another place."),
    "EFBIG": (f"The file is as large as the system allows. {_STOPPED}", _ANOTHER_PLACE),
    "EROFS": ("{About} is on a disk that can only be read.", _ANOTHER_PLACE),
    "EACCES open": _NOT_WRITABLE,
    "EPERM open": _NOT_WRITABLE,
    "EACCES write": _NO_LONGER_WRITABLE,
    "EPERM write": _NO_LONGER_WRITABLE,
    "ENODEV write": (_DISK_GONE, _ANOTHER_PLACE),
    "ENXIO write": (_DISK_GONE, _ANOTHER_PLACE),
    "EEXIST": ("There is already a file {about}, and recordings are never written over.", "Choose another name."),
    "EACCES read": _NOT_READABLE,
    "EPERM read": _NOT_READABLE,
    "EISDIR": ("{About} is a folder.", "Choose a file in it."),
    "ENOENT read": ("There is no file {about}.", "It may have been moved or renamed: look for it."),
    "ENOENT": ("There is no file or no folder {about}.", "Check the path, or make the folder first."),
    "ENOTDIR": ("A part of the path {about} is not a folder.", "Check the path."),
    "ENAMETOOLONG": ("The name {about} is too long for the system.", "Choose a shorter one."),
    "ELOOP": ("The links on the path {about} lead in a circle.", "Check the path."),
    "ESTALE": (f"The network disk with the file is gone. {_STOPPED}", _ANOTHER_PLACE),
    "EIO read": ("The computer could not read {about}: a device failed.", "Check the disk, or look for a copy."),
    "EIO": ("The computer could not read or write: a device failed.", "Check the disk, then record to another place."),
    # What stands in it
    "NOT_A_CAPTURE": ("{About} is not a recording of Socket Lab.", "Choose another file."),
    "CAPTURE_NEWER": (
        "{About} was recorded by a newer Socket Lab (file version {count}).",
        "Open it with that version or a later one.",
    ),
    "CAPTURE_DAMAGED": (
        "{About} is damaged after row {count}.",
        "The rows before that can be read, and of those after it all that are whole; look for a copy to have the rest.",
    ),
    "CAPTURE_TORN": (
        "{About} breaks off: its last {count} bytes are not a whole row, as when the program or the power went off.",
        "All rows before that are there.",
    ),
    "ROW_GONE": (
        "Row {count} is no longer kept: the recording came to its limit, and the oldest rows went.",
        "Raise the limit, or record to a file of your own, which keeps every row.",
    ),
    "CAPTURE_IN_USE": ("The recording itself is in {about}, and is never written over.", "Choose another name."),
    "CAPTURE_REMOVED": (
        "The file {about} was removed or renamed while it was written. Recording has stopped.",
        _ANOTHER_PLACE,
    ),
    "RECORDER_FAILED": (
        "The lab made a mistake while recording, and recording has stopped: {about}.",
        "Please report it; the network traffic goes on, and you can record to another place.",
    ),
    # A copy of it that could not be made: saved, exported or imported. Recording itself goes on.
    "ENOSPC copy": ("The disk is too full for {about}.", "Make room, or choose another place. Nothing was written."),
    "EDQUOT copy": (
        "Your share of the disk is too small for {about}.",
        "Make room, or choose another place. Nothing was written.",
    ),
    "EFBIG copy": ("{About} would be larger than that disk takes.", "Choose another place. Nothing was written."),
    "EACCES copy": ("You may not write to {about}.", "Choose another place."),
    "EPERM copy": ("You may not write to {about}.", "Choose another place."),
    "EACCES read copy": ("You may not read {about}.", "Ask its owner for the right to, or choose another file."),
    "EPERM read copy": ("You may not read {about}.", "Ask its owner for the right to, or choose another file."),
    "EROFS copy": ("{About} is on a disk that can only be read.", "Choose another place."),
    "ESTALE copy": ("The network disk with {about} is gone.", "Choose another place."),
    "ENODEV copy": ("The disk with {about} is gone.", "Choose another place."),
    "ENXIO copy": ("The disk with {about} is gone.", "Choose another place."),
    "EIO copy": ("The computer could not read or write: a device failed.", "Check the disk, or choose another place."),
}
