from __future__ import annotations

import random

import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.fuzz.drawings import attempt
from tests.web.fuzz.trying import run
from tests.web.fuzz.world import make_world

ATTEMPTS, SPOILT = 700, 200


@pytest.mark.django_db
def test_whatever_is_sent_to_whatever_address_gets_a_sentence_and_never_a_traceback():
    tally = run(make_world(), ATTEMPTS, seed=20261124)
    assert not tally.faults
    assert tally.made == ATTEMPTS
    assert tally.answers[200] and tally.answers[422] and tally.answers[403]


def test_a_spoilt_process_file_is_read_or_refused_in_a_sentence():
    found = {wrong: seed for seed in range(SPOILT) if (wrong := attempt(random.Random(seed)))}
    assert not found
