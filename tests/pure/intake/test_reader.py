"""Who reads a person's words, and what no reader can do."""

from datetime import date
from pathlib import Path

import pytest

from zoutong.intake.advice import Understood
from zoutong.intake.advise import advise
from zoutong.intake.claims.learned import Learned
from zoutong.intake.claims.learning import Example, digest, read_examples
from zoutong.intake.reader import Checked, PackReader, chosen, fits, listen, reader_of
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.kernel.words import Words
from zoutong.pack import load

PACK = load(Path(__file__).parents[3] / "packs" / "labour-rights")
ON = date(2026, 11, 23)
TEXT = "老板欠我两个月工资，一个月5000块。"


class Model:
    """Stands for a language model of the bureau's own: it says whatever it was given to say."""

    def __init__(self, said):
        self.said = said

    def read(self, text, on, place):
        if isinstance(self.said, Fault):
            raise self.said
        return self.said


def said(*facts, claims=(("unpaid_wages", 1.0),), hint="inspection"):
    return Understood("something else", "", claims, Facts().with_facts(*facts), route_hint=hint)


def heard(fact):
    return Fact(*fact, Source("said", (0, 3)))


def test_a_bureaus_own_reader_cannot_name_claims_facts_or_doors_that_the_pack_does_not_know():
    model = Model(said(heard(("made_up", 1)), claims=(("made_up", 1.0),), hint="made_up"))
    understood = listen(PACK, TEXT, ON, "上海市/徐汇区", model)
    assert dict(understood.facts) == {}
    assert {c for c, _ in understood.claims} <= set(PACK.claims)
    assert understood.route_hint in PACK.routes


def test_a_fact_that_points_at_no_words_or_is_of_another_type_is_not_taken():
    no_words = Fact("still_employed", True, Source("said"))
    outside = Fact("monthly_wage", 5000, Source("said", (90, 99)))
    wrong_type = heard(("hire_date", "soon"))
    good = heard(("monthly_wage", 5000))
    understood = listen(PACK, TEXT, ON, "上海市", Model(said(no_words, outside, wrong_type, good)))
    assert dict(understood.facts) == {"monthly_wage": 5000}


def test_the_masking_of_secrets_is_never_left_to_a_bureaus_own_reader():
    text = TEXT + "电话13812345678"
    assert "13812345678" not in listen(PACK, text, ON, "上海市", Model(said())).masked


def test_when_a_bureaus_own_reader_cannot_read_the_packs_reader_takes_over():
    own = reader_of(PACK)
    failing = Model(Fault("model.away", Words("模型没有应答。", "The model does not answer.")))
    assert Checked(PACK, failing, own).read(TEXT, ON, "上海市") == own.read(TEXT, ON, "上海市")


def test_the_weights_of_the_pack_are_those_of_its_sentences():
    reader = reader_of(PACK)
    assert reader.learned is not None
    assert reader.learned.digest == digest(read_examples(PACK.folder / "sentences.csv"))


def test_learning_the_same_sentences_twice_gives_the_same_weights(tmp_path):
    reader = PackReader.of(PACK.folder)
    sentences = read_examples(PACK.folder / "sentences.csv")[:120]
    for name in ("one", "two"):
        reader.learn(sentences).write(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_was_learned_is_the_same_after_writing_and_reading(tmp_path):
    reader = PackReader.of(PACK.folder)
    examples = [Example("老板不发工资", ("unpaid_wages",), "inspection"), Example("拖欠工资不发", ("unpaid_wages",), "inspection")]
    examples += [Example("离婚怎么办", ("not_labour",), "other_agency"), Example("离婚分房", ("not_labour",), "other_agency")]
    learned = reader.learn(examples)
    learned.write(tmp_path / "weights")
    again = Learned.read(tmp_path / "weights")
    one, two = learned.scores("不发工资", []), again.scores("不发工资", [])
    assert one[0].keys() == two[0].keys()
    assert max(one[0], key=one[0].get) == max(two[0], key=two[0].get) == "unpaid_wages"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no", b"\x93NUMPY"])
def test_broken_weights_are_refused_with_the_cure(tmp_path, content):
    (tmp_path / "learned.npz").write_bytes(content)
    with pytest.raises(Fault) as caught:
        Learned.read(tmp_path / "learned.npz")
    assert "pack learn" in caught.value.sentence("en")


def test_not_labour_stands_alone_and_one_claim_is_always_chosen():
    assert chosen({"not_labour": 1.0, "unpaid_wages": 0.5}, {}) == (("not_labour", 1.0),)
    assert [c for c, _ in chosen({"not_labour": -3.0, "unpaid_wages": -2.0}, {})] == ["unpaid_wages"]


@pytest.mark.parametrize(
    "fact, value, fitting",
    [("still_employed", True, True), ("still_employed", "yes", False), ("monthly_wage", 5000, True), ("monthly_wage", True, False),
     ("hire_date", "2026-02-30", False), ("hire_date", date(2026, 2, 3), True), ("want", "money", True), ("want", "gold", False)],
)  # fmt: skip
def test_a_value_fits_its_fact_only_by_type_and_options(fact, value, fitting):
    assert fits(PACK.facts[fact], value) is fitting


def test_words_never_overrule_what_is_urgent():
    told = listen(PACK, "我去年11月25号离职，工资没发，想让你们查一查", ON, "上海市/徐汇区")
    facts = told.facts.with_facts(Fact("still_employed", False, Source("said", (0, 3))), Fact("end_date", date(2025, 11, 25), Source("said", (1, 9))))
    kept = Facts({f.name: f for f in facts.records() if f.name in ("still_employed", "end_date")})
    advice = advise(PACK, kept, (), ON, heard=["unpaid_wages"], hint="guidance")
    assert "urgent_limitation" in advice.flags
    assert advice.primary_route == "arbitration"


def test_a_claim_that_a_person_struck_out_does_not_come_back():
    facts = Facts.of({"contract_signed": False, "still_employed": True, "unpaid_months": ["2026-09"], "hire_date": "2024-01-05"})
    assert advise(PACK, facts, ("unpaid_wages",), ON, added=False).claims == ("unpaid_wages",)


def test_weights_that_cannot_be_read_do_not_keep_anyone_from_learning_anew(tmp_path):
    for file in PACK.folder.iterdir():
        if file.name != "learned.npz":
            (tmp_path / file.name).symlink_to(file)
    (tmp_path / "learned.npz").write_bytes(b"broken")
    with pytest.raises(Fault):
        PackReader.of(tmp_path)
    reader = PackReader.of(tmp_path, taught=False)
    reader.learn(read_examples(PACK.folder / "sentences.csv")[:60]).write(tmp_path / "learned.npz")
    assert PackReader.of(tmp_path).learned is not None
