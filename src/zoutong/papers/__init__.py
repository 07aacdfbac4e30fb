"""Knows uploaded papers: what they really are, and how they are kept."""
