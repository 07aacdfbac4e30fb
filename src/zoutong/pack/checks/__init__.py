"""Knows what is looked at in a pack, one kind of mistake per file."""
