"""Knows how many questions an interview takes: it asks what the tables want to know and stops when the door is settled."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zoutong.intake.ask import next_questions
from zoutong.intake.given import given
from zoutong.intake.grounds import ready, surely
from zoutong.intake.judge import judge
from zoutong.kernel.facts import Fact, Facts, Source
from zoutong.pack import Pack, load

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT.parent / "shared" / "data" / "golden-labour.jsonl"
FIXED_LIST = 15
"""Questions of the fixed list that a window would otherwise go through (labour-rights brief §6)."""
OFFICE = ("intake_date", "city", "intake_district", "params")
"""What the office knows before anybody speaks."""


@dataclass(frozen=True, slots=True)
class Interview:
    """One finished interview: the facts asked for in order, the door it led to, and the door that all facts lead to."""

    name: str
    asked: tuple[str, ...]
    door: str
    full: str


def answer(pack: Pack, truth: Facts, name: str) -> object:
    """Answer one question as somebody who knows the facts of a case; None is "not sure".

    A question that stands for several facts is answered by the option that agrees with most of them and contradicts none.
    """
    fact = truth.fact(name)
    if fact is not None:
        return fact.value
    best: tuple[int, object] = (0, None)
    for option, _ in pack.facts[name].options:
        rows, _ = surely(pack, "unfold", {name: option}, truth["intake_date"])  # type: ignore[arg-type]
        means = {str(row["fact"]): row["value"] for row in rows if isinstance(row, Mapping)}
        agree = sum(1 for n, v in means.items() if truth.get(n) == v)
        if agree > best[0] and all(truth.get(n, v) == v for n, v in means.items()):
            best = (agree, option)
    return best[1]


def interview(pack: Pack, name: str, truth: Facts, claims: tuple[str, ...], most: int = 30) -> Interview:
    """Ask from the claims alone until the door of every claim is settled or nobody can be asked any more."""
    on = truth["intake_date"]
    whole = ready(pack, truth, claims, on)  # type: ignore[arg-type]
    known = Facts({n: fact for n in OFFICE if (fact := truth.fact(n)) is not None})
    asked: list[str] = []
    while len(asked) < most:
        questions = next_questions(pack, known, claims, on, asked)  # type: ignore[arg-type]
        if not questions:
            break
        fact = questions[0].fact
        asked.append(fact)
        known = known.with_facts(Fact(fact, answer(pack, whole, fact), Source("answered")))
    door = judge(pack, known, claims, on).primary.route  # type: ignore[arg-type]
    return Interview(name, tuple(asked), door, judge(pack, truth, claims, on).primary.route)  # type: ignore[arg-type]


def interviews(pack: Pack, lines: Iterable[str]) -> list[Interview]:
    """Hold an interview for every worked case of a file of JSON lines."""
    found = []
    for line in filter(str.strip, lines):
        case = json.loads(line)
        found.append(interview(pack, case["id"], given(pack, case["facts"]), tuple(case["expected"]["claims"])))
    return found


def measure(pack_path: Path = ROOT / "packs" / "labour-rights", cases: Path = GOLDEN) -> dict[str, object]:
    """Give the mean number of questions, its share of the fixed list, and the cases whose door differs."""
    done = interviews(load(pack_path), cases.read_text(encoding="utf-8").splitlines())
    mean = sum(len(i.asked) for i in done) / len(done)
    return {
        "cases": len(done),
        "mean_questions": round(mean, 2),
        "share_of_fixed_list": round(mean / FIXED_LIST, 3),
        "most": max(len(i.asked) for i in done),
        "different_door": [i.name for i in done if i.door != i.full],
    }


def main() -> int:
    """Print the figures; 0 when the worked cases are there."""
    if not GOLDEN.is_file():
        print("The worked cases are not beside this checkout: nothing measured.", file=sys.stderr)
        return 0
    print(json.dumps(measure(), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
