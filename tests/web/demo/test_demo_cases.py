from __future__ import annotations

import pytest

from zoutong.kernel.error import Fault
from zoutong.web.cases import store
from zoutong.web.cases.models import EventRow, Run, TaskRow
from zoutong.web.demo.cases import make_cases
from zoutong.web.people.demo import make_people


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.DATA = tmp_path
    settings.ZOUTONG_KEYS, settings.ZOUTONG_SEALS = tmp_path / "keys", tmp_path / "seals.txt"
    settings.ZOUTONG_PAPERS, settings.ZOUTONG_NOTICES = tmp_path / "papers", tmp_path / "notices"


@pytest.mark.django_db
def test_a_demo_has_cases_that_went_different_ways_and_every_one_is_sound():
    make_people()
    assert make_cases(14, 4) == Run.every.count()
    assert {"complete", "open"} <= set(Run.every.values_list("status", flat=True))
    assert not list(store.verify())


@pytest.mark.django_db
def test_nobody_in_a_demo_acts_before_the_act_that_went_before(settings):
    make_people()
    make_cases(8, 3)
    for run in Run.every.all():
        moments = list(EventRow.every.filter(run=run).order_by("seq").values_list("at", flat=True))
        assert moments == sorted(moments), run.walk


@pytest.mark.django_db
def test_a_demo_is_made_once():
    make_people()
    made = make_cases(3, 2)
    assert make_cases(3, 2) == made == Run.every.count()


@pytest.mark.django_db
def test_no_demo_case_is_made_where_real_people_are_served(settings):
    settings.PRODUCTION = True
    with pytest.raises(Fault) as told:
        make_cases(1, 1)
    assert told.value.code == "demo.production"
    assert not Run.every.exists()


@pytest.mark.django_db
def test_a_demo_has_people_with_work_in_hand_and_visitors_in_the_hall():
    make_people()
    make_cases(40, 4)
    open_tasks = TaskRow.objects.filter(part="do").exclude(role="applicant")
    assert open_tasks.exclude(holder="").exclude(node="reception").exists()
    assert open_tasks.filter(holder="").exists()
    hall = open_tasks.filter(node="reception")
    assert hall.filter(holder="").count() >= 3
    assert hall.exclude(holder="").exists()
    assert not list(store.verify())
