import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from zoutong.kernel.error import Fault
from zoutong.pack import load
from zoutong.pack.rows import read_rows
from zoutong.trace import Watch, judge, over, read_rules
from zoutong.trace.batch import Row
from zoutong.trace.checks import CHECKS
from zoutong.trace.rules import NEEDS

PACK = load(Path(__file__).resolve().parents[3] / "packs" / "labour-rights")
RULES = read_rules(PACK)
MONDAY = datetime(2026, 11, 23, 9)


@dataclass(frozen=True)
class Happened:
    phase: str
    activity: str = "step"
    days: float = 0
    data: dict = field(default_factory=dict)
    because: tuple = ()
    seq: int = 1
    walk: str = "W1"
    mode: str = "case"
    token: int | None = None
    role: str = "inspector"
    unit: str = ""
    act: str = ""

    @property
    def at(self):
        return MONDAY + timedelta(days=self.days)


def did(phase, days=0.0, activity="step", because=(), act=None, **data):
    more = {name: data.pop(name) for name in ("door", "code", "from") if name in data}
    return Happened(phase, activity, days, {"act": {"data": data, **(act or {})}, **more}, because)


def follows(phase, days=0.0, activity="step", because=(), **data):
    return Happened(phase, activity, days, data, because)


def numbered(events, walk="W1"):
    return [Happened(**{**{n: getattr(e, n) for n in e.__dataclass_fields__}, "seq": n, "walk": walk}) for n, e in enumerate(events, 1)]


def broken(*events):
    watch, found = Watch(), []
    for event in numbered(events):
        watch, more = judge(RULES, watch, event)
        found += [breach.rule for breach in more]
        assert Watch.from_json(watch.to_json()) == watch
    return found


START = (did("started", channel="counter"), follows("given", activity="receipt"))


def test_every_check_that_a_table_may_name_is_there():
    assert set(CHECKS) == set(NEEDS) == {rule.check for rule in RULES.rules}


def test_every_rule_has_a_cure_in_both_languages_and_its_article_is_known_or_open():
    for rule in RULES.rules:
        assert rule.cure.zh and rule.cure.en and rule.title.zh and rule.title.en
        assert not rule.citation or rule.citation.split()[0] in PACK.laws.laws


@pytest.mark.parametrize(
    "rule, sound, unsound",
    [
        ("one_notice", [did("told", door="a", papers=["identity"]), did("told", door="b", papers=["identity"])],
         [did("told", door="a", papers=["identity"]), did("told", door="a", papers=["identity"])]),
        ("one_notice", [], [did("refused", code="act.notice_twice")]),
        ("notice_in_time", [did("told", 5, papers=["identity"])], [did("told", 6, papers=["identity"])]),
        ("papers_in_guide", [did("told", papers=["identity"])], [did("told", papers=["residence"])]),
        ("papers_in_guide", [did("completed", claims=["unpaid_wages"]), did("told", papers=["wage_slips"])],
         [did("completed", claims=["work_injury"]), did("told", papers=["wage_promise"])]),
        ("promise_path", [did("told", papers=["identity"]), did("supplemented", channel="online", papers=["identity"]), follows("given")],
         [did("told", papers=["identity"]), did("supplemented", channel="counter", papers=["identity"]), follows("given")]),
        ("receipt_given", [did("supplemented", channel="online"), follows("given"), did("noted")], [did("supplemented", channel="online"), did("noted")]),
        ("overrun_explained", [follows("overdue", activity="award"), did("noted", 1), did("looked", 9)],
         [follows("overdue", activity="award"), did("looked", 9)]),
        ("bad_rating_contact", [did("rated", level=1), did("contacted", 1), did("looked", 9)], [did("rated", level=1), did("contacted", 2)]),
        ("bad_rating_contact", [did("rated", level=3), did("looked", 9)], [did("completed", rating="dissatisfied"), did("looked", 9)]),
        ("clock_stopped_with_reason", [did("suspended", act={"reason": "awaiting_grading"})], [did("suspended")]),
        ("clock_stopped_with_reason", [follows("clock_stopped", because=("house:x", "工伤保险条例 第20条"))], [follows("clock_stopped", because=("house:x",))]),
        ("trips_promised", [did("supplemented", channel="online"), follows("given")], [did("supplemented", channel="counter"), follows("given")]),
        ("sent_back_twice", [did("sent_back"), did("sent_back", activity="other")], [did("sent_back"), did("sent_back")]),
        ("handed_over_often", [did("referred"), did("assigned"), did("taken_over")], [did("referred"), did("assigned"), did("taken_over", **{"from": "x"})]),
        ("rating_asked", [follows("enabled", activity="rate"), follows("ended", activity="closed")], [follows("ended", activity="closed")]),
        ("refused_again", [did("refused", code="act.role")] * 2, [did("refused", code="act.role")] * 3),
        ("nowhere_to_go", [], [follows("stuck")]),
        ("declined_with_ground", [did("declined", because=("调解仲裁法 第29条",))], [did("declined", because=("house:decline_in_writing",))]),
    ],
)  # fmt: skip
def test_a_rule_tells_what_breaks_it_and_leaves_alone_what_does_not(rule, sound, unsound):
    assert rule not in broken(*START, *sound)
    assert broken(*START, *unsound).count(rule) == 1


def test_every_rule_names_a_cause_that_the_ledger_knows():
    assert {rule.cause for rule in RULES.rules} <= {record["cause"] for record in read_rows(PACK.folder / "causes.csv", ("cause",))}


def test_a_breach_is_told_once_however_often_it_goes_on():
    assert broken(*START, *[did("sent_back")] * 6).count("sent_back_twice") == 1


@pytest.mark.parametrize("seed", range(20))
def test_a_batch_over_many_walks_finds_what_judging_them_one_by_one_finds(seed):
    chance = random.Random(seed)
    phases = sorted({phase for check in CHECKS.values() for phase in check.phases} | {"cancelled", "claimed"})
    walks = []
    for walk in range(20):
        day, events = 0.0, list(START)
        for _ in range(40):
            day += chance.choice((0, 0, 0.3, 2))
            data = {
                "papers": [chance.choice(["identity", "residence", "wage_slips"])], "channel": chance.choice(["counter", "online"]),
                "level": chance.randint(1, 5), "code": chance.choice(["act.role", "act.notice_twice", "act.paper"]),
            }  # fmt: skip
            make = chance.choice((did, follows))
            events.append(make(chance.choice(phases), day, chance.choice(["rate", "closed", "award"]), **data))
        walks.append(numbered(events, f"W{walk}"))
    singly = []
    for events in walks:
        watch = Watch()
        for event in events:
            watch, more = judge(RULES, watch, event)
            singly += more
    mixed = [next(queue) for queue in chance.sample([q for q in map(iter, walks) for _ in range(42)], 42 * 20)]
    rows = [Row(e.walk, e.phase, e.activity, e.at, "act" in e.data, e) for e in mixed]
    together = list(over(RULES, rows, lambda raw: raw))
    assert together and sorted(map(repr, together)) == sorted(map(repr, singly))


@pytest.mark.parametrize("parameters", ["", "max=", "max=often"])
def test_a_rule_without_its_number_is_refused_with_its_row(tmp_path, parameters):
    (tmp_path / "trace_rules.csv").write_text(
        "rule,check,parameters,kind,cause,citation,verified,zh,en,cure_zh,cure_en\n"
        f"x,trips,{parameters},pain,other,,no,一,one,二,two\n", encoding="utf-8"
    )  # fmt: skip
    with pytest.raises(Fault, match="max") as told:
        read_rules(replace(PACK, folder=tmp_path))
    assert told.value.row == 2
