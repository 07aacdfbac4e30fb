"""Knows the papers of a case: the files lie in the vault outside the database, here is whose they are and what they are called."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from zoutong.papers.vault import Vault
from zoutong.walk import Event
from zoutong.web.cases import keys
from zoutong.web.cases.dossier import bound, sealed
from zoutong.web.cases.models import PaperRow, Run
from zoutong.web.cases.scope import here
from zoutong.web.cases.words import absent
from zoutong.web.clock import micros, moment


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper that lies in the vault: its place there, the name its owner gave it, which paper of the pack it is meant to be."""

    place: str
    name: str
    paper: str
    kind: str
    size: int
    sha256: str
    state: str
    preview: str = ""
    minded: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper of a case as a page shows it; ``id`` is its number in the store."""

    id: int
    place: str
    name: str
    paper: str
    kind: str
    size: int
    sha256: str
    state: str
    preview: str
    at: datetime
    actor: str
    minded: tuple[str, ...] | None = None
    """What may act in it; None where nobody could look it through."""


def vault() -> Vault:
    """Give the vault in which papers lie, with the keys in force."""
    return Vault(Path(settings.ZOUTONG_PAPERS), keys.ring())


def papers(case_id: str) -> tuple[PaperView, ...]:
    """Give the papers of a case, the oldest first; whoever shows them calls ``look`` first. Fault ``case.absent``."""
    run = Run.every.filter(walk=case_id).first()
    if run is None or not here().shows(run.mode, run.walk):
        raise absent(case_id)
    ring = keys.ring()
    return tuple(
        PaperView(
            row.id,
            row.place,
            json.loads(ring.decrypt(row.key_id, row.blob, bound(run.walk, f"paper{row.place}"))),
            row.paper,
            row.kind,
            row.size,
            row.sha256,
            row.state,
            row.preview,
            moment(row.at),
            row.actor,
            None if row.minded is None else tuple(row.minded.split()),
        )
        for row in PaperRow.every.filter(run=run).order_by("id")
    )


def file_papers(run: Run, filed: Sequence[Filed], event: Event) -> None:
    """Write the rows of papers in the transaction of the act with which they came."""
    ring = keys.ring()
    PaperRow.every.bulk_create(
        PaperRow(
            run=run,
            mode=run.mode,
            seq=event.seq,
            place=one.place,
            preview=one.preview,
            paper=one.paper[:64],
            kind=one.kind[:64],
            size=one.size,
            sha256=one.sha256,
            state=one.state[:16],
            actor=event.actor,
            minded=None if one.minded is None else " ".join(one.minded)[:200],
            key_id=ring.current,
            blob=sealed(ring, run.walk, f"paper{one.place}", one.name),
            at=micros(event.at),
        )
        for one in filed
    )
