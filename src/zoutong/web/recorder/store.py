"""Knows the door of the recorder: taps come in (once each, in any number of tries), and are given back in order or as findings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.papers.receive import Received, receive
from zoutong.papers.scan import scanner_at
from zoutong.walk import Actor, Mode
from zoutong.web import clock, served
from zoutong.web.cases import keys
from zoutong.web.cases.dossier import bound, sealed
from zoutong.web.cases.filing import LIMITS
from zoutong.web.cases.models import Run
from zoutong.web.cases.papers import vault
from zoutong.web.recorder.finding import Finding, findings_of
from zoutong.web.recorder.guide import Recorded, guide_of
from zoutong.web.recorder.models import Tap
from zoutong.web.recorder.tapping import MOST, Tapped, TapView, in_order, off_by, read, without_undone
from zoutong.web.walks.models import Walking

LISTED = 50


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: the uuids that are kept (now or earlier), and why the others are not."""

    kept: tuple[str, ...]
    refused: tuple[tuple[str, Fault], ...]


def walk_of(number: str) -> Recorded:
    """Give the walk of a number; Fault ``tap.walk`` when there is none, or when it is a real case, which nobody records."""
    run = cast("Run | None", Run.every.filter(walk=number).exclude(mode="case").first())
    if run is not None:
        return Recorded(run.walk, cast("Mode", run.mode), run.process, run.version, run.first_at, frozenset(run.claims.split()), begun=True)
    row = Walking.objects.filter(number=number).first()
    if row is None:
        raise Fault(
            "tap.walk",
            Words(f"没有走流程“{number}”。", f"There is no walk “{number}”."),
            cure=Words(
                "真实案件不在这里记。请从走流程的页面打开。", "Real cases are not recorded here. Open it from the page of the walk."
            ),
        )
    process = served.course_version(row.version).process.id
    return Recorded(row.number, cast("Mode", row.mode), process, row.version, row.began or clock.micros(clock.now()))


def under_way() -> tuple[Recorded, ...]:
    """Give the walks that are being walked, the newest first, whether or not anything has been handed in."""
    walking = Walking.objects.filter(state="walking").order_by("-began").values_list("number", flat=True)[:LISTED]
    over = Walking.objects.filter(state__in=("ended", "stopped")).values("number")
    runs = Run.every.exclude(mode="case").exclude(walk__in=over).filter(status__in=("open", "suspended")).order_by("-last_at")
    numbers = dict.fromkeys((*walking, *runs.values_list("walk", flat=True)[:LISTED]))
    return tuple(sorted((walk_of(number) for number in numbers), key=lambda walk: -walk.since))[:LISTED]


def take_in(number: str, actor: Actor, batch: Sequence[object], sent_at: object = None) -> Taken:
    """Keep a batch. What is kept already is only acknowledged; one tap that cannot be read holds no other up. Fault ``tap.…``."""
    walk = walk_of(number)
    if len(batch) > MOST:
        raise Fault("tap.batch", Words(f"一次最多送{MOST}条。", f"At most {MOST} taps are sent at once."))
    off, kept, refused = off_by(sent_at, clock.now()), [], []
    for one in batch:
        try:
            tap = read(one)
            if tap.kind == "photo":
                raise Fault("tap.photo", Words("照片要和文件一起送。", "A photo is sent with its file."))
            _keep(walk, actor, tap, off)
            kept.append(tap.uuid)
        except Fault as fault:
            refused.append((str(one.get("uuid", ""))[:36] if isinstance(one, dict) else "", fault))
    return Taken(tuple(kept), tuple(refused))


def take_photo(number: str, actor: Actor, sent: object, photo: UploadedFile[bytes], sent_at: object = None) -> str:
    """Keep a photo with its tap and give its uuid; the same one again keeps nothing twice. Fault ``paper.…`` when it is not taken."""
    walk, tap = walk_of(number), read(sent)
    if tap.kind != "photo":
        raise Fault("tap.photo", Words("这里只收照片。", "Only photos are taken here."))
    if _known(walk, actor, tap.uuid):
        return tap.uuid
    received = receive(photo.file, photo.name or "", vault(), scanner_at(settings.ZOUTONG_SCANNER), LIMITS)  # type: ignore[arg-type]
    try:
        if received.found.kind.family != "picture":
            raise Fault("tap.photo", Words("这不是照片，没有收。", "This is not a photo; it was not taken."))
        fresh = _keep(walk, actor, tap, off_by(sent_at, clock.now()), received)
    except Fault:
        _take_out(received)
        raise
    if not fresh:
        _take_out(received)
    return tap.uuid


def _keep(walk: Recorded, actor: Actor, tap: Tapped, off: timedelta, photo: Received | None = None) -> bool:
    """Write a tap and tell whether it is new. Two senders of one tap meet at the unique column; the second finds it kept."""
    if _known(walk, actor, tap.uuid):
        return False
    ring = keys.ring()
    said = {"quote": tap.quote.strip(), "name": photo.found.name if photo else ""}
    row = Tap(
        number=walk.number, mode=walk.mode, uuid=tap.uuid, device=tap.device, counter=tap.counter, at=tap.at * 1000 + off // timedelta(microseconds=1),
        received=clock.micros(clock.now()), account=actor.id, role=tap.role or actor.role, step=tap.step, kind=tap.kind, value=tap.value,
        key_id=ring.current, blob=sealed(ring, walk.number, f"tap{tap.uuid}", said),
    )  # fmt: skip
    if photo is not None:
        row.place, row.preview = photo.kept.id, photo.preview.id if photo.preview else ""
        row.standing, row.sha256 = photo.standing, photo.kept.sha256
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if _known(walk, actor, tap.uuid):
            return False
        raise
    return True


def _known(walk: Recorded, actor: Actor, uuid: str) -> bool:
    """Tell whether a tap is kept; Fault ``tap.uuid`` when its mark belongs to another walk or person, and so is not this tap."""
    found = Tap.every.filter(uuid=uuid).values_list("number", "account").first()
    if found is None:
        return False
    if found != (walk.number, actor.id):
        raise Fault("tap.uuid", Words("这条记录属于别的走流程。", "This tap belongs to another walk."))
    return True


def _take_out(received: Received) -> None:
    for kept in filter(None, (received.kept, received.preview)):
        vault().erase(kept.id)


def taps(number: str) -> tuple[TapView, ...]:
    """Give what was met on a walk, in order, without what was taken back. Fault ``tap.walk``."""
    walk = walk_of(number)
    return without_undone(in_order(_views(walk, Tap.every.filter(number=walk.number))))


def _views(walk: Recorded, rows: Iterable[Tap]) -> Iterable[TapView]:
    ring = keys.ring()
    for row in rows:
        said = json.loads(ring.decrypt(row.key_id, bytes(row.blob), bound(walk.number, f"tap{row.uuid}")))
        yield TapView(
            clock.moment(row.at), row.step, row.role, row.kind, row.value, said["quote"], row.place, row.uuid, row.account, row.device,
            row.counter,
        )  # fmt: skip


def findings(number: str) -> tuple[Finding, ...]:
    """Give what was found on a walk, ready to be suggested to the ledger; the same taps always give the same keys."""
    walk = walk_of(number)
    return findings_of(walk.number, walk.mode, walk.process, taps(number), guide_of(walk))
