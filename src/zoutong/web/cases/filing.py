"""Knows how an uploaded file becomes a paper of a case: looked at, kept in the vault, and recorded by one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from zoutong.kernel.error import Fault
from zoutong.pack.show import show_day
from zoutong.papers.kinds import Limits
from zoutong.papers.receive import Received, receive
from zoutong.papers.scan import may_download, scanner_at
from zoutong.walk import Act, Actor
from zoutong.web.cases import store
from zoutong.web.cases.papers import Filed, papers, vault

LIMITS = Limits()
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper as its owner sees it in a list."""

    title: str
    size: str
    at: str
    waiting: bool


def most_megabytes() -> int:
    """Give the most that one file may have, in millions of bytes, for the sentence beside the field."""
    return LIMITS.families["picture"] // MEGABYTE


def size_words(size: int) -> str:
    """Give a size as people know it from their phones."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE else f"{max(1, round(size / 1000))} KB"


def take_in(case_id: str, actor: Actor, sent: UploadedFile[bytes], *, key: str = "", paper: str = "") -> str:
    """Keep one uploaded file as a paper of a case and give its standing: ``clean``, ``waiting`` or ``unchecked``.

    Fault ``paper.…`` with a sentence when it is not taken; then nothing is kept, and the case is as it was. When the act itself is
    refused, what was laid into the vault is taken out again.
    """
    place = vault()
    received = receive(cast("BinaryIO", sent.file), sent.name or "", place, scanner_at(settings.ZOUTONG_SCANNER), LIMITS)
    try:
        done = store.act(case_id, Act("supplement", actor, key, data={"papers": [paper] if paper else [], "files": 1}), papers=[_filed(received, paper)])
    except Fault:
        _take_out(received)
        raise
    if done.repeated:
        _take_out(received)
    return received.standing


def shown(case_id: str, lang: str) -> tuple[PaperLine, ...]:
    """Give the papers of a case to the person whose case it is."""
    return tuple(
        PaperLine(p.name, size_words(p.size), show_day(timezone.localtime(p.at).date()).in_language(lang), not may_download(p.state))
        for p in papers(case_id)
    )


def _filed(received: Received, paper: str) -> Filed:
    kept, found = received.kept, received.found
    preview = received.preview.id if received.preview else ""
    return Filed(kept.id, found.name, paper, found.kind.code, kept.size, kept.sha256, received.standing, preview, received.minded)


def _take_out(received: Received) -> None:
    vault().erase(received.kept.id)
    if received.preview is not None:
        vault().erase(received.preview.id)
