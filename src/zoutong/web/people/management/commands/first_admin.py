"""Knows how a bureau gets its first administrator."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import transaction

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.people.models import AccessEvent, Account, Post, Unit
from zoutong.web.people.password import one_time_password


class Command(BaseCommand):
    """Make an administrator with a one-time password; every further account is made on the pages."""

    help = "make an administrator; the first sign-in asks for a new password"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the names."""
        parser.add_argument("name")
        parser.add_argument("shown")

    @transaction.atomic
    def handle(self, *_: object, **options: object) -> None:
        """Make the account, in the bureau's own unit, and print its password once; Fault when the name is taken."""
        name, shown = str(options["name"]), str(options["shown"])
        if Account.objects.filter(name=name).exists():
            raise Fault("account.taken", Words(f"登录名“{name}”已经有人用了。", f"The sign-in name “{name}” is taken."))
        bureau = Unit.objects.get_or_create(code="bureau", defaults={"zh": "局", "en": "Bureau", "kind": "bureau"})[0]
        password = one_time_password()
        account = Account.objects.make(name, shown, bureau, password)
        Post.objects.create(account=account, role="admin", unit=bureau, since=clock.today())
        AccessEvent.objects.create(act="account", outcome="made", about=account, detail="terminal")
        self.stdout.write(f"{name}: {password}（登录后要马上更改。It must be changed at the first sign-in.）")
