"""Knows the way of one uploaded paper: what it is, whether it is clean, kept or not, and what may be shown of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal

from zoutong.kernel.error import Fault
from zoutong.papers.inspect import Found, inspect
from zoutong.papers.kinds import BY_CODE, PDF, Limits, refusal
from zoutong.papers.look import Looked, look
from zoutong.papers.scan import Clean, Infected, Scanner, Standing
from zoutong.papers.vault import Kept, Vault, pieces


@dataclass(frozen=True, slots=True)
class Received:
    """A paper that is kept: what it is, where, its standing with the scanner, its preview (kept as a paper of its own), what to mind.

    ``minded`` is None where a PDF could not be looked through: not known, which is not the same as nothing.
    """

    found: Found
    kept: Kept
    standing: Standing
    preview: Kept | None
    pages: int
    minded: tuple[str, ...] | None
    scan_note: str = ""


def receive(source: BinaryIO, claimed: str, vault: Vault, scanner: Scanner | None = None, limits: Limits | None = None) -> Received:
    """Inspect, scan and keep one upload (a seekable stream, rewound as needed); ``claimed`` is the name that the sender gave.

    Fault ``paper.<code>`` when it is not taken; then nothing is kept. A scanner that does not answer is no such case: the paper is
    kept and waits (``standing``), the person and the case go on. A preview is never made of what nobody has checked.
    """
    found = inspect(source, claimed, limits)
    standing, note = _scanned(source, scanner)
    looked = Looked("unknown") if standing == "waiting" else look(found.kind, pieces(source))
    if looked.state in ("locked", "damaged"):
        raise refusal(looked.state)
    kept = vault.put(pieces(source))
    return Received(found, kept, standing, _kept_preview(vault, looked), looked.pages, _minded(found, looked), note)


def recheck(id: str, vault: Vault, scanner: Scanner | None) -> tuple[Standing | Literal["infected"], str]:  # noqa: A002 - the vault's word
    """Scan a paper that waits; ``infected`` means that it has been erased, and carries what the scanner called it.

    Fault when the paper is not there or cannot be opened.
    """
    if scanner is None:
        return "unchecked", ""
    verdict = scanner.scan(vault.read(id))
    if isinstance(verdict, Infected):
        vault.erase(id)
        return "infected", verdict.name
    return ("clean", "") if isinstance(verdict, Clean) else ("waiting", verdict.reason)


def late_preview(id: str, kind: str, vault: Vault) -> Kept | None:  # noqa: A002 - the vault's word
    """Make and keep the preview of a paper that had to wait for its check; None where there is none. Fault as for ``recheck``."""
    return _kept_preview(vault, look(BY_CODE[kind], vault.read(id))) if kind in BY_CODE else None


def _scanned(source: BinaryIO, scanner: Scanner | None) -> tuple[Standing, str]:
    if scanner is None:
        return "unchecked", ""
    verdict = scanner.scan(pieces(source))
    if isinstance(verdict, Infected):
        raise refusal("infected")
    return ("clean", "") if isinstance(verdict, Clean) else ("waiting", verdict.reason)


def _kept_preview(vault: Vault, looked: Looked) -> Kept | None:
    """Keep the preview; a paper that is safely kept is never given up for the lack of one."""
    if not looked.preview:
        return None
    try:
        return vault.put([looked.preview])
    except Fault:
        return None


def _minded(found: Found, looked: Looked) -> tuple[str, ...] | None:
    if found.kind is PDF and looked.minded is None:
        return None
    return tuple(dict.fromkeys((*found.minded, *(looked.minded or ()))))
