"""Knows the commands."""
