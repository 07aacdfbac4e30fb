"""Real cases and walks never mix: every address, figure, list, export and clock is looked at before a walk and while it runs."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import get_resolver, reverse
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import ASKED, Desk, heard
from tests.web.people.addresses import SAMPLES, patterns
from tests.web.personas import make_house
from tests.web.visitor import MORNING, text_of
from tests.web.walks.test_walks import hand_in

from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases import jobs, store
from zoutong.web.cases.models import Outbox, PaperRow, Run
from zoutong.web.cases.scope import Scope, within
from zoutong.web.desk import exporting
from zoutong.web.desk.models import Export
from zoutong.web.people import table
from zoutong.web.people.models import Account
from zoutong.web.walks.models import Walking
from zoutong.web.walks.must import must_walk

pytestmark = pytest.mark.django_db
WALKED = "王试走"
WALKED_WORDS = "走走饭店欠了我两个月工资，一共9000元。"
LOOKERS = ("receptionist", "inspector", "supervisor", "leader", "records", "admin")
"""Those who between them may open every page of the house."""
OF_WALKS = ("walks:", "recorder:", "ledger:candidates", "people:journal")
"""Pages whose very matter is walks, or that write down each look: their real figures are compared apart."""
OWN = ("intake:", "people:")
"""Pages of the visitor's own session or of the own account: no case stands on them."""


def named(real: str, secret: str) -> dict[str, dict[str, object]]:
    """Give a value for each address that names something; one that is missing here fails the test."""
    account = Account.objects.get(name="lin").pk
    one = {"number": real}
    return {
        "people:account": {"account": account}, "people:account_change": {"account": account},
        "desk:slip": one, "desk:reception": one, "desk:draft": one, "desk:case": one, "desk:act": one, "desk:receipt": one,
        "desk:notice": one, "desk:document": {**one, "name": "x"}, "desk:handed_over": {**one, "sending": 1}, "desk:paper_add": one,
        "desk:paper": {**one, "paper": 1}, "desk:export_file": {"pk": 1}, "desk:export_cancel": {"pk": 1},
        "walks:join": {"key": "x"}, "walks:one": one, "walks:start": one, "walks:sit": one, "walks:swap": one, "walks:end": one,
        "letters:one": {"pk": 1}, "letters:move": {"pk": 1}, "letters:docx": {"pk": 1}, "letters:pdf": {"pk": 1}, "letters:excel": {"pk": 1},
        "ledger:plan": {"pk": 1}, "ledger:one": {"number": "WT2026-0001"}, "ledger:move": {"number": "WT2026-0001"},
        "recorder:at": {"step": "reception"}, "recorder:page": one, "recorder:state": one, "recorder:taps": one, "recorder:tap": one,
        "recorder:photo": one,
        "visit:case": {"secret": secret}, "visit:paper": {"secret": secret}, "visit:answer": {"secret": secret},
        "visit:withdraw": {"secret": secret}, "visit:rate": {"secret": secret},
        "intake:question": {}, "intake:calendar": {"clock": "x", "claim": "x"}, "intake:form": {"document": "x"},
    }  # fmt: skip


def places(real: str, secret: str) -> dict[str, str]:
    known, found = named(real, secret), {}
    for name, converters in patterns(get_resolver().url_patterns):
        more = set(converters) - set(SAMPLES)
        assert not more or name in known, f"{name} names something: say in this test what"
        found[name] = reverse(name, kwargs={**{k: v for k, v in SAMPLES.items() if k in converters}, **known.get(name, {})})
    return found


def read(client, url: str) -> str:
    """Give what a person reads at an address, with the kind of answer; what changes at each look is left out."""
    answer = client.get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return f"{answer.status_code} {answer.headers.get('Content-Type')} {len(body) if 'zip' not in str(answer.headers.get('Content-Type')) else ''}"
    return f"{answer.status_code} {answer.headers.get('Location', '')} {text_of(body.decode())}"


def everything(house, urls: dict[str, str]) -> dict[tuple[str, str], str]:
    """Read every address as each of those who may open it."""
    people = {role: house.client(role) for role in LOOKERS}
    return {
        (name, role): read(client, url)
        for role, client in people.items()
        for name, url in urls.items()
        if table.may(name, role) and not name.startswith((*OF_WALKS, *OWN))
    }


def figures(house) -> dict[str, object]:
    """Give every figure, list, export and clock that is made of cases, as the desks of the house get them."""
    heads = Actor(str(house.accounts["supervisor"].pk), "supervisor", "bureau")
    reception = Actor(str(house.accounts["receptionist"].pk), "receptionist", "window")
    return {
        "board": store.board(),
        "counts": store.counts(reception),
        "worklist": [(line.case, line.due) for line in store.worklist(reception).rows],
        "all": [(line.case, line.due) for line in store.worklist(heads).rows],
        "found": store.search(heads, "欠薪"),
        "must": [(m.subject, m.name, m.cases, m.share) for m in must_walk()],
        "numbers": sorted(Run.objects.values_list("walk", "queue", "due")),
        "sent": sorted(Outbox.objects.values_list("run__walk", "kind", "due")),
        "papers": PaperRow.objects.count(),
    }


def seated(house, *, rehearsal: bool = False):
    """Walk as a leader: hand in, take the receptionist's seat, call, listen, and finish the reception."""
    client = house.client("leader")
    client.post("/zh/walks/now", {"role": "applicant", **({"kind": "rehearsal"} if rehearsal else {})})
    walk = Walking.objects.latest("pk")
    hand_in(client)
    client.post(f"/zh/walks/{walk.number}/sit", {"role": "receptionist"})
    token = next(iter(inside(walk, lambda: store.load(walk.number)).walk.tasks))
    assert client.post("/zh/desk/queue/call", {"row": f"{walk.number}.{token}", "window": "9", "key": f"k{walk.pk}"}).status_code == 302
    client.post(f"/zh/desk/reception/{walk.number}", {"do": "read", "statement": WALKED_WORDS, "p-applicant_name": WALKED})
    desk = Desk(client)
    assert desk.finish(walk.number, f"f{walk.pk}", **ASKED).status_code == 302
    return client, walk


def inside(walk: Walking, what):
    with within(Scope(walk.mode, walk.number)):
        return what()


@pytest.fixture
def street(db):
    """Give a house with one real case that was heard and one real visitor who waits, and how the latter's own page is reached."""
    house = make_house()
    real = heard(house)
    Desk(house.client("receptionist")).take(name="真等候")
    return house, real, re.search(r"/mine/([^/?]+)", hand_in(house.client("")))[1]


def test_while_walks_and_rehearsals_run_no_page_list_figure_export_or_clock_of_real_cases_changes(street):
    house, real, secret = street
    urls = places(real, secret)
    everything(house, urls)  # a look is kept as an event: the first one is part of what stands there
    pages, sums = everything(house, urls), figures(house)
    _, walk = seated(house)
    acted, rehearsed = seated(house, rehearsal=True)
    acted.post(f"/zh/walks/{rehearsed.number}/end")
    after = everything(house, urls)
    assert figures(house) == sums
    changed = {key for key, text in after.items() if _still(text) != _still(pages[key])}
    assert not changed, {key: (pages[key][:300], after[key][:300]) for key in sorted(changed)[:3]}
    told = [key for key, text in after.items() if WALKED in text or "走走饭店" in text or walk.number in text or rehearsed.number in text]
    assert not told


def _still(text: str) -> str:
    """Leave out how many looks were kept: each look at a person's papers is an event, also the test's own."""
    return re.sub(r"\d+\s*(次查看|条留痕|looks)", "", text)


def test_from_the_seat_of_a_walk_no_page_list_or_clock_has_anything_of_real_cases(street, monkeypatch):
    house, real, secret = street
    urls = places(real, secret)
    client, walk = seated(house)
    for role in ("receptionist", "inspector", "supervisor"):
        client.post(f"/zh/walks/{walk.number}/sit", {"role": role})
        for name, url in urls.items():
            if name.startswith(OWN) or name in ("walks:end", "front", "visit:case"):
                continue
            text = read(client, url)
            assert "王小红" not in text and "真等候" not in text and "王**" not in text, (role, name)
            assert real not in text or text.startswith(("404", "403", "405")), (role, name)
    client.post("/zh/desk/export", {"key": "in", "whose": "all"})
    house.client("supervisor").post("/zh/desk/export", {"key": "out", "whose": "all"})
    exporting.write_waiting()
    held = {}
    for row in Export.objects.all():
        book = openpyxl.load_workbook(exporting.file_of(row))
        held[row.mode] = {c for line in book.active.iter_rows(min_row=2, values_only=True) for c in line}
    assert walk.number in held["leader"] and real not in held["leader"]
    assert real in held["case"] and walk.number not in held["case"]
    later = MORNING + timedelta(days=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.fire_timers(later)
    jobs.send_notices(later)
    assert not Outbox.every.filter(run__mode__in=("leader", "rehearsal", "simulated")).exists()
    assert call_command("verify_store", stdout=io.StringIO(), stderr=io.StringIO()) == "0"
