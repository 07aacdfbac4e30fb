"""Knows whether this machine is fit to serve people: settings, database, disk, pack, calendar, fonts; and what to do if not."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import django
from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from zoutong.cli.places import pack_folder
from zoutong.cli.speech import language
from zoutong.cli.writing import to_json
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.load import Pack, load
from zoutong.pack.publication import published
from zoutong.web.safekeeping.last import days_since

LEAST_FREE = 500_000_000
OLDEST_BACKUP_DAYS = 2
CJK_FAMILIES = ("CJK", "YaHei", "PingFang", "SimSun", "SimHei", "Source Han", "WenQuanYi", "FangSong", "KaiTi", "Songti", "Heiti")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: sound or not, a sentence, and what to do."""

    what: str
    state: Literal["ok", "warning", "error"]
    message: Words
    cure: Words | None = None


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the pack to look at and the day."""
    parser.add_argument("--pack", type=Path, metavar="PATH", help="the pack that is served (ZOUTONG_PACK, else packs/labour-rights)")


def run(args: argparse.Namespace) -> int:
    """Print one line of JSON for each thing looked at; give 1 when one of them is an error."""
    bad = False
    for sign in look(args.pack, date.today()):  # noqa: DTZ011 - the day in the office
        bad |= sign.state == "error"
        said: dict[str, object] = {"what": sign.what, "state": sign.state, "message": sign.message.in_language(language())}
        if sign.cure:
            said["do"] = sign.cure.in_language(language())
        sys.stdout.write(to_json(said) + "\n")
        sys.stdout.flush()
    return 1 if bad else 0


def look(pack: Path | None, on: date) -> Iterator[Sign]:
    """Look at everything in turn; one bad thing does not hide the next."""
    yield python()
    yield from configuration()
    yield from database()
    yield disk(Path(str(settings.DATABASES["default"]["NAME"])).parent)
    yield from content(pack or Path(settings.ZOUTONG_PACK), on)
    yield from walks()
    yield fonts()
    yield backup(Path(settings.DATA))


def python() -> Sign:
    """Look at the Python version and the checkout."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Sign("python", "ok", Words(f"Python {version}。", f"Python {version}."))


def configuration() -> Iterator[Sign]:
    """Look at the settings: Django's own checks and ours, with the stricter ones where real people are served."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zoutong.web.settings")
    django.setup()
    production = bool(settings.PRODUCTION)
    mode = Words("正式运行", "serving real people") if production else Words("试用", "a first look only")
    hint = Words("正式运行前设置 ZOUTONG_PRODUCTION=1。", "Set ZOUTONG_PRODUCTION=1 before real people use it.")
    yield Sign("settings", "ok" if production else "warning", Words(f"{mode.zh}。", f"Set up for {mode.en}."), None if production else hint)
    for message in run_checks(include_deployment_checks=production):
        if message.level >= WARNING:
            text, cure = str(message.msg), str(message.hint or "")
            state: Literal["warning", "error"] = "error" if message.level >= ERROR else "warning"
            yield Sign("settings", state, Words(text, text), Words(cure, cure) if cure else None)


def database() -> Iterator[Sign]:
    """Look whether the database opens, is whole, and has every table."""
    cure = Words("请检查 ZOUTONG_DATA 文件夹。", "Look at the folder ZOUTONG_DATA.")
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor == "sqlite" and not file.is_file():
        what = Words("还没有数据库，第一次 serve 时会建立。", "There is no database yet; the first serve makes it.")
        writable = next((p for p in (file.parent, *file.parents) if p.exists()), file.parent)
        yield (
            Sign("database", "ok", what)
            if os.access(writable, os.W_OK)
            else Sign("database", "error", Words("数据文件夹不可写。", "The folder of the data is not writable."), cure)
        )
        return
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA quick_check(1)")
                said = str(cursor.fetchone()[0])
                if said != "ok":
                    yield Sign(
                        "database",
                        "error",
                        Words(f"数据库有损坏：{said}。", f"The database is damaged: {said}."),
                        Words("请用备份恢复。", "Restore a backup."),
                    )
                    return
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as trouble:
        yield Sign("database", "error", Words(f"数据库打不开：{trouble}。", f"The database cannot be opened: {trouble}."), cure)
        return
    if waiting:
        names = Words(f"数据库还缺 {len(waiting)} 次升级。", f"The database lacks {len(waiting)} upgrades.")
        yield Sign("database", "warning", names, Words("运行 zoutong serve 会自动升级。", "zoutong serve brings it up to date."))
    else:
        yield Sign("database", "ok", Words("数据库完好。", "The database is sound."))


def walks() -> Iterator[Sign]:
    """Look whether every walk at work stands on a node that its process has; nothing where the database or the pack already says what is wrong."""
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    if connection.vendor == "sqlite" and not file.is_file():
        return
    try:
        lost = json.loads(str(call_command("lost_walks", stdout=io.StringIO())))
    except (DatabaseError, Fault):
        return
    if not lost:
        yield Sign("walks", "ok", Words("每件在办的事项都停在流程里有的环节上。", "Every walk at work stands on a node that its process has."))
        return
    number, zh, en = lost[0]
    yield Sign(
        "walks",
        "error",
        Words(f"有 {len(lost)} 件事项走不下去，例如 {number}：{zh}", f"{len(lost)} walks cannot go on, for one {number}: {en}"),
        Words(
            "把内容包改回原样，改过的流程换新的版本号；zoutong verify 列出每一件。",
            "Put the pack back as it was and give the changed process a new version; zoutong verify names each of them.",
        ),
    )


def disk(folder: Path) -> Sign:
    """Look at the space where the data lie."""
    there = next(p for p in (folder, *folder.parents) if p.exists())
    free = shutil.disk_usage(there).free
    mb = f"{free // 1_000_000:,} MB"
    if free < LEAST_FREE:
        return Sign(
            "disk",
            "error",
            Words(f"磁盘只剩 {mb}。", f"Only {mb} are free on the disk."),
            Words("请清理磁盘或换 ZOUTONG_DATA。", "Make room, or move ZOUTONG_DATA."),
        )
    return Sign("disk", "ok", Words(f"磁盘还有 {mb}。", f"{mb} are free on the disk."))


def backup(data: Path) -> Sign:
    """Look when the last backup was made: real people's cases must not hang on one disk."""
    days = days_since(data)
    cure = Words("每天运行 zoutong backup，存到另一块磁盘。", "Run zoutong backup every day, onto another disk.")
    if days is None:
        return Sign("backup", "error" if settings.PRODUCTION else "warning", Words("还没有备份过。", "There has been no backup yet."), cure)
    if days > OLDEST_BACKUP_DAYS:
        return Sign("backup", "warning", Words(f"上次备份是 {days:.0f} 天前。", f"The last backup is {days:.0f} days old."), cure)
    return Sign("backup", "ok", Words("两天内有备份。", "There is a backup of the last two days."))


def content(folder: Path, on: date) -> Iterator[Sign]:
    """Look whether the pack loads and how far its calendar of working days reaches."""
    try:
        pack = load(pack_folder(folder))
    except Fault as fault:
        yield Sign(
            "pack",
            "error",
            Words(fault.sentence("zh"), fault.sentence("en")),
            Words("运行 zoutong pack check。", "Run zoutong pack check."),
        )
        return
    yield Sign(
        "pack",
        "ok",
        Words(f"内容包“{pack.about.title.zh}”{pack.about.version}。", f"The pack “{pack.about.title.en}” {pack.about.version}."),
    )
    yield publication(pack)
    yield calendar(pack, on)


def publication(pack: Pack) -> Sign:
    """Look whether the pack is published as it lies there: real people are served only what passed its check and its rehearsals."""
    try:
        found = published(pack.folder)
    except Fault as fault:
        return Sign("publication", "error", Words(fault.sentence("zh"), fault.sentence("en")))
    if found is not None:
        return Sign("publication", "ok", Words(f"{found.version} 版于 {found.on} 发布。", f"Version {found.version} was published on {found.on}."))
    return Sign(
        "publication",
        "error" if settings.PRODUCTION else "warning",
        Words(f"{pack.about.version} 版的内容没有发布过。", f"Version {pack.about.version} was not published as it lies here."),
        Words("运行 zoutong publish，检查和演练都通过才会发布。", "Run zoutong publish; it publishes only what passes its check and its rehearsals."),
    )


def calendar(pack: Pack, on: date) -> Sign:
    """Look whether the holidays of this year and of the next one, into which most deadlines reach, are in the calendar."""
    cure = Words(
        "国务院办公厅公布放假安排后，补进 packs/common/calendar.csv；在此之前，落到那一年的期限都标为暂定。",
        "Add them to packs/common/calendar.csv when the State Council has published them; until then deadlines in that year are provisional.",
    )
    for year in (on.year, on.year + 1):
        if not pack.calendar.is_published(date(year, 1, 1)):
            state: Literal["warning", "error"] = "error" if year == on.year else "warning"
            return Sign(
                "calendar", state, Words(f"日历里没有 {year} 年的放假安排。", f"The holidays of {year} are not in the calendar."), cure
            )
    return Sign("calendar", "ok", Words("日历够用。", "The calendar reaches far enough."))


def fonts() -> Sign:
    """Look for a font with Chinese characters: documents and pictures made here need one, visitors bring their own."""
    tool = shutil.which("fc-list")
    if tool is None:
        return Sign(
            "fonts",
            "warning",
            Words("没有 fontconfig，看不到装了哪些字体。", "Without fontconfig the fonts cannot be listed."),
            _font_cure(),
        )
    listed = subprocess.run([tool, ":lang=zh", "family"], capture_output=True, text=True, check=False, timeout=60).stdout  # noqa: S603 - fixed words
    if any(family in listed for family in CJK_FAMILIES) or listed.strip():
        return Sign("fonts", "ok", Words("有中文字体。", "There is a font for Chinese."))
    return Sign(
        "fonts",
        "warning",
        Words(
            "没有中文字体，在这台机器上预览文书会显示方框。",
            "There is no font for Chinese: a preview of forms on this machine shows boxes.",
        ),
        _font_cure(),
    )


def _font_cure() -> Words:
    return Words(
        "Debian/Ubuntu：apt-get install fontconfig fonts-noto-cjk。", "On Debian/Ubuntu: apt-get install fontconfig fonts-noto-cjk."
    )
