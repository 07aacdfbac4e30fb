"""Builds the blank forms of the labour-rights pack: python tools/forms FOLDER [NAME …]."""

from __future__ import annotations

import sys
from pathlib import Path

from answers import answers
from applications import applications
from outcomes import outcomes

if __name__ == "__main__":
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    for form in (*applications(), *answers(), *outcomes()):
        if not wanted or form.name in wanted:
            form.save(folder)
            print(folder / f"{form.name}.docx")
