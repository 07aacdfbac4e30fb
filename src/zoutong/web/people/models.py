"""Knows the tables of the people: units, accounts, posts, leave and deputies, and who came in or was refused."""

from __future__ import annotations

import secrets
from datetime import date
from typing import ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from zoutong.kernel.words import Words
from zoutong.web.people.roles import role_words


def new_stamp() -> str:
    """Make the part of a session's key that is thrown away to sign somebody out everywhere."""
    return secrets.token_hex(16)


class Unit(models.Model):
    """A unit: the bureau, a section of it, a sub-district, or a body outside."""

    KINDS = (("bureau", "局"), ("section", "科室"), ("subdistrict", "街道"), ("external", "外单位"))

    code = models.SlugField(max_length=40, unique=True)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=KINDS)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.zh

    @property
    def words(self) -> Words:
        return Words(self.zh, self.en)

    @property
    def kind_key(self) -> str:
        return f"people.kind.{self.kind}"


class Accounts(BaseUserManager["Account"]):
    """Makes accounts."""

    def make(self, name: str, shown: str, unit: Unit, password: str | None = None, *, must_change: bool = True) -> Account:
        """Make an account with a password that its owner must change at the first sign-in."""
        account = self.model(name=name, shown=shown, unit=unit, must_change_password=must_change)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(name=(username or "").strip())


class Account(AbstractBaseUser):
    """One person of the house; nobody else signs in."""

    name = models.CharField(max_length=60, unique=True)
    shown = models.CharField(max_length=60)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="accounts")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=True)
    factor = models.TextField(blank=True, default="", editable=False)
    """The secret of the second factor, encrypted; empty when there is none (see factor.py)."""
    factor_step = models.BigIntegerField(default=0, editable=False)
    """The last step of time whose code was used: a code that was overheard opens nothing."""
    stamp = models.CharField(max_length=32, default=new_stamp, editable=False)
    demo = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "name"
    REQUIRED_FIELDS: ClassVar = ["shown"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.shown

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django compares this with what the session was opened with: a new password or a new stamp ends every session.
        return salted_hmac("zoutong.people.session", f"{self.password}:{self.stamp}", secret=secret, algorithm="sha256").hexdigest()

    def sign_out_everywhere(self) -> None:
        """End every session of this person at its next step."""
        self.stamp = new_stamp()
        self.save(update_fields=["stamp"])

    def posts_on(self, day: date) -> models.QuerySet[Post]:
        """Give the posts that she holds on a day."""
        return self.posts.filter(_holds(day)).select_related("unit", "account")

    def is_away(self, day: date) -> bool:
        """Say whether she is on leave on a day."""
        return self.leaves.filter(_holds(day)).exists()


def _holds(day: date) -> models.Q:
    return models.Q(since__lte=day) & (models.Q(until__isnull=True) | models.Q(until__gte=day))


class Period(models.Model):
    """Something that holds from a day to a day, both counted; without a last day until it is ended."""

    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def end(self, last: date) -> None:
        """Let it hold until a day; what was to begin later never begins."""
        if self.since > last:
            self.delete()
        else:
            self.until = last
            self.save(update_fields=["until"])


class Post(Period):
    """A role that a person holds in a unit."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="posts")
    role = models.SlugField(max_length=20)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")

    class Meta:
        ordering: ClassVar = ["id"]

    @property
    def role_words(self) -> Words:
        return role_words(self.role)


class Leave(Period):
    """Days on which a person is away."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="leaves")

    class Meta:
        ordering: ClassVar = ["-since", "-id"]


class Deputy(Period):
    """Who acts for a person while that person is away."""

    of = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="deputies")
    by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="stands_in")

    class Meta:
        ordering: ClassVar = ["-since", "-id"]

    @staticmethod
    def posts_for(account: Account, day: date) -> models.QuerySet[Post]:
        """Give the posts of others in which a person may act on a day: named as deputy, and the other one away."""
        away = Leave.objects.filter(_holds(day)).values("account")
        of = Deputy.objects.filter(_holds(day), by=account, of__in=away, of__is_active=True).values("of")
        return Post.objects.filter(_holds(day), account__in=of).select_related("unit", "account")


class RecoveryCode(models.Model):
    """One of the codes on paper that open the door once when the phone is lost."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)


class Kept(models.QuerySet["AccessEvent"]):
    """What was written down is neither changed nor taken away."""

    def update(self, **_: object) -> NoReturn:
        raise TypeError("access events are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("access events are never deleted")


class AccessEvent(models.Model):
    """Who came in, went out, was refused, or changed somebody's account; append-only."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="access_events")
    act = models.SlugField(max_length=30)
    outcome = models.SlugField(max_length=30)
    place = models.CharField(max_length=80, blank=True, default="")
    """The name of the address, never its parameters."""
    role = models.CharField(max_length=20, blank=True, default="")
    about = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    """Whose account was changed."""
    detail = models.CharField(max_length=60, blank=True, default="")
    """A code, never free text."""
    address_digest = models.CharField(max_length=24, blank=True, default="")

    objects = Kept.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("access events are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("access events are never deleted")

    @property
    def act_key(self) -> str:
        return f"people.act.{self.act}"

    @property
    def outcome_key(self) -> str:
        return f"people.outcome.{self.outcome}"
