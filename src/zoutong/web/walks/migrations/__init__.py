"""Knows how the tables of walks came to be."""
