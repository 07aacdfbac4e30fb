"""Rules of traces as they are judged beside the store, on both databases."""

from __future__ import annotations

import pytest
from tests.web.cases.people import INSPECTOR, RECEPTION, at, opened, split, token

from zoutong.kernel.error import Fault
from zoutong.walk import Act
from zoutong.web.cases import store as door
from zoutong.web.cases.models import EventRow
from zoutong.web.cases.scope import Scope, within
from zoutong.web.watching import store as watching
from zoutong.web.watching.models import BreachRow, WatchRow

pytestmark = pytest.mark.both

RULES = (
    "rule,check,parameters,kind,cause,citation,verified,zh,en,cure_zh,cure_en\n"
    "refused_again,refused,max=1,stuck,other,,no,挡回多次,Refused again,看提示,See the message\n"
)


@pytest.fixture(autouse=True)
def rules(settings, tmp_path, monkeypatch):
    from zoutong.trace import rules as table

    (tmp_path / table.FILE).write_text(RULES, encoding="utf-8")
    monkeypatch.setattr(table, "FILE", str(tmp_path / table.FILE))
    watching._of_pack.cache_clear()
    yield
    watching._of_pack.cache_clear()


def refused_twice(case):
    for minute in (20, 25):
        with pytest.raises(Fault):
            door.act(case.id, Act("complete", RECEPTION, token=token(case, "inspect"), data={"finding": "breach"}), at(minute))


def test_a_breach_is_kept_with_the_act_that_shows_it_and_only_under_its_mode(store):
    case = split()
    refused_twice(case)
    (found,) = watching.breaches()
    assert (found.rule.name, found.walk, found.step, found.mode) == ("refused_again", case.id, "inspect", "case")
    assert EventRow.every.filter(run__walk=case.id, seq__in=found.evidence, phase="refused").count() == len(found.evidence) == 2
    assert watching.breaches("leader") == watching.breaches("case", "another") == ()
    assert [row.mode for row in BreachRow.every.all()] == [row.mode for row in WatchRow.every.all()] == ["case"]


def test_what_a_walk_of_a_leader_breaks_is_never_among_the_breaches_of_cases(store):
    case = opened(mode="leader")
    for minute in (20, 25):
        with within(Scope("leader", case.id)), pytest.raises(Fault, match=r"岗位|单位"):
            door.act(case.id, Act("complete", INSPECTOR, token=token(case, "register")), at(minute))
    assert watching.breaches() == () and len(watching.breaches("leader", case.id)) == 1
    assert not BreachRow.objects.exists()


def test_a_walk_that_began_before_anybody_watched_is_judged_from_its_first_event(store):
    case = split()
    with pytest.raises(Fault):
        door.act(case.id, Act("complete", RECEPTION, token=token(case, "inspect")), at(20))
    WatchRow.every.all().delete()
    with pytest.raises(Fault):
        door.act(case.id, Act("complete", RECEPTION, token=token(case, "inspect")), at(25))
    assert len(watching.breaches()) == 1
