r"""What a listener of a session answers: "reply" and what that is given (any thread).

    "reply": "fixed", "text": "OK\r\n"
    "reply": "rules", "rules": {"socketlab-rules": 1, "rules": [{"when": "exact", "pattern": "ping", "answer": "pong"}]}

Rules stand there as in a file of their own, in the form that core.replies.rulebook.json_form tells.
Law: a reply that was read can be made; rules with a mistake in them are refused with its place.
"""

from __future__ import annotations

import json
from typing import Any

from core.contract.commands import NO_REPLY, ReplyChoice
from core.contract.faults import BadInput
from core.payload.escapes import parse_text, show_text
from core.replies.catalogue import BY_NAME
from core.session.errors import SessionError
from core.session.fields import Fields

_NAMES = {name: name for name in BY_NAME}
_RULES = "rules"


def read_reply(fields: Fields) -> ReplyChoice:
    """The reply that the fields name. SessionError."""
    name = fields.choose("reply", _NAMES, NO_REPLY.name)
    if name == _RULES:
        return ReplyChoice(name, _read_rules(fields))
    return ReplyChoice(name, fields.parse("text", fields.take("text", ""), parse_text))


def write_reply(reply: ReplyChoice) -> list[tuple[str, object, object]]:
    """The fields again, each with its default."""
    name = ("reply", reply.name, NO_REPLY.name)
    if reply.name == _RULES:
        return [name, (_RULES, _rules_of(reply.data), None)]
    return [name, ("text", show_text(reply.data, len(reply.data)), "")]


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
