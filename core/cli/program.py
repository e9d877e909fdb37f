"""The command line as a whole: reads it, runs the subcommand, and ends with its status (main thread).

Law: whatever happens, a person reads a sentence and a script gets one of the five statuses; nobody gets a traceback.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from core.cli.outcome import INTERRUPTED, NOT_AS_EXPECTED, WRONG_USE, Failure, WrongUse
from core.cli.output import PROGRAM, Output
from core.cli.subcommands import completion, connect, export, forward, listen, ports, replay, self_test, send, udp
from core.version import VERSION

SUBCOMMANDS = (send, listen, connect, udp, forward, ports, export, replay, self_test, completion)

_EPILOG = """\
exit status:
  0 done   1 not as expected, or a file could not be read or written   2 wrong use   3 network failure   130 interrupted

A URL is tcp://HOST:PORT, tls://HOST:PORT or udp://HOST:PORT; an IPv6 address stands in brackets: tcp://[::1]:9000.
A Unix socket is unix:///tmp/lab.sock, for datagrams unixgram:///tmp/lab.sock.
What a subcommand takes, it says itself: socketlab-cli send --help
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; the exit status."""
    found = parser().parse_args(arguments)
    output = Output(as_json=found.json)
    try:
        status: int = found.run(found, output)
    except WrongUse as wrong:
        output.say(str(wrong))
        return WRONG_USE
    except Failure as failure:
        output.fault(failure.fault)
        return failure.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _nobody_reads()
    return status


def parser() -> argparse.ArgumentParser:
    """All that may be typed."""
    top = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Real TCP and UDP sockets from the command line; the same lab as in the window, without one.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"Socket Lab {VERSION}")
    subparsers = top.add_subparsers(metavar="SUBCOMMAND", required=True)
    for subcommand in SUBCOMMANDS:
        subcommand.add(subparsers)
    return top


def _nobody_reads() -> int:
    """Whoever read standard output has gone (`... | head`). Python would complain once more when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NOT_AS_EXPECTED
