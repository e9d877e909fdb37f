"""What writing a program has in common in all languages: the steps in order, their remarks, and the loops (pure).

Any thread. Law: each line of a step names the records that the step stands for; a remark is made once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator

from core.explain.script.lines import Line
from core.explain.script.remarks import remark
from core.explain.script.steps import Deed, Item, Loop, Placed, Plan, Step

WIDTH = 100
INDENT = "    "
UNDER_WAY = frozenset({"EINPROGRESS", "EWOULDBLOCK", "EAGAIN"})
"""What a connect() that does not wait says at first."""


class Writer(ABC):
    """Writes the body, and notes on the way which helpers it uses."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.helpers: set[str] = set()
        steps = plan.steps()
        self.bound = {step.socket for step in steps if step.deed is Deed.BIND and not step.error}
        self.listeners = {step.socket for step in steps if step.deed is Deed.LISTEN}
        self.named = {step.where.port_of for step in steps if step.where is not None and step.where.port_of}
        """Sockets whose port the program asks for, to use it later."""
        binds = [
            (step.socket, step.where) for step in steps if step.deed is Deed.BIND and step.where and not step.error
        ]
        self.paths = {number: where.endpoint.address for number, where in binds if where.endpoint.is_path}
        """Unix sockets that are bound."""
        self.files = {number: path for number, path in self.paths.items() if not path.startswith("@")}
        """The same, where bind() makes a file, which close() leaves there: the program takes it away."""
        self._said: set[str] = set()

    @abstractmethod
    def texts(self, step: Step) -> Iterator[str]:
        """The lines of one step, without its remark; one text may hold several."""

    @abstractmethod
    def comment(self, text: str) -> list[str]:
        """A remark in the language."""

    @abstractmethod
    def loop(self, times: int) -> tuple[str, str]:
        """How a loop begins, and how it ends ("": by the indent alone)."""

    def use(self, helper: str) -> str:
        """The helper's name; from now on the program needs it."""
        self.helpers.add(helper)
        return helper

    def body(self) -> list[Line]:
        """All steps."""
        lines: list[Line] = []
        for item in self.plan.items:
            if lines and lines[-1].text and (isinstance(item, Loop) or item.begins):
                lines.append(Line(""))
            lines += self._item(item)
        while lines and not lines[-1].text:
            lines.pop()
        return lines

    def _item(self, item: Item) -> Iterator[Line]:
        if isinstance(item, Placed):
            yield from self._placed(item)
            return
        begin, end = self.loop(item.times)
        yield Line(begin)
        for placed in item.body:
            yield from (Line(INDENT + text, own) for text, own in self._placed(placed))
        if end:
            yield Line(end)
        yield Line("")

    def _placed(self, placed: Placed) -> Iterator[Line]:
        said = remark(placed.step)
        if said not in self._said:
            self._said.add(said)
            yield from map(Line, self.comment(said))
        if placed.step.deed is not Deed.REMARK:
            for text in self.texts(placed.step):
                yield from (Line(line, placed.seqs) for line in text.split("\n"))


def kernel_path(address: str) -> str:
    """A Unix socket's path as the kernel has it: a name that stands in no folder begins with a NUL there."""
    return "\0" + address[1:] if address.startswith("@") else address


def is_under_way(step: Step) -> bool:
    """Whether it is a connect() whose outcome comes later, which is no failure."""
    return step.deed is Deed.CONNECT and step.error in UNDER_WAY


def with_helpers(used: set[str], helpers: dict[str, tuple[str, tuple[str, ...]]]) -> list[str]:
    """The texts of the helpers that are used, and of those that they need themselves, in the order of the table."""
    needed = set(used)
    for name in reversed(helpers):  # a helper stands after those it needs
        if name in needed:
            needed |= set(helpers[name][1])
    return [text for name, (text, _) in helpers.items() if name in needed]


def names_of(numbers: list[int], mark: str) -> str:
    """The first of some sockets: "#1, #2, #3…"."""
    return ", ".join(f"{mark}{number}" for number in numbers[:8]) + ("…" if len(numbers) > 8 else "")
