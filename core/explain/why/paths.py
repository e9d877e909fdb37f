"""Why a Unix socket's path could not be had or reached: held, left over, or nothing there (pure, any thread).

Law: a file is offered to be removed only when it is the file of a socket that nobody has any more.
"""

from __future__ import annotations

from core.explain.why.calling import again
from core.explain.why.case import Answer, Case, Check, Diagnosis, Remedy, RemoveFile
from core.explain.why.checks import holder_in_words
from core.explain.why.found import Found
from core.machine.paths import PathUse
from core.payload.escapes import show_name


def path_in_use(case: Case, found: Found) -> Diagnosis:
    """EADDRINUSE: bind() found something at the path."""
    use = found.path
    if use is None:
        return Diagnosis((), "", again(case))
    if use.holder is not None:
        cause = "A path has one holder at a time, until that one closes its socket or ends."
        return Diagnosis(_checks(use), cause)
    if not use.exists:
        return Diagnosis(_checks(use), "It is free again by now.", again(case))
    if not use.is_left_over:
        cause = "What is there is no socket: bind() makes its file anew, and never takes one that is there already."
        return Diagnosis(_checks(use), cause)
    cause = (
        "Its program ended without removing the file, as the system leaves that to the programs; as long as it is "
        "there, nobody can bind to the path."
    )
    command = case.command
    remedy: tuple[Remedy, ...] = (
        () if command is None else (RemoveFile("Remove the file and try again", use.path, (command,)),)
    )
    return Diagnosis(_checks(use), cause, remedy)


def nobody_there(case: Case, found: Found) -> Diagnosis:
    """ECONNREFUSED and ENOENT: connect() or sendto() found no one at the path."""
    use = found.path
    if use is None:
        return Diagnosis((), "", again(case))
    if use.holder is not None and case.fault.name == "ECONNREFUSED":
        cause = "A socket is bound to the path but does not listen (yet), or it is for the other kind of conversation."
    elif use.is_left_over:
        cause = "The server that made the file has ended without removing it."
    elif use.exists and not use.is_socket and use.holder is None:
        cause = "What is there is no socket."
    elif not use.folder_exists:
        cause = "Not even the folder is there: the path is mistyped, or the server has not been set up."
    else:
        cause = "The server has not been started, or it listens at another path."
    return Diagnosis(_checks(use), cause, again(case))


def _checks(use: PathUse) -> tuple[Check, ...]:
    kind = "the file of a socket" if use.is_socket else "not the file of a socket"
    there = Check(f"Is there anything at {show_name(use.path)}?", Answer.of(use.exists), kind if use.exists else "")
    who = holder_in_words(use.holder) if use.holder is not None else ""
    return there, Check("Does a program’s socket hold on to it?", Answer.of(use.holder is not None), who)
