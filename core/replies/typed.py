"""A reply as it is typed at the start: a name, a name with what it is given, or a text to answer (main thread).

Law: a word that is no reply's name is refused with the names that are like it: nobody answers with a mistyped name.
"""

from __future__ import annotations

import re
from pathlib import Path

from core.contract.commands import NO_REPLY, ReplyChoice
from core.contract.faults import BadInput, Fault, Field
from core.payload.escapes import parse_text
from core.replies.catalogue import BY_NAME, FILED, replies_like

_WORD = re.compile(r"[A-Za-z][A-Za-z_-]*")


def choice_of(text: str) -> ReplyChoice:
    """Raises BadInput: REPLY_UNKNOWN, REPLY_NEEDS, REPLY_TAKES_NOTHING, what parse_text() raises, or a file's fault."""
    name, colon, given = text.partition(":")
    kind = BY_NAME.get(name)
    if kind is None:
        if _WORD.fullmatch(text) or (colon and _WORD.fullmatch(name) and replies_like(name)):
            like = " or ".join(replies_like(name))
            fault = "REPLY_LIKE" if like else "REPLY_UNKNOWN"
            raise BadInput(Fault(fault, about=name, detail=like, field=Field.REPLY))
        if not text:
            raise BadInput(Fault("DATA_EMPTY", field=Field.REPLY))
        return ReplyChoice("fixed", parse_text(text))
    if kind.takes and not given:
        raise BadInput(Fault("REPLY_NEEDS", about=kind.use, field=Field.REPLY))
    if colon and not kind.takes:
        raise BadInput(Fault("REPLY_TAKES_NOTHING", about=name, field=Field.REPLY))
    return _told(name, given)


def _told(name: str, given: str) -> ReplyChoice:
    match name:
        case "none":
            return NO_REPLY
        case "fixed":
            return ReplyChoice(name, parse_text(given))
        case "forward":
            from core.replies.forward import onward

            onward(given)
            return ReplyChoice(name, given.encode())
        case "rules":
            from core.replies.rulebook.json_form import to_json
            from core.replies.rulebook.rule_file import read_rules

            return ReplyChoice(name, to_json(read_rules(Path(given))))
        case _ if name in FILED:
            from core.replies.reply_file import check, file_choice

            choice = file_choice(name, given)
            check(choice)
            return choice
        case _:
            return ReplyChoice(name, given.encode())
