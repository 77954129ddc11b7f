"""`python -m vru` and the script `vru`: the command line, which Ctrl-C ends from its first line."""

import os
import signal
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Import the command line, run it and leave with its exit code (130 after Ctrl-C)."""
    asked = signal.getsignal(signal.SIGINT)
    if asked is signal.default_int_handler:
        # the libraries take a second or two to import and some turn KeyboardInterrupt into an
        # ImportError on the way; nothing is begun yet, so that leaving at once leaves nothing
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from vru.cli import main

    signal.signal(signal.SIGINT, asked)
    sys.exit(main())


if __name__ == "__main__":
    run()
