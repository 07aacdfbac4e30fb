"""What events promise: timers, messages, errors, borders, ends."""

import datetime as dt

import pytest
from tests.pure.process.sketch import NOON, Case, bpmn, process, world

from zoutong.kernel.error import Fault
from zoutong.process import awaited, begin, cancel, complete, deliver, fail, hold, next_timer, read_bpmn, release, set_data, tick

WAIT = "start s\ncatch w timer=PT2H\nuser a\nend e\ns -> w\nw -> a\na -> e"


def test_a_timer_fires_when_it_is_due_and_not_before():
    case = Case(WAIT)
    assert next_timer(case.state) == NOON + dt.timedelta(hours=2)
    assert case.later(minutes=119).call(tick).open == []
    assert case.later(minutes=1).call(tick).open == ["a"]
    assert next_timer(case.state) is None


@pytest.mark.parametrize(
    "written, due",
    [
        ("P1M", dt.datetime(2026, 12, 23, 12)), ("P2W", dt.datetime(2026, 12, 7, 12)), ("2026-12-01", dt.datetime(2026, 12, 1)),
        ("2026-12-01T09:30:00", dt.datetime(2026, 12, 1, 9, 30)), ("hearing", dt.datetime(2026, 12, 8)), ("PT90M", dt.datetime(2026, 11, 23, 13, 30)),
    ],
)  # fmt: skip
def test_a_timer_may_be_a_length_a_date_or_a_variable(written, due):
    case = Case(WAIT.replace("PT2H", written), data={"hearing": dt.date(2026, 12, 8)})
    assert next_timer(case.state) == due.replace(tzinfo=NOON.tzinfo)


def test_a_timer_whose_date_is_unknown_waits_for_the_date_and_never_fires_by_itself():
    case = Case(WAIT.replace("PT2H", "hearing"))
    assert case.phases[-1] == "stuck w"
    assert case.later(days=900).call(tick).last == ()
    case.state = set_data(case.process, case.state, None, {"hearing": "2030-01-01"})
    assert case.call(tick).phases[-1] == "waiting w"
    assert next_timer(case.state).year == 2030


def test_a_timer_may_take_its_length_from_a_clock_of_the_pack():
    text = bpmn(WAIT).replace("<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>", "<timerEventDefinition/>")
    text = text.replace('id="w"', 'id="w" zt:clock="mediation"')
    asked = []
    case = Case(read_bpmn(text.encode())["p"], due=lambda name, start: asked.append((name, start)) or start + dt.timedelta(days=15))
    assert asked == [("mediation", NOON)]
    assert next_timer(case.state) == NOON + dt.timedelta(days=15)


def test_timers_stand_still_while_they_are_held_and_go_on_with_what_was_left():
    case = Case(WAIT).later(hours=1)
    case.state = hold(case.state, case.now)
    assert next_timer(case.state) is None
    assert case.later(days=3).call(tick).open == []
    case.state = release(case.state, case.now)
    assert next_timer(case.state) == case.now + dt.timedelta(hours=1)
    assert case.state.tokens[case.token("w")].due == next_timer(case.state)


def test_a_timer_that_is_set_while_all_are_held_loses_only_the_time_since_then():
    case = Case("start s\nuser a\ncatch w timer=PT2H\nend e\ns -> a\na -> w\nw -> e")
    case.state = hold(case.state, case.now)
    case.later(hours=5).do("a").later(hours=1)
    case.state = release(case.state, case.now)
    assert next_timer(case.state) == case.now + dt.timedelta(hours=2)


def test_late_timers_fire_in_the_order_in_which_they_were_due():
    sketch = "start s\nand g\ncatch x timer=PT3H\ncatch y timer=PT1H\ncatch z timer=PT2H\nend e\ns -> g\ng -> x\ng -> y\ng -> z\nx -> e\ny -> e\nz -> e"
    case = Case(sketch).later(days=1).call(tick)
    assert [h.node for h in case.last if h.phase == "fired"] == ["y", "z", "x"]
    assert case.state.status == "complete"


def test_a_message_opens_the_way_that_waits_for_it_and_nothing_else():
    case = Case("start s\ncatch w message=paid\nuser a\ns -> w\nw -> a")
    with pytest.raises(Fault) as wrong:
        case.call(lambda p, s, now, around: deliver(p, s, "other", {}, now, around))
    assert wrong.value.code == "process.message"
    assert awaited(case.process, case.state, case.around) == (("paid", case.token("w")),)
    assert case.call(lambda p, s, now, around: deliver(p, s, "消息paid", {"sum": 3}, now, around)).open == ["a"]
    assert case.state.data == {"sum": 3}


def test_a_message_is_taken_once_by_whoever_waited_longest_or_by_the_token_named():
    sketch = "start s\nand g\ncatch v message=m\ncatch w message=m\nuser a\nuser b\ns -> g\ng -> v\ng -> w\nv -> a\nw -> b"
    assert Case(sketch).call(lambda p, s, now, around: deliver(p, s, "m", {}, now, around)).open == ["a"]
    case = Case(sketch)
    token = case.token("w")
    assert case.call(lambda p, s, now, around: deliver(p, s, "m", {}, now, around, token)).open == ["b"]


def test_a_receive_task_is_open_and_a_message_does_it():
    case = Case("start s\nreceive r message=m\nuser a\ns -> r\nr -> a")
    assert case.open == ["r"]
    assert case.call(lambda p, s, now, around: deliver(p, s, "m", {"x": 1}, now, around)).open == ["a"]
    assert Case("start s\nreceive r message=m\nuser a\ns -> r\nr -> a").do("r").open == ["a"]


FIRST = "start s\nfirst g\ncatch m message=reply\ncatch t timer=P5D\nreceive r message=visit\nuser a\nuser b\nuser c\ns -> g\ng -> m\ng -> t\ng -> r\nm -> a\nt -> b\nr -> c"


def test_the_first_of_several_events_wins_and_the_others_are_gone():
    message = Case(FIRST).call(lambda p, s, now, around: deliver(p, s, "reply", {}, now, around))
    assert message.open == ["a"]
    assert message.state.alarms == ()
    timer = Case(FIRST).later(days=5).call(tick)
    assert timer.open == ["b"]
    assert awaited(timer.process, timer.state, timer.around) == ()
    visit = Case(FIRST).call(lambda p, s, now, around: deliver(p, s, "visit", {"seen": True}, now, around))
    assert visit.open == ["c"]
    assert "completed r" in visit.phases


BORDER = "start s\nuser a\nborder t on=a timer=P2D {keeps}\nuser late\nuser b\nend e\ns -> a\na -> b\nt -> late\nlate -> e\nb -> e"


def test_a_border_timer_that_interrupts_ends_the_task():
    case = Case(BORDER.format(keeps="")).later(days=2).call(tick)
    assert case.open == ["late"]
    assert case.phases[-3:] == ["fired t", "cancelled a", "enabled late"]


def test_a_border_timer_that_does_not_interrupt_fires_once_beside_the_task():
    case = Case(BORDER.format(keeps="keeps")).later(days=2).call(tick)
    assert case.open == ["a", "late"]
    assert case.later(days=9).call(tick).open == ["a", "late"]
    assert case.do("a").do("b").do("late").state.status == "complete"


def test_the_timers_of_a_task_go_with_it():
    case = Case(BORDER.format(keeps=""))
    assert case.state.tokens[case.token("a")].due == NOON + dt.timedelta(days=2)
    case.do("a")
    assert case.state.alarms == ()
    assert next_timer(case.state) is None


def test_a_border_message_may_come_again_and_again_when_it_does_not_interrupt():
    case = Case("start s\nuser a\nborder m on=a message=call keeps\nuser note\ns -> a\nm -> note")
    for _ in range(3):
        case.call(lambda p, s, now, around: deliver(p, s, "call", {}, now, around))
    assert case.open == ["a", "note", "note", "note"]


INSIDE = """
start s
sub box {
start i
and g
user a
user b
end f
i -> g
g -> a
g -> b
a -> f
b -> f
}
border stop on=box message=withdraw
border bad on=box error=E1
user after
user out
user mend
s -> box
box -> after
stop -> out
bad -> mend
"""


def test_an_interrupted_sub_process_takes_everything_inside_with_it():
    case = Case(INSIDE).call(lambda p, s, now, around: deliver(p, s, "withdraw", {}, now, around))
    assert case.open == ["out"]
    assert {p for p in case.phases if p.startswith("cancelled")} == {"cancelled a", "cancelled b", "cancelled box"}
    assert list(case.state.scopes) == [0]


def test_an_error_goes_outwards_to_the_border_that_catches_it():
    case = Case(INSIDE)
    assert case.call(fail, case.token("a"), "E1").open == ["mend"]
    with pytest.raises(Fault) as wrong:
        Case(INSIDE).call(fail, Case(INSIDE).token("a"), "E2")
    assert wrong.value.code == "process.error"


def test_a_border_that_names_no_error_catches_every_error_and_the_one_that_names_it_comes_first():
    sketch = "start s\nservice a waits=true\nborder x on=a error=\nborder y on=a error=E1\nuser any\nuser one\ns -> a\nx -> any\ny -> one"
    case = Case(sketch)
    assert case.open == ["a"]
    assert case.call(fail, case.token("a"), "E1").open == ["one"]
    other = Case(sketch)
    assert other.call(fail, other.token("a"), "E9").open == ["any"]


def test_an_error_end_inside_throws_to_the_border_and_an_uncaught_one_ends_the_process():
    inner = INSIDE.replace("end f", "end f error=E1")
    assert Case(inner).do("a").open == ["mend"]
    case = Case("start s\nuser a\nuser b\nand g\nend x error=E7\ns -> g\ng -> a\ng -> b\na -> x").do("a")
    assert (case.state.status, case.state.error, case.open) == ("error", "E7", [])
    assert case.phases[-3:] == ["error x", "cancelled b", "closed p"]


def test_a_terminate_end_clears_its_own_level_only():
    case = Case(INSIDE.replace("b -> f", "end t terminate\nb -> t")).do("b")
    assert case.open == ["after"]
    assert "cancelled a" in case.phases
    top = Case("start s\nand g\nuser a\nuser b\nend t terminate\ns -> g\ng -> a\ng -> b\na -> t").do("a")
    assert (top.state.status, top.open) == ("terminated", [])


def test_a_process_may_begin_with_a_message_or_a_timer_when_it_is_asked_to():
    sketch = "start s\nstart m message=call\nstart t timer=P1D\nuser a\nuser b\nuser c\ns -> a\nm -> b\nt -> c"
    assert Case(sketch).open == ["a"]
    assert Case(sketch, start="call").open == ["b"]
    assert Case(sketch, start="t").open == ["c"]
    with pytest.raises(Fault) as wrong:
        Case(sketch, start="nobody")
    assert wrong.value.code == "process.start"


def test_a_level_without_a_start_event_begins_where_nothing_leads_to():
    assert Case("user a\nuser b\nuser c\na -> c").open == ["a", "b"]


def test_message_throws_and_ends_say_which_message_is_to_be_sent():
    case = Case("start s\nthrow t message=hello\nend e message=bye\ns -> t\nt -> e")
    assert [h.data["message"] for h in case.last if h.phase == "fired"] == ["hello", "bye"]
    assert case.state.status == "complete"


def test_withdrawing_cancels_everything_and_nothing_more_can_be_done():
    case = Case(INSIDE)
    token = case.token("a")
    case.take(cancel(case.process, case.state, case.now))
    assert (case.state.status, case.open, list(case.state.scopes)) == ("cancelled", [], [0])
    with pytest.raises(Fault) as wrong:
        case.call(lambda p, s, now, around: complete(p, s, token, {}, now, around))
    assert wrong.value.code == "process.token"


def test_a_process_that_moves_by_itself_for_ever_is_stopped_with_a_sentence():
    circle = process("start s\nservice a\nxor g\ns -> g\ng -> a\na -> g")
    with pytest.raises(Fault) as wrong:
        begin(circle, {}, NOON, world())
    assert wrong.value.code == "process.endless"
    restless = Case("start s\nuser t\ncatch w timer=PT0S\nxor g\ns -> t\nt -> g\ng -> w\nw -> g").do("t")
    with pytest.raises(Fault) as wrong:
        restless.call(tick)
    assert wrong.value.code == "process.endless"
    calls_itself = process("start s\ncall c calls=p\ns -> c")
    with pytest.raises(Fault) as wrong:
        begin(calls_itself, {}, NOON, world(calls_itself))
    assert wrong.value.code == "process.endless"


def test_what_cannot_be_executed_is_not_begun():
    with pytest.raises(Fault) as wrong:
        Case("start s\nscript a\ns -> a")
    assert wrong.value.code == "process.refused"
    assert "sketch.bpmn:1" in wrong.value.sentence("en")
