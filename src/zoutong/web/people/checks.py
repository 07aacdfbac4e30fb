"""Knows what about the people must never be so where real people are served."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import DatabaseError

from zoutong.web.people.models import Account


@checks.register()
def real_people_only(app_configs: Sequence[AppConfig] | None = None, **_: object) -> list[checks.CheckMessage]:
    """Refuse to serve real people while demo people can sign in; a database without the table yet holds none."""
    if not settings.PRODUCTION:
        return []
    try:
        there = Account.objects.filter(demo=True).exists()
    except DatabaseError:
        return []
    if not there:
        return []
    return [
        checks.Error(
            "正式运行的数据库里不能有演示人员。The database of a real service must hold no demo people.",
            hint="演示和正式运行要用不同的 ZOUTONG_DATA。Use another ZOUTONG_DATA than that of the demo.",
            id="zoutong.E006",
        )
    ]
