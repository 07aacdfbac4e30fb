"""Knows how the pack's own process files are spoilt: bytes turned over, parts left out, doubled, swapped, nested, filled with nonsense."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.process.check import check
from zoutong.process.draw import svg, table
from zoutong.process.read import read_bpmn

FILES = sorted((Path(__file__).resolve().parents[3] / "packs" / "labour-rights" / "processes").glob("*.bpmn"))
TAG = re.compile(r"<bpmn:\w+[^>]*?/?>")
VALUE = re.compile(r'(\w+)="([^"]*)"')
STRANGE = (
    "",
    " ",
    "\u0001",
    "9" * 400,
    "P99999999999Y",
    "PT-1S",
    "PT1",
    "=",
    "1 div 0",
    "not(",
    "((((((((((",
    "工" * 500,
    "../..",
    "&amp;",
    "NaN",
    "-1",
    "1e999",
    "true",
    "process",
)
PATIENCE_S = 6.0


def spoil(luck: random.Random, text: str) -> bytes:
    """Give a file as somebody else's program, a broken disk or an enemy may have left it."""
    for _ in range(luck.choice((1, 1, 2, 5))):
        text = luck.choice(WAYS)(luck, text)
    return text.encode("utf-8", "replace") if luck.random() < 0.9 else _bytes(luck, text)


def _bytes(luck: random.Random, text: str) -> bytes:
    changed = bytearray(text.encode())
    for _ in range(luck.randrange(1, 20)):
        changed[luck.randrange(len(changed))] = luck.randrange(256)
    return bytes(changed)


def _cut(luck: random.Random, text: str) -> str:
    return text[: luck.randrange(len(text))]


def _without(luck: random.Random, text: str) -> str:
    found = luck.choice(list(TAG.finditer(text)) or [None])
    return text if found is None else text[: found.start()] + text[found.end() :]


def _twice(luck: random.Random, text: str) -> str:
    found = luck.choice(list(TAG.finditer(text)) or [None])
    return text if found is None else text[: found.end()] + found[0] * luck.choice((1, 3, 200)) + text[found.end() :]


def _value(luck: random.Random, text: str) -> str:
    found = luck.choice(list(VALUE.finditer(text)) or [None])
    return text if found is None else f"{text[: found.start(2)]}{luck.choice(STRANGE).replace('<', '')}{text[found.end(2) :]}"


def _crossed(luck: random.Random, text: str) -> str:
    """Let one reference point where another did: loops, flows into themselves, boundary events on gateways."""
    found = [
        m
        for m in VALUE.finditer(text)
        if m[1] in ("sourceRef", "targetRef", "attachedToRef", "default", "id", "calledElement", "bpmnElement")
    ]
    if len(found) < 2:
        return text
    one, other = luck.choice(found), luck.choice(found)
    return text[: one.start(2)] + other[2] + text[one.end(2) :]


def _kind(luck: random.Random, text: str) -> str:
    kinds = (
        "userTask",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "endEvent",
        "startEvent",
        "subProcess",
        "callActivity",
        "boundaryEvent",
        "eventBasedGateway",
    )
    return text.replace(luck.choice(kinds), luck.choice(kinds), luck.choice((1, 2, -1)))


def _condition(luck: random.Random, text: str) -> str:
    return re.sub(r"(tFormalExpression\">)[^<]*", lambda m: m[1] + luck.choice(STRANGE).replace("&", "").replace("<", ""), text, count=1)


def _place(luck: random.Random, text: str) -> str:
    return re.sub(
        r'\b(x|y|width|height)="[^"]*"',
        lambda m: f'{m[1]}="{luck.choice(("-1e9", "1e308", "NaN", "0", "", "7"))}"',
        text,
        count=luck.randrange(1, 30),
    )


def _entities(luck: random.Random, text: str) -> str:
    bomb = '<!DOCTYPE a [<!ENTITY b "cccccccccc"><!ENTITY d "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    return text.replace("?>", f"?>{bomb}", 1).replace('name="', 'name="&d;', 1)


def _deep(luck: random.Random, text: str) -> str:
    depth = luck.choice((5, 60, 3000))
    inner = "".join(f'<bpmn:subProcess id="deep{n}">' for n in range(depth)) + "</bpmn:subProcess>" * depth
    return text.replace("</bpmn:process>", f"{inner}</bpmn:process>", 1)


WAYS = (_cut, _without, _without, _twice, _value, _value, _crossed, _crossed, _kind, _condition, _place, _entities, _deep)


def attempt(luck: random.Random) -> str:
    """Read, check and draw one spoilt file; gives what is wrong with how it was taken, "" when it was read or refused in a sentence."""
    spoilt = spoil(luck, luck.choice(FILES).read_text(encoding="utf-8"))
    begun = time.perf_counter()
    try:
        for process in read_bpmn(spoilt, file="spoilt.bpmn").values():
            check(process)
            for lang in ("zh", "en"):
                if "<svg" not in svg(process, lang, tuple(process.nodes)[:2]):
                    return "no drawing"
            table(process, "zh")
    except Fault as fault:
        return "" if fault.what.zh and fault.what.en else f"{fault.code} says nothing"
    except RecursionError as trouble:
        return f"RecursionError: {trouble}"
    except Exception as trouble:  # noqa: BLE001 - whatever else comes out is what is looked for
        trace = trouble.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        return (
            f"{type(trouble).__name__}: {str(trouble)[:120]} at {trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
            if trace
            else repr(trouble)
        )
    took = time.perf_counter() - begun
    return f"{took:.1f} s" if took > PATIENCE_S else ""
