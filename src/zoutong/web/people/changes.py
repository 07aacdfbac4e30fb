"""Knows what may be changed about an account, and by whom: nobody gives himself a role, and one administrator always remains."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web.catalogue import catalogue
from zoutong.web.people.models import Account, Deputy, Leave, Period, Post, Unit
from zoutong.web.people.roles import ROLES


def _fault(key: str) -> Fault:
    return Fault(key, catalogue()[f"people.fault.{key.removeprefix('people.')}"])


def administrators(day: date) -> int:
    """Count the people who can administer on a day."""
    active = Account.objects.filter(is_active=True)
    return sum(1 for account in active.filter(posts__role="admin").distinct() if account.posts_on(day).filter(role="admin").exists())


def _one_administrator_remains() -> None:
    if not administrators(timezone.localdate()):
        raise _fault("people.last_admin")


@transaction.atomic
def give_role(by: Account, account: Account, role: str, unit: Unit, since: date, until: date | None) -> Post:
    """Give a person a role in a unit; Fault for oneself, an unknown role, days the wrong way round, or the same role twice."""
    if by.pk == account.pk:
        raise _fault("people.own_role")
    if role not in ROLES:
        raise _fault("people.role")
    _check_days(since, until)
    last = until or date.max
    same = Post.objects.filter(account=account, role=role, unit=unit, since__lte=last)
    if any(post.until is None or post.until >= since for post in same):
        raise _fault("people.same_role")
    return Post.objects.create(account=account, role=role, unit=unit, since=since, until=until)


@transaction.atomic
def end_post(by: Account, post: Post) -> None:
    """End a role today (its last day was yesterday); Fault for one's own, or the last administrator's."""
    if by.pk == post.account_id:
        raise _fault("people.own_role")
    end_now(post)
    _one_administrator_remains()


def end_now(period: Period) -> None:
    """End a leave or a deputyship: its last day was yesterday."""
    period.end(timezone.localdate() - timedelta(days=1))


@transaction.atomic
def set_active(by: Account, account: Account, *, active: bool) -> None:
    """Let a person in or keep her out, at once; Fault for oneself or the last administrator."""
    if by.pk == account.pk:
        raise _fault("people.own_account")
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
        raise _fault("people.own_deputy")
    if by.pk == deputy.pk:
        raise _fault("people.own_role")
    if not deputy.is_active:
        raise _fault("people.deputy_left")
    return Deputy.objects.create(of=of, by=deputy, since=since, until=until)


def _check_days(since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise _fault("people.days")


def day_of(text: str, *, needed: bool = True) -> date | None:
    """Read a day as a browser sends it; None for an empty one that is not needed; Fault when it is none."""
    if not text.strip() and not needed:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        said = Words(f"“{text}”不是日期，请写成2026-11-23这样。", f"“{text}” is not a date; write it like 2026-11-23.")
        raise Fault("people.date", said) from None
