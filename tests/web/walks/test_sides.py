from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from zoutong.walk import Event
from zoutong.web import served
from zoutong.web.desk.tongue import Tongue
from zoutong.web.walks.sides import Sides
from zoutong.web.walks.store import Moment

AT = datetime(2026, 11, 24, 1, tzinfo=UTC)


def event(phase, seconds, role="receptionist", activity="reception", token=1):
    at = AT + timedelta(seconds=seconds)
    process = served.course().process.id
    return Moment(
        at, role, "event", activity, Event("LD1", 1, "leader", process, "1", activity, token, phase, at, "1", role, "", "", "", "", (), {})
    )


def page(role):
    return Moment(AT, role, "page", "desk:work")


def sides(lang="zh"):
    return Sides(Tongue(lang, served.course()), {}, {})


def told(*moments, lang="zh"):
    """Give what is told of the last of some moments."""
    line = sides(lang)
    return [line.tell(m, lang) for m in moments][-1]


@pytest.mark.parametrize(
    "seconds, lang, said",
    [
        (12 * 60, "zh", ("这一步等了 12 分钟才有人办",)),
        (12 * 60, "en", ("this step had waited 12 minutes",)),
        (60, "en", ("this step had waited 1 minute",)),
        (89, "zh", ("这一步等了 1 分钟才有人办",)),
        (91, "zh", ("这一步等了 2 分钟才有人办",)),
        (29, "zh", ()),
    ],
)
def test_a_step_waits_from_when_it_was_ready_until_somebody_does_it_in_whole_minutes(seconds, lang, said):
    assert told(event("enabled", 0, "system"), event("completed", seconds), lang=lang) == said


def test_a_step_that_somebody_took_waits_until_then_and_again_only_when_it_stands_open_anew():
    ready, taken = event("enabled", 0, "system"), event("claimed", 5 * 60)
    assert told(ready, taken) == ("这一步等了 5 分钟才有人办",)
    assert told(ready, taken, event("completed", 45 * 60)) == ()
    assert told(ready, taken, event("enabled", 10 * 60, "system"), event("completed", 17 * 60)) == ("这一步等了 7 分钟才有人办",)


def test_waiting_is_counted_for_each_step_alone_and_never_where_nobody_knows_when_it_became_ready():
    first, second = event("enabled", 0, "system"), event("enabled", 4 * 60, "system", "guide", 2)
    assert told(first, second, event("completed", 10 * 60, activity="guide", token=2)) == ("这一步等了 6 分钟才有人办",)
    assert told(event("completed", 600)) == ()
    assert told(first, event("withdrawn", 60), event("completed", 600)) == ()
    assert told(first, event("completed", 600, token=None)) == ()


def test_what_the_machine_does_waits_for_nobody():
    assert told(event("enabled", 0, "system"), event("completed", 600, "system")) == ()


def test_a_seat_knows_what_its_last_page_told_it_and_needs_the_steps_that_stand_open_for_it():
    line = sides()
    tongue = line.tongue
    assert line.tell(page("receptionist"), "zh") == ("知道：还没有办完任何一步",)
    line.tell(event("enabled", 0, "system"), "zh")
    role = line._role(event("enabled", 0).event)
    assert line.tell(page(role), "zh")[-1] == f"要做：{tongue.node('reception', role)}"
    line.tell(event("completed", 30, role), "zh")
    # The seat has not looked since: it still knows nothing of it. Its next page tells it.
    assert line.seen[role] == ""
    assert line.tell(page(role), "zh") == (f"知道：已办完{tongue.node('reception', role)}",)
    assert line.tell(Moment(AT, role, "seat", "1"), "zh") == ()
