"""What activities promise: variables and scopes, sub-processes, called processes, several instances, forms and tables."""

import datetime as dt
from decimal import Decimal

import pytest
from tests.pure.process.sketch import NOON, Case, process

from zoutong.kernel.error import Fault
from zoutong.process import State, awaited, complete, deliver, place, set_data, tick

BOX = """
start s
sub box {gives} {{
start i
user a
user b
end f
i -> a
a -> b
b -> f
}}
user after
end e
s -> box
box -> after
after -> e
"""


def test_a_sub_process_opens_runs_and_closes():
    case = Case(BOX.format(gives=""))
    assert case.phases == ["opened p", "passed s", "opened box", "passed i", "enabled a"]
    case.do("a").do("b")
    assert case.phases[-3:] == ["ended f", "closed box", "enabled after"]
    assert list(case.state.scopes) == [0]
    assert case.do("after").phases[-1] == "closed p"
    assert case.state.status == "complete"


def test_what_a_sub_process_sets_stays_inside_unless_the_name_is_known_outside():
    assert "x" not in Case(BOX.format(gives="")).do("a", x=1).do("b").state.data
    assert Case(BOX.format(gives=""), data={"x": None}).do("a", x=1).do("b").state.data == {"x": 1}
    assert Case(BOX.format(gives="gives=x")).do("a", x=1).do("b").state.data == {"x": 1}


def test_a_variable_is_seen_inwards_and_the_inner_one_covers_the_outer_one():
    case = Case(BOX.format(gives=""), data={"x": 1})
    scope = case.state.tokens[case.token("a")].scope
    assert case.state.look(scope, "x") == 1
    assert case.state.look(scope, "y") is None
    case.state = set_data(case.process, case.state, case.token("a"), {"y": 2})
    assert case.state.visible(scope) == {"x": 1, "y": 2}
    assert case.state.data == {"x": 1}


def test_a_called_process_runs_inside_and_its_nodes_are_its_own():
    inner = process("start s\nuser a\nend e\ns -> a\na -> e", "inner")
    case = Case("start s\ncall c calls=inner\nuser a\ns -> c\nc -> a", inner)
    assert case.open == ["a"]
    token = case.token("a")
    assert place(case.process, case.state, token, case.around)[0].id == "inner"
    assert case.do("a").open == ["a"]
    assert place(case.process, case.state, case.token("a"), case.around)[0].id == "p"


def test_a_called_process_that_is_not_there_is_told_of():
    with pytest.raises(Fault) as wrong:
        Case("start s\ncall c calls=nowhere\ns -> c")
    assert wrong.value.code == "process.call"


def test_a_task_for_each_item_is_opened_once_for_each_item():
    case = Case(
        "start s\nuser a many=claims item=claim collect=route\nuser z\ns -> a\na -> z", data={"claims": ["wages", "injury", "sums"]}
    )
    assert case.open == ["a", "a", "a"]
    scopes = [t.scope for t in case.state.tokens.values() if t.rest == "open"]
    assert [case.state.look(s, "claim") for s in scopes] == ["wages", "injury", "sums"]
    assert case.phases.count("enabled a") == 3


def test_what_each_instance_found_is_gathered_in_the_order_in_which_they_were_done():
    case = Case("start s\nuser a many=claims item=claim collect=route\nuser z\ns -> a\na -> z", data={"claims": ["wages", "injury"]})
    first, second = [t.id for t in case.state.tokens.values() if t.rest == "open"]
    case.call(lambda p, s, now, around: complete(p, s, second, {"route": "court"}, now, around))
    case.call(lambda p, s, now, around: complete(p, s, first, {}, now, around))
    assert case.open == ["z"]
    assert case.state.data["routes"] == ["court", None]


def test_one_after_the_other_opens_the_next_only_when_the_last_is_done():
    case = Case("start s\nuser a many=claims item=claim sequential\nuser z\ns -> a\na -> z", data={"claims": ["x", "y"]})
    assert len(case.open) == 1
    inner = case.state.tokens[next(t.id for t in case.state.tokens.values() if t.rest == "open")].scope
    assert case.state.look(inner, "claim") == "x"
    done = [t.id for t in case.state.tokens.values() if t.rest == "open"]
    case.take(complete(case.process, case.state, done[0], {}, NOON, case.around))
    assert len(case.open) == 1
    done = [t.id for t in case.state.tokens.values() if t.rest == "open"]
    case.take(complete(case.process, case.state, done[0], {}, NOON, case.around))
    assert case.open == ["z"]


def test_when_enough_is_known_the_other_instances_are_cancelled():
    case = Case("start s\nuser a times=5 until=numberOfCompletedInstances_>=_2\nuser z\ns -> a\na -> z")
    tokens = [t.id for t in case.state.tokens.values() if t.rest == "open"]
    for token in tokens[:2]:
        case.take(complete(case.process, case.state, token, {}, NOON, case.around))
    assert case.open == ["z"]
    assert case.phases.count("cancelled a") == 3
    assert list(case.state.scopes) == [0]


def test_the_last_answer_may_end_the_round():
    sketch = "start s\nuser a times=5 sequential until=agreed_=_true collect=agreed\nuser z\ns -> a\na -> z"
    case = Case(sketch)
    for answer in (False, None, True):
        token = next(t.id for t in case.state.tokens.values() if t.rest == "open")
        data = {} if answer is None else {"agreed": answer}
        case.take(complete(case.process, case.state, token, data, NOON, case.around))
    assert case.open == ["z"]
    assert case.state.data["agreeds"] == [False, None, True]


def test_an_unknown_list_is_not_an_empty_one():
    sketch = "start s\nuser a many=claims\nuser z\ns -> a\na -> z"
    unknown = Case(sketch)
    assert unknown.open == []
    assert unknown.phases[-1] == "stuck a"
    unknown.state = set_data(unknown.process, unknown.state, None, {"claims": ["x"]})
    assert unknown.call(tick).open == ["a"]
    assert Case(sketch, data={"claims": []}).open == ["z"]


def test_several_sub_processes_run_side_by_side_with_variables_of_their_own():
    sketch = BOX.format(gives="many=claims item=claim collect=x")
    case = Case(sketch, data={"claims": ["one", "two"]})
    assert case.open == ["a", "a"]
    case.do("a", 0, x=1).do("a", 0, x=2)
    assert case.open == ["b", "b"]
    assert case.do("b").do("b").open == ["after"]
    assert case.state.data["xs"] == [1, 2]


def test_a_border_of_several_instances_ends_them_all():
    case = Case("start s\nuser a times=3\nborder m on=a message=stop\nuser z\nuser n\ns -> a\na -> n\nm -> z")
    assert awaited(case.process, case.state, case.around) == (("stop", case.token("a")),)
    case.call(lambda p, s, now, around: deliver(p, s, "stop", {}, now, around))
    assert case.open == ["z"]
    assert case.state.many == {}


def test_several_automatic_tasks_and_several_calls_end_by_themselves():
    inner = process("start s\nservice x\nend e\ns -> x\nx -> e", "inner")
    case = Case("start s\nservice a times=3\ncall c times=2 sequential calls=inner\nuser z\ns -> a\na -> c\nc -> z", inner)
    assert case.open == ["z"]
    assert case.phases.count("completed a") == 3
    assert case.phases.count("completed x") == 2


def test_more_instances_than_anybody_can_do_are_refused():
    with pytest.raises(Fault) as wrong:
        Case("start s\nuser a times=1001\ns -> a")
    assert wrong.value.code == "process.too_many"


def test_a_rule_task_decides_with_what_is_in_sight_and_writes_what_it_decides():
    asked = []

    def decide(name, data, now):
        asked.append((name, dict(data), now))
        return {"route": "inspection", "sum": Decimal("12.50")}

    case = Case("start s\nrule r table=route\nuser a\ns -> r\nr -> a", data={"claim": "wages"}, decide=decide)
    assert asked == [("route", {"claim": "wages"}, NOON)]
    assert case.state.data == {"claim": "wages", "route": "inspection", "sum": 12.5}
    assert next(h for h in case.last if h.node == "r").data == {"route": "inspection", "sum": 12.5}


def test_a_task_sets_only_what_its_form_names():
    case = Case("start s\nuser a form=x,y\ns -> a")
    with pytest.raises(Fault) as wrong:
        case.do("a", z=1)
    assert wrong.value.code == "process.form"
    assert case.do("a", x=1).state.data == {"x": 1}


@pytest.mark.parametrize(
    "given, stored",
    [
        (Decimal("7000.55"), 7000.55), (Decimal(7000), 7000), (dt.date(2026, 1, 2), "2026-01-02"), ((1, Decimal("0.5")), [1, 0.5]), (2.0, 2),
        ({"a": dt.date(2026, 1, 2)}, {"a": "2026-01-02"}), (None, None), (True, True), (NOON, "2026-11-23T12:00:00+08:00"),
    ],
)  # fmt: skip
def test_variables_are_kept_as_json(given, stored):
    case = Case("start s\nuser a\nuser b\ns -> a\na -> b").do("a", v=given)
    assert case.state.data["v"] == stored
    assert type(case.state.data["v"]) is type(stored)


@pytest.mark.parametrize("given", [object(), float("nan"), Decimal("0.1234567890123456789"), Decimal("NaN"), {1, 2}, [[[[[[[[[[1]]]]]]]]]]])
def test_what_json_cannot_hold_exactly_is_refused(given):
    with pytest.raises(Fault) as wrong:
        Case("start s\nuser a\ns -> a").do("a", v=given)
    assert wrong.value.code == "process.data"


def test_a_kept_date_is_a_date_in_a_condition():
    sketch = 'start s\nuser a\nxor g\nuser b\nuser c\ns -> a\na -> g\ng -> b : left < date("2026-06-01")\ng => c'
    assert Case(sketch).do("a", left=dt.date(2026, 5, 31)).open == ["b"]
    assert Case(sketch).do("a", left="2026-06-01").open == ["c"]


def test_an_act_on_a_task_that_is_done_is_refused_and_changes_nothing():
    case = Case("start s\nand g\nuser a\nuser b\ns -> g\ng -> a\ng -> b")
    token, before = case.token("a"), case.state
    case.do("a")
    with pytest.raises(Fault) as wrong:
        complete(case.process, case.state, token, {}, NOON, case.around)
    assert wrong.value.code == "process.token"
    assert token in before.tokens


@pytest.mark.parametrize(
    "broken", [{}, {"process": "p"}, {"process": "p", "status": "odd", "next": 1, "tokens": [], "scopes": []}, {"tokens": 3}]
)
def test_a_state_that_is_none_is_refused(broken):
    with pytest.raises(Fault) as wrong:
        State.from_json(broken)
    assert wrong.value.code == "process.state"


def test_a_state_of_another_process_is_refused():
    case = Case("start s\nuser a\ns -> a")
    with pytest.raises(Fault) as wrong:
        tick(process("start s\nuser a\ns -> a", "q"), case.state, NOON, case.around)
    assert wrong.value.code == "process.other"
