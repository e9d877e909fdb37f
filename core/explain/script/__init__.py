"""Recorded calls as a program that makes them again: in Python, in C, and as the nearest ncat and socat lines.

Pure, any thread. Law: the program makes the calls of the records in their order, and whatever it leaves out it says.
"""

from core.explain.script.c import write_c
from core.explain.script.lines import Line, Script
from core.explain.script.netcat import write_netcat
from core.explain.script.plain import write_plain_python
from core.explain.script.planning import plan
from core.explain.script.python import write_python

__all__ = ["Line", "Script", "plan", "write_c", "write_netcat", "write_plain_python", "write_python"]
