"""Knows who acts on a page of the desk, and in which words codes are told to her."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from secrets import token_urlsafe

from django.http import HttpRequest
from django.urls import reverse

from zoutong.walk import Actor, Course, Walk, allowed
from zoutong.walk.may import APPLICANT
from zoutong.walk.model import Allowed
from zoutong.web import served
from zoutong.web.desk.acts import Choices
from zoutong.web.desk.tongue import Tongue
from zoutong.web.people.acting import acting
from zoutong.web.people.models import Account, Post, Unit
from zoutong.web.people.table import may


def actor_of(request: HttpRequest) -> Actor:
    """Give who acts, as an event keeps it; the gate let nobody through who has no seat."""
    who = acting(request)
    return Actor(who.id, who.role, who.unit, who.on_behalf_of) if who is not None else Actor("", "", "")


def helping(actor: Actor, walk: Walk) -> Actor:
    """Give the same person as she does a step for the visitor (帮办), who stands beside her or is on the telephone."""
    return Actor(actor.id, actor.role, actor.unit, walk.applicant)


def may_do(walk: Walk, actor: Actor, now: datetime) -> tuple[Allowed, ...]:
    """Give what somebody may do on a case now, with the visitor's own steps that she may do for her."""
    own = allowed(walk, actor, now)
    if not walk.applicant or walk.applicant in (actor.id, actor.on_behalf_of):
        return own
    hers = {token for token, task in walk.tasks.items() if task.role == APPLICANT}
    return (*own, *(a for a in allowed(walk, helping(actor, walk), now) if a.kind == "complete" and a.token in hers)) if hers else own


def tongue_of(lang: str, course: Course | None = None) -> Tongue:
    """Give the tongue of a page, with the names of the house as they are today."""
    people = {str(pk): shown for pk, shown in Account.objects.values_list("pk", "shown")}
    return Tongue(lang, course or served.course(), people, {unit.code: unit.words for unit in Unit.objects.all()})


def choices_of(tongue: Tongue, roles: Iterable[str] = ()) -> Choices:
    """Give the people and units to whom work can be given; ``roles`` are those of the open tasks, "" for everybody."""
    wanted = frozenset(roles)
    posts = Post.objects.filter(account__is_active=True, until=None).select_related("account", "unit").order_by("unit_id", "account__name")
    people = {
        str(p.account_id): f"{p.account.shown} · {tongue.role(p.role)} · {tongue.of(p.unit.words)}"
        for p in posts
        if not wanted or p.role in wanted
    }
    units = tuple((code, tongue.of(words)) for code, words in tongue.units.items())
    return Choices(tuple(people.items()), units)


def fresh_key() -> str:
    """Give the mark of a form against being sent twice."""
    return token_urlsafe(9)


@cache
def hall_steps() -> frozenset[str]:
    """Name the steps at which a visitor is received: those that mark her as registered."""
    return frozenset(n.id for p in served.course().processes.values() for n in p.nodes.values() if "registered" in n.marks)


@cache
def number_steps() -> frozenset[str]:
    """Name the steps at which a visitor takes her number: those that mark her as arrived."""
    return frozenset(n.id for p in served.course().processes.values() for n in p.nodes.values() if "arrived" in n.marks)


def case_url(lang: str, number: str) -> str:
    return reverse("desk:case", kwargs={"lang": lang, "number": number})


def may_open(request: HttpRequest, name: str) -> bool:
    """Tell whether the seat may open an address of the desk."""
    who = acting(request)
    return who is not None and may(name, who.role)
