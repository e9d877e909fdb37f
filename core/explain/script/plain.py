"""A plan as the Python program that a textbook would have: calls that wait by themselves (pure, any thread).

Law: it says the same to the other end, in the same order. What the lab does only because its sockets must not block, or
to show the truth, is not in it: setblocking(), SO_ERROR, look-ups that nobody uses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.explain.script.lines import Script
from core.explain.script.python import PythonWriter, called, literal, name_of, program
from core.explain.script.steps import Deed, Item, Loop, Placed, Plan, Step
from core.explain.script.writer import is_under_way

_ABOUT = (
    "As a first program would make them: each call waits until it can do something. Each recv() stands for one that "
    "was recorded, though a stream may be cut otherwise this time. s1 is what the lab calls #1."
)


def write_plain_python(plan: Plan) -> Script:
    """The program; of an empty plan it is a remark only."""
    return program(_PlainWriter(_plain(plan)), _ABOUT)


def _plain(plan: Plan) -> Plan:
    """Without the steps that a program whose calls wait does not need."""
    steps = plan.steps()
    outcomes = {step.socket: step.words[0] for step in steps if step.deed is Deed.DECIDED}
    bound = {step.socket for step in steps if step.deed is Deed.BIND}
    named = bound | {step.where.port_of for step in steps if step.where is not None}
    items = [kept for item in plan.items if (kept := _kept_item(item, outcomes, named)) is not None]
    return replace(plan, items=items, idle=0)


def _kept_item(item: Item, outcomes: dict[int, str], named: set[int]) -> Item | None:
    if isinstance(item, Placed):
        step = _kept(item.step, outcomes, named)
        return None if step is None else replace(item, step=step)
    body = [it for placed in item.body if isinstance(it := _kept_item(placed, outcomes, named), Placed)]
    return Loop(item.times, tuple(body)) if body else None


def _kept(step: Step, outcomes: dict[int, str], named: set[int]) -> Step | None:
    match step.deed:
        case Deed.SET_BLOCKING | Deed.DECIDED | Deed.PEER_NAME | Deed.COUNT_DROPS | Deed.WAIT | Deed.SEND_REST:
            return None
        case Deed.NAME:
            return step if step.socket in named else None
        case Deed.SEND_SOME:
            return replace(step, deed=Deed.SEND) if step.data else None
        case Deed.CONNECT if is_under_way(step):
            if step.socket not in outcomes:
                return Step(Deed.REMARK, step.socket, words=("connect(), which got no answer in time",))
            return replace(step, error=outcomes[step.socket])
        case _:
            return step


class _PlainWriter(PythonWriter):
    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        opened = [step for step in plan.steps() if step.deed is Deed.OPEN]
        self._datagrams = {step.socket for step in opened if step.words[1] == "SOCK_DGRAM"}

    def texts(self, step: Step) -> Iterator[str]:
        if step.error:
            yield self.expected(step)
        elif own := _TEXTS.get(step.deed):
            yield from own(self, step)
        else:
            yield from super().texts(step)

    def accept(self, step: Step) -> Iterator[str]:
        yield f"s{step.other}, caller = {name_of(step)}.accept()"
        yield f'print("#{step.other} is the end point of a conversation with", caller)'

    def send(self, step: Step) -> Iterator[str]:
        method = "send" if step.socket in self._datagrams else "sendall"
        yield called(f"{name_of(step)}.{method}", "data" if step.is_echo else literal(step.data))

    def receive(self, step: Step) -> Iterator[str]:
        if step.size <= step.other:
            yield f"data = {name_of(step)}.recv({step.other})"
            yield f'print("#{step.socket} received", data)'
        else:
            yield f"left = {step.size}"
            yield f"while left > 0:\n    left -= len({name_of(step)}.recv({step.other}))"

    def receive_end(self, step: Step) -> Iterator[str]:
        yield f'print("#{step.socket} received", {name_of(step)}.recv({step.other}))'

    def receive_from(self, step: Step) -> Iterator[str]:
        yield f"data, peer{step.other} = {name_of(step)}.recvfrom({step.size})"
        yield f'print("#{step.socket} received", data, "from", peer{step.other})'


_TEXTS: dict[Deed, Callable[[_PlainWriter, Step], Iterator[str]]] = {
    Deed.ACCEPT: _PlainWriter.accept,
    Deed.SEND: _PlainWriter.send,
    Deed.RECEIVE: _PlainWriter.receive,
    Deed.RECEIVE_END: _PlainWriter.receive_end,
    Deed.RECEIVE_FROM: _PlainWriter.receive_from,
}
