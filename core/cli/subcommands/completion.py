"""completion: a script that makes a shell complete what is typed (main thread)."""

from __future__ import annotations

import argparse

from core.cli.arguments import Subparsers, subparser
from core.cli.outcome import DONE
from core.cli.output import PROGRAM, Output

SHELLS = ("bash", "zsh", "fish")


def add(subparsers: Subparsers) -> None:
    """What it takes."""
    parser = subparser(
        subparsers, "completion", run, "write a script that makes a shell complete subcommands, options and files",
        f'As in: eval "$({PROGRAM} completion bash)"',
    )  # fmt: skip
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    parser.set_defaults(subparsers=subparsers)


def run(found: argparse.Namespace, output: Output) -> int:
    """Write the script."""
    from core.cli.completion import bash, fish, zsh
    from core.cli.completion.tree import subcommands

    subparsers: Subparsers = found.subparsers
    helps = {choice.dest: choice.help or "" for choice in subparsers._choices_actions}  # as in tree.py
    script = {"bash": bash.script, "zsh": zsh.script, "fish": fish.script}[found.shell]
    text = script(PROGRAM, subcommands(subparsers.choices, helps), ("--help", "--version"))
    output.object(script=text)
    if not output.as_json:
        output.write(text.encode())
    return DONE
