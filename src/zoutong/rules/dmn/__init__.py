"""Knows DMN files: reading 1.1 to 1.5, writing 1.3, and deciding what they say."""

from zoutong.rules.dmn.decide import Model
from zoutong.rules.dmn.read import read_dmn
from zoutong.rules.dmn.write import model_of, with_tables, write_dmn

__all__ = ["Model", "model_of", "read_dmn", "with_tables", "write_dmn"]
