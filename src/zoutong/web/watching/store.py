"""Knows how each act is judged by the rules of traces in its own transaction, and gives the breaches that were found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from zoutong.pack import Pack
from zoutong.trace import Breach, Rule, Rules, Watch, judge, read_rules
from zoutong.walk import Event, Mode
from zoutong.walk.act import from_json
from zoutong.web import clock, served
from zoutong.web.cases.models import EventRow, Run
from zoutong.web.watching.models import BreachRow, WatchRow


@dataclass(frozen=True, slots=True)
class Broken:
    """A breach as pages and the ledger take it: its rule, the walk, and where the events lie that show it."""

    rule: Rule
    walk: str
    mode: str
    process: str
    step: str
    seq: int
    at: datetime
    evidence: tuple[int, ...]

    @property
    def key(self) -> str:
        """Give the mark by which the same breach is never suggested twice."""
        return f"{self.rule.name}:{self.walk}:{self.seq}"


@cache
def _of_pack(pack: Pack) -> Rules:
    return read_rules(pack)


def rules(version: str) -> Rules:
    """Give the rules of a version of the pack: a walk is judged by those under which it began."""
    return _of_pack(served.pack_version(version))


def watched(run: Run, events: Sequence[Event], **_said: object) -> None:
    """Judge what an act did; what is remembered and found is written in the transaction of the act."""
    if not events:
        return
    row = WatchRow.every.filter(run=run.serial).first()
    mine = rules(run.version)
    before = Watch.from_json(json.loads(row.state)) if row else _earlier(mine, run, events[0].seq)
    after, found = before, list[Breach]()
    for event in events:
        after, more = judge(mine, after, event)
        found += more
    if row is None or after is not before:
        state = json.dumps(after.to_json(), separators=(",", ":"))
        if row is None:
            WatchRow.every.create(run=run, mode=run.mode, state=state)
        else:
            WatchRow.every.filter(run=run.serial).update(state=state)
    BreachRow.every.bulk_create(
        BreachRow(
            run=run,
            mode=run.mode,
            rule=b.rule,
            step=b.step,
            seq=b.seq,
            at=clock.micros(b.at),
            evidence=" ".join(map(str, b.evidence[-40:])),
        )
        for b in found
    )


def _earlier(mine: Rules, run: Run, before: int) -> Watch:
    """Remember what happened on a walk before anybody watched; nothing for a new one."""
    watch = Watch()
    if before > 1:
        for body in EventRow.every.filter(run=run.serial, seq__lt=before).order_by("seq").values_list("body", flat=True):
            watch, _ = judge(mine, watch, from_json(json.loads(body)))
    return watch


def breaches(mode: Mode = "case", walk: str = "", since: datetime | None = None) -> tuple[Broken, ...]:
    """Give the breaches of a mode, newest last; of one walk where one is named. Those of other modes are never among them."""
    found = BreachRow.every.filter(mode=mode).select_related("run").order_by("id")
    if walk:
        found = found.filter(run__walk=walk)
    if since is not None:
        found = found.filter(at__gte=clock.micros(since))
    return tuple(
        Broken(
            rule, row.run.walk, row.mode, row.run.process, row.step, row.seq, clock.moment(row.at), tuple(map(int, row.evidence.split()))
        )
        for row in found
        if (rule := rules(row.run.version).named(row.rule)) is not None
    )
