"""`python -m vru`: the command line, also where no `vru` script is on the path."""

import sys

from vru.cli import main

sys.exit(main())
