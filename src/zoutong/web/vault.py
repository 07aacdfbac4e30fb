"""Knows the papers of this bureau: where they are kept, under which keys, who looks for viruses, and how much is taken."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from zoutong.papers.kinds import Limits
from zoutong.papers.scan import Scanner, scanner_at
from zoutong.papers.vault import Vault
from zoutong.web.cases import keys


def vault() -> Vault:
    """Give the folder of papers with the keys in force."""
    return Vault(Path(settings.ZOUTONG_PAPERS), keys.ring())


@cache
def scanner() -> Scanner | None:
    """Give the virus scanner that the settings name; None where there is none; Fault when the setting cannot be understood."""
    return scanner_at(settings.ZOUTONG_SCANNER)


@cache
def limits() -> Limits:
    """Give how much is taken: the usual limits."""
    return Limits()
