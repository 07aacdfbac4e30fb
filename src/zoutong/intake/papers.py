"""Knows which papers a person is told of: to bring, of help, or not to be asked for; and how her forms are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from zoutong.documents.fill import Value, fill
from zoutong.intake.advice import Advice, PaperAdvice
from zoutong.kernel.error import Fault
from zoutong.kernel.law import Citation
from zoutong.kernel.words import Words
from zoutong.pack.load import Pack
from zoutong.pack.show import show, show_day
from zoutong.pack.specs import DocumentSpec, PaperSpec

PERSON = (
    "applicant_name",
    "applicant_sex",
    "applicant_age",
    "applicant_occupation",
    "applicant_id",
    "applicant_phone",
    "applicant_address",
    "delivery_address",
    "employer_name",
    "employer_address",
    "employer_legal_rep",
    "employer_legal_post",
    "employer_phone",
)
"""What a form asks of the person herself: never needed for the decision, left blank when she does not say."""

OFFICES = {"arbitration_office": "劳动人事争议仲裁委员会", "inspection_office": "劳动保障监察机构", "mediation_office": "调解组织"}
_HOLDERS = {"worker": "本人保管", "employer": "由单位提供", "agency": "由部门查询"}


def papers(pack: Pack, claims: Sequence[str]) -> tuple[PaperAdvice, ...]:
    """Give the papers of some claims, each once: those that may be asked for first, those that may not last.

    A paper that one claim asks for and another only welcomes is asked for; labour-rights brief §5, §7.
    """
    rank = {"asked": 0, "helpful": 1, "never": 2}
    chosen: dict[str, PaperSpec] = {}
    for spec in pack.papers:
        if spec.claim != "*" and spec.claim not in claims:
            continue
        before = chosen.get(spec.name)
        if before is None or rank[spec.need] < rank[before.need]:
            chosen[spec.name] = spec
    ordered = sorted(chosen.values(), key=lambda s: rank[s.need])
    return tuple(PaperAdvice(s.name, s.title, s.why, s.holder, s.need, s.where if s.where.zh else None) for s in ordered)


def offered(pack: Pack, advice: Advice) -> tuple[DocumentSpec, ...]:
    """Give the forms that fit the answer: those of the doors advised, the main door's first, then those for every door."""
    doors = [advice.primary_route, *(r.route for r in advice.routes), *advice.alternative_routes, "*"]
    place = {door: n for n, door in reversed(list(enumerate(doors)))}
    known = [d for d in pack.documents.values() if not d.by_office and d.route in place and all(f in advice.facts for f in d.facts)]
    return tuple(sorted(known, key=lambda d: place[d.route]))


def fill_document(pack: Pack, name: str, advice: Advice, statement: str, person: Mapping[str, str] | None = None) -> bytes:
    """Fill one form of the pack (a docx as bytes) with what is known; what is not known stays blank to be written by hand.

    ``person`` holds names out of ``PERSON``. Fault when the pack has no such document.
    """
    document = pack.documents.get(name)
    if document is None:
        raise Fault("document.unknown", Words("没有这份表格。", "There is no such form."), file=name)
    return fill(document.file, values(pack, document, advice, statement, person or {}))


def values(pack: Pack, document: DocumentSpec, advice: Advice, statement: str, person: Mapping[str, str]) -> dict[str, Value]:
    """Give everything that a template may name: the person, the claims, the facts, the papers, the doors, the days."""
    amounts = {a.claim: a for a in advice.amounts if a.value}
    here = [r.claim for r in advice.routes if document.route in ("*", r.route)] or list(advice.claims)
    fields: dict[str, Value] = {key: person.get(key, "") or _known(pack, advice, key) for key in PERSON}
    fields |= {key: _office(pack, advice, key, default) for key, default in OFFICES.items()}
    fields |= {
        "today": _written(advice.on),
        "case_number": "",
        "office_phone": "12333",
        "statement": statement,
        "reasons": _articles([c for r in advice.routes if document.route in ("*", r.route) for c in r.citations]),
        "amounts_open": any(c not in amounts for c in here),
        "no_deadlines": not any(d.rolled for d in advice.deadlines),
        "claims": [
            {
                "number": str(n),
                "claim": pack.claims[c].title.zh,
                "sum": f"{amounts[c].value:,.2f}" if c in amounts else "",
                "arithmetic": amounts[c].formula if c in amounts else "",
            }
            for n, c in enumerate(here, 1)
        ],
        "facts": [
            {"label": pack.facts[f].label.zh, "value": show(pack.facts[f], v).zh}
            for f, v in sorted(advice.facts.items(), key=lambda item: pack.facts[item[0]].order if item[0] in pack.facts else 0)
            if f in pack.facts and pack.facts[f].askable and not pack.facts[f].changeable and f not in PERSON
        ],
    }
    return fields | _notice(pack, advice)


def _notice(pack: Pack, advice: Advice) -> dict[str, Value]:
    """Give the lists of the one-time notice and of the evidence."""
    brought = [p for p in advice.papers if p.need != "never"]
    return {
        "evidence": [{"number": str(n), "paper": p.title.zh, "holder": _HOLDERS[p.holder]} for n, p in enumerate(brought, 1)],
        "papers_asked": [{"paper": p.title.zh, "why": p.why.zh, "where": p.where.zh if p.where else "有就带来"} for p in brought],
        "papers_never": [{"paper": p.title.zh, "why": p.why.zh} for p in advice.papers if p.need == "never"],
        "routes": [
            {
                "claim": pack.claims[r.claim].title.zh,
                "route": pack.routes[r.route].title.zh,
                "why": f"{r.why.zh}（{_articles(r.citations)}）" if r.citations else r.why.zh,
            }
            for r in advice.routes
        ],
        "deadlines": _last_days(advice),
        "questions": [{"question": a.question.zh, "why": a.because.zh} for a in advice.ask],
    }


def _last_days(advice: Advice) -> list[dict[str, str]]:
    """Give each last day once, however many claims share it."""
    rows: dict[tuple[str, date], dict[str, str]] = {}
    for d in advice.deadlines:
        if d.rolled:
            rows.setdefault((d.title.zh, d.rolled), {"title": d.title.zh, "day": show_day(d.rolled).zh + ("（暂定）" if d.provisional else ""), "why": d.why.zh})
    return list(rows.values())


def _articles(citations: Sequence[Citation]) -> str:
    """Name articles law by law, each law once: 《劳动合同法》第39条、第47条；《社会保险法》第58条."""
    laws: dict[str, dict[str, None]] = {}
    for c in citations:
        laws.setdefault(c.law, {})[c.article] = None
    return "；".join(f"《{law}》{'、'.join(articles)}" for law, articles in laws.items())


def _known(pack: Pack, advice: Advice, key: str) -> str:
    """Give what the facts already say of a field of the person."""
    name = {"applicant_age": "worker_age"}.get(key, key)
    value = advice.facts.get(name)
    return "" if value is None else show(pack.facts[name], value).zh if name in pack.facts else str(value)


def _office(pack: Pack, advice: Advice, key: str, default: str) -> str:
    """Give the office's full name at the person's place, with a gap for the place where the pack does not know it."""
    place = "/".join(str(advice.facts[f]) for f in ("city", "intake_district") if f in advice.facts)
    found = pack.parameters.find(key, place, advice.on)
    return str(found.value) if found else f"　　　　　　{default}"


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


