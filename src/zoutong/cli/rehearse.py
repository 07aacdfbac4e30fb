"""Knows the door for rehearsals: a script of acts is played on a pack, and each expectation is met or not."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from zoutong.cli.writing import to_json
from zoutong.kernel.error import Fault
from zoutong.pack.finding import Finding, error, of_fault
from zoutong.pack.load import Pack, load
from zoutong.trace import Rules, read_rules
from zoutong.walk import Course, course_of
from zoutong.walk.act import to_json as event_to_json
from zoutong.walk.rehearse import Outcome, play
from zoutong.walk.script import read_script, scripts

NOT_MET = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the pack, the script, and whether the events are printed."""
    parser.add_argument("pack", type=Path, metavar="PACK")
    parser.add_argument("script", type=Path, nargs="?", metavar="SCRIPT.jsonl", help="every script of the pack when none is named")
    parser.add_argument("--quiet", action="store_true", help="print the expectations and breaches only")


def run(args: argparse.Namespace) -> int:
    """Print events, breaches and expectations as lines of JSON; give 1 when one is not met."""
    pack = load(args.pack)
    course, rules = course_of(pack), read_rules(pack)
    good = True
    for path in [args.script] if args.script else scripts(args.pack):
        outcome = play(course, read_script(path), rules)
        for line in shown(outcome, quiet=args.quiet):
            sys.stdout.write(to_json(line) + "\n")
        good &= outcome.passed
        count = sum(e.met for e in outcome.expectations)
        sys.stderr.write(f"{outcome.script}: {len(outcome.events)} events, {count} of {len(outcome.expectations)} expectations met\n")
    return 0 if good else NOT_MET


def shown(outcome: Outcome, *, quiet: bool) -> Iterator[dict[str, object]]:
    """Give what is printed of an outcome, one object a line."""
    for event in () if quiet else outcome.events:
        yield {"event": event_to_json(event)}
    for breach in outcome.breaches:
        yield {"breach": breach.rule, "walk": breach.walk, "step": breach.step, "at": breach.at, "evidence": list(breach.evidence)}
    for expectation in outcome.expectations:
        yield {
            "script": outcome.script,
            "row": expectation.row,
            "expect": expectation.expected,
            "met": expectation.met,
            "found": expectation.found,
        }


def rehearsed(pack: Pack, _on: date) -> Iterator[Finding]:
    """Play every script of a pack; each expectation that is not met is an error of the pack."""
    paths = scripts(pack.folder)
    if not paths:
        return
    try:
        course: Course = course_of(pack)
        rules: Rules = read_rules(pack)
    except Fault as fault:
        yield of_fault(fault, pack.folder)
        return
    for path in paths:
        place = f"rehearsals/{path.name}"
        try:
            outcome = play(course, read_script(path), rules)
        except Fault as fault:
            yield of_fault(fault, pack.folder)
            continue
        for one in outcome.expectations:
            if not one.met:
                wanted, found = to_json(one.expected), to_json(one.found)
                zh, en = f"演练没有达到期望 {wanted}，实际是 {found}。", f"the rehearsal did not meet {wanted}; found {found}."
                yield error(place, one.row, "pack.rehearsal", zh, en)
