"""Knows how people write quantities, days, names and places, and finds them with their spans."""
