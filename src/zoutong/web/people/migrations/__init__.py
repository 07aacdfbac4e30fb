"""Knows how the tables of the people came to be."""
