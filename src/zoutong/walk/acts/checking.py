"""Knows what an act may say: reasons, doors, claims and variables that the pack knows, and no personal data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from zoutong.walk.course import CLAIMS, DOOR, DOORS, PROPOSED, Course
from zoutong.walk.draft import Draft
from zoutong.walk.faults import no_reason, refuse
from zoutong.walk.house import rule


def reason_given(draft: Draft, kind: str = "", why: str = "reason", *, needed: bool = True) -> None:
    """Demand a reason that the pack lists for the act; Fault ``act.reason``. One that is given although none is needed must be listed too."""
    act = draft.act
    if not act.reason and not needed:
        return
    if act.reason not in draft.course.reasons.get(kind or act.kind, frozenset()):
        raise no_reason(kind or act.kind, why)


def variables(course: Course, data: Mapping[str, object], form: Collection[str] | None = None) -> None:
    """Let only variables pass that a process knows and whose values fit; Fault ``act.variable``, ``act.value`` or ``act.personal``.

    ``form`` are the variables of the task at hand; None for the first variables of a walk and those of a message.
    """
    for name, value in data.items():
        if form is not None and name not in form:
            raise refuse(
                "act.variable",
                f"这一步不填“{name}”。",
                f"This step does not ask for “{name}”.",
                "请只填这一步的表。",
                "Fill in the form of this step only.",
            )
        if name in course.private:
            raise refuse(
                "act.personal",
                f"“{name}”是个人信息或者说明文字，不能记在流程里。",
                f"“{name}” is personal or prose and is not kept in the process.",
                "请填进案卷的材料里。",
                "Put it into the file of the case.",
            )
        typed = course.typed.get(name)
        if typed is None:
            raise refuse("act.variable", f"流程里没有“{name}”这一项。", f"No process knows “{name}”.", "请核对名称。", "Check the name.")
        if value is not None and not _fits(value, *typed):
            raise refuse(
                "act.value",
                f"“{name}”的内容不对。",
                f"The value of “{name}” does not fit.",
                "请按选项、日期或者数字填写。",
                "Give one of the options, a date or a number.",
            )
    for name in (DOORS, PROPOSED):
        if data.get(name) is not None:
            doors_of(course, data[name])
    if data.get(CLAIMS) is not None:
        known_claims(course, codes(data[CLAIMS]))


def _fits(value: object, kind: str, options: tuple[str, ...]) -> bool:
    """Tell whether a JSON value can be one of that type; an unknown type takes any."""
    if kind == "boolean":
        return isinstance(value, bool)
    if kind == "choice":
        return isinstance(value, str) and (not options or value in options)
    if kind in ("integer", "number", "money"):
        return isinstance(value, int | float) and not isinstance(value, bool) and (kind != "integer" or value == int(value))
    if kind == "date":
        return isinstance(value, str) and _is_day(value)
    if kind in ("list", "month_list"):
        return isinstance(value, list)
    return True


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def codes(value: object) -> tuple[str, ...]:
    """Read a list of codes; Fault ``act.value`` when it is none."""
    if isinstance(value, list | tuple) and all(isinstance(one, str) and one for one in value):
        return tuple(value)
    raise refuse("act.value", "这里应该是代码的清单。", "A list of codes is expected here.")


def known_claims(course: Course, claims: tuple[str, ...]) -> None:
    """Let only claims of the pack pass, each once; Fault ``act.claim``."""
    if len(set(claims)) != len(claims) or any(claim not in course.pack.claims for claim in claims):
        raise refuse(
            "act.claim",
            "诉求代码不认识，或者重复。",
            "A claim is not known, or stands twice.",
            "请从诉求清单里选。",
            "Choose from the list of claims.",
        )


def doors_of(course: Course, value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Read the doors with their claims; Fault ``act.doors`` when a door is not known or stands twice, or a claim has two doors."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for part in value if isinstance(value, list | tuple) else (None,):
        if not isinstance(part, dict):
            raise _bad_doors()
        door = part.get(DOOR)
        if not isinstance(door, str) or door not in course.pack.routes:
            raise _bad_doors()
        found.append((door, codes(part.get(CLAIMS, ()))))
    claims = tuple(claim for _, some in found for claim in some)
    if not found or len({door for door, _ in found}) != len(found):
        raise _bad_doors()
    known_claims(course, claims)
    return tuple(found)


def _bad_doors() -> Exception:
    return refuse(
        "act.doors",
        "去向不认识、重复，或者格式不对。",
        "A door is not known, stands twice, or is written wrongly.",
        "每个去向写一次，带上它的诉求：{door, claims}。",
        "Name each door once, with its claims: {door, claims}.",
    )


def split_is_fair(draft: Draft, data: Mapping[str, object], known: Mapping[str, object]) -> None:
    """Hold the rules of the split: no claim is lost, and whoever departs from the proposal gives a reason."""
    wanted = doors_of(draft.course, data[DOORS])
    claims = data.get(CLAIMS, known.get(CLAIMS))
    lost = set(codes(claims)) - {claim for _, some in wanted for claim in some} if isinstance(claims, list | tuple) else set()
    if lost:
        names = "、".join(sorted(lost))
        raise refuse(
            "act.claim_lost",
            f"还有诉求没有去向：{names}。",
            f"A claim has no door: {', '.join(sorted(lost))}.",
            "给它选一个去向；来访人不要了的，先办撤回。",
            "Choose a door for it; withdraw it first if the applicant gives it up.",
            (rule("claims_kept"),),
        )
    proposed = known.get(PROPOSED)
    if isinstance(proposed, list | tuple) and proposed:
        before = {(door, frozenset(some)) for door, some in doors_of(draft.course, proposed)}
        if before != {(door, frozenset(some)) for door, some in wanted}:
            reason_given(draft, "complete", "override_reason")
