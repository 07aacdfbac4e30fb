"""Knows where apps of the web meet that do not know each other: walks, recorder, rules of traces, ledger and letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import mark_safe

from zoutong.documents import kinds
from zoutong.documents.letter import Letter
from zoutong.improve.candidate import Candidate
from zoutong.improve.item import Evidence, Item
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.trace import Figures, figures
from zoutong.trace.compare import MEASURES, Spread, of_model, sheet, spread
from zoutong.trace.picture import before_after, picture
from zoutong.walk import Event
from zoutong.web import clock, served
from zoutong.web.cases import store as cases
from zoutong.web.cases.models import Run
from zoutong.web.cases.scope import within
from zoutong.web.desk.seat import tongue_of
from zoutong.web.ledger import store as ledger
from zoutong.web.ledger.drafts import chase_letter, circular, minutes, rectify_notice, special_plan, three_lists
from zoutong.web.recorder import store as recorder
from zoutong.web.recorder.finding import KINDS
from zoutong.web.walks import show, store
from zoutong.web.walks.models import Walking
from zoutong.web.walks.must import Signs
from zoutong.web.walks.words import seat_words
from zoutong.web.watching.models import BreachRow
from zoutong.web.watching.store import Broken, breaches

__all__ = [
    "annex_schedule",
    "chase_letter",
    "circular",
    "minutes",
    "rectify_notice",
    "special_plan",
    "three_lists",
    "walk_ended",
    "walk_report",
]
COMPLAINTS = ("visit", "hotline", "rating")
"""Where items come from that somebody outside the house brought."""
SETTLED = ("closed", "declined", "merged")
COMPARED = 200
"""So many of the latest real cases stand beside a walk."""
SHOWN = 5
"""So many events of a breach are named as its evidence."""
FEWEST = 5
"""Fewer real cases than this are no comparison, and would point at single people."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found on a walk, by somebody or by a rule."""

    key: str
    source: str
    kind: str
    cause: str
    step: str
    words: Words
    quote: str
    evidence: tuple[Evidence, ...]
    at: datetime
    seat: str = ""
    citation: str = ""
    """The ground of the rule that was broken, "" for what somebody marked."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A walk beside the model and beside real cases."""

    walk: Figures
    model: Figures
    cases: dict[str, Spread]


def found_on(row: Walking) -> tuple[Found, ...]:
    """Give what was found on a walk: what somebody marked, and what a rule of traces saw."""
    marked: list[Found] = []
    for f in recorder.findings(row.number):
        proofs = tuple(
            Evidence(p.kind, p.quote or (p.ref if p.kind == "photo" else show.hour(p.at)), row.number, None, p.at.isoformat())
            for p in f.evidence
        )
        quote = "；".join(p.quote for p in f.evidence if p.quote)
        marked.append(Found(f.key, "walk", f.kind, f.cause, f.step, f.words, quote, proofs, f.at, f.role))
    broken = breaches(row.mode, row.number)  # type: ignore[arg-type]
    for b in broken:
        shown = tuple(Evidence("event", f"{row.number} #{seq}", row.number, seq, b.at.isoformat()) for seq in b.evidence)
        ground = b.rule.citation.replace(" ", "") + ("" if b.rule.verified or not b.rule.citation else "（条文待核）")
        marked.append(Found(b.key, "rule", b.rule.kind, b.rule.cause, b.step, b.rule.title, "", shown, b.at, "", ground))
    return tuple(marked)


def walk_ended(row: Walking) -> int:
    """Put what was found on a walk before the people who keep the ledger; tells how many are new. Again it adds nothing."""
    process = served.course().process.id
    source = "rehearsal" if row.mode == "rehearsal" else "walk"
    return sum(
        ledger.suggest(
            Candidate(
                "rule" if f.source == "rule" else source, row.number, row.mode, process, f.step, f.kind, f.cause, f.evidence,
                f.words.zh + (f"：{f.quote}" if f.quote else ""), f.words.en + (f": {f.quote}" if f.quote else ""), f.key,
            )
        )
        for f in found_on(row)
    )  # fmt: skip


def feed() -> int:
    """Put the rules that real cases broke this month before the ledger, one candidate for each rule and step; tells how many are new."""
    today = clock.today()
    first = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    places: dict[tuple[str, str], list[Broken]] = {}
    for b in breaches("case", since=first):
        places.setdefault((b.rule.name, b.step), []).append(b)
    new = 0
    for (rule, step), many in places.items():
        b = many[-1]
        proofs = tuple(Evidence("event", f"{one.walk} #{one.seq}", one.walk, one.seq, one.at.isoformat()) for one in many[-SHOWN:])
        words = Words(f"{b.rule.title.zh}（真实案件）", f"{b.rule.title.en} (real cases)")
        key = f"{rule}:{step}:{today:%Y-%m}"
        said = Candidate("rule", b.walk, "case", b.process, step, b.rule.kind, b.rule.cause, proofs, words.zh, words.en, key)
        new += ledger.suggest(said)
    return new


def signs(since: datetime) -> Signs:
    """Tell where a walk is needed: rules that real cases broke since then, by claim, and what people complained of and is not settled."""
    rows = BreachRow.every.filter(mode="case", at__gte=clock.micros(since)).values_list("run__claims", flat=True)
    broken = Counter(claim for claims in rows for claim in claims.split())
    open_items = (i for i in ledger.items() if i.source in COMPLAINTS and i.state not in SETTLED)
    return Signs(broken, Counter(i.step for i in open_items))


def rewalk_check(item: Item, number: str, passed: bool) -> None:
    """Refuse a walk that proves nothing of an item. Fault ``rewalk.absent|running|early|doer|again``.

    It has to be a walk of this house that has ended, begun after the mending was reported done, walked by nobody who mended;
    and it did not pass when the same step shows the same cause again.
    """
    row = Walking.objects.filter(number=number.strip()).first()
    if row is None:
        raise _proves_nothing("absent", "没有这次走流程。", "There is no such walk.")
    if row.state != "ended" or row.began is None:
        raise _proves_nothing("running", "这次走流程还没有走完。", "This walk has not been walked to its end.")
    if item.finished_at is not None and row.began < clock.micros(item.finished_at):
        raise _proves_nothing(
            "early", "这次走流程在整改完成以前，证明不了。", "This walk began before the mending was done, and proves nothing."
        )
    if set(row.seats.values_list("account", flat=True)) & set(item.doers):
        raise _proves_nothing(
            "doer", "整改的人参加了这次走流程，要换人复走。", "Whoever mended it took part in this walk; somebody else has to walk."
        )
    if passed and any(f.step == item.step and (f.cause == item.cause or not f.cause) for f in found_on(row) if item.step):
        raise _proves_nothing(
            "again", "这次复走在同一环节又发现了同样的问题，不能算通过。", "This walk met the same again at the same step; it did not pass."
        )


def _proves_nothing(code: str, zh: str, en: str) -> Fault:
    return Fault(f"rewalk.{code}", Words(zh, en), cure=Words("请重新走一遍再记。", "Please walk it again and then note it."))


def compared(row: Walking) -> Compared | None:
    """Give a walk beside the model and the latest real cases; None before its process has begun."""
    pack = served.pack()
    try:
        with within(store.world_of(row.number)):
            events = cases.events(row.number)
    except Fault:
        return None
    mine = figures(events, pack.calendar)
    course = served.course()
    model = Figures(steps=float(len(of_model(course.processes, course.process.id))))
    others = [figures(_events(run), pack.calendar) for run in Run.objects.filter(status="complete").order_by("-last_at")[:COMPARED]]
    return Compared(mine, model, spread(others) if len(others) >= FEWEST else {})


def walk_before(row: Walking) -> Walking | None:
    """Give the walk that found what this one walks again; None when this is no rewalk, or nobody's walk found it."""
    if not row.rewalk_of:
        return None
    try:
        found_by = ledger.item(row.rewalk_of.strip()).walks
    except Fault:
        return None
    earlier = {one.number: one for one in Walking.objects.filter(number__in=found_by).exclude(pk=row.pk)}
    return next((earlier[number] for number in found_by if number in earlier), None)


def measured(row: Walking) -> Figures | None:
    """Measure a walk; None before its process has begun."""
    try:
        with within(store.world_of(row.number)):
            return figures(cases.events(row.number), served.pack().calendar)
    except Fault:
        return None


def _pair(row: Walking) -> tuple[Walking, Figures, Figures] | None:
    """Give the walk before with the figures of both; None where one of them is not known."""
    before = walk_before(row)
    was, now = (measured(before) if before else None), measured(row)
    return (before, was, now) if before and was and now else None


def _events(run: Run) -> Sequence[Event]:
    return cases.events(run.walk)


def drawn(found: Compared, lang: str) -> str:
    """Draw a comparison."""
    return picture(found.walk, found.model, found.cases, lang)


def shown(row: Walking, lang: str) -> dict[str, object]:
    """Give what the page of a walk shows beside its time line: what was found, and the comparison as a picture."""
    tongue = tongue_of(lang, served.course())
    seen = compared(row)
    found = [
        (
            KINDS[f.kind].in_language(lang) if f.kind in KINDS else "",
            tongue.node(f.step) if f.step else "",
            f.words.in_language(lang),
            f.quote,
        )
        for f in found_on(row)
    ]
    pair = _pair(row)
    # The pictures are our own: only names of measures and figures are in them.
    return {
        "found": found,
        "compared": mark_safe(drawn(seen, lang)) if seen else "",  # noqa: S308
        "changed": mark_safe(before_after(pair[1], pair[2], lang)) if pair else "",  # noqa: S308
        "before": pair[0].number if pair else "",
    }


def walk_report(about: str, office: str) -> Letter:
    """Draft the report of a walk, ready the moment it ends. Fault ``walks.absent``."""
    row = store.find(about.strip())
    kept, tongue = store.record(row), tongue_of("zh", served.course())
    sheet = show.sheet(kept, "zh")
    roles = list(dict.fromkeys(m.role for m in kept.moments if m.form == "seat"))
    seen = compared(row)
    moved = (
        kinds.Moment(s.at, s.seat if s.side != "middle" else "系统", "", "入座" if s.form == "seat" else s.text)
        for s in sheet.steps
        if s.form not in ("page", "sent")
    )
    return kinds.walk_report(
        office,
        kinds.WalkSheet(
            row.number,
            tongue.of(served.pack().about.title),
            show.words(f"walks.kind.{row.kind}", "zh"),
            clock.moment(row.began).date() if row.began else row.planned or clock.today(),
            "、".join(seat_words(role).zh for role in roles) or "尚未入座",
            place=row.place,
            channel=row.channel,
            companion=row.companion,
            minutes=kept.minutes,
            ended="本次中途停止。" if row.state == "stopped" else "",
            moments=tuple(moved),
            figures=_lines(seen) if seen else (),
            findings=tuple(_reported(f, tongue.node(f.step) if f.step else "") for f in found_on(row)),
            rewalk_of=row.rewalk_of,
            changes=_changes(row),
        ),
    )


def _reported(f: Found, step: str) -> kinds.Finding:
    """Give a finding as an office reads it: what was met, and by whom, when and with what proof it was noted."""
    kind = KINDS[f.kind].zh if f.kind in KINDS else ""
    title = f.words.zh.removeprefix(f"在“{step}”").removeprefix(f"遇到{kind}：")
    when = f.at.astimezone(ZoneInfo(settings.TIME_ZONE))
    at = f"{when.month}月{when.day}日{when:%H:%M}"
    if f.source == "rule":
        marks = "、".join(e.ref.rpartition("#")[2] for e in f.evidence)
        proof = f"{at}由留痕规则核出" + (f"，见留痕第{marks}条" if marks else "") + (f"；{f.citation}" if f.citation else "")
    else:
        said = [s for s in f.quote.split("；") if s and not s.isdigit() and s not in title]
        photos = sum(e.kind == "photo" for e in f.evidence)
        proof = f"{at}在{seat_words(f.seat).zh if f.seat else '走流程'}座位现场记录"
        proof += (f"，原话“{'；'.join(said)}”" if said else "") + (f"，附照片{photos}张" if photos else "")
    return kinds.Finding("", title, kind, step, evidence=proof, state="待研判")


def _changes(row: Walking) -> tuple[kinds.Changed, ...]:
    def text(value: float | None) -> str:
        return "—" if value is None else f"{value:g}"

    pair = _pair(row)
    result = {True: "改善", False: "变差", None: "—"}
    lines = sheet(pair[1], pair[2]) if pair else ()
    return tuple(kinds.Changed(MEASURES[c.measure].zh, text(c.before), text(c.after), result[c.better]) for c in lines)


def _lines(seen: Compared) -> tuple[kinds.Figure, ...]:
    def text(value: float | None) -> str:
        return "—" if value is None else f"{value:g}"

    rows = []
    for name, words in MEASURES.items():
        others = seen.cases.get(name)
        real = f"{others.middle:g}（{others.low:g}—{others.high:g}，{others.walks}件）" if others else "—"
        rows.append(kinds.Figure(words.zh, text(seen.walk.of(name)), text(seen.model.of(name)), real))
    return tuple(rows)


def annex_schedule(about: str, office: str) -> Letter:
    """Draft the schedule of the walks planned for a month. Fault ``letter.month``."""
    try:
        first = date.fromisoformat(f"{about.strip()}-01")
    except ValueError as wrong:
        sentence = Words("月份读不出来。", "The month cannot be read.")
        raise Fault("letter.month", sentence, cure=Words("写成 2026-11。", "Write it as 2026-11.")) from wrong
    rows = [w for w in store.listed() if w.planned and (w.planned.year, w.planned.month) == (first.year, first.month)]
    named, service = show.names(), served.pack().about.title.zh
    plans = [
        kinds.Planned(
            named.get(w.leader, ""), service, seat_words(w.role).zh, show.words(f"walks.kind.{w.kind}", "zh"), w.place,
            f"{w.planned:%-m月%-d日}" if w.planned else "", w.companion, f"复走{w.rewalk_of}" if w.rewalk_of else "",
        )
        for w in reversed(rows)
    ]  # fmt: skip
    return kinds.annex_schedule(office, f"{first.year}年{first.month}月", plans)
