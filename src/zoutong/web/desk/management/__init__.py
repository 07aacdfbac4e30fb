"""Knows what can be done from the command line of Django."""
