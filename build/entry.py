"""Where the packaged program starts; runs once, on its main thread. Law: nothing but the call of gui's own main."""

import sys

from gui.__main__ import main

sys.exit(main())
