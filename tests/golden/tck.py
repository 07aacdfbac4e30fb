"""Runs the DMN Technology Compatibility Kit against the product; as a program it prints the totals of each level."""

from __future__ import annotations

import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.rules import Model, feel, read_dmn

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "dmn-tck"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
TOLERANCE = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Result:
    """One test case: level (2 or 3), its name as folder/case, whether every expected result came out, and what did not."""

    level: int
    name: str
    passed: bool
    expected: object
    actual: object
    """Expected and actual values by the name of the result node."""


def value_of(element: ET.Element | None) -> object:
    """Read a value, list or component structure of a test file."""
    if element is None:
        return None
    listed = element.find(f"{NS}list")
    if listed is not None:
        return None if listed.get(f"{XSI}nil") == "true" else [value_of(item) for item in listed.findall(f"{NS}item")]
    components = element.findall(f"{NS}component")
    if components:
        return {part.get("name"): value_of(part) for part in components}
    value = element.find(f"{NS}value")
    if value is None or value.get(f"{XSI}nil") == "true":
        return None
    return typed(value.text or "", value.get(f"{XSI}type", "").rpartition(":")[2])


def typed(text: str, kind: str) -> object:
    """Turn the text of a value into the value."""
    match kind:
        case "decimal" | "double" | "integer" | "int" | "float":
            return Decimal({"INF": "Infinity", "-INF": "-Infinity"}.get(text.strip(), text.strip()))
        case "boolean":
            return text.strip() in ("true", "1")
        case "date" | "time" | "dateTime" | "duration":
            return feel('@"' + text.strip() + '"')
    return text


def same(expected: object, actual: object) -> bool:
    """Compare as the kit's own runner does: numbers with a small tolerance, the rest exactly."""
    if isinstance(expected, bool) or isinstance(actual, bool):
        return expected is actual
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(expected - actual) <= TOLERANCE * max(1, abs(expected))
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(same(expected[key], actual[key]) for key in expected)
    return type(expected) is type(actual) and expected == actual


def run_file(path: Path, level: int) -> list[Result]:
    """Run one test file."""
    root = ET.parse(path).getroot()
    model_file = path.parent / (root.findtext(f"{NS}modelName") or "")
    results: list[Result] = []
    model: Model | str
    try:
        model = read_dmn(model_file)
    except Fault as wrong:
        model = str(wrong)
    for case in root.findall(f"{NS}testCase"):
        facts = {node.get("name", ""): value_of(node) for node in case.findall(f"{NS}inputNode")}
        nodes = case.findall(f"{NS}resultNode")
        expected = {node.get("name", ""): value_of(node.find(f"{NS}expected")) for node in nodes}
        actual = {name: model if isinstance(model, str) else outcome(model, case, name, facts) for name in expected}
        passed = bool(nodes) and all(same(value, actual[name]) for name, value in expected.items())
        results.append(Result(level, f"{path.parent.name}/{case.get('id')}", passed, expected, actual))
    return results


def outcome(model: Model, case: ET.Element, name: str, facts: dict[str, object]) -> object:
    """Decide one result node; a service is called by its own name. A fault gives its sentence."""
    service = case.get("type") == "decisionService"
    try:
        value = model.decide(case.get("invocableName", "") if service else name, facts).value
    except Fault as wrong:
        return str(wrong)
    return value[name] if service and isinstance(value, dict) and name in value else value


def run(folder: Path = FOLDER) -> list[Result]:
    """Run every test file below the folder."""
    return [
        result
        for level in (2, 3)
        for path in sorted((folder / f"compliance-level-{level}").glob("*/*-test-*.xml"))
        for result in run_file(path, level)
    ]


def main() -> None:
    """Print the totals and, with -v, every failure."""
    write = partial(print, file=sys.stdout)
    started = time.perf_counter()
    results = run(Path(sys.argv[-1]) if len(sys.argv) > 1 and not sys.argv[-1].startswith("-") else FOLDER)
    for level in (2, 3):
        mine = [result for result in results if result.level == level]
        nothing = sum(isinstance(r.expected, dict) and not any(v is not None for v in r.expected.values()) for r in mine)
        passed = sum(result.passed for result in mine)
        write(f"level {level}: {passed} of {len(mine)} (an engine that always answers null: {nothing})")
    write(f"{time.perf_counter() - started:.1f} s")
    if "-v" in sys.argv:
        for result in results:
            if not result.passed:
                write(f"{result.name}: expected {result.expected!r}, got {result.actual!r}")


if __name__ == "__main__":
    main()
