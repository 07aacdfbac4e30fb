"""Holds the repository's own texts to what is there: links lead somewhere, commands exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zoutong.cli import DOORS, door_named, parser_of

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def commands(text: str) -> list[str]:
    """Give every command that a text shows, in blocks and between ticks."""
    shown = (part for block, ticked in CODE.findall(text) for part in (block or ticked).splitlines())
    return [part.strip() for part in shown if re.search(r"(^|[\s/|])(zoutong|start\.py)(\s|$)", part)]


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_in_the_documentation_leads_to_a_file(text):
    broken = []
    for link in LINK.findall(text.read_text(encoding="utf-8")):
        place = link.partition("#")[0]
        if place and "://" not in place and not place.startswith("mailto:") and not (text.parent / place).exists():
            broken.append(link)
    assert not broken, f"{text.name}: {broken}"


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_command_that_the_documentation_shows_exists(text):
    start = (ROOT / "start.py").read_text(encoding="utf-8")
    for command in commands(text.read_text(encoding="utf-8")):
        if match := re.search(r"start\.py(?:\s+([a-z]+))?", command):
            assert match[1] is None or f'"{match[1]}"' in start, command
        elif match := re.search(r"zoutong\s+([a-z]+)(?:\s+([a-z]+))?", command):
            assert match[1] in DOORS, command
            if match[1] == "pack" and match[2]:
                assert match[2] in parser_of("pack", door_named("pack")).format_help(), command


def test_there_are_commands_to_look_at():
    assert any("zoutong pack check" in c for c in commands((ROOT / "README.md").read_text(encoding="utf-8")))


def test_both_readmes_show_the_same_commands():
    one, two = (commands((ROOT / name).read_text(encoding="utf-8")) for name in ("README.md", "README.zh-CN.md"))
    assert [c for c in one if "start.py" in c or "zoutong" in c] == [c for c in two if "start.py" in c or "zoutong" in c]
