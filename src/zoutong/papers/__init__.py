"""Knows the papers that people hand in: what they are by content, how they are named, looked through and kept."""
