"""A call record in three ways: as Python writes it, as C does, and as one plain sentence (pure, any thread).

Law: all three are made from the record alone, so that a capture read years later says the same.
"""

from core.explain.calls.c_form import c_form
from core.explain.calls.python_form import python_form
from core.explain.calls.sentences import sentence

__all__ = ["c_form", "python_form", "sentence"]
