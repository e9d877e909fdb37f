"""What a shell offers at each place of a command line, as bash itself completes it; zsh and fish by their scripts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from core.cli.program import SUBCOMMANDS, main, parser
from core.replies.catalogue import BY_NAME
from tests.support.programs import find

COMPLETE = """
eval "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
spec=$(complete -p socketlab-cli)
[[ $spec =~ -F\\ ([^ ]+) ]] && "${BASH_REMATCH[1]}" socketlab-cli "${COMP_WORDS[COMP_CWORD]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture
def script(capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    assert main(["completion", "bash"]) == 0
    return capfdbinary.readouterr().out.decode()


def completed(script: str, folder: Path, *words: str) -> set[str]:
    """What bash offers for the last of the words, in that folder."""
    command = [find("bash"), "--norc", "-c", COMPLETE, "bash", script, "socketlab-cli", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=20, check=True)
    assert done.stderr == ""
    return set(done.stdout.split("\n")) - {""}


def test_bash_offers_what_can_be_typed_at_each_place(script: str, tmp_path: Path) -> None:
    (tmp_path / "my capture.socketlab").touch()
    (tmp_path / "mine").mkdir()
    names = {module.__name__.rpartition(".")[2].replace("_", "-") for module in SUBCOMMANDS}
    assert completed(script, tmp_path, "") == names | {"--help", "--version"}
    assert completed(script, tmp_path, "li") == {"listen"}
    assert completed(script, tmp_path, "listen", "--re") == {"--reply", "--record"}
    assert completed(script, tmp_path, "listen", "--reply", "") == set(BY_NAME)
    assert completed(script, tmp_path, "listen", "--record", "my") == {"my capture.socketlab"}
    assert completed(script, tmp_path, "export", "mi") == {"mine"}
    assert completed(script, tmp_path, "export", "a", "--format", "p") == {"pcapng"}
    assert completed(script, tmp_path, "replay", "--direction", "") == {"sent", "received"}
    assert completed(script, tmp_path, "send", "--timeout", "") == set()
    assert completed(script, tmp_path, "completion", "") >= {"bash", "zsh", "fish"}


def fish_calls(flag: str) -> str:
    return f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_of_every_option(shell: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["completion", shell]) == 0
    script = capfdbinary.readouterr().out.decode()
    (subparsers,) = (action.choices for action in parser()._actions if isinstance(action.choices, dict))
    for name, its_parser in subparsers.items():
        assert name in script
        for flag in (flag for action in its_parser._actions for flag in action.option_strings):
            assert (fish_calls(flag) if shell == "fish" else flag) in script
