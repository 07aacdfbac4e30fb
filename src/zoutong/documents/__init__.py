"""Knows how to fill a bureau's own office templates with facts."""
