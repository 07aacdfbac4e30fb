"""Knows how well a person's own words are read: claims, labour or not, and route, on labelled questions, by honest parts.

Parts come from a hash of the question's id. A (45 %) was read while phrases were written. The texts of B (25 %) that came out wrong were read once
by whoever wrote example sentences. C (30 %) was kept for scoring: no phrase and no sentence was written from its texts (three of them stand at the head
of the file, and eight questions of all parts are paraphrased in the labelling guide; both were seen). The figure to quote is that of C.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from zoutong.intake.advise import advise  # noqa: E402
from zoutong.intake.claims import Lexicon, advise_route, read_claims  # noqa: E402
from zoutong.intake.reader import listen  # noqa: E402
from zoutong.pack import Pack, load  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
PHRASES = ROOT / "packs" / "labour-rights" / "phrases.csv"
NONE = "not_labour"
DAY = date(2026, 11, 23)
Answer = Callable[[str], tuple[set[str], str]]
"""From a text to claims and the door."""


@dataclass
class Score:
    """Counts over some questions; every figure is a share between 0 and 1."""

    hit: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    routes: Counter[tuple[str, str]] = field(default_factory=Counter)
    same: int = 0
    count: int = 0
    labour: int = 0
    labour_read: int = 0
    labour_right: int = 0
    route_right: int = 0
    route_lawful: int = 0
    milliseconds: float = 0.0

    @property
    def f1(self) -> float:
        """Give the micro-averaged F1 over claims."""
        hit, wrong = sum(self.hit.values()), sum(self.missed.values()) + sum(self.false.values())
        return 2 * hit / max(1, 2 * hit + wrong)

    def figures(self) -> dict[str, float]:
        """Give every figure by name."""
        count, labour = max(1, self.count), max(1, self.labour)
        return {
            "claims micro-F1": self.f1,
            "claims exact": self.same / count,
            "route on labour items": self.route_right / labour,
            "route or lawful other": self.route_lawful / labour,
            "labour or not": self.labour_right / count,
            "labour recall": self.labour_read / labour,
            "ms a statement": self.milliseconds / count,
        }


def part_of(identity: str) -> str:
    """Give the part (A, B or C) of a question by its id alone."""
    place = int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % 100
    return "A" if place < 45 else "B" if place < 70 else "C"


def by_rule(lexicon: Lexicon) -> Answer:
    """Answer by phrases alone."""

    def answer(text: str) -> tuple[set[str], str]:
        reading = read_claims(text, lexicon)
        return set(reading.codes), advise_route(text, reading, lexicon)[0]

    return answer


def as_shipped(pack: Pack) -> Answer:
    """Answer as ``zoutong intake`` does for a text alone: phrases, examples and tables."""

    def answer(text: str) -> tuple[set[str], str]:
        heard = listen(pack, text, DAY)
        advice = advise(pack, heard.facts, (), DAY, heard=[c for c, _ in heard.claims], hint=heard.route_hint, interview=False)
        return set(advice.claims), advice.primary_route

    return answer


def score(questions: Iterable[dict[str, object]], answer: Answer) -> Score:
    """Read every question and count what is right."""
    total = Score()
    for question in questions:
        text = str(question["text"])
        begun = time.perf_counter()
        said, route = answer(text)
        total.milliseconds += (time.perf_counter() - begun) * 1000
        _count(total, question, said, route)
    return total


def _count(total: Score, question: dict[str, object], said: set[str], route: str) -> None:
    wanted = set(map(str, question["claims"]))  # type: ignore[call-overload]
    total.count += 1
    total.same += said == wanted
    total.hit.update(said & wanted)
    total.missed.update(wanted - said)
    total.false.update(said - wanted)
    total.labour_right += (NONE in said) == (NONE in wanted)
    if NONE in wanted:
        return
    total.labour += 1
    total.labour_read += NONE not in said
    total.route_right += route == question["primary_route"]
    total.route_lawful += route == question["primary_route"] or route in question["also_acceptable_routes"]  # type: ignore[operator]
    total.routes[str(question["primary_route"]), route] += 1


def read_lines(path: Path) -> list[dict[str, object]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def by_part(answer: Answer) -> dict[str, Score]:
    """Score parts A, B and C of the labelled questions."""
    rows = read_lines(DATA / "questions-dev.jsonl")
    return {p: score((r for r in rows if part_of(str(r["id"])) == p), answer) for p in "ABC"}


def stories(answer: Answer) -> dict[str, tuple[int, int]]:
    """Count worked cases whose story alone gives exactly the expected claims: (right, all) for the half tuned on and the other."""
    counts = {"read": [0, 0], "unread": [0, 0]}
    for row in read_lines(DATA / "golden-labour.jsonl"):
        place = int(hashlib.sha256(str(row["id"]).encode()).hexdigest()[:8], 16) % 100
        expected: dict[str, object] = row["expected"]  # type: ignore[assignment]
        said, _ = answer(str(row["story_zh"]))
        counted = counts["read" if place < 50 else "unread"]
        counted[0] += said == set(map(str, expected["claims"]))  # type: ignore[call-overload]
        counted[1] += 1
    return {k: (v[0], v[1]) for k, v in counts.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Make a markdown table."""
    lines = [head, ["-"] * len(head), *rows]
    return "\n".join("|" + "|".join(f"{c:.3f}" if isinstance(c, float) else str(c) for c in line) + "|" for line in lines)


def report(pack: Pack, shown: str) -> str:
    """Write the whole report in markdown; confusion tables are those of the parts named in ``shown``."""
    answer = as_shipped(pack)
    parts, ruled = by_part(answer), by_part(by_rule(Lexicon.read(PHRASES)))
    names = list(parts["A"].figures())
    text = [
        table(
            ["figure", "A (read)", "B (errors read)", "C (kept apart)", "C, phrases alone"],
            [[n, *(parts[p].figures()[n] for p in "ABC"), ruled["C"].figures()[n]] for n in names],
        )
    ]
    counts = ", ".join(f"{p} {parts[p].count}" for p in "ABC")
    text.append(f"Questions: {counts}.")
    text += [f"Stories with exactly the expected claims, {k}: {a} of {b}" for k, (a, b) in stories(answer).items()]
    for part in shown:
        s = parts[part]
        codes = sorted(set(s.hit) | set(s.missed) | set(s.false), key=lambda c: -(s.hit[c] + s.missed[c]))
        text += [
            f"\nClaims, part {part}",
            table(["claim", "right", "missed", "wrongly read"], [[c, s.hit[c], s.missed[c], s.false[c]] for c in codes]),
        ]
        wrong = [[f"{a} → {b}", n] for (a, b), n in s.routes.most_common() if a != b]
        text += [f"\nRoutes, part {part} (label → advice)", table(["pair", "count"], wrong)]
    return "\n".join(text)


def main() -> int:
    """Print the report; exit 2 with a sentence when the data is not there."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    reader.add_argument("--confusion", default="C", help="parts whose confusion tables are shown, such as ABC")
    choices = reader.parse_args()
    if not (DATA / "questions-dev.jsonl").is_file():
        sys.stderr.write("../shared/data/questions-dev.jsonl is not there; nothing can be measured.\n")
        return 2
    sys.stdout.write(report(load(PHRASES.parent), choices.confusion) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
