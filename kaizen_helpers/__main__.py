"""``python -m kaizen_helpers`` is ``kaizen``."""

from __future__ import annotations

import sys

from kaizen_helpers.cli import main

if __name__ == "__main__":
    sys.exit(main())
