"""Knows the rules of traces as they are kept beside the store: each act is judged in its own transaction."""
