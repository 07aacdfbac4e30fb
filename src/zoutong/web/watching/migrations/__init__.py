"""Knows how the tables of this app came to be."""
