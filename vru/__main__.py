"""`python -m vru`: the command line, also where no `vru` script is on the path."""

import sys

try:
    from vru.cli import main
except KeyboardInterrupt:
    # the libraries take a second or two to import: Ctrl-C then has left nothing behind
    sys.exit(130)

sys.exit(main())
