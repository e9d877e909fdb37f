r"""What a listener of a session answers: "reply" and what that is given (any thread).

    "reply": "fixed", "text": "OK\r\n"
    "reply": "send-file", "file": "/home/me/picture.png"
    "reply": "rules", "rules": {"socketlab-rules": 1, "rules": [{"when": "exact", "pattern": "ping", "answer": "pong"}]}

Rules stand there as in a file of their own, in the form that core.replies.rulebook.json_form tells.
The file of a reply is not looked at before somebody talks to it; a hook's is code, see runs_code().
Law: a reply that was read can be made; rules with a mistake in them are refused with its place.
"""

from __future__ import annotations

import json
from typing import Any

from core.contract.commands import NO_REPLY, ReplyChoice
from core.contract.faults import BadInput, Fault
from core.payload.escapes import parse_text, show_text
from core.replies.catalogue import BY_NAME, FILED, path_of
from core.session.errors import SessionError
from core.session.fields import Fields

_NAMES = {name: name for name in BY_NAME}
_RULES = "rules"
_FILE = "file"


def read_reply(fields: Fields) -> ReplyChoice:
    """The reply that the fields name. SessionError."""
    name = fields.choose("reply", _NAMES, NO_REPLY.name)
    if name == _RULES:
        return ReplyChoice(name, _read_rules(fields))
    if name in FILED:
        return ReplyChoice(name, _read_path(fields))
    return ReplyChoice(name, fields.parse("text", fields.take("text", ""), parse_text))


def write_reply(reply: ReplyChoice) -> list[tuple[str, object, object]]:
    """The fields again, each with its default."""
    name = ("reply", reply.name, NO_REPLY.name)
    if reply.name == _RULES:
        return [name, (_RULES, _rules_of(reply.data), None)]
    if reply.name in FILED:
        return [name, (_FILE, path_of(reply), None)]
    return [name, ("text", show_text(reply.data, len(reply.data)), "")]


def runs_code(reply: ReplyChoice) -> bool:
    """Whether it runs a program of somebody's: never without asking when it came with a session."""
    return reply.name == "python"


def _read_path(fields: Fields) -> bytes:
    path = fields.need(_FILE)
    try:
        return path.encode()
    except UnicodeEncodeError:  # half a surrogate pair, as JSON may have it
        raise SessionError(Fault("ENOENT", "read", about=path), fields.at(_FILE)) from None


def _read_rules(fields: Fields) -> bytes:
    from core.replies.rulebook.json_form import from_json, to_json  # only for those who have rules

    place = fields.at(_RULES)
    rules = dict(fields.object(_RULES).rest)
    try:
        return to_json(from_json(json.dumps(rules).encode()))
    except BadInput as error:
        raise SessionError(error.fault, place) from None


def _rules_of(data: bytes) -> Any:
    return json.loads(data)
