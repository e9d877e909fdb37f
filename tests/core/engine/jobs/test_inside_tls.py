"""Jobs inside TLS: the same files, answers and counts as in plain conversations."""

from __future__ import annotations

import os
from pathlib import Path

from core.contract.job_commands import RunSequence, SendFile
from core.contract.jobs import JobEnding
from core.contract.records import Call
from core.contract.tls import TlsClient, TlsServer
from core.engine.jobs.sequence_text import read_sequence
from core.payload.escapes import parse_text
from core.payload.notation import Notation
from tests.core.engine.jobs.jobs import ended
from tests.support.lab import ECHO, Lab

UNCHECKED = TlsClient(verify=False)


def make(text: str, _notation: Notation) -> bytes:
    return parse_text(text)


def test_a_file_goes_over_whole_and_its_plain_bytes_are_counted(lab: Lab, tmp_path: Path) -> None:
    data = os.urandom(1_500_000)
    (tmp_path / "data").write_bytes(data)
    client = lab.connect(lab.port(lab.listen(tls=TlsServer())), tls=UNCHECKED)
    facts = ended(lab, lab.ask(lambda id: SendFile(id, client, str(tmp_path / "data"))))
    assert (facts.ending, facts.sent_bytes) == (JobEnding.COMPLETE, len(data))
    assert b"".join(row.payload for row in lab.rows(client, Call.TLS_WRITE)) == data


def test_answers_are_looked_for_in_the_text_inside(lab: Lab) -> None:
    client = lab.connect(lab.port(lab.listen(reply=ECHO, tls=TlsServer())), tls=UNCHECKED)
    steps, times = read_sequence("send hello\nexpect hel+o\nsend bye\nexpect ^bye$", make)
    facts = ended(lab, lab.ask(lambda id: RunSequence(id, client, steps, times)))
    assert (facts.ending, facts.sent) == (JobEnding.COMPLETE, 2)
