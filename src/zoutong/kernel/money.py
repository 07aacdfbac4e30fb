"""Knows money in yuan: exact decimals, rounded half up to one fen, once, at the end."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FEN = Decimal("0.01")


def yuan(value: Decimal) -> Decimal:
    """Round to 0.01 yuan, half up (away from zero). Do it once per claim, never on parts of a sum."""
    return value.quantize(FEN, rounding=ROUND_HALF_UP)


def decimal(value: object) -> Decimal | None:
    """Read a number exactly as it is written; None for anything that is no number. A truth value is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def total(values: Iterable[Decimal]) -> Decimal:
    """Add exactly, then round once."""
    return yuan(sum(values, Decimal(0)))


def plain(value: Decimal) -> str:
    """Write a number as people do: no exponent, no needless zeros (7000, 0.5, 2706.45)."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spoken(value: Decimal) -> str:
    """Write a sum with thousands and fen: 14,000.00."""
    return f"{yuan(value):,.2f}"
