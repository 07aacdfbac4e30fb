"""Knows how a blockage is mended: an item of the ledger, its moves, what is missing before it may be closed, and the digest of many."""

from zoutong.improve.digest import Digest, digest
from zoutong.improve.gate import Lack, lacking
from zoutong.improve.item import KINDS, SOURCES, STATES, Evidence, Item, Measure
from zoutong.improve.keeping import item_to_json, move_from_json, move_to_json
from zoutong.improve.likeness import alike, recurrence
from zoutong.improve.move import MOVES, Move, Mover, allowed, perform, rebuild, refusal
from zoutong.improve.plan import Answer, Plan, PlanTask, consulting_until, publishable

__all__ = [
    "KINDS", "MOVES", "SOURCES", "STATES", "Answer", "Digest", "Evidence", "Item", "Lack", "Measure", "Move", "Mover", "Plan", "PlanTask", "alike", "allowed",
    "consulting_until", "digest", "item_to_json", "lacking", "move_from_json", "move_to_json", "perform", "publishable", "rebuild", "recurrence", "refusal",
]  # fmt: skip
