"""Knows DMN files: reading 1.1 to 1.5, writing 1.3, and deciding what they say."""
