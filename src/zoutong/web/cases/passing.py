"""Knows the secret in a visitor's own address: the table holds only its digest, so that nobody can read it there."""

from __future__ import annotations

import hashlib
import secrets

from zoutong.web.cases.models import Run
from zoutong.web.cases.reading import case_of
from zoutong.web.cases.shapes import Case
from zoutong.web.cases.words import absent


def give_pass(case_id: str) -> str:
    """Make a new secret for a case; the one before it is worth nothing from now on. Fault ``case.absent``."""
    secret = secrets.token_urlsafe(16)
    if not Run.every.filter(walk=case_id, erased_at=None).update(passing=_digest(secret)):
        raise absent(case_id)
    return secret


def by_pass(secret: str) -> Case:
    """Give the case to which a secret belongs; Fault ``case.absent`` when it belongs to none."""
    run = Run.every.filter(passing=_digest(secret)).first()
    if run is None:
        raise absent("—")
    return case_of(run)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
