"""Knows how the demo people are made from a terminal."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from zoutong.web.people.demo import PASSWORD, make_people


class Command(BaseCommand):
    """Make the demo people and say how to sign in as one of them."""

    help = "make the demo people (never where real people are served)"

    def handle(self, *_: object, **__: object) -> None:
        """Make them and print their password."""
        number = make_people()
        self.stdout.write(f"演示人员 {number} 人，密码都是 {PASSWORD}。{number} demo people; the password of each is {PASSWORD}")
