"""Knows what is kept of a person in a case: encrypted part by part, bound to its case, shown as far as a role needs it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Actor, Walk
from zoutong.web.cases.keys import KeyRing
from zoutong.web.cases.models import Dossier, Note, Run

PARTS = ("person", "contact", "employer", "statement", "facts", "answers", "draft")
LONGEST = 200_000
_DIGITS = re.compile(r"(?<!\d)\d[\d\-  ]{5,}[\dXx]")
_TELEPHONE = re.compile(r"\d{7,15}")
_IDENTITY = re.compile(r"\d{15}|\d{17}[\dXx]")


def bound(walk: str, part: str) -> bytes:
    """Give what a blob is bound to: its case and its part, so that blobs cannot be swapped."""
    return f"{walk}/{part}".encode()


def checked(parts: Mapping[str, object]) -> dict[str, object]:
    """Give the parts of a dossier that are there; Fault ``case.part`` for one that is not known, too long or not JSON."""
    for part, content in parts.items():
        try:
            size = len(json.dumps(content, ensure_ascii=False))
        except (TypeError, ValueError):
            size = LONGEST + 1
        if part not in PARTS or size > LONGEST:
            raise Fault(
                "case.part",
                Words(f"资料里的“{part}”不能这样存。", f"The part “{part}” of the dossier cannot be kept like this."),
                cure=Words("请缩短内容，或者分几次存。", "Make it shorter, or keep it in several."),
            )
    return {part: content for part, content in parts.items() if content not in (None, "", {})}


def sealed(ring: KeyRing, walk: str, part: str, content: object) -> bytes:
    """Encrypt one part."""
    return ring.encrypt(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), bound(walk, part))


def opened(ring: KeyRing, run: Run, *, held: bool = False) -> dict[str, object]:
    """Decrypt every part of a case; ``held``: nobody else changes them until the transaction ends."""
    rows = Dossier.every.filter(run=run)
    return {row.part: of_row(ring, run, row) for row in (rows.select_for_update() if held else rows)}


def of_row(ring: KeyRing, run: Run, row: Dossier) -> object:
    """Decrypt one part of a case."""
    return json.loads(ring.decrypt(row.key_id, bytes(row.blob), bound(run.walk, row.part)))


def notes(ring: KeyRing, run: Run) -> list[dict[str, object]]:
    """Decrypt the notes of a case, the oldest first."""
    return [
        {"seq": row.seq, "at": row.at, "actor": row.actor, "text": json.loads(ring.decrypt(row.key_id, row.blob, bound(run.walk, f"note{row.seq}")))}
        for row in Note.every.filter(run=run).order_by("seq")
    ]


def sees_all(walk: Walk, actor: Actor) -> bool:
    """Tell whether somebody handles this case: the applicant herself, or a role that does tasks, in a unit that has or had it."""
    if actor.role == "applicant":
        return bool(actor.id) and walk.applicant in (actor.id, actor.on_behalf_of)
    role = walk.course.roles.get(actor.role)
    if role is None or not role.process_lane:
        return False
    units = {walk.unit, *walk.units, *(task.unit for task in walk.tasks.values())} - {""}
    me = {actor.id, actor.on_behalf_of} - {""}
    holders = {task.holder for task in walk.tasks.values()} | {s.person for task in walk.tasks.values() for s in task.signers}
    waits = any(task.role == actor.role and task.unit in ("", actor.unit) for task in walk.tasks.values())
    return waits or actor.unit in units or bool(me & (holders | set(walk.people)))


def masked(parts: Mapping[str, object]) -> dict[str, object]:
    """Give a dossier for somebody who may see the case but does not handle it: names, numbers and places covered, in texts too."""
    name = ""
    person = parts.get("person")
    if isinstance(person, Mapping):
        name = str(person.get("name", "") or "")
    return {part: _covered(part, content, name) for part, content in parts.items()}


def masked_name(name: str) -> str:
    """Cover a name but for its first character: 王**."""
    name = name.strip()
    return f"{name[0]}**" if name else ""


def mask(field: str, value: object) -> object:
    """Cover one field of a person: 王**, 138****0000, 310***********0011; what is not known how, wholly."""
    if value is None or isinstance(value, bool):
        return value
    text = str(value)
    if field.endswith("name"):
        return masked_name(text)
    if _IDENTITY.fullmatch(text):
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    if _TELEPHONE.fullmatch(text):
        return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
    return "***"


def _covered(part: str, content: object, name: str) -> object:
    if part in ("person", "contact") and isinstance(content, Mapping):
        return {field: mask(str(field), value) for field, value in content.items()}
    return _text(content, name)


def _text(content: object, name: str) -> object:
    """Cover numbers and the person's name wherever they stand in a text."""
    if isinstance(content, str):
        covered = content.replace(name, masked_name(name)) if name else content
        return _DIGITS.sub(lambda found: f"{found[0][:3]}****{found[0][-4:]}" if len(found[0]) > 7 else "****", covered)
    if isinstance(content, Mapping):
        return {key: _text(value, name) for key, value in content.items()}
    if isinstance(content, list):
        return [_text(value, name) for value in content]
    return content
