"""Why a name could not be looked up (pure, any thread).

Law: a name that is close to one that this computer knows is offered, never taken.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

from core.contract.commands import BindUdp, Connect, Listen
from core.explain.why.calling import again, longer
from core.explain.why.case import Answer, Ask, Case, Check, Diagnosis, Remedy
from core.explain.why.found import Found
from core.machine.name_sources import NameSources
from core.payload.escapes import show_name

_UNKNOWN = frozenset({"EAI_NONAME", "EAI_NODATA"})


def not_found(case: Case, found: Found) -> Diagnosis:
    """Every EAI_... error, and LOOKUP_TIMEOUT."""
    name, sources = case.fault.about, found.names
    checks = (_in_hosts_file(name, sources), _has_service(sources))
    close = _close_to(name, sources)
    if case.fault.name not in _UNKNOWN:
        return Diagnosis(checks, _silent(checks[1].answer), longer(case) or again(case))
    cause = "The name is misspelt, or is known in another network only."
    if close:
        cause = f"This computer knows a name that looks much like it: {show_name(close)}."
    remedies: tuple[Remedy, ...] = ()
    if close and isinstance(case.command, Connect | Listen | BindUdp):
        remedies = (Ask(f"Use {show_name(close)}", (replace(case.command, host=close),)),)
    return Diagnosis(checks, cause, (*remedies, *again(case)))


def _in_hosts_file(name: str, sources: NameSources | None) -> Check:
    question = f"Is “{show_name(name)}” in this computer’s own hosts file?"
    if sources is None or sources.known is None:
        return Check(question, Answer.UNKNOWN)
    return Check(question, Answer.of(name.lower() in map(str.lower, sources.known)))


def _has_service(sources: NameSources | None) -> Check:
    question = "Does this computer know a name service (DNS) to ask?"
    if sources is None or sources.services is None:
        return Check(question, Answer.UNKNOWN)
    return Check(question, Answer.of(bool(sources.services)), ", ".join(map(show_name, sources.services)))


def _close_to(name: str, sources: NameSources | None) -> str:
    known = [*((sources and sources.known) or ()), "localhost"]
    return next(iter(get_close_matches(name.lower(), known, n=1, cutoff=0.75)), "")


def _silent(has_service: Answer) -> str:
    if has_service is Answer.NO:
        return "Nobody can be asked: this computer is connected to no network that offers a name service."
    return "The name service did not answer, or did not know: this says nothing yet about the computer that is meant."
