"""Knows walks: every traversal of a process, by whomever, as acts and events."""
