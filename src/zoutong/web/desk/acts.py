"""Knows the acts that a person may do on a case now: which button, which form, and how the form becomes an act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict

from zoutong.pack.variables import VariableSpec
from zoutong.walk.act import Act, Actor
from zoutong.walk.may import APPLICANT
from zoutong.walk.model import Allowed, Task, Walk
from zoutong.walk.ready import extendable, passed_steps
from zoutong.web.desk.control import KINDS, Control
from zoutong.web.desk.tongue import Tongue
from zoutong.web.desk.typed import kept_text
from zoutong.web.desk.variables import read_variable
from zoutong.web.intake.answers import Mistake

HIDDEN = frozenset(("start", "look", "message", "tick", "restart", "rate", "answer"))
"""Kinds that have their own page, or happen by themselves."""
FINAL = frozenset(("withdraw", "decline", "notice", "refer"))
"""What cannot be taken back: asked for once more before it is done."""
RANK = (
    "complete",
    "sign",
    "claim",
    "take_over",
    "supplement",
    "notice",
    "contact",
    "refer",
    "assign",
    "add_signer",
    "send_back",
    "extend",
    "suspend",
    "resume",
    "chase",
    "note",
    "decline",
    "withdraw",
)
REASONED = frozenset(("send_back", "refer", "suspend", "resume", "withdraw", "decline", "extend", "chase", "take_over", "assign"))
FREE_REASON = frozenset(("chase", "withdraw", "resume"))
"""Acts to which a reason may be given, and need not."""
SHORTCUTS = {
    "complete": "c",
    "claim": "l",
    "take_over": "j",
    "assign": "a",
    "send_back": "b",
    "refer": "y",
    "suspend": "g",
    "resume": "h",
    "note": "n",
    "notice": "t",
    "chase": "u",
    "extend": "x",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the forms let choose besides the pack: the people and the units to whom work can be given."""

    people: tuple[tuple[str, str], ...] = ()
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act that may be done: its button, its fields, whether it must be confirmed."""

    kind: str
    token: int | None
    label: str
    fields: tuple[Control, ...]
    final: bool
    primary: bool
    shortcut: str
    wrong: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.kind}-{'case' if self.token is None else self.token}"


@dataclass(frozen=True, slots=True)
class Sent:
    """An act read from a form, or what is wrong with the form (by field)."""

    act: Act | None
    wrong: Mapping[str, str]
    note: str = ""


def forms_for(walk: Walk, may: Sequence[Allowed], tongue: Tongue, choices: Choices, token: int | None, today: date) -> tuple[ActForm, ...]:
    """Give the acts on one task (None: on the case as a whole), the nearest first."""
    kinds = [a.kind for a in may if a.token == token and a.kind not in HIDDEN and a.kind in RANK]
    ordered = sorted(dict.fromkeys(kinds), key=RANK.index)
    return tuple(_form(kind, walk, tongue, choices, token, today, first=not n) for n, kind in enumerate(ordered))


def _form(kind: str, walk: Walk, tongue: Tongue, choices: Choices, token: int | None, today: date, *, first: bool) -> ActForm:
    step = tongue.node(walk.tasks[token].node, walk.tasks[token].role) if token is not None and token in walk.tasks else ""
    helps = kind == "complete" and token is not None and token in walk.tasks and walk.tasks[token].role == APPLICANT
    return ActForm(
        kind,
        token,
        tongue.say("desk.act.help" if helps else f"desk.act.{kind}", step=step),
        fields_of(kind, walk, tongue, choices, token, today),
        kind in FINAL,
        first and kind in ("complete", "sign", "claim", "contact"),
        SHORTCUTS.get(kind, ""),
    )


def fields_of(kind: str, walk: Walk, tongue: Tongue, choices: Choices, token: int | None, today: date) -> tuple[Control, ...]:
    """Give the fields of one act's form."""
    fields: list[Control] = []
    if kind == "complete":
        fields += variable_fields(walk, tongue, token)
    elif kind == "sign":
        fields.append(Control("opinion", tongue.say("desk.field.opinion"), "choice", options=_opinions(tongue), required=True))
    elif kind == "assign":
        fields.append(Control("person", tongue.say("desk.field.person"), "choice", options=choices.people, required=True))
    elif kind == "add_signer":
        fields.append(Control("person", tongue.say("desk.field.signer"), "choice", options=choices.people, required=True))
    elif kind == "refer":
        fields.append(Control("unit", tongue.say("desk.field.unit"), "choice", options=choices.units, required=True))
    elif kind == "send_back":
        fields.append(Control("to", tongue.say("desk.field.back_to"), "choice", options=earlier_steps(walk, tongue, token), required=True))
    elif kind == "extend":
        running = tuple((c.name, tongue.of(tongue.pack.clocks[c.name].title)) for c in walk.clocks if extendable(walk, c, today))
        fields.append(Control("to", tongue.say("desk.field.clock"), "choice", options=running, required=True))
    elif kind in ("notice", "supplement"):
        fields.append(
            Control("papers", tongue.say(f"desk.field.papers_{kind}"), "many", options=papers_for(kind, walk, tongue, token), required=True)
        )
    elif kind == "decline":
        fields.append(Control("citation", tongue.say("desk.field.citation"), "text", hint=tongue.say("desk.hint.citation"), required=True))
    elif kind == "note":
        fields.append(Control("text", tongue.say("desk.field.note"), "lines", required=True))
    if kind in REASONED:
        fields.append(_reasons(kind, tongue))
    return tuple(fields)


def _reasons(kind: str, tongue: Tongue) -> Control:
    options = tuple((name, tongue.of(spec.title)) for name, spec in tongue.pack.reasons.items() if kind in spec.acts)
    return Control("reason", tongue.say("desk.reason"), "choice", options=options, required=bool(options) and kind not in FREE_REASON)


def _opinions(tongue: Tongue) -> tuple[tuple[str, str], ...]:
    return tuple((code, tongue.say(f"desk.opinion.{code}")) for code in ("agree", "disagree"))


def variable_fields(walk: Walk, tongue: Tongue, token: int | None) -> list[Control]:
    """Give the fields of a task's own form, made from the variables that it may set, with what is known already."""
    task = walk.tasks.get(token) if token is not None else None
    if task is None or walk.state is None or token is None or token not in walk.state.tokens:
        return []
    scope = walk.state.tokens[token].scope
    node = walk.course.node(task.node, (walk.state.scopes[scope].process,))
    if node is None:
        return []  # the process was changed under it; the page still shows the case, and what may be done besides
    known = walk.state.visible(scope)
    own = {**known, "door": _door_of(known, task)}
    specs = [tongue.pack.variables[name] for name in node.form if name in tongue.pack.variables]
    return [variable_control(spec, tongue, own.get(spec.name)) for spec in specs if spec.type != "object"]


def _door_of(known: Mapping[str, object], task: Task) -> object:
    """Give the door that a strand goes to now: the next one when it was said, else the one it has had from the beginning."""
    following = known.get("next_door")
    return following if following not in (None, "", "none") else known.get("door") or task.door or None


def variable_control(spec: VariableSpec, tongue: Tongue, value: object) -> Control:
    """Give the field of one variable; a list of claims or papers is ticked, other lists are not typed by hand."""
    kind = KINDS.get(spec.type, "number")
    options = tuple((code, words.in_language(tongue.lang)) for code, words in spec.options)
    chosen: tuple[str, ...] = ()
    if spec.type == "list":
        kind, options = "many", list_options(spec.name, tongue)
        chosen = tuple(str(v) for v in value) if isinstance(value, list | tuple) else ()
    text = kept_text(spec, _as_day(value) if spec.type == "date" else value) if kind != "many" else ""  # type: ignore[arg-type]
    hint = tongue.say("desk.hint.day") if kind == "day" else ""
    return Control(f"v-{spec.name}", spec.title.in_language(tongue.lang), kind, text, options, hint, chosen=chosen)


def list_options(name: str, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Give what a list may hold: claims of the pack, or papers of its guide."""
    if name.startswith("papers"):
        return tuple({p.name: tongue.of(p.title) for p in tongue.pack.papers if p.need != "never"}.items())
    if name == "claims":
        return tuple((c.name, tongue.of(c.title)) for c in sorted(tongue.pack.claims.values(), key=lambda c: c.rank))
    return ()


def _as_day(value: object) -> object:
    return date.fromisoformat(value[:10]) if isinstance(value, str) and len(value) >= 10 else value


def earlier_steps(walk: Walk, tongue: Tongue, token: int | None) -> tuple[tuple[str, str], ...]:
    """Give the steps that were passed and to which a task can go back: the last one first."""
    task = walk.tasks.get(token) if token is not None else None
    return tuple((name, tongue.node(name)) for name in reversed(passed_steps(walk, task))) if task else ()


def papers_for(kind: str, walk: Walk, tongue: Tongue, token: int | None) -> tuple[tuple[str, str], ...]:
    """Give the papers that may be asked for (of the claims, out of the guide), or those asked for that have not come yet."""
    if kind == "supplement":
        lacking = dict.fromkeys(p for n in walk.notices for p in n.lacking)
        return tuple((p, tongue.paper(p)) for p in lacking)
    door = walk.tasks[token].door if token is not None and token in walk.tasks else ""
    claims = {c for d in walk.doors if not door or d.name == door for c in d.claims}
    wanted = [p for p in tongue.pack.papers if p.need != "never" and (p.claim == "*" or not claims or p.claim in claims)]
    never = {p.name for p in tongue.pack.papers if p.need == "never" and (p.claim == "*" or p.claim in claims)}
    return tuple({p.name: tongue.of(p.title) for p in wanted if p.name not in never}.items())


def read_act(form: ActForm, sent: QueryDict, actor: Actor, key: str, walk: Walk, tongue: Tongue, today: date) -> Sent:
    """Read what was sent for one act; the key makes that pressing twice does it once."""
    wrong: dict[str, str] = {}
    data: dict[str, Any] = {}
    act = Act(form.kind, actor, key, form.token)
    note = ""
    for control in form.fields:
        text = sent.get(control.name, "").strip()
        codes = [c for c in sent.getlist(control.name) if c in {code for code, _ in control.options}]
        if control.required and not (codes if control.options else text):
            wrong[control.name] = tongue.say("desk.mistake.choose" if control.options else "desk.mistake.empty")
        elif control.name.startswith("v-"):
            given = read_variable(tongue.pack.variables[control.name[2:]], text, codes, today)
            if isinstance(given, Mistake):
                wrong[control.name] = tongue.say(given.key, **given.values)
            elif given is not None:
                data[control.name[2:]] = given
        elif control.name == "papers":
            data["papers"] = codes
        elif control.name == "opinion":
            data["opinion"] = codes[0]
        elif control.name == "citation":
            data["citation"] = text
        elif control.name == "text":
            note = text
        elif codes:
            act = replace(act, **{control.name: codes[0]})  # type: ignore[arg-type]
    if wrong:
        return Sent(None, wrong, note)
    return Sent(replace(act, data=data), {}, note)


def with_sent(form: ActForm, sent: QueryDict, wrong: Mapping[str, str]) -> ActForm:
    """Give the form as it was filled in, with what is wrong beside the fields: nothing typed is lost."""
    fields = tuple(
        replace(c, value=sent.get(c.name, c.value), chosen=tuple(sent.getlist(c.name)), mistake=wrong.get(c.name, "")) for c in form.fields
    )
    return replace(form, fields=fields, wrong=tuple(v for k, v in wrong.items() if k not in {c.name for c in form.fields}))
