"""Knows what is done to the store from a terminal."""
