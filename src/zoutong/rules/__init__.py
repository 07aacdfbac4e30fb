"""Knows how to judge: FEEL expressions and DMN decision tables, decided, explained, asked about and checked."""
