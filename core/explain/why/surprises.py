"""What went well and may surprise all the same (pure, any thread)."""

from __future__ import annotations

from core.explain.why.case import Answer, Case, Check, Diagnosis
from core.explain.why.found import Found


def met_itself(case: Case, _found: Found) -> Diagnosis:
    """SELF_CONNECTED: one socket is both ends of its conversation."""
    local = case.socket.local if case.socket is not None else None
    checks = (Check("Are both ends the same?", Answer.YES, str(local or "")),)
    cause = (
        "The socket was bound to the very port that it called. Two connect() that meet on the way make a connection, "
        "and here both are its own: no listener is needed."
    )
    return Diagnosis(checks, cause)


def called_everywhere(case: Case, _found: Found) -> Diagnosis:
    """WILDCARD_CALLED: the address that stands for all of this computer's was called."""
    remote = case.socket.remote if case.socket is not None else None
    checks = (Check(f"Is {case.fault.about} one address?", Answer.NO, "it stands for every address of this computer"),)
    cause = f"To listen on it means all addresses. To call it means this computer: the system chose {remote}."
    return Diagnosis(checks, cause)


def another_address(case: Case, _found: Found) -> Diagnosis:
    """OTHER_ADDRESS: the name has several, and not the first one answered."""
    checks = (Check(f"Has {case.fault.about} more than one address?", Answer.YES, "they were tried in turn"),)
    cause = "A name can stand for several addresses; each is tried with a socket of its own until one gets through."
    return Diagnosis(checks, cause)
