"""``python -m cntextfix``: the command, where its script is not on the path."""

import sys

from cntextfix.cli import main

if __name__ == "__main__":
    sys.exit(main())
