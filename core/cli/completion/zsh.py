"""Completion for zsh: its own _arguments, told each option with its help (main thread).

Law: what stands in a specification is quoted for it: brackets and colons mean something there.
"""

from __future__ import annotations

import re

from core.cli.completion.tree import Option, Subcommand, Value


def script(program: str, subcommands: tuple[Subcommand, ...], top_flags: tuple[str, ...]) -> str:
    """The script to be sourced, or to be a file _socketlab-cli in $fpath."""
    function = f"_{program.replace('-', '_')}"
    described = " \\\n        ".join(_quoted(f"{it.name}:{_escaped(it.help)}") for it in subcommands)
    cases = "\n".join(f"    {it.name}) _arguments -S {' '.join(_specifications(it))} ;;" for it in subcommands)
    return f"""\
#compdef {program}
# Completion of {program} for zsh. Now: eval "$({program} completion zsh)"; always: that line in ~/.zshrc
{function}() {{
    local -a subcommands
    subcommands=({described})
    if (( CURRENT == 2 )); then
        _describe subcommand subcommands
        compadd -- {" ".join(top_flags)}
        return
    fi
    local subcommand=$words[2]
    shift words
    (( CURRENT-- ))
    case $subcommand in
{cases}
    esac
}}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    {function} "$@"
else
    compdef {function} {program}
fi
"""


def _specifications(subcommand: Subcommand) -> list[str]:
    options = [_quoted(it) for option in subcommand.options for it in _option(option)]
    return options + [_quoted(f":{_value(it)}") for it in subcommand.values]


def _option(option: Option) -> list[str]:
    others = f"({' '.join(option.flags)})"
    after = f":{_value(option.value)}" if option.value is not None else ""
    return [f"{others}{flag}[{_escaped(option.help)}]{after}" for flag in option.flags]


def _value(value: Value) -> str:
    choice = "_files" if value.is_file else f"({' '.join(value.words)})" if value.words else " "
    return f"{_escaped(value.name)}:{choice}"


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
