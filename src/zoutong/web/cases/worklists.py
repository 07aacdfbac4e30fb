"""Knows what waits for whom: worklists by role and unit, sorted by urgency and last day, read page by page from a key and never by number."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases.models import Run, TaskRow
from zoutong.web.cases.shapes import CAP, Board, Counts, Filters, Line, Load, Page
from zoutong.web.marks import whole

SIZE = 25
LARGEST = 200
OPEN = ("open", "suspended")
ANYBODY = Filters()


def worklist(acting: Actor, filters: Filters = ANYBODY, page: str = "", size: int = SIZE) -> Page[Line]:
    """Give the open tasks that somebody asks for, urgent ones first, then by their last day; ``page`` is the mark of the page before."""
    wanted = _filtered(_of(acting, filters), filters)
    if page:
        first, _, last = page.partition(".")
        rank, after = whole(first), whole(last)
        if rank is not None and after is not None:
            wanted = wanted.filter(Q(rank__gt=rank) | Q(rank=rank, id__gt=after), rank__gte=rank)
    size = min(max(size, 1), LARGEST)
    rows = list(wanted.order_by("rank", "id").select_related("run").defer("run__state", "run__head")[: size + 1])
    mark = f"{rows[size - 1].rank}.{rows[size - 1].id}" if len(rows) > size else ""
    return Page(tuple(_line(row) for row in rows[:size]), mark)


def counts(acting: Actor) -> Counts:
    """Count what there is to do for somebody; each figure stops at ``CAP``."""
    lane, mine = _of(acting, ANYBODY), _of(acting, Filters("mine"))
    now, tonight = clock.micros(clock.now()), clock.micros(_midnight(clock.today()))
    return Counts(
        _capped(mine),
        _capped(lane.filter(holder="")),
        _capped(lane.filter(due__lt=now)),
        _capped(lane.filter(due__gte=now, due__lt=tonight + 1)),
        _capped(lane.filter(rank__lt=0)),
    )


def board(day: date | None = None) -> Board:
    """Give a day in figures, for the supervisor and the hall."""
    day = day or clock.today()
    runs = Run.objects
    start, end = clock.micros(_midnight(day - timedelta(days=1))), clock.micros(_midnight(day))
    now = clock.micros(clock.now())
    loads = TaskRow.objects.filter(part="do").values("unit").annotate(all=Count("id"), late=Count("id", filter=Q(due__lt=now)))
    units = tuple(Load(row["unit"], row["all"], row["late"]) for row in loads.order_by("-all", "unit"))
    return Board(
        day,
        runs.filter(day=day).count(),
        runs.filter(status__in=("complete", "withdrawn", "declined"), last_at__gte=start, last_at__lt=end).count(),
        runs.filter(status__in=OPEN).count(),
        sum(load.overdue for load in units),
        units,
    )


def _of(acting: Actor, filters: Filters) -> QuerySet[TaskRow]:
    """Give the tasks in somebody's scope; in ``lane`` those of her role that lie with her unit or with nobody's, and what she holds."""
    me = {person for person in (acting.id, acting.on_behalf_of) if person}
    mine = Q(holder__in=me)
    tasks: QuerySet[TaskRow] = TaskRow.objects.all()
    if filters.scope == "mine":
        return tasks.filter(mine)
    if filters.scope == "unit":
        return tasks.filter(unit=acting.unit)
    if filters.scope == "all":
        return tasks
    return tasks.filter(role=acting.role, unit__in=("", acting.unit))


def _filtered(tasks: QuerySet[TaskRow], filters: Filters) -> QuerySet[TaskRow]:
    if filters.node:
        tasks = tasks.filter(node=filters.node)
    if filters.role:
        tasks = tasks.filter(role=filters.role)
    if filters.unit:
        tasks = tasks.filter(unit=filters.unit)
    if filters.unclaimed:
        tasks = tasks.filter(holder="")
    if filters.urgent:
        tasks = tasks.filter(rank__lt=0)
    if filters.overdue:
        tasks = tasks.filter(due__lt=clock.micros(clock.now()))
    if filters.due_until:
        tasks = tasks.filter(due__lte=clock.micros(_midnight(filters.due_until)))
    return tasks


def _capped(tasks: QuerySet[TaskRow]) -> int:
    return tasks.order_by()[:CAP].count()


def _midnight(day: date) -> datetime:
    """Give the moment that ends a day at the bureau, which is how last days are kept."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time(0)))


def _line(row: TaskRow) -> Line:
    run = row.run
    return Line(
        run.walk,
        row.token,
        "sign" if row.part == "sign" else "do",
        row.node,
        row.role,
        row.unit,
        row.holder,
        clock.moment(row.since),
        clock.moment(row.due) if row.due is not None else None,
        row.held,
        run.urgent,
        tuple(run.claims.split()),
        run.person,
        run.queue,
        run.status,
        run.revision,
    )
