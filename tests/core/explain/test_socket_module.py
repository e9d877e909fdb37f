"""The names of Python's socket module, held against the module itself."""

from __future__ import annotations

import socket

import pytest

from core.explain.socket_module import GROUPS, Name

METHODS = {name.name for group, names in GROUPS.items() if group.startswith("Methods") for name in names}
OTHERS = [name for group, names in GROUPS.items() if not group.startswith("Methods") for name in names]


def test_every_public_method_and_attribute_of_a_socket_is_there() -> None:
    assert {name for name in dir(socket.socket) if not name.startswith("_")} == METHODS


def test_every_function_class_and_exception_of_the_module_is_there() -> None:
    public = {name for name in socket.__all__ if callable(getattr(socket, name))}
    assert public - {"socket"} <= {name.name for name in OTHERS}


@pytest.mark.parametrize("name", OTHERS, ids=lambda name: name.name)
def test_a_name_is_pythons(name: Name) -> None:
    assert hasattr(socket, name.name.removeprefix("socket."))
    assert name.name == "socket.socket" or name.name in socket.__all__


def test_every_sentence_is_whole() -> None:
    for names in GROUPS.values():
        for name in names:
            assert name.meaning.endswith(".")
            assert len(name.meaning) <= 110
