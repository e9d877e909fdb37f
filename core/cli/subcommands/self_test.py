"""self-test: whether this installation works (main thread)."""

from __future__ import annotations

import argparse

from core.cli.arguments import Subparsers, subparser
from core.cli.output import Output
from core.self_test import run as check


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    subparser(subparsers, "self-test", run, "check the engine on this computer", "It needs no network and no rights.")


def run(found: argparse.Namespace, output: Output) -> int:
    """Make every check; 0 when all passed."""
    if not found.json:
        return check(output.line)
    return check(lambda line: output.object(check=line))
