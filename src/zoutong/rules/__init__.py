"""Knows how to judge: FEEL expressions and DMN decision tables, decided, explained, asked about and checked."""

from zoutong.rules.decision import Decision, Nearest, Reason, Unmet
from zoutong.rules.dmn import Model, model_of, read_dmn, with_tables, write_dmn
from zoutong.rules.feel import YearsMonths, feel

__all__ = ["Decision", "Model", "Nearest", "Reason", "Unmet", "YearsMonths", "feel", "model_of", "read_dmn", "with_tables", "write_dmn"]
