"""Knows in which language the command speaks to the person at the terminal."""

from __future__ import annotations

import os


def language() -> str:
    """Give English where the environment asks for it (ZOUTONG_LANGUAGE, else the locale), else Chinese."""
    chosen = next((v for n in ("ZOUTONG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG") if (v := os.environ.get(n))), "")
    return "en" if chosen.lower().startswith("en") else "zh"
