"""Knows how many worked cases come out right through the door that outside tests use: ``zoutong intake``."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT.parent / "shared" / "data" / "golden-labour.jsonl"
LIMITS = ("arbitration_deadline", "arbitration_deadline_rolled", "inspection_deadline", "inspection_deadline_rolled", "expired", "inspection_expired")
CENT = Decimal("0.005")


def answers(cases: list[dict], parts: tuple[str, ...]) -> list[dict]:
    """Ask the command once for all cases, with their facts, their story, or both."""
    lines = []
    for case in cases:
        line = {"id": case["id"]}
        if "facts" in parts:
            line["facts"] = case["facts"]
        else:
            line["facts"] = {k: case["facts"][k] for k in ("intake_date", "city", "intake_district", "params") if k in case["facts"]}
        if "text" in parts:
            line["text"] = case["story_zh"]
        lines.append(json.dumps(line, ensure_ascii=False))
    done = subprocess.run(
        [sys.executable, "-m", "zoutong.cli", "intake"], input="\n".join(lines), capture_output=True, text=True, cwd=ROOT, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def wrong(case: dict, answer: dict) -> dict[str, tuple[object, object]]:
    """Name what differs from the expectation, as (wanted, got)."""
    wanted, differences = case["expected"], {}
    if sorted(answer["claims"]) != sorted(wanted["claims"]):
        differences["claims"] = (wanted["claims"], answer["claims"])
    if answer["primary_route"] != wanted["primary_route"]:
        differences["route"] = (wanted["primary_route"], answer["primary_route"])
    for key in LIMITS:
        got = answer["limitation"].get(key)
        if key in wanted.get("limitation", {}) and got != wanted["limitation"][key]:
            differences[key] = (wanted["limitation"][key], got)
    amounts = wanted.get("amounts") or {}
    for claim, value in amounts.items():
        got = answer["amounts"].get(claim)
        if got is None or abs(Decimal(str(got)) - Decimal(str(value))) > CENT:
            differences[f"amount {claim}"] = (value, got)
    for claim in set(answer["amounts"]) - set(amounts):
        differences[f"amount {claim}"] = (None, answer["amounts"][claim])
    return differences


def main() -> int:
    """Print one table: how many cases are right in each respect, by what was told."""
    if not CASES.is_file():
        print(f"skipped: the worked cases do not lie beside the checkout ({CASES.name})")
        return 0
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    print(f"{len(cases)} worked cases\n| told | claims | door | limitation | amounts | all |\n|---|---|---|---|---|---|")
    for parts in (("facts",), ("facts", "text"), ("text",)):
        found = [(case["id"], wrong(case, answer)) for case, answer in zip(cases, answers(cases, parts), strict=True)]
        counts = [
            sum("claims" not in d for _, d in found),
            sum("route" not in d for _, d in found),
            sum(not set(LIMITS) & set(d) for _, d in found),
            sum(not any(k.startswith("amount") for k in d) for _, d in found),
            sum(not d for _, d in found),
        ]
        print(f"| {' and '.join(parts)} | {' | '.join(map(str, counts))} |")
        if "-v" in sys.argv:
            for name, differences in found:
                for key, (want, got) in differences.items():
                    print(f"  {name} {key}: wanted {want}, got {got}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
