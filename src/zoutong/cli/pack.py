"""Knows the doors for content packs: check one, compare two, begin one."""

from __future__ import annotations

import argparse
import io
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from zoutong.cli.answers import READ, answer_of, computed, filled_names, read_phrases, template_names
from zoutong.cli.places import packs_folder, repository
from zoutong.cli.reading import day
from zoutong.cli.rehearse import rehearsed
from zoutong.cli.speech import language
from zoutong.cli.writing import to_json
from zoutong.intake.claims.learning import read_examples
from zoutong.intake.reader import PackReader
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.cases import Case, Judge, differences, read_cases
from zoutong.pack.check import Extra, check
from zoutong.pack.checks.cases import cases
from zoutong.pack.checks.links import templates
from zoutong.pack.checks.uses import uses
from zoutong.pack.diff import Difference, diff
from zoutong.pack.finding import Finding
from zoutong.pack.load import Pack, load
from zoutong.pack.new import new_pack
from zoutong.pack.sheet import from_sheets, to_sheets

FOUND_ERRORS = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``check PATH``, ``diff OLD NEW``, ``new NAME``, ``sheet FROM TO`` and ``learn PATH``."""
    doors = parser.add_subparsers(dest="door", required=True, metavar="check|diff|new|sheet|learn")
    checking = doors.add_parser(
        "check", help="examine a pack; one line of JSON for each finding, exit 1 when there is an error", allow_abbrev=False
    )
    checking.add_argument("path", type=Path, metavar="PATH")
    checking.add_argument("--on", type=day, metavar="DATE", help="the day on which the pack is to be in force (today)")
    comparing = doors.add_parser(
        "diff", help="say what changed from one pack to another, and which cases change their answer", allow_abbrev=False
    )
    comparing.add_argument("old", type=Path, metavar="OLD")
    comparing.add_argument("new", type=Path, metavar="NEW")
    comparing.add_argument("--on", type=day, metavar="DATE", help="the day of the cases that name none (today)")
    beginning = doors.add_parser("new", help="begin a pack as a copy of packs/_template", allow_abbrev=False)
    beginning.add_argument("name", metavar="NAME")
    tabling = doors.add_parser(
        "sheet", help="write the tables of a DMN file to a spreadsheet, or take them back from one", allow_abbrev=False
    )
    tabling.add_argument("source", type=Path, metavar="FROM", help="FILE.dmn or FILE.xlsx")
    tabling.add_argument("target", type=Path, metavar="TO", help="FILE.xlsx (new) or FILE.dmn (the one whose tables are replaced)")
    learning = doors.add_parser(
        "learn", help="learn from the pack's example sentences which words point to which claims", allow_abbrev=False
    )
    learning.add_argument("path", type=Path, metavar="PATH")


def run(args: argparse.Namespace) -> int:
    """Do what was asked for."""
    if args.door == "sheet":
        return run_sheet(args.source, args.target)
    if args.door == "learn":
        return run_learn(args.path)
    if args.door == "check":
        return run_check(args.path, args.on or date.today())  # noqa: DTZ011 - the day in the office, not in Greenwich
    if args.door == "diff":
        return run_diff(args.old, args.new, args.on or date.today())  # noqa: DTZ011 - see above
    made = new_pack(args.name, repository() / "packs" / "_template", packs_folder(), date.today())  # noqa: DTZ011 - see above
    sys.stdout.write(to_json({"pack": args.name, "folder": str(made)}) + "\n")
    return 0


def run_learn(path: Path) -> int:
    """Learn the weights of ``learned.npz`` anew from ``sentences.csv``; the old ones stay until the new ones are whole."""
    pack = load(path)
    examples = read_examples(path / "sentences.csv")
    if not examples:
        raise Fault(
            "pack.sentences", Words("sentences.csv 里没有例句。", "sentences.csv holds no sentences."), file=str(path / "sentences.csv")
        )
    for row, example in enumerate(examples, 2):
        if unknown := [c for c in example.claims if c not in pack.claims] + [r for r in (example.route,) if r and r not in pack.routes]:
            raise Fault(
                "pack.sentences",
                Words(f"不认识“{unknown[0]}”。", f"“{unknown[0]}” is not known."),
                cure=Words("诉求要写在 claims.csv 里，去向要写在 routes.csv 里。", "Claims are listed in claims.csv, doors in routes.csv."),
                file=str(path / "sentences.csv"),
                row=row,
            )
    learned = PackReader.of(path, taught=False).learn(examples)
    fresh = path / "learned.npz.new"
    learned.write(fresh)
    fresh.replace(path / "learned.npz")
    sys.stdout.write(to_json({"sentences": len(examples), "features": len(learned.index), "digest": learned.digest}) + "\n")
    return 0


def run_check(path: Path, on: date) -> int:
    """Print each finding; give 1 when one of them is an error."""
    if not path.is_dir():
        raise Fault(
            "pack.absent",
            Words("没有这个文件夹。", "there is no such folder."),
            cure=Words("请核对路径。", "Check the path."),
            file=str(path),
        )
    began, counted = time.perf_counter(), {"error": 0, "warning": 0}
    for finding in check(path, on, extras()):
        counted[finding.severity] += 1
        sys.stdout.write(to_json(shown(finding)) + "\n")
    seconds = time.perf_counter() - began
    sys.stderr.write(f"{path}: {counted['error']} errors, {counted['warning']} warnings, on {on}, in {seconds:.1f} s\n")
    return FOUND_ERRORS if counted["error"] else 0


def shown(finding: Finding) -> dict[str, object]:
    """Give a finding in the form of CONTRACTS, in the language of the person at the terminal."""
    message = finding.message.in_language(language())
    return {"file": finding.file, "row": finding.row, "severity": finding.severity, "code": finding.code, "message": message}


def extras() -> tuple[Extra, ...]:
    """Give the checks that need what stands above packs: forms that are filled, words that are read, cases that are answered."""
    return (
        lambda pack, _: uses(pack, computed(pack), READ),
        lambda pack, _: templates(pack, filled_names(pack), template_names(pack)),
        lambda pack, _: read_phrases(pack),
        lambda pack, on: cases(pack, on, answer_of),
        rehearsed,
    )


def run_sheet(source: Path, target: Path) -> int:
    """Write a workbook from a DMN file, or the tables of a workbook into a DMN file; a broken workbook changes nothing."""
    kinds = source.suffix.lower(), target.suffix.lower()
    if kinds == (".dmn", ".xlsx"):
        held = io.BytesIO()
        to_sheets(source).save(held)
        put(target, held.getvalue())
    elif kinds == (".xlsx", ".dmn"):
        put(target, from_sheets(source, target))
    else:
        raise Fault(
            "sheet.kinds",
            Words("请写 FILE.dmn FILE.xlsx，或者反过来。", "name FILE.dmn FILE.xlsx, or the other way round."),
            file=f"{source} {target}",
        )
    sys.stdout.write(to_json({"from": str(source), "to": str(target)}) + "\n")
    return 0


def put(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    draft = target.with_name(f".{target.name}.new")
    try:
        draft.write_bytes(content)
        draft.replace(target)
    except OSError as trouble:
        draft.unlink(missing_ok=True)
        reason = trouble.strerror or str(trouble)
        raise Fault("cli.unwritable", Words(f"写不进去：{reason}。", f"it cannot be written: {reason}."), file=str(target)) from None


def run_diff(old: Path, new: Path, on: date) -> int:
    """Print each difference, then each case whose answer changed."""
    for difference in diff(old, new):
        sys.stdout.write(to_json(said(difference)) + "\n")
    for difference in answers(load(old), load(new), on, answer_of):
        sys.stdout.write(to_json(said(difference)) + "\n")
    return 0


def said(difference: Difference) -> dict[str, object]:
    """Give a difference as one JSON object."""
    return {
        "file": difference.file,
        "row": difference.row,
        "kind": difference.kind,
        "what": difference.what,
        "old": difference.old,
        "new": difference.new,
        "message": difference.message.in_language(language()),
    }


def answers(old: Pack, new: Pack, on: date, judge: Judge) -> Iterator[Difference]:
    """Answer the cases of both packs with both packs, and give each point that differs."""
    seen: set[str] = set()
    for case in [*read_cases(new.folder), *read_cases(old.folder)]:
        if case.name in seen:
            continue
        seen.add(case.name)
        before, after = _answer(old, case, on, judge), _answer(new, case, on, judge)
        for point, was, now in differences({p: before.get(p) for p in (*case.expected, "primary_route")}, after):
            zh = f"案例{case.name}的{point}由 {was} 变为 {now}。"
            en = f"Case {case.name}: {point} was {was} and is now {now}."
            yield Difference(case.file, case.row, "answer", f"{case.name}.{point}", to_json(was), to_json(now), Words(zh, en))


def _answer(pack: Pack, case: Case, on: date, judge: Judge) -> dict[str, object]:
    try:
        return dict(judge(pack, case, case.day(on)))
    except Fault as fault:
        return {"primary_route": fault.sentence(language())}
