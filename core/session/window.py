"""The section "window": how the window looks, as names and plain values, which the window itself gives a meaning.

    {"tab": "server", "view": "sequence", "splitter": 0.4}

Any thread. Law: nothing here is needed: a name that the window does not know is kept and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from core.session.fields import Fields, is_plain, wrong_kind

Plain: TypeAlias = str | int | float | bool
Look: TypeAlias = Mapping[str, Plain]


def read_look(fields: Fields) -> Look:
    """What stands in the section. SessionError for a value that is not plain."""
    look: dict[str, Plain] = {}
    for name, value in fields.rest.items():
        if not is_plain(value):
            raise wrong_kind("a text, a number, true or false", fields.at(name))
        look[name] = value
    return look
