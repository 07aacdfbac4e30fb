"""Knows the window's desk: queue, reception, worklists, the case file, the board."""
