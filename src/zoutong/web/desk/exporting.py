"""Knows how a list or a search becomes an Excel file: page by page, telling how far it is, stopping when told to, safe to begin again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from zoutong.kernel.error import Fault
from zoutong.walk import Actor, Mode
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.cases.scope import Scope, within
from zoutong.web.desk.lists import Asked, last_day
from zoutong.web.desk.models import Export
from zoutong.web.desk.seat import tongue_of
from zoutong.web.desk.tongue import Tongue

KEPT = timedelta(days=1)
DEAD = timedelta(seconds=60)
"""A writer that has said nothing for so long has died; another one begins again."""
PAGE = 200
LIST = ("number", "queue", "person", "urgent", "step", "role", "unit", "holder", "claims", "due", "since", "status")
FOUND = ("number", "person", "urgent", "status", "unit", "claims", "due", "opened")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def folder() -> Path:
    """Give where the files lie."""
    place = settings.DATA / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def file_of(export: Export) -> Path:
    return folder() / f"{export.pk}.xlsx"


def sweep() -> None:
    """Take away exports that are a day old, with their files."""
    for old in Export.objects.filter(made__lt=clock.now() - KEPT):
        file_of(old).unlink(missing_ok=True)
        old.delete()


def start() -> None:
    """Begin to write what waits in a process of its own: the page does not wait, and nothing is lost if it dies."""
    command = [sys.executable, "-m", "django", "write_exports"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "zoutong.web.settings", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # The command is our own interpreter and our own word; nothing of a form is in it.
    subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def write_waiting() -> int:
    """Write everything that waits, or whose writer died; give how many were written."""
    done = 0
    while True:
        now = clock.now()
        due = Export.objects.filter(Q(state="waiting") | Q(state="running", beat__lt=now - DEAD)).order_by("pk").first()
        if due is None:
            return done
        if not Export.objects.filter(pk=due.pk, state=due.state, beat=due.beat).update(state="running", beat=now, rows=0):
            continue
        due.refresh_from_db()
        with within(Scope(cast("Mode", due.mode), due.walk)):
            _write(due)
        done += 1


def _write(export: Export) -> None:
    """Write one export; a half-written file never has the name of a whole one."""
    place = file_of(export)
    beside = place.with_suffix(".part")
    actor = Actor(export.account, export.role, export.unit, export.on_behalf_of)
    tongue = tongue_of(export.lang)
    try:
        book = Workbook(write_only=True)
        sheet = book.create_sheet(tongue.say("desk.exports.list"))
        columns = FOUND if export.words else LIST
        sheet.freeze_panes = "A2"
        head = [WriteOnlyCell(sheet, tongue.say(f"desk.sheet.{name}")) for name in columns]
        for cell in head:
            cell.font = Font(bold=True)
        for letter, name in zip("ABCDEFGHIJKL", columns, strict=False):
            sheet.column_dimensions[letter].width = 34 if name == "claims" else 20
        sheet.append(head)
        rows = 0
        for page in (_found if export.words else _listed)(export, actor, tongue):
            for row in page:
                sheet.append([_safe(cell) for cell in row])
            rows += len(page)
            if not Export.objects.filter(pk=export.pk, state="running").update(rows=rows, beat=clock.now()):
                beside.unlink(missing_ok=True)
                return
        book.save(beside)
        beside.replace(place)
    except (Fault, OSError):
        beside.unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).update(state="failed")
        return
    if not Export.objects.filter(pk=export.pk, state="running").update(state="done", rows=rows):
        place.unlink(missing_ok=True)


def _safe(value: object) -> object:
    """Keep a text from being taken for a formula by the program that opens the table."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _listed(export: Export, actor: Actor, tongue: Tongue) -> Iterator[list[list[object]]]:
    asked, mark = Asked.of(QueryDict(export.query).dict()), ""
    while True:
        page = store.worklist(actor, asked.filters(), mark, PAGE)
        yield [
            [
                line.case,
                line.queue,
                line.person,
                tongue.say("desk.urgent") if line.urgent else "",
                tongue.node(line.node, line.role),
                tongue.role(line.role),
                tongue.unit(line.unit) if line.unit else "",
                tongue.person(line.holder) if line.holder else "",
                tongue.claims(line.claims),
                last_day(line.due).date() if line.due else None,
                line.since.replace(tzinfo=None),
                tongue.say(f"desk.status.{line.status}"),
            ]
            for line in page.rows
        ]
        mark = page.next
        if not mark:
            return


def _found(export: Export, actor: Actor, tongue: Tongue) -> Iterator[list[list[object]]]:
    mark = ""
    while True:
        page = store.search(actor, export.words, mark, PAGE)
        yield [
            [
                f.case,
                f.person,
                tongue.say("desk.urgent") if f.urgent else "",
                tongue.say(f"desk.status.{f.status}"),
                tongue.unit(f.unit) if f.unit else "",
                tongue.claims(f.claims),
                last_day(f.due).date() if f.due else None,
                f.opened.replace(tzinfo=None),
            ]
            for f in page.rows
        ]
        mark = page.next
        if not mark:
            return
