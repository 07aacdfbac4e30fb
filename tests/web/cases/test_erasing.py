"""In whose name a person is erased from a terminal."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command
from tests.web.cases.people import ended, opened
from tests.web.personas import PERSONAS, make_house

from zoutong.kernel.error import Fault
from zoutong.web.cases.models import EventRow


@pytest.fixture
def house(store, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return make_house()


def test_only_somebody_who_keeps_the_records_erases_and_the_event_names_her(house, capsys):
    case = ended()
    for name in (PERSONAS["inspector"][0], "nobody"):
        with pytest.raises(Fault) as caught:
            call_command("erase_person", case.id, name)
        assert caught.value.code == "erase.role"
    call_command("erase_person", case.id, PERSONAS["records"][0])
    assert json.loads(capsys.readouterr().out) == {"case": case.id, "erased": True}
    assert EventRow.every.filter(run=case.run, act="erase").values_list("actor", flat=True).distinct().get() == str(house.accounts["records"].pk)


def test_the_person_of_a_case_that_goes_on_is_not_erased(house):
    with pytest.raises(Fault) as caught:
        call_command("erase_person", opened().id, PERSONAS["records"][0])
    assert caught.value.code == "act.open"
