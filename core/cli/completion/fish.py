"""Completion for fish: one line for each subcommand and each option (main thread).

Law: files are offered only where a file is meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from core.cli.completion.tree import Option, Subcommand, Value


def script(program: str, subcommands: tuple[Subcommand, ...], top_flags: tuple[str, ...]) -> str:
    """The script, to be a file in ~/.config/fish/completions."""
    return "\n".join(
        [
            f"# Completion of {program} for fish. Now: {program} completion fish | source",
            f"# Always: {program} completion fish > ~/.config/fish/completions/{program}.fish",
            f"complete -c {program} -f",
            *(f"complete -c {program} -n __fish_use_subcommand -l {flag.lstrip('-')}" for flag in top_flags
              if flag.startswith("--")),
            *(line for it in subcommands for line in _subcommand(program, it)),
            "",
        ]
    )  # fmt: skip


def _subcommand(program: str, subcommand: Subcommand) -> Iterator[str]:
    name = subcommand.name
    yield f"complete -c {program} -n __fish_use_subcommand -a {name} -d {_quoted(subcommand.help)}"
    after = f"complete -c {program} -n {_quoted(f'__fish_seen_subcommand_from {name}')}"
    for option in subcommand.options:
        yield f"{after} {' '.join(_option(option))}"
    yield from (f"{after} {_value(it)}" for it in subcommand.values if it.words or it.is_file)


def _option(option: Option) -> Iterator[str]:
    for flag in option.flags:
        yield f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
    yield f"-d {_quoted(option.help)}"
    if option.value is not None:
        yield ("-r " if option.value.is_file else "-x ") + _value(option.value)


def _value(value: Value) -> str:
    return "-F" if value.is_file else f"-a {_quoted(' '.join(value.words))}"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
