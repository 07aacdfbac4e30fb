"""Knows the commands by which a bureau starts its accounts."""
