"""The contract's classes of data: what they have in common with frozen data classes, which is all that can be asked."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import Any

import pytest

from core.contract.frozen import frozen


@frozen
class Ours:
    """One made here."""

    id: int
    host: str
    port: int = 80


@dataclass(frozen=True, slots=True)
class Theirs:
    """The same by Python."""

    id: int
    host: str
    port: int = 80


BOTH = pytest.mark.parametrize("kind", [Ours, Theirs])


@BOTH
def test_it_takes_values_by_place_and_by_name_and_its_defaults(kind: Any) -> None:
    one = kind(1, host="here")
    assert (one.id, one.host, one.port) == (1, "here", 80)
    assert repr(one) == f"{kind.__name__}(id=1, host='here', port=80)"
    assert [it.name for it in fields(one)] == ["id", "host", "port"]


@BOTH
@pytest.mark.parametrize(
    ("values", "named"),
    [((1,), {}), ((1, "here", 80, 4), {}), ((1, "here"), {"id": 2}), ((1, "here"), {"path": "/"})],
)
def test_values_that_are_missing_too_many_given_twice_or_unknown_are_a_mistake(
    kind: Any, values: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError):
        kind(*values, **named)


@BOTH
def test_it_is_compared_by_value_with_its_own_kind_only(kind: Any) -> None:
    assert kind(1, "here") == kind(1, "here", 80)
    assert kind(1, "here") != kind(1, "here", 81)
    assert hash(kind(1, "here")) == hash(kind(1, "here", 80))
    assert kind(1, "here") != (1, "here", 80)


@BOTH
def test_it_never_changes_but_is_copied_with_a_change(kind: Any) -> None:
    one = kind(1, "here")
    with pytest.raises(FrozenInstanceError):
        one.port = 81
    with pytest.raises(FrozenInstanceError):
        del one.port
    assert replace(one, port=81) == kind(1, "here", 81)
    assert not hasattr(one, "__dict__")


@BOTH
def test_a_match_takes_it_apart_by_place(kind: Any) -> None:
    match kind(1, "here"):
        case kind(number, host):
            assert (number, host) == (1, "here")
        case _:
            pytest.fail("it did not match")
