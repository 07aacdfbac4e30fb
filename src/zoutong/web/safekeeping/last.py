"""Knows when the last backup was made, so that a bureau that has none is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

_NAME = "last-backup.json"


def remember(data: Path, created_at: str, out: Path) -> None:
    """Write down beside the data that a backup was made; where that fails the backup is no worse for it."""
    beside = data / f".{_NAME}.{token_hex(4)}"
    try:
        beside.write_text(json.dumps({"created_at": created_at, "file": str(out.resolve())}, ensure_ascii=False), encoding="utf-8")
        beside.replace(data / _NAME)
    except OSError:
        beside.unlink(missing_ok=True)


def days_since(data: Path, now: datetime | None = None) -> float | None:
    """Give how many days ago the last backup was made; None where none is known of."""
    try:
        made = datetime.fromisoformat(json.loads((data / _NAME).read_text(encoding="utf-8"))["created_at"])
        return ((now or datetime.now(UTC)) - made).total_seconds() / 86_400
    except (OSError, ValueError, KeyError, TypeError):
        return None
