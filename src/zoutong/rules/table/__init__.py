"""Knows decision tables as bitmaps: one structure for the decision, its reasons, what is missing, what would change it, gaps and overlaps, and batch."""
