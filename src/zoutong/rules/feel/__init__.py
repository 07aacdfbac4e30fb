"""Knows FEEL: text to syntax tree to closures; nothing is ever executed as Python."""
