"""Knows the command that erases the person of a case, in the name of an account that may."""

from __future__ import annotations

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Actor
from zoutong.web import clock, served
from zoutong.web.cases import store
from zoutong.web.people.models import Account


class Command(BaseCommand):
    help = "Erase what is known of the person of a case that has ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case")
        parser.add_argument("by")

    def handle(self, *args: object, **options: str) -> None:
        case = store.erase(options["case"], _who(options["by"]))
        self.stdout.write(json.dumps({"case": case.number, "erased": case.run.erased_at is not None}))


def _who(name: str) -> Actor:
    """Give the account as somebody who may erase; Fault when it has no such seat today."""
    account = Account.objects.filter(name=name, is_active=True).first()
    cells = served.course().acts.get("erase", {})
    posts = [post for post in account.posts_on(clock.today()) if cells.get(post.role, "no") != "no"] if account else []
    if account is None or not posts:
        raise Fault(
            "erase.role",
            Words(f"“{name}”不是可以删除个人信息的账号。", f"“{name}” is not an account that may erase."),
            cure=Words("请用档案岗的账号。", "Name an account of the records role."),
        )
    return Actor(str(account.pk), posts[0].role, posts[0].unit.code)
