"""Where the packaged program starts; runs once, on its main thread. Law: it calls gui's main or core's, nothing else.

The command line is an executable of its own on Windows; elsewhere the script socketlab-cli asks for it.
"""

import sys

told = sys.argv[1:2] == ["--without-window"]
if told or sys.executable.endswith("socketlab-cli.exe"):
    from core.cli.program import main as command_line

    sys.exit(command_line(sys.argv[1 + told :]))
else:
    from gui.__main__ import main

    sys.exit(main())
