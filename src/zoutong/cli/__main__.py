"""Lets ``python -m zoutong.cli`` do what ``zoutong`` does."""

import sys

from zoutong.cli import main

sys.exit(main())
