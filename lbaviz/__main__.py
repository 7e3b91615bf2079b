"""`python -m lbaviz` is `lbaviz`."""

import sys

from lbaviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
