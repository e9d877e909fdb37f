"""Why the lab makes a call of its own accord; a command's cause carries the command's id instead (any thread).

Law: every call record has one cause, and it is the true one.
"""

from core.contract.records import Cause, CauseKind

READY = Cause(CauseKind.READY)
REPLY = Cause(CauseKind.REPLY)
LOOKUP = Cause(CauseKind.LOOKUP)
PYTHON = Cause(CauseKind.PYTHON)
TIMER = Cause(CauseKind.TIMER)
