"""Knows the second factor: a secret shared with the person's phone (RFC 6238), kept encrypted, and codes on paper for when it is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils import timezone

from zoutong.web.people.acting import seats_of
from zoutong.web.people.models import Account, RecoveryCode

STEP_S = 30
RECOVERY_CODES = 10
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody confuses on paper."""


def _box() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"zoutong.people.factor:" + k.encode()).digest())) for k in keys])


def has(account: Account) -> bool:
    """Say whether a second factor is set up."""
    return bool(account.factor)


def must_have(account: Account) -> bool:
    """Say whether one of the seats that a person may take needs a second factor (setting ZOUTONG_SECOND_FACTOR)."""
    wanted: frozenset[str] = settings.ZOUTONG_SECOND_FACTOR
    return "all" in wanted or any(seat.role in wanted for seat in seats_of(account))


def new_secret() -> str:
    """Make a secret of 160 bits in letters that a phone takes."""
    return pyotp.random_base32()


def set_up(account: Account, secret: str, code: str) -> tuple[str, ...] | None:
    """Keep the secret when the code shows that the phone has it; give new recovery codes, None when the code is wrong."""
    step = _step_of(secret, code, after=0)
    if step is None:
        return None
    account.factor, account.factor_step = _box().encrypt(secret.encode()).decode(), step
    account.save(update_fields=["factor", "factor_step"])
    return new_recovery_codes(account)


def take_away(account: Account) -> None:
    """Forget the second factor and its codes: the next sign-in sets up a new one."""
    account.factor, account.factor_step = "", 0
    account.save(update_fields=["factor", "factor_step"])
    account.recovery_codes.all().delete()


def new_recovery_codes(account: Account) -> tuple[str, ...]:
    """Throw the old codes away and give new ones; only their digests are kept."""
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(12)) for _ in range(RECOVERY_CODES))
    account.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create([RecoveryCode(account=account, digest=_digest(account, code)) for code in codes])
    return tuple("-".join((code[:4], code[4:8], code[8:])) for code in codes)


def passes(account: Account, typed: str) -> bool:
    """Say whether what was typed opens the door: a code of the phone not used before, or an unused recovery code."""
    code = "".join(typed.split()).replace("-", "").upper()
    if code.isdigit():
        return _phone_code(account, code)
    unused = RecoveryCode.objects.filter(account=account, digest=_digest(account, code), used_at__isnull=True)
    return unused.update(used_at=timezone.now()) == 1


def _phone_code(account: Account, code: str) -> bool:
    try:
        secret = _box().decrypt(account.factor.encode()).decode()
    except InvalidToken:
        return False
    step = _step_of(secret, code, after=account.factor_step)
    # The update decides: of two requests with one code only one gets in.
    return step is not None and Account.objects.filter(pk=account.pk, factor_step__lt=step).update(factor_step=step) == 1


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """Give the step of time whose code this is: now, or one before or after for a clock that is a little off."""
    now, totp = int(time.time()) // STEP_S, pyotp.TOTP(secret)
    steps = (step for step in (now, now - 1, now + 1) if step > after)
    return next((step for step in steps if hmac.compare_digest(totp.at(step * STEP_S).encode(), code.encode())), None)


def _digest(account: Account, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"recovery:{account.pk}:{code}".encode(), hashlib.sha256).hexdigest()


def picture(account: Account, secret: str) -> str:
    """Draw the square that a phone photographs, as SVG."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=settings.ZOUTONG_SECOND_FACTOR_ISSUER)
    return segno.make(uri, error="m").svg_inline(scale=5, border=4, dark="#16202c", light="#ffffff")
