"""Holds the house rules that no linter knows: the glossary's words, the length of files, the names of modules."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 350
MODULE_NAMES = {"manager", "helper", "helpers", "utils", "util", "common", "misc"}

# The glossary's own word stands beside each synonym. A synonym that is also an honest word of a neighbouring field
# (Django's request, FEEL's and SQL's order) is forbidden only where that field is not at home.
EVERYWHERE = {
    "appeal": "claim",
    "appeals": "claim",
    "ticket": "claim or case",
    "tickets": "claim or case",
    "bottleneck": "blockage",
    "bottlenecks": "blockage",
    "issue": "blockage",
    "issues": "blockage",
    "approve": "accept",
    "approved": "accept",
    "approval": "accept",
    "triage": "route",
    "judgment": "decision",
}
OUTSIDE_THE_WEB = {"request": "claim, or fact that is asked for", "requests": "claim, or fact that is asked for"}


def python_files() -> list[Path]:
    """Give the Python files of the repository: what git tracks, and what is new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        return [p for top in ("src", "tests") for p in (ROOT / top).rglob("*.py")] + list(ROOT.glob("*.py"))
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Go over the names that a file gives: not those that it merely uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg) or (isinstance(node, ast.keyword) and node.arg and isinstance(node.value, ast.Lambda)):
            yield node.lineno, node.arg or ""
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr


def words(name: str) -> list[str]:
    """Split ``citedRow``, ``cited_row`` and ``CitedRow`` into lower-case words."""
    return [w.lower() for w in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def forbidden_in(name: str, *, web: bool) -> str | None:
    """Give the glossary's word for the first forbidden synonym in a name."""
    table = EVERYWHERE if web else EVERYWHERE | OUTSIDE_THE_WEB
    return next((f"{w} (say {table[w]})" for w in words(name) if w in table), None)


def test_identifiers_use_the_words_of_the_glossary():
    found = []
    for path in python_files():
        place = path.relative_to(ROOT).as_posix()
        web = place.startswith(("src/zoutong/web/", "tests/web/"))
        if place.startswith("tests/") and not web:
            continue
        for line, name in identifiers(ast.parse(path.read_text(encoding="utf-8"))):
            if word := forbidden_in(name, web=web):
                found.append(f"{place}:{line}: {name}: {word}")
    assert not found, "\n".join(found)


def test_no_file_is_longer_than_a_person_reads_at_once():
    long = []
    for path in python_files():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST and path.name != "settings.py" and "migrations" not in path.parts:
            long.append(f"{path.relative_to(ROOT)}: {lines} lines")
    assert not long, "\n".join(long)


def test_modules_are_named_after_what_they_know():
    bad = [str(p.relative_to(ROOT)) for p in python_files() if p.stem in MODULE_NAMES or p.parent.name in MODULE_NAMES]
    assert not bad, "\n".join(bad)


@pytest.mark.parametrize(
    "name, forbidden",
    [
        ("handle_ticket", True),
        ("IssueList", True),
        ("approve", True),
        ("tissue", False),
        ("reissued", False),
        ("claim", False),
        ("request_body", True),
        ("order_by", False),
    ],
)
def test_the_glossary_looks_at_whole_words(name, forbidden):
    assert (forbidden_in(name, web=False) is not None) == forbidden


def test_the_web_may_call_a_request_a_request():
    assert forbidden_in("request", web=True) is None
