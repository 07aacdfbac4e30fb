"""Knows how the tables of the letters came to be."""
