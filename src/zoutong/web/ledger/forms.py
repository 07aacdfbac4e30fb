"""Knows which fields the form of each move has, and reads what was typed into the data of the move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from zoutong.improve.item import KINDS, Item
from zoutong.improve.moves import RULES
from zoutong.web import clock
from zoutong.web.ledger.words import Tongue, causes, process_of, steps
from zoutong.web.people.models import Post

HARMED = ("everyone", "worker", "migrant", "elder", "disabled", "foreigner", "firm", "staff")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "judge": ("blockage", "cause", "step", "harmed", "severity", "cases", "share"),
    "assign": ("lead", "support", "leader", "due", "measure_now", "measure_lasting"),
    "progress": ("note",),
    "finish": ("measure_now", "measure_lasting"),
    "measure": ("which", "name", "value", "unit", "on", "source", "better"),
    "rewalk": ("walk", "passed"),
    "callback": ("content",),
    "merge": ("into",),
    "extend": ("due",),
    "escalate": ("leader",),
    "reply": ("accepts", "text"),
    "publish": ("zh", "en"),
    "new": ("title", "what", "blockage", "cause", "step", "clause", "source", "reporter", "harmed"),
}
LONG = frozenset({"note", "measure_now", "measure_lasting", "text", "zh", "en"})
SHAPES = {"due": "date", "on": "date", "value": "decimal", "share": "decimal", "cases": "numeric"}
MUST = {kind: frozenset(rule.needs) for kind, rule in RULES.items()} | {"new": frozenset({"title"})}
# The form's own ``kind`` is that of the move: the kind of blockage has a name of its own there.
YES_NO = ("passed", "content", "accepts")
SAID = ("walk", "visit", "seminar", "hotline", "rating")


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the page draws it; ``options`` are code and words."""

    name: str
    label: str
    shape: str
    value: str
    must: bool
    options: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """The form of one move."""

    kind: str
    title: str
    hint: str
    fields: tuple[Field, ...]
    open: bool


def form_of(kind: str, tongue: Tongue, item: Item | None = None, typed: QueryDict | None = None) -> Form:
    """Draw the form of a move with what is known or was typed."""
    names = (*FIELDS.get(kind, ()), *(("reason",) if kind in RULES and RULES[kind].reason else ()))
    fields = tuple(_field(kind, n, tongue, item, typed) for n in names)
    hint = f"ledger.hint.{kind}"
    return Form(kind, tongue.say(f"ledger.move.{kind}"), tongue.say(hint) if _known(hint, tongue) else "", fields, typed is not None)


def _known(key: str, tongue: Tongue) -> bool:
    try:
        tongue.say(key)
    except KeyError:
        return False
    return True


def _field(kind: str, name: str, tongue: Tongue, item: Item | None, typed: QueryDict | None) -> Field:
    many = list(typed.getlist(name)) if typed is not None else _now(kind, name, item)
    options = tuple((code, words, code in many) for code, words in _options(name, tongue))
    shape = "many" if name == "support" else "choice" if options else "long" if name in LONG else SHAPES.get(name, "text")
    must = ("kind" if name == "blockage" else name) in MUST.get(kind, ()) or name == "reason"
    return Field(name, tongue.say(f"ledger.field.{name}"), shape, many[0] if many else "", must, options)


def _now(kind: str, name: str, item: Item | None) -> list[str]:
    """Give what is known already: forms come filled in, figures of proof come empty."""
    if name == "on":
        return [clock.today().isoformat()]
    if item is None or kind in ("measure", "rewalk", "reply", "extend", "merge", "callback"):
        return []
    if name == "support":
        return list(item.support)
    if name in ("zh", "en") and item.published is not None:
        return [item.published.zh if name == "zh" else item.published.en]
    value = getattr(item, "kind" if name == "blockage" else name, None)
    return [] if value is None or value == "" else [str(value)]


def _options(name: str, tongue: Tongue) -> Iterable[tuple[str, str]]:
    if name == "blockage":
        return [(k, tongue.say(f"ledger.kind.{k}")) for k in KINDS]
    if name == "cause":
        return [(c.name, f"{tongue.words(c.title)} · {tongue.words(c.class_)}") for c in causes().values()]
    if name == "step":
        return [(code, tongue.words(title)) for code, title in steps().items()]
    if name in ("lead", "support"):
        return [(code, tongue.words(words)) for code, words in tongue.units.items()]
    if name == "leader":
        posts = Post.objects.filter(role__in=("leader", "supervisor"), until=None, account__is_active=True).select_related("account")
        return [(str(p.account_id), f"{p.account.shown} · {tongue.role(p.role)}") for p in posts]
    if name in YES_NO:
        return [("yes", tongue.say(f"ledger.{name}.yes")), ("no", tongue.say(f"ledger.{name}.no"))]
    fixed = {
        "harmed": HARMED, "severity": ("1", "2", "3", "4", "5"), "which": ("before", "after"), "better": ("lower", "higher"),
        "what": ("blockage", "need"), "source": SAID,
    }.get(name)  # fmt: skip
    # The source of a figure is written, the source of an item is chosen.
    return [(code, tongue.say(f"ledger.{name}.{code}")) for code in fixed or ()]


def form_without(form: Form, name: str) -> Form:
    """Give the form with a field as plain text: its words are written, not chosen."""
    fields = tuple(Field(f.name, f.label, "text", f.value, f.must) if f.name == name else f for f in form.fields)
    return Form(form.kind, form.title, form.hint, fields, form.open)


def read(kind: str, typed: QueryDict) -> dict[str, object]:
    """Read what was typed for a move into its data; empty fields are left out, for they say nothing."""
    data: dict[str, object] = {}
    for name in FIELDS.get(kind, ()):
        text = typed.get(name, "").strip()
        if name == "support":
            data[name] = [u for u in typed.getlist(name) if u]
        elif name in YES_NO and text in ("yes", "no"):
            data[name] = text == "yes"
        elif name == "title" and text:
            data[name] = {"zh": text, "en": text}
        elif text:
            data["kind" if name == "blockage" else name] = text
    step = data.get("step")
    if isinstance(step, str) and kind in ("judge", "new"):
        data["process"] = process_of(step)
    return data
