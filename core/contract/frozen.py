"""How the contract's classes of data are made: never changed, compared by value, quick to make (any thread).

Law: whoever uses such a class finds what dataclass(frozen=True, slots=True) makes. But that writes six methods of each
class as text and compiles them: 40 of the 130 ms that the window's modules take to load. Here all classes share the
methods below. Making one object takes 2 us more; what is made for each message is a NamedTuple anyway.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, field
from typing import Any, TypeVar, dataclass_transform

_Made = TypeVar("_Made")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[_Made]) -> type[_Made]:
    """A class decorator, in place of @dataclass(frozen=True, slots=True)."""
    made = dataclass(init=False, repr=False, eq=False, slots=True)(kind)
    for name in "__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__":
        setattr(made, name, vars(_Shared)[name])
    return made


def _values(one: Any) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in one.__match_args__)


class _Shared:
    """The methods that every such class gets; no base of theirs, for what it annotates were their fields."""

    __match_args__: tuple[str, ...]
    __dataclass_fields__: dict[str, Any]

    def __init__(self, *values: object, **named: object) -> None:
        names = self.__match_args__
        if len(values) > len(names):
            raise TypeError(f"{type(self).__name__} takes at most {len(names)} values, not {len(values)}")
        given = dict(zip(names, values, strict=False))
        if wrong := given.keys() & named.keys() or named.keys() - set(names):
            raise TypeError(f"{type(self).__name__}: given twice, or no field of it: {', '.join(sorted(wrong))}")
        given |= named
        for name, known in self.__dataclass_fields__.items():
            value = given.get(name, known.default)
            if value is MISSING:
                raise TypeError(f"{type(self).__name__} needs {name}")
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__qualname__}({values})"

    def __eq__(self, other: object) -> bool:
        return _values(self) == _values(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(_values(self))

    def __setattr__(self, name: str, _value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")
