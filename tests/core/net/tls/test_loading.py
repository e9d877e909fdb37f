"""What TLS costs those who do not use it: nothing is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
PLAIN_ECHO = """
import sys
from pathlib import Path
import core.cli.program, gui.app
from core import self_test
with self_test._lab(Path(sys.argv[1])) as lab:
    self_test._echo(lab, self_test.Protocol.TCP, "127.0.0.1")
    print(sorted({"ssl", "_ssl", "cryptography", "core.net.tls.context"} & sys.modules.keys()))
    self_test._echo(lab, self_test.Protocol.TCP, "127.0.0.1", inside_tls=True)
    print({"ssl", "cryptography"} <= sys.modules.keys())
"""


def test_neither_openssl_nor_the_library_of_certificates_is_loaded_before_somebody_speaks_tls(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PLAIN_ECHO, str(tmp_path / "a.socketlab")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "True"]
