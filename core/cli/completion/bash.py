"""Completion for bash: one function, by the word before the cursor and the subcommand before that (main thread).

Law: plain bash 3.2, which is what macOS has; nothing of the bash-completion package is needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from core.cli.completion.tree import Subcommand, Value


def script(program: str, subcommands: tuple[Subcommand, ...], top_flags: tuple[str, ...]) -> str:
    """The script to be sourced."""
    function = f"_{program.replace('-', '_')}"
    names = " ".join(it.name for it in subcommands)
    by_option = "\n".join(_by_option(subcommands))
    by_subcommand = "\n".join(
        f"        {it.name}) words={quote(' '.join([*it.flags, *_words(it)]))}{' files=yes' * _takes_file(it)} ;;"
        for it in subcommands
    )
    return f"""\
# Completion of {program} for bash. Now: eval "$({program} completion bash)"; always: that line in ~/.bashrc
{function}() {{
    local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD - 1]}}"
    local subcommand= word= words= files= at
    local IFS=$'\\n'
    COMPREPLY=()
    for ((at = 1; at < COMP_CWORD; at++)); do
        word="${{COMP_WORDS[at]}}"
        [[ $word != -* ]] && subcommand=$word && break
    done
    case "$subcommand $before" in
{by_option}
        *)
        case "$subcommand" in
        '') words={quote(f"{names} {' '.join(top_flags)}")} ;;
{by_subcommand}
        esac ;;
    esac
    [[ $current != -* && $files ]] && COMPREPLY=($(compgen -f -- "$current"))
    COMPREPLY+=($(compgen -W "${{words// /$IFS}}" -- "$current"))
}}
complete -o filenames -F {function} {program}
"""


def _by_option(subcommands: tuple[Subcommand, ...]) -> Iterator[str]:
    for subcommand in subcommands:
        for option in subcommand.options:
            if option.value is not None:
                pattern = "|".join(quote(f"{subcommand.name} {flag}") for flag in option.flags)
                yield f"        {pattern}) {_offer(option.value)} ;;"


def _offer(value: Value) -> str:
    return "files=yes" if value.is_file else f"words={quote(' '.join(value.words))}"


def _words(subcommand: Subcommand) -> list[str]:
    return [word for value in subcommand.values for word in value.words]


def _takes_file(subcommand: Subcommand) -> bool:
    return any(value.is_file for value in subcommand.values)
