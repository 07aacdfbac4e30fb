"""Knows how each kind of act changes a walk; the rules that concern what an act says stand with it."""
