"""Random processes run here as the blocks they are made of run, and as the referee runs them but for what the table explains.

The first 250 of the 1,000 models; ``python -m tests.golden.bpmn`` runs them all.
"""

import pytest

pytest.importorskip("SpiffWorkflow", reason="the referee is a development dependency")

from tests.golden.bpmn.compare import Outcome, side_by_side
from tests.golden.bpmn.table import known, row

MODELS = 250


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return [side_by_side(seed) for seed in range(MODELS)]


def test_every_model_runs_as_the_blocks_that_it_is_made_of(outcomes):
    assert [(o.model.seed, o.blocks) for o in outcomes if o.blocks] == []


def test_every_disagreement_with_the_referee_is_in_the_table_and_nothing_else_is(outcomes):
    against = {o.model.seed: row(o) for o in outcomes if o.referee}
    assert against == {seed: line for seed, line in known().items() if seed < MODELS}


def test_every_disagreement_is_judged_by_a_section_of_the_standard():
    assert known()
    for line in known().values():
        assert line["judged"] == "referee wrong"
        assert line["section"] in ("13.4.1", "13.4.3")
        assert line["why"]


def test_the_models_are_worth_running(outcomes):
    kinds = {kind for o in outcomes for kind in o.model.kinds}
    assert kinds == {"task", "choice", "both", "some", "loop", "sub", "several"}
    assert sum(o.steps for o in outcomes) > 2_500
