"""Knows how the variables of a process are read from a form: the pack's own types, and never a word about a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zoutong.kernel.words import Words
from zoutong.pack.specs import FactSpec
from zoutong.pack.variables import VariableSpec
from zoutong.web.desk.typed import read_typed
from zoutong.web.intake.answers import Given, Mistake

NOTHING = Words("", "")


def read_variable(spec: VariableSpec, text: str, codes: Sequence[str], today: date) -> object | Mistake | None:
    """Read one variable as JSON; None when the field was left empty: what is not known is not said to be no."""
    if spec.type == "list":
        return list(codes) or None
    if not text:
        return None
    as_fact = FactSpec(spec.name, spec.type, "", "", spec.title, NOTHING, NOTHING, NOTHING, spec.options, "plain", "system", False, 0)
    given = read_typed(as_fact, text, today)
    if isinstance(given, Given):
        return _plain(given.value)
    return given


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
