"""Knows the way from a person's own words to facts, claims, routes and the next question."""
