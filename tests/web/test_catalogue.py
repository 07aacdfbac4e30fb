from __future__ import annotations

import csv
import re
from pathlib import Path
from string import Formatter

import pytest
from tests.web.visitor import CHILD, DANGER, LAST_DAYS, WAGES, Visitor, unclear

from zoutong.web import catalogue
from zoutong.web.catalogue import say
from zoutong.web.intake import service
from zoutong.web.intake.result import SPECIAL_DOORS, URGENT

WEB = Path(catalogue.__file__).parent
SAID = re.compile(r"{%\s*say '([^']+)'")
IN_CODE = re.compile(r'"((?:[a-z]+|mistake|statement|claims)\.[a-z0-9_.]+)"')
# Keys that are put together at run time, by their beginning.
PREFIXES = ("mine.field.", "person.", "paper.holder_", "part.", "urgent.", "result.go.", "sorry.", "statement.", "mistake.")
PREFIXES += ("letters.state.", "letters.move.", "letters.field.", "letters.said.", "walks.state.", "walks.kind.", "walks.why.", "walks.page.", "walks.did.", "walks.yield.", "desk.papers.minded.", "desk.sending.")
PREFIXES += ("recorder.tap.",)
PREFIXES += ("page.", *(f"people.{part}." for part in ("act", "outcome", "kind", "fault", "done", "changed", "password")))
PREFIXES += tuple(
    f"desk.{part}."
    for part in (
        *("act", "count", "event", "exports", "filter.when", "filter.whose", "keys", "opinion", "papers.state", "person"),
        *("papers.minded", "queue", "sending", "sheet", "source", "status", "step", "then", "work.empty"),
    )
)
PREFIXES += ("desk.field.papers_", "visit.contact.", "mine.headline.", "mine.next.", "mine.done.", "rate.level.", "rate.part.")
PREFIXES += tuple(
    f"ledger.{part}."
    for part in (
        *("accepts", "answer", "better", "board", "content", "did", "evidence", "field", "harmed", "hint", "kind", "move", "passed", "period"),
        *("plan", "public", "road", "severity", "source", "state", "sum", "what", "which", "whose"),
    )
)
CHINESE = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")


def used_keys() -> set[str]:
    """Give every key that a template or a view names."""
    keys: set[str] = set()
    for template in WEB.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        keys |= set(SAID.findall(text)) | set(IN_CODE.findall(text))
    for code in (p for p in WEB.rglob("*.py") if "migrations" not in p.parts):
        keys |= set(IN_CODE.findall(code.read_text(encoding="utf-8")))
    return keys


def english_only(page: str) -> str:
    """Give what an English page says by itself: without what is marked as Chinese (her own words, the language link) and what she typed."""
    page = re.sub(r"<(\w+)[^>]*\blang=\"zh-CN\"[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"<textarea.*?</textarea>", " ", page, flags=re.DOTALL)


def test_no_sentence_is_missing():
    known = set(catalogue.catalogue())
    missing = {
        k for k in used_keys() if k not in known and not k.startswith(PREFIXES) and k.split(".")[0] in {n.split(".")[0] for n in known}
    }
    assert not {k for k in missing if not re.fullmatch(r"(result|statement|claims)\.(py|html)|[a-z]+\.csv|(erase|walks|letters|item|recorder)\.(batch|tap|uuid|walk|photo|role|absent|alone|ended|not_yours|consent|seat|kind|reason|own|state|move|conflict)", k)}


def test_every_sentence_that_is_put_together_is_there():
    known = catalogue.catalogue()
    wanted = [f"person.{name}" for name in service.PERSON]
    wanted += [f"urgent.{flag}.{part}" for flag in URGENT for part in ("title", "text")]
    wanted += [f"result.go.{route}" for route in SPECIAL_DOORS] + ["part.full", "part.partly", "part.gone"]
    wanted += [f"sorry.{code}.{part}" for code in ("400", "403", "404", "500") for part in ("title", "text")]
    assert not [key for key in wanted if key not in known]


def test_no_sentence_is_left_over():
    used = used_keys()
    left = [key for key in catalogue.catalogue() if key not in used and not key.startswith(PREFIXES)]
    assert not left


def test_each_key_stands_once_and_has_both_languages():
    rows = [row for file in catalogue.files() for row in csv.DictReader(file.open(encoding="utf-8", newline=""))]
    assert len({r["key"] for r in rows}) == len(rows)
    assert all(r["zh"].strip() and r["en"].strip() for r in rows)
    assert not [r["key"] for r in rows if CHINESE.search(r["en"])]
    assert not [r["key"] for r in rows if not CHINESE.search(r["zh"]) and re.search("[A-Za-z]{3}", r["zh"])]


def test_both_languages_put_the_same_values_in():
    def places(text: str) -> set[str]:
        return {name for part in text.split("|") for _, name, _, _ in Formatter().parse(part) if name}

    assert not [key for key, words in catalogue.catalogue().items() if places(words.zh) != places(words.en)]


def test_english_counts_one_thing_as_one():
    assert say("en", "understood.left", n=1) == "About one more question."
    assert say("en", "understood.left", n=3) == "About 3 more questions."


@pytest.mark.django_db
@pytest.mark.parametrize("words", [WAGES, LAST_DAYS, DANGER, CHILD], ids=["wages", "last days", "danger", "child"])
def test_no_english_page_speaks_chinese(client, words):
    visitor = Visitor(client, "en")
    visitor.tell(words)
    pages = {place: visitor.get(place) for place in ("", "statement", "understood", "claims", "privacy", "accessibility", "erased")}

    def keep(fact: str, page: str) -> dict[str, object]:
        pages[fact] = page
        return unclear(fact, page)

    visitor.walk(keep)
    pages |= {place: visitor.get(place) for place in ("check", "result")}
    mixed = {place: CHINESE.findall(english_only(page)) for place, page in pages.items()}
    found = {place: "".join(marks)[:60] for place, marks in mixed.items() if marks}
    assert not found


@pytest.mark.django_db
@pytest.mark.parametrize("fact", sorted(n for n, s in service.served_pack().facts.items() if s.askable and s.type != "object"))
def test_no_english_question_speaks_chinese(english, fact):
    english.tell(WAGES)
    assert not CHINESE.findall(english_only(english.get(f"question/{fact}")))


@pytest.mark.django_db
@pytest.mark.parametrize("words", [WAGES, LAST_DAYS, DANGER], ids=["wages", "last days", "danger"])
def test_no_chinese_page_speaks_english(visitor, words):
    visitor.tell(words)
    for place in ("", "statement", "understood", "claims", "check", "result", "privacy", "accessibility"):
        page = re.sub(r"<(\w+)[^>]*\blang=\"en\"[^>]*>.*?</\1>", " ", visitor.get(place), flags=re.DOTALL)
        shown = re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script).*?</\1>", " ", page, flags=re.DOTALL))
        strange = set(re.findall("[A-Za-z]{3,}", shown)) - {"App", "APP", "Word", "Cookie", "WCAG", "zoutong", "guard"}
        assert not {w for w in strange if "_" not in w and not re.search(rf"{w}[#_]|[#_]{w}", shown)}, place
