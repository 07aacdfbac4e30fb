"""Knows what may be changed about an account, and by whom: nobody gives himself a role, and one administrator always remains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.catalogue import catalogue
from zoutong.web.people.models import Account, Deputy, Leave, Period, Post, Unit
from zoutong.web.people.roles import ROLES

LONGEST_NUMBER = 10


def fault(name: str) -> Fault:
    """Give the Fault of a change that does not go, with its sentence from the catalogue."""
    return Fault(f"account.{name}", catalogue()[f"people.fault.{name}"])


def administrators(day: date) -> int:
    """Count the people who can administer on a day."""
    active = Account.objects.filter(is_active=True)
    return sum(1 for account in active.filter(posts__role="admin").distinct() if account.posts_on(day).filter(role="admin").exists())


def _one_administrator_remains() -> None:
    if not administrators(clock.today()):
        raise fault("last_admin")


@transaction.atomic
def give_role(by: Account, account: Account, role: str, unit: Unit, since: date, until: date | None) -> Post:
    """Give a person a role in a unit; Fault for oneself, an unknown role, days the wrong way round, or the same role twice."""
    if by.pk == account.pk:
        raise fault("own_role")
    if role not in ROLES:
        raise fault("role")
    _check_days(since, until)
    last = until or date.max
    same = Post.objects.filter(account=account, role=role, unit=unit, since__lte=last)
    if any(post.until is None or post.until >= since for post in same):
        raise fault("same_role")
    return Post.objects.create(account=account, role=role, unit=unit, since=since, until=until)


@transaction.atomic
def end_post(by: Account, post: Post) -> None:
    """End a role today (its last day was yesterday); Fault for one's own, or the last administrator's."""
    if by.pk == post.account_id:
        raise fault("own_role")
    end_now(post)
    _one_administrator_remains()


def end_now(period: Period) -> None:
    """End a leave or a deputyship: its last day was yesterday."""
    period.end(clock.today() - timedelta(days=1))


@transaction.atomic
def set_active(by: Account, account: Account, *, active: bool) -> None:
    """Let a person in or keep her out, at once; Fault for oneself or the last administrator."""
    if by.pk == account.pk:
        raise fault("own_account")
    account.is_active = active
    account.save(update_fields=["is_active"])
    account.sign_out_everywhere()
    _one_administrator_remains()


@transaction.atomic
def note_leave(account: Account, since: date, until: date | None) -> Leave:
    """Note that a person is away; Fault for days the wrong way round."""
    _check_days(since, until)
    return Leave.objects.create(account=account, since=since, until=until)


@transaction.atomic
def name_deputy(by: Account, of: Account, deputy: Account, since: date, until: date | None) -> Deputy:
    """Name who acts for a person while she is away; Fault for herself, somebody who has left, or a deputyship for whoever names it."""
    _check_days(since, until)
    if of.pk == deputy.pk:
        raise fault("own_deputy")
    if by.pk == deputy.pk:
        raise fault("own_role")
    if not deputy.is_active:
        raise fault("deputy_left")
    return Deputy.objects.create(of=of, by=deputy, since=since, until=until)


def _check_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise fault("days")


def day_of(text: str) -> date:
    """Read a day as a browser sends it; Fault when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        said = Words(f"“{text[:20]}”不是日期，请写成2026-11-23这样。", f"“{text[:20]}” is not a date; write it like 2026-11-23.")
        raise Fault("account.date", said) from None


def days_of(sent: Mapping[str, str]) -> tuple[date, date | None]:
    """Read the first and the last day of a form; the last one may be left open. Fault when one is no date."""
    last = sent.get("until", "").strip()
    return day_of(sent.get("since", "")), day_of(last) if last else None


def number_of(text: str) -> int:
    """Read the number of a row as a form sends it; 0, which no row has, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


def period_of(account: Account, kind: str, number: int) -> Leave | Deputy | None:
    """Find a leave or a deputyship of a person."""
    if kind == "leave":
        return account.leaves.filter(pk=number).first()
    return account.deputies.filter(pk=number).first() if kind == "deputy" else None
