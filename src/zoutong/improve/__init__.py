"""Knows how a blockage becomes an item of the ledger, moves on, and is closed only with proof."""

from zoutong.improve.item import Evidence, Item, Lack, Measure
from zoutong.improve.move import allowed, lacking, move, rebuild
from zoutong.improve.moves import ItemEvent, Move, Mover

__all__ = ["Evidence", "Item", "ItemEvent", "Lack", "Measure", "Move", "Mover", "allowed", "lacking", "move", "rebuild"]
