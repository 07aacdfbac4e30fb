"""Knows compiled decision tables: decided, explained, asked about, checked, and run over whole frames."""

from zoutong.rules.table.table import CompiledTable, compile_table

__all__ = ["CompiledTable", "compile_table"]
