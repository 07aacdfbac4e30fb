"""Knows which pack is served, in which versions, and the course that its walks stand on."""

from __future__ import annotations

import shutil
import zoneinfo
from functools import cache
from pathlib import Path

from django.conf import settings

from zoutong.kernel.error import Fault
from zoutong.kernel.office import USUAL, OfficeHours
from zoutong.kernel.words import Words
from zoutong.pack import Pack, load
from zoutong.pack.load import read_about
from zoutong.walk import Course, course_of
from zoutong.web import clock


@cache
def pack() -> Pack:
    """Load the pack once for the life of this process: a new version of it is a new start."""
    return load(settings.ZOUTONG_PACK)


@cache
def course() -> Course:
    """Give the course of the pack that is served: what new walks stand on."""
    return course_of(pack())


@cache
def pack_version(version: str) -> Pack:
    """Load the pack as it was in a version that still has walks; Fault ``served.version`` when it was not kept."""
    if version == pack().about.version:
        return pack()
    folder = _kept(pack().about.name, version)
    if not folder.is_dir():
        raise Fault(
            "served.version",
            Words(f"内容包 {version} 版不在了，这件事按那一版办。", f"Version {version} of the pack is gone, and this walk stands on it."),
            cure=Words("把那一版的文件夹放回去。", "Put the folder of that version back."),
            file=str(folder),
        )
    return load(folder)


@cache
def course_version(version: str) -> Course:
    """Give the course of a version of the pack; Fault ``served.version`` when it was not kept."""
    return course() if version == pack().about.version else course_of(pack_version(version))


@cache
def office_hours() -> OfficeHours:
    """Give the hours of this office: the pack's parameter ``office_hours`` for this place, else the usual ones."""
    place = f"{settings.ZOUTONG_CITY}/{settings.ZOUTONG_DISTRICT}"
    found = pack().parameters.find("office_hours", place, clock.today())
    return OfficeHours.of(str(found.value) if found else USUAL, pack().calendar, zoneinfo.ZoneInfo(settings.TIME_ZONE))


def keep_version() -> None:
    """Put a copy of the served pack aside before its first walk: walks that began under it end under it."""
    folder = Path(settings.ZOUTONG_PACK)
    about = read_about(folder)
    aside = _kept(about.name, about.version)
    if aside.exists() or aside == folder:
        return
    for needed in about.requires:
        shutil.copytree(folder.parent / needed, aside.parent / needed, dirs_exist_ok=True)
    beside = aside.with_name(f"{aside.name}.unfinished")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(folder, beside)
    beside.rename(aside)


def _kept(name: str, version: str) -> Path:
    """Name the folder of a version that was put aside; each has its own neighbours, as ``load`` looks for them beside it."""
    return Path(settings.DATA) / "packs" / version / name
