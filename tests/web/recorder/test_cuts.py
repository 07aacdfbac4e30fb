from __future__ import annotations

import itertools
import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.web.recorder.walking import leader, tap

from zoutong.web.recorder import store
from zoutong.web.recorder.models import Tap
from zoutong.web.recorder.tapping import MOST

CUTS = Path(__file__).with_name("cuts.mjs")
pytestmark = pytest.mark.django_db


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed; the pages' own program cannot run here")
def test_after_a_thousand_cut_offs_of_network_tab_and_device_every_tap_is_there_once_and_in_order(house, number):
    run = json.loads(subprocess.run(["node", str(CUTS), "20261124", "1000"], capture_output=True, text=True, check=True, timeout=60).stdout)
    assert sum(run["cuts"].values()) >= 1000 and min(run["cuts"].values()) >= 20
    assert len(run["kept"]) > 300, "hardly anything was tapped"
    # Many deliveries are repetitions: they go into the same real store that the page talks to.
    for batch in run["deliveries"]:
        taken = store.take_in(number, leader(house), batch)
        assert taken.kept == tuple(t["uuid"] for t in batch) and not taken.refused
    found = [t.uuid for t in store.taps(number)]
    assert run["left"] == 0
    assert len(found) == len(set(found)) == Tap.every.count()
    sure = set(run["kept"])
    assert [uuid for uuid in found if uuid in sure] == run["kept"]
    # A tap during which the tab died was never called kept; it may have come through, and then stands in its place.
    place = {uuid: n for n, uuid in enumerate([*run["kept"], *run["perhaps"]])}
    assert set(found) <= set(place)


@pytest.mark.parametrize("seed", range(5))
def test_batches_lost_doubled_and_out_of_order_leave_each_tap_once_in_the_order_of_each_phone(house, number, seed):
    luck = random.Random(seed)
    devices = [f"{n}1111111-2222-4333-8444-555555555555" for n in range(3)]
    made = {d: [tap(n, device=d, at=1_790_000_000_000 + luck.randrange(10**9)) for n in range(30)] for d in devices}
    waiting = {d: list(taps) for d, taps in made.items()}
    while any(waiting.values()):
        device = luck.choice([d for d in devices if waiting[d]])
        batch = luck.sample(waiting[device], min(len(waiting[device]), luck.randint(1, 6)))
        if luck.random() < 0.2:
            continue
        taken = store.take_in(number, leader(house), batch + luck.sample(batch, luck.randint(0, len(batch))))
        if luck.random() < 0.6:
            waiting[device] = [t for t in waiting[device] if t["uuid"] not in taken.kept]
    found = store.taps(number)
    for device in devices:
        assert [t.uuid for t in found if t.device == device] == [t["uuid"] for t in made[device]]
    assert len(found) == 90


def test_two_phones_on_one_walk_stand_in_the_order_of_the_moments(house, number):
    other = "91111111-2222-4333-8444-555555555555"
    mine, hers = [tap(n) for n in (0, 2, 4)], [tap(n, device=other) for n in (1, 3, 5)]
    store.take_in(number, leader(house), hers)
    store.take_in(number, leader(house), mine)
    assert [t.counter for t in store.taps(number)] == list(range(6))


def test_a_phone_whose_clock_is_an_hour_off_is_set_right(house, number):
    early = tap(0)
    store.take_in(number, leader(house), [early | {"at": early["at"] - 3_600_000}], sent_at=early["at"] - 3_600_000)
    right = store.taps(number)[0]
    assert abs(right.at.timestamp() * 1000 - early["at"]) < 1000


def test_one_tap_that_cannot_be_read_holds_no_other_up(house, number):
    bad = [{"uuid": 5}, "text", None, tap(1, kind="mood", value="9"), tap(2, at=True), tap(3, kind="quote"), tap(4, step="<b>")]
    taken = store.take_in(number, leader(house), [*itertools.chain.from_iterable(zip(bad, (tap(n) for n in range(10, 17)), strict=True))])
    assert len(taken.kept) == len(taken.refused) == 7
    assert [t.counter for t in store.taps(number)] == list(range(10, 17))
    assert MOST >= 50, "a phone sends fifty at once"
